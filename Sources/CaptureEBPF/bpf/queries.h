// What is asked, without a change: files, ids, limits.
#pragma once

#include "syscall.h"

SYSCALL(stat, SYSCALL_STAT_X, others, put_user_text(w, argument(0)))
SYSCALL(lstat, SYSCALL_LSTAT_X, others, put_user_text(w, argument(0)))
SYSCALL(fstat, SYSCALL_FSTAT_X, others, put_fd(w, argument(0)))
SYSCALL(newfstatat, SYSCALL_NEWFSTATAT_X, others, put_fd(w, argument(0)); put_user_text(w, argument(1));
        put_u32(w, argument(3) & 0x1900))
SYSCALL(access, SYSCALL_ACCESS_X, others, put_user_text(w, argument(0)); put_u32(w, argument(1) & 7))
SYSCALL(getdents, SYSCALL_GETDENTS_X, others, put_fd(w, argument(0)))
SYSCALL(getdents64, SYSCALL_GETDENTS64_X, others, put_fd(w, argument(0)))
SYSCALL(lseek, SYSCALL_LSEEK_X, others, put_fd(w, argument(0)); put_u64(w, argument(1)); put_u8(w, argument(2)))
SYSCALL(ioctl, SYSCALL_IOCTL_3_X, others, put_fd(w, argument(0)); put_u64(w, argument(1)); put_u64(w, argument(2)))

// Of 32-bit programs alone.
SYSCALL(stat64, SYSCALL_STAT64_X, others, put_user_text(w, argument(0)))
SYSCALL(lstat64, SYSCALL_LSTAT64_X, others, put_user_text(w, argument(0)))
SYSCALL(fstat64, SYSCALL_FSTAT64_X, others, )
SYSCALL(_llseek, SYSCALL_LLSEEK_X, others, put_fd(w, argument(0)); put_u64(w, argument(1) << 32 | argument(2));
        put_u8(w, argument(4)))

// Their result is the id.
WHOLE_SYSCALL(getuid, SYSCALL_GETUID_X, others, put_u32(w, result()))
WHOLE_SYSCALL(geteuid, SYSCALL_GETEUID_X, others, put_u32(w, result()))
WHOLE_SYSCALL(getgid, SYSCALL_GETGID_X, others, put_u32(w, result()))
WHOLE_SYSCALL(getegid, SYSCALL_GETEGID_X, others, put_u32(w, result()))

inline_always void put_three_ids(struct writer *w) {
  put_u32(w, user_number(argument(0), 4));
  put_u32(w, user_number(argument(1), 4));
  put_u32(w, user_number(argument(2), 4));
}

SYSCALL(getresuid, SYSCALL_GETRESUID_X, others, put_three_ids(w))
SYSCALL(getresgid, SYSCALL_GETRESGID_X, others, put_three_ids(w))
SYSCALL(getrlimit, SYSCALL_GETRLIMIT_X, others,
        put_s64(w, result() < 0 ? -1 : (s64)user_long(w->s, argument(1), 0));
        put_s64(w, result() < 0 ? -1 : (s64)user_long(w->s, argument(1), 1)); put_u8(w, limited_resource(argument(0))))

// Calls without a type of their own: the schema's number of the call, and the kernel's.
WHOLE_SYSCALL(generic, GENERIC_X, others, u32 number = w->s->number; asm volatile("" : "+r"(number));
              put_u16(w, config.codes[number & (NATIVE_SYSCALLS - 1)]); put_u16(w, number))
