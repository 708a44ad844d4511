import Foundation

/// Walks the blocks of a decompressed capture by their frames alone (scap-format.md §1): a second, short opinion about
/// where the events are and where damage begins.
struct BlockWalker {
  /// The whole blocks of events in front of the damage, or of the end.
  private(set) var events: [Range<Int>] = []
  /// All whole blocks, by id.
  private(set) var blocks: [UInt32: Int] = [:]
  private(set) var borders: [Int] = [0]
  private(set) var isDamaged = false

  static let eventIDs: Set<UInt32> = [0x204, 0x8010_ABCD, 0x208, 0x216, 0x217, 0x221, 0x222]
  static let largeIDs: Set<UInt32> = [0x221, 0x222]

  init(_ bytes: [UInt8]) {
    func word(_ offset: Int) -> UInt32 {
      UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8 | UInt32(bytes[offset + 2]) << 16 | UInt32(bytes[offset + 3]) << 24
    }
    var offset = 0
    var sectionHasEvents = false
    while offset < bytes.count {
      let rest = bytes.count - offset
      isDamaged = true
      guard rest >= 12 else { return }
      let id = word(offset)
      let total = Int(word(offset + 4))
      let isEvent = Self.eventIDs.contains(id)
      let limit = isEvent && !Self.largeIDs.contains(id) ? 8 + 65536 : 128 << 20
      guard total >= 12, total <= limit, total <= rest, Int(word(offset + total - 4)) == total else { return }
      if id == 0x0A0D_0D0A {
        guard total >= 28, word(offset + 8) == 0x1A2B_3C4D, word(offset + 12) & 0xFFFF == 1 else { return }
        sectionHasEvents = false
      } else {
        guard offset > 0, isEvent || !sectionHasEvents else { return }
      }
      if isEvent {
        sectionHasEvents = true
        events.append(offset..<offset + total)
      }
      isDamaged = false
      blocks[id, default: 0] += 1
      offset += total
      borders.append(offset)
    }
    // A capture without events is none.
    if !sectionHasEvents { isDamaged = true }
  }
}
