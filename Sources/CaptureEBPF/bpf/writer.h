// Puts one event together, in the layout of capture files (a block of events, version 2, with its frame), and sends it.
#pragma once

#include "maps.h"

// Places in the block.
enum {
  BLOCK_ID = 0x216,
  AT_TOTAL = 4,
  AT_CPU = 8,
  AT_EVENT = 10,
  AT_TIME = AT_EVENT,
  AT_THREAD = AT_EVENT + 8,
  AT_LENGTH = AT_EVENT + 16,
  AT_TYPE = AT_EVENT + 20,
  AT_COUNT = AT_EVENT + 22,
  AT_LENGTHS = AT_EVENT + 26,
};

struct writer {
  struct scratch *s;
  u32 index;  // of the next parameter
  u32 at;     // its place; beyond DATA_MASK for an event that is too large
};

#define PUT(type, place, value) (*(type *)(w->s->data + (place)) = (value))

inline_always struct scratch *own_scratch(void) {
  u32 processor = bpf_get_smp_processor_id();
  return bpf_map_lookup_elem(&scratches, &processor);
}

inline_always int begin_for(struct writer *w, struct scratch *s, u32 type, u32 count, u64 thread) {
  if (!s) return 0;
  w->s = s;
  w->index = 0;
  w->at = AT_LENGTHS + 2 * count;
  PUT(u32, 0, BLOCK_ID);
  PUT(u16, AT_CPU, bpf_get_smp_processor_id());
  PUT(u64, AT_TIME, config.boot_time + bpf_ktime_get_boot_ns());
  PUT(u64, AT_THREAD, thread);
  PUT(u16, AT_TYPE, type);
  PUT(u32, AT_COUNT, count);
  return 1;
}

inline_always int begin(struct writer *w, u32 type, u32 count) {
  return begin_for(w, own_scratch(), type, count, (u32)bpf_get_current_pid_tgid());
}

inline_always void count_drop(struct writer *w, enum cause cause) {
  u32 number = w->s->number;
  asm volatile("" : "+r"(number));
  __sync_fetch_and_add(&drops[cause][number & (SYSCALLS - 1)], 1);
}

// Ends the event, and the block at `end`, if there is more in it than the event; sends it. Nobody is woken: the reader
// looks by itself.
inline_always int submit_block(struct writer *w, u32 end, void *ring) {
  if (end > DATA_MASK - 4) {
    count_drop(w, TOO_LARGE);
    return 0;
  }
  u32 size = end + 4;
  // Each is masked where it is used, not by the compiler beforehand: older verifiers forget what a comparison has shown.
  asm volatile("" : "+r"(size));
  asm volatile("" : "+r"(end));
  size &= DATA_MASK;
  PUT(u32, AT_TOTAL, size);
  PUT(u32, AT_LENGTH, w->at - AT_EVENT);
  PUT(u32, end & DATA_MASK, size);
  if (bpf_ringbuf_output(ring, w->s->data, size, BPF_RB_NO_WAKEUP) < 0)
    count_drop(w, ring == (void *)&processes ? PROCESSES_FULL : OTHERS_FULL);
  return 0;
}

inline_always int submit(struct writer *w, void *ring) { return submit_block(w, w->at, ring); }

// MARK: Parameters

inline_always u8 *place(struct writer *w) { return w->s->data + (w->at & DATA_MASK); }

// Takes a number through memory, after which the verifier knows nothing of it. What it knows of offsets would differ on every
// path through a program, and it would check each of them to the end.
inline_always u32 forget(struct scratch *s, u32 number) {
  *(volatile u32 *)&s->forgotten = number;
  return *(volatile u32 *)&s->forgotten;
}

inline_always void end_parameter(struct writer *w, u32 length) {
  PUT(u16, AT_LENGTHS + 2 * w->index, length);
  w->index++;
  w->at += length;
}

// The same for a length that is known only when the program runs.
inline_always void end_variable(struct writer *w, u32 length) {
  length = forget(w->s, length);
  PUT(u16, AT_LENGTHS + 2 * w->index, length);
  w->index++;
  w->at = forget(w->s, w->at + length);
}

#define PUT_NUMBER(name, type) \
  inline_always void put_##name(struct writer *w, type value) { \
    *(type *)place(w) = value; \
    end_parameter(w, sizeof(type)); \
  }

PUT_NUMBER(u8, u8)
PUT_NUMBER(u16, u16)
PUT_NUMBER(u32, u32)
PUT_NUMBER(s32, s32)
PUT_NUMBER(u64, u64)
PUT_NUMBER(s64, s64)

// A descriptor argument: 32 bits in the register, 64 in the event.
inline_always void put_fd(struct writer *w, u64 value) { put_s64(w, (s32)value); }

inline_always void put_nothing(struct writer *w) { end_parameter(w, 0); }

// Text of the caller, with its NUL; nothing where it cannot be read.
inline_always void put_user_text(struct writer *w, u64 address) {
  u8 *target = place(w);
  long length = address ? bpf_probe_read_user_str(target, LONGEST_WRITE, (void *)address) : 0;
  end_variable(w, length > 0 ? length : 0);
}

inline_always void put_kernel_text(struct writer *w, const void *address) {
  u8 *target = place(w);
  long length = bpf_probe_read_kernel_str(target, LONGEST_WRITE, address);
  end_variable(w, length > 0 ? length : 0);
}

// Bytes of the caller, at most `limit`, which is less than LONGEST_WRITE.
inline_always void put_user_bytes(struct writer *w, u64 address, u64 count, u32 limit) {
  u8 *target = place(w);
  u32 length = count < limit ? count : limit;
  asm volatile("" : "+r"(length));
  length &= LONGEST_WRITE - 1;
  if (!address || bpf_probe_read_user(target, length, (void *)address)) length = 0;
  end_variable(w, length);
}

// Strings that stand one behind the other, each with its NUL; the last gets one where they are cut off.
inline_always void put_user_strings(struct writer *w, u64 start, u64 end, u64 limit) {
  u8 *target = place(w);
  u64 length = end > start ? end - start : 0;
  if (length > limit) length = limit;
  if (length > LONGEST_WRITE) length = LONGEST_WRITE;
  asm volatile("" : "+r"(length));
  if (bpf_probe_read_user(target, length, (void *)start)) length = 0;
  if (length > 0 && length <= LONGEST_WRITE) target[length - 1] = 0;
  end_variable(w, length);
}
