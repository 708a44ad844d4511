import Schema

extension DescriptorKind {
  /// `fd.typechar` (state-engine.md §6).
  var letter: UInt8 {
    switch self {
    case .unknown: UInt8(ascii: "o")
    case .file, .fileV2: UInt8(ascii: "f")
    case .directory: UInt8(ascii: "d")
    case .ipv4, .ipv4Server: UInt8(ascii: "4")
    case .ipv6, .ipv6Server: UInt8(ascii: "6")
    case .fifo: UInt8(ascii: "p")
    case .unix: UInt8(ascii: "u")
    case .event: UInt8(ascii: "e")
    case .unsupported: UInt8(ascii: "X")
    case .signalfd: UInt8(ascii: "s")
    case .eventpoll: UInt8(ascii: "l")
    case .inotify: UInt8(ascii: "i")
    case .timerfd: UInt8(ascii: "t")
    case .netlink: UInt8(ascii: "n")
    case .bpf: UInt8(ascii: "b")
    case .userfaultfd: UInt8(ascii: "u")
    case .ioUring: UInt8(ascii: "r")
    case .memfd: UInt8(ascii: "m")
    case .pidfd: UInt8(ascii: "P")
    }
  }

  /// `fd.type`; nil for kinds of which the field says `<NA>`.
  var word: FixedText? {
    switch self {
    case .unknown, .unsupported: nil
    case .file, .fileV2: .file
    case .directory: .directory
    case .ipv4, .ipv4Server: .ipv4
    case .ipv6, .ipv6Server: .ipv6
    case .fifo: .pipe
    case .unix: .unix
    case .event: .event
    case .signalfd: .signalfd
    case .eventpoll: .eventpoll
    case .inotify: .inotify
    case .timerfd: .timerfd
    case .netlink: .netlink
    case .bpf: .bpf
    case .userfaultfd: .userfaultfd
    case .ioUring: .ioUring
    case .memfd: .memfd
    case .pidfd: .pidfd
    }
  }

  var isFile: Bool { self == .file || self == .fileV2 }
  var isFileOrDirectory: Bool { isFile || self == .directory }

  /// An IP socket of either family, with one end or two.
  var isIPSocket: Bool {
    switch self {
    case .ipv4, .ipv6, .ipv4Server, .ipv6Server: true
    default: false
    }
  }

  /// An IP socket that has two ends.
  var hasTwoEnds: Bool { self == .ipv4 || self == .ipv6 }
  /// An IP socket that listens.
  var isServer: Bool { self == .ipv4Server || self == .ipv6Server }
}

extension Descriptor {
  var hasRole: Bool { !status.isDisjoint(with: [.isClient, .isServer]) }

  /// The protocol above IP; not applicable to a connection of which the role is not known (corrections.md B1).
  var transport: Layer4 {
    if kind.isServer { return layer4 }
    return kind.hasTwoEnds && hasRole ? layer4 : .notApplicable
  }
}

extension Layer4 {
  /// `fd.l4proto`; nil where the field says `<NA>`.
  var word: FixedText? {
    switch self {
    case .unknown, .notApplicable: nil
    case .tcp: .tcp
    case .udp: .udp
    case .icmp: .icmp
    case .raw: .raw
    }
  }

  /// Behind the letter of the type in the text of a descriptor parameter.
  var letter: UInt8? {
    switch self {
    case .unknown, .notApplicable: nil
    case .tcp: UInt8(ascii: "t")
    case .udp: UInt8(ascii: "u")
    case .icmp: UInt8(ascii: "i")
    case .raw: UInt8(ascii: "r")
    }
  }
}

extension State {
  /// The entry of a descriptor number in the table of a thread.
  func descriptor(_ number: Int64, of thread: ThreadIndex) -> DescriptorIndex? {
    threads[thread].descriptors.flatMap { descriptors.find(number, in: $0) }
  }
}
