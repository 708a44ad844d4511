import Runtime

/// Reads a line of state about an open descriptor.
struct DescriptorLineReader {
  private static let keys = [
    "tid", "fd", "type", "name", "flags", "dev", "ino", "connection", "listen", "unix", "protocol",
  ]
  private static let kinds: [(String, DescriptorKind)] = [
    ("file", .fileV2), ("directory", .directory), ("pipe", .fifo), ("unix", .unix), ("event", .event),
    ("signalfd", .signalfd), ("eventpoll", .eventpoll), ("inotify", .inotify), ("timerfd", .timerfd),
    ("netlink", .netlink), ("bpf", .bpf), ("userfaultfd", .userfaultfd), ("io_uring", .ioUring), ("memfd", .memfd),
    ("pidfd", .pidfd), ("unsupported", .unsupported),
  ]

  private let object: StateObject

  init(_ object: StateObject) {
    self.object = object
  }

  /// Descriptors of a process stand in one list, in the order of their lines.
  func add(to lists: inout [StateSnapshot.DescriptorList]) throws(LineProblem) {
    try object.checkKeys(Self.keys)
    let tid: UInt64 = try object.need("tid")
    let entry = StateSnapshot.DescriptorEntry(
      number: try object.need("fd"), inode: try object.number("ino") ?? 0, body: try body())
    if let index = lists.firstIndex(where: { $0.tid == tid }) {
      lists[index].entries.append(entry)
    } else {
      lists.append(StateSnapshot.DescriptorList(tid: tid, entries: [entry]))
    }
  }

  /// What it is follows from `connection`, `listen` or `unix`, else from `type`, which is a file where it is missing.
  private func body() throws(LineProblem) -> StateSnapshot.DescriptorEntry.Body {
    let given = ["connection", "listen", "unix", "type"].filter { object.node($0) != nil }
    if given.count > 1 { throw object.problem(given[1], "'\(given[0])' says what the descriptor is; '\(given[1])' is too much") }
    let document = object.document
    if let node = object.node("connection") {
      let tuple = try SocketWriter(document: document, what: "'connection'").connection(node)
      return .connection(tuple, try layer4())
    }
    if let node = object.node("listen") {
      let (address, port) = try SocketWriter(document: document, what: "'listen'").endpoint(node)
      return .server(address: address, port: port, try layer4())
    }
    if let node = object.node("unix") {
      guard let socket = try SocketWriter(document: document, what: "'unix'").unixSocket(node) else {
        throw object.problem("unix", "'unix' takes a path, or {\"unix\": …, \"source\": …, \"destination\": …}")
      }
      return .unix(source: socket.source, destination: socket.destination, path: socket.path)
    }
    return try named()
  }

  private func named() throws(LineProblem) -> StateSnapshot.DescriptorEntry.Body {
    let name = try object.text("name") ?? []
    guard let type = try object.text("type") else { return try file(name) }
    guard let kind = Self.kinds.first(where: { $0.0.utf8.elementsEqual(type) })?.1 else {
      let names = Self.kinds.map(\.0)
      throw object.problem("type", "'type' takes one of \(names.joined(separator: ", "))", among: names)
    }
    switch kind {
    case .fileV2: return try file(name)
    case .unix: return .unix(source: 0, destination: 0, path: name)
    default: return .named(kind, name)
    }
  }

  private func file(_ name: [UInt8]) throws(LineProblem) -> StateSnapshot.DescriptorEntry.Body {
    .file(
      openFlags: try object.flags("flags", of: "file_flags") ?? 0, path: name, device: try object.number("dev") ?? 0)
  }

  private func layer4() throws(LineProblem) -> Layer4 {
    switch try object.text("protocol").map({ String(decoding: $0, as: UTF8.self) }) {
    case nil, "tcp": return .tcp
    case "udp": return .udp
    case "icmp": return .icmp
    case "raw": return .raw
    default:
      let names = ["tcp", "udp", "icmp", "raw"]
      throw object.problem("protocol", "'protocol' takes one of \(names.joined(separator: ", "))", among: names)
    }
  }
}
