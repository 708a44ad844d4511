/// Byte strings of any length in one buffer. Blocks come in size classes, 16 bytes apart at first and then four for each
/// doubling, and a freed block serves the next string of its class: memory follows the most that was ever held at one
/// time, not what passed through.
struct ByteArena: ~Copyable {
  /// Where a block begins, in units of 16 bytes.
  typealias Place = UInt32

  private static let unit = 16
  private static let classCount = 128

  private var bytes: Pool<UInt8>
  /// By class: the first free block; each holds the place of the next in its first four bytes. 0 ends a list, so no
  /// block begins at 0.
  private var free: Pool<UInt32>

  init() {
    bytes = Pool(minimumCapacity: 1 << 16)
    bytes.append(repeating: 0, count: Self.unit)
    free = Pool(minimumCapacity: Self.classCount)
    free.append(repeating: 0, count: Self.classCount)
  }

  var byteCount: Int { bytes.byteCount }

  /// The class of blocks that hold so many bytes, and their size in units.
  private static func sizeClass(_ byteCount: Int) -> (index: Int, units: Int) {
    let units = max((byteCount + unit - 1) / unit, 1)
    if units <= 8 { return (units - 1, units) }
    let below = units - 1
    let shift = (Int.bitWidth - 1 - below.leadingZeroBitCount) - 2
    return (8 + (shift - 1) * 4 + (below >> shift) - 4, ((below >> shift) + 1) << shift)
  }

  mutating func insert(_ string: Span<UInt8>) -> Place {
    if string.count == 0 { return 0 }
    let (index, units) = Self.sizeClass(string.count)
    var place = free[index]
    if place != 0 {
      free[index] = bytes.span(0..<bytes.count).littleEndian(at: Int(place) * Self.unit, as: UInt32.self)
    } else {
      place = Place(bytes.count / Self.unit)
      bytes.append(repeating: 0, count: units * Self.unit)
    }
    bytes.write(string, at: Int(place) * Self.unit)
    return place
  }

  mutating func remove(_ place: Place, count: Int) {
    if count == 0 { return }
    let (index, _) = Self.sizeClass(count)
    let next = free[index]
    let start = Int(place) * Self.unit
    for byte in 0..<4 { bytes[start + byte] = UInt8(truncatingIfNeeded: next >> UInt32(byte * 8)) }
    free[index] = place
  }

  @_lifetime(borrow self)
  func bytes(at place: Place, count: Int) -> Span<UInt8> {
    bytes.span(Int(place) * Self.unit..<Int(place) * Self.unit + count)
  }
}
