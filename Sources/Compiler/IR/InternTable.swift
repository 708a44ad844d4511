/// Finds the entry of a table that equals a new one, so that equal entries are there once (hash-consing). The entries stand in a table of
/// the owner, which says what equals what; here are their hashes.
///
/// Open addressing, at most half full. Not a `Dictionary`: its first use for a new type of key costs as much as a hundred rules
/// (docs/decisions/004).
struct InternTable: Sendable {
  /// Numbers of entries plus one, 0 is a free slot. A power of two of them.
  private var slots: [UInt32] = Array(repeating: 0, count: 256)
  /// By entry.
  private var hashes: [UInt64] = []

  /// - Parameter isEqual: whether the entry with a number, whose hash is the same, is the wanted one.
  func find(_ hash: UInt64, where isEqual: (Int) -> Bool) -> Int? {
    var slot = firstSlot(for: hash)
    while slots[slot] != 0 {
      let entry = Int(slots[slot] - 1)
      if hashes[entry] == hash, isEqual(entry) { return entry }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Adds the hash of the next entry.
  mutating func add(_ hash: UInt64) {
    hashes.append(hash)
    guard 2 * hashes.count > slots.count else { return place(hashes.count - 1) }
    slots = Array(repeating: 0, count: slots.count * 2)
    for entry in hashes.indices { place(entry) }
  }

  private mutating func place(_ entry: Int) {
    var slot = firstSlot(for: hashes[entry])
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt32(entry) + 1
  }

  private func firstSlot(for hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 32) & (slots.count - 1) }
}

/// A number of several, for `InternTable`. Equal values in the same order give equal numbers.
struct MixedHash {
  private(set) var value: UInt64

  init(_ seed: UInt64) { value = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func combine(_ number: UInt64) {
    value = (value ^ number) &* 0x9E37_79B9_7F4A_7C15
    value ^= value >> 29
  }
}
