import Schema

/// Which system calls are collected: those whose events rules look at, and those that change what is known of processes and
/// their descriptors.
struct SyscallSelection {
  /// By name, with the number of the 64-bit call.
  let numbers: [(name: String, number: UInt16)]
  /// Types of events that are wanted and that nothing here makes.
  let missing: [String]

  /// Of every call that the kernel has.
  static var allNumbers: [(name: String, number: UInt16)] {
    SyscallTable.shared.all.compactMap { syscall in
      guard let number = syscall.numberX86_64, Int(number) < nativeCount else { return nil }
      return (syscall.name, number)
    }
  }

  /// - Parameter isCollected: whether there is a program for a call.
  init(events: EventSet, isCollected: (String) -> Bool) {
    let table = SyscallTable.shared
    let generic = EventSet([EventCode(rawValue: 0), EventCode(rawValue: 1)])
    var numbers: [(name: String, number: UInt16)] = []
    var made = Self.tracepoints
    for (name, number) in Self.allNumbers where isCollected(name) {
      guard let code = table.code(named: name) else { continue }
      let syscall = table[code]
      made = made.union(syscall.events)
      let own = syscall.events.subtracting(generic)
      if Self.keepingState.contains(syscall.name) || !own.intersection(events).isEmpty { numbers.append((syscall.name, number)) }
    }
    self.numbers = numbers
    missing = Self.names(of: events.subtracting(made))
  }

  /// Made at tracepoints other than the end of a system call: procexit.
  private static let tracepoints = EventSet([EventCode(rawValue: 186)])

  /// Exits of current types only: enters and old types come from captures.
  private static func names(of events: EventSet) -> [String] {
    let types = EventTable.syscall.types
    let current = events.codes.map { types[Int($0.rawValue)] }.filter {
      !$0.isEnter && $0.producer == .syscall && !$0.flags.contains(.oldVersion) && !$0.flags.contains(.unused)
    }
    return current.map(\.name).sorted()
  }

  /// What `State` acts on, but for calls that only report the use of memory.
  private static let keepingState: Set<String> = Set(
    """
    accept accept4 bind bpf capset chdir chroot clone clone3 close close_range connect creat dup dup2 dup3 epoll_create \
    epoll_create1 eventfd eventfd2 execve execveat fchdir fcntl fork inotify_init inotify_init1 io_uring_setup memfd_create \
    open open_by_handle_at openat openat2 pidfd_getfd pidfd_open pipe pipe2 prctl prlimit64 recvfrom recvmmsg recvmsg \
    sendmmsg sendmsg sendto setgid setns setregid setresgid setresuid setreuid setrlimit setsid setuid signalfd signalfd4 socket socketpair \
    timerfd_create unshare userfaultfd vfork
    """.split(separator: " ").map(String.init))

  // MARK: Numbers

  /// Numbers that the programs know: `SYSCALLS` in maps.h, and the same for calls alone.
  static let count = 1024
  static let nativeCount = 512
  private static let none: UInt16 = 0xFFFF
  /// `FROM_EXEC` and what stands behind it.
  private static let tracepointNames = [1000: "execve", 1001: "procexit", 1002: "signaldeliver"]

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
    var numbers = [UInt16](repeating: none, count: count)
    for (number, name) in names {
      if let code = SyscallTable.shared.code(named: name), let native = SyscallTable.shared[code].numberX86_64 {
        numbers[number] = native
      }
    }
    return numbers
  }
}
