// What fields say of a thread's group, its descriptors, control groups and capabilities (state-engine.md §8).

extension State {
  // MARK: The group

  /// Threads of the process that are alive; 0 for a thread that was never announced.
  func threadCount(of thread: ThreadIndex) -> Int {
    threads[thread].isPlaceholder ? 0 : threads.liveThreads(inGroupOf: thread)
  }

  /// Without the main thread while it is alive (corrections.md B7).
  func otherThreadCount(of thread: ThreadIndex) -> Int {
    let count = threadCount(of: thread)
    guard let main = threads[thread].main, !threads[main].flags.contains(.closed) else { return count }
    return max(count - 1, 0)
  }

  func name(of thread: ThreadIndex, with tid: Int64, _ scratch: inout Scratch) -> Value {
    let start = scratch.mark
    scratch.append(symbols.bytes(threads[thread].comm))
    scratch.append(decimal: tid)
    return .text(scratch.text(since: start))
  }

  /// No value where the parent is not known. Where its start was not seen, the incumbent gives the number of open
  /// descriptors (§8), and so do we: the captures that come with it say so.
  func parentDuration(of thread: ThreadIndex, at time: UInt64) -> Value {
    guard let parent = process(1, above: thread) else { return .missing }
    let start = threads[parent].cloneTime
    return start == 0 ? .unsigned(UInt64(descriptorCount(of: thread))) : .duration(since: start, to: time)
  }

  // MARK: Descriptors

  /// Of the main thread, even for a thread that has a table of its own.
  func descriptorCount(of thread: ThreadIndex) -> Int {
    guard let main = threads[thread].main, let table = threads[main].descriptors else { return 0 }
    return descriptors.count(in: table)
  }

  /// In percent of the limit; 0 where none is known.
  func descriptorUse(of thread: ThreadIndex) -> Double {
    let limit = threads[thread].descriptorLimit
    guard limit > 0 else { return 0 }
    return min(100, 100 * Double(descriptorCount(of: thread)) / Double(limit))
  }

  // Of the thread itself, which may have a table of its own (attacks.scap, event 142064).

  func standardStreamName(_ number: Int64, of thread: ThreadIndex) -> Value {
    descriptor(number, of: thread).map { .text(.symbol(descriptors[$0].name)) } ?? .missing
  }

  /// In the words of `fd.type`.
  func standardStreamType(_ number: Int64, of thread: ThreadIndex) -> Value {
    guard let descriptor = descriptor(number, of: thread) else { return .missing }
    return .text(.symbol(descriptors[descriptor].kind.word.map { schema.text($0) } ?? Symbol(.notAvailable)))
  }

  // MARK: Control groups

  /// All as `subsystem=path`: so the record has them, with the names of subsystems made uniform. No value where none is
  /// known.
  func cgroups(of thread: ThreadIndex, _ scratch: inout Scratch) -> Value {
    let cgroups = symbols.bytes(threads[thread].cgroups)
    guard !cgroups.isEmpty else { return .missing }
    let start = scratch.mark
    scratch.append(joining: cgroups)
    return .text(scratch.text(since: start))
  }

  /// The path in one subsystem.
  func cgroup(_ selector: Selector, of thread: ThreadIndex, _ scratch: inout Scratch) -> Value {
    guard case .key(let subsystem) = selector else { return .missing }
    let bytes = symbols.bytes(threads[thread].cgroups)
    guard let range = bytes.value(named: symbols.bytes(subsystem)) else { return .missing }
    let start = scratch.mark
    scratch.append(bytes.extracting(range))
    return .text(scratch.text(since: start))
  }
}

extension Scratch {
  /// Names of the bits that are set, lowest first.
  mutating func capabilities(_ set: UInt64) -> Text {
    let start = mark
    for (bit, name) in capabilityNames.enumerated() where set & 1 << UInt64(bit) != 0 {
      if mark > start { append(UInt8(ascii: " ")) }
      append(name)
    }
    return text(since: start)
  }
}
