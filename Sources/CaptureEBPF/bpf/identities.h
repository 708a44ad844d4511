// What a process does to itself and to others: ids, directories, namespaces, signals, modules.
#pragma once

#include "exec.h"
#include "syscall.h"

SYSCALL(setuid, SYSCALL_SETUID_X, processes, put_u32(w, argument(0)))
SYSCALL(setgid, SYSCALL_SETGID_X, processes, put_u32(w, argument(0)))
SYSCALL(setreuid, SYSCALL_SETREUID_X, processes, put_u32(w, argument(0)); put_u32(w, argument(1)))
SYSCALL(setregid, SYSCALL_SETREGID_X, processes, put_u32(w, argument(0)); put_u32(w, argument(1)))
SYSCALL(setresuid, SYSCALL_SETRESUID_X, processes, put_u32(w, argument(0)); put_u32(w, argument(1)); put_u32(w, argument(2)))
SYSCALL(setresgid, SYSCALL_SETRESGID_X, processes, put_u32(w, argument(0)); put_u32(w, argument(1)); put_u32(w, argument(2)))
SYSCALL(setsid, SYSCALL_SETSID_X, processes, )
SYSCALL(setpgid, SYSCALL_SETPGID_X, processes, put_s64(w, (s32)argument(0)); put_s64(w, (s32)argument(1)))

// What the process has afterwards.
inline_always void put_capabilities(struct writer *w) {
  struct task_struct *task = (void *)bpf_get_current_task_btf();
  struct cred *cred = task->cred;
  put_u64(w, capabilities(__builtin_preserve_access_index(&cred->cap_inheritable)));
  put_u64(w, capabilities(__builtin_preserve_access_index(&cred->cap_permitted)));
  put_u64(w, capabilities(__builtin_preserve_access_index(&cred->cap_effective)));
}

SYSCALL(capset, SYSCALL_CAPSET_X, processes, put_capabilities(w))

SYSCALL(chdir, SYSCALL_CHDIR_X, processes, put_user_text(w, argument(0)))
SYSCALL(fchdir, SYSCALL_FCHDIR_X, processes, put_fd(w, argument(0)))
SYSCALL(chroot, SYSCALL_CHROOT_X, processes, put_user_text(w, argument(0)))
SYSCALL(getcwd, SYSCALL_GETCWD_X, others, if (result() > 0) put_user_text(w, argument(0)); else put_nothing(w))
SYSCALL(setns, SYSCALL_SETNS_X, processes, put_fd(w, argument(0)); put_u32(w, clone_flags(argument(1))))
SYSCALL(unshare, SYSCALL_UNSHARE_X, processes, put_u32(w, clone_flags(argument(0))))
SYSCALL(seccomp, SYSCALL_SECCOMP_X, others, put_u64(w, (u32)argument(0)); put_u64(w, (u32)argument(1)))

// The second argument is a name with PR_SET_NAME, a place for the answer with PR_GET_CHILD_SUBREAPER, else a number.
SYSCALL(prctl, SYSCALL_PRCTL_X, processes, u32 option = argument(0); put_u32(w, option);
        if (option == 15) { put_user_text(w, argument(1)); put_s64(w, 0); } else {
          put_nothing(w);
          put_s64(w, option == 37 ? (s64)user_number(argument(1), 4) : (s64)argument(1));
        })

SYSCALL(setrlimit, SYSCALL_SETRLIMIT_X, processes, put_s64(w, user_long(w->s, argument(1), 0));
        put_s64(w, user_long(w->s, argument(1), 1)); put_u8(w, limited_resource(argument(0))))

// -1 for limits that the call does not set or ask for.
inline_always void put_limits(struct writer *w, u64 address) {
  put_s64(w, address ? (s64)user_number(address, 8) : -1);
  put_s64(w, address ? (s64)user_number(address + 8, 8) : -1);
}

SYSCALL(prlimit64, SYSCALL_PRLIMIT_X, processes, put_limits(w, argument(2)); put_limits(w, result() < 0 ? 0 : argument(3));
        put_s64(w, (s32)argument(0)); put_u8(w, limited_resource((u32)argument(1))))

SYSCALL(kill, SYSCALL_KILL_X, others, put_s64(w, (s32)argument(0)); put_u8(w, argument(1)))
SYSCALL(tkill, SYSCALL_TKILL_X, others, put_s64(w, (s32)argument(0)); put_u8(w, argument(1)))
SYSCALL(tgkill, SYSCALL_TGKILL_X, others, put_s64(w, (s32)argument(0)); put_s64(w, (s32)argument(1)); put_u8(w, argument(2)))

// A number or a signal, behind the index of its form.
inline_always void put_trace_number(struct writer *w, u64 value) {
  u8 *target = place(w);
  *target = 0;
  *(u64 *)(target + 1) = value;
  end_parameter(w, 9);
}

inline_always void put_trace_signal(struct writer *w, u64 value) {
  u8 *target = place(w);
  target[0] = 1;
  target[1] = value;
  end_parameter(w, 2);
}

// What is read comes into memory; what goes on may be sent a signal.
inline_always void put_trace_data(struct writer *w, u32 request, u64 data) {
  if (result() < 0) return put_trace_number(w, 0);
  switch (request) {
    case 1 ... 3: return put_trace_number(w, user_long(w->s, data, 0));
    case 7: case 9: case 17: case 24: return put_trace_signal(w, data);
    default: return put_trace_number(w, data);
  }
}

SYSCALL(ptrace, SYSCALL_PTRACE_X, others, put_trace_number(w, result() < 0 ? 0 : argument(2));
        put_trace_data(w, argument(0), argument(3)); put_u16(w, ptrace_request(argument(0))); put_s64(w, (s32)argument(1)))

// Bytes of a module's image that are shown.
enum { IMAGE_BYTES = 80 };

SYSCALL(init_module, SYSCALL_INIT_MODULE_X, others, put_user_bytes(w, argument(0), argument(1), IMAGE_BYTES);
        put_u64(w, argument(1)); put_user_text(w, argument(2)))
SYSCALL(finit_module, SYSCALL_FINIT_MODULE_X, others, put_fd(w, argument(0)); put_user_text(w, argument(1));
        put_u32(w, argument(2) & 7))
SYSCALL(delete_module, SYSCALL_DELETE_MODULE_X, others, put_user_text(w, argument(0));
        put_u32(w, BIT(argument(1), 04000, 2) | BIT(argument(1), 01000, 1)))
