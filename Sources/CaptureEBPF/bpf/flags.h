// The kernel's flags in the schema's numbers (scap-format.md §6). Those that are not here have the same numbers.
#pragma once

#include "kernel.h"

// Bit `from` of the kernel as bit `to`.
#define BIT(value, from, to) ((value) & (from) ? (to) : 0)

// Any bit of O_SYNC and O_TMPFILE counts, as in the incumbent; each contains another flag.
inline_always u32 open_flags(u32 flags) {
  u32 access = flags & 3;
  return (access == 2 ? 3 : access == 1 ? 2 : access == 0 ? 1 : 0) | BIT(flags, 0100, 0x4) | BIT(flags, 02000, 0x8) |
         BIT(flags, 010000, 0x10) | BIT(flags, 0200, 0x20) | BIT(flags, 04000, 0x40) | BIT(flags, 04010000, 0x80) |
         BIT(flags, 01000, 0x100) | BIT(flags, 040000, 0x200) | BIT(flags, 0200000, 0x400) | BIT(flags, 0100000, 0x800) |
         BIT(flags, 02000000, 0x1000) | BIT(flags, 020200000, 0x2000);
}

// Of calls that take O_NONBLOCK, O_CLOEXEC and O_DIRECT for a new descriptor, by whatever name.
inline_always u32 descriptor_flags(u32 flags) {
  return BIT(flags, 04000, 0x40) | BIT(flags, 02000000, 0x1000) | BIT(flags, 040000, 0x200);
}

// Permissions count only where a file may be created.
inline_always u32 open_mode(u32 flags, u32 mode) { return flags & 020200100 ? mode & 07777 : 0; }

inline_always u32 clone_flags(u64 flags) {
  return BIT(flags, 0x100, 1 << 15) | BIT(flags, 0x200, 1 << 1) | BIT(flags, 0x400, 1 << 0) | BIT(flags, 0x800, 1 << 11) |
         BIT(flags, 0x2000, 1 << 10) | BIT(flags, 0x4000, 1 << 27) | BIT(flags, 0x8000, 1 << 8) |
         BIT(flags, 0x10000, 1 << 13) | BIT(flags, 0x20000, 1 << 5) | BIT(flags, 0x40000, 1 << 12) |
         BIT(flags, 0x80000, 1 << 25) | BIT(flags, 0x100000, 1 << 9) | BIT(flags, 0x200000, 1 << 23) |
         BIT(flags, 0x800000, 1 << 14) | BIT(flags, 0x1000000, 1 << 24) | BIT(flags, 0x2000000, 1 << 28) |
         BIT(flags, 0x4000000, 1 << 7) | BIT(flags, 0x8000000, 1 << 3) | BIT(flags, 0x10000000, 1 << 20) |
         BIT(flags, 0x20000000, 1 << 6) | BIT(flags, 0x40000000, 1 << 4) | BIT(flags, 0x80000000, 1 << 2);
}

enum { CLONE_FILES_BIT = 1 << 0, CLONE_THREAD_BIT = 1 << 13, CHILD_IN_PID_NAMESPACE = 1 << 29 };

inline_always u8 fcntl_command(u64 command) {
  switch (command) {
    case 0 ... 5: return command + 1;
    case 6: return 8;
    case 7: return 9;
    case 8: return 10;
    case 9: return 12;
    case 10: return 13;
    case 11: return 15;
    case 12 ... 14: return command + 5;
    case 15: return 21;
    case 16: return 22;
    case 36 ... 38: return command - 6;
    case 1024: return 23;
    case 1025: return 24;
    case 1026: return 27;
    case 1029: return 25;
    case 1030: return 26;
    case 1031: return 28;
    case 1032: return 29;
    default: return 0;
  }
}

inline_always u16 ptrace_request(u64 request) {
  switch (request) {
    case 0 ... 9: return request + 1;
    case 12 ... 15: return request + 14;
    case 16: return 11;
    case 17: return 12;
    case 18: return 30;
    case 19: return 31;
    case 21: return 32;
    case 24: return 13;
    case 25: return 33;
    case 26: return 34;
    case 30 ... 33: return request + 5;
    case 0x4200 ... 0x420b: return request - 0x4200 + 14;
    default: return 0;
  }
}

inline_always u8 limited_resource(u64 resource) { return resource < 16 ? resource : 255; }

// A device number, as user space knows it.
inline_always u32 device_number(u32 device) {
  u32 major = device >> 20, minor = device & 0xFFFFF;
  return (minor & 0xFF) | major << 8 | (minor & ~0xFFu) << 12;
}
