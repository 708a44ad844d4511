/// The time that events were seen for, in nanoseconds: what windows, learning and quotas are measured in.
///
/// Only steps forward count. A step backwards adds nothing and takes nothing away: a little is the disorder of several
/// processors, more is another input or a clock that was set back, and time goes on from there. What passes between two inputs
/// was not seen.
@usableFromInline package struct EventClock: BitwiseCopyable, Sendable {
  /// Events of different processors come out of order by less than that.
  private static let disorder: UInt64 = 60_000_000_000

  /// Where the present input stands; no time comes after what it is at its begin. Whoever moves it forward by itself has moved the
  /// clock.
  @usableFromInline var position = Self.begin
  /// Where it stood when `seen` and `last` were what is kept here.
  private var base: UInt64 = 0
  private var seenBefore: UInt64 = 0
  private var lastBefore: UInt64 = 0
  /// The earliest time of an event; 0 before the first.
  package internal(set) var first: UInt64 = 0
  private static let begin = UInt64.max

  private var hasBegun: Bool { position != Self.begin }

  /// How long events were seen for.
  package internal(set) var seen: UInt64 {
    get { hasBegun ? seenBefore &+ (position &- base) : seenBefore }
    set { (seenBefore, base) = (newValue, position) }
  }

  /// The latest time of an event; 0 before the first.
  package internal(set) var last: UInt64 {
    get { hasBegun ? max(lastBefore, position) : lastBefore }
    set { lastBefore = newValue }
  }

  /// The next event is of another input than the one before.
  mutating func beginInput() { stand(at: Self.begin) }

  mutating func advance(to time: UInt64) {
    if time > position {
      position = time
      return
    }
    first = first == 0 ? time : min(first, time)
    if hasBegun, position - time < Self.disorder { return }
    stand(at: time)
  }

  private mutating func stand(at time: UInt64) {
    (seenBefore, lastBefore) = (seen, last)
    (position, base) = (time, time)
  }

  mutating func merge(_ other: EventClock) {
    seen = max(seen, other.seen)
    if other.first > 0 { first = first == 0 ? other.first : min(first, other.first) }
    last = max(last, other.last)
  }
}
