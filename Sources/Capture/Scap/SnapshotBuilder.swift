import Matching
import Runtime

/// Reads the blocks in front of the events into a snapshot (scap-format.md §2).
///
/// A block whose frame holds but whose entries do not fit gives the entries that do, and is counted.
struct SnapshotBuilder {
  private(set) var snapshot = StateSnapshot()
  private(set) var malformedTables: UInt64 = 0
  /// What the entries read so far take in memory, roughly; a small block can hold many entries.
  private var memory = 0
  /// More than this is refused.
  static let memoryLimit = 256 << 20

  var isTooLarge: Bool { memory > Self.memoryLimit }

  mutating func read(_ type: BlockType, _ body: Span<UInt8>) {
    var cursor = TableCursor(body)
    switch type {
    case .machine: readMachine(&cursor)
    case .processes(let version): readProcesses(&cursor, version)
    case .descriptors(let version): readDescriptors(&cursor, version)
    case .interfaces(let version): readInterfaces(&cursor, version)
    case .users(let version): readUsers(&cursor, version)
    case .sectionHeader, .event: return
    }
    if cursor.isShort { malformedTables += 1 }
  }

  /// Entries go on while this holds: padding leaves at most 3 bytes.
  private func hasEntry(_ cursor: borrowing TableCursor) -> Bool {
    cursor.remaining >= 4 && !cursor.isShort && !isTooLarge
  }

  private mutating func readMachine(_ cursor: inout TableCursor) {
    var machine = MachineFacts()
    machine.cpuCount = cursor.number()
    machine.memoryBytes = cursor.number()
    machine.maximumPID = cursor.number()
    machine.hostName = Array(cursor.string(128).prefix { $0 != 0 })
    machine.bootTime = cursor.number()
    // 24 more bytes are of no use to a replay.
    snapshot.machine = machine
  }

  // MARK: Processes

  private mutating func readProcesses(_ cursor: inout TableCursor, _ version: UInt8) {
    while hasEntry(cursor) {
      let thread: StateSnapshot.Thread
      if version >= 9 {
        let length = Int(cursor.number(as: UInt32.self))
        var entry = cursor.entry(length - 4)
        guard !cursor.isShort else { return }
        thread = readThread(&entry, version)
        guard !entry.isShort else {
          malformedTables += 1
          continue
        }
      } else {
        thread = readThread(&cursor, version)
        guard !cursor.isShort else { return }
      }
      memory += MemoryLayout<StateSnapshot.Thread>.stride
      for text in [thread.comm, thread.exe, thread.exepath, thread.args, thread.cwd, thread.env, thread.cgroups, thread.root] {
        add(text)
      }
      snapshot.threads.append(thread)
    }
  }

  private func readThread(_ entry: inout TableCursor, _ version: UInt8) -> StateSnapshot.Thread {
    var thread = StateSnapshot.Thread(tid: entry.number(), pid: entry.number(), ptid: entry.number())
    if version >= 6 { thread.sid = entry.number() }
    if version >= 8 { thread.vpgid = entry.number() }
    thread.comm = entry.string()
    thread.exe = entry.string()
    if version >= 7 { thread.exepath = entry.string() }
    thread.args = entry.string()
    thread.cwd = entry.string()
    thread.descriptorLimit = entry.number()
    thread.flags = entry.number()
    thread.uid = entry.number()
    thread.gid = entry.number()
    if version >= 2 {
      thread.vmSize = entry.number()
      thread.vmResident = entry.number()
      thread.vmSwap = entry.number()
      thread.majorFaults = entry.number()
      thread.minorFaults = entry.number()
    }
    if version >= 3 { thread.env = entry.string() }
    if version >= 4 {
      thread.vtid = entry.number()
      thread.vpid = entry.number()
      thread.cgroups = entry.string()
    }
    if version >= 5 { thread.root = entry.string() }
    if version >= 9, !entry.isShort { readThreadTail(&entry, &thread) }
    return thread
  }

  /// What version 9 has appended over time; the entry's length says how much of it is there.
  private func readThreadTail(_ entry: inout TableCursor, _ thread: inout StateSnapshot.Thread) {
    // The first writers of version 9 began with loginuid: their tails have at most these bytes.
    if entry.remaining > 29 {
      thread.namespaceStartTime = entry.number()
      thread.tty = entry.number()
    }
    thread.loginuid = entry.number(orIfAbsent: .max)
    thread.exeIsWritable = entry.number(orIfAbsent: 0 as UInt8) != 0
    thread.capInheritable = entry.number(orIfAbsent: 0)
    thread.capPermitted = entry.number(orIfAbsent: 0)
    thread.capEffective = entry.number(orIfAbsent: 0)
    thread.exeIsInUpperLayer = entry.number(orIfAbsent: 0 as UInt8) != 0
    thread.exeInode = entry.number(orIfAbsent: 0)
    thread.exeChangeTime = entry.number(orIfAbsent: 0)
    thread.exeModificationTime = entry.number(orIfAbsent: 0)
    thread.exeIsFromMemfd = entry.number(orIfAbsent: 0 as UInt8) != 0
    thread.exeIsInLowerLayer = entry.number(orIfAbsent: 0 as UInt8) != 0
    thread.pgid = entry.number(orIfAbsent: -1)
  }

  // MARK: Descriptors

  private mutating func readDescriptors(_ cursor: inout TableCursor, _ version: UInt8) {
    var list = StateSnapshot.DescriptorList(tid: cursor.number(), entries: [])
    guard !cursor.isShort else { return }
    while hasEntry(cursor) {
      if version >= 2 {
        let length = Int(cursor.number(as: UInt32.self))
        var entry = cursor.entry(length - 4)
        if cursor.isShort { break }
        guard let descriptor = readDescriptor(&entry, hasLength: true) else {
          malformedTables += 1
          continue
        }
        list.entries.append(descriptor)
      } else {
        guard let descriptor = readDescriptor(&cursor, hasLength: false) else { break }
        list.entries.append(descriptor)
      }
      memory += MemoryLayout<StateSnapshot.DescriptorEntry>.stride
      if case .named(_, let name) = list.entries[list.entries.count - 1].body { add(name) }
    }
    memory += MemoryLayout<StateSnapshot.DescriptorList>.stride
    snapshot.descriptors.append(list)
  }

  private func readDescriptor(_ entry: inout TableCursor, hasLength: Bool) -> StateSnapshot.DescriptorEntry? {
    let number: Int64 = entry.number()
    let inode: UInt64 = entry.number()
    let code: UInt8 = entry.number()
    guard !entry.isShort else { return nil }
    guard let kind = DescriptorKind(rawValue: code), kind != .unknown else {
      // Without a length there is no way over it.
      guard hasLength else {
        entry.markShort()
        return nil
      }
      return StateSnapshot.DescriptorEntry(number: number, inode: inode, body: .unknownType(code))
    }
    let body = readBody(&entry, kind, hasLength: hasLength)
    return entry.isShort ? nil : StateSnapshot.DescriptorEntry(number: number, inode: inode, body: body)
  }

  private func readBody(
    _ entry: inout TableCursor, _ kind: DescriptorKind, hasLength: Bool
  ) -> StateSnapshot.DescriptorEntry.Body {
    switch kind {
    case .ipv4, .ipv6:
      let source = entry.address(isV4: kind == .ipv4)
      let destination = entry.address(isV4: kind == .ipv4)
      let tuple = SocketTuple(
        sourceAddress: source, sourcePort: entry.number(), destinationAddress: destination,
        destinationPort: entry.number())
      return .connection(tuple, layer4(&entry))
    case .ipv4Server, .ipv6Server:
      let address = entry.address(isV4: kind == .ipv4Server)
      return .server(address: address, port: entry.number(), layer4(&entry))
    case .unix:
      return .unix(source: entry.number(), destination: entry.number(), path: entry.string())
    case .fileV2:
      let flags: UInt32 = entry.number()
      let path = entry.string()
      return .file(openFlags: flags, path: path, device: hasLength ? entry.number(orIfAbsent: 0) : 0)
    default:
      return .named(kind, entry.string())
    }
  }

  private func layer4(_ entry: inout TableCursor) -> Layer4 { Layer4(rawValue: entry.number()) ?? .unknown }

  // MARK: Interfaces and users

  private mutating func readInterfaces(_ cursor: inout TableCursor, _ version: UInt8) {
    while hasEntry(cursor) {
      var interface: NetworkInterface?
      if version >= 2 {
        // Unlike those of all other lists, this length does not count itself.
        let length = Int(cursor.number(as: UInt32.self))
        var entry = cursor.entry(length)
        interface = readInterface(&entry)
        if cursor.isShort { return }
      } else {
        interface = readInterface(&cursor)
        if interface == nil { cursor.markShort() }
      }
      if let interface {
        memory += MemoryLayout<NetworkInterface>.stride
        add(interface.name)
        snapshot.interfaces.append(interface)
      } else if version >= 2 {
        malformedTables += 1
      }
    }
  }

  private func readInterface(_ entry: inout TableCursor) -> NetworkInterface? {
    let type: UInt16 = entry.number()
    let nameLength = Int(entry.number(as: UInt16.self))
    guard (1...4).contains(type) else { return nil }
    let isV4 = type == 1 || type == 3
    let address = entry.address(isV4: isV4)
    let netmask = entry.address(isV4: isV4)
    let broadcast = entry.address(isV4: isV4)
    let linkSpeed: UInt64? = type <= 2 ? entry.number() : nil
    let name = entry.string(nameLength)
    guard !entry.isShort else { return nil }
    return NetworkInterface(
      name: name, address: address, netmask: netmask, broadcast: broadcast, linkSpeed: linkSpeed)
  }

  private mutating func readUsers(_ cursor: inout TableCursor, _ version: UInt8) {
    while hasEntry(cursor) {
      if version >= 2 {
        let length = Int(cursor.number(as: UInt32.self))
        var entry = cursor.entry(length - 4)
        if cursor.isShort { return }
        if !readUserOrGroup(&entry) { malformedTables += 1 }
      } else if !readUserOrGroup(&cursor) {
        return cursor.markShort()
      }
    }
  }

  private mutating func readUserOrGroup(_ entry: inout TableCursor) -> Bool {
    switch entry.number(as: UInt8.self) {
    case 0:
      let user = UserRecord(
        uid: entry.number(), gid: entry.number(), name: entry.string(), home: entry.string(), shell: entry.string())
      guard !entry.isShort else { return false }
      memory += MemoryLayout<UserRecord>.stride + user.name.count + user.home.count + user.shell.count
      snapshot.users.append(user)
    case 1:
      let group = GroupRecord(gid: entry.number(), name: entry.string())
      guard !entry.isShort else { return false }
      memory += MemoryLayout<GroupRecord>.stride + group.name.count
      snapshot.groups.append(group)
    default: return false
    }
    return true
  }

  /// 32 bytes is what an array has in front of its elements; an empty one has none of its own.
  private mutating func add(_ text: [UInt8]) {
    if !text.isEmpty { memory += 32 + text.count }
  }
}
