// Descriptors that are no files, and what is done with numbers of descriptors.
#pragma once

#include "syscall.h"

SYSCALL(dup, SYSCALL_DUP_1_X, others, put_fd(w, argument(0)))
SYSCALL(dup2, SYSCALL_DUP2_X, others, put_fd(w, argument(0)); put_fd(w, argument(1)))
SYSCALL(dup3, SYSCALL_DUP3_X, others, put_fd(w, argument(0)); put_fd(w, argument(1)); put_u32(w, descriptor_flags(argument(2))))

SYSCALL(fcntl, SYSCALL_FCNTL_X, others, put_fd(w, argument(0)); put_u8(w, fcntl_command((u32)argument(1)));
        put_u64(w, argument(2)))

inline_always u64 inode_of(s64 number) {
  struct file *file = file_of(number);
  return file ? BPF_CORE_READ(file, f_inode, i_ino) : 0;
}

// Two numbers of 32 bits that the call wrote; none where it failed.
inline_always void put_pair(struct writer *w, u64 address) {
  s32 pair[2] = {-1, -1};
  if (result() >= 0) bpf_probe_read_user(pair, sizeof pair, (void *)address);
  put_s64(w, pair[0]);
  put_s64(w, pair[1]);
}

inline_always s64 first_of_pair(u64 address) { return (s32)user_number(address, 4); }

SYSCALL(pipe, SYSCALL_PIPE_X, others, put_pair(w, argument(0));
        put_u64(w, result() < 0 ? 0 : inode_of(first_of_pair(argument(0)))))
SYSCALL(pipe2, SYSCALL_PIPE2_X, others, put_pair(w, argument(0));
        put_u64(w, result() < 0 ? 0 : inode_of(first_of_pair(argument(0)))); put_u32(w, descriptor_flags(argument(1))))
SYSCALL(eventfd, SYSCALL_EVENTFD_X, others, put_u64(w, argument(0)); put_u32(w, 0))
SYSCALL(eventfd2, SYSCALL_EVENTFD2_X, others, put_u16(w, descriptor_flags(argument(1))); put_u64(w, argument(0)))
// Of the signals the lower 32.
SYSCALL(signalfd, SYSCALL_SIGNALFD_X, others, put_fd(w, argument(0)); put_u32(w, user_number(argument(1), 4)); put_u8(w, 0))
SYSCALL(signalfd4, SYSCALL_SIGNALFD4_X, others, put_u16(w, descriptor_flags(argument(3))); put_fd(w, argument(0));
        put_u32(w, user_number(argument(1), 4)))
SYSCALL(timerfd_create, SYSCALL_TIMERFD_CREATE_X, others, put_u8(w, argument(0)); put_u8(w, descriptor_flags(argument(1))))
SYSCALL(inotify_init, SYSCALL_INOTIFY_INIT_X, others, put_u8(w, 0))
SYSCALL(inotify_init1, SYSCALL_INOTIFY_INIT1_X, others, put_u16(w, descriptor_flags(argument(0))))
SYSCALL(epoll_create, SYSCALL_EPOLL_CREATE_X, others, put_s32(w, argument(0)))
SYSCALL(epoll_create1, SYSCALL_EPOLL_CREATE1_X, others, put_u32(w, BIT(argument(0), 02000000, 1)))
SYSCALL(userfaultfd, SYSCALL_USERFAULTFD_X, others, put_u32(w, descriptor_flags(argument(0))))
SYSCALL(memfd_create, SYSCALL_MEMFD_CREATE_X, others, put_user_text(w, argument(0)); put_u32(w, argument(1) & 7))
SYSCALL(pidfd_open, SYSCALL_PIDFD_OPEN_X, others, put_s64(w, (s32)argument(0)); put_u32(w, BIT(argument(1), 04000, 1)))
SYSCALL(pidfd_getfd, SYSCALL_PIDFD_GETFD_X, others, put_fd(w, argument(0)); put_fd(w, argument(1)); put_u32(w, argument(2)))

// Its parameters stand in the caller's memory, 32 bits each: sizes, flags, and the thread that polls.
SYSCALL(io_uring_setup, SYSCALL_IO_URING_SETUP_X, others, u64 parameters = argument(1); put_u32(w, argument(0));
        put_u32(w, user_number(parameters, 4)); put_u32(w, user_number(parameters + 4, 4));
        put_u32(w, user_number(parameters + 8, 4)); put_u32(w, user_number(parameters + 12, 4));
        put_u32(w, user_number(parameters + 16, 4)); put_u32(w, user_number(parameters + 20, 4)))

SYSCALL(bpf, SYSCALL_BPF_2_X, others, put_u32(w, argument(0)))
