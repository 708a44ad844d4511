// Texts are appended to arrays that keep their capacity; nothing here makes a `String`.
extension [UInt8] {
  mutating func append(_ bytes: Span<UInt8>) {
    // Safe: the buffer is only read inside the closure.
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }

  mutating func append(_ text: StaticString) {
    // Safe: a static string's bytes live as long as the program.
    unsafe append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// In decimal, with zeros in front up to `digits`.
  mutating func append(decimal value: UInt64, digits: Int = 1) {
    var rest = value
    var divisor: UInt64 = 1
    var count = 1
    while rest >= 10 {
      rest /= 10
      divisor *= 10
      count += 1
    }
    for _ in 0..<Swift.max(digits - count, 0) { append(UInt8(ascii: "0")) }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
    }
  }

  mutating func append(decimal value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(decimal: value.magnitude)
  }

  /// With one digit behind the point; numbers that are none, or beyond what percentages reach, as 0.
  mutating func append(oneDecimal value: Double) {
    let tenths = Int64(exactly: (value * 10).rounded(.toNearestOrEven)) ?? 0
    if tenths < 0 { append(UInt8(ascii: "-")) }
    append(decimal: tenths.magnitude / 10)
    append(UInt8(ascii: "."))
    append(decimal: tenths.magnitude % 10)
  }

  /// Upper case, without zeros in front unless `digits` asks for them.
  mutating func append(hex value: UInt64, digits: Int = 1) {
    append(hex: value, digits: digits, letterA: UInt8(ascii: "A"))
  }

  /// Without zeros in front.
  mutating func append(lowercaseHex value: UInt64) { append(hex: value, digits: 1, letterA: UInt8(ascii: "a")) }

  private mutating func append(hex value: UInt64, digits: Int, letterA: UInt8) {
    let needed = Swift.max(digits, (64 - value.leadingZeroBitCount + 3) / 4)
    for place in (0..<needed).reversed() {
      let digit = UInt8(truncatingIfNeeded: value >> UInt64(place * 4) & 0xF)
      append(digit < 10 ? UInt8(ascii: "0") + digit : letterA + digit - 10)
    }
  }

  /// With a zero in front of everything but zero itself.
  mutating func append(octal value: UInt64) {
    append(UInt8(ascii: "0"))
    guard value > 0 else { return }
    for place in (0..<(64 - value.leadingZeroBitCount + 2) / 3).reversed() {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value >> UInt64(place * 3) & 7))
    }
  }
}
