// Keys, quotas, file systems, signals that arrive.
#pragma once

#include "syscall.h"

inline_always void put_key_text(struct writer *w, u64 address) {
  u8 *target = place(w);
  target[0] = 1;
  long length = bpf_probe_read_user_str(target + 1, LONGEST_WRITE, (void *)address);
  end_variable(w, 1 + (length > 0 ? length : 0));
}

inline_always void put_key_number(struct writer *w, u64 value) {
  u8 *target = place(w);
  target[0] = 0;
  *(s64 *)(target + 1) = value;
  end_parameter(w, 9);
}

// Operations whose arguments are texts: to join a session's keyring (the first), to search (the second and third).
SYSCALL(keyctl, SYSCALL_KEYCTL_X, others, u32 operation = argument(0); put_u32(w, operation);
        if (operation == 1 && argument(1)) put_key_text(w, argument(1)); else put_key_number(w, argument(1));
        if (operation == 10) put_key_text(w, argument(2)); else put_key_number(w, argument(2));
        if (operation == 10) put_key_text(w, argument(3)); else put_key_number(w, argument(3));
        put_key_number(w, argument(4)))

// A value is a text, bytes with their number, or nothing, as the command says.
SYSCALL(fsconfig, SYSCALL_FSCONFIG_X, others, put_fd(w, argument(0)); u32 command = argument(1); put_u32(w, command);
        put_user_text(w, argument(2));
        put_user_bytes(w, command == 2 ? argument(3) : 0, argument(4), DATA_BYTES);
        if (command == 1 || command == 3 || command == 4) put_user_text(w, argument(3)); else put_nothing(w);
        put_s32(w, argument(4)))

enum { Q_QUOTAON = 0x800002, Q_GETFMT = 0x800004, Q_GETINFO, Q_SETINFO, Q_GETQUOTA, Q_SETQUOTA };

inline_always u16 quota_command(u32 command) {
  switch (command) {
    case 0x800001: return 128;
    case 0x800002: return 1;
    case 0x800003: return 2;
    case 0x800004 ... 0x800008: return 4 << (command - 0x800004);
    case 0x5801: return 256;
    case 0x5802: return 512;
    case 0x5803: return 1024;
    case 0x5804: return 2048;
    case 0x5805: return 4096;
    case 0x5806: return 8192;
    case 0x5807: return 16384;
    default: return 0;
  }
}

inline_always u8 quota_format(u32 format) { return format == 1 ? 2 : format == 2 ? 4 : format == 4 ? 8 : 1; }

// What stands in memory depends on the command: limits (nine words, the last with a bit for each that counts), or times
// and flags of a file system (two words and two numbers). What does not count is 0.
inline_always void put_quota(struct writer *w) {
  u32 command = (u32)argument(0) >> 8, kind = argument(0) & 0xFF;
  u64 address = argument(3), limits[9] = {}, times[3] = {};
  if (command == Q_GETQUOTA || command == Q_SETQUOTA) bpf_probe_read_user(limits, sizeof limits, (void *)address);
  if (command == Q_GETINFO || command == Q_SETINFO) bpf_probe_read_user(times, sizeof times, (void *)address);
  u32 valid = limits[8], times_valid = times[2] >> 32;
  put_user_text(w, argument(1));
  if (command == Q_QUOTAON) put_user_text(w, address);
  else put_nothing(w);
  put_u64(w, valid & 1 ? limits[0] : 0);
  put_u64(w, valid & 1 ? limits[1] : 0);
  put_u64(w, valid & 2 ? limits[2] : 0);
  put_u64(w, valid & 4 ? limits[3] : 0);
  put_u64(w, valid & 4 ? limits[4] : 0);
  put_u64(w, valid & 16 ? limits[6] : 0);
  put_u64(w, valid & 32 ? limits[7] : 0);
  put_u64(w, times_valid & 1 ? times[0] : 0);
  put_u64(w, times_valid & 2 ? times[1] : 0);
  put_u8(w, times_valid & 4 && times[2] & 1 ? 2 : 1);
  put_u8(w, command == Q_GETFMT ? quota_format(user_number(address, 4)) : 1);
  put_u16(w, quota_command(command));
  put_u8(w, kind == 0 ? 1 : kind == 1 ? 2 : 0);
  put_u32(w, command == Q_GETQUOTA || command == Q_SETQUOTA || command == 0x5803 || command == 0x5804 ? argument(2) : 0);
  put_u8(w, command == Q_QUOTAON ? quota_format(argument(2)) : 1);
}

SYSCALL(quotactl, SYSCALL_QUOTACTL_X, others, put_quota(w))

// MARK: Signals

// The begin of siginfo, which user space knows too: number, error, code, and of signals that a process sends its id.
struct signal_facts {
  s32 number, error, code, padding, sender;
};

enum { SIGCHLD = 17 };

// Who sends a signal is known where a process does (codes up to 0, but for timers and the like), and where a child ended.
SEC("tp_btf/signal_deliver")
int signal_delivered(u64 *context) {
  struct task_struct *task = (void *)bpf_get_current_task_btf();
  if (!is_wanted(FROM_SIGNAL) || task->tgid == config.own_process) return 0;
  struct writer writer, *w = &writer;
  if (!begin(w, SIGNALDELIVER_E, SIGNALDELIVER_E_COUNT)) return 0;
  w->s->number = FROM_SIGNAL;
  struct signal_facts facts = {};
  bpf_probe_read_kernel(&facts, sizeof facts, (void *)context[1]);
  u32 number = context[0];
  int has_sender = facts.code == 0 || facts.code == -1 || facts.code == -6 || (number == SIGCHLD && facts.code > 0);
  put_s64(w, has_sender ? facts.sender : 0);
  put_s64(w, task->pid);
  put_u8(w, number);
  return submit(w, &others);
}
