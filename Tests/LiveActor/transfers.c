// Data that goes in and out, options of sockets, and what 32-bit programs do for it.

#define _GNU_SOURCE
#include "calls.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>

void transfers(void) {
  char text[100], buffer[200];
  memset(text, 'x', sizeof text);
  int file = open("data", O_CREAT | O_RDWR, 0600);
  call(write, file, "written", 7);
  call(write, -1, "not written", 11);
  call(pwrite64, file, text, sizeof text, 7);
  struct iovec out[3] = {{"one", 3}, {"", 0}, {"two", 3}};
  call(writev, file, out, 3);
  call(pwritev, file, out, 3, 200, 0);
  lseek(file, 0, SEEK_SET);
  call(read, file, buffer, 7);
  call(read, file, buffer, sizeof buffer);
  call(read, 9999, buffer, 5);
  call(pread64, file, buffer, 4, 3);
  struct iovec in[2] = {{buffer, 2}, {buffer + 10, 50}};
  call(preadv, file, in, 2, 200, 0);
  lseek(file, 200, SEEK_SET);
  call(readv, file, in, 2);
  int copy = open("copy", O_CREAT | O_RDWR, 0600);
  long offset = 3;
  call(sendfile, copy, file, &offset, 4);
  call(copy_file_range, file, 0, copy, 0, 5, 0);
  int ends[2];
  if (pipe(ends)) return;
  call(write, ends[1], "spliced", 7);
  call(splice, ends[0], 0, copy, 0, 7, 1);
  struct iovec here = {buffer, 7}, there = {"remote", 6};
  call(process_vm_readv, getpid(), &here, 1, &there, 1, 0);
  there.iov_base = buffer + 100;
  call(process_vm_writev, getpid(), &here, 1, &there, 1, 0);
}

void options(void) {
  int s = call(socket, AF_INET, SOCK_STREAM, 0), one = 1, size = 4;
  socklen_t length = sizeof one;
  call(setsockopt, s, SOL_SOCKET, SO_REUSEADDR, &one, 4);
  struct timeval time = {2, 500000};
  call(setsockopt, s, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  call(setsockopt, s, IPPROTO_TCP, TCP_CONGESTION, "reno", 4);
  call(setsockopt, 9999, SOL_SOCKET, SO_KEEPALIVE, &one, 4);
  call(getsockopt, s, SOL_SOCKET, SO_TYPE, &one, &length);
  call(getsockopt, s, SOL_SOCKET, SO_ERROR, &one, &length);
  uint64_t cookie;
  length = sizeof cookie;
  call(getsockopt, s, SOL_SOCKET, SO_COOKIE, &cookie, &length);
  call(getsockopt, 9999, SOL_SOCKET, SO_TYPE, &one, &size);
  struct sockaddr_in name;
  length = sizeof name;
  call(getsockname, s, &name, &length);
  call(getpeername, s, &name, &length);
}

#ifdef __x86_64__
static long short_call(long number, long a, long b, long c, long d, long e) {
  long result;
  register long r8 __asm__("r8");
  __asm__ volatile("int $0x80" : "=a"(result), "=r"(r8) : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e) : "memory", "r9", "r10", "r11");
  return result;
}
#endif

// With numbers and structures of 32-bit programs; addresses have to fit.
void short_transfers(void) {
#ifdef __x86_64__
  char *low = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
  char *buffer = low + 4096;
  long at = (long)low;
  uint32_t *words = (uint32_t *)(low + 512);
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair)) return;
  strcpy(low, "by a short call");
  // socketcall: send and recv.
  words[0] = pair[0], words[1] = at, words[2] = 15, words[3] = 0;
  short_call(102, 9, (long)words, 0, 0, 0);
  words[0] = pair[1], words[1] = (long)buffer, words[2] = 100, words[3] = 0;
  short_call(102, 10, (long)words, 0, 0, 0);
  // writev, with places and lengths of 32 bits.
  words[0] = at, words[1] = 3, words[2] = at + 3, words[3] = 2;
  short_call(146, pair[0], (long)words, 2, 0, 0);
  // stat64, lstat64, fstat64, _llseek, umount, mmap2, setrlimit.
  strcpy(low, "short-stat");
  short_call(195, at, (long)buffer, 0, 0, 0);
  short_call(196, at, (long)buffer, 0, 0, 0);
  short_call(197, 9999, (long)buffer, 0, 0, 0);
  short_call(140, 9999, 1, 2, (long)buffer, 1);
  short_call(22, at, 0, 0, 0, 0);
  short_call(192, 0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1);
  words[0] = 111, words[1] = 222;
  short_call(75, 7, (long)words, 0, 0, 0);
  // getpriority has no type of its own.
  short_call(96, 0, 0, 0, 0, 0);
#endif
}
