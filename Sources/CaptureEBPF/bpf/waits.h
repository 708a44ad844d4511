// Calls that wait, and what is waited for: descriptors, time, locks, semaphores.
#pragma once

#include "syscall.h"

enum { POLLED = 16, NO_TIME = -1 };

inline_always u16 poll_flags(u16 flags) {
  return (flags & 7) | BIT(flags, 0x8, 0x10) | BIT(flags, 0x10, 0x20) | BIT(flags, 0x20, 0x40) | BIT(flags, 0x40, 0x80) |
         BIT(flags, 0x80, 0x100) | BIT(flags, 0x100, 0x200) | BIT(flags, 0x200, 0x400) | BIT(flags, 0x2000, 0x8);
}

// A parameter: the descriptors for which something happened, and what: a count (16 bits), then number and flags of each
// (64 and 16 bits).
inline_always void put_polled(struct writer *w, u64 address, u32 count) {
  struct scratch *s = w->s;
  u32 found = 0;
  place(w);
  for (u32 i = 0; i < POLLED && i < count && address; i++) {
    struct {
      s32 number;
      u16 wanted, came;
    } entry = {};
    if (bpf_probe_read_user(&entry, sizeof entry, (void *)(address + 8 * i))) break;
    if (!entry.came) continue;
    u32 at = (w->at + 2 + 10 * found) & DATA_MASK;
    *(s64 *)(s->data + at) = entry.number;
    *(u16 *)(s->data + at + 8) = poll_flags(entry.came);
    found = forget(s, found + 1);
  }
  *(u16 *)place(w) = found;
  end_variable(w, 2 + 10 * found);
}

// Seconds and nanoseconds of the caller's memory.
inline_always u64 user_time(struct scratch *s, u64 address) {
  return user_long(s, address, 0) * 1000000000 + user_long(s, address, 1);
}

SYSCALL(poll, SYSCALL_POLL_X, others, put_polled(w, argument(0), argument(1)); put_s64(w, (s32)argument(2)))
SYSCALL(ppoll, SYSCALL_PPOLL_X, others, put_polled(w, argument(0), argument(1));
        put_u64(w, argument(2) ? user_time(w->s, argument(2)) : NO_TIME); put_u32(w, user_number(argument(3), 4)))
SYSCALL(select, SYSCALL_SELECT_X, others, )
SYSCALL(epoll_wait, SYSCALL_EPOLLWAIT_X, others, put_s64(w, (s32)argument(2)))
SYSCALL(nanosleep, SYSCALL_NANOSLEEP_X, others, put_u64(w, user_time(w->s, argument(0))))
SYSCALL(futex, SYSCALL_FUTEX_X, others, put_u64(w, argument(0)); put_u16(w, argument(1) & 0x1FF);
        put_u64(w, (u32)argument(2)))
SYSCALL(flock, SYSCALL_FLOCK_X, others, put_fd(w, argument(0)); put_u32(w, argument(1) & 15))
SYSCALL(io_uring_enter, SYSCALL_IO_URING_ENTER_X, others, put_fd(w, argument(0)); put_u32(w, argument(1));
        put_u32(w, argument(2)); put_u32(w, argument(3) & 15); put_u32(w, user_number(argument(4), 4)))
SYSCALL(io_uring_register, SYSCALL_IO_URING_REGISTER_X, others, put_fd(w, argument(0)); put_u16(w, argument(1));
        put_u64(w, argument(2)); put_u32(w, argument(3)))

// One of the first two operations: which semaphore, by how much, flags; 16 bits each.
inline_always void put_operation(struct writer *w, u64 address, u32 index) {
  u16 words[3] = {};
  if (index < argument(2)) bpf_probe_read_user(words, sizeof words, (void *)(address + sizeof words * index));
  put_u16(w, words[0]);
  put_u16(w, words[1]);
  put_u16(w, BIT(words[2], 04000, 1) | BIT(words[2], 0x1000, 2));
}

SYSCALL(semop, SYSCALL_SEMOP_X, others, put_u32(w, argument(2)); put_operation(w, argument(1), 0);
        put_operation(w, argument(1), 1); put_s32(w, argument(0)))

inline_always u16 semaphore_command(u32 command) {
  switch (command & 0xFF) {
    case 0: return 4;
    case 1: return 2;
    case 2: return 1;
    case 3: return 8;
    case 11: return 256;
    case 12: return 512;
    case 13: return 64;
    case 14: return 128;
    case 15: return 1024;
    case 16: return 4096;
    case 17: return 2048;
    case 18: return 32;
    case 19: return 16;
    default: return 0;
  }
}

// A value comes with SETVAL alone.
SYSCALL(semctl, SYSCALL_SEMCTL_X, others, put_s32(w, argument(0)); put_s32(w, argument(1));
        put_u16(w, semaphore_command(argument(2))); put_s32(w, (u32)argument(2) == 16 ? argument(3) : 0))
SYSCALL(semget, SYSCALL_SEMGET_X, others, put_s32(w, argument(0)); put_s32(w, argument(1));
        put_u32(w, BIT(argument(2), 01000, 0x2000) | BIT(argument(2), 02000, 0x4000)))
