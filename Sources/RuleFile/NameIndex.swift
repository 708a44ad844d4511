import Schema

/// The names of one kind of item, numbered in the order in which they came, found by their bytes.
///
/// Open addressing with linear probing, at most half full. Not a `Dictionary`: hashing texts for that took a hundredth of a check
/// (docs/decisions/004).
struct NameIndex: Sendable {
  private var names: [[UInt8]] = []
  private var hashes: [UInt64] = []
  /// Numbers plus one, 0 is a free slot. A power of two of them.
  private var slots: [UInt32] = Array(repeating: 0, count: 256)

  subscript(name: [UInt8]) -> Int? {
    let hash = name.span.mixedHash
    var slot = firstSlot(for: hash)
    while slots[slot] != 0 {
      let index = Int(slots[slot] - 1)
      if hashes[index] == hash, names[index] == name { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// - Precondition: the name is not there.
  /// - Returns: its number.
  mutating func add(_ name: [UInt8]) -> Int {
    names.append(name)
    hashes.append(name.span.mixedHash)
    if 2 * names.count > slots.count {
      slots = Array(repeating: 0, count: 2 * slots.count)
      for index in names.indices { place(index) }
    } else {
      place(names.count - 1)
    }
    return names.count - 1
  }

  private mutating func place(_ index: Int) {
    var slot = firstSlot(for: hashes[index])
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt32(index) + 1
  }

  private func firstSlot(for hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 32) & (slots.count - 1) }
}
