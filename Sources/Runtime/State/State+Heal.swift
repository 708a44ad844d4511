import Schema

/// State that may be wrong because events were lost, of a source that can look things up in the running system.
///
/// Every record carries the period in which it was last known to be right; a loss begins a new period. A thread of an
/// earlier period is asked about when it acts next: in front of its event, so that its fields are right already then.
extension State {
  /// What is to be looked up in front of an event: a thread that is unknown, or in doubt. Nil for nothing.
  ///
  /// What nobody has an answer to is asked again with each event, unless `note(asGone:)` says so.
  @inline(__always)
  mutating func question(about event: borrowing EventView) -> Int64? {
    let code = Int(event.type.rawValue)
    guard code < rules.count, event.threadID > 0 else { return nil }
    switch rules[code].lookup {
    case .nothing: return nil
    case .existing: return rules[code].handler == .clone || rules[code].handler == .vfork ? questionAboutMaker(event) : nil
    case .orPlaceholder:
      guard let thread = threads.findCurrent(event.threadID) else { return event.threadID }
      return threads[thread].knownIn == threads.period ? nil : event.threadID
    }
  }

  /// A new process or thread has much from its maker: the caller, or in its own event the thread's leader or its parent.
  private mutating func questionAboutMaker(_ event: borrowing EventView) -> Int64? {
    guard let result = event.result, result >= 0 else { return nil }
    var maker = event.threadID
    if result == 0 {
      guard let pid: Int64 = event.number(ProcessPlace.pid), let ptid: Int64 = event.number(ProcessPlace.ptid) else { return nil }
      maker = pid == event.threadID ? ptid : pid
    }
    guard maker > 0 else { return nil }
    return isInDoubt(maker) ? maker : nil
  }

  /// Whether a thread is not known, or not known to be right.
  package func isInDoubt(_ tid: Int64) -> Bool { threads.find(tid).map { threads[$0].knownIn != threads.period } ?? true }

  /// Events were lost: nothing that is known is certain any more.
  package mutating func doubtAll() { threads.period &+= 1 }

  /// A thread that is not there any more, as far as can be seen: there is nothing to ask.
  package mutating func note(asGone tid: Int64) {
    carryOutPending()
    guard let index = threads.find(tid) ?? insertPlaceholder(tid) else { return }
    threads[index].knownIn = threads.period
  }

  /// A thread as it is now. Descriptors are those of its process.
  ///
  /// - Parameter replacesProgram: whether events of processes may have been lost, so that what it runs is in doubt too.
  package mutating func correct(
    _ thread: StateSnapshot.Thread, _ list: StateSnapshot.DescriptorList?, replacesProgram: Bool
  ) {
    carryOutPending()
    if let index = threads.find(thread.tid), !threads[index].isPlaceholder {
      if isSame(index, thread) {
        if replacesProgram { correct(index, thread) }
      } else {
        removeThread(index)
      }
    }
    learn(thread)
    guard let index = threads.find(thread.tid) else { return }
    threads[index].knownIn = threads.period
    if let list, let table = threads[index].descriptors { replace(table, with: list) }
  }

  /// A thread that was found to be gone at `time`: it goes with the next event, unless its number was given again since.
  package mutating func remove(_ tid: Int64, goneBefore time: UInt64) {
    carryOutPending()
    guard let index = threads.find(tid), threads[index].cloneTime < time else { return }
    threads.exits.append(tid: tid, ptid: threads[index].ptid, time: time)
    removeThread(index)
  }

  /// A number that was given to another thread shows by when that began. A thread's begin is seen at the end of the call that
  /// makes it, which may wait for a processor.
  private func isSame(_ index: ThreadIndex, _ thread: StateSnapshot.Thread) -> Bool {
    let (known, found) = (threads[index].cloneTime, thread.cloneTime)
    if known == 0 || found == 0 { return true }
    return (known > found ? known &- found : found &- known) < Self.longestBegin
  }

  private static var longestBegin: UInt64 { 2_000_000_000 }

  // MARK: Threads

  /// What the system says of a known thread counts; what it cannot say stays.
  private mutating func correct(_ index: ThreadIndex, _ thread: StateSnapshot.Thread) {
    let old = threads[index]
    var record = record(of: thread)
    if !record.isMain { record.comm = replaced(record.comm, by: old.comm) }
    record.keepPlace(of: old)
    record.flags = old.flags
    record.cloneTime = old.cloneTime
    record.execTime = old.execTime
    record.reaper = old.reaper
    record.changeTimeBeforeClone = old.changeTimeBeforeClone
    record.changeTimeAfterNamespace = old.changeTimeAfterNamespace
    releaseTexts(of: old)
    threads[index] = record
    if let parent = threads.find(thread.ptid), parent != old.parent, parent != index { threads.adopt(index, by: parent) }
  }

  /// Lets go of a symbol that is held, and holds another.
  private mutating func replaced(_ symbol: Symbol, by other: Symbol) -> Symbol {
    symbols.release(symbol)
    return held(other)
  }

  /// Nothing for a thread that is known.
  private mutating func learn(_ thread: StateSnapshot.Thread) {
    if let index = threads.find(thread.tid) {
      guard threads[index].isPlaceholder, threads[index].isInvalid, !threads[index].isClosed else { return }
      complete(index, record(of: thread))
      return
    }
    var record = record(of: thread)
    let leader = record.flags.contains(.files) && !record.isMain ? threads.find(record.pid) : nil
    if let table = leader.flatMap({ threads[$0].descriptors }) {
      descriptors.retain(table)
      record.descriptors = table
    } else {
      record.descriptors = descriptors.makeTable()
    }
    guard let index = insertThread(record) else { return }
    threads.findRelatives(of: index)
  }

  /// The placeholder keeps its place and its table, which events may have written to.
  private mutating func complete(_ index: ThreadIndex, _ found: ThreadRecord) {
    var record = found
    let old = threads[index]
    record.keepPlace(of: old)
    releaseTexts(of: old)
    threads[index] = record
    threads.findRelatives(of: index)
  }

  // MARK: Descriptors

  /// Descriptors that are there and the same stay as events told of them, which is more than the system says.
  private mutating func replace(_ table: DescriptorTableIndex, with list: StateSnapshot.DescriptorList) {
    let numbers = Set(list.entries.map(\.number))
    descriptors.close(in: table, &symbols) { number, _ in !numbers.contains(number) }
    for entry in list.entries {
      let found = makeDescriptor(of: entry)
      if let known = descriptors.find(entry.number, in: table), isSame(descriptors[known], found) {
        DescriptorTables.releaseSymbols(of: found, &symbols)
      } else {
        descriptors.open(entry.number, found, in: table, &symbols)
      }
    }
  }

  private func isSame(_ known: Descriptor, _ found: Descriptor) -> Bool {
    switch found.kind {
    // The system has no place to tell what they are.
    case .unsupported, .unix, .netlink: known.kind == found.kind || found.kind == .unsupported && known.kind.isSocket
    case .ipv4, .ipv6, .ipv4Server, .ipv6Server: known.kind.isSocket && known.name == found.name
    case .file, .fileV2, .directory, .memfd:
      known.inode == found.inode && known.kind.hasInode
    default: known.kind == found.kind && (known.inode == found.inode || known.inode == 0)
    }
  }
}

extension DescriptorKind {
  fileprivate var isSocket: Bool {
    switch self {
    case .ipv4, .ipv6, .ipv4Server, .ipv6Server, .unix, .netlink, .unsupported: true
    default: false
    }
  }

  fileprivate var hasInode: Bool {
    switch self {
    case .file, .fileV2, .directory, .memfd: true
    default: false
    }
  }
}

extension ThreadRecord {
  /// What belongs to the place in the table, its relatives and its last event.
  fileprivate mutating func keepPlace(of old: ThreadRecord) {
    descriptors = old.descriptors
    generation = old.generation
    knownIn = old.knownIn
    lastEnterType = old.lastEnterType
    lastDescriptorNumber = old.lastDescriptorNumber
    lastEventTime = old.lastEventTime
    enter = old.enter
    main = old.main
    group = old.group
    nextInGroup = old.nextInGroup
    previousInGroup = old.previousInGroup
    parent = old.parent
    firstChild = old.firstChild
    nextSibling = old.nextSibling
    previousSibling = old.previousSibling
  }
}
