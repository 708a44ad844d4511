// What rulec runs in the kernel: events are put together where they happen, in the layout of capture files.
//
// One program sits at the end of every system call and hands on to the call's own; others at the tracepoints of exec and
// exit. Which calls are wanted is a bit each.

#include "clone.h"
#include "descriptors.h"
#include "exec.h"
#include "files.h"
#include "identities.h"
#include "memory.h"
#include "queries.h"
#include "resolved.h"
#include "services.h"
#include "sockets.h"
#include "transfers.h"
#include "waits.h"

char terms[] SEC("license") = "GPL";

// The number of a 32-bit call as a 64-bit one; arguments of socketcall(2) stand in memory.
inline_always u32 translate(struct scratch *s, struct pt_regs *registers, u32 number) {
  enum { SOCKETCALL = 102 };
  s->arguments[0] = (u32)registers->bx;
  s->arguments[1] = (u32)registers->cx;
  s->arguments[2] = (u32)registers->dx;
  s->arguments[3] = (u32)registers->si;
  s->arguments[4] = (u32)registers->di;
  s->arguments[5] = (u32)registers->bp;
  if (number != SOCKETCALL) return number < NATIVE_SYSCALLS ? config.from_32_bit[number & (NATIVE_SYSCALLS - 1)] : NOT_A_SYSCALL;
  u32 subcall = s->arguments[0], arguments[6] = {};
  bpf_probe_read_user(arguments, sizeof arguments, (void *)s->arguments[1]);
  for (int i = 0; i < 6; i++) s->arguments[i] = arguments[i];
  return subcall < 32 ? config.from_socketcall[subcall & 31] : NOT_A_SYSCALL;
}

SEC("tp_btf/sys_exit")
int syscall_exit(u64 *context) {
  struct pt_regs *registers = (void *)context[0];
  struct task_struct *task = (void *)bpf_get_current_task_btf();
  u32 is_32_bit = task->thread_info.status & SYSCALL_IS_32_BIT;
  u64 number = registers->orig_ax;
  if (!is_32_bit && (number >= NATIVE_SYSCALLS || !is_wanted(number))) return 0;
  if (task->tgid == config.own_process) return 0;
  struct scratch *s = own_scratch();
  if (!s) return 0;
  s->result = context[1];
  s->is_32_bit = is_32_bit;
  if (is_32_bit) {
    number = translate(s, registers, number);
    if (number >= SYSCALLS || !is_wanted(number)) return 0;
  } else {
    s->arguments[0] = registers->di;
    s->arguments[1] = registers->si;
    s->arguments[2] = registers->dx;
    s->arguments[3] = registers->r10;
    s->arguments[4] = registers->r8;
    s->arguments[5] = registers->r9;
  }
  s->number = number;
  s->next = 0;
  bpf_tail_call(context, &handlers, number);
  return 0;
}
