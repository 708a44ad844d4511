// A process becomes another program: exec's own tracepoint for those that succeed, the end of the call for those that fail.
#pragma once

#include "processes.h"

// How many arguments and variables of a failed exec are followed.
enum { FAILED_STRINGS = 16 };
// Newer kernels keep a mark of their own in the highest bit of the change time's nanoseconds.
enum { NANOSECONDS = 0x7FFFFFFF };

inline_always u32 terminal(struct task_struct *task) {
  struct tty_struct *tty = task->signal->tty;
  if (!tty) return 0;
  return BPF_CORE_READ(tty, driver, major) << 8 | (BPF_CORE_READ(tty, driver, minor_start) + BPF_CORE_READ(tty, index));
}

inline_always s64 group_number(struct task_struct *task, int kind, u32 level) {
  struct pid *pid = 0;
  bpf_probe_read_kernel(&pid, sizeof pid, (void *)((u64)__builtin_preserve_access_index(&task->signal->pids) + 8 * kind));
  return pid ? number_on_level(pid, level) : 0;
}

inline_always u64 capabilities(const void *place) {
  u64 value = 0;
  bpf_probe_read_kernel(&value, sizeof value, place);
  return value;
}

inline_always int is_member(struct cred *cred, u32 gid) {
  if (BPF_CORE_READ(cred, fsgid.val) == gid) return 1;
  struct group_info *groups = BPF_CORE_READ(cred, group_info);
  u64 first = (u64)__builtin_preserve_access_index(&groups->gid);
  int count = BPF_CORE_READ(groups, ngroups);
  for (int i = 0; i < 32 && i < count; i++) {
    u32 other = 0;
    bpf_probe_read_kernel(&other, sizeof other, (void *)(first + 4 * i));
    if (other == gid) return 1;
  }
  return 0;
}

// Whether the process could change the file it runs (live-events.md §3.1).
inline_always int is_writable(struct cred *cred, struct inode *inode) {
  u32 uid = BPF_CORE_READ(inode, i_uid.val), gid = BPF_CORE_READ(inode, i_gid.val);
  if (BPF_CORE_READ(inode, i_sb, s_flags) & FILE_SYSTEM_IS_READ_ONLY || BPF_CORE_READ(inode, i_flags) & INODE_IS_IMMUTABLE ||
      uid == -1u || gid == -1u)
    return 0;
  u64 effective = capabilities(__builtin_preserve_access_index(&cred->cap_effective));
  u32 mode = BPF_CORE_READ(inode, i_mode);
  if (BPF_CORE_READ(cred, fsuid.val) == uid || effective & (CAP_DAC_OVERRIDE | CAP_FOWNER)) return 1;
  return mode & (is_member(cred, gid) ? 020 : 02) ? 1 : 0;
}

// The inode of the upper layer, if there is one, stands right behind the overlay's own.
inline_always int is_in_upper_layer(struct inode *inode) {
  void *upper = 0;
  bpf_probe_read_kernel(&upper, sizeof upper, (void *)((u64)inode + bpf_core_type_size(struct inode)));
  return upper != 0;
}

inline_always int is_overlay(struct inode *inode) { return BPF_CORE_READ(inode, i_sb, s_magic) == OVERLAY_MAGIC; }

inline_always int is_memfd(struct file *file) {
  char name[7] = {};
  bpf_probe_read_kernel(name, 6, BPF_CORE_READ(file, f_path.dentry, d_name.name));
  return name[0] == 'm' && name[1] == 'e' && name[2] == 'm' && name[3] == 'f' && name[4] == 'd' && name[5] == ':';
}

inline_always u32 executable_flags(struct cred *cred, struct file *file, struct inode *inode) {
  u32 flags = is_writable(cred, inode) ? 1 : 0;
  if (is_overlay(inode)) flags |= is_in_upper_layer(inode) ? 2 : 8;
  return flags | (is_memfd(file) ? 4 : 0);
}


inline_always u64 modification_time(struct inode *inode) {
  struct inode___6_6 *middle = (void *)inode;
  struct inode___old *old = (void *)inode;
  if (bpf_core_field_exists(inode->i_mtime_sec))
    return BPF_CORE_READ(inode, i_mtime_sec) * 1000000000 + (BPF_CORE_READ(inode, i_mtime_nsec) & NANOSECONDS);
  if (bpf_core_field_exists(middle->__i_mtime))
    return BPF_CORE_READ(middle, __i_mtime.tv_sec) * 1000000000 + BPF_CORE_READ(middle, __i_mtime.tv_nsec);
  return BPF_CORE_READ(old, i_mtime.tv_sec) * 1000000000 + BPF_CORE_READ(old, i_mtime.tv_nsec);
}

inline_always u64 change_time(struct inode *inode) {
  struct inode___6_6 *middle = (void *)inode;
  struct inode___old *old = (void *)inode;
  if (bpf_core_field_exists(inode->i_ctime_sec))
    return BPF_CORE_READ(inode, i_ctime_sec) * 1000000000 + (BPF_CORE_READ(inode, i_ctime_nsec) & NANOSECONDS);
  if (bpf_core_field_exists(middle->__i_ctime))
    return BPF_CORE_READ(middle, __i_ctime.tv_sec) * 1000000000 + (BPF_CORE_READ(middle, __i_ctime.tv_nsec) & NANOSECONDS);
  return BPF_CORE_READ(old, i_ctime.tv_sec) * 1000000000 + BPF_CORE_READ(old, i_ctime.tv_nsec);
}

// Parameters 16 to 29.
inline_always void put_program(struct writer *w, struct task_struct *task) {
  struct cred *cred = task->cred;
  struct file *file = BPF_CORE_READ(task, mm, exe_file);
  struct inode *inode = BPF_CORE_READ(file, f_inode);
  put_u32(w, terminal(task));
  put_s64(w, group_number(task, PGID, namespace_level(task)));
  put_u32(w, bpf_core_field_exists(task->loginuid) ? BPF_CORE_READ(task, loginuid.val) : -1u);
  put_u32(w, executable_flags(cred, file, inode));
  put_u64(w, capabilities(__builtin_preserve_access_index(&cred->cap_inheritable)));
  put_u64(w, capabilities(__builtin_preserve_access_index(&cred->cap_permitted)));
  put_u64(w, capabilities(__builtin_preserve_access_index(&cred->cap_effective)));
  put_u64(w, BPF_CORE_READ(inode, i_ino));
  put_u64(w, change_time(inode));
  put_u64(w, modification_time(inode));
  put_u32(w, BPF_CORE_READ(cred, euid.val));
  put_file_path(w, file);
  put_s64(w, group_number(task, PGID, 0));
  put_u32(w, BPF_CORE_READ(cred, egid.val));
}

SEC("tp_btf/sched_process_exec")
int process_exec(u64 *context) {
  struct linux_binprm *bprm = (void *)context[2];
  struct task_struct *task = (void *)bpf_get_current_task_btf();
  if (task->tgid == config.own_process) return 0;
  struct writer w;
  if (!begin(&w, SYSCALL_EXECVE_19_X, SYSCALL_EXECVE_19_X_COUNT)) return 0;
  w.s->number = FROM_EXEC;
  put_s64(&w, 0);
  put_arguments(&w, task->mm);
  put_identity(&w, task);
  put_user_strings(&w, task->mm->env_start, task->mm->env_end, LONGEST_WRITE);
  put_program(&w, task);
  put_kernel_text(&w, bprm->filename);
  return submit(&w, &processes);
}

// The strings that a list of pointers names, one behind the other, without the first `skipped`.
inline_always void put_string_list(struct writer *w, u64 list, int first, int count, u32 is_32_bit) {
  u32 length = 0;
  place(w);
  for (int i = first; i < count && list; i++) {
    u64 address = 0;
    u32 short_address = 0;
    if (is_32_bit) {
      if (bpf_probe_read_user(&short_address, 4, (void *)(list + 4 * i))) break;
      address = short_address;
    } else if (bpf_probe_read_user(&address, 8, (void *)(list + 8 * i))) {
      break;
    }
    if (!address || length >= LONGEST_WRITE) break;
    u32 to = (w->at + length) & DATA_MASK;
    long size = bpf_probe_read_user_str(w->s->data + to, LONGEST_WRITE, (void *)address);
    // A page that nobody has touched yet cannot be read here; the strings behind keep their places.
    if (size <= 0) {
      w->s->data[to] = 0;
      size = 1;
    }
    length = forget(w->s, length + size);
  }
  if (length > LONGEST_WRITE) {
    length = LONGEST_WRITE;
    w->s->data[(w->at + LONGEST_WRITE - 1) & DATA_MASK] = 0;
  }
  end_variable(w, length);
}

inline_always int failed_exec(u32 type, u32 count, int path) {
  struct task_struct *task = (void *)bpf_get_current_task_btf();
  struct writer w;
  if (!begin(&w, type, count)) return 0;
  struct scratch *s = w.s;
  // The one that succeeded told itself.
  if (s->result == 0) return 0;
  put_s64(&w, s->result);
  put_string_list(&w, s->arguments[path + 1], 0, 1, s->is_32_bit);
  put_string_list(&w, s->arguments[path + 1], 1, FAILED_STRINGS, s->is_32_bit);
  put_identity(&w, task);
  put_string_list(&w, s->arguments[path + 2], 0, FAILED_STRINGS, s->is_32_bit);
  put_program(&w, task);
  if (count > SYSCALL_EXECVEAT_X_COUNT) put_user_text(&w, s->arguments[path]);
  return submit(&w, &processes);
}

SEC("tp_btf/sys_exit")
int sys_execve(void *context) { return failed_exec(SYSCALL_EXECVE_19_X, SYSCALL_EXECVE_19_X_COUNT, 0); }

SEC("tp_btf/sys_exit")
int sys_execveat(void *context) { return failed_exec(SYSCALL_EXECVEAT_X, SYSCALL_EXECVEAT_X_COUNT, 1); }
