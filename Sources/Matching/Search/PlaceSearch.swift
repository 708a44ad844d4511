/// The places where a text may stand in another: its first and its last byte fit. Eight places are looked at together.
///
/// Inlined wherever it is used: then it is a few registers and no object.
struct PlaceSearch: ~Escapable {
  private let bytes: Span<UInt8>
  /// From a place to the last byte of what is looked for.
  private let reach: Int
  /// How many places there are.
  private let count: Int
  private let first: UInt64
  private let last: UInt64
  /// The bit that tells ASCII letters of the two cases apart, where it is not to count. Other bytes that differ in it alone
  /// are found as well.
  private let ignored: UInt64
  /// Where the next eight places begin.
  private var next8 = 0
  /// Of the eight places before `next8`, those that fit and were not given yet.
  private var found: UInt64 = 0

  /// - Parameter needle: not empty.
  @inline(__always)
  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>, for needle: Span<UInt8>, ignoringCase: Bool) {
    self.bytes = bytes
    reach = needle.count - 1
    count = bytes.count - reach
    ignored = ignoringCase ? UInt8(0x20).repeated : 0
    first = needle[0].repeated | ignored
    last = needle[reach].repeated | ignored
  }

  /// The next place, from the front to the back.
  @inline(__always)
  mutating func next() -> Int? {
    while found == 0 {
      guard next8 < count else { return nil }
      found = fitting()
      next8 += 8
    }
    let place = next8 - 8 + found.trailingZeroBitCount / 8
    found &= found - 1
    return place
  }

  @inline(__always)
  private func fitting() -> UInt64 {
    guard next8 + 8 <= count else { return fittingAtEnd() }
    // Safe: eight places are left, so seven bytes lie behind the first of them, and behind where its last byte would be.
    let starts = unsafe bytes.word(uncheckedAt: next8) | ignored
    let ends = unsafe bytes.word(uncheckedAt: next8 &+ reach) | ignored
    return ((starts ^ first) | (ends ^ last)).zeroBytes
  }

  /// Fewer than eight places.
  private func fittingAtEnd() -> UInt64 {
    var found: UInt64 = 0
    for place in next8..<count {
      let start = UInt64(bytes[place]) | ignored & 0xFF
      let end = UInt64(bytes[place + reach]) | ignored & 0xFF
      if start == first & 0xFF, end == last & 0xFF { found |= 0x80 << UInt64(8 * (place - next8)) }
    }
    return found
  }
}
