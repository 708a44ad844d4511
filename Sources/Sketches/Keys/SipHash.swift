import Matching

// Sketches: behaviour counted in fixed memory. In: hashes of keys, with the time of the event. Out: how often a key was
// counted, how that compares with everything else, and how far the answer can be trusted; files that keep all of it.
// Not here: what is counted and when, which rule files say and the engine does; fields; the command line.
//
// `Keys/` turns the fields of a key into one number under a secret. `Counting/` counts. `Files/` keeps.

/// SipHash-1-3 with a result of 64 bits: one round for each word, three at the end. A pseudorandom function under a key of
/// 128 bits, so that nobody who does not know the key can choose inputs that collide (sketches.md §0.2).
@usableFromInline
struct SipHash: BitwiseCopyable, Sendable {
  @usableFromInline let first: UInt64
  @usableFromInline let second: UInt64

  init(first: UInt64, second: UInt64) {
    self.first = first
    self.second = second
  }

  /// The reference's function: whole words, then what is left with the length, modulo 256, in the highest byte.
  func callAsFunction(_ bytes: Span<UInt8>) -> UInt64 {
    var state = begin()
    state.absorbWords(of: bytes)
    state.absorb(bytes.lastWord | UInt64(truncatingIfNeeded: bytes.count) << 56)
    return state.result()
  }

  @inlinable
  @inline(__always)
  func begin() -> State { State(first, second) }

  /// Of eight bytes.
  @inline(__always)
  func callAsFunction(_ number: UInt64) -> UInt64 {
    var state = begin()
    state.absorb(number)
    state.absorb(8 << 56)
    return state.result()
  }

  /// Of 16 bytes.
  @inline(__always)
  func callAsFunction(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var state = begin()
    state.absorb(a)
    state.absorb(b)
    state.absorb(16 << 56)
    return state.result()
  }

  /// What was absorbed so far.
  @usableFromInline
  struct State: BitwiseCopyable, Sendable {
    @usableFromInline var a: UInt64
    @usableFromInline var b: UInt64
    @usableFromInline var c: UInt64
    @usableFromInline var d: UInt64

    /// The constants are the letters "somepseudorandomlygeneratedbytes".
    @inlinable
    @inline(__always)
    init(_ first: UInt64, _ second: UInt64) {
      a = first ^ 0x736f_6d65_7073_6575
      b = second ^ 0x646f_7261_6e64_6f6d
      c = first ^ 0x6c79_6765_6e65_7261
      d = second ^ 0x7465_6462_7974_6573
    }

    @inlinable
    @inline(__always)
    mutating func round() {
      a &+= b
      b = b.rotated(13) ^ a
      a = a.rotated(32)
      c &+= d
      d = d.rotated(16) ^ c
      a &+= d
      d = d.rotated(21) ^ a
      c &+= b
      b = b.rotated(17) ^ c
      c = c.rotated(32)
    }

    @inlinable
    @inline(__always)
    mutating func absorb(_ word: UInt64) {
      d ^= word
      round()
      a ^= word
    }

    @inline(__always)
    fileprivate mutating func absorbWords(of bytes: Span<UInt8>) {
      var offset = 0
      while offset <= bytes.count &- 8 {
        // Safe: eight bytes are left.
        absorb(unsafe bytes.word(uncheckedAt: offset))
        offset &+= 8
      }
    }

    @inlinable
    @inline(__always)
    func result() -> UInt64 {
      var last = self
      last.c ^= 0xFF
      last.round()
      last.round()
      last.round()
      return last.a ^ last.b ^ last.c ^ last.d
    }
  }
}

extension Span<UInt8> {
  /// The bytes behind the last whole word, as a number: 1 to 7, or none.
  @inline(__always)
  fileprivate var lastWord: UInt64 {
    let rest = count & 7
    if rest == 0 { return 0 }
    // Those that are absorbed already go out at the lower end: one load instead of up to seven.
    if count >= 8 { return word(at: count &- 8) >> UInt64(truncatingIfNeeded: 8 &* (8 &- rest)) }
    var number: UInt64 = 0
    for index in 0..<rest { number |= UInt64(self[index]) << UInt64(truncatingIfNeeded: 8 &* index) }
    return number
  }
}

extension UInt64 {
  /// To the left.
  @inlinable
  @inline(__always)
  func rotated(_ bits: UInt64) -> UInt64 { self << bits | self >> (64 - bits) }
}
