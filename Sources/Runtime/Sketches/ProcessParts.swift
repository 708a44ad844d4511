import Sketches

/// What hashing the process part of a key left, for the processes that were met last: a table of fixed size for each sketch.
///
/// It holds as long as `State.processChanges` stays what it was: until then no field of any process has another value.
struct ProcessParts: ~Copyable {
  struct Part: BitwiseCopyable {
    /// `State.processChanges` at the time; 0 for an empty place.
    var changes: UInt64
    var thread: ThreadIndex
    var state: KeyState
  }

  private static let places = 256

  private var parts: Pool<Part>
  private(set) var counters = ProcessPartCounters()

  init(sketches: Int) { parts = Pool(minimumCapacity: sketches * Self.places) }

  @inline(__always)
  private func place(_ sketch: Int, _ thread: ThreadIndex) -> Int {
    sketch &* Self.places &+ Int(truncatingIfNeeded: thread.rawValue) & (Self.places &- 1)
  }

  /// - Parameter sketch: its number among those that count.
  @inline(__always)
  mutating func state(_ sketch: Int, _ thread: ThreadIndex, _ changes: UInt64) -> KeyState? {
    let place = place(sketch, thread)
    guard place < parts.count, parts[place].changes == changes, parts[place].thread == thread else { return nil }
    counters.reused &+= 1
    return parts[place].state
  }

  mutating func note(_ state: KeyState, _ sketch: Int, _ thread: ThreadIndex, _ changes: UInt64) {
    let place = place(sketch, thread)
    let part = Part(changes: changes, thread: thread, state: state)
    // All at once with the first: the memory was reserved.
    if place >= parts.count { parts.append(repeating: Part(changes: 0, thread: thread, state: state), count: place + 1 - parts.count) }
    parts[place] = part
    counters.computed &+= 1
  }

  mutating func compare(_ known: KeyState, with new: KeyState) {
    counters.compared &+= 1
    var (known, new) = (known, new)
    if known.key() != new.key() { counters.wrong &+= 1 }
  }

  mutating func forget() { parts.removeAll() }
}

/// How often the process part of a key was there already.
package struct ProcessPartCounters: Sendable, Hashable {
  package internal(set) var reused: UInt64 = 0
  package internal(set) var computed: UInt64 = 0
  /// Of those that were there, with `AnswerKeeping.compared`.
  package internal(set) var compared: UInt64 = 0
  package internal(set) var wrong: UInt64 = 0

  package init() {}
}
