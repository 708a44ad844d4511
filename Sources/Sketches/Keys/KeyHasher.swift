/// A whole key: what a sketch counts.
package struct KeyHash: BitwiseCopyable, Sendable, Hashable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// Whoever has a quota of new keys, such as a container.
package struct OwnerHash: BitwiseCopyable, Sendable, Equatable {
  let rawValue: UInt64
}

/// The fields of a key on their way into its hash: those of its process part in their order, then those of its event part, then
/// the one that is counted part by part. What the process part leaves is kept beside the process and used for all its events.
///
/// What is hashed are words of eight bytes: of each field its value (a number is a word, a text is padded with zeros) and, behind
/// each four fields, two bytes for each of them that say what it is and how long. The schema says how many fields there are, so
/// that words can be taken apart from the end in one way only: no two keys are hashed from the same words.
package struct KeyState: BitwiseCopyable, Sendable {
  /// Of the two bytes of a field, the highest two bits; the others are the length of a text.
  private enum Kind: UInt64 {
    case absent = 0
    case text = 0x4000
    case unsigned = 0x8000
    case signed = 0xC000
  }

  /// Longer texts have this length there, and a word with their own in front.
  private static let longestText: UInt64 = 0x3FFF

  private var state: SipHash.State
  /// Two bytes for each field since the last whole word of them, the first in the lowest.
  private var kinds: UInt64 = 0
  private var kindBits: UInt64 = 0
  /// Absorbed so far, modulo 2^64.
  private var words: UInt64 = 0

  fileprivate init(_ state: SipHash.State) { self.state = state }

  /// A field that has no value.
  package mutating func addAbsence() { add(.absent, 0) }

  package mutating func add(_ bytes: Span<UInt8>) {
    let length = UInt64(truncatingIfNeeded: bytes.count)
    if length >= Self.longestText { absorb(length) }
    state.absorb(padded: bytes)
    words &+= (length &+ 7) >> 3
    add(.text, min(length, Self.longestText))
  }

  package mutating func add(_ number: UInt64) {
    absorb(number)
    add(.unsigned, 0)
  }

  package mutating func add(_ number: Int64) {
    absorb(UInt64(bitPattern: number))
    add(.signed, 0)
  }

  @inline(__always)
  private mutating func add(_ kind: Kind, _ length: UInt64) {
    kinds |= (kind.rawValue | length) &<< kindBits
    kindBits &+= 16
    if kindBits < 64 { return }
    absorb(kinds)
    (kinds, kindBits) = (0, 0)
  }

  @inline(__always)
  private mutating func absorb(_ word: UInt64) {
    state.absorb(word)
    words &+= 1
  }

  /// The key, when all its fields are in: the last word of SipHash has room for what is left of their kinds and for the number of all bytes, modulo 256.
  package var key: KeyHash {
    var last = state
    last.absorb(kinds | (words &* 8 &+ kindBits >> 3) << 56)
    return KeyHash(rawValue: last.result())
  }
}

/// Hashes keys of one sketch under its secret, with SipHash. What it is keyed with hangs on the schema too: two sketches under one
/// secret have nothing in common.
package struct KeyHasher: BitwiseCopyable, Sendable {
  private let owners: SipHash
  private let keys: SipHash

  package init(_ key: SketchKey, _ schema: SketchSchema) {
    owners = key.hash(for: .owners)
    keys = key.hash(for: .keys, schema.digest)
  }

  package func owner(_ bytes: Span<UInt8>) -> OwnerHash { OwnerHash(rawValue: owners(bytes)) }

  /// What a key begins with: no fields.
  package var start: KeyState { KeyState(keys.begin()) }
}

/// A bijection that spreads every bit over all others: Stafford's mix 13.
@inline(__always)
func remixed(_ number: UInt64) -> UInt64 {
  var mixed = number
  mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
  mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
  return mixed ^ mixed >> 31
}
