/// A fixed set of byte strings: the right side of `in`. A value is looked up by its length and then by hash.
///
/// An open-addressing table with linear probing, at most half full. Only the author of a rule decides what stands in it,
/// so a plain multiplicative hash will do: a value can make a look-up miss, never make it slow.
package struct ByteStringSet: Sendable {
  private struct Slot: BitwiseCopyable {
    var hash: UInt32
    var start: UInt32
    /// Negative: empty.
    var count: Int32
  }

  private var slots: [Slot] = []
  private var bytes: [UInt8] = []
  /// The lengths that occur, cut to 255: most values are told from all elements by their length.
  private var lengths = ByteSet()

  package init(_ strings: some Collection<ArraySlice<UInt8>>) {
    var capacity = 4
    while capacity < strings.count * 2 { capacity *= 2 }
    slots = Array(repeating: Slot(hash: 0, start: 0, count: -1), count: capacity)
    for string in strings { insert(string.span) }
  }

  private mutating func insert(_ string: Span<UInt8>) {
    let hash = Self.hash(string)
    let index = place(of: string, hash)
    guard slots[index].count < 0 else { return }
    slots[index] = Slot(hash: hash, start: UInt32(bytes.count), count: Int32(string.count))
    for byte in string.indices { bytes.append(string[byte]) }
    lengths.insert(UInt8(min(string.count, 255)))
  }

  package func contains(_ value: Span<UInt8>) -> Bool {
    guard lengths.contains(UInt8(truncatingIfNeeded: min(value.count, 255))) else { return false }
    return slots[place(of: value, Self.hash(value))].count >= 0
  }

  /// The slot that holds the string, or the empty one where it belongs.
  private func place(of string: Span<UInt8>, _ hash: UInt32) -> Int {
    let mask = slots.count - 1
    var index = Int(hash) & mask
    while slots[index].count >= 0 {
      let slot = slots[index]
      if slot.hash == hash, Int(slot.count) == string.count,
        bytes.span.extracting(Int(slot.start)..<Int(slot.start) + Int(slot.count)).equals(string)
      {
        return index
      }
      index = (index + 1) & mask
    }
    return index
  }

  private static func hash(_ string: Span<UInt8>) -> UInt32 {
    var hash = UInt64(truncatingIfNeeded: string.count) &* 0x9E37_79B9_7F4A_7C15
    var at = 0
    while at + 8 <= string.count {
      // Safe: eight bytes from `at` lie inside, and any bit pattern is a number.
      let word = unsafe string.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self)
      hash = (hash ^ word) &* 0xBF58_476D_1CE4_E5B9
      hash ^= hash >> 31
      at += 8
    }
    var rest: UInt64 = 0
    while at < string.count {
      rest = rest << 8 | UInt64(string[at])
      at += 1
    }
    hash = (hash ^ rest) &* 0x94D0_49BB_1331_11EB
    return UInt32(truncatingIfNeeded: hash >> 32)
  }
}
