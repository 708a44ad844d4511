import Matching

/// Hashes under a key drawn at start, so that nobody can choose names or numbers that collide in our tables. Nothing
/// that is shown or stored depends on it.
struct KeyedHash: BitwiseCopyable, Sendable {
  private let first: UInt64
  private let second: UInt64

  init() {
    var random = SystemRandomNumberGenerator()
    first = random.next() | 1
    second = random.next() | 1
  }

  /// The two halves of the 128-bit product, folded: every bit of either factor reaches the whole result.
  @inline(__always)
  private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  @inline(__always)
  func callAsFunction(_ number: UInt64) -> UInt64 { Self.mix(number ^ first, second) }

  /// 16 bytes for each multiplication. The last words overlap what came before instead of being cut to size.
  @inline(__always)
  func callAsFunction(_ bytes: Span<UInt8>) -> UInt64 {
    let count = bytes.count
    var low: UInt64
    var high: UInt64
    var state = second
    if count > 16 {
      var offset = 0
      while offset < count - 16 {
        state = Self.mix(bytes.word(at: offset) ^ first, bytes.word(at: offset + 8) ^ state)
        offset += 16
      }
      low = bytes.word(at: count - 16)
      high = bytes.word(at: count - 8)
    } else if count >= 8 {
      low = bytes.word(at: 0)
      high = bytes.word(at: count - 8)
    } else if count >= 4 {
      low = UInt64(bytes.littleEndian(at: 0, as: UInt32.self))
      high = UInt64(bytes.littleEndian(at: count - 4, as: UInt32.self))
    } else if count > 0 {
      low = UInt64(bytes[0]) << 16 | UInt64(bytes[count >> 1]) << 8 | UInt64(bytes[count - 1])
      high = 0
    } else {
      low = 0
      high = 0
    }
    return Self.mix(first ^ UInt64(count), Self.mix(low ^ first, high ^ state))
  }
}
