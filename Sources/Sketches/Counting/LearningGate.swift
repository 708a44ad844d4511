/// Decides when a sketch has learned enough: all limits must hold at the same time, and once they did, it stays open.
package struct LearningGate: BitwiseCopyable, Sendable, Equatable {
  package struct Limits: BitwiseCopyable, Sendable, Equatable {
    /// How long events must have been seen for, in nanoseconds.
    package var duration: UInt64
    package var events: UInt64
    /// At most so many of a million events may have a key that is new: the sign that little new is left to learn.
    package var newKeysPerMillion: UInt64

    package init(duration: UInt64 = 0, events: UInt64 = 0, newKeysPerMillion: UInt64 = 1_000_000) {
      self.duration = duration
      self.events = events
      self.newKeysPerMillion = newKeysPerMillion
    }
  }

  /// The share of new keys is that of the last whole block.
  static let blockEvents: UInt64 = 4096

  let limits: Limits
  package internal(set) var isOpen: Bool
  /// Of the block that is not whole yet.
  var blockCount: UInt64 = 0
  var blockNewKeys: UInt64 = 0
  /// Of the last whole block; all of them before there is one.
  var lastNewKeys: UInt64 = Self.blockEvents

  init(_ limits: Limits) {
    self.limits = limits
    isOpen = limits == Limits()
  }

  package var newKeysPerMillion: UInt64 { lastNewKeys * 1_000_000 / Self.blockEvents }

  @inline(__always)
  mutating func note(isNew: Bool, events: UInt64, seen: UInt64) {
    if !isOpen { noteLearning(isNew: isNew, events: events, seen: seen) }
  }

  /// By itself: most events come after it.
  @inline(never)
  private mutating func noteLearning(isNew: Bool, events: UInt64, seen: UInt64) {
    blockCount &+= 1
    if isNew { blockNewKeys &+= 1 }
    if blockCount == Self.blockEvents {
      lastNewKeys = blockNewKeys
      (blockCount, blockNewKeys) = (0, 0)
    }
    let converged = limits.newKeysPerMillion >= 1_000_000 || newKeysPerMillion <= limits.newKeysPerMillion
    if converged && events >= limits.events && seen >= limits.duration { isOpen = true }
  }
}
