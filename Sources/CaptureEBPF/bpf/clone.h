// New processes and threads, and the end of both.
#pragma once

#include "processes.h"

// On x86-64 the child passes the end of the call too, with result 0: that is the child's event, and the only one.
inline_always int clone_event(u32 type, u64 flags) {
  struct task_struct *task = (void *)bpf_get_current_task_btf();
  struct writer w;
  if (!begin(&w, type, SYSCALL_CLONE_20_X_COUNT)) return 0;
  s64 result = w.s->result;
  u32 level = namespace_level(task);
  u32 own_flags = clone_flags(flags);
  // Memory that the flags stood in may have changed since; what the child is, is certain.
  if (result == 0 && task->pid != task->tgid) own_flags |= CLONE_THREAD_BIT | CLONE_FILES_BIT;
  if (result == 0 ? level > 0 : BPF_CORE_READ(task, nsproxy, pid_ns_for_children) != own_namespace(task))
    own_flags |= CHILD_IN_PID_NAMESPACE;
  put_s64(&w, result);
  put_arguments(&w, task->mm);
  put_identity(&w, task);
  put_u32(&w, own_flags);
  put_u32(&w, task->cred->euid.val);
  put_u32(&w, task->cred->egid.val);
  put_s64(&w, number_on_level(BPF_CORE_READ(task, thread_pid), level));
  put_s64(&w, number_on_level(BPF_CORE_READ(task, group_leader, thread_pid), level));
  put_u64(&w, result == 0 ? BPF_CORE_READ(own_namespace(task), child_reaper, start_boottime) : 0);
  return submit(&w, &processes);
}

SEC("tp_btf/sys_exit")
int sys_clone(void *context) {
  struct scratch *s = own_scratch();
  return s ? clone_event(SYSCALL_CLONE_20_X, s->arguments[0]) : 0;
}

SEC("tp_btf/sys_exit")
int sys_clone3(void *context) {
  struct scratch *s = own_scratch();
  u64 flags = 0;
  if (!s) return 0;
  bpf_probe_read_user(&flags, sizeof flags, (void *)s->arguments[0]);
  return clone_event(SYSCALL_CLONE3_X, flags);
}

SEC("tp_btf/sys_exit")
int sys_fork(void *context) { return clone_event(SYSCALL_FORK_20_X, 0); }

SEC("tp_btf/sys_exit")
int sys_vfork(void *context) { return clone_event(SYSCALL_VFORK_20_X, 0); }

// MARK: Exit

// How many threads and ancestors are looked at for whoever takes over the children.
enum { THREADS_TRIED = 30, ANCESTORS_TRIED = 60 };

inline_always s64 living_thread(struct task_struct *task) {
  struct signal_struct *signal = BPF_CORE_READ(task, signal);
  u64 head = (u64)__builtin_preserve_access_index(&signal->thread_head);
  u64 node = (u64)BPF_CORE_READ(signal, thread_head.next);
  for (int i = 0; i < THREADS_TRIED && node != head && node; i++) {
    struct task_struct *other = (void *)(node - bpf_core_field_offset(struct task_struct, thread_node));
    if (!(BPF_CORE_READ(other, flags) & THREAD_IS_EXITING)) return BPF_CORE_READ(other, pid);
    node = (u64)BPF_CORE_READ(other, thread_node.next);
  }
  return 0;
}

// Who gets the children, as the kernel will decide in a moment; 0 without children, -1 where it was not found.
inline_always s64 reaper(struct task_struct *task) {
  u64 children = (u64)__builtin_preserve_access_index(&task->children);
  if ((u64)BPF_CORE_READ(task, children.next) == children) return 0;
  s64 thread = living_thread(task);
  if (thread) return thread;
  struct task_struct *init = BPF_CORE_READ(own_namespace(task), child_reaper);
  struct task_struct *other = BPF_CORE_READ(task, real_parent);
  u32 level = namespace_level(task);
  for (int i = 0; i < ANCESTORS_TRIED; i++) {
    if (other == init || namespace_level(other) != level) return BPF_CORE_READ(init, pid);
    struct signal_struct *signal = BPF_CORE_READ(other, signal);
    if (BPF_CORE_READ_BITFIELD_PROBED(signal, is_child_subreaper)) return BPF_CORE_READ(other, pid);
    other = BPF_CORE_READ(other, real_parent);
  }
  return -1;
}

SEC("tp_btf/sched_process_exit")
int process_exit(u64 *context) {
  struct task_struct *task = (void *)bpf_get_current_task_btf();
  if (task->flags & THREAD_IS_KERNEL || task->tgid == config.own_process) return 0;
  struct writer w;
  if (!begin(&w, PROCEXIT_1_E, PROCEXIT_1_E_COUNT)) return 0;
  w.s->number = FROM_EXIT;
  u32 status = task->exit_code;
  put_s64(&w, status);
  put_s64(&w, status >> 8 & 0xFF);
  put_u8(&w, status & 0x7F);
  put_u8(&w, status & 0x80 ? 1 : 0);
  put_s64(&w, reaper(task));
  return submit(&w, &processes);
}
