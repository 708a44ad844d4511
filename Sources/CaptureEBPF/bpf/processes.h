// What events of new processes and new programs have in common.
#pragma once

#include "paths.h"

// A number of a thread or group as the pid namespace on `level` sees it; 0 is the machine's. `pid` was read with
// BPF_CORE_READ: to a pointer that the verifier knows, older kernels let nothing be added that is not bounded.
inline_always s64 number_on_level(struct pid *pid, u32 level) {
  int number = 0;
  u64 numbers = (u64)__builtin_preserve_access_index(&pid->numbers);
  bpf_probe_read_kernel(&number, sizeof number, (void *)(numbers + level * bpf_core_type_size(struct upid)));
  return number;
}

inline_always u32 namespace_level(struct task_struct *task) { return BPF_CORE_READ(task, thread_pid, level); }

inline_always struct pid_namespace *own_namespace(struct task_struct *task) {
  struct pid *pid = BPF_CORE_READ(task, thread_pid);
  u64 numbers = (u64)__builtin_preserve_access_index(&pid->numbers);
  u64 place = numbers + BPF_CORE_READ(pid, level) * bpf_core_type_size(struct upid);
  return BPF_CORE_READ((struct upid *)place, ns);
}

// Pages, in KiB.
inline_always u32 resident(struct mm_struct *mm, int kind) {
  struct mm_struct___old *old = (void *)mm;
  s64 pages = 0;
  if (bpf_core_field_exists(old->rss_stat.count)) {
    bpf_probe_read_kernel(&pages, sizeof pages, (void *)((u64)__builtin_preserve_access_index(&old->rss_stat.count) + 8 * kind));
  } else {
    u64 counters = (u64)__builtin_preserve_access_index(&mm->rss_stat);
    struct percpu_counter *counter = (void *)(counters + kind * bpf_core_type_size(struct percpu_counter));
    pages = BPF_CORE_READ(counter, count);
  }
  return pages > 0 ? pages << 2 : 0;
}

// Three parameters, in KiB: mapped, resident, swapped out.
inline_always void put_memory(struct writer *w, struct mm_struct *mm) {
  put_u32(w, mm->total_vm << 2);
  put_u32(w, resident(mm, 0) + resident(mm, 1) + resident(mm, 3));
  put_u32(w, resident(mm, 2));
}

// exe and args from the process's own memory, where exec has put them; together at most LONGEST_WRITE bytes.
inline_always void put_arguments(struct writer *w, struct mm_struct *mm) {
  u64 start = mm->arg_start, end = mm->arg_end;
  u8 *target = place(w);
  long length = bpf_probe_read_user_str(target, LONGEST_WRITE, (void *)start);
  if (length < 0) length = 0;
  length = forget(w->s, length);
  end_variable(w, length);
  start += length;
  put_user_strings(w, start, end, LONGEST_WRITE - length);
}

// Parameters 3 to 14.
inline_always void put_identity(struct writer *w, struct task_struct *task) {
  struct mm_struct *mm = task->mm;
  put_s64(w, task->pid);
  put_s64(w, task->tgid);
  put_s64(w, task->real_parent->tgid);
  put_nothing(w);  // cwd
  put_u64(w, task->signal->rlim[7].rlim_cur);
  put_u64(w, task->maj_flt);
  put_u64(w, task->min_flt);
  put_memory(w, mm);
  put_kernel_text(w, __builtin_preserve_access_index(&task->comm));
  put_cgroups(w, task);
}
