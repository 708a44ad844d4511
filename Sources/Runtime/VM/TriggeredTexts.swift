import Matching

/// Remembers sets of rules (`TriggerIndex`) for texts that have no symbol: names of files that could not be opened, mostly.
/// Programs look for the same files in vain again and again.
///
/// A text has one place, which the latest text of that place takes. The memory is fixed.
struct TriggeredTexts: ~Copyable {
  private let place = InPlace()

  struct Slot: BitwiseCopyable {
    var hash: UInt64 = 0
    var group: UInt32 = 0
    var set: UInt32 = 0
    /// In bytes; -1 before the first text.
    var count: Int32 = -1
  }

  private static let slotCount = 1 << 12
  /// Longer texts are not kept, in bytes.
  private static let longest = 128

  private let hash = KeyedHash()
  private var slots = Pool(repeating: Slot(), count: Self.slotCount)
  /// Of each slot the same number.
  private var bytes = Pool<UInt8>(repeating: 0, count: Self.slotCount * Self.longest)

  /// The set that a text leads to; nil where it has to be found.
  func set(_ group: Int, _ text: Span<UInt8>) -> UInt32? {
    guard text.count <= Self.longest else { return nil }
    let hash = hash(group, text)
    let index = Self.index(hash)
    let slot = slots[index]
    guard slot.hash == hash, slot.group == UInt32(group), slot.count == Int32(text.count) else { return nil }
    let start = index * Self.longest
    return bytes.span(start..<start + text.count).equals(text) ? slot.set : nil
  }

  mutating func note(_ set: UInt32, _ group: Int, _ text: Span<UInt8>) {
    guard text.count <= Self.longest else { return }
    let hash = hash(group, text)
    let index = Self.index(hash)
    slots[index] = Slot(hash: hash, group: UInt32(group), set: set, count: Int32(text.count))
    for offset in text.indices { bytes[index * Self.longest + offset] = text[offset] }
  }

  private func hash(_ group: Int, _ text: Span<UInt8>) -> UInt64 { hash(text) ^ UInt64(group) &* 0x9E37_79B9_7F4A_7C15 }

  private static func index(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash & UInt64(slotCount - 1)) }
}
