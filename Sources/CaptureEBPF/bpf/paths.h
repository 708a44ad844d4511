// Paths that the kernel knows: of files, and of control groups. They are put together from their ends.
#pragma once

#include "flags.h"
#include "writer.h"

// How many components of a path are followed, and how often is looked whether a rename has ended (about 10 µs).
enum { FILE_DEPTH = 128, CGROUP_DEPTH = 7, LOOKS = 512 };

inline_always void begin_path(struct scratch *s) { s->at = PATH_SIZE; }

// Puts a component in front; zero where the path would become too long, which ends it.
inline_always int prepend(struct scratch *s, const void *name, u32 length) {
  u64 at = s->at;
  length &= LONGEST_NAME - 1;
  if (at <= length) return 0;
  at = (at - length - 1) & (PATH_SIZE - 1);
  s->path[at] = '/';
  bpf_probe_read_kernel(s->path + at + 1, length, name);
  s->at = at;
  return 1;
}

// The path as it was put together, behind what the parameter has already; "/" where it has no component.
inline_always u32 append_path(struct writer *w, u32 offset) {
  struct scratch *s = w->s;
  u32 to = (w->at + offset) & DATA_MASK;
  u32 at = forget(s, s->at);
  if (at >= PATH_SIZE) {
    *(u16 *)(s->data + to) = '/';
    return 2;
  }
  u32 length = PATH_SIZE - at;
  asm volatile("" : "+r"(length));
  if (length > PATH_SIZE - 1) length = PATH_SIZE - 1;
  bpf_probe_read_kernel(s->data + to, length, s->path + (at & (PATH_SIZE - 1)));
  s->data[(to + length) & DATA_MASK] = 0;
  return length + 1;
}

#define STEP_BEGIN (bpf_core_field_offset(struct dentry, d_seq) - __builtin_offsetof(struct step, sequence))
#define LIES_IN_STEP(member, place) (bpf_core_field_offset(struct dentry, member) == STEP_BEGIN + __builtin_offsetof(struct step, place))
#define OFFSET_OUTWARD(member) (bpf_core_field_offset(struct mount, member) - bpf_core_field_offset(struct mount, mnt_parent))

// One reading for all members where they lie as in all kernels so far; none of them is read from elsewhere then.
inline_always void fetch_step(struct scratch *s, struct dentry *dentry) {
  if (LIES_IN_STEP(d_parent, parent) && LIES_IN_STEP(d_name.len, length) && LIES_IN_STEP(d_name.name, name)) {
    bpf_probe_read_kernel(&s->step, sizeof s->step, (void *)((u64)dentry + STEP_BEGIN));
  } else {
    s->step.sequence = BPF_CORE_READ(dentry, d_seq.seqcount.sequence);
    s->step.parent = BPF_CORE_READ(dentry, d_parent);
    s->step.length = BPF_CORE_READ(dentry, d_name.len);
    s->step.name = BPF_CORE_READ(dentry, d_name.name);
  }
}

inline_always void fetch_outward(struct scratch *s) {
  struct mount *mount = s->mount;
  if (OFFSET_OUTWARD(mnt_mountpoint) == 8 && OFFSET_OUTWARD(mnt.mnt_root) == 16) {
    bpf_probe_read_kernel(&s->outward, sizeof s->outward, __builtin_preserve_access_index(&mount->mnt_parent));
  } else {
    s->outward.parent = BPF_CORE_READ(mount, mnt_parent);
    s->outward.mountpoint = BPF_CORE_READ(mount, mnt_mountpoint);
    s->outward.root = BPF_CORE_READ(mount, mnt.mnt_root);
  }
}

inline_always void begin_walk(struct scratch *s, struct path *path) {
  struct vfsmount *mnt = BPF_CORE_READ(path, mnt);
  s->dentry = BPF_CORE_READ(path, dentry);
  s->mount = (struct mount *)((u64)mnt - bpf_core_field_offset(struct mount, mnt));
  fetch_outward(s);
}

inline_always void leave_mount(struct scratch *s) {
  s->dentry = s->outward.mountpoint;
  s->mount = s->outward.parent;
  fetch_outward(s);
}

enum component { TOO_LONG, READ, CHANGED };

inline_always u32 renames(struct dentry *dentry) { return BPF_CORE_READ(dentry, d_seq.seqcount.sequence); }

// Puts the name of a file or folder in front. A rename writes over the bytes of the name, and counts before and after.
// A function of its own, as the next ones are, which the verifier checks once.
__attribute__((noinline)) int read_component(u64 dentry) {
  struct scratch *s = own_scratch();
  if (!s) return TOO_LONG;
  fetch_step(s, (struct dentry *)dentry);
  if (!prepend(s, s->step.name, s->step.length)) return TOO_LONG;
  return s->step.sequence & 1 || renames((struct dentry *)dentry) != s->step.sequence ? CHANGED : READ;
}

__attribute__((noinline)) int await_rename(u64 dentry) {
  for (int i = 0; i < LOOKS; i++) {
    if (!(renames((struct dentry *)dentry) & 1)) return 1;
  }
  return 0;
}

// The same, where a name that is being renamed is read again; once, because who renames may be interrupted for long. Zero
// where the path would become too long.
__attribute__((noinline)) int prepend_component(u64 dentry) {
  struct scratch *s = own_scratch();
  if (!s) return 0;
  u64 at = s->at;
  int component = read_component(dentry);
  if (component == CHANGED) {
    await_rename(dentry);
    s->at = at;
    component = read_component(dentry);
  }
  return component != TOO_LONG;
}

// Walks from a file to the root of the whole machine, across mounts and whatever a chroot hides. A path that is too long
// or too deep lacks its begin, which shows: it has no slash in front. Zero for a file without a path, such as a pipe.
inline_always int walk_path(struct scratch *s, struct path *path) {
  begin_path(s);
  begin_walk(s, path);
  for (int depth = 0; depth < FILE_DEPTH; depth++) {
    struct dentry *dentry = s->dentry;
    if (dentry == s->outward.root) {
      if (s->outward.parent == s->mount) return 1;
      leave_mount(s);
      continue;
    }
    if (!prepend_component((u64)dentry)) break;
    // Nowhere in a tree: memory that has a name, and nothing in front of it.
    if (s->step.parent == dentry) break;
    s->dentry = s->step.parent;
  }
  s->at++;
  return s->at < PATH_SIZE;
}

// A parameter: where a file really is.
inline_always void put_file_path(struct writer *w, struct file *file) {
  if (!file) return put_nothing(w);
  walk_path(w->s, __builtin_preserve_access_index(&file->f_path));
  place(w);
  end_variable(w, append_path(w, 0));
}

inline_always struct kernfs_node *parent_of(struct kernfs_node *node) {
  struct kernfs_node___old *old = (void *)node;
  return bpf_core_field_exists(old->parent) ? BPF_CORE_READ(old, parent) : BPF_CORE_READ(node, __parent);
}

inline_always void walk_cgroup(struct scratch *s, struct kernfs_node *node) {
  begin_path(s);
  s->node = node;
  for (int depth = 0; depth < CGROUP_DEPTH; depth++) {
    struct kernfs_node *node = s->node, *parent = parent_of(node);
    if (!parent) break;
    // Names have no length of their own; it is found by reading one into the room behind the path.
    const char *name = BPF_CORE_READ(node, name);
    long length = bpf_probe_read_kernel_str(s->path + PATH_SIZE, LONGEST_NAME, name);
    if (length <= 1 || !prepend(s, name, length - 1)) break;
    s->node = parent;
  }
}

// "name=path" of one controller; the path of the one before is used again where it is the same.
#define APPEND_CGROUP(w, groups, controller, text) \
  if (bpf_core_enum_value_exists(enum cgroup_subsys_id, controller)) { \
    u32 id = bpf_core_enum_value(enum cgroup_subsys_id, controller); \
    struct cgroup_subsys_state *css = 0; \
    bpf_probe_read_kernel(&css, sizeof css, (void *)((u64)__builtin_preserve_access_index(&(groups)->subsys) + id * sizeof css)); \
    struct kernfs_node *node = BPF_CORE_READ(css, cgroup, kn); \
    if (node != last) walk_cgroup((w)->s, node); \
    last = node; \
    u32 to = ((w)->at + length) & DATA_MASK; \
    __builtin_memcpy((w)->s->data + to, text, sizeof text - 1); \
    length += sizeof text - 1; \
    length = forget((w)->s, length + append_path(w, length)); \
  }

// A parameter: the control groups, in the incumbent's order.
inline_always void put_cgroups(struct writer *w, struct task_struct *task) {
  struct css_set *groups = task->cgroups;
  struct kernfs_node *last = 0;
  u32 length = 0;
  place(w);
  APPEND_CGROUP(w, groups, cpuset_cgrp_id, "cpuset=");
  APPEND_CGROUP(w, groups, cpu_cgrp_id, "cpu=");
  APPEND_CGROUP(w, groups, cpuacct_cgrp_id, "cpuacct=");
  APPEND_CGROUP(w, groups, io_cgrp_id, "io=");
  APPEND_CGROUP(w, groups, memory_cgrp_id, "memory=");
  end_variable(w, length);
}
