import Matching

/// A whole key: what a sketch counts.
@usableFromInline package struct KeyHash: BitwiseCopyable, Sendable, Hashable {
  @usableFromInline package let rawValue: UInt64

  @inlinable package init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// Whoever has a quota of new keys, such as a container.
package struct OwnerHash: BitwiseCopyable, Sendable, Equatable {
  let rawValue: UInt64
}

/// The fields of a key on their way into its hash: those of its process part in their order, then those of its event part, then
/// the one that is counted part by part. What the process part leaves is kept beside the process and used for all its events.
@usableFromInline package struct KeyState: BitwiseCopyable, Sendable {
  /// What the blocks before left.
  @usableFromInline var blocks: SipHash.State
  /// The sum of the block that is not whole yet.
  @usableFromInline var low: UInt64 = 0
  @usableFromInline var high: UInt64 = 0
  /// Of words, so far.
  @usableFromInline var pairs: UInt64 = 0

  @inlinable init(_ blocks: SipHash.State) { self.blocks = blocks }

  /// The key, when all its fields are in; more can follow.
  ///
  /// Changes nothing. A state that is read by its address is not copied first, in pieces of 16 bytes, which have to wait for what
  /// a field has just stored in eight.
  @inlinable
  @inline(__always)
  package mutating func key() -> KeyHash {
    var last = blocks
    last.absorb(low)
    last.absorb(high)
    if pairs >= KeyHasher.blockPairs { last.absorb(pairs) }
    return KeyHash(rawValue: last.result())
  }
}

/// Hashes keys of one sketch under its secret. What it is keyed with hangs on the schema too: two sketches under one secret have
/// nothing in common.
///
/// A field is written as pairs of words of eight bytes, and its first word says what it is and how long. So from the pairs of a key
/// its fields can be read one after the other, and no two keys have the same pairs.
///
/// Each block of up to 32 pairs (a_i, b_i) becomes NH(a, b) = Σ (a_i + k_2i)·(b_i + k_2i+1) modulo 2^128, the sums in brackets
/// modulo 2^64 (Black, Halevi, Krawczyk, Krovetz and Rogaway, "UMAC", 1999), with words k that are drawn from the secret by SipHash.
/// Whoever does not know k cannot choose two blocks that become the same but by luck: of equally many pairs they do for one of 2^64
/// of all k, as is shown there; of unequally many, whatever all other k are, for those of the longer one's last pair that give its
/// product one value: of 2^128 at most 2^65, if the value is 0. What the blocks became is hashed by SipHash-1-3 under a key of its
/// own, with the number of pairs behind them where there are 32 and more. So two keys meet before SipHash in at most two of 2^64
/// cases, about as often as in a result of 64 bits anyway, and what comes out is as little to foresee as SipHash's. A word costs
/// half a multiplication, where SipHash takes 16 steps.
@usableFromInline package struct KeyHasher: ~Copyable {
  /// The highest two bits of a field's first word; the others are the length of a text.
  @usableFromInline enum Kind: UInt64 {
    case absent = 0
    case text = 0x4000_0000_0000_0000
    case unsigned = 0x8000_0000_0000_0000
    case signed = 0xC000_0000_0000_0000
  }

  @inlinable static var blockPairs: Int { 32 }

  private let owners: SipHash
  @usableFromInline let blocks: SipHash
  /// The words k of NH.
  @usableFromInline let factors: Cells

  package init(_ key: SketchKey, _ schema: SketchSchema) {
    owners = key.hash(for: .owners)
    blocks = key.hash(for: .keys, schema.digest)
    let draw = key.hash(for: .factors, schema.digest)
    var factors = Cells(words: 2 * Self.blockPairs)
    for index in 0..<factors.count { factors[index] = draw(UInt64(index)) }
    self.factors = factors
  }

  package func owner(_ bytes: Span<UInt8>) -> OwnerHash { OwnerHash(rawValue: owners(bytes)) }

  /// What a key begins with: no fields.
  @inlinable package var start: KeyState { KeyState(blocks.begin()) }

  // MARK: Fields

  /// A field that has no value.
  package func addAbsence(to state: inout KeyState) { addPair(Kind.absent.rawValue, 0, to: &state) }

  package func add(_ number: UInt64, to state: inout KeyState) { addPair(Kind.unsigned.rawValue, number, to: &state) }

  package func add(_ number: Int64, to state: inout KeyState) {
    addPair(Kind.signed.rawValue, UInt64(bitPattern: number), to: &state)
  }

  /// After the first word come the text's first eight bytes, or what `shortWord` makes of fewer; then pairs of the next 16; the
  /// last pair has the last 16 bytes of the text, or its first and last eight where there are fewer. What is in two words is there
  /// twice, which the length tells.
  @inlinable
  @inline(__always)
  package func add(_ bytes: Span<UInt8>, to state: inout KeyState) {
    let count = bytes.count
    // Behind the first one.
    let more = (count &+ 7) &>> 4
    let start = Int(truncatingIfNeeded: state.pairs) & (Self.blockPairs &- 1)
    guard start &+ more < Self.blockPairs &- 1 else {
      state = addingAcrossBlocks(bytes, to: state)
      return
    }
    var sum = Sum(state, place: 2 &* start)
    let head = Kind.text.rawValue | UInt64(truncatingIfNeeded: count)
    // Safe: no more pairs come than the block has room for, and of more than eight bytes the first and the last eight are there.
    if count <= 8 {
      unsafe sum.add(head, Self.shortWord(bytes), factors)
    } else {
      unsafe sum.add(head, Self.word(bytes, uncheckedAt: 0), factors)
      var offset = 8
      while offset &+ 16 < count {
        unsafe sum.add(Self.word(bytes, uncheckedAt: offset), Self.word(bytes, uncheckedAt: offset &+ 8), factors)
        offset &+= 16
      }
      unsafe sum.add(Self.word(bytes, uncheckedAt: max(count &- 16, 0)), Self.word(bytes, uncheckedAt: count &- 8), factors)
    }
    sum.store(to: &state)
    state.pairs &+= UInt64(truncatingIfNeeded: more &+ 1)
  }

  /// The same, where a block may end within the field. It gives back a state rather than changing one, so that the caller can keep
  /// its own in registers.
  @usableFromInline
  @inline(never)
  func addingAcrossBlocks(_ bytes: Span<UInt8>, to before: KeyState) -> KeyState {
    var state = before
    let count = bytes.count
    let head = Kind.text.rawValue | UInt64(truncatingIfNeeded: count)
    guard count > 8 else {
      addPair(head, Self.shortWord(bytes), to: &state)
      return state
    }
    addPair(head, bytes.word(at: 0), to: &state)
    var offset = 8
    while offset + 16 < count {
      addPair(bytes.word(at: offset), bytes.word(at: offset + 8), to: &state)
      offset += 16
    }
    addPair(bytes.word(at: max(count - 16, 0)), bytes.word(at: count - 8), to: &state)
    return state
  }

  private func addPair(_ first: UInt64, _ second: UInt64, to state: inout KeyState) {
    var sum = Sum(state, place: 2 &* (Int(truncatingIfNeeded: state.pairs) & (Self.blockPairs &- 1)))
    // Safe: a block that is whole has ended.
    unsafe sum.add(first, second, factors)
    sum.store(to: &state)
    state.pairs &+= 1
    if Int(truncatingIfNeeded: state.pairs) & (Self.blockPairs &- 1) == 0 {
      state.blocks.absorb(state.low)
      state.blocks.absorb(state.high)
      (state.low, state.high) = (0, 0)
    }
  }

  /// A block's sum while a field is added.
  @usableFromInline
  struct Sum {
    @usableFromInline var low: UInt64
    @usableFromInline var high: UInt64
    /// Of the next pair's first factor.
    @usableFromInline var place: Int

    @inlinable
    @inline(__always)
    init(_ state: KeyState, place: Int) {
      (low, high) = (state.low, state.high)
      self.place = place
    }

    /// Where the caller knows that the block has room.
    @unsafe
    @inlinable
    @inline(__always)
    mutating func add(_ first: UInt64, _ second: UInt64, _ factors: borrowing Cells) {
      let product = unsafe (first &+ factors.load(uncheckedAt: place)).multipliedFullWidth(
        by: second &+ factors.load(uncheckedAt: place &+ 1))
      let (sum, carries) = low.addingReportingOverflow(product.low)
      low = sum
      high = high &+ product.high &+ (carries ? 1 : 0)
      place &+= 2
    }

    @inlinable
    @inline(__always)
    func store(to state: inout KeyState) { (state.low, state.high) = (low, high) }
  }
}

extension KeyHasher {
  /// Up to eight bytes. Of four and more the first and the last four, which may have some in common, of fewer the first, the middle
  /// and the last: with the number of bytes it is known which they were.
  @inlinable
  @inline(__always)
  static func shortWord(_ bytes: Span<UInt8>) -> UInt64 {
    let count = bytes.count
    // Safe here and below: so many are there.
    if count >= 4 { return unsafe UInt64(half(bytes, uncheckedAt: 0)) | UInt64(half(bytes, uncheckedAt: count &- 4)) << 32 }
    if count == 0 { return 0 }
    return unsafe UInt64(bytes[unchecked: 0]) | UInt64(bytes[unchecked: count &>> 1]) << 8 | UInt64(bytes[unchecked: count &- 1]) << 16
  }

  /// As the one of `Span`, which cannot be used from what is inlined elsewhere.
  @unsafe
  @inlinable
  @inline(__always)
  static func word(_ bytes: Span<UInt8>, uncheckedAt offset: Int) -> UInt64 {
    // Any bit pattern is a number.
    unsafe UInt64(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
  }

  @unsafe
  @inlinable
  @inline(__always)
  static func half(_ bytes: Span<UInt8>, uncheckedAt offset: Int) -> UInt32 {
    // Any bit pattern is a number.
    unsafe UInt32(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self))
  }
}

/// A bijection that spreads every bit over all others: Stafford's mix 13.
@inline(__always)
func remixed(_ number: UInt64) -> UInt64 {
  var mixed = number
  mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
  mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
  return mixed ^ mixed >> 31
}
