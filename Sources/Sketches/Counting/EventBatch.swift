/// Events that were counted and are not in the statistics yet.
///
/// What an event adds to them hangs on what was counted before, which often has to come from memory. Steps that wait for it keep the
/// processor from going on to the next event, and a store whose place hangs on it keeps later loads from being done. So an event
/// leaves what was known of its key at a place that is known, and the statistics of all follow together.
struct EventBatch: ~Copyable {
  static let capacity = 128

  /// Numbers of 32 bits, each two counts of 16: what the present generation had, and above it what the other had.
  private var entries = Cells(words: capacity / 2)
  private(set) var count = 0
  /// So many come in; none where there is more to be done with each event.
  private(set) var limit = 0

  @inline(__always)
  var hasRoom: Bool { count < limit }
  var isFull: Bool { count == limit && limit > 0 }

  /// - Precondition: there is room, and counts have 16 bits.
  @inline(__always)
  mutating func add(_ counted: KeyCount) {
    // Safe: no more than the capacity come in.
    unsafe entries.store(
      UInt32(truncatingIfNeeded: counted.before) | UInt32(truncatingIfNeeded: counted.older) << 16, uncheckedAt: count)
    count &+= 1
  }

  @inline(__always)
  private func entry(_ index: Int) -> UInt32 {
    // Safe: asked of those that came in.
    unsafe entries.load(uncheckedAt: index)
  }

  /// What all generations had counted before the event.
  @inline(__always)
  func prior(_ index: Int) -> UInt64 { UInt64(entry(index) & 0xFFFF) &+ UInt64(entry(index) >> 16) }

  /// Of those whose counter is at its end. Each event weighs 1.
  var saturations: UInt64 {
    var sum: UInt64 = 0
    for index in 0..<count { sum &+= entry(index) & 0xFFFF >= 0xFFFE ? 1 : 0 }
    return sum
  }

  mutating func begin(limit: Int) { (count, self.limit) = (0, limit) }
}
