extension CurrentEvent {
  /// Since the first event that is no metaevent.
  var relativeTime: UInt64 { view.time &- facts.firstTime }

  /// Since the event before, in the order of the source; times need not ascend.
  var deltaTime: UInt64 { facts.previousTime == 0 ? 0 : view.time &- facts.previousTime }

  /// `evt.around[T]`: how many milliseconds, rounded up, the event lies before or behind T. `evt.around[T] = D` asks
  /// whether that is at most D.
  func distance(_ selector: Selector) -> Value {
    guard case .index(let moment) = selector else { return .missing }
    let nanoseconds = view.time > moment ? view.time - moment : moment - view.time
    return .unsigned(nanoseconds / 1_000_000 + (nanoseconds % 1_000_000 > 0 ? 1 : 0))
  }

  /// The fields that give a time as people write it.
  func timeText(_ field: EventField, _ scratch: inout Scratch) -> Text {
    let mark = scratch.mark
    if field == .timeISO {
      let time = CalendarTime(utc: view.time)
      scratch.write { output in
        output.append(dateOf: time)
        output.append(UInt8(ascii: "T"))
        output.append(timeOfDayOf: time)
        output.append("+0000")
      }
      return scratch.text(since: mark)
    }
    let time = scratch.clock.local(view.time)
    scratch.write { output in
      if field == .dateTime || field == .dateTimeSeconds {
        output.append(dateOf: time)
        output.append(UInt8(ascii: " "))
      }
      output.append(timeOfDayOf: time)
      // A point and nine digits.
      if field == .timeSeconds || field == .dateTimeSeconds { output.removeLast(10) }
    }
    return scratch.text(since: mark)
  }
}

/// Local time, computed once for all events of a second: the C library takes a lock and looks through the zone's rules.
package struct LocalClock: Sendable {
  private var second: UInt64 = .max
  private var time = CalendarTime(utc: 0)

  mutating func local(_ nanoseconds: UInt64) -> CalendarTime {
    if nanoseconds / 1_000_000_000 != second {
      second = nanoseconds / 1_000_000_000
      time = CalendarTime(local: nanoseconds)
    }
    time.nanosecond = nanoseconds % 1_000_000_000
    return time
  }
}
