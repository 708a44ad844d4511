// Calls whose events are their result and arguments.
#pragma once

#include "flags.h"
#include "writer.h"

// A program for one system call, and what it puts into its event. `argument(n)` is the call's, counted from 0.
#define WHOLE_SYSCALL(name, type, ring, ...) \
  SEC("tp_btf/sys_exit") \
  int sys_##name(void *context) { \
    struct writer writer, *w = &writer; \
    if (!begin(w, type, type##_COUNT)) return 0; \
    __VA_ARGS__; \
    return submit(w, &ring); \
  }

// The same for what stands behind the result.
#define SYSCALL(name, type, ring, ...) WHOLE_SYSCALL(name, type, ring, put_s64(w, result()); __VA_ARGS__)

#define argument(n) (w->s->arguments[n])
#define result() (w->s->result)

// A number of the caller; 0 where it cannot be read.
inline_always u64 user_number(u64 address, u32 size) {
  u64 value = 0;
  if (address) bpf_probe_read_user(&value, size & 8 ? 8 : 4, (void *)address);
  return value;
}

// A `long` of the caller's memory, by its place among others: 32-bit callers have shorter ones.
inline_always u64 user_long(struct scratch *s, u64 address, u32 index) {
  return s->is_32_bit ? user_number(address + 4 * index, 4) : user_number(address + 8 * index, 8);
}

// A number of 64 bits, which 32-bit callers pass in two registers.
inline_always u64 wide_argument(struct scratch *s, u64 low, u64 high) { return s->is_32_bit ? low | high << 32 : low; }

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

// MARK: Pieces of data

enum {
  DATA_BYTES = 80,  // of data that are shown
  PIECES = 32,      // of data that are looked at
};

// A list of places and lengths in the caller's memory (iovec), as long as its pointers are. What is found out goes through
// memory: the verifier then sees each round alike.
inline_always void begin_pieces(struct scratch *s, u64 pieces, u64 count) {
  *(volatile u64 *)&s->pieces = pieces;
  *(volatile u64 *)&s->piece_count = count;
}

inline_always int next_piece(struct scratch *s, int index) {
  if (index >= *(volatile u64 *)&s->piece_count) return 0;
  u32 stride = s->is_32_bit ? 8 : 16;
  if (bpf_probe_read_user(s->piece, sizeof s->piece, (void *)(*(volatile u64 *)&s->pieces + stride * index))) return 0;
  if (s->is_32_bit) {
    s->piece[1] = s->piece[0] >> 32;
    s->piece[0] = (u32)s->piece[0];
  }
  return 1;
}

inline_always u32 size_of_pieces(struct scratch *s, u64 pieces, u64 count) {
  begin_pieces(s, pieces, count);
  *(volatile u64 *)&s->piece_size = 0;
  for (int i = 0; i < PIECES && next_piece(s, i); i++)
    *(volatile u64 *)&s->piece_size += *(volatile u64 *)&s->piece[1];
  return *(volatile u64 *)&s->piece_size;
}

// A parameter: the begin of what lies in the pieces, `total` bytes in all.
inline_always void put_pieces(struct writer *w, u64 pieces, u64 count, s64 total) {
  struct scratch *s = w->s;
  begin_pieces(s, pieces, count);
  *(volatile u32 *)&s->left = total < 0 ? 0 : total < DATA_BYTES ? total : DATA_BYTES;
  *(volatile u64 *)&s->piece_size = 0;
  for (int i = 0; i < PIECES; i++) {
    u32 left = *(volatile u32 *)&s->left;
    if (!left || !next_piece(s, i)) break;
    u64 length = *(volatile u64 *)&s->piece[1], done = *(volatile u64 *)&s->piece_size;
    u32 part = length < left ? length : left;
    asm volatile("" : "+r"(part));
    part &= 127;
    if (bpf_probe_read_user(s->data + ((w->at + done) & DATA_MASK), part, (void *)*(volatile u64 *)&s->piece[0])) break;
    *(volatile u64 *)&s->piece_size = done + part;
    *(volatile u32 *)&s->left = left - part;
  }
  end_variable(w, s->piece_size);
}
