/// The time that events were seen for, in nanoseconds: what windows, learning and quotas are measured in.
///
/// Only steps forward count. A step backwards adds nothing and takes nothing away: a little is the disorder of several
/// processors, more is another input or a clock that was set back, and time goes on from there. What passes between two inputs
/// was not seen.
package struct EventClock: BitwiseCopyable, Sendable, Equatable {
  /// Events of different processors come out of order by less than that.
  private static let disorder: UInt64 = 60_000_000_000

  /// How long events were seen for.
  package internal(set) var seen: UInt64 = 0
  /// The earliest and the latest time of an event; 0 before the first.
  package internal(set) var first: UInt64 = 0
  package internal(set) var last: UInt64 = 0
  /// Where the present input stands; no time comes after what it is at its begin.
  private var position = Self.begin
  private static let begin = UInt64.max

  /// The next event is of another input than the one before.
  mutating func beginInput() { position = Self.begin }

  @inline(__always)
  mutating func advance(to time: UInt64) {
    if time > position {
      seen &+= time &- position
      position = time
      if time > last { last = time }
      return
    }
    step(to: time)
  }

  private mutating func step(to time: UInt64) {
    first = first == 0 ? time : min(first, time)
    last = max(last, time)
    if position != Self.begin, time <= position, position - time < Self.disorder { return }
    position = time
  }

  mutating func merge(_ other: EventClock) {
    seen = max(seen, other.seen)
    if other.first > 0 { first = first == 0 ? other.first : min(first, other.first) }
    last = max(last, other.last)
  }
}
