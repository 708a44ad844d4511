/// System calls that 32-bit programs make on x86-64, and 64-bit ones that ask for it (`int 0x80`): their numbers, and the
/// names of the 64-bit calls that do the same. Only those that are collected; calls of socketcall(2) by sub-call.
enum Syscalls32 {
  static let names = pairs(
    """
    2 fork, 5 open, 6 close, 8 creat, 9 link, 10 unlink, 11 execve, 12 chdir, 14 mknod, 15 chmod, 16 lchown
    21 mount, 23 setuid, 26 ptrace, 37 kill, 38 rename, 39 mkdir, 40 rmdir, 41 dup, 42 pipe, 46 setgid
    52 umount2, 55 fcntl, 57 setpgid, 61 chroot, 63 dup2, 66 setsid, 70 setreuid, 71 setregid, 75 setrlimit
    83 symlink, 94 fchmod, 95 fchown, 120 clone, 128 init_module, 129 delete_module, 133 fchdir, 164 setresuid
    170 setresgid, 172 prctl, 182 chown, 183 getcwd, 185 capset, 190 vfork, 198 lchown, 203 setreuid, 204 setregid
    207 fchown, 208 setresuid, 210 setresgid, 212 chown, 213 setuid, 214 setgid, 221 fcntl, 238 tkill
    254 epoll_create, 270 tgkill, 291 inotify_init, 295 openat, 296 mkdirat, 297 mknodat, 298 fchownat
    301 unlinkat, 302 renameat, 303 linkat, 304 symlinkat, 306 fchmodat, 310 unshare, 321 signalfd
    322 timerfd_create, 323 eventfd, 327 signalfd4, 328 eventfd2, 329 epoll_create1, 330 dup3, 331 pipe2
    332 inotify_init1, 337 recvmmsg, 340 prlimit64, 342 open_by_handle_at, 345 sendmmsg, 346 setns, 350 finit_module, 353 renameat2
    354 seccomp, 356 memfd_create, 357 bpf, 358 execveat, 359 socket, 360 socketpair, 361 bind, 362 connect
    363 listen, 364 accept4, 369 sendto, 370 sendmsg, 371 recvfrom, 372 recvmsg, 373 shutdown, 374 userfaultfd
    425 io_uring_setup, 434 pidfd_open, 435 clone3, 436 close_range, 437 openat2, 438 pidfd_getfd
    """)

  static let socketcallNames = pairs(
    """
    1 socket, 2 bind, 3 connect, 4 listen, 5 accept, 8 socketpair, 11 sendto, 12 recvfrom, 13 shutdown, 16 sendmsg
    17 recvmsg, 18 accept4, 19 recvmmsg, 20 sendmmsg
    """)

  private static func pairs(_ text: String) -> [(number: Int, name: String)] {
    text.split { $0 == "," || $0 == "\n" }.compactMap { pair in
      let words = pair.split(separator: " ")
      guard words.count == 2, let number = Int(words[0]) else { return nil }
      return (number, String(words[1]))
    }
  }
}
