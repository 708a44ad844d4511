// Data that is read and written, as far as its begin is shown.
#pragma once

#include "syscall.h"

inline_always void put_read_data(struct writer *w) { put_user_bytes(w, argument(1), result() > 0 ? result() : 0, DATA_BYTES); }

// Of a call that failed, what it would have written.
inline_always void put_written_data(struct writer *w) {
  put_user_bytes(w, argument(1), result() >= 0 ? result() : argument(2), DATA_BYTES);
}

SYSCALL(read, SYSCALL_READ_X, others, put_read_data(w); put_fd(w, argument(0)); put_u32(w, argument(2)))
SYSCALL(write, SYSCALL_WRITE_X, others, put_written_data(w); put_fd(w, argument(0)); put_u32(w, argument(2)))
SYSCALL(pread64, SYSCALL_PREAD_X, others, put_read_data(w); put_fd(w, argument(0)); put_u32(w, argument(2));
        put_u64(w, wide_argument(w->s, argument(3), argument(4))))
SYSCALL(pwrite64, SYSCALL_PWRITE_X, others, put_written_data(w); put_fd(w, argument(0)); put_u32(w, argument(2));
        put_u64(w, wide_argument(w->s, argument(3), argument(4))))

inline_always void put_sizes_read(struct writer *w) {
  put_u32(w, size_of_pieces(w->s, argument(1), argument(2)));
  put_pieces(w, argument(1), argument(2), result());
  put_fd(w, argument(0));
}

inline_always void put_sizes_written(struct writer *w) {
  u32 size = size_of_pieces(w->s, argument(1), argument(2));
  put_pieces(w, argument(1), argument(2), result() >= 0 ? result() : size);
  put_fd(w, argument(0));
  put_u32(w, size);
}

SYSCALL(readv, SYSCALL_READV_X, others, put_sizes_read(w))
SYSCALL(preadv, SYSCALL_PREADV_X, others, put_sizes_read(w); put_u64(w, wide_argument(w->s, argument(3), argument(4))))
SYSCALL(writev, SYSCALL_WRITEV_X, others, put_sizes_written(w))
SYSCALL(pwritev, SYSCALL_PWRITEV_X, others, put_sizes_written(w);
        put_u64(w, wide_argument(w->s, argument(3), argument(4))))

SYSCALL(process_vm_readv, SYSCALL_PROCESS_VM_READV_X, others, put_s64(w, (s32)argument(0));
        put_pieces(w, argument(1), argument(2), result()))
SYSCALL(process_vm_writev, SYSCALL_PROCESS_VM_WRITEV_X, others, put_s64(w, (s32)argument(0));
        put_pieces(w, argument(1), argument(2), result()))

SYSCALL(sendfile, SYSCALL_SENDFILE_X, others, put_u64(w, argument(2) ? user_long(w->s, argument(2), 0) : 0);
        put_fd(w, argument(0)); put_fd(w, argument(1)); put_u64(w, argument(3)))
SYSCALL(splice, SYSCALL_SPLICE_X, others, put_fd(w, argument(0)); put_fd(w, argument(2)); put_u64(w, argument(4));
        put_u32(w, argument(5) & 15))
SYSCALL(copy_file_range, SYSCALL_COPY_FILE_RANGE_X, others, put_fd(w, argument(2)); put_u64(w, argument(3));
        put_fd(w, argument(0)); put_u64(w, argument(1)); put_u64(w, argument(4)))
