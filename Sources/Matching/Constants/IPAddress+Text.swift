// The text forms, as strict as `inet_pton` and as `inet_ntop` prints them.
extension IPAddress {
  static func parse(_ text: Span<UInt8>, _ range: Range<Int>) -> IPAddress? {
    for index in range where text[index] == UInt8(ascii: ".") { return parseV4(text, range) }
    return parseV6(text, range)
  }

  /// Four decimal numbers up to 255 without leading zeros.
  private static func parseV4(_ text: Span<UInt8>, _ range: Range<Int>) -> IPAddress? {
    var address: UInt32 = 0
    var parts = 0
    var at = range.lowerBound
    while true {
      let start = at
      var number: UInt32 = 0
      while at < range.upperBound, at - start < 3, text[at].isASCIIDigit {
        number = number * 10 + UInt32(text[at] - UInt8(ascii: "0"))
        at += 1
      }
      let hasLeadingZero = at - start > 1 && text[start] == UInt8(ascii: "0")
      guard at > start, !hasLeadingZero, number <= 255 else { return nil }
      address = address << 8 | number
      parts += 1
      if at == range.upperBound { return parts == 4 ? .v4(address) : nil }
      guard parts < 4, text[at] == UInt8(ascii: ".") else { return nil }
      at += 1
    }
  }

  /// Groups of up to four hex digits, `::` at most once and for at least one group. No embedded IPv4 form: a text with
  /// a dot never comes here.
  private static func parseV6(_ text: Span<UInt8>, _ range: Range<Int>) -> IPAddress? {
    var groups = V6Groups()
    var at = range.lowerBound
    if !range.isEmpty, text[at] == UInt8(ascii: ":") {
      guard range.count > 1, text[at + 1] == UInt8(ascii: ":") else { return nil }
      at += 1
    }
    while at < range.upperBound {
      if text[at] == UInt8(ascii: ":") {
        guard groups.markGap() else { return nil }
        at += 1
        continue
      }
      let start = at
      var group: UInt64 = 0
      while at < range.upperBound, at - start < 4, let digit = text[at].hexDigitValue {
        group = group << 4 | UInt64(digit)
        at += 1
      }
      guard at > start, groups.append(group) else { return nil }
      guard at < range.upperBound else { break }
      // A single colon has to be followed by something.
      guard text[at] == UInt8(ascii: ":"), at + 1 < range.upperBound else { return nil }
      at += 1
    }
    return groups.address
  }

  /// The 16-bit groups before and after the `::`, each side as one 128-bit number.
  private struct V6Groups {
    private var count = 0
    private var gap: Int?
    private var high: UInt64 = 0
    private var low: UInt64 = 0

    mutating func append(_ group: UInt64) -> Bool {
      guard count < 8 else { return false }
      high = high << 16 | low >> 48
      low = low << 16 | group
      count += 1
      return true
    }

    mutating func markGap() -> Bool {
      guard gap == nil else { return false }
      gap = count
      return true
    }

    var address: IPAddress? {
      guard let gap else { return count == 8 ? .v6(high: high, low: low) : nil }
      guard count < 8 else { return nil }
      // Move the groups in front of the gap to the left, leave the others where they are.
      let whole = UInt128(high) << 64 | UInt128(low)
      let tailBits = (count - gap) * 16
      let head = gap == 0 ? 0 : (whole >> tailBits) << (128 - gap * 16)
      let tail = whole & ~(UInt128.max << tailBits)
      let all = head | tail
      return .v6(high: UInt64(truncatingIfNeeded: all >> 64), low: UInt64(truncatingIfNeeded: all))
    }
  }

  // MARK: Printing

  /// Appends the canonical text: RFC 5952, with the dotted tail for `::a.b.c.d` and `::ffff:a.b.c.d`.
  package func append(to output: inout [UInt8]) {
    switch self {
    case .v4(let bits): Self.appendV4(bits, to: &output)
    case .v6(let high, let low): Self.appendV6(high, low, to: &output)
    }
  }

  private static func appendV4(_ bits: UInt32, to output: inout [UInt8]) {
    for shift in [24, 16, 8, 0] as [UInt32] {
      let part = UInt8(truncatingIfNeeded: bits >> shift)
      if part >= 100 { output.append(0x30 + part / 100) }
      if part >= 10 { output.append(0x30 + part / 10 % 10) }
      output.append(0x30 + part % 10)
      if shift > 0 { output.append(UInt8(ascii: ".")) }
    }
  }

  private static func appendV6(_ high: UInt64, _ low: UInt64, to output: inout [UInt8]) {
    func group(_ index: Int) -> UInt16 {
      UInt16(truncatingIfNeeded: (index < 4 ? high : low) >> UInt64(48 - 16 * (index & 3)))
    }
    let zeros = longestZeroRun(group)
    let isDotted = zeros == 0..<6 || (zeros == 0..<5 && group(5) == 0xFFFF)
    let end = isDotted ? 6 : 8
    var index = 0
    while index < end {
      if index == zeros.lowerBound, !zeros.isEmpty {
        output.append(contentsOf: "::".utf8)
        index = zeros.upperBound
        continue
      }
      if index > 0, index != zeros.upperBound || zeros.isEmpty { output.append(UInt8(ascii: ":")) }
      appendHex(group(index), to: &output)
      index += 1
    }
    guard isDotted else { return }
    if zeros.upperBound < 6 { output.append(UInt8(ascii: ":")) }
    appendV4(UInt32(truncatingIfNeeded: low), to: &output)
  }

  /// The first longest run of at least two zero groups; empty if there is none.
  private static func longestZeroRun(_ group: (Int) -> UInt16) -> Range<Int> {
    var best = 0..<0
    var start = 0
    for index in 0..<8 {
      guard group(index) == 0 else {
        start = index + 1
        continue
      }
      if index + 1 - start > max(best.count, 1) { best = start..<index + 1 }
    }
    return best
  }

  private static func appendHex(_ group: UInt16, to output: inout [UInt8]) {
    var isLeading = true
    for shift in [12, 8, 4, 0] as [UInt16] {
      let digit = UInt8(truncatingIfNeeded: group >> shift & 0xF)
      if isLeading, digit == 0, shift > 0 { continue }
      isLeading = false
      output.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }
}
