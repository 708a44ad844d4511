/// Names numbered in the order of their first insertion, found by their bytes without making a `String`.
///
/// Open addressing with linear probing; at most half full, so a search meets a free slot soon.
package struct NameTable: Sendable {
  /// All names back to back; name `i` ends at `ends[i]`.
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []
  /// Number of the name plus one; 0 is a free slot. The count is a power of two.
  private var slots: [UInt32]

  /// - Parameter capacity: the expected number of names; more fit, at the price of growing.
  package init(capacity: Int) {
    var size = 8
    while size < 2 * capacity { size *= 2 }
    slots = Array(repeating: 0, count: size)
    ends.reserveCapacity(capacity)
    bytes.reserveCapacity(16 * capacity)
  }

  /// A table of these names, numbered in their order.
  package init(_ names: some Collection<String>) {
    self.init(capacity: names.count)
    for name in names { withBytes(of: name) { _ = insert($0) } }
  }

  package var count: Int { ends.count }

  /// The number of `name`, which is added if it is new.
  package mutating func insert(_ name: Span<UInt8>) -> (index: Int, isNew: Bool) {
    if 2 * count >= slots.count { grow() }
    let slot = slot(of: name)
    if slots[slot] != 0 { return (Int(slots[slot]) - 1, false) }
    // The buffer is read before the call ends.
    unsafe name.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    ends.append(UInt32(bytes.count))
    slots[slot] = UInt32(count)
    return (count - 1, true)
  }

  /// The number of `name`, or nil if it is not in the table.
  package func index(of name: Span<UInt8>) -> Int? {
    let found = slots[slot(of: name)]
    return found == 0 ? nil : Int(found) - 1
  }

  package func index(of name: String) -> Int? {
    withBytes(of: name) { index(of: $0) }
  }

  /// The name of this number.
  package subscript(index: Int) -> String {
    String(decoding: bytes[range(of: index)], as: UTF8.self)
  }

  private func range(of index: Int) -> Range<Int> {
    (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
  }

  /// The slot that holds `name`, or the free one where it belongs.
  private func slot(of name: Span<UInt8>) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: name.mixedHash >> 32) & mask
    while slots[slot] != 0, !isName(Int(slots[slot]) - 1, equalTo: name) { slot = (slot + 1) & mask }
    return slot
  }

  private func isName(_ index: Int, equalTo name: Span<UInt8>) -> Bool {
    let range = range(of: index)
    return range.count == name.count && name.isEqual(to: bytes.span.extracting(range))
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for index in 0..<count { slots[slot(of: bytes[range(of: index)].span)] = UInt32(index + 1) }
  }
}
