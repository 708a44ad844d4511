extension KernelTests.LiveEventTests {
  /// Numbers are those of the schema (scap-format.md §6) where it has its own: open flags, clone flags, commands.
  static let expectations: [Expectation] = 
    files + descriptors + sockets + identities + processes + transfers + options + waits + memory + questions + services + short

  private static let files = [
    // O_RDWR | O_CREAT | O_TRUNC, and the file was created.
    Expectation("SYSCALL_OPEN_X", "name=plain; flags=\(3 | 4 | 0x100 | 0x4000); mode=\(0o640)"),
    Expectation("SYSCALL_OPENAT_2_X", "fd=-2; dirfd=-100; name=missing/file; flags=\(2 | 0x1000); mode=0; dev=0; ino=0"),
    Expectation("SYSCALL_OPENAT2_X", "dirfd=-100; name=plain; flags=\(1 | 0x40); mode=0; resolve=4"),
    Expectation("SYSCALL_CREAT_X", "name=created; mode=\(0o604); creat_flags=0"),
    // An address that cannot be read.
    Expectation("SYSCALL_OPENAT_2_X", "fd=-14; name=-; flags=1"),
    Expectation("SYSCALL_OPENAT_2_X", "fd=-2; name=not-\u{FFFD}\u{FFFD}-text"),
    Expectation("SYSCALL_CLOSE_X", "res=-9; fd=9999"),
    Expectation("SYSCALL_CLOSE_RANGE_X", "res=0; first=500; last=510; flags=0"),
    Expectation("SYSCALL_MKDIR_2_X", "res=0; path=folder; mode=\(0o750)"),
    // O_DIRECTORY counts as O_TMPFILE too.
    Expectation("SYSCALL_OPENAT_2_X", "dirfd=-100; name=folder; flags=\(1 | 0x400 | 0x2000)"),
    Expectation("SYSCALL_MKDIRAT_X", "res=0; path=inner; mode=\(0o700)"),
    Expectation("SYSCALL_RENAME_X", "res=0; oldpath=created; newpath=renamed"),
    Expectation("SYSCALL_RENAMEAT_X", "res=0; olddirfd=-100; oldpath=renamed; newpath=moved"),
    Expectation("SYSCALL_RENAMEAT2_X", "res=0; oldpath=moved; newdirfd=-100; newpath=back; flags=1"),
    Expectation("SYSCALL_LINK_2_X", "res=0; oldpath=back; newpath=linked"),
    Expectation("SYSCALL_LINKAT_2_X", "res=0; olddir=-100; oldpath=back; newpath=linkedat; flags=1024"),
    Expectation("SYSCALL_SYMLINK_X", "res=0; target=back; linkpath=pointer"),
    Expectation("SYSCALL_SYMLINKAT_X", "res=0; target=/nowhere; linkpath=pointerat"),
    Expectation("SYSCALL_MKNOD_X", "res=0; path=pipe; mode=\(0o010600); dev=0"),
    Expectation("SYSCALL_MKNODAT_X", "res=0; path=pipeat; mode=\(0o010600); dev=0"),
    Expectation("SYSCALL_CHMOD_X", "res=0; filename=back; mode=\(0o4711)"),
    Expectation("SYSCALL_FCHMOD_X", "res=0; mode=\(0o600)"),
    Expectation("SYSCALL_FCHMODAT_X", "res=0; dirfd=-100; filename=back; mode=\(0o644)"),
    Expectation("SYSCALL_CHOWN_X", "res=0; path=back; uid=11; gid=12"),
    Expectation("SYSCALL_LCHOWN_X", "res=0; path=pointer; uid=13; gid=14"),
    Expectation("SYSCALL_FCHOWN_X", "res=0; uid=15; gid=16"),
    Expectation("SYSCALL_FCHOWNAT_X", "res=0; pathname=linkedat; uid=17; gid=18; flags=1024"),
    Expectation("SYSCALL_UNLINK_2_X", "res=0; path=linked"),
    Expectation("SYSCALL_UNLINKAT_2_X", "res=0; name=inner; flags=512"),
    Expectation("SYSCALL_RMDIR_2_X", "res=0; path=short-lived"),
    // Without the magic number in front of the flags.
    Expectation("SYSCALL_MOUNT_X", "res=-19; dev=nothing; dir=folder; type=no-such-kind; flags=1"),
    Expectation("SYSCALL_UMOUNT2_X", "res=-22; name=folder; flags=2"),
    Expectation("SYSCALL_FCHDIR_X", "res=0"),
    Expectation("SYSCALL_CHDIR_X", "res=0; path=.."),
    // The 32-bit call.
    Expectation("SYSCALL_OPEN_X", "name=opened-with-32-bits; flags=\(3 | 4 | 0x4000); mode=\(0o601)"),
    Expectation("SOCKET_CONNECT_X", "res=-9; tuple=-; fd=9999; addr=-"),
  ]

  private static let descriptors = [
    Expectation("SYSCALL_DUP2_X", "res=70; newfd=70"),
    Expectation("SYSCALL_DUP3_X", "res=71; newfd=71; flags=4096"),
    Expectation("SYSCALL_FCNTL_X", "res=80; cmd=26; arg=80"),
    Expectation("SYSCALL_PIPE_X", "res=0"),
    Expectation("SYSCALL_PIPE2_X", "res=0; flags=64"),
    Expectation("SYSCALL_EVENTFD_X", "initval=7; flags=0"),
    Expectation("SYSCALL_EVENTFD2_X", "initval=8; flags=4096"),
    Expectation("SYSCALL_SIGNALFD_X", "fd=-1; mask=512; flags=0"),
    Expectation("SYSCALL_SIGNALFD4_X", "fd=-1; mask=512; flags=4096"),
    Expectation("SYSCALL_TIMERFD_CREATE_X", "clockid=1; flags=64"),
    Expectation("SYSCALL_INOTIFY_INIT1_X", "flags=4096"),
    Expectation("SYSCALL_EPOLL_CREATE_X", "size=5"),
    Expectation("SYSCALL_EPOLL_CREATE1_X", "flags=1"),
    Expectation("SYSCALL_USERFAULTFD_X", "flags=4096"),
    Expectation("SYSCALL_MEMFD_CREATE_X", "name=kept-in-memory; flags=1"),
    Expectation("SYSCALL_PIDFD_OPEN_X", "flags=0"),
    Expectation("SYSCALL_PIDFD_GETFD_X", "flags=0"),
    Expectation("SYSCALL_IO_URING_SETUP_X", "entries=4; sq_entries=4; cq_entries=8; flags=0"),
    Expectation("SYSCALL_BPF_2_X", "cmd=11"),
  ]

  private static let sockets = [
    Expectation("SOCKET_SOCKET_X", "domain=2; type=\(1 | 0o2000000); proto=6; flags=4096"),
    Expectation("SOCKET_BIND_X", "res=0; addr=127.0.0.1:21987"),
    Expectation("SOCKET_LISTEN_X", "res=0; backlog=5"),
    Expectation("SOCKET_CONNECT_X", "res=0; tuple=127.0.0.1:21988->127.0.0.1:21987; addr=127.0.0.1:21987"),
    Expectation("SOCKET_ACCEPT_5_X", "tuple=127.0.0.1:21988->127.0.0.1:21987; queuepct=0; queuelen=0; queuemax=5"),
    Expectation("SOCKET_SENDTO_X", "res=13; data=to the server; size=13; tuple=127.0.0.1:21988->127.0.0.1:21987"),
    Expectation("SOCKET_RECVFROM_X", "res=13; data=to the server; size=100; tuple=127.0.0.1:21988->127.0.0.1:21987"),
    Expectation("SOCKET_SHUTDOWN_X", "res=0; how=1"),
    Expectation("SOCKET_ACCEPT4_6_X", "tuple=127.0.0.1:21989->127.0.0.1:21987; flags=64"),
    Expectation("SOCKET_CONNECT_X", "res=-111; tuple=-; addr=127.0.0.1:1"),
    Expectation("SOCKET_SENDMSG_X", "res=12; data=first second; size=12; tuple=127.0.0.1:21991->127.0.0.1:21990"),
    Expectation("SOCKET_RECVMSG_X", "res=12; size=100; data=first second; tuple=127.0.0.1:21991->127.0.0.1:21990; msgcontrol="),
    Expectation("SOCKET_SENDMMSG_X", "res=12; size=12; data=first second; tuple=127.0.0.1:21991->127.0.0.1:21990"),
    Expectation("SOCKET_RECVMMSG_X", "res=12; size=100; data=first second; tuple=127.0.0.1:21991->127.0.0.1:21990; msgcontrol="),
    Expectation("SOCKET_BIND_X", "res=0; addr=00000000000000000000000000000001:21992"),
    Expectation("SOCKET_CONNECT_X", "res=0; addr=00000000000000000000000000000001:21992"),
    Expectation("SOCKET_BIND_X", "res=0; addr=unix:socket"),
    Expectation("SOCKET_CONNECT_X", "res=0; tuple=x->x socket; addr=unix:socket"),
    Expectation("SOCKET_ACCEPT_5_X", "tuple=x->x socket; queuepct=0"),
    Expectation("SOCKET_SOCKETPAIR_X", "res=0; domain=1; type=2; proto=0"),
  ]

  private static let identities = [
    Expectation("SYSCALL_SETGID_X", "res=0; gid=21"),
    Expectation("SYSCALL_SETREGID_X", "res=0; rgid=22; egid=23"),
    Expectation("SYSCALL_SETRESGID_X", "res=0; rgid=24; egid=25; sgid=26"),
    Expectation("SYSCALL_SETPGID_X", "res=0; pid=0; pgid=0"),
    Expectation("SYSCALL_PRCTL_X", "res=0; option=15; arg2_str=an actor; arg2_int=0"),
    Expectation("SYSCALL_PRCTL_X", "res=0; option=36; arg2_str=-; arg2_int=1"),
    Expectation("SYSCALL_SETRLIMIT_X", "res=0; cur=300; max=400; resource=7"),
    Expectation("SYSCALL_PRLIMIT_X", "res=0; newcur=200; newmax=400; oldcur=300; oldmax=400; pid=0; resource=7"),
    Expectation("SYSCALL_SETNS_X", "res=0; nstype=128"),
    Expectation("SYSCALL_UNSHARE_X", "res=0; flags=128"),
    Expectation("SYSCALL_SECCOMP_X", "res=-14; op=1; flags=0"),
    Expectation("SYSCALL_KILL_X", "res=0; sig=0"),
    Expectation("SYSCALL_TKILL_X", "res=0; sig=0"),
    Expectation("SYSCALL_TGKILL_X", "res=0; sig=0"),
    // Of a call that failed, no values. PTRACE_ATTACH is 11 here, PEEKDATA 3, POKEDATA 6, CONT 8.
    Expectation("SYSCALL_PTRACE_X", "res=-3; addr=0:0; data=0:0; request=11; pid=2147483647"),
    Expectation("SYSCALL_PTRACE_X", "res=0; data=0:\(0x1122_3344_5566_7788); request=3"),
    Expectation("SYSCALL_PTRACE_X", "res=0; data=0:\(0x99); request=6"),
    Expectation("SYSCALL_PTRACE_X", "res=0; addr=0:0; data=1:15; request=8"),
    // What they answer depends on the kernel: some are built without modules.
    Expectation("SYSCALL_INIT_MODULE_X", "img=no image; length=8; uargs=a=1"),
    Expectation("SYSCALL_FINIT_MODULE_X", "fd=-1; uargs=b=2; flags=1"),
    Expectation("SYSCALL_DELETE_MODULE_X", "name=no_such_module; flags=2"),
    Expectation("SYSCALL_CHROOT_X", "res=0; path=folder"),
    Expectation("SYSCALL_CAPSET_X", "res=0; cap_inheritable=0; cap_permitted=192; cap_effective=192"),
    Expectation("SYSCALL_SETREUID_X", "res=0; ruid=31; euid=32"),
    Expectation("SYSCALL_SETRESUID_X", "res=0; ruid=4294967295; euid=31; suid=4294967295"),
    Expectation("SYSCALL_SETUID_X", "res=0; uid=31"),
  ]

  private static let processes = [
    Expectation("SYSCALL_EXECVE_19_X", "res=0; exe=an-argument; args=|two words|; env=KEY=value|; comm=true; trusted_exepath=/usr/bin/true; filename=/bin/true; uid=0"),
    Expectation("SYSCALL_EXECVE_19_X", "exe=large; args=\(String(repeating: "a", count: 3000))|; env=\(String(repeating: "v", count: 3000))|; trusted_exepath=/usr/bin/true; filename=/bin/true; uid=0"),
    // Bit 4: from memory.
    Expectation("SYSCALL_EXECVE_19_X", "res=0; exe=an-argument; trusted_exepath=memfd:ran-from-memory; flags=5"),
    Expectation("SYSCALL_EXECVE_19_X", "res=-2; exe=an-argument; args=|two words|; env=KEY=value|; comm=LiveActor; filename=no-such-program"),
    Expectation("SYSCALL_EXECVEAT_X", "res=-2; exe=an-argument; args=|two words|; env=KEY=value|; comm=LiveActor"),
    Expectation("SYSCALL_FORK_20_X", "res=0; comm=LiveActor; flags=0; uid=0; cwd=-"),
    Expectation("SYSCALL_VFORK_20_X", "res=0; comm=LiveActor"),
    Expectation("SYSCALL_CLONE_20_X", "res=0; comm=LiveActor; flags=0"),
    Expectation("SYSCALL_CLONE3_X", "res=0; comm=LiveActor; flags=2"),
    Expectation("PROCEXIT_1_E", "status=9; ret=0; sig=9; core=0; reaper_tid=0"),
    Expectation("PROCEXIT_1_E", "status=768; ret=3; sig=0; core=0; reaper_tid=0"),
  ]

  // MARK: Data

  private static let transfers = [
    Expectation("SYSCALL_WRITE_X", "res=7; data=written; size=7"),
    Expectation("SYSCALL_WRITE_X", "res=-9; data=not written; fd=-1; size=11"),
    // Of a hundred bytes the first eighty.
    Expectation("SYSCALL_PWRITE_X", "res=100; data=\(String(repeating: "x", count: 80)); size=100; pos=7"),
    Expectation("SYSCALL_WRITEV_X", "res=6; data=onetwo; size=6"),
    Expectation("SYSCALL_PWRITEV_X", "res=6; data=onetwo; size=6; pos=200"),
    Expectation("SYSCALL_READ_X", "res=7; data=written; size=7"),
    Expectation("SYSCALL_READ_X", "res=199; data=onetwo\(String(repeating: "x", count: 74)); size=200"),
    Expectation("SYSCALL_READ_X", "res=-9; data=; fd=9999; size=5"),
    Expectation("SYSCALL_PREAD_X", "res=4; data=tten; size=4; pos=3"),
    Expectation("SYSCALL_PREADV_X", "res=6; size=52; data=onetwo; pos=200"),
    Expectation("SYSCALL_READV_X", "res=6; size=52; data=onetwo"),
    // The place is where the call has left it.
    Expectation("SYSCALL_SENDFILE_X", "res=4; offset=7; size=4"),
    Expectation("SYSCALL_COPY_FILE_RANGE_X", "offout=0; offin=0; len=5"),
    Expectation("SYSCALL_SPLICE_X", "res=7; size=7; flags=1"),
    Expectation("SYSCALL_PROCESS_VM_READV_X", "res=6; data=remote"),
    Expectation("SYSCALL_PROCESS_VM_WRITEV_X", "res=6; data=remote"),
  ]

  /// SOL_SOCKET is level 1, TCP 2. Values: 0 bytes, 1 error, 2 a number of 32 bits, 3 of 64, 4 a time.
  private static let options = [
    Expectation("SOCKET_SETSOCKOPT_X", "res=0; level=1; optname=2; val=2:1; optlen=4"),
    Expectation("SOCKET_SETSOCKOPT_X", "res=0; level=1; optname=20; val=4:2500000000; optlen=16"),
    Expectation("SOCKET_SETSOCKOPT_X", "level=2; optname=0; val=0:reno; optlen=4"),
    Expectation("SOCKET_SETSOCKOPT_X", "res=-9; fd=9999; level=1; optname=9; val=2:1"),
    Expectation("SOCKET_GETSOCKOPT_X", "res=0; level=1; optname=3; val=2:1; optlen=4"),
    Expectation("SOCKET_GETSOCKOPT_X", "res=0; level=1; optname=4; val=1:0; optlen=4"),
    Expectation("SOCKET_GETSOCKOPT_X", "res=0; level=1; optname=53; optlen=8"),
    Expectation("SOCKET_GETSOCKOPT_X", "res=-9; fd=9999; level=1; optname=3; val=0:; optlen=0"),
    Expectation("SOCKET_GETSOCKNAME_X", ""),
    Expectation("SOCKET_GETPEERNAME_X", ""),
  ]

  private static let waits = [
    // POLLOUT is 4, POLLNVAL 64: what happened, and nothing of descriptors for which nothing did.
    Expectation("SYSCALL_POLL_X", "res=2; fds=301/4,9999/64; timeout=50"),
    Expectation("SYSCALL_PPOLL_X", "res=1; fds=301/4; sigmask=512"),
    Expectation("SYSCALL_PPOLL_X", "res=1; fds=301/4; timeout=18446744073709551615; sigmask=0"),
    Expectation("SYSCALL_SELECT_X", "res=0"),
    Expectation("SYSCALL_EPOLLWAIT_X", "res=0; maxevents=1"),
    Expectation("SYSCALL_NANOSLEEP_X", "res=0; interval=1234"),
    // FUTEX_PRIVATE_FLAG; the value had changed.
    Expectation("SYSCALL_FUTEX_X", "res=-11; op=128; val=2"),
    Expectation("SYSCALL_FLOCK_X", "res=0; operation=6"),
    Expectation("SYSCALL_IO_URING_ENTER_X", "fd=-1; to_submit=1; min_complete=2; flags=1; sig=0"),
    Expectation("SYSCALL_IO_URING_REGISTER_X", "fd=-1; opcode=9; arg=0; nr_args=3"),
    Expectation("SYSCALL_SEMGET_X", "key=77; nsems=2; semflg=8192"),
    // SETVAL, IPC_RMID; values only with the first.
    Expectation("SYSCALL_SEMCTL_X", "semnum=1; cmd=4096; val=5"),
    Expectation("SYSCALL_SEMCTL_X", "semnum=0; cmd=4; val=0"),
    Expectation("SYSCALL_SEMOP_X", "nsops=2; sem_num_0=0; sem_op_0=1; sem_flg_0=2; sem_num_1=1; sem_op_1=-1; sem_flg_1=1"),
  ]

  private static let memory = [
    Expectation("SYSCALL_BRK_4_X", "addr=0"),
    // MAP_PRIVATE | MAP_ANONYMOUS.
    Expectation("SYSCALL_MMAP_X", "addr=0; length=8192; prot=3; flags=10; fd=-1; offset=0"),
    Expectation("SYSCALL_MPROTECT_X", "res=0; length=4096; prot=5"),
    Expectation("SYSCALL_MLOCK_X", "len=4096"),
    Expectation("SYSCALL_MLOCK2_X", "len=4096; flags=1"),
    Expectation("SYSCALL_MUNLOCK_X", "res=0; len=4096"),
    Expectation("SYSCALL_MLOCKALL_X", "flags=2"),
    Expectation("SYSCALL_MUNLOCKALL_X", "res=0"),
    Expectation("SYSCALL_MUNMAP_X", "res=0; length=8192"),
  ]

  private static let questions = [
    Expectation("SYSCALL_STAT_X", "res=0; path=plain"),
    Expectation("SYSCALL_LSTAT_X", "res=-2; path=missing"),
    Expectation("SYSCALL_FSTAT_X", "res=-9; fd=9999"),
    Expectation("SYSCALL_NEWFSTATAT_X", "res=0; path=plain; flags=256"),
    Expectation("SYSCALL_ACCESS_X", "res=0; name=plain; mode=6"),
    Expectation("SYSCALL_GETDENTS_X", "res=-9; fd=9999"),
    Expectation("SYSCALL_GETDENTS64_X", ""),
    Expectation("SYSCALL_LSEEK_X", "res=0; offset=0; whence=2"),
    Expectation("SYSCALL_IOCTL_3_X", "res=-25; request=21505; argument=77"),
    Expectation("SYSCALL_GETRESUID_X", "res=0; ruid=44; euid=45; suid=46"),
    Expectation("SYSCALL_GETRESGID_X", "res=0; rgid=41; egid=42; sgid=43"),
    Expectation("SYSCALL_GETUID_X", "uid=44"),
    Expectation("SYSCALL_GETEUID_X", "euid=45"),
    Expectation("SYSCALL_GETGID_X", "gid=41"),
    Expectation("SYSCALL_GETEGID_X", "egid=42"),
    Expectation("SYSCALL_GETRLIMIT_X", "res=0; cur=123; max=456; resource=7"),
    // getpriority: 60 in the schema, 140 for the kernel.
    Expectation("GENERIC_X", "ID=60; nativeID=140"),
  ]

  private static let services = [
    Expectation("SYSCALL_KEYCTL_X", "operation=10; arg2=0:-3; arg3=1:user; arg4=1:a key; arg5=0:0"),
    Expectation("SYSCALL_KEYCTL_X", "operation=7; arg2=0:-9; arg3=0:0; arg4=0:0; arg5=0:0"),
    Expectation("SYSCALL_FSCONFIG_X", "fd=-1; cmd=1; key=source; value_bytebuf=; value_charbuf=a value; aux=0"),
    Expectation("SYSCALL_FSCONFIG_X", "fd=-1; cmd=2; key=blob; value_bytebuf=bytes; value_charbuf=-; aux=5"),
    Expectation("SYSCALL_QUOTACTL_X", "special=/dev/nothing; quotafilepath=quota.file; cmd=1; type=1; id=0; quota_fmt=4; dqb_bhardlimit=0"),
    Expectation("SYSCALL_QUOTACTL_X", "special=/dev/nothing; quotafilepath=-; cmd=64; type=2; id=5; quota_fmt=1; dqb_bhardlimit=11; dqb_ihardlimit=0"),
    Expectation("SIGNALDELIVER_E", "sig=12"),
    Expectation("SIGNALDELIVER_E", "sig=17"),
  ]

  /// Of calls with the numbers and structures of 32-bit programs.
  private static let short = [
    Expectation("SOCKET_SEND_X", "res=15; data=by a short call; size=15; tuple=x->x "),
    Expectation("SOCKET_RECV_X", "res=15; data=by a short call; size=100; tuple=x->x "),
    Expectation("SYSCALL_WRITEV_X", "res=5; data=by a ; size=5"),
    Expectation("SYSCALL_STAT64_X", "res=-2; path=short-stat"),
    Expectation("SYSCALL_LSTAT64_X", "res=-2; path=short-stat"),
    Expectation("SYSCALL_FSTAT64_X", "res=-9"),
    Expectation("SYSCALL_LLSEEK_X", "res=-9; fd=9999; offset=\(1 << 32 | 2); whence=1"),
    Expectation("SYSCALL_UMOUNT_1_X", "res=-2; name=short-stat"),
    Expectation("SYSCALL_MMAP2_X", "addr=0; length=4096; prot=1; flags=10; fd=-1"),
    Expectation("SYSCALL_SETRLIMIT_X", "res=0; cur=111; max=222; resource=7"),
  ]
}
