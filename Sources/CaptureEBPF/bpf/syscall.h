// Calls whose events are their result and arguments.
#pragma once

#include "flags.h"
#include "writer.h"

// A program for one system call, and what it puts behind the result. `argument(n)` is the call's, counted from 0.
#define SYSCALL(name, type, ring, ...) \
  SEC("tp_btf/sys_exit") \
  int sys_##name(void *context) { \
    struct writer writer, *w = &writer; \
    if (!begin(w, type, type##_COUNT)) return 0; \
    put_s64(w, w->s->result); \
    __VA_ARGS__; \
    return submit(w, &ring); \
  }

#define argument(n) (w->s->arguments[n])
#define result() (w->s->result)

// A number of the caller; 0 where it cannot be read.
inline_always u64 user_number(u64 address, u32 size) {
  u64 value = 0;
  if (address) bpf_probe_read_user(&value, size & 8 ? 8 : 4, (void *)address);
  return value;
}

// The file of a descriptor of the current process; zero where there is none.
inline_always struct file *file_of(s64 number) {
  struct task_struct *task = (void *)bpf_get_current_task_btf();
  if (number < 0) return 0;
  // As far as pointers come from the task, the verifier knows what they point to, and members are read without a call.
  struct files_struct *files = task->files;
  if (!files) return 0;
  struct fdtable *table = files->fdt;
  if (!table || number >= table->max_fds) return 0;
  struct file *file = 0;
  bpf_probe_read_kernel(&file, sizeof file, (void *)((u64)table->fd + 8 * number));
  return file;
}
