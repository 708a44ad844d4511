import Matching

/// Times and durations as JSON lines write them, in nanoseconds.
enum TimeText {
  private static let units: [(name: StaticString, nanoseconds: UInt64)] = [
    ("ns", 1), ("us", 1000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
  ]

  /// `1.5s`, `20ms`: digits, perhaps a fraction, and a unit. Nil for other text and for more than 64 bits hold.
  static func duration(_ text: ArraySlice<UInt8>) -> UInt64? {
    let digits = text.prefix { $0.isASCIIDigit || $0 == UInt8(ascii: ".") }
    let unit = text[digits.endIndex...]
    guard let scale = units.first(where: { unit.elementsEqual($0.name.description.utf8) })?.nanoseconds else { return nil }
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let whole = number(parts[0]) else { return nil }
    let (product, overflow) = whole.multipliedReportingOverflow(by: scale)
    if overflow { return nil }
    guard parts.count == 2 else { return product }
    guard let fraction = self.fraction(parts[1], of: scale) else { return nil }
    let (sum, carry) = product.addingReportingOverflow(fraction)
    return carry ? nil : sum
  }

  /// RFC 3339 in UTC: `2026-01-31T12:00:00.5Z`.
  static func time(_ text: ArraySlice<UInt8>) -> UInt64? {
    let bytes = Array(text)
    guard bytes.count >= 20, bytes[bytes.count - 1] == UInt8(ascii: "Z") else { return nil }
    let marks: [(Int, Character)] = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")]
    guard marks.allSatisfy({ bytes[$0] == $1.asciiValue }), let year = number(bytes[0..<4]),
      let month = number(bytes[5..<7]), let day = number(bytes[8..<10]), let hour = number(bytes[11..<13]),
      let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]), (1970...2554).contains(year),
      (1...12).contains(month), (1...daysOfMonth(Int(month), Int(year))).contains(Int(day)), hour < 24, minute < 60,
      second < 60
    else { return nil }
    var nanoseconds: UInt64 = 0
    if bytes.count > 20 {
      guard bytes[19] == UInt8(ascii: "."), let fraction = fraction(bytes[20..<bytes.count - 1], of: 1_000_000_000) else {
        return nil
      }
      nanoseconds = fraction
    }
    let days = UInt64(daysSinceEpoch(year: Int(year), month: Int(month), day: Int(day)))
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carry) = product.addingReportingOverflow(nanoseconds)
    return overflow || carry ? nil : sum
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
    guard !digits.isEmpty, digits.allSatisfy(\.isASCIIDigit) else { return nil }
    var value: UInt64 = 0
    for digit in digits {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit - 0x30))
      if overflow || carry { return nil }
      value = sum
    }
    return value
  }

  /// `5` of a second is half of one. Digits below a nanosecond are refused: they would be lost.
  private static func fraction(_ digits: ArraySlice<UInt8>, of scale: UInt64) -> UInt64? {
    guard !digits.isEmpty, digits.count <= 12, let value = number(digits) else { return nil }
    var divisor: UInt64 = 1
    for _ in digits { divisor *= 10 }
    let (high, low) = value.multipliedFullWidth(by: scale)
    guard high < divisor else { return nil }
    let (quotient, remainder) = divisor.dividingFullWidth((high, low))
    return remainder == 0 ? quotient : nil
  }

  private static func daysOfMonth(_ month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Of the Gregorian calendar; years begin in March here, so that the leap day is the last.
  private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
    let shifted = month > 2 ? year : year - 1
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
  }
}
