/// Which keys were counted in the present slot of time: a Bloom filter that is cleared with each slot. A key that it takes for
/// one that was counted is not counted, so that a filter that is too small makes keys look rarer.
///
/// The four bits of a key lie in one word.
struct SlotFilter: ~Copyable {
  private(set) var bits: Cells
  /// Nanoseconds of seen time.
  private let duration: UInt64
  private(set) var slot: UInt64 = 0

  /// - Parameter bytes: rounded down to a power of two.
  init(duration: UInt64, bytes: Int) {
    let words = max(bytes / 8, 1)
    bits = Cells(words: 1 << (Int.bitWidth - 1 - words.leadingZeroBitCount))
    self.duration = max(duration, 1)
  }

  mutating func advance(to seen: UInt64) {
    let now = seen / duration
    if now == slot { return }
    slot = now
    bits.clear(0..<bits.count)
  }

  /// The seen time at which the next slot begins.
  var nextSlot: UInt64 {
    let (time, overflow) = (slot &+ 1).multipliedReportingOverflow(by: duration)
    return overflow ? .max : time
  }

  @inline(__always)
  private func place(_ key: KeyHash) -> (word: Int, bits: UInt64) {
    let hash = remixed(key.rawValue ^ 0xD1B5_4A32_D192_ED03)
    let word = Int(truncatingIfNeeded: hash >> 32) & (bits.count &- 1)
    let pattern = 1 << (hash & 63) | 1 << (hash >> 6 & 63) | 1 << (hash >> 12 & 63) | 1 << (hash >> 18 & 63) as UInt64
    return (word, pattern)
  }

  @inline(__always)
  func contains(_ key: KeyHash) -> Bool {
    let (word, pattern) = place(key)
    return bits[word] & pattern == pattern
  }

  @inline(__always)
  mutating func insert(_ key: KeyHash) {
    let (word, pattern) = place(key)
    bits[word] |= pattern
  }

  mutating func read(slot: UInt64, from reader: inout ByteReader) throws(ByteReader.Failure) {
    self.slot = slot
    try reader.words(into: &bits)
  }
}
