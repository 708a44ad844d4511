import Matching

extension State {
  /// All that is known now, in the form of a capture's head. What a capture cannot carry is left out: roles and flags of
  /// descriptors other than files, relations between threads beyond their numbers, containers, what waits for its exit.
  package func snapshot() -> StateSnapshot {
    var snapshot = StateSnapshot()
    snapshot.machine = machine
    snapshot.interfaces = interfaces
    for entry in users.allUsers() {
      var record = UserRecord(
        uid: entry.uid, gid: entry.user.gid, name: array(entry.user.name), home: array(entry.user.home),
        shell: array(entry.user.shell))
      record.containerID = array(entry.container)
      snapshot.users.append(record)
    }
    for entry in users.allGroups() {
      var record = GroupRecord(gid: entry.gid, name: array(entry.name))
      record.containerID = array(entry.container)
      snapshot.groups.append(record)
    }
    for index in threads.all() {
      snapshot.threads.append(thread(index))
      snapshot.descriptors.append(
        StateSnapshot.DescriptorList(tid: UInt64(bitPattern: threads[index].tid), entries: entries(index)))
    }
    return snapshot
  }

  private func array(_ symbol: Symbol) -> [UInt8] {
    let bytes = symbols.bytes(symbol)
    var array: [UInt8] = []
    array.append(bytes)
    return array
  }

  private func thread(_ index: ThreadIndex) -> StateSnapshot.Thread {
    let record = threads[index]
    var thread = StateSnapshot.Thread(tid: record.tid, pid: record.pid, ptid: record.ptid)
    thread.sid = record.sid
    thread.vpgid = record.vpgid
    thread.pgid = record.pgid
    thread.comm = array(record.comm)
    thread.exe = array(record.exe)
    thread.exepath = array(record.exepath)
    thread.args = array(record.args)
    thread.cwd = array(currentDirectory(of: index))
    thread.env = array(record.env)
    thread.cgroups = array(record.cgroups)
    thread.root = array(record.root)
    thread.descriptorLimit = record.descriptorLimit
    thread.flags = record.flags.rawValue
    thread.uid = record.uid
    thread.gid = record.gid
    thread.vmSize = record.vmSize
    thread.vmResident = record.vmResident
    thread.vmSwap = record.vmSwap
    thread.majorFaults = record.majorFaults
    thread.minorFaults = record.minorFaults
    thread.vtid = record.vtid
    thread.vpid = record.vpid
    thread.namespaceStartTime = record.namespaceStartTime
    thread.tty = record.tty
    thread.loginuid = record.loginuid
    thread.exeIsWritable = record.executable.contains(.isWritable)
    thread.exeIsInUpperLayer = record.executable.contains(.isInUpperLayer)
    thread.exeIsInLowerLayer = record.executable.contains(.isInLowerLayer)
    thread.exeIsFromMemfd = record.executable.contains(.isFromMemfd)
    thread.capInheritable = record.capInheritable
    thread.capPermitted = record.capPermitted
    thread.capEffective = record.capEffective
    thread.exeInode = record.exeInode
    thread.exeChangeTime = record.exeChangeTime
    thread.exeModificationTime = record.exeModificationTime
    return thread
  }

  /// The descriptors of a thread that has a table of its own; a thread that shares its leader's lists none.
  private func entries(_ index: ThreadIndex) -> [StateSnapshot.DescriptorEntry] {
    guard let table = threads[index].descriptors else { return [] }
    if let main = threads[index].main, main != index, threads[main].descriptors == table { return [] }
    var entries: [StateSnapshot.DescriptorEntry] = []
    descriptors.forEach(in: table) { number, place in
      if let body = body(of: descriptors[place]) {
        entries.append(
          StateSnapshot.DescriptorEntry(number: number, inode: descriptors[place].inode, body: body))
      }
    }
    return entries.sorted { $0.number < $1.number }
  }

  /// Nil for what capture files have no form for.
  private func body(of descriptor: Descriptor) -> StateSnapshot.DescriptorEntry.Body? {
    let name = array(descriptor.name)
    switch descriptor.kind {
    case .unknown: return nil
    case .fileV2: return .file(openFlags: descriptor.openFlags, path: name, device: descriptor.device)
    case .ipv4, .ipv6:
      guard case .connection(let tuple) = ends(of: descriptor) else {
        let any: IPAddress = descriptor.kind == .ipv4 ? .v4(0) : .v6(high: 0, low: 0)
        let nothing = SocketTuple(sourceAddress: any, sourcePort: 0, destinationAddress: any, destinationPort: 0)
        return .connection(nothing, descriptor.layer4)
      }
      // In files the own end comes first.
      return .connection(descriptor.status.contains(.isServer) ? tuple.swapped : tuple, descriptor.layer4)
    case .ipv4Server, .ipv6Server:
      guard case .server(let address, let port) = ends(of: descriptor) else { return nil }
      return .server(address: address, port: port, descriptor.layer4)
    case .unix:
      guard case .unix(let source, let destination) = ends(of: descriptor) else {
        return .unix(source: 0, destination: 0, path: name)
      }
      return .unix(source: source, destination: destination, path: name)
    default: return .named(descriptor.kind, name)
    }
  }
}
