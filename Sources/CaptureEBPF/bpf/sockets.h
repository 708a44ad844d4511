// Sockets: where they are bound and connected, and messages, as far as they tell who speaks to whom.
#pragma once

#include "syscall.h"

enum {
  CONTROL_BYTES = 256,  // of what comes with it
  UNIX_PATH = 109,
  MESSAGES = 16,        // of one call
  IN_PROGRESS = -115,   // EINPROGRESS: a connection is under way
};

// The socket of a descriptor; zero for other files.
inline_always struct sock *socket_of(s64 number) {
  struct file *file = file_of(number);
  if (!file || (BPF_CORE_READ(file, f_inode, i_mode) & FILE_TYPE) != SOCKET_FILE) return 0;
  struct socket *socket = BPF_CORE_READ(file, private_data);
  return BPF_CORE_READ(socket, sk);
}

inline_always u16 from_network(u16 port) { return __builtin_bswap16(port); }

// What sockaddr structures begin with, and the places of addresses and ports in them.
enum { IN_PORT = 2, IN_ADDRESS = 4, IN6_ADDRESS = 8, UN_PATH = 2 };

// A path with its NUL, of an abstract name without the one in front. Returns how many bytes there are.
inline_always u32 append_unix_path(struct writer *w, u32 offset, u64 address, u32 length, int is_user) {
  u32 to = (w->at + offset) & DATA_MASK;
  u8 *target = w->s->data + to;
  target[0] = 0;
  if (length > UNIX_PATH - 1) length = UNIX_PATH - 1;
  if (!address || !length) return 1;
  u8 first = 0;
  if (is_user) bpf_probe_read_user(&first, 1, (void *)address);
  else bpf_probe_read_kernel(&first, 1, (void *)address);
  if (!first) {
    address++;
    length--;
  }
  asm volatile("" : "+r"(length));
  if (length > UNIX_PATH - 1) length = UNIX_PATH - 1;
  // The text ends where its NUL is, or with the address.
  long size = is_user ? bpf_probe_read_user_str(target, length + 1, (void *)address)
                      : bpf_probe_read_kernel_str(target, length + 1, (void *)address);
  return size > 0 ? size : 1;
}

// A parameter: an address as the caller passed it.
inline_always void put_address(struct writer *w, u64 address, u32 length) {
  u8 *target = place(w);
  u16 family = 0;
  if (!address || length < 2 || bpf_probe_read_user(&family, 2, (void *)address)) return put_nothing(w);
  u16 port = 0;
  switch (family) {
    case INET:
      if (length < 8) break;
      target[0] = INET;
      bpf_probe_read_user(target + 1, 4, (void *)(address + IN_ADDRESS));
      bpf_probe_read_user(&port, 2, (void *)(address + IN_PORT));
      *(u16 *)(target + 5) = from_network(port);
      return end_parameter(w, 7);
    case INET6:
      if (length < 24) break;
      target[0] = INET6;
      bpf_probe_read_user(target + 1, 16, (void *)(address + IN6_ADDRESS));
      bpf_probe_read_user(&port, 2, (void *)(address + IN_PORT));
      *(u16 *)(target + 17) = from_network(port);
      return end_parameter(w, 19);
    case UNIX:
      target[0] = UNIX;
      return end_variable(w, 1 + append_unix_path(w, 1, address + UN_PATH, length - 2, 1));
  }
  put_nothing(w);
}

// One end of a connection: address and port, behind each other.
inline_always void put_end(u8 *target, u32 size, const void *address, u16 port) {
  bpf_probe_read_kernel(target, size, address);
  *(u16 *)(target + size) = port;
}

// The end that the caller named, where the socket itself has none.
inline_always int put_named_end(u8 *target, u32 size, u64 address, u16 wanted) {
  u16 family = 0, port = 0;
  if (!address || bpf_probe_read_user(&family, 2, (void *)address) || family != wanted) return 0;
  bpf_probe_read_user(target, size, (void *)(address + (wanted == INET ? IN_ADDRESS : IN6_ADDRESS)));
  bpf_probe_read_user(&port, 2, (void *)(address + IN_PORT));
  *(u16 *)(target + size) = from_network(port);
  return 1;
}

enum direction { OUTBOUND, INBOUND };

// A parameter: both ends, from the socket itself; the sender's first. `address` is where the caller named the other one.
inline_always void put_tuple(struct writer *w, struct sock *sock, enum direction direction, u64 address) {
  u8 *target = place(w);
  if (!sock) return put_nothing(w);
  u16 family = BPF_CORE_READ(sock, __sk_common.skc_family);
  target[0] = family;
  if (family == INET || family == INET6) {
    u32 size = family == INET ? 4 : 16;
    u8 *own = target + 1, *other = target + 1;
    if (direction == OUTBOUND) other += size + 2;
    else own += size + 2;
    u16 port = BPF_CORE_READ(sock, __sk_common.skc_num), other_port = from_network(BPF_CORE_READ(sock, __sk_common.skc_dport));
    if (family == INET) {
      put_end(own, 4, __builtin_preserve_access_index(&sock->__sk_common.skc_rcv_saddr), port);
      if (other_port || !put_named_end(other, 4, address, INET))
        put_end(other, 4, __builtin_preserve_access_index(&sock->__sk_common.skc_daddr), other_port);
    } else {
      put_end(own, 16, __builtin_preserve_access_index(&sock->__sk_common.skc_v6_rcv_saddr), port);
      if (other_port || !put_named_end(other, 16, address, INET6))
        put_end(other, 16, __builtin_preserve_access_index(&sock->__sk_common.skc_v6_daddr), other_port);
    }
    return end_variable(w, 5 + 2 * size);
  }
  if (family != UNIX) return put_nothing(w);
  struct sock *peer = BPF_CORE_READ((struct unix_sock *)sock, peer);
  // The incumbent's order: whom it goes to first, and the name of that end.
  struct sock *named = direction == OUTBOUND ? peer : sock;
  *(u64 *)(target + 1) = (u64)named;
  *(u64 *)(target + 9) = (u64)(direction == OUTBOUND ? sock : peer);
  u64 path = 0;
  u32 length = 0;
  if (named) {
    struct unix_address *name = BPF_CORE_READ((struct unix_sock *)named, addr);
    if (name) {
      path = (u64)__builtin_preserve_access_index(&name->name) + UN_PATH;
      length = BPF_CORE_READ(name, len) - 2;
    }
  }
  u32 size = path || !address ? append_unix_path(w, 17, path, length, 0)
                              : append_unix_path(w, 17, address + UN_PATH, UNIX_PATH - 1, 1);
  end_variable(w, 17 + size);
}

// MARK: Connections

SYSCALL(socket, SOCKET_SOCKET_X, others, put_u32(w, argument(0)); put_u32(w, argument(1)); put_u32(w, argument(2));
        put_u32(w, descriptor_flags(argument(1))))
SYSCALL(bind, SOCKET_BIND_X, others, put_address(w, argument(1), argument(2)); put_fd(w, argument(0)))
SYSCALL(listen, SOCKET_LISTEN_X, others, put_fd(w, argument(0)); put_s32(w, argument(1)))
SYSCALL(shutdown, SOCKET_SHUTDOWN_X, others, put_fd(w, argument(0)); put_u8(w, argument(1)))

SYSCALL(connect, SOCKET_CONNECT_X, others,
        put_tuple(w, result() >= 0 || result() == IN_PROGRESS ? socket_of((s32)argument(0)) : 0, OUTBOUND, argument(1));
        put_fd(w, argument(0)); put_address(w, argument(1), argument(2)))

// The tuple of the new socket, and how full the queue of the listening one is.
inline_always void put_accepted(struct writer *w) {
  put_tuple(w, result() >= 0 ? socket_of(result()) : 0, INBOUND, 0);
  struct sock *listener = result() >= 0 ? socket_of((s32)argument(0)) : 0;
  u32 length = listener ? BPF_CORE_READ(listener, sk_ack_backlog) : 0;
  u32 most = listener ? BPF_CORE_READ(listener, sk_max_ack_backlog) : 0;
  put_u8(w, most ? (u64)length * 100 / most : 0);
  put_u32(w, length);
  put_u32(w, most);
}

SYSCALL(accept, SOCKET_ACCEPT_5_X, others, put_accepted(w))
SYSCALL(accept4, SOCKET_ACCEPT4_6_X, others, put_accepted(w); put_s32(w, descriptor_flags(argument(3))))

SYSCALL(socketpair, SOCKET_SOCKETPAIR_X, others, struct sock *first = 0; s64 pair[2] = {-1, -1}; if (result() >= 0) {
  pair[0] = (s32)user_number(argument(3), 4);
  pair[1] = (s32)user_number(argument(3) + 4, 4);
  first = socket_of(pair[0]);
} put_s64(w, pair[0]); put_s64(w, pair[1]); put_u64(w, (u64)first);
        put_u64(w, first ? (u64)BPF_CORE_READ((struct unix_sock *)first, peer) : 0); put_u32(w, argument(0));
        put_u32(w, argument(1)); put_u32(w, argument(2)))

// MARK: Messages

SYSCALL(sendto, SOCKET_SENDTO_X, others,
        put_user_bytes(w, argument(1), result() >= 0 ? result() : argument(2), DATA_BYTES); put_fd(w, argument(0));
        put_u32(w, argument(2)); put_tuple(w, socket_of((s32)argument(0)), OUTBOUND, argument(4)))
SYSCALL(recvfrom, SOCKET_RECVFROM_X, others, put_user_bytes(w, argument(1), result() > 0 ? result() : 0, DATA_BYTES);
        put_tuple(w, result() >= 0 ? socket_of((s32)argument(0)) : 0, INBOUND, argument(4)); put_fd(w, argument(0));
        put_u32(w, argument(2)))

// What the caller says of a message, by way of memory.
inline_always struct message read_message(struct scratch *s, u64 address) {
  volatile struct message *message = &s->message;
  if (s->is_32_bit) {
    u32 words[6] = {};
    bpf_probe_read_user(words, sizeof words, (void *)address);
    message->name = words[0];
    message->pieces = words[2];
    message->count = words[3];
    message->control = words[4];
    message->control_length = words[5];
  } else {
    u64 words[6] = {};
    bpf_probe_read_user(words, sizeof words, (void *)address);
    message->name = words[0];
    message->pieces = words[2];
    message->count = words[3];
    message->control = words[4];
    message->control_length = words[5];
  }
  return (struct message){message->name, message->pieces, message->count, message->control, message->control_length};
}

SYSCALL(sendmsg, SOCKET_SENDMSG_X, others, struct message message = read_message(w->s, argument(1));
        put_pieces(w, message.pieces, message.count, result()); put_fd(w, argument(0)); put_u32(w, size_of_pieces(w->s, message.pieces, message.count));
        put_tuple(w, socket_of((s32)argument(0)), OUTBOUND, message.name))
SYSCALL(recvmsg, SOCKET_RECVMSG_X, others, struct message message = read_message(w->s, argument(1));
        put_u32(w, size_of_pieces(w->s, message.pieces, message.count)); put_pieces(w, message.pieces, message.count, result());
        put_tuple(w, result() >= 0 ? socket_of((s32)argument(0)) : 0, INBOUND, message.name);
        put_user_bytes(w, result() >= 0 ? message.control : 0, message.control_length, CONTROL_BYTES); put_fd(w, argument(0)))

// A message among many: its own description, and how much of it went through.
inline_always u64 message_stride(u32 is_32_bit) { return is_32_bit ? 32 : 64; }

inline_always s64 message_length(u64 address, u32 is_32_bit) { return user_number(address + (is_32_bit ? 28 : 56), 4); }

// One event for each message; one without a message where the call failed. A program makes one of them and calls itself
// for the next: so it is checked once, however many there are.
inline_always int bulk_event(void *context, u32 type, u32 count, enum direction direction) {
  struct writer writer, *w = &writer;
  if (!begin(w, type, count)) return 0;
  u32 is_32_bit = w->s->is_32_bit, index = w->s->next++;
  u64 address = argument(1) + index * (is_32_bit ? 32 : 64);
  // Of a call that failed there is none: what stands at address 0 cannot be read.
  int has_message = result() > 0;
  struct message message = read_message(w->s, has_message ? address : 0);
  struct sock *sock = has_message ? socket_of((s32)argument(0)) : 0;
  s64 length = has_message ? (s64)user_number(address + (is_32_bit ? 28 : 56), 4) : result();
  put_s64(w, length);
  put_fd(w, argument(0));
  put_u32(w, size_of_pieces(w->s, message.pieces, message.count));
  put_pieces(w, message.pieces, message.count, length);
  put_tuple(w, sock, direction, message.name);
  if (direction == INBOUND) put_user_bytes(w, message.control, message.control_length, CONTROL_BYTES);
  submit(w, &others);
  if (index + 1 < MESSAGES && index + 1 < result()) bpf_tail_call(context, &handlers, w->s->number);
  return 0;
}

SEC("tp_btf/sys_exit")
int sys_sendmmsg(void *context) { return bulk_event(context, SOCKET_SENDMMSG_X, SOCKET_SENDMMSG_X_COUNT, OUTBOUND); }

SEC("tp_btf/sys_exit")
int sys_recvmmsg(void *context) { return bulk_event(context, SOCKET_RECVMMSG_X, SOCKET_RECVMMSG_X_COUNT, INBOUND); }

// MARK: Options

// SOL_SOCKET and SOL_TCP.
inline_always u8 option_level(u32 level) { return level == 1 ? 1 : level == 6 ? 2 : 0; }

// Most have the kernel's numbers.
inline_always u8 option_name(u32 level, u32 name) {
  if (level != 1) return 0;
  switch (name) {
    case 1 ... 50: return name;
    case 55: return 52;
    case 57: return 53;
    case 59: return 51;
    case 66: return 20;
    case 67: return 21;
    default: return 0;
  }
}

enum { OPTION_BYTES, OPTION_ERROR, OPTION_U32, OPTION_U64, OPTION_TIME };

// A parameter: the value, behind a byte that says what it is.
inline_always void put_option_value(struct writer *w, u32 level, u32 name, u64 address, u32 length) {
  u8 *target = place(w);
  u32 number = 0;
  if (level == 1) switch (name) {
      case 4:
        target[0] = OPTION_ERROR;
        *(s64 *)(target + 1) = -(s64)(s32)user_number(address, 4);
        return end_parameter(w, 9);
      case 20: case 21: case 66: case 67:
        target[0] = OPTION_TIME;
        *(u64 *)(target + 1) = user_long(w->s, address, 0) * 1000000000 + user_long(w->s, address, 1) * 1000;
        return end_parameter(w, 9);
      case 57:
        target[0] = OPTION_U64;
        *(u64 *)(target + 1) = user_number(address, 8);
        return end_parameter(w, 9);
      case 1 ... 3: case 5 ... 12: case 14 ... 16: case 18: case 19: case 29: case 30: case 32 ... 49:
        target[0] = OPTION_U32;
        *(u32 *)(target + 1) = user_number(address, 4);
        return end_parameter(w, 5);
    }
  target[0] = OPTION_BYTES;
  number = length < DATA_BYTES ? length : DATA_BYTES;
  asm volatile("" : "+r"(number));
  number &= 127;
  if (!address || bpf_probe_read_user(target + 1, number, (void *)address)) number = 0;
  end_variable(w, 1 + number);
}

SYSCALL(setsockopt, SOCKET_SETSOCKOPT_X, others, put_fd(w, argument(0)); put_u8(w, option_level(argument(1)));
        put_u8(w, option_name(argument(1), argument(2)));
        put_option_value(w, argument(1), argument(2), argument(3), argument(4)); put_u32(w, argument(4)))
// The length stands in memory; of a call that failed there is no value.
SYSCALL(getsockopt, SOCKET_GETSOCKOPT_X, others, u32 length = result() < 0 ? 0 : user_number(argument(4), 4);
        put_fd(w, argument(0)); put_u8(w, option_level(argument(1))); put_u8(w, option_name(argument(1), argument(2)));
        put_option_value(w, result() < 0 ? 0 : argument(1), argument(2), result() < 0 ? 0 : argument(3), length);
        put_u32(w, length))

// Without parameters.
WHOLE_SYSCALL(getsockname, SOCKET_GETSOCKNAME_X, others, )
WHOLE_SYSCALL(getpeername, SOCKET_GETPEERNAME_X, others, )

// Calls that 32-bit programs alone have.
SYSCALL(send, SOCKET_SEND_X, others,
        put_user_bytes(w, argument(1), result() >= 0 ? result() : argument(2), DATA_BYTES); put_fd(w, argument(0));
        put_u32(w, argument(2)); put_tuple(w, socket_of((s32)argument(0)), OUTBOUND, 0))
SYSCALL(recv, SOCKET_RECV_X, others, put_user_bytes(w, argument(1), result() > 0 ? result() : 0, DATA_BYTES);
        put_fd(w, argument(0)); put_u32(w, argument(2));
        put_tuple(w, result() >= 0 ? socket_of((s32)argument(0)) : 0, INBOUND, 0))
