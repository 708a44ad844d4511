import Schema

/// Which system calls are collected: those whose events rules look at, and those that change what is known of processes and
/// their descriptors.
struct SyscallSelection {
  /// By name, with the number of the 64-bit call.
  let numbers: [(name: String, number: UInt16)]
  /// Types of events that are wanted and that nothing here makes.
  let missing: [String]

  /// Of every call that programs can tell from others.
  static let allNumbers: [(name: String, number: UInt16)] =
    SyscallTable.shared.all.compactMap { syscall in
      guard let number = syscall.numberX86_64, Int(number) < nativeCount else { return nil }
      return (syscall.name, number)
    } + only32Bit.enumerated().map { ($1, UInt16(nativeCount + $0)) }

  /// Calls that 32-bit programs alone have, with types of their own: their numbers stand behind the others.
  private static let only32Bit = ["send", "recv", "umount", "stat64", "lstat64", "fstat64", "mmap2", "_llseek"]

  /// The program of a call: one for all calls without a type of their own.
  static func program(of name: String) -> String {
    let syscall = SyscallTable.shared.code(named: name).map { SyscallTable.shared[$0] }
    return syscall?.events.subtracting(generic).isEmpty == true ? "sys_generic" : "sys_\(name)"
  }

  /// - Parameter hasProgram: whether there is a program of this name.
  init(events: EventSet, hasProgram: (String) -> Bool) {
    let table = SyscallTable.shared
    var numbers: [(name: String, number: UInt16)] = []
    var made = Self.tracepoints
    for (name, number) in Self.allNumbers where hasProgram(Self.program(of: name)) {
      guard let code = table.code(named: name) else { continue }
      let own = table[code].events
      made = made.union(own)
      if !own.intersection(events).isEmpty || Self.keepingState.contains(name) { numbers.append((name, number)) }
    }
    if events.contains(Self.signal) { numbers.append(("signaldeliver", Self.fromSignal)) }
    self.numbers = numbers
    missing = Self.names(of: events.subtracting(made))
  }

  private static let generic = EventSet([EventCode(rawValue: 0), EventCode(rawValue: 1)])
  private static let signal = EventCode(rawValue: 232)
  /// Made at tracepoints other than the end of a system call: procexit, signaldeliver.
  private static let tracepoints = EventSet([EventCode(rawValue: 186), signal])

  private static func names(of events: EventSet) -> [String] {
    events.intersection(current).codes.map { EventTable.syscall[$0].name }.sorted()
  }

  /// Exits of current types: enters and old types come from captures.
  private static let current = EventSet(
    EventTable.syscall.types.filter {
      !$0.isEnter && $0.producer == .syscall && $0.flags.isDisjoint(with: [.oldVersion, .unused])
    }.map(\.code))

  /// What `State` acts on, but for calls that only report the use of memory.
  private static let keepingState: Set<String> = Set(
    """
    accept accept4 bind bpf capset chdir chroot clone clone3 close close_range connect creat dup dup2 dup3 epoll_create \
    epoll_create1 eventfd eventfd2 execve execveat fchdir fcntl fork inotify_init inotify_init1 io_uring_setup memfd_create \
    open open_by_handle_at openat openat2 pidfd_getfd pidfd_open pipe pipe2 prctl prlimit64 recvfrom recvmmsg recvmsg \
    sendmmsg sendmsg sendto setgid setns setregid setresgid setresuid setreuid setrlimit setsid setuid signalfd signalfd4 socket socketpair \
    timerfd_create unshare userfaultfd vfork
    """.split(separator: " ").map(String.init))

  /// Calls that are made so often that only rules about few types get them (live-events.md §8.2).
  private static let highVolume: Set<String> = [
    "pread64", "preadv", "pwrite64", "pwritev", "read", "readv", "recv", "send", "sendfile", "write", "writev",
  ]

  /// Calls that ask, wait, map memory or set options: there are more of them than of all others.
  private static let quiet: Set<String> = [
    "access", "brk", "epoll_wait", "flock", "fstat", "fstat64", "futex", "getdents", "getdents64", "getegid", "geteuid", "getgid",
    "getpeername", "getresgid", "getresuid", "getrlimit", "getsockname", "getsockopt", "getuid", "io_uring_enter", "ioctl", "_llseek",
    "lseek", "lstat", "lstat64", "mlock", "mlock2", "mlockall", "mmap", "mmap2", "mprotect", "munlock", "munlockall", "munmap",
    "nanosleep", "newfstatat", "poll", "ppoll", "select", "semctl", "semget", "semop", "setsockopt", "stat", "stat64",
  ]

  /// What rules ask for that look at these types. Who looks at everything does not mean the calls that are made most often, as
  /// in the incumbent.
  static func asked(by rules: EventSet) -> EventSet {
    current.subtracting(rules).isEmpty ? rules.subtracting(types(of: highVolume)) : rules
  }

  private static func types(of names: Set<String>) -> EventSet {
    SyscallTable.shared.all.filter { names.contains($0.name) }.reduce(EventSet()) { $0.union($1.events) }
  }

  /// What a recording holds: all types but those of calls that read and write, of the quiet ones, and of calls without a type
  /// of their own.
  static let recorded = EventTable.syscall.allCodes.subtracting(generic).subtracting(types(of: highVolume.union(quiet)))

  // MARK: Numbers

  /// Numbers that the programs know: `SYSCALLS` in maps.h, and the same for calls alone.
  static let count = 1024
  static let nativeCount = 512
  private static let none: UInt16 = 0xFFFF
  /// `FROM_EXEC` and what stands behind it.
  private static let tracepointNames = [1000: "execve", 1001: "procexit", Int(fromSignal): "signaldeliver"]
  private static let fromSignal: UInt16 = 1002

  /// Of what makes events, as messages call it.
  static func name(of number: Int) -> String {
    if let name = tracepointNames[number] { return name }
    return allNumbers.first { Int($0.number) == number }?.name ?? "\(number)"
  }

  /// 64-bit numbers by 32-bit ones.
  static var from32Bit: [UInt16] { numbers(of: Syscalls32.names, count: nativeCount) }
  /// The same by sub-call of socketcall(2).
  static var fromSocketcall: [UInt16] { numbers(of: Syscalls32.socketcallNames, count: 32) }

  private static func numbers(of names: [(number: Int, name: String)], count: Int) -> [UInt16] {
    let all = Dictionary(uniqueKeysWithValues: allNumbers.map { ($0.name, $0.number) })
    var numbers = [UInt16](repeating: none, count: count)
    for (number, name) in names { numbers[number] = all[name] ?? none }
    return numbers
  }

  /// The schema's numbers of calls, by 64-bit ones.
  static var codes: [UInt16] {
    var codes = [UInt16](repeating: 0, count: nativeCount)
    for number in codes.indices {
      codes[number] = SyscallTable.shared.code(numberX86_64: UInt16(number))?.rawValue ?? 0
    }
    return codes
  }
}
