/// A process becomes another program (state-engine.md §3.5).

/// Where the other parameters of execve and execveat stand.
private enum Place {
  static let env = 15
  static let tty = 16
  static let vpgid = 17
  static let loginuid = 18
  static let executable = 19
  static let capInheritable = 20
  static let capPermitted = 21
  static let capEffective = 22
  static let exeInode = 23
  static let exeChangeTime = 24
  static let exeModificationTime = 25
  static let uid = 26
  static let exepath = 27
  static let pgid = 28
  static let gid = 29
  static let filename = 30
}

extension State {
  mutating func executeProgram(_ event: borrowing EventView, _ handler: StateHandler, _ facts: inout EventFacts) {
    guard let thread = facts.thread else { return }
    let enter = threads[thread].enter == nil ? nil : takeExecEnter(thread)
    defer { if let enter { symbols.release(enter.text) } }
    guard let result = facts.result else {
      counters.malformedEvents &+= 1
      return
    }
    // A failed exec changes nothing.
    guard result >= 0 else { return }
    guard let pid: Int64 = event.number(ProcessPlace.pid), let ptid: Int64 = event.number(ProcessPlace.ptid), pid >= 0, ptid >= 0 else {
      counters.malformedEvents &+= 1
      return
    }
    threads.markAlive(thread)
    if threads[thread].isInvalid {
      threads[thread].pid = pid
      threads[thread].ptid = ptid
      threads[thread].vtid = threads[thread].tid
      threads[thread].vpid = pid
      threads[thread].isPlaceholder = false
      threads.findRelatives(of: thread)
    }
    replaceProgram(event, thread, enter)
    replaceNumbers(event, thread)
    // Every other thread of the process is gone.
    if let group = threads[thread].group {
      while let other = threads.secondaryThread(of: group, besides: thread) { removeThread(other) }
    }
    if let shared = threads[thread].descriptors {
      // What it shared with other processes it has for itself now.
      var table = shared
      if descriptors.isShared(table) {
        table = descriptors.copy(shared)
        descriptors.release(shared, &symbols)
        threads[thread].descriptors = table
      }
      descriptors.close(in: table, &symbols) { _, descriptor in descriptor.openFlags & OpenFlag.closeOnExec != 0 }
    }
  }

  /// The texts.
  private mutating func replaceProgram(_ event: borrowing EventView, _ thread: ThreadIndex, _ enter: StoredEnter?) {
    let comm = internText(event, ProcessPlace.comm)
    let hasNewName = comm != threads[thread].comm
    let kept: ThreadFlags = [.pipeSource, .pipeDestination, .isMainThread, .inverted]
    threads[thread].flags = threads[thread].flags.intersection(kept).union(.active)
    if hasNewName { threads[thread].flags.insert(.nameChanged) }
    let exe = internText(event, ProcessPlace.exe)
    let args = internStrings(event, ProcessPlace.args)
    let env = internStrings(event, Place.env)
    let (cgroups, container) = internCgroups(event, ProcessPlace.cgroups)
    let exepath = executablePath(event, thread, enter)
    symbols.replace(&threads[thread].comm, with: comm)
    symbols.replace(&threads[thread].exe, with: exe)
    symbols.replace(&threads[thread].args, with: args)
    // An empty environment is taken for one that could not be read.
    if env != .empty { symbols.replace(&threads[thread].env, with: env) }
    symbols.replace(&threads[thread].cgroups, with: cgroups)
    symbols.replace(&threads[thread].exepath, with: exepath)
    symbols.replace(&threads[thread].containerID, with: container)
  }

  private mutating func replaceNumbers(_ event: borrowing EventView, _ thread: ThreadIndex) {
    threads[thread].readResources(event)
    threads[thread].tty = event.number(Place.tty) ?? 0
    threads[thread].vpgid = event.number(Place.vpgid) ?? -1
    threads[thread].loginuid = event.number(Place.loginuid) ?? .max
    threads[thread].executable = ExecutableFlags(rawValue: event.number(Place.executable) ?? 0)
    threads[thread].capInheritable = event.number(Place.capInheritable) ?? threads[thread].capInheritable
    threads[thread].capPermitted = event.number(Place.capPermitted) ?? threads[thread].capPermitted
    threads[thread].capEffective = event.number(Place.capEffective) ?? threads[thread].capEffective
    let changeTime: UInt64 = event.number(Place.exeChangeTime) ?? 0
    threads[thread].exeInode = event.number(Place.exeInode) ?? 0
    threads[thread].exeChangeTime = changeTime
    threads[thread].exeModificationTime = event.number(Place.exeModificationTime) ?? 0
    if threads[thread].cloneTime != 0 {
      threads[thread].changeTimeBeforeClone = threads[thread].cloneTime &- changeTime
    }
    if changeTime > threads[thread].namespaceStartTime {
      threads[thread].changeTimeAfterNamespace = changeTime &- threads[thread].namespaceStartTime
    }
    if let uid: UInt32 = event.number(Place.uid) { threads[thread].uid = uid }
    if let gid: UInt32 = event.number(Place.gid) { threads[thread].gid = gid }
    threads[thread].pgid = event.number(Place.pgid) ?? -1
    threads[thread].execTime = event.time
  }

  /// What the kernel says it runs; else, in old captures, what the caller asked for.
  private mutating func executablePath(
    _ event: borrowing EventView, _ thread: ThreadIndex, _ enter: StoredEnter?
  ) -> Symbol {
    if let path = event.text(Place.exepath), path.count > 0 {
      return symbols.intern(path.withoutDeletedMark)
    }
    guard let enter else {
      guard let path = event.text(Place.filename) else { return .empty }
      return symbols.intern(path)
    }
    // AT_EMPTY_PATH: the descriptor itself.
    let isEmpty = enter.text == .empty || enter.text == Symbol(.notAvailable)
    if isEmpty, let table = threads[thread].descriptors, let index = descriptors.find(enter.descriptor, in: table) {
      return held(descriptors[index].name)
    }
    return name(of: enter.text, in: enter.descriptor, thread)
  }

  /// The enter of an exec: an execveat that succeeds comes back as an execve.
  private mutating func takeExecEnter(_ thread: ThreadIndex) -> StoredEnter? {
    guard let index = threads[thread].enter else { return nil }
    var enter = enters[index]
    threads[thread].enter = nil
    let handler = Int(enter.exitType) - 1 < rules.count ? rules[Int(enter.exitType) - 1].handler : .none
    guard handler == .execveEnter || handler == .execveatEnter else {
      dropEnter(index)
      return nil
    }
    if handler == .execveEnter { enter.descriptor = DirectoryNumber.current }
    enters.remove(index)
    return enter
  }
}

extension Span<UInt8> {
  /// The kernel names a program whose file is gone "/path (deleted)".
  fileprivate var withoutDeletedMark: Span<UInt8> {
    @_lifetime(copy self) get {
      let mark: StaticString = " (deleted)"
      let length = mark.utf8CodeUnitCount
      return count > length && hasSuffix(mark) ? extracting(0..<count - length) : self
    }
  }
}
