import Schema

/// What the state engine does for events of one type.
struct StateRule: BitwiseCopyable, Sendable {
  var handler = StateHandler.none
  var lookup = Lookup.orPlaceholder
  var traits: Traits = []
  /// Where the descriptor number of the event stands (state-engine.md §2); -1 for types that use none.
  var descriptorParameter: Int8 = -1

  /// How the event's thread is found.
  enum Lookup: UInt8, Sendable, BitwiseCopyable {
    /// The event has no thread, or none that matters.
    case nothing
    /// Only what the table has.
    case existing
    /// An unknown thread becomes a placeholder.
    case orPlaceholder
  }

  struct Traits: OptionSet, Sendable, BitwiseCopyable {
    let rawValue: UInt8
    static let isEnter = Traits(rawValue: 1)
    static let isMetaevent = Traits(rawValue: 2)
    /// Rules do not see it (state-engine.md §1.8).
    static let isHidden = Traits(rawValue: 4)
    /// An exit whose enter may have been seen.
    static let keepsEnter = Traits(rawValue: 8)
    /// The first parameter is the result: named res, or fd of an exit.
    static let hasResult = Traits(rawValue: 16)
    /// Fields about processes may have other values afterwards (`State.processChanges`).
    static let changesProcesses = Traits(rawValue: 32)
  }
}

/// Kinds of change that events make. Types of one kind differ in where their parameters stand, if at all.
enum StateHandler: UInt8, Sendable, BitwiseCopyable {
  case none
  // Enter events that are kept.
  case openEnter, creatEnter, openatEnter, execveEnter, execveatEnter, connectEnter
  // Descriptors.
  case open, creat, openat, openat2, openByHandleAt, close, closeRange
  case dup, dup2, dup3, fcntl, pipe, pipe2
  case eventfd, eventfd2, epollCreate, epollCreate1, inotifyInit, inotifyInit1, timerfdCreate, signalfd, signalfd4
  case userfaultfd, ioUringSetup, bpf, memfdCreate, pidfdOpen, pidfdGetfd
  // Sockets.
  case socket, bind, connect, accept, socketpair, send, receive, receiveFrom, receiveMessage
  // Processes.
  case clone, vfork, execve, execveat, procexit
  case chdir, fchdir, getcwd, chroot
  case setuid, setresuid, setreuid, setgid, setresgid, setregid, setsid, capset, prctl, unshare, setns
  case setrlimit, prlimit, memory, contextSwitch
  // Users and containers.
  case userAdded, userDeleted, groupAdded, groupDeleted, containerJSON, asyncEvent
}

extension StateHandler {
  fileprivate var changesProcesses: Bool {
    switch self {
    case .none, .openEnter, .creatEnter, .openatEnter, .execveEnter, .execveatEnter, .connectEnter: false
    case .open, .creat, .openat, .openat2, .openByHandleAt, .close, .closeRange, .dup, .dup2, .dup3, .fcntl, .pipe, .pipe2: false
    case .eventfd, .eventfd2, .epollCreate, .epollCreate1, .inotifyInit, .inotifyInit1, .timerfdCreate, .signalfd, .signalfd4,
      .userfaultfd, .ioUringSetup, .bpf, .memfdCreate, .pidfdOpen, .pidfdGetfd:
      false
    case .socket, .bind, .connect, .accept, .socketpair, .send, .receive, .receiveFrom, .receiveMessage: false
    // Fields about memory are no part of what hangs on processes alone.
    case .memory, .contextSwitch: false
    case .clone, .vfork, .execve, .execveat, .procexit, .chdir, .fchdir, .getcwd, .chroot: true
    case .setuid, .setresuid, .setreuid, .setgid, .setresgid, .setregid, .setsid, .capset, .prctl, .unshare, .setns: true
    case .setrlimit, .prlimit: true
    case .userAdded, .userDeleted, .groupAdded, .groupDeleted, .containerJSON, .asyncEvent: true
    }
  }
}

extension StateRule {
  /// One rule for each type, by code.
  static func table(_ events: EventTable) -> [StateRule] {
    let types = events.types
    var rules = types.map { StateRule($0) }
    for (code, rule) in rules.enumerated() where rule.traits.contains(.isHidden) && code + 1 < rules.count {
      rules[code + 1].traits.insert(.keepsEnter)
    }
    return rules
  }

  private init(_ type: EventType) {
    handler = Self.handlers[type.symbol] ?? .none
    if handler.changesProcesses { traits.insert(.changesProcesses) }
    if type.producer == .metaevent { traits.insert(.isMetaevent) }
    if type.isEnter { traits.insert(.isEnter) }
    switch handler {
    case .openEnter, .creatEnter, .openatEnter, .execveEnter, .execveatEnter, .connectEnter: traits.insert(.isHidden)
    default: break
    }
    if type.flags.contains(.skipsParserReset) {
      lookup = .nothing
    } else if type.producer == .metaevent || type.name == "clone" || type.name == "clone3" || type.name == "fork" || type.name == "vfork"
      || handler == .procexit || handler == .contextSwitch
    {
      lookup = .existing
    }
    if type.symbol == "PPME_PROCINFO_E" { lookup = .existing }
    // The result is the first parameter, whichever name it has. The parameters of generic calls are the engine's own.
    if !type.isEnter, type.producer == .syscall, type.symbol != "PPME_GENERIC_X", !type.parameters.isEmpty {
      traits.insert(.hasResult)
    }
    if type.flags.contains(.usesDescriptor) {
      descriptorParameter = type.isEnter ? 0 : Self.descriptorParameters[type.name] ?? -1
    }
  }

  /// Where exits have their descriptor (state-engine.md §2).
  private static let descriptorParameters: [String: Int8] = {
    let names: [(Int8, String)] = [
      (
        1,
        """
        setns listen shutdown fchdir lseek llseek ioctl fstat close getdents getdents64 flock copy_file_range fcntl dup \
        dup2 dup3 newfstatat fchownat fchmodat mkdirat unlinkat mknodat sendmmsg recvmmsg io_uring_register \
        io_uring_enter setsockopt getsockopt fsconfig finit_module fchmod fchown
        """
      ),
      (2, "read pread bind write pwrite recv send sendto sendmsg sendfile splice writev pwritev connect symlinkat"),
      (3, "recvfrom readv preadv"),
      (5, "recvmsg"),
      (8, "mmap mmap2"),
    ]
    var places: [String: Int8] = [:]
    for (place, list) in names {
      for name in list.split(separator: " ") { places[String(name)] = place }
    }
    return places
  }()

  private static let handlers: [String: StateHandler] = [
    "PPME_SYSCALL_OPEN_E": .openEnter, "PPME_SYSCALL_CREAT_E": .creatEnter, "PPME_SYSCALL_OPENAT_2_E": .openatEnter,
    "PPME_SYSCALL_OPENAT2_E": .openatEnter, "PPME_SYSCALL_EXECVE_19_E": .execveEnter,
    "PPME_SYSCALL_EXECVEAT_E": .execveatEnter, "PPME_SOCKET_CONNECT_E": .connectEnter,
    "PPME_SYSCALL_OPEN_X": .open, "PPME_SYSCALL_CREAT_X": .creat, "PPME_SYSCALL_OPENAT_2_X": .openat,
    "PPME_SYSCALL_OPENAT2_X": .openat2, "PPME_SYSCALL_OPEN_BY_HANDLE_AT_X": .openByHandleAt,
    "PPME_SYSCALL_CLOSE_X": .close, "PPME_SYSCALL_CLOSE_RANGE_X": .closeRange,
    "PPME_SYSCALL_DUP_1_X": .dup, "PPME_SYSCALL_DUP2_X": .dup2, "PPME_SYSCALL_DUP3_X": .dup3,
    "PPME_SYSCALL_FCNTL_X": .fcntl, "PPME_SYSCALL_PIPE_X": .pipe, "PPME_SYSCALL_PIPE2_X": .pipe2,
    "PPME_SYSCALL_EVENTFD_X": .eventfd, "PPME_SYSCALL_EVENTFD2_X": .eventfd2,
    "PPME_SYSCALL_EPOLL_CREATE_X": .epollCreate, "PPME_SYSCALL_EPOLL_CREATE1_X": .epollCreate1,
    "PPME_SYSCALL_INOTIFY_INIT_X": .inotifyInit, "PPME_SYSCALL_INOTIFY_INIT1_X": .inotifyInit1,
    "PPME_SYSCALL_TIMERFD_CREATE_X": .timerfdCreate, "PPME_SYSCALL_SIGNALFD_X": .signalfd,
    "PPME_SYSCALL_SIGNALFD4_X": .signalfd4, "PPME_SYSCALL_USERFAULTFD_X": .userfaultfd,
    "PPME_SYSCALL_IO_URING_SETUP_X": .ioUringSetup, "PPME_SYSCALL_BPF_2_X": .bpf,
    "PPME_SYSCALL_MEMFD_CREATE_X": .memfdCreate, "PPME_SYSCALL_PIDFD_OPEN_X": .pidfdOpen,
    "PPME_SYSCALL_PIDFD_GETFD_X": .pidfdGetfd,
    "PPME_SOCKET_SOCKET_X": .socket, "PPME_SOCKET_BIND_X": .bind, "PPME_SOCKET_CONNECT_X": .connect,
    "PPME_SOCKET_ACCEPT_5_X": .accept, "PPME_SOCKET_ACCEPT4_6_X": .accept, "PPME_SOCKET_SOCKETPAIR_X": .socketpair,
    "PPME_SOCKET_SEND_X": .send, "PPME_SOCKET_SENDTO_X": .send, "PPME_SOCKET_SENDMSG_X": .send,
    "PPME_SOCKET_SENDMMSG_X": .send, "PPME_SOCKET_RECV_X": .receive, "PPME_SOCKET_RECVMMSG_X": .receive,
    "PPME_SOCKET_RECVFROM_X": .receiveFrom, "PPME_SOCKET_RECVMSG_X": .receiveMessage,
    "PPME_SYSCALL_CLONE_20_X": .clone, "PPME_SYSCALL_CLONE3_X": .clone, "PPME_SYSCALL_FORK_20_X": .clone,
    "PPME_SYSCALL_VFORK_20_X": .vfork, "PPME_SYSCALL_EXECVE_19_X": .execve, "PPME_SYSCALL_EXECVEAT_X": .execveat,
    "PPME_PROCEXIT_1_E": .procexit,
    "PPME_SYSCALL_CHDIR_X": .chdir, "PPME_SYSCALL_FCHDIR_X": .fchdir, "PPME_SYSCALL_GETCWD_X": .getcwd,
    "PPME_SYSCALL_CHROOT_X": .chroot,
    "PPME_SYSCALL_SETUID_X": .setuid, "PPME_SYSCALL_SETRESUID_X": .setresuid, "PPME_SYSCALL_SETREUID_X": .setreuid,
    "PPME_SYSCALL_SETGID_X": .setgid, "PPME_SYSCALL_SETRESGID_X": .setresgid, "PPME_SYSCALL_SETREGID_X": .setregid,
    "PPME_SYSCALL_SETSID_X": .setsid, "PPME_SYSCALL_CAPSET_X": .capset, "PPME_SYSCALL_PRCTL_X": .prctl,
    "PPME_SYSCALL_UNSHARE_X": .unshare, "PPME_SYSCALL_SETNS_X": .setns, "PPME_SYSCALL_SETRLIMIT_X": .setrlimit,
    "PPME_SYSCALL_PRLIMIT_X": .prlimit, "PPME_SYSCALL_BRK_4_X": .memory, "PPME_SYSCALL_MMAP_X": .memory,
    "PPME_SYSCALL_MMAP2_X": .memory, "PPME_SYSCALL_MUNMAP_X": .memory, "PPME_SCHEDSWITCH_6_E": .contextSwitch,
    "PPME_USER_ADDED_E": .userAdded, "PPME_USER_DELETED_E": .userDeleted, "PPME_GROUP_ADDED_E": .groupAdded,
    "PPME_GROUP_DELETED_E": .groupDeleted, "PPME_CONTAINER_JSON_2_E": .containerJSON, "PPME_ASYNCEVENT_E": .asyncEvent,
  ]
}
