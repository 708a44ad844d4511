import Synchronization

/// What upstream's plugin does for an event (sketches.md §1), written anew in Swift: the values of the key one behind the other in a
/// string of its own; then, under a lock, a hash of all of it for each row, modulo the row's length, and that counter raised; then,
/// under the lock again, as many hashes, the counters collected in an array, and the least of them. Counters of 64 bits in rows of
/// their own, 7 × 27 183 as in upstream's example.
///
/// Its hash is XXH3 with the row's number as a seed. Here stands one of a multiplication for 16 bytes in its place, of the same
/// kind; and no row copies the key, as there.
final class UpstreamSketch: Sendable {
  private static let depth = 7
  private static let width = 27_183

  private let rows = Mutex(Array(repeating: [UInt64](repeating: 0, count: width), count: depth))

  func update(_ key: [UInt8]) {
    rows.withLock { rows in
      for row in 0..<Self.depth { rows[row][Self.column(key, row)] += 1 }
    }
  }

  func estimate(_ key: [UInt8]) -> UInt64 {
    rows.withLock { rows in
      var counts: [UInt64] = []
      for row in 0..<Self.depth { counts.append(rows[row][Self.column(key, row)]) }
      return counts.min() ?? 0
    }
  }

  private static func column(_ key: [UInt8], _ row: Int) -> Int { Int(hash(key.span, UInt64(row)) % UInt64(width)) }

  @inline(__always)
  private static func hash(_ bytes: Span<UInt8>, _ seed: UInt64) -> UInt64 {
    var hash = seed ^ 0x9E37_79B9_7F4A_7C15
    var offset = 0
    while offset < bytes.count {
      // The last 16 bytes again, where fewer are left.
      let place = max(min(offset, bytes.count - 16), 0)
      let product = (word(bytes, place) ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: word(bytes, place + 8) ^ hash)
      hash = product.high ^ product.low
      offset += 16
    }
    return hash ^ UInt64(bytes.count)
  }

  /// Keys of the stream have more than 16 bytes.
  @inline(__always)
  private static func word(_ bytes: Span<UInt8>, _ offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= bytes.count - 8, "number outside its bytes")
    // Safe: the range was checked, and any bit pattern is a number.
    return unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
  }
}
