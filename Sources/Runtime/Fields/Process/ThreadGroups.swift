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

  // MARK: Descriptors

  // Of the main thread, even for a thread that has a table of its own.

  func descriptorCount(of thread: ThreadIndex) -> Int {
    guard let main = threads[thread].main, let table = threads[main].descriptors else { return 0 }
    return descriptors.count(in: table)
  }

  private func standardStream(_ number: Int64, of thread: ThreadIndex) -> DescriptorIndex? {
    guard let main = threads[thread].main, let table = threads[main].descriptors else { return nil }
    return descriptors.find(number, in: table)
  }

  func standardStreamName(_ number: Int64, of thread: ThreadIndex) -> Value {
    standardStream(number, of: thread).map { .text(.symbol(descriptors[$0].name)) } ?? .missing
  }

  /// In the words of `fd.type`.
  func standardStreamType(_ number: Int64, of thread: ThreadIndex) -> Value {
    guard let descriptor = standardStream(number, of: thread) else { return .missing }
    return .text(.symbol(descriptors[descriptor].kind.word.map { schema.text($0) } ?? Symbol(.notAvailable)))
  }

  // MARK: Control groups

  /// All as `subsystem=path`. No value where none is known.
  func cgroups(of thread: ThreadIndex, _ scratch: inout Scratch) -> Value {
    let bytes = symbols.bytes(threads[thread].cgroups)
    let start = scratch.mark
    var entries = ControlGroups()
    var isFirst = true
    while let entry = entries.next(in: bytes) {
      if !isFirst { scratch.append(UInt8(ascii: " ")) }
      isFirst = false
      scratch.append(subsystem: bytes.extracting(entry.subsystem))
      scratch.append(UInt8(ascii: "="))
      scratch.append(bytes.extracting(entry.path))
    }
    return isFirst ? .missing : .text(scratch.text(since: start))
  }

  /// The path in one subsystem, by the name that `thread.cgroups` shows.
  func cgroup(_ selector: Selector, of thread: ThreadIndex, _ scratch: inout Scratch) -> Value {
    guard case .key(let name) = selector else { return .missing }
    let wanted = symbols.bytes(name)
    let bytes = symbols.bytes(threads[thread].cgroups)
    var entries = ControlGroups()
    while let entry = entries.next(in: bytes) {
      let start = scratch.mark
      scratch.append(subsystem: bytes.extracting(entry.subsystem))
      let isWanted = scratch.isText(since: start, equalTo: wanted)
      scratch.discard(since: start)
      guard isWanted else { continue }
      scratch.append(bytes.extracting(entry.path))
      return .text(scratch.text(since: start))
    }
    return .missing
  }
}

/// The entries `subsystem=path` of a blob (§11). One without `=` ends them.
private struct ControlGroups {
  private var strings = TerminatedStrings()

  mutating func next(in bytes: Span<UInt8>) -> (subsystem: Range<Int>, path: Range<Int>)? {
    guard let range = strings.next(in: bytes) else { return nil }
    for index in range where bytes[index] == UInt8(ascii: "=") {
      return (range.lowerBound..<index, index + 1..<range.upperBound)
    }
    strings.position = bytes.count
    return nil
  }
}

extension Scratch {
  /// The name of a subsystem as fields show it: kernels and tools know some under other names.
  fileprivate mutating func append(subsystem name: Span<UInt8>) {
    let name = name.hasSuffix("_cgroup") ? name.extracting(0..<name.count - 7) : name
    if name.equals("perf") {
      append("perf_event")
    } else if name.equals("mem") {
      append("memory")
    } else if name.equals("io") {
      append("blkio")
    } else {
      append(name)
    }
  }

  fileprivate func isText(since mark: Int, equalTo other: Span<UInt8>) -> Bool {
    guard bytes.count - mark == other.count else { return false }
    for index in other.indices where bytes[mark + index] != other[index] { return false }
    return true
  }

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
