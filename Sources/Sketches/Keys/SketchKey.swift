/// The secret of 128 bits that all hashing of a sketch hangs on. Who knows it can make a rare key look common
/// (sketches.md §0.2); files carry its fingerprint only.
package struct SketchKey: BitwiseCopyable, Sendable, Equatable {
  package let first: UInt64
  package let second: UInt64

  package init(first: UInt64, second: UInt64) {
    self.first = first
    self.second = second
  }

  /// Drawn from the system's source of random numbers.
  package static func random() -> SketchKey {
    var random = SystemRandomNumberGenerator()
    return SketchKey(first: random.next(), second: random.next())
  }

  /// Little-endian, the first half first: the order in which the reference of SipHash takes a key.
  var bytes: [UInt8] { first.littleEndianBytes + second.littleEndianBytes }

  /// Tells two keys apart and gives nothing away about either: half of a SHA-256.
  package var fingerprint: KeyFingerprint {
    let digest = SHA256.digest(of: Array("rulec sketch key fingerprint".utf8) + bytes)
    return KeyFingerprint(bytes: Array(digest.prefix(KeyFingerprint.byteCount)))
  }

  /// A hash for one purpose: no two purposes share one, nor does any use the key itself.
  func hash(for purpose: Purpose) -> SipHash {
    let base = SipHash(first: first, second: second)
    return SipHash(first: base(UInt64(purpose.rawValue), 1), second: base(UInt64(purpose.rawValue), 2))
  }

  /// A hash for one purpose and what is named by the digest.
  func hash(for purpose: Purpose, _ digest: [UInt8]) -> SipHash {
    let base = hash(for: purpose)
    return SipHash(first: base(([1] + digest).span), second: base(([2] + digest).span))
  }

  /// Numbers are part of the format of files, since counts hang on them.
  enum Purpose: UInt8 {
    case keys = 1
    case canaries, owners, factors
  }
}

package struct KeyFingerprint: Hashable, Sendable, CustomStringConvertible {
  static let byteCount = 16
  let bytes: [UInt8]

  package var description: String { bytes.hexText }
}

extension FixedWidthInteger {
  var littleEndianBytes: [UInt8] { (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> ($0 * 8)) } }
}

extension [UInt8] {
  var hexText: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in self { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
