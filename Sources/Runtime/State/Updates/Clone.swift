/// New processes and threads, as their parent's event tells and as their own does (state-engine.md §3.2–3.4).

/// Where the other parameters of clone, clone3, fork and vfork stand.
private enum Place {
  static let flags = 15
  static let uid = 16
  static let gid = 17
  static let vtid = 18
  static let vpid = 19
  static let namespaceStart = 20
}

/// A number that was used so long ago (2 s) belongs to another thread now.
private let staleAge: UInt64 = 2_000_000_000

extension State {
  mutating func cloneThread(_ event: borrowing EventView, _ handler: StateHandler, _ facts: inout EventFacts) {
    guard let result = facts.result, let flags: UInt32 = event.number(Place.flags) else {
      counters.malformedEvents &+= 1
      return
    }
    guard event.threadID >= 0 else { return }
    if result > 0 {
      cloneAsCaller(event, handler, ThreadFlags(rawValue: flags), child: result, &facts)
    } else if result == 0 {
      cloneAsChild(event, ThreadFlags(rawValue: flags), &facts)
    }
  }

  private mutating func cloneAsCaller(
    _ event: borrowing EventView, _ handler: StateHandler, _ flags: ThreadFlags, child tid: Int64,
    _ facts: inout EventFacts
  ) {
    let found = facts.thread ?? insertPlaceholder(event.threadID)
    facts.thread = found
    guard let caller = found else { return }
    if threads[caller].isInvalid { completeFromClone(event, caller) }

    // The result is a number of the caller's namespace, or the child ran before its parent: its own event tells.
    if !flags.isDisjoint(with: [.childInPIDNamespace, .newPIDNamespace, .parent, .vfork]) || handler == .vfork
      || threads[caller].tid != threads[caller].vtid
    {
      return
    }
    let isThread = flags.contains(.thread)
    let ptid = isThread ? threads[caller].ptid : threads[caller].tid
    if threads.exits.contains(tid: tid, ptid: ptid, since: staleAge, before: event.time) { return }
    if let existing = threads.find(tid) {
      if threads[existing].flags.contains(.inverted) { return }
      if existing == caller { return }
      removeThread(existing)
      // A leader whose threads live stays; so does its number.
      if threads.find(tid) != nil { return }
    }

    var record = ThreadRecord(tid: tid)
    record.flags = flags
    if isThread {
      record.pid = threads[caller].pid
      record.ptid = threads[caller].ptid
    } else {
      record.pid = tid
      record.ptid = threads[caller].tid
    }
    record.vtid = record.tid
    record.vpid = record.pid
    record.namespaceStartTime = machine.bootTime
    inherit(&record, from: caller)
    fill(&record, event)
    insertChild(record, event.time)
  }

  private mutating func cloneAsChild(_ event: borrowing EventView, _ flags: ThreadFlags, _ facts: inout EventFacts) {
    let tid = event.threadID
    if let existing = facts.thread {
      let cloneTime = threads[existing].cloneTime
      if cloneTime != 0 && event.time &- cloneTime < staleAge { return }
      removeThread(existing)
      facts.thread = nil
      if threads.find(tid) != nil { return }
    }
    guard let pid: Int64 = event.number(ProcessPlace.pid), let ptid: Int64 = event.number(ProcessPlace.ptid) else {
      counters.malformedEvents &+= 1
      return
    }
    var record = ThreadRecord(tid: tid)
    record.flags = flags.union(.inverted)
    record.pid = pid
    record.ptid = ptid
    record.vtid = event.number(Place.vtid) ?? tid
    record.vpid = event.number(Place.vpid) ?? pid
    let namespaceStart: UInt64 = event.number(Place.namespaceStart) ?? 0
    record.namespaceStartTime =
      record.isInPIDNamespace ? namespaceStart &+ machine.bootTime : machine.bootTime

    let source = flags.contains(.thread) ? pid : ptid
    let found = threads.find(source) ?? (source >= 0 && source != tid ? insertPlaceholder(source) : nil)
    if let found, !threads[found].isInvalid {
      inherit(&record, from: found)
    } else if record.flags.contains(.thread) {
      record.flags.insert(.files)
    }
    if record.descriptors == nil { record.descriptors = descriptors.makeTable() }
    fill(&record, event)
    facts.thread = insertChild(record, event.time)
  }

  /// A caller that was never announced: what its event says of it.
  private mutating func completeFromClone(_ event: borrowing EventView, _ caller: ThreadIndex) {
    guard let pid: Int64 = event.number(ProcessPlace.pid), let ptid: Int64 = event.number(ProcessPlace.ptid) else { return }
    threads[caller].pid = pid
    threads[caller].ptid = ptid
    threads[caller].vtid = event.number(Place.vtid) ?? -1
    threads[caller].vpid = event.number(Place.vpid) ?? -1
    threads[caller].isPlaceholder = false
    threads.findRelatives(of: caller)
  }

  /// What a child has from its parent, a thread from its leader.
  private mutating func inherit(_ record: inout ThreadRecord, from source: ThreadIndex) {
    let isThread = record.flags.contains(.thread)
    record.exepath = held(threads[source].exepath)
    record.root = held(threads[source].root)
    record.executable = threads[source].executable
    record.sid = threads[source].sid
    record.vpgid = threads[source].vpgid
    record.pgid = threads[source].pgid
    record.tty = threads[source].tty
    record.loginuid = threads[source].loginuid
    record.capPermitted = threads[source].capPermitted
    record.capInheritable = threads[source].capInheritable
    record.capEffective = threads[source].capEffective
    record.exeInode = threads[source].exeInode
    record.exeChangeTime = threads[source].exeChangeTime
    record.exeModificationTime = threads[source].exeModificationTime
    record.changeTimeBeforeClone = threads[source].changeTimeBeforeClone
    record.changeTimeAfterNamespace = threads[source].changeTimeAfterNamespace
    if isThread {
      record.flags.insert(.files)
      record.execTime = threads[source].execTime
    } else {
      record.env = held(threads[source].env)
      record.cwd = held(currentDirectory(of: source))
    }
    // Flags of a thread's own event may be wrong about what it is. One that shares descriptors shares its leader's
    // (attacks.scap, thread 1782).
    let isShared = record.flags.contains(.files)
    let holder = isShared && !record.isMain ? threads.find(record.pid) : source
    guard let table = holder.flatMap({ threads[$0].descriptors }) else { return }
    if isShared {
      descriptors.retain(table)
      record.descriptors = table
    } else {
      record.descriptors = descriptors.copy(table)
    }
  }

  /// What the event says of the new thread, on either side.
  private mutating func fill(_ record: inout ThreadRecord, _ event: borrowing EventView) {
    record.exe = internText(event, ProcessPlace.exe)
    record.args = internStrings(event, ProcessPlace.args)
    let comm = event.text(ProcessPlace.comm)
    if let comm, comm.count > 0 { record.comm = symbols.intern(comm) } else { record.comm = held(record.exe) }
    (record.cgroups, record.containerID) = internCgroups(event, ProcessPlace.cgroups)
    record.readResources(event)
    record.uid = event.number(Place.uid) ?? .max
    record.gid = event.number(Place.gid) ?? .max
    record.cloneTime = event.time
  }

  @discardableResult
  private mutating func insertChild(_ record: ThreadRecord, _ time: UInt64) -> ThreadIndex? {
    guard let index = insertThread(record) else { return nil }
    threads[index].lastEventTime = time
    threads.findRelatives(of: index)
    return index
  }

  // MARK: Symbols of parameters, held once for the caller

  mutating func held(_ symbol: Symbol) -> Symbol {
    symbols.retain(symbol)
    return symbol
  }

  /// A text without its terminator; `<NA>` where there is none.
  mutating func internText(_ event: borrowing EventView, _ place: Int) -> Symbol {
    guard let text = event.text(place) else { return Symbol(.notAvailable) }
    return symbols.intern(text)
  }

  mutating func internCgroups(_ event: borrowing EventView, _ place: Int) -> (cgroups: Symbol, container: Symbol) {
    guard let bytes = event.parameter(place), bytes.count > 0 else { return (.empty, .empty) }
    return controlGroups.cgroups(bytes, &symbols)
  }

  /// A list of strings, each NUL-terminated. A single empty one is none.
  mutating func internStrings(_ event: borrowing EventView, _ place: Int) -> Symbol {
    guard let bytes = event.parameter(place), bytes.count > 1 || (bytes.count == 1 && bytes[0] != 0) else {
      return .empty
    }
    return symbols.intern(bytes)
  }
}
