#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A point of time as people write it. Years before 1970 do not occur: event times are unsigned.
package struct CalendarTime: Hashable, Sendable {
  package var year: UInt64
  package var month: UInt64
  package var day: UInt64
  /// Seconds since midnight.
  package var second: UInt64
  package var nanosecond: UInt64

  /// In universal time.
  ///
  /// Days are counted in years that begin on the first of March, so that a leap day comes last; 146 097 days are 400
  /// years.
  package init(utc nanoseconds: UInt64) {
    let seconds = nanoseconds / 1_000_000_000
    nanosecond = nanoseconds % 1_000_000_000
    second = seconds % 86_400
    // From the first of March of the year 0.
    let days = seconds / 86_400 + 719_468
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = days / 146_097 * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  }

  /// In the time zone of the machine.
  package init(local nanoseconds: UInt64) {
    self.init(utc: nanoseconds)
    var seconds = time_t(nanoseconds / 1_000_000_000)
    var parts = unsafe tm()
    // Writes into `parts`; nil when the year does not fit, which 64 bits of nanoseconds cannot reach.
    guard unsafe localtime_r(&seconds, &parts) != nil else { return }
    year = UInt64(clamping: Int(unsafe parts.tm_year) + 1900)
    month = UInt64(clamping: unsafe parts.tm_mon) + 1
    day = UInt64(clamping: unsafe parts.tm_mday)
    second = UInt64(clamping: unsafe Int(parts.tm_hour) * 3600 + Int(parts.tm_min) * 60 + Int(parts.tm_sec))
  }
}

extension [UInt8] {
  /// `2026-11-23`.
  package mutating func append(dateOf time: CalendarTime) {
    append(decimal: time.year, digits: 4)
    append(UInt8(ascii: "-"))
    append(decimal: time.month, digits: 2)
    append(UInt8(ascii: "-"))
    append(decimal: time.day, digits: 2)
  }

  /// `19:44:17.150039540`.
  package mutating func append(timeOfDayOf time: CalendarTime) {
    append(decimal: time.second / 3600, digits: 2)
    append(UInt8(ascii: ":"))
    append(decimal: time.second / 60 % 60, digits: 2)
    append(UInt8(ascii: ":"))
    append(decimal: time.second % 60, digits: 2)
    append(UInt8(ascii: "."))
    append(decimal: time.nanosecond, digits: 9)
  }
}
