import Schema

/// Byte strings, each once, in one allocation. Equal ids mean equal bytes.
///
/// An open-addressing table with linear probing; the table is at most half full.
package struct StringPool: Sendable {
  private var bytes: [UInt8] = []
  /// Where each string begins in `bytes`; one more entry marks the end of the last.
  private var starts: [UInt32] = [0]
  private var hashes: [UInt32] = []
  /// Ids plus one; 0 is an empty slot.
  private var slots: [UInt32]

  package init() {
    slots = Array(repeating: 0, count: 256)
  }

  package var count: Int { hashes.count }

  package subscript(id: StringID) -> ArraySlice<UInt8> {
    bytes[Int(starts[Int(id.rawValue)])..<Int(starts[Int(id.rawValue) + 1])]
  }

  /// The text of a string; invalid UTF-8 shows as U+FFFD.
  package func text(_ id: StringID) -> String { String(decoding: self[id], as: UTF8.self) }

  package func find(_ string: ArraySlice<UInt8>) -> StringID? {
    let slot = slots[slotIndex(of: string, hash: Self.hash(string))]
    return slot == 0 ? nil : StringID(rawValue: slot - 1)
  }

  package mutating func intern(_ string: ArraySlice<UInt8>) -> StringID {
    let hash = Self.hash(string)
    let index = slotIndex(of: string, hash: hash)
    if slots[index] != 0 { return StringID(rawValue: slots[index] - 1) }
    let id = StringID(rawValue: UInt32(hashes.count))
    // The buffer is read during the call only; a slice would count references.
    unsafe string.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    starts.append(UInt32(bytes.count))
    hashes.append(hash)
    slots[index] = id.rawValue + 1
    if hashes.count * 2 > slots.count { grow() }
    return id
  }

  package mutating func intern(_ string: String) -> StringID { intern(ArraySlice(string.utf8)) }

  /// The slot that holds `string`, or the empty one where it belongs.
  private func slotIndex(of string: ArraySlice<UInt8>, hash: UInt32) -> Int {
    let mask = slots.count - 1
    var index = Int(hash) & mask
    while slots[index] != 0 {
      let candidate = Int(slots[index] - 1)
      if hashes[candidate] == hash, holds(candidate, string) { return index }
      index = (index + 1) & mask
    }
    return index
  }

  private func holds(_ candidate: Int, _ string: ArraySlice<UInt8>) -> Bool {
    let range = Int(starts[candidate])..<Int(starts[candidate + 1])
    return range.count == string.count && string.span.isEqual(to: bytes.span.extracting(range))
  }

  private static func hash(_ string: ArraySlice<UInt8>) -> UInt32 { UInt32(truncatingIfNeeded: string.span.mixedHash >> 32) }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for (id, hash) in hashes.enumerated() {
      var index = Int(hash) & mask
      while slots[index] != 0 { index = (index + 1) & mask }
      slots[index] = UInt32(id) + 1
    }
  }
}
