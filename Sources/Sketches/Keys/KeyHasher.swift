/// The hash of one field's value.
package struct FieldHash: BitwiseCopyable, Sendable, Equatable {
  let rawValue: UInt64
}

/// Several fields' hashes, in their order. That of the process part is kept beside the process and used for all its events.
package struct PartHash: BitwiseCopyable, Sendable, Equatable {
  fileprivate(set) var rawValue: UInt64
}

/// A whole key: what a sketch counts.
package struct KeyHash: BitwiseCopyable, Sendable, Hashable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// Whoever has a quota of new keys, such as a container.
package struct OwnerHash: BitwiseCopyable, Sendable, Equatable {
  let rawValue: UInt64
}

/// Hashes keys of one sketch under its secret.
///
/// Each kind of value has a hash of its own, and SipHash tells bytes of different lengths apart, so that no two values have
/// the same encoding, and none differs from the empty one by luck only. The hashes of a part's fields are folded in order, then
/// the two parts: process, event. So a field's hash may be kept where the field is, and that of the process part where the process
/// is. Which field is in which part is a matter of the schema, whose digest both folds begin with: two sketches under one secret
/// have nothing in common.
package struct KeyHasher: BitwiseCopyable, Sendable {
  private let texts: SipHash
  private let unsignedNumbers: SipHash
  private let signedNumbers: SipHash
  private let owners: SipHash
  private let processStart: PartHash
  private let eventStart: PartHash
  private let factors: (UInt64, UInt64)

  package init(_ key: SketchKey, _ schema: SketchSchema) {
    texts = key.hash(for: .text)
    unsignedNumbers = key.hash(for: .unsigned)
    signedNumbers = key.hash(for: .signed)
    owners = key.hash(for: .owners)
    let combination = key.hash(for: .combination)
    factors = (combination(0, 1), combination(0, 2))
    let digest = schema.digest
    let starts = (process: [1] + digest, event: [2] + digest)
    processStart = PartHash(rawValue: combination(starts.process.span))
    eventStart = PartHash(rawValue: combination(starts.event.span))
    absent = FieldHash(rawValue: combination(0, 3))
  }

  /// Of a field that has no value.
  package let absent: FieldHash

  package func text(_ bytes: Span<UInt8>) -> FieldHash { FieldHash(rawValue: texts(bytes)) }

  package func unsigned(_ number: UInt64) -> FieldHash { FieldHash(rawValue: unsignedNumbers(number)) }

  package func signed(_ number: Int64) -> FieldHash { FieldHash(rawValue: signedNumbers(UInt64(bitPattern: number))) }

  package func owner(_ bytes: Span<UInt8>) -> OwnerHash { OwnerHash(rawValue: owners(bytes)) }

  /// What the process part begins with; `add` its fields in order.
  package var emptyProcessPart: PartHash { processStart }
  package var emptyEventPart: PartHash { eventStart }

  /// Not commutative, so that two fields cannot trade values: only the state passes through the first factor.
  @inline(__always)
  package func add(_ field: FieldHash, to part: inout PartHash) {
    part.rawValue = fold(part.rawValue ^ factors.0, field.rawValue ^ factors.1)
  }

  /// The last fold spreads what both parts have over all 64 bits: rows, lines and tags are cut from it.
  @inline(__always)
  package func key(process: PartHash, event: PartHash) -> KeyHash {
    KeyHash(rawValue: remixed(fold(process.rawValue ^ factors.1, event.rawValue ^ factors.0) ^ factors.1))
  }
}

/// The halves of the 128-bit product, folded: every bit of either factor reaches the whole result.
@inline(__always)
func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
  let product = a.multipliedFullWidth(by: b)
  return product.high ^ product.low
}

/// A bijection that spreads every bit over all others: Stafford's mix 13.
@inline(__always)
func remixed(_ number: UInt64) -> UInt64 {
  var mixed = number
  mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
  mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
  return mixed ^ mixed >> 31
}
