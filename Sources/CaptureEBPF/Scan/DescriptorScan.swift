import Runtime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The open descriptors of a process.
enum DescriptorScan {
  static func entries(of pid: Int64, _ sockets: inout SocketScan) -> [StateSnapshot.DescriptorEntry] {
    ProcessFile.numbers(in: "/proc/\(pid)/fd").sorted().compactMap { entry($0, of: pid, &sockets) }
  }

  private static func entry(_ number: Int64, of pid: Int64, _ sockets: inout SocketScan) -> StateSnapshot.DescriptorEntry? {
    let path = "/proc/\(pid)/fd/\(number)"
    guard let link = ProcessFile.link(path) else { return nil }
    var file = stat()
    guard unsafe stat(path, &file) == 0 else { return nil }
    let inode = UInt64(file.st_ino)
    guard let body = body(of: file, link, number, pid, &sockets) else { return nil }
    return StateSnapshot.DescriptorEntry(number: number, inode: inode, body: body)
  }

  private static func body(
    of file: stat, _ link: [UInt8], _ number: Int64, _ pid: Int64, _ sockets: inout SocketScan
  ) -> StateSnapshot.DescriptorEntry.Body? {
    let anonymous = Array("anon_inode:".utf8)
    let memory = Array("/memfd:".utf8)
    if link.starts(with: anonymous) {
      let name = String(decoding: link.dropFirst(anonymous.count), as: UTF8.self)
      return .named(anonymousKinds[name] ?? .unsupported, [])
    }
    switch file.st_mode & S_IFMT {
    case S_IFSOCK: return sockets.body(of: UInt64(file.st_ino), in: pid)
    case S_IFIFO: return .named(.fifo, link)
    case S_IFDIR: return .named(.directory, link)
    default:
      if link.starts(with: memory) { return .named(.memfd, Array(link.dropFirst(memory.count).prefix { $0 != UInt8(ascii: " ") })) }
      let device = UInt32(truncatingIfNeeded: file.st_dev)
      return .file(openFlags: flags(of: number, pid), path: link, device: device)
    }
  }

  private static let anonymousKinds: [String: DescriptorKind] = [
    "[eventpoll]": .eventpoll, "[eventfd]": .event, "inotify": .inotify, "[timerfd]": .timerfd, "[signalfd]": .signalfd,
    "[userfaultfd]": .userfaultfd, "[io_uring]": .ioUring, "[pidfd]": .pidfd, "bpf-map": .bpf, "bpf-prog": .bpf, "bpf_link": .bpf,
  ]

  private static func flags(of number: Int64, _ pid: Int64) -> UInt32 {
    let text = ProcessFile.read("/proc/\(pid)/fdinfo/\(number)").value(ofLine: "flags:")
    return text.flatMap { UInt32($0, radix: 8) }.map(portable) ?? 0
  }

  /// The kernel's flags of open files in the schema's numbers (`open_flags` in flags.h).
  private static func portable(_ flags: UInt32) -> UInt32 {
    let access: [UInt32] = [1, 2, 3, 0]
    let bits: [(UInt32, UInt32)] = [
      (0o100, 0x4), (0o2000, 0x8), (0o10000, 0x10), (0o200, 0x20), (0o4000, 0x40), (0o4010000, 0x80), (0o1000, 0x100),
      (0o40000, 0x200), (0o200000, 0x400), (0o100000, 0x800), (0o2000000, 0x1000),
    ]
    return bits.reduce(access[Int(flags & 3)]) { flags & $1.0 != 0 ? $0 | $1.1 : $0 }
  }
}
