// Memory: how it is mapped and kept.
#pragma once

#include "processes.h"
#include "syscall.h"

inline_always u32 protection(u32 flags) { return (flags & 15) | BIT(flags, 0x1000000, 16) | BIT(flags, 0x2000000, 32); }

inline_always u32 mapping_flags(u32 flags) {
  return (flags & 3) | BIT(flags, 0x10, 4) | BIT(flags, 0x20, 8) | BIT(flags, 0x40, 16) | BIT(flags, 0x4000, 64) |
         BIT(flags, 0x8000, 128) | BIT(flags, 0x10000, 256) | BIT(flags, 0x100, 512) | BIT(flags, 0x800, 1024) |
         BIT(flags, 0x1000, 2048) | BIT(flags, 0x2000, 16384);
}

inline_always void put_own_memory(struct writer *w) {
  struct task_struct *task = (void *)bpf_get_current_task_btf();
  put_memory(w, task->mm);
}

SYSCALL(brk, SYSCALL_BRK_4_X, others, put_own_memory(w); put_u64(w, argument(0)))

inline_always void put_mapping(struct writer *w) {
  put_own_memory(w);
  put_u64(w, argument(0));
  put_u64(w, argument(1));
  put_u32(w, protection(argument(2)));
  put_u32(w, mapping_flags(argument(3)));
  put_fd(w, argument(4));
  put_u64(w, argument(5));
}

SYSCALL(mmap, SYSCALL_MMAP_X, others, put_mapping(w))
// Of 32-bit programs alone: its place in the file counts pages.
SYSCALL(mmap2, SYSCALL_MMAP2_X, others, put_mapping(w))
SYSCALL(munmap, SYSCALL_MUNMAP_X, others, put_own_memory(w); put_u64(w, argument(0)); put_u64(w, argument(1)))
SYSCALL(mprotect, SYSCALL_MPROTECT_X, others, put_u64(w, argument(0)); put_u64(w, argument(1));
        put_u32(w, protection(argument(2))))
SYSCALL(mlock, SYSCALL_MLOCK_X, others, put_u64(w, argument(0)); put_u64(w, argument(1)))
SYSCALL(mlock2, SYSCALL_MLOCK2_X, others, put_u64(w, argument(0)); put_u64(w, argument(1)); put_u32(w, argument(2) & 1))
SYSCALL(munlock, SYSCALL_MUNLOCK_X, others, put_u64(w, argument(0)); put_u64(w, argument(1)))
SYSCALL(mlockall, SYSCALL_MLOCKALL_X, others, put_u32(w, argument(0) & 7))
SYSCALL(munlockall, SYSCALL_MUNLOCKALL_X, others, )
