// The path by which the kernel knows the file that an open reached. Another thread can rewrite the caller's path while the
// call runs; this one it cannot. It is added to the event where the event's own path is another one.
#pragma once

#include "paths.h"

// An option of the block, behind the event (pcapng: the highest bit is for codes of one's own). `EventView` reads it.
enum { RESOLVED_PATH = 0x8001 };

enum match { EQUAL, DIFFERENT };

// Whether the caller's path goes on, towards its begin, with the component that was fetched.
inline_always enum match compare_component(struct scratch *s, struct dentry *dentry) {
  u32 length = s->step.length & (LONGEST_NAME - 1), left = s->left;
  if (left <= length) return DIFFERENT;
  // Names are short as a rule, and stand behind the members that were fetched with them.
  const u8 *name = s->step.short_name;
  if ((u64)s->step.name != (u64)dentry + bpf_core_field_offset(struct dentry, d_parent) + __builtin_offsetof(struct step, short_name)) {
    bpf_probe_read_kernel(s->name, length, s->step.name);
    name = s->name;
  }
  u32 at = s->text + left - length;
  if (s->data[(at - 1) & DATA_MASK] != '/') return DIFFERENT;
  s->left = left - length - 1;
  if (name == s->name) {
    for (u32 i = 0; i < LONGEST_NAME && i < length; i++)
      if (s->data[(at + i) & DATA_MASK] != s->name[i]) return DIFFERENT;
    return EQUAL;
  }
  for (u32 i = 0; i < sizeof s->step.short_name && i < length; i += 8) {
    u64 difference = *(u64 *)(s->data + ((at + i) & DATA_MASK)) ^ *(u64 *)(s->step.short_name + i);
    u32 bits = (length - i) * 8;
    if (bits < 64) difference <<= (64 - bits) & 63;
    if (difference) return DIFFERENT;
  }
  return EQUAL;
}

// Compares the caller's path with the kernel's, from their ends. Only a path from the root can be equal: what a relative
// one begins at is known to nobody here as the reader knows it.
inline_always enum match compare_path(struct scratch *s) {
  // With a name of its own: what stands inside is taken for the kernel's.
  struct file *file = s->file;
  begin_walk(s, __builtin_preserve_access_index(&file->f_path));
  if (s->data[s->text & DATA_MASK] != '/') return DIFFERENT;
  for (int depth = 0; depth < FILE_DEPTH; depth++) {
    struct dentry *dentry = s->dentry;
    if (dentry == s->outward.root) {
      // What is left is nothing, or the slash of "/", or one too many, which the reader takes away.
      if (s->outward.parent == s->mount) return s->left <= 1 ? EQUAL : DIFFERENT;
      leave_mount(s);
      continue;
    }
    fetch_step(s, dentry);
    if (s->step.parent == dentry || compare_component(s, dentry) == DIFFERENT) return DIFFERENT;
    s->dentry = s->step.parent;
  }
  return DIFFERENT;
}

SEC("tp_btf/sys_exit")
int opened(void *context) {
  struct writer writer = {.s = own_scratch()}, *w = &writer;
  struct scratch *s = w->s;
  if (!s) return 0;
  w->at = s->end;
  u32 end = w->at;
  struct file *file = s->file;
  if (compare_path(s) == DIFFERENT && walk_path(s, __builtin_preserve_access_index(&file->f_path))) {
    // Padding, the option's code and length, the path without a NUL, padding.
    u32 option = forget(s, (end + 3) & ~3u);
    *(u32 *)(s->data + (end & DATA_MASK)) = 0;
    PUT(u16, option & DATA_MASK, RESOLVED_PATH);
    u32 length = append_path(w, option + 4 - end) - 1;
    PUT(u16, (option & DATA_MASK) + 2, length);
    end = forget(s, (option + 4 + length + 3) & ~3u);
  }
  return submit_block(w, end, &others);
}
