import Matching
import Runtime

/// Puts one block of a capture together (scap-format.md §1). Its buffer is used again and again.
struct BlockBuilder {
  private(set) var bytes: [UInt8] = []
  private var entryStart = 0

  mutating func begin(_ type: BlockType) {
    bytes.removeAll(keepingCapacity: true)
    append(type.id)
    append(0 as UInt32)
  }

  /// Pads, and writes the length in front and behind.
  mutating func end() {
    while bytes.count % 4 != 0 { bytes.append(0) }
    let total = UInt32(truncatingIfNeeded: bytes.count + 4)
    append(total)
    set(total, at: 4)
  }

  // MARK: Entries of lists

  /// The length comes when the entry ends.
  mutating func beginEntry() {
    entryStart = bytes.count
    append(0 as UInt32)
  }

  mutating func endEntry(countingItself: Bool = true) {
    set(UInt32(truncatingIfNeeded: bytes.count - entryStart - (countingItself ? 0 : 4)), at: entryStart)
  }

  private mutating func set(_ number: UInt32, at place: Int) {
    for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: number >> (8 * UInt32(index))) }
  }

  // MARK: Fields

  mutating func append<N: FixedWidthInteger>(_ number: N) {
    for shift in stride(from: 0, to: N.bitWidth, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
  }

  mutating func append(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  mutating func append(_ part: Span<UInt8>) { bytes.append(part) }

  /// A byte count of 16 bits, and the bytes; what is beyond the limit of other readers is cut off.
  mutating func append(_ text: [UInt8], limit: Int) {
    let count = min(text.count, limit)
    append(UInt16(truncatingIfNeeded: count))
    bytes += text[..<count]
  }

  /// Bytes without a count, filled up with NUL.
  mutating func append(_ text: [UInt8], width: Int) {
    bytes += text.prefix(width)
    for _ in 0..<max(width - text.count, 0) { bytes.append(0) }
  }

  /// In network order, in the family of `isV4`; an address of the other family has no place there and becomes zeros.
  mutating func append(_ address: IPAddress, isV4: Bool) {
    switch address {
    case .v4(let bits) where isV4: append(bits.byteSwapped)
    case .v6(let high, let low) where !isV4:
      append(high.byteSwapped)
      append(low.byteSwapped)
    default: append([], width: isV4 ? 4 : 16)
    }
  }
}
