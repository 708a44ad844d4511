import Matching

extension State {
  /// Replaces everything: at the begin of a source, and where a capture begins anew.
  package mutating func load(_ snapshot: StateSnapshot) {
    removeAll()
    machine = snapshot.machine
    interfaces = snapshot.interfaces
    for user in snapshot.users { load(user) }
    for group in snapshot.groups { load(group) }
    for thread in snapshot.threads { load(thread) }
    // Only now is every parent and leader known.
    let all = threads.all()
    for thread in all { threads.findRelatives(of: thread) }
    shareTables(all)
    for list in snapshot.descriptors { load(list) }
    giveRoles(all)
  }

  // MARK: Users

  private mutating func load(_ user: UserRecord) {
    let record = UserTable.User(
      gid: user.gid, name: symbols.intern(user.name.span), home: symbols.intern(user.home.span),
      shell: symbols.intern(user.shell.span))
    users.insert(user.uid, record, container: symbols.intern(user.containerID.span), &symbols)
  }

  private mutating func load(_ group: GroupRecord) {
    users.insert(
      group: group.gid, name: symbols.intern(group.name.span), container: symbols.intern(group.containerID.span),
      &symbols)
  }

  // MARK: Threads

  private mutating func load(_ thread: StateSnapshot.Thread) {
    if threads.find(thread.tid) != nil { return }
    _ = insertThread(record(of: thread))
  }

  /// Holds its symbols.
  mutating func record(of thread: StateSnapshot.Thread) -> ThreadRecord {
    var record = ThreadRecord(tid: thread.tid)
    record.pid = thread.pid
    record.isPlaceholder = thread.pid < 0
    record.ptid = thread.ptid
    record.sid = thread.sid
    record.vpgid = thread.vpgid
    record.pgid = thread.pgid
    record.comm = symbols.intern(thread.comm.span)
    record.exe = symbols.intern(thread.exe.span)
    record.exepath = symbols.intern(thread.exepath.span)
    // A single empty string is none.
    record.args = thread.args == [0] ? .empty : symbols.intern(thread.args.span)
    record.env = symbols.intern(thread.env.span)
    (record.cgroups, record.containerID) = controlGroups.cgroups(thread.cgroups.span, &symbols)
    record.root = symbols.intern(thread.root.span)
    if record.isMain {
      record.cwd = symbol { _, text in
        PathText.join(thread.cwd.span, toBaseAt: text.count, in: &text)
        if text.last != UInt8(ascii: "/") { text.append(UInt8(ascii: "/")) }
      }
    }
    record.descriptorLimit = thread.descriptorLimit
    record.flags = ThreadFlags(rawValue: thread.flags)
    record.uid = thread.uid
    record.gid = thread.gid
    record.vmSize = thread.vmSize
    record.vmResident = thread.vmResident
    record.vmSwap = thread.vmSwap
    record.majorFaults = thread.majorFaults
    record.minorFaults = thread.minorFaults
    record.vtid = thread.vtid
    record.vpid = thread.vpid
    record.namespaceStartTime = thread.namespaceStartTime
    record.cloneTime = thread.cloneTime
    record.tty = thread.tty
    record.loginuid = thread.loginuid
    record.capInheritable = thread.capInheritable
    record.capPermitted = thread.capPermitted
    record.capEffective = thread.capEffective
    record.exeInode = thread.exeInode
    record.exeChangeTime = thread.exeChangeTime
    record.exeModificationTime = thread.exeModificationTime
    if thread.exeIsWritable { record.executable.insert(.isWritable) }
    if thread.exeIsInUpperLayer { record.executable.insert(.isInUpperLayer) }
    if thread.exeIsInLowerLayer { record.executable.insert(.isInLowerLayer) }
    if thread.exeIsFromMemfd { record.executable.insert(.isFromMemfd) }
    return record
  }

  /// Every process gets a table; its threads use it too, unless they say that they have one of their own.
  private mutating func shareTables(_ all: [ThreadIndex]) {
    for thread in all where threads[thread].main == thread || threads[thread].main == nil {
      threads[thread].descriptors = descriptors.makeTable()
    }
    for thread in all where threads[thread].descriptors == nil {
      if let main = threads[thread].main, let table = threads[main].descriptors,
        threads[thread].flags.contains(.files)
      {
        descriptors.retain(table)
        threads[thread].descriptors = table
      } else {
        threads[thread].descriptors = descriptors.makeTable()
      }
    }
  }

  // MARK: Descriptors

  mutating func load(_ list: StateSnapshot.DescriptorList) {
    guard let thread = threads.find(Int64(bitPattern: list.tid)), let table = threads[thread].descriptors else { return }
    for entry in list.entries {
      let descriptor = makeDescriptor(of: entry)
      descriptors.open(entry.number, descriptor, in: table, &symbols)
    }
  }

  mutating func makeDescriptor(of entry: StateSnapshot.DescriptorEntry) -> Descriptor {
    var descriptor: Descriptor
    switch entry.body {
    case .named(let kind, let name):
      descriptor = Descriptor(kind)
      descriptor.name = symbols.intern(name.span)
    case .file(let flags, let path, let device):
      descriptor = Descriptor(.fileV2)
      descriptor.openFlags = flags
      if flags & OpenFlag.upperLayer != 0 { descriptor.status.insert(.isInUpperLayer) }
      if flags & OpenFlag.lowerLayer != 0 { descriptor.status.insert(.isInLowerLayer) }
      descriptor.device = device
      descriptor.name = symbols.intern(path.span)
    case .connection(let mapped, let layer4):
      let tuple = layer4 == .udp ? withOwnAddress(mapped.unmapped) : mapped.unmapped
      descriptor = Descriptor(tuple.isV4 ? .ipv4 : .ipv6)
      descriptor.layer4 = layer4
      descriptor.name = symbol { _, text in AddressText.append(tuple, layer4, to: &text) }
      descriptor.tuple = symbol(of: .connection(tuple))
      if layer4 == .tcp { descriptor.status.insert(.isConnected) }
    case .server(let address, let port, let layer4):
      descriptor = Descriptor(address.isV4 ? .ipv4Server : .ipv6Server)
      descriptor.layer4 = layer4
      descriptor.name = symbol { _, text in AddressText.append(address, port: port, to: &text) }
      descriptor.tuple = symbol(of: .server(address, port: port))
      if address.isV4 { serverPorts.insert(port) }
    case .unix(let source, let destination, let path):
      descriptor = Descriptor(.unix)
      descriptor.name = symbol { _, text in PrintableText.append(path.span, to: &text) }
      descriptor.status.insert(path.isEmpty ? .isClient : .isServer)
      descriptor.tuple = symbol(of: .unix(source: source, destination: destination))
    case .unknownType(let number):
      descriptor = Descriptor(.unsupported)
      descriptor.name = symbol { _, text in
        text.append("unknown-type:[")
        text.append(decimal: UInt64(number))
        text.append("]")
      }
    }
    descriptor.status.insert(.isFromSnapshot)
    descriptor.inode = entry.inode
    return descriptor
  }

  /// Who is the server of a connection follows from the servers' ports, once they are all known (state-engine.md §5.2).
  private mutating func giveRoles(_ all: [ThreadIndex]) {
    for thread in all {
      guard let table = threads[thread].descriptors else { continue }
      var connections: [DescriptorIndex] = []
      descriptors.forEach(in: table) { _, index in
        if descriptors[index].kind == .ipv4 && descriptors[index].status.isDisjoint(with: [.isClient, .isServer]) {
          connections.append(index)
        }
      }
      for index in connections { giveRole(index) }
    }
  }

  private mutating func giveRole(_ index: DescriptorIndex) {
    guard case .connection(let tuple) = ends(of: descriptors[index]), serverPorts.contains(tuple.sourcePort) else {
      descriptors[index].status.insert(.isClient)
      return
    }
    descriptors[index].status.insert(.isServer)
    let swapped = symbol(of: .connection(tuple.swapped))
    symbols.replace(&descriptors[index].tuple, with: swapped)
    let layer4 = descriptors[index].layer4
    let name = symbol { _, text in AddressText.append(tuple.swapped, layer4, to: &text) }
    symbols.replace(&descriptors[index].name, with: name)
  }
}
