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
/// A field is written as pairs of words of eight bytes, and the lowest byte of its first pair's second word says what it is and how
/// long. So from the pairs of a key its fields can be read one after the other, and no two keys have the same pairs.
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
  /// The lowest byte of the second word of a field's first pair; the first word is the number, or the text's first bytes.
  @usableFromInline enum Kind: UInt64 {
    case absent = 0
    case unsigned = 1
    case signed = 2
    /// A text of 16 bytes and more; the other bytes of the word are its length.
    case text = 3
    /// And its length.
    case shortText = 0x10
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
  package func addAbsence(to state: inout KeyState) { addPair(0, Kind.absent.rawValue, to: &state) }

  package func add(_ number: UInt64, to state: inout KeyState) { addPair(number, Kind.unsigned.rawValue, to: &state) }

  package func add(_ number: Int64, to state: inout KeyState) {
    addPair(UInt64(bitPattern: number), Kind.signed.rawValue, to: &state)
  }

  /// A text of up to 15 bytes is one pair. Of a longer one the first pair has the first eight bytes, then come pairs of the next 16,
  /// and the last pair has its last 16 bytes. What is in two words is there twice, which the length tells.
  @inlinable
  @inline(__always)
  package func add(_ bytes: Span<UInt8>, to state: inout KeyState) {
    let count = bytes.count
    let start = Int(truncatingIfNeeded: state.pairs) & (Self.blockPairs &- 1)
    // Of all but the first one.
    let more = (count &+ 7) &>> 4
    if count < 16 {
      guard start < Self.blockPairs &- 1 else { return state = adding(bytes, to: state.blocks, state.low, state.high, state.pairs) }
      var sum = Sum(state, place: 2 &* start)
      let (first, second) = Self.shortPair(bytes)
      // Safe here and below: no more pairs come than the block has room for, and the bytes are there.
      unsafe sum.add(first, second, factors)
      sum.store(to: &state)
      state.pairs &+= 1
      return
    }
    guard start &+ more < Self.blockPairs &- 1 else { return state = adding(bytes, to: state.blocks, state.low, state.high, state.pairs) }
    var sum = Sum(state, place: 2 &* start)
    unsafe sum.add(Self.word(bytes, uncheckedAt: 0), Self.head(count), factors)
    var offset = 8
    while offset &+ 16 < count {
      unsafe sum.add(Self.word(bytes, uncheckedAt: offset), Self.word(bytes, uncheckedAt: offset &+ 8), factors)
      offset &+= 16
    }
    unsafe sum.add(Self.word(bytes, uncheckedAt: count &- 16), Self.word(bytes, uncheckedAt: count &- 8), factors)
    sum.store(to: &state)
    state.pairs &+= UInt64(truncatingIfNeeded: more &+ 1)
  }

  /// The same, where a block may end within the field. It takes the parts of a state and gives back a whole one, so that the caller
  /// can keep its own in registers.
  @usableFromInline
  @inline(never)
  func adding(_ bytes: Span<UInt8>, to blocks: SipHash.State, _ low: UInt64, _ high: UInt64, _ pairs: UInt64) -> KeyState {
    var state = KeyState(blocks)
    (state.low, state.high, state.pairs) = (low, high, pairs)
    let count = bytes.count
    guard count >= 16 else {
      let (first, second) = Self.shortPair(bytes)
      addPair(first, second, to: &state)
      return state
    }
    addPair(bytes.word(at: 0), Self.head(count), to: &state)
    var offset = 8
    while offset + 16 < count {
      addPair(bytes.word(at: offset), bytes.word(at: offset + 8), to: &state)
      offset += 16
    }
    addPair(bytes.word(at: count - 16), bytes.word(at: count - 8), to: &state)
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
  /// Of a text of 16 bytes and more.
  @inlinable
  @inline(__always)
  static func head(_ count: Int) -> UInt64 { UInt64(truncatingIfNeeded: count) << 8 | Kind.text.rawValue }

  /// Up to 15 bytes. Of eight and more the first eight, and the last seven above the byte that says how many; of four and more the first
  /// and the last four, of fewer the first, the middle and the last. Some have bytes in common: with the number of bytes it is known
  /// which they were.
  @inlinable
  @inline(__always)
  static func shortPair(_ bytes: Span<UInt8>) -> (UInt64, UInt64) {
    let count = bytes.count
    let head = Kind.shortText.rawValue | UInt64(truncatingIfNeeded: count)
    // Safe here and below: so many are there.
    if count >= 8 { return unsafe (word(bytes, uncheckedAt: 0), word(bytes, uncheckedAt: count &- 8) & ~0xFF | head) }
    if count >= 4 {
      return unsafe (UInt64(half(bytes, uncheckedAt: 0)) | UInt64(half(bytes, uncheckedAt: count &- 4)) << 32, head)
    }
    if count == 0 { return (0, head) }
    let first = unsafe UInt64(bytes[unchecked: 0]) | UInt64(bytes[unchecked: count &>> 1]) << 8 | UInt64(bytes[unchecked: count &- 1]) << 16
    return (first, head)
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
