// The path by which the kernel knows the file that an open reached. Another thread can rewrite the caller's path while the
// call runs; this one it cannot. It is added to the event where the event's own path is another one.
#pragma once

#include "paths.h"

// An option of the block, behind the event (pcapng: the highest bit is for codes of one's own). `EventView` reads it.
enum { RESOLVED_PATH = 0x8001 };

enum match { EQUAL, DIFFERENT };

// Eight bytes at a time; of the last as many as belong to the name. The length is fetched anew each time: nothing is known
// of it then that would make the other bound needless to the compiler, which older kernels' verifiers want to see.
inline_always enum match compare_words(struct scratch *s, u32 at, const u8 *name, u32 length, u32 room) {
  for (u32 i = 0; i < room; i += 8) {
    u32 fetched = forget(s, length);
    if (i >= fetched) break;
    u64 difference = *(u64 *)(s->data + ((at + i) & DATA_MASK)) ^ *(u64 *)(name + i);
    u32 bits = (fetched - i) * 8;
    if (bits < 64) difference <<= (64 - bits) & 63;
    if (difference) return DIFFERENT;
  }
  return EQUAL;
}

// Whether the caller's path goes on, towards its begin, with the component that was fetched. A function of its own, which
// the verifier checks once, whoever calls it how often.
__attribute__((noinline)) int compare_component(u64 dentry) {
  struct scratch *s = own_scratch();
  if (!s) return DIFFERENT;
  u32 length = s->step.length & (LONGEST_NAME - 1), left = s->left;
  if (left <= length) return DIFFERENT;
  u32 at = s->text + left - length;
  if (s->data[(at - 1) & DATA_MASK] != '/') return DIFFERENT;
  s->left = left - length - 1;
  // Names are short as a rule, and stand behind the members that were fetched with them.
  u64 short_name = dentry + STEP_BEGIN + __builtin_offsetof(struct step, short_name);
  if ((u64)s->step.name == short_name) return compare_words(s, at, s->step.short_name, length, sizeof s->step.short_name);
  bpf_probe_read_kernel(s->name, length, s->step.name);
  return compare_words(s, at, s->name, length, LONGEST_NAME);
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
    if (s->step.parent == dentry || compare_component((u64)dentry) == DIFFERENT) return DIFFERENT;
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
