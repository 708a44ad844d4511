// Sockets: where they are bound and connected, and messages, as far as they tell who speaks to whom.
#pragma once

#include "syscall.h"

enum {
  DATA_BYTES = 80,      // of a message that are shown
  CONTROL_BYTES = 256,  // of what comes with it
  UNIX_PATH = 109,
  PIECES = 8,           // of a message that are added up
  MESSAGES = 8,         // of one call
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

// A message as the caller describes it.
struct message {
  u64 name, pieces, count, control, control_length;
  u32 is_32_bit;
};

inline_always struct message read_message(u64 address, u32 is_32_bit) {
  struct message message = {.is_32_bit = is_32_bit};
  if (is_32_bit) {
    u32 words[6] = {};
    bpf_probe_read_user(words, sizeof words, (void *)address);
    message.name = words[0];
    message.pieces = words[2];
    message.count = words[3];
    message.control = words[4];
    message.control_length = words[5];
  } else {
    u64 words[6] = {};
    bpf_probe_read_user(words, sizeof words, (void *)address);
    message.name = words[0];
    message.pieces = words[2];
    message.count = words[3];
    message.control = words[4];
    message.control_length = words[5];
  }
  return message;
}

inline_always void read_piece(const struct message *message, int index, u64 *base, u64 *length) {
  *base = *length = 0;
  if (message->is_32_bit) {
    u32 words[2] = {};
    bpf_probe_read_user(words, sizeof words, (void *)(message->pieces + 8 * index));
    *base = words[0];
    *length = words[1];
  } else {
    u64 words[2] = {};
    bpf_probe_read_user(words, sizeof words, (void *)(message->pieces + 16 * index));
    *base = words[0];
    *length = words[1];
  }
}

inline_always u32 message_size(const struct message *message) {
  u64 size = 0;
  for (int i = 0; i < PIECES && i < message->count; i++) {
    u64 base, length;
    read_piece(message, i, &base, &length);
    size += length;
  }
  return size;
}

// A parameter: the begin of what was sent or received, `total` bytes in all.
inline_always void put_message_data(struct writer *w, const struct message *message, s64 total) {
  u64 base = 0, length = 0;
  if (message->count) read_piece(message, 0, &base, &length);
  if (total >= 0 && length > total) length = total;
  put_user_bytes(w, base, total < 0 ? 0 : length, DATA_BYTES);
}

SYSCALL(sendmsg, SOCKET_SENDMSG_X, others, struct message message = read_message(argument(1), w->s->is_32_bit);
        put_message_data(w, &message, result()); put_fd(w, argument(0)); put_u32(w, message_size(&message));
        put_tuple(w, socket_of((s32)argument(0)), OUTBOUND, message.name))
SYSCALL(recvmsg, SOCKET_RECVMSG_X, others, struct message message = read_message(argument(1), w->s->is_32_bit);
        put_u32(w, message_size(&message)); put_message_data(w, &message, result());
        put_tuple(w, result() >= 0 ? socket_of((s32)argument(0)) : 0, INBOUND, message.name);
        put_user_bytes(w, result() >= 0 ? message.control : 0, message.control_length, CONTROL_BYTES); put_fd(w, argument(0)))

// A message among many: its own description, and how much of it went through.
inline_always u64 message_stride(u32 is_32_bit) { return is_32_bit ? 32 : 64; }

inline_always s64 message_length(u64 address, u32 is_32_bit) { return user_number(address + (is_32_bit ? 28 : 56), 4); }

// One event for each message; one without a message where the call failed.
inline_always int bulk_event(u32 type, u32 count, enum direction direction) {
  struct scratch *s = own_scratch();
  if (!s) return 0;
  s64 result = s->result;
  u64 address = s->arguments[1];
  struct sock *sock = result > 0 ? socket_of((s32)s->arguments[0]) : 0;
#pragma clang loop unroll(disable)
  for (int i = 0; i < MESSAGES && (i < result || i == 0); i++) {
    struct writer writer, *w = &writer;
    if (!begin(w, type, count)) return 0;
    struct message message = {};
    if (result > 0) message = read_message(address, s->is_32_bit);
    s64 length = result > 0 ? message_length(address, s->is_32_bit) : result;
    put_s64(w, length);
    put_fd(w, argument(0));
    put_u32(w, result > 0 ? message_size(&message) : 0);
    put_message_data(w, &message, length);
    put_tuple(w, sock, direction, message.name);
    if (direction == INBOUND) put_user_bytes(w, message.control, message.control_length, CONTROL_BYTES);
    submit(w, &others);
    address += message_stride(s->is_32_bit);
  }
  return 0;
}

SEC("tp_btf/sys_exit")
int sys_sendmmsg(void *context) { return bulk_event(SOCKET_SENDMMSG_X, SOCKET_SENDMMSG_X_COUNT, OUTBOUND); }

SEC("tp_btf/sys_exit")
int sys_recvmmsg(void *context) { return bulk_event(SOCKET_RECVMMSG_X, SOCKET_RECVMMSG_X_COUNT, INBOUND); }
