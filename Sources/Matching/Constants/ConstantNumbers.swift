/// Integers in conditions, read as `scanf` reads them and then held to the last character (rule-language.md §6.2):
/// leading blanks and a sign are fine, anything behind the digits is not. Values are cut to the width of the field
/// *after* they have been read as a C `long` or `unsigned long`, which saturate. So an unsigned field takes negative
/// numbers by wrapping, and 4294967296 is 0 in 32 bits.
package enum ConstantNumbers {
  /// Why a text is no number: each has its own advice.
  package enum NumberError: Error, Equatable, Sendable {
    case empty
    /// `0x1F`; the value if it fits 64 bits, so that a message can name the decimal form.
    case hexadecimal(UInt64?)
    /// `1.5`, `2.`
    case fraction
    /// `1e+3`, `1E3`
    case exponent
    /// Digits and then letters that mean a unit of time or size; the letters in lower case.
    case unitSuffix(String)
    case trailingBlank
    /// Digits, then something else.
    case trailingText
    case notANumber
  }

  /// The value, sign-extended from `bits` bits.
  package static func parseSigned(_ text: Span<UInt8>, bits: Int) -> Result<Int64, NumberError> {
    scan(text).map { number in
      let limit = UInt64(Int64.max)
      let long =
        if number.isNegative {
          number.magnitude > limit ? Int64.min : -Int64(number.magnitude)
        } else {
          number.magnitude > limit ? Int64.max : Int64(number.magnitude)
        }
      let unused = 64 - Int64(bits)
      return (long << unused) >> unused
    }
  }

  /// The value, zero-extended from `bits` bits.
  package static func parseUnsigned(_ text: Span<UInt8>, bits: Int) -> Result<UInt64, NumberError> {
    scan(text).map { number in
      // C's strtoul gives the maximum on overflow, with or without a minus sign.
      let isNegated = number.isNegative && !number.hasOverflowed
      let long = isNegated ? 0 &- number.magnitude : number.magnitude
      return long & (UInt64.max >> UInt64(64 - bits))
    }
  }

  private struct Scanned {
    var magnitude: UInt64
    var isNegative: Bool
    var hasOverflowed: Bool
  }

  private static func scan(_ text: Span<UInt8>) -> Result<Scanned, NumberError> {
    var at = 0
    while at < text.count, text[at].isASCIISpace { at += 1 }
    guard at < text.count else { return .failure(.empty) }
    let isNegative = text[at] == UInt8(ascii: "-")
    if isNegative || text[at] == UInt8(ascii: "+") { at += 1 }
    let digits = at
    var result = Scanned(magnitude: 0, isNegative: isNegative, hasOverflowed: false)
    while at < text.count, text[at].isASCIIDigit {
      let (shifted, overflow) = result.magnitude.multipliedReportingOverflow(by: 10)
      let (sum, carry) = shifted.addingReportingOverflow(UInt64(text[at] - UInt8(ascii: "0")))
      if overflow || carry { result.hasOverflowed = true }
      result.magnitude = sum
      at += 1
    }
    if result.hasOverflowed { result.magnitude = .max }
    guard at > digits else { return .failure(.notANumber) }
    guard at == text.count else { return .failure(error(text, digits: digits..<at)) }
    return .success(result)
  }

  /// What stands behind the digits.
  private static func error(_ text: Span<UInt8>, digits: Range<Int>) -> NumberError {
    let next = text[digits.upperBound]
    if next.isASCIISpace { return isBlank(text, from: digits.upperBound) ? .trailingBlank : .trailingText }
    if next == UInt8(ascii: ".") { return .fraction }
    if next | 0x20 == UInt8(ascii: "x"), digits.count == 1, text[digits.lowerBound] == UInt8(ascii: "0") {
      return .hexadecimal(hexValue(text, from: digits.upperBound + 1))
    }
    if next | 0x20 == UInt8(ascii: "e"), isExponent(text, from: digits.upperBound + 1) { return .exponent }
    return unit(text, from: digits.upperBound).map { .unitSuffix($0) } ?? .trailingText
  }

  private static func isBlank(_ text: Span<UInt8>, from start: Int) -> Bool {
    for at in start..<text.count where !text[at].isASCIISpace { return false }
    return true
  }

  private static func hexValue(_ text: Span<UInt8>, from start: Int) -> UInt64? {
    guard start < text.count, text.count - start <= 16 else { return nil }
    var value: UInt64 = 0
    for at in start..<text.count {
      guard let digit = text[at].hexDigitValue else { return nil }
      value = value << 4 | UInt64(digit)
    }
    return value
  }

  private static func isExponent(_ text: Span<UInt8>, from start: Int) -> Bool {
    var at = start
    if at < text.count, text[at] == UInt8(ascii: "+") || text[at] == UInt8(ascii: "-") { at += 1 }
    return at < text.count && text[at].isASCIIDigit
  }

  private static func unit(_ text: Span<UInt8>, from start: Int) -> String? {
    guard text.count - start <= 3 else { return nil }
    var letters: [UInt8] = []
    for at in start..<text.count { letters.append(text[at].asciiLowercased) }
    let unit = String(decoding: letters, as: UTF8.self)
    let known = ["ns", "us", "µs", "ms", "s", "m", "h", "d", "w", "b", "k", "kb", "kib", "mb", "mib", "g", "gb", "gib"]
    return known.contains(unit) ? unit : nil
  }
}
