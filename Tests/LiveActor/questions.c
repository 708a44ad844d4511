// Calls that ask, wait, map memory, and use services of the kernel: most change nothing, and some fail where the kernel was
// built without the service.

#define _GNU_SOURCE
#include "calls.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/quota.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/stat.h>
#include <time.h>

void waits(void) {
  int ends[2];
  if (pipe(ends)) return;
  struct pollfd entries[3] = {{dup2(ends[0], 300), POLLIN, 0}, {dup2(ends[1], 301), POLLOUT, 0}, {9999, POLLIN, 0}};
  call(poll, entries, 3, 50);
  struct timespec time = {1, 500};
  uint64_t mask = 1 << 9;
  call(ppoll, entries, 2, &time, &mask, 8);
  call(ppoll, entries, 2, 0, 0, 8);
  struct timeval zero = {0, 0};
  fd_set set;
  FD_ZERO(&set);
  call(select, 0, &set, 0, 0, &zero);
  int epoll = epoll_create1(0);
  struct epoll_event event;
  call(epoll_wait, epoll, &event, 1, 0);
  struct timespec moment = {0, 1234};
  call(nanosleep, &moment, 0);
  uint32_t word = 1;
  call(futex, &word, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 2, 0, 0, 0);
  int file = open("plain", O_RDONLY);
  call(flock, file, LOCK_EX | LOCK_NB);
  call(io_uring_enter, -1, 1, 2, 1, 0, 0);
  call(io_uring_register, -1, 9, 0, 3);
  int semaphores = call(semget, 77, 2, IPC_CREAT | 0600);
  call(semctl, semaphores, 1, SETVAL, 5);
  struct sembuf operations[2] = {{0, 1, SEM_UNDO}, {1, -1, IPC_NOWAIT}};
  call(semop, semaphores, operations, 2);
  call(semctl, semaphores, 0, IPC_RMID, 0);
}

void memory(void) {
  call(brk, 0);
  char *place = (char *)call(mmap, 0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  call(mprotect, place, 4096, PROT_READ | PROT_EXEC);
  call(mlock, place, 4096);
  call(mlock2, place, 4096, 1);
  call(munlock, place, 4096);
  call(mlockall, 2);
  call(munlockall);
  call(munmap, place, 8192);
}

void questions(void) {
  struct stat facts;
  char buffer[512];
  call(stat, "plain", &facts);
  call(lstat, "missing", &facts);
  int file = open("plain", O_RDONLY), folder = open(".", O_RDONLY | O_DIRECTORY);
  call(fstat, 9999, &facts);
  call(newfstatat, folder, "plain", &facts, AT_SYMLINK_NOFOLLOW);
  call(access, "plain", R_OK | W_OK);
  call(getdents, 9999, buffer, sizeof buffer);
  call(getdents64, folder, buffer, sizeof buffer);
  call(lseek, file, 0, SEEK_END);
  call(ioctl, file, 0x5401, 77);
  if (setresgid(41, 42, 43) || setresuid(44, 45, 46)) return;
  uint32_t ids[3];
  call(getresuid, &ids[0], &ids[1], &ids[2]);
  call(getresgid, &ids[0], &ids[1], &ids[2]);
  call(getuid);
  call(geteuid);
  call(getgid);
  call(getegid);
  struct rlimit limit = {123, 456};
  setrlimit(RLIMIT_NOFILE, &limit);
  call(getrlimit, RLIMIT_NOFILE, &limit);
  // Without a type of its own.
  call(getpriority, 0, 0);
}

void services(void) {
  call(keyctl, 10, -3L, "user", "a key", 0);
  call(keyctl, 7, -9L, 0, 0, 0);
  call(fsconfig, -1, 1, "source", "a value", 0);
  call(fsconfig, -1, 2, "blob", "bytes", 5);
  call(quotactl, QCMD(Q_QUOTAON, USRQUOTA), "/dev/nothing", QFMT_VFS_V0, "quota.file");
  struct dqblk block = {.dqb_bhardlimit = 11, .dqb_ihardlimit = 12, .dqb_valid = 1};
  call(quotactl, QCMD(Q_SETQUOTA, GRPQUOTA), "/dev/nothing", 5, &block);
}
