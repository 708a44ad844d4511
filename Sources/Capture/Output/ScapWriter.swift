import Matching
package import Runtime
import Schema

/// Writes a .scap file with the blocks of current writers (scap-format.md §1.3): a section of tables, then events.
///
/// Two things have no place in a file: users and groups of containers, which later events bring again, and text beyond
/// the lengths that other readers take.
package struct ScapWriter: ~Copyable {
  private var file: OutputFile
  private var block = BlockBuilder()
  /// By event code: parameter lengths have 32 bits.
  private let hasLargePayload = EventTable.syscall.types.map { $0.flags.contains(.largePayload) }

  /// Creates the file at `path`; `-` is standard output. A snapshot has to be written before the first event.
  package init(path: String, isCompressed: Bool) throws(CaptureError) {
    file = try OutputFile(path: path, isCompressed: isCompressed)
  }

  /// Writes what is left. The file is whole only after this.
  package mutating func finish() throws(CaptureError) { try file.finish() }

  /// An event behind those before.
  package mutating func write(_ view: borrowing EventView) throws(CaptureError) {
    let code = Int(view.type.rawValue)
    var layout: EventLayout = code < hasLargePayload.count && hasLargePayload[code] ? [.isLarge] : []
    if view.isStateOnly { layout.insert(.hasFlags) }
    block.begin(.event(layout))
    block.append(view.cpu)
    if view.isStateOnly { block.append(1 as UInt32) }
    block.append(view.bytes)
    let limit = layout.contains(.isLarge) ? BlockFrame.limit : BlockFrame.eventLimit
    guard block.bytes.count + 8 <= limit else {
      throw CaptureError(.unwritable, "an event of \(view.bytes.count) bytes has no place in a capture")
    }
    try endBlock()
  }

  /// Begins a section: all tables anew.
  package mutating func write(_ snapshot: StateSnapshot) throws(CaptureError) {
    block.begin(.sectionHeader)
    block.append(BlockFrame.byteOrderMagic)
    block.append(1 as UInt16)
    block.append(2 as UInt16)
    block.append(UInt64.max)
    try endBlock()
    block.begin(.machine)
    block.appendMachine(snapshot.machine)
    try endBlock()
    block.begin(.interfaces(version: 2))
    for interface in snapshot.interfaces { block.appendInterface(interface) }
    try endBlock()
    block.begin(.users(version: 2))
    for user in snapshot.users where user.containerID.isEmpty { block.appendUser(user) }
    for group in snapshot.groups where group.containerID.isEmpty { block.appendGroup(group) }
    try endBlock()
    block.begin(.processes(version: 9))
    for thread in snapshot.threads { block.appendThread(thread) }
    try endBlock()
    for list in snapshot.descriptors {
      block.begin(.descriptors(version: 2))
      block.append(list.tid)
      for entry in list.entries { block.appendDescriptor(entry) }
      try endBlock()
    }
  }

  private mutating func endBlock() throws(CaptureError) {
    block.end()
    guard block.bytes.count <= BlockFrame.limit else {
      throw CaptureError(.unwritable, "a table of \(block.bytes.count) bytes has no place in a capture")
    }
    try file.write(block.bytes)
  }
}

extension BlockBuilder {
  fileprivate mutating func appendMachine(_ machine: MachineFacts) {
    append(machine.cpuCount)
    append(machine.memoryBytes)
    append(machine.maximumPID)
    append(machine.hostName, width: 128)
    append(machine.bootTime)
    // Flags, and two words for later.
    for _ in 0..<3 { append(0 as UInt64) }
  }

  fileprivate mutating func appendInterface(_ interface: NetworkInterface) {
    let isV4 = interface.address.isV4
    beginEntry()
    append((isV4 ? 1 : 2) + (interface.linkSpeed == nil ? 2 : 0) as UInt16)
    append(UInt16(truncatingIfNeeded: min(interface.name.count, 255)))
    for address in [interface.address, interface.netmask, interface.broadcast] { append(address, isV4: isV4) }
    if let speed = interface.linkSpeed { append(speed) }
    append(interface.name, width: min(interface.name.count, 255))
    endEntry(countingItself: false)
  }

  fileprivate mutating func appendUser(_ user: UserRecord) {
    beginEntry()
    append(0 as UInt8)
    append(user.uid)
    append(user.gid)
    for text in [user.name, user.home, user.shell] { append(text, limit: 255) }
    endEntry()
  }

  fileprivate mutating func appendGroup(_ group: GroupRecord) {
    beginEntry()
    append(1 as UInt8)
    append(group.gid)
    append(group.name, limit: 255)
    endEntry()
  }

  // The limits are those of the reference's reader (scap-format.md §2.2).
  fileprivate mutating func appendThread(_ thread: StateSnapshot.Thread) {
    beginEntry()
    for id in [thread.tid, thread.pid, thread.ptid, thread.sid, thread.vpgid] { append(id) }
    for text in [thread.comm, thread.exe, thread.exepath] { append(text, limit: 1024) }
    append(thread.args, limit: 4096)
    append(thread.cwd, limit: 1024)
    append(thread.descriptorLimit)
    for number in [thread.flags, thread.uid, thread.gid, thread.vmSize, thread.vmResident, thread.vmSwap] { append(number) }
    append(thread.majorFaults)
    append(thread.minorFaults)
    append(thread.env, limit: 4096)
    append(thread.vtid)
    append(thread.vpid)
    append(thread.cgroups, limit: 4096)
    append(thread.root, limit: 1024)
    append(thread.namespaceStartTime)
    append(thread.tty)
    append(thread.loginuid)
    append(thread.exeIsWritable)
    for capabilities in [thread.capInheritable, thread.capPermitted, thread.capEffective] { append(capabilities) }
    append(thread.exeIsInUpperLayer)
    for number in [thread.exeInode, thread.exeChangeTime, thread.exeModificationTime] { append(number) }
    append(thread.exeIsFromMemfd)
    append(thread.exeIsInLowerLayer)
    append(thread.pgid)
    endEntry()
  }

  fileprivate mutating func appendDescriptor(_ entry: StateSnapshot.DescriptorEntry) {
    beginEntry()
    append(entry.number)
    append(entry.inode)
    switch entry.body {
    case .named(let kind, let name):
      append(kind.rawValue)
      append(name, limit: 1023)
    case .file(let openFlags, let path, let device):
      append(DescriptorKind.fileV2.rawValue)
      append(openFlags)
      append(path, limit: 1023)
      append(device)
    case .connection(let tuple, let layer4):
      let isV4 = tuple.sourceAddress.isV4
      append((isV4 ? DescriptorKind.ipv4 : .ipv6).rawValue)
      append(tuple.sourceAddress, isV4: isV4)
      append(tuple.destinationAddress, isV4: isV4)
      append(tuple.sourcePort)
      append(tuple.destinationPort)
      append(layer4.rawValue)
    case .server(let address, let port, let layer4):
      append((address.isV4 ? DescriptorKind.ipv4Server : .ipv6Server).rawValue)
      append(address, isV4: address.isV4)
      append(port)
      append(layer4.rawValue)
    case .unix(let source, let destination, let path):
      append(DescriptorKind.unix.rawValue)
      append(source)
      append(destination)
      append(path, limit: 1023)
    case .unknownType(let code): append(code)
    }
    endEntry()
  }
}
