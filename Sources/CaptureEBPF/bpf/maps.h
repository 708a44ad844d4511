// What the programs and the reader share. `Collector.swift` knows the layout of `config` and `wanted`, `DropCounts.swift`
// that of `drops`.
#pragma once

#include "events.h"
#include "kernel.h"

// What makes events. Up to NATIVE_SYSCALLS these are the numbers of system calls; then come 32-bit calls that no 64-bit call
// stands for (`SyscallSelection.swift`), and the tracepoints.
enum {
  NATIVE_SYSCALLS = 512,
  FROM_EXEC = 1000,
  FROM_EXIT,
  FROM_SIGNAL,
  OPENED = 1010,  // no source of events: what ends the event of an open
  SYSCALLS = 1024,
  NOT_A_SYSCALL = 0xFFFF,
};

// Set before loading, constant from then on.
const volatile struct {
  u64 boot_time;           // nanoseconds since the epoch
  u32 own_process;         // its events would make more of themselves
  u32 unused;
  u16 from_32_bit[NATIVE_SYSCALLS];  // 64-bit numbers by 32-bit ones
  u16 from_socketcall[32];           // the same by sub-call of socketcall(2)
  u16 codes[NATIVE_SYSCALLS];        // the schema's numbers of calls by 64-bit ones
} config SEC(".rodata.config");

// By number of system call, a bit each: whether anybody wants its events. Changed while programs run.
u64 wanted[SYSCALLS / 64] SEC(".data.wanted");

inline_always int is_wanted(u64 number) {
  u32 word = number >> 6 & (SYSCALLS / 64 - 1);
  asm volatile("" : "+r"(word));
  return wanted[word & (SYSCALLS / 64 - 1)] >> (number & 63) & 1;
}

int opened(void *context);

// One program for each system call, entered when the programs are loaded.
struct {
  __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
  __uint(max_entries, SYSCALLS);
  __uint(key_size, sizeof(u32));
  __array(values, int(void *));
} handlers SEC(".maps") = {.values = {[OPENED] = (void *)&opened}};

// Events of processes have a buffer of their own, so that a storm of others cannot lose them. Sizes are set before loading.
struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 23);
} processes SEC(".maps"), others SEC(".maps");

// Where an event is put together. Longer than any event by the longest single write, so that an offset that is masked
// with DATA_MASK needs no other check.
enum { DATA_MASK = 0x7FFF, LONGEST_WRITE = 4096, PATH_SIZE = 4096, LONGEST_NAME = 256 };

// What a step from a file to its folder needs, fetched at once: these members lie side by side (`fetch_step`).
struct step {
  u32 flags, sequence;
  void *hash_list[2];
  struct dentry *parent;
  u32 hash, length;
  const u8 *name;
  struct inode *inode;
  u8 short_name[40];
};

// The same for a step out of a mount.
struct outward {
  struct mount *parent;
  struct dentry *mountpoint, *root;
};

// A message as the caller describes it.
struct message {
  u64 name, pieces, count, control, control_length;
};

struct scratch {
  u64 arguments[6];
  s64 result;
  u32 number;  // what makes the event
  u32 is_32_bit;
  u32 forgotten;
  // State of walks lies in memory, not in registers: the verifier then sees every round alike, and checks it once.
  struct dentry *dentry;
  struct mount *mount;
  struct kernfs_node *node;
  u64 at;
  struct step step;
  struct outward outward;
  // Of an open: the file, where its event ends, and the caller's path: its place, and how much of it is to be compared.
  struct file *file;
  u32 end, text, left;
  u32 next;  // of a call with several events: which one
  u8 name[LONGEST_NAME + 8];
  // Of data in pieces: where they are described, how many, the one at hand, how much there is in all.
  u64 pieces, piece_count, piece[2], piece_size;
  struct message message;
  u8 path[PATH_SIZE + LONGEST_NAME];
  u8 data[DATA_MASK + 1 + LONGEST_WRITE];
};

// By processor. Programs of tracepoints are not interrupted by each other; a per-CPU map may not have values this large.
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct scratch);
} scratches SEC(".maps");

// Events that were lost, by cause and by what makes them. Processors share it: who counts here has lost an event, and
// time does not matter any more.
enum cause { PROCESSES_FULL, OTHERS_FULL, TOO_LARGE, CAUSES };

u64 drops[CAUSES][SYSCALLS] SEC(".data.drops");
