// Ancestors and leaders (state-engine.md §8.1, §8.2). Three rules stand side by side upstream and give different
// records where a secondary thread started a process: a level counts main threads, a search over all ancestors follows
// the records that the parent numbers name, and leaders are looked up by their number first.

/// The records above one, nearest first, each named by the parent number of the one below.
///
/// Ends where a parent is not known. A chain that runs into itself, which only damaged input has, ends when it meets
/// the record it noted last (Brent's algorithm): after few rounds, and without memory.
struct AncestorChain {
  enum Links {
    /// The very records that the numbers name.
    case records
    /// Their main threads; ends where one has none.
    case mainThreads
  }

  private let links: Links
  private var record: ThreadIndex
  private var noted: ThreadIndex
  private var steps = 0
  private var stepsUntilNoted = 1

  init(above thread: ThreadIndex, _ links: Links = .records) {
    self.links = links
    record = thread
    noted = thread
  }

  mutating func next(in threads: borrowing ThreadTable) -> ThreadIndex? {
    guard let named = threads.find(threads[record].ptid),
      let parent = links == .records ? named : threads[named].main, parent != noted, parent != record
    else { return nil }
    record = parent
    steps += 1
    if steps == stepsUntilNoted {
      noted = parent
      steps = 0
      stepsUntilNoted <<= 1
    }
    return parent
  }
}

/// What makes processes a group with a leader, whose number is the group's.
enum ProcessGroup {
  case session, virtualGroup, group

  func number(_ record: borrowing ThreadRecord) -> Int64 {
    switch self {
    case .session: record.sid
    case .virtualGroup: record.vpgid
    case .group: record.pgid
    }
  }

  /// The number is one of the pid namespace, which names a record only outside of namespaces.
  var isVirtual: Bool { self != .group }
}

extension State {
  /// The process `level` levels above a thread: 0 is its own. Nil where a level or a main thread is missing.
  package func process(_ level: UInt64, above thread: ThreadIndex) -> ThreadIndex? {
    guard let own = threads[thread].main else { return nil }
    guard level > 0 else { return own }
    var chain = AncestorChain(above: own, .mainThreads)
    for _ in 1..<level where chain.next(in: threads) == nil { return nil }
    return chain.next(in: threads)
  }

  func ancestor(
    _ level: UInt64, _ property: ProcessProperty, of thread: ThreadIndex, _ scratch: inout Scratch
  ) -> Value {
    guard let process = process(level, above: thread) else { return .missing }
    return value(property, of: process, &scratch)
  }

  /// With an index that ancestor's value; without one those of all ancestors, one of which has to satisfy the operator.
  func ancestors(
    _ selector: Selector, _ property: ProcessProperty, of thread: ThreadIndex, _ scratch: inout Scratch
  ) -> Value {
    if case .index(let level) = selector { return ancestor(level, property, of: thread, &scratch) }
    return allAncestors(property, of: thread, &scratch)
  }

  func allAncestors(_ property: ProcessProperty, of thread: ThreadIndex, _ scratch: inout Scratch) -> Value {
    guard let own = threads[thread].main else { return .missing }
    let values = scratch.valueMark
    let texts = scratch.mark
    var chain = AncestorChain(above: own)
    while scratch.mark - texts < ProcessProperty.longestText, let record = chain.next(in: threads) {
      let value = value(property, of: record, &scratch)
      scratch.append(value)
    }
    return .each(scratch.list(since: values), .any)
  }

  /// As an output prints all ancestors: one text. No value where there are none, or none of them has a text.
  func joinedAncestors(_ property: ProcessProperty, of thread: ThreadIndex, _ scratch: inout Scratch) -> Value {
    guard let own = threads[thread].main else { return .missing }
    let start = scratch.mark
    var chain = AncestorChain(above: own)
    while scratch.mark - start < ProcessProperty.longestText, let record = chain.next(in: threads) {
      if scratch.mark > start { scratch.append(UInt8(ascii: " ")) }
      write(property, of: record, &scratch)
    }
    return scratch.mark == start ? .missing : .text(scratch.text(since: start))
  }

  /// A text of a leader; empty where none is found. Outside of pid namespaces, and for the host's own numbers, the
  /// number names the leader. Else the oldest of the ancestors that are in the group without a gap stands in for it:
  /// never the process itself, so a leader in a namespace has no name here.
  func leader(
    _ group: ProcessGroup, _ property: ProcessProperty, of thread: ThreadIndex, _ scratch: inout Scratch
  ) -> Value {
    let number = group.number(threads[thread])
    guard number != -1 else { return .text(.symbol(.empty)) }
    if !(group.isVirtual && threads[thread].isInPIDNamespace), let leader = threads.find(number) {
      return value(property, of: leader, &scratch)
    }
    var oldest: ThreadIndex? = nil
    var chain = AncestorChain(above: thread)
    while let record = chain.next(in: threads), group.number(threads[record]) == number { oldest = record }
    return oldest.map { value(property, of: $0, &scratch) } ?? .text(.symbol(.empty))
  }

  /// The oldest process of the chain, its own included, whose name ends in `sh`.
  func loginShell(of thread: ThreadIndex) -> ThreadIndex? {
    guard let own = threads[thread].main else { return nil }
    var oldest: ThreadIndex? = isShell(own) ? own : nil
    var chain = AncestorChain(above: own)
    while let record = chain.next(in: threads) {
      if isShell(record) { oldest = record }
    }
    return oldest
  }

  private func isShell(_ record: ThreadIndex) -> Bool {
    symbols.bytes(threads[record].comm).hasSuffix("sh")
  }
}

extension Selector {
  /// The level of an ancestor; the process itself where none is given.
  var level: UInt64 { if case .index(let level) = self { level } else { 0 } }
}
