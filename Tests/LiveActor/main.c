// A process that does one of each, in the folder that is its argument: the tests of the live source know what it did and
// look for it among the events. Calls are made directly, so that it is this call and no other that is made.
//
// With "storm" and two numbers it does little, but often; with "race", a folder, a kind and a number it opens files whose
// paths change meanwhile.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/io_uring.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <sched.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "calls.h"
#include "races.h"

static void files(void) {
  int file = call(open, "plain", O_RDWR | O_CREAT | O_TRUNC, 0640);
  call(close, file);
  call(openat, AT_FDCWD, "missing/file", O_WRONLY | O_CLOEXEC, 0);
  struct open_how how = {.flags = O_RDONLY | O_NONBLOCK, .resolve = RESOLVE_NO_SYMLINKS};
  close(call(openat2, AT_FDCWD, "plain", &how, sizeof how));
  close(call(creat, "created", 0604));
  call(openat, AT_FDCWD, 1, O_RDONLY, 0);
  call(openat, AT_FDCWD, "not-\xff\xfe-text", O_RDONLY, 0);
  call(close, 9999);
  call(close_range, 500, 510, 0);

  call(mkdir, "folder", 0750);
  int folder = call(openat, AT_FDCWD, "folder", O_RDONLY | O_DIRECTORY, 0);
  call(mkdirat, folder, "inner", 0700);
  call(rename, "created", "renamed");
  call(renameat, AT_FDCWD, "renamed", folder, "moved");
  call(renameat2, folder, "moved", AT_FDCWD, "back", 1);
  call(link, "back", "linked");
  call(linkat, AT_FDCWD, "back", folder, "linkedat", 0x400);
  call(symlink, "back", "pointer");
  call(symlinkat, "/nowhere", folder, "pointerat");
  call(mknod, "pipe", S_IFIFO | 0600, 0);
  call(mknodat, folder, "pipeat", S_IFIFO | 0600, 0);
  call(chmod, "back", 04711);
  int back = call(openat, AT_FDCWD, "back", O_RDONLY, 0);
  call(fchmod, back, 0600);
  call(fchmodat, AT_FDCWD, "back", 0644);
  call(chown, "back", 11, 12);
  call(lchown, "pointer", 13, 14);
  call(fchown, back, 15, 16);
  call(fchownat, folder, "linkedat", 17, 18, 0x100);
  call(unlink, "linked");
  call(unlinkat, folder, "inner", AT_REMOVEDIR);
  call(mkdir, "short-lived", 0700);
  call(rmdir, "short-lived");
  call(mount, "nothing", "folder", "no-such-kind", 0xC0ED0001, 0);
  call(umount2, "folder", 2);
  call(fchdir, folder);
  char here[4096];
  call(getcwd, here, sizeof here);
  call(chdir, "..");

  // A file deep down, opened by its handle: its path is the kernel's.
  char name[101];
  memset(name, 'd', 100);
  name[100] = 0;
  for (int i = 0; i < 20; i++) {
    call(mkdir, name, 0700);
    call(chdir, name);
  }
  close(call(open, "deep", O_CREAT | O_RDWR, 0600));
  struct file_handle *handle = calloc(1, sizeof *handle + 128);
  handle->handle_bytes = 128;
  int mount_id;
  name_to_handle_at(AT_FDCWD, "deep", handle, &mount_id, 0);
  int root = call(open, "/", O_RDONLY, 0);
  close(call(open_by_handle_at, root, handle, O_RDONLY));
  for (int i = 0; i < 20; i++) call(chdir, "..");
}

static void descriptors(void) {
  int file = call(open, "plain", O_RDONLY, 0);
  call(dup, file);
  call(dup2, file, 70);
  call(dup3, file, 71, O_CLOEXEC);
  call(fcntl, file, F_DUPFD_CLOEXEC, 80);
  int ends[2];
  call(pipe, ends);
  call(pipe2, ends, O_NONBLOCK);
  call(eventfd, 7);
  call(eventfd2, 8, O_CLOEXEC);
  uint64_t signals = 1 << (SIGUSR1 - 1);
  call(signalfd, -1, &signals, 8);
  call(signalfd4, -1, &signals, 8, O_CLOEXEC);
  call(timerfd_create, 1, O_NONBLOCK);
  call(inotify_init);
  call(inotify_init1, O_CLOEXEC);
  call(epoll_create, 5);
  call(epoll_create1, O_CLOEXEC);
  call(userfaultfd, O_CLOEXEC);
  call(memfd_create, "kept-in-memory", 1);
  int self = call(pidfd_open, getpid(), 0);
  call(pidfd_getfd, self, file, 0);
  struct io_uring_params parameters = {0};
  call(io_uring_setup, 4, &parameters);
  call(bpf, 11, 0, 0);
}

static struct sockaddr_in local(int port) {
  return (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static struct sockaddr_un named(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strcpy(address.sun_path, path);
  return address;
}

static void sockets(void) {
  int yes = 1;
  struct sockaddr_in address = local(21987);
  int server = call(socket, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 6);
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  call(bind, server, &address, sizeof address);
  call(listen, server, 5);
  int client = call(socket, AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in own = local(21988);
  setsockopt(client, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  bind(client, (void *)&own, sizeof own);
  call(connect, client, &address, sizeof address);
  int accepted = call(accept, server, 0, 0);
  call(sendto, client, "to the server", 13, 0, 0, 0);
  char buffer[100];
  call(recvfrom, accepted, buffer, sizeof buffer, 0, 0, 0);
  call(shutdown, client, 1);
  close(client);
  close(accepted);
  client = call(socket, AF_INET, SOCK_STREAM, 0);
  own.sin_port = htons(21989);
  setsockopt(client, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  bind(client, (void *)&own, sizeof own);
  connect(client, (void *)&address, sizeof address);
  call(accept4, server, 0, 0, O_NONBLOCK);
  // Nobody listens there.
  struct sockaddr_in closed = local(1);
  int refused = call(socket, AF_INET, SOCK_STREAM, 0);
  call(connect, refused, &closed, sizeof closed);

  int datagrams = call(socket, AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in receiver = local(21990);
  call(bind, datagrams, &receiver, sizeof receiver);
  int sender = call(socket, AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in from = local(21991);
  bind(sender, (void *)&from, sizeof from);
  struct iovec pieces[2] = {{"first ", 6}, {"second", 6}};
  struct msghdr message = {.msg_name = &receiver, .msg_namelen = sizeof receiver, .msg_iov = pieces, .msg_iovlen = 2};
  call(sendmsg, sender, &message, 0);
  struct sockaddr_in who;
  struct iovec target = {buffer, sizeof buffer};
  struct msghdr incoming = {.msg_name = &who, .msg_namelen = sizeof who, .msg_iov = &target, .msg_iovlen = 1};
  call(recvmsg, datagrams, &incoming, 0);

  struct mmsghdr many[2] = {{message, 0}, {message, 0}};
  call(sendmmsg, sender, many, 2, 0);
  struct mmsghdr received[2] = {{incoming, 0}, {incoming, 0}};
  call(recvmmsg, datagrams, received, 2, 0, 0);
  // More than there are events for.
  struct mmsghdr crowd[20];
  struct iovec one = {"one of many", 11};
  for (int i = 0; i < 20; i++) {
    crowd[i] = (struct mmsghdr){message, 0};
    crowd[i].msg_hdr.msg_iov = &one;
    crowd[i].msg_hdr.msg_iovlen = 1;
  }
  call(sendmmsg, sender, crowd, 20, 0);

  struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(21992), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
  int server6 = call(socket, AF_INET6, SOCK_STREAM, 0);
  setsockopt(server6, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  call(bind, server6, &six, sizeof six);
  listen(server6, 1);
  int client6 = call(socket, AF_INET6, SOCK_STREAM, 0);
  call(connect, client6, &six, sizeof six);

  struct sockaddr_un path = named("socket");
  int server1 = call(socket, AF_UNIX, SOCK_STREAM, 0);
  call(bind, server1, &path, sizeof path);
  listen(server1, 1);
  int client1 = call(socket, AF_UNIX, SOCK_STREAM, 0);
  call(connect, client1, &path, sizeof path);
  call(accept, server1, 0, 0);
  int pair[2];
  call(socketpair, AF_UNIX, SOCK_DGRAM, 0, pair);
}

static void identities(void) {
  call(setgid, 21);
  call(setregid, 22, 23);
  call(setresgid, 24, 25, 26);
  call(setpgid, 0, 0);
  call(prctl, 15, "an actor", 0, 0, 0);
  call(prctl, 36, 1, 0, 0, 0);
  struct rlimit limit = {300, 400};
  call(setrlimit, RLIMIT_NOFILE, &limit);
  struct rlimit lower = {200, 400}, old;
  call(prlimit64, 0, RLIMIT_NOFILE, &lower, &old);
  int names = call(open, "/proc/self/ns/uts", O_RDONLY, 0);
  call(setns, names, CLONE_NEWUTS);
  call(unshare, CLONE_NEWUTS);
  call(seccomp, 1, 0, 0);
  call(kill, getpid(), 0);
  call(tkill, getpid(), 0);
  call(tgkill, getpid(), getpid(), 0);
  call(ptrace, PTRACE_ATTACH, 0x7FFFFFFF, 0, 0);
  call(init_module, "no image", 8, "a=1");
  call(finit_module, -1, "b=2", 1);
  call(delete_module, "no_such_module", O_NONBLOCK);
  call(chroot, "folder");
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {{0xC0, 0xC0, 0}, {0, 0, 0}};
  call(capset, &header, data);
  call(setreuid, 31, 32);
  call(setresuid, -1, 31, -1);
  call(setuid, 31);
}

// Opens of one file by many ways. The last is made in a folder that is the root.
static void ways(void) {
  mkdir("ways", 0700);
  chdir("ways");
  mkdir("below", 0700);
  close(open("target", O_CREAT | O_RDWR, 0600));
  char path[4096];
  getcwd(path, sizeof path - 32);
  size_t end = strlen(path);
  strcpy(path + end, "/target");
  close(call(open, path, O_RDONLY, 0));
  close(call(openat, AT_FDCWD, "target", O_RDONLY, 0));
  int below = call(openat, AT_FDCWD, "below", O_RDONLY | O_DIRECTORY, 0);
  close(call(openat, below, "../target", O_RDONLY, 0));
  symlink("target", "link");
  strcpy(path + end, "/link");
  close(call(openat, AT_FDCWD, path, O_RDONLY, 0));
  strcpy(path + end, "/below/..//target");
  struct open_how how = {.flags = O_RDONLY};
  close(call(openat2, AT_FDCWD, path, &how, sizeof how));
  strcpy(path + end, "/target");
  close(call(creat, path, 0600));
  close(call(creat, "target", 0600));
  // Hidden below the root of another mount, and reached through a link of /proc.
  int target = open("target", O_RDONLY);
  sprintf(path, "/proc/self/fd/%d", target);
  close(call(open, path, O_RDONLY, 0));
  int ends[2];
  pipe(ends);
  sprintf(path, "/proc/self/fd/%d", ends[0]);
  close(call(open, path, O_RDONLY | O_NONBLOCK, 0));
  int memory = memfd_create("memory", 0);
  sprintf(path, "/proc/self/fd/%d", memory);
  close(call(open, path, O_RDONLY, 0));
  // More components than are followed.
  for (int i = 0; i < 200; i++) {
    mkdir("d", 0700);
    chdir("d");
  }
  close(call(open, "deepest", O_CREAT | O_RDWR, 0600));
  for (int i = 0; i < 200; i++) chdir("..");
  call(open, "/", O_RDONLY, 0);
  call(openat, AT_FDCWD, "/dev/null", O_RDONLY, 0);
  call(openat, AT_FDCWD, "/dev/.", O_RDONLY, 0);
  unshare(CLONE_NEWNS);
  mount("none", "/", 0, MS_REC | MS_PRIVATE, 0);
  mount("below", "below", "tmpfs", 0, 0);
  close(call(open, "below/mounted", O_CREAT | O_RDWR, 0600));
  chroot("below");
  chdir("/");
  close(call(open, "/mounted", O_RDONLY, 0));
}

// Reads, changes and ends another process.
static void traced(void) {
  static long word = 0x1122334455667788;
  pid_t child = call(fork);
  if (child == 0) {
    call(ptrace, PTRACE_TRACEME, 0, 0, 0);
    raise(SIGSTOP);
    call(exit_group, 0);
  }
  waitpid(child, 0, 0);
  long value = 0;
  call(ptrace, PTRACE_PEEKDATA, child, &word, &value);
  call(ptrace, PTRACE_POKEDATA, child, &word, 0x99);
  call(ptrace, PTRACE_CONT, child, 0, SIGTERM);
  waitpid(child, 0, 0);
}

static void handle(int number) {}

// Signals that arrive, with a handler: from another process, and of a child's end.
static void signals(void) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, 0);
  signal(SIGUSR2, handle);
  signal(SIGCHLD, handle);
  pid_t child = call(fork);
  if (child == 0) {
    call(kill, getppid(), SIGUSR2);
    call(exit_group, 0);
  }
  while (waitpid(child, 0, 0) != child) continue;
}

// Arguments and addresses that another thread rewrites while they are used.
static char exec_argument[16] = "argument";
static struct sockaddr_in moving;
static volatile int goes_on = 1;

static void *rewrite_argument(void *unused) {
  while (goes_on) {
    exec_argument[0] = 'b';
    for (volatile int i = 0; i < 200; i++) continue;
    exec_argument[0] = 'a';
    for (volatile int i = 0; i < 200; i++) continue;
  }
  return 0;
}

static void execute_rewritten(void) {
  pthread_t thread;
  pthread_create(&thread, 0, rewrite_argument, 0);
  char *arguments[] = {"sh", "-c", "tr '\\0' '\\n' </proc/$$/cmdline >>arguments", exec_argument, 0};
  call(execve, "/bin/sh", arguments, 0);
}

static void *rewrite_address(void *unused) {
  while (goes_on) {
    moving.sin_port = htons(21981);
    for (volatile int i = 0; i < 200; i++) continue;
    moving.sin_port = htons(21980);
    for (volatile int i = 0; i < 200; i++) continue;
  }
  return 0;
}

// Connects datagram sockets, and writes down where each is really connected to.
static void connect_rewritten(void) {
  pthread_t thread;
  moving = local(21980);
  pthread_create(&thread, 0, rewrite_address, 0);
  FILE *list = fopen("connections", "w");
  for (int i = 0; i < 500; i++) {
    int s = call(socket, AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in peer;
    socklen_t length = sizeof peer;
    call(connect, s, &moving, sizeof moving);
    getpeername(s, (void *)&peer, &length);
    fprintf(list, "%d\n", ntohs(peer.sin_port));
    close(s);
  }
  fclose(list);
  goes_on = 0;
  pthread_join(thread, 0);
}

static void run(void (*what)(void)) {
  pid_t child = call(fork);
  if (child == 0) {
    what();
    call(exit_group, 0);
  }
  waitpid(child, 0, 0);
}

static void session(void) { call(setsid); }
static char *arguments[] = {"an-argument", "", "two words", 0};
static char *environment[] = {"KEY=value", 0};
static void execute(void) { call(execve, "/bin/true", arguments, environment); }
// With arguments and variables of 3000 bytes each.
static void execute_large(void) {
  static char argument[3001], variable[3001];
  memset(argument, 'a', 3000);
  memset(variable, 'v', 3000);
  char *arguments[] = {"large", argument, 0}, *variables[] = {variable, 0};
  call(execve, "/bin/true", arguments, variables);
}
static void execute_at(void) { call(execveat, AT_FDCWD, "/bin/true", arguments, environment, 0); }
static void execute_nothing(void) {
  call(execve, "no-such-program", arguments, environment);
  call(execveat, AT_FDCWD, "no-such-program", arguments, environment, 0);
}
static void execute_memory(void) {
  int program = call(open, "/bin/true", O_RDONLY, 0), memory = call(memfd_create, "ran-from-memory", 0);
  char buffer[4096];
  for (ssize_t count; (count = read(program, buffer, sizeof buffer)) > 0;) write(memory, buffer, count);
  call(execveat, memory, "", arguments, environment, AT_EMPTY_PATH);
}
static void die(void) { raise(SIGKILL); }
static void fail(void) { call(exit_group, 3); }

static void processes(void) {
  run(session);
  run(execute);
  run(execute_at);
  run(execute_large);
  run(execute_nothing);
  run(execute_memory);
  run(die);
  run(fail);
  pid_t child = call(clone, SIGCHLD, 0, 0, 0, 0);
  if (child == 0) call(exit_group, 0);
  waitpid(child, 0, 0);
  struct clone_args three = {.flags = CLONE_FS, .exit_signal = SIGCHLD};
  child = call(clone3, &three, sizeof three);
  if (child == 0) call(exit_group, 0);
  waitpid(child, 0, 0);
  child = vfork();
  if (child == 0) _exit(0);
  waitpid(child, 0, 0);
}

static void short_calls(void) {
#ifdef __x86_64__
  // The 32-bit call 5 is open; addresses have to fit.
  char *low = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
  strcpy(low, "opened-with-32-bits");
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(5), "b"(low), "c"(O_RDWR | O_CREAT), "d"(0601) : "memory", "r8", "r9", "r10", "r11");
  // socketcall: connect of no socket.
  uint32_t *three = (uint32_t *)(low + 1024);
  three[0] = 9999;
  three[1] = 0;
  three[2] = 0;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(102), "b"(3), "c"(three) : "memory", "r8", "r9", "r10", "r11");
#endif
}

// Opens and closes, `opens` times for each of `forks` children; in an order that can be told afterwards.
static int storm(int forks, int opens) {
  for (int i = 0; i < forks; i++) {
    for (int j = 0; j < opens; j++) close(call(openat, AT_FDCWD, "/dev/null", O_RDONLY, 0));
    pid_t child = call(fork);
    if (child == 0) call(exit_group, 0);
    waitpid(child, 0, 0);
  }
  return 0;
}

int main(int count, char **arguments) {
  if (count == 4 && !strcmp(arguments[1], "storm")) return storm(atoi(arguments[2]), atoi(arguments[3]));
  if (count == 5 && !strcmp(arguments[1], "race")) return chdir(arguments[2]) ? 2 : race(arguments[3], atoi(arguments[4]));
  if (count != 2 || chdir(arguments[1])) return 2;
  files();
  descriptors();
  sockets();
  run(ways);
  run(transfers);
  run(options);
  run(waits);
  run(memory);
  run(questions);
  run(services);
  run(traced);
  run(signals);
  run(connect_rewritten);
  for (int i = 0; i < 20; i++) run(execute_rewritten);
  run(short_transfers);
  run(identities);
  processes();
  run(short_calls);
  return 0;
}
