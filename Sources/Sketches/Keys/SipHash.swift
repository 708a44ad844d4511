import Matching

// Sketches: behaviour counted in fixed memory. In: hashes of keys, with the time of the event. Out: how often a key was
// counted, how that compares with everything else, and how far the answer can be trusted; files that keep all of it.
// Not here: what is counted and when, which rule files say and the engine does; fields; the command line.
//
// `Keys/` turns the fields of a key into one number under a secret. `Counting/` counts. `Files/` keeps.

/// SipHash-1-3 with a result of 64 bits: one round for each word, three at the end. A pseudorandom function under a key of
/// 128 bits, so that nobody who does not know the key can choose inputs that collide (sketches.md §0.2).
struct SipHash: BitwiseCopyable, Sendable {
  private let first: UInt64
  private let second: UInt64

  init(first: UInt64, second: UInt64) {
    self.first = first
    self.second = second
  }

  /// The reference's function.
  @inline(__always)
  func callAsFunction(_ bytes: Span<UInt8>) -> UInt64 {
    var state = State(first, second)
    return state.finish(bytes)
  }

  /// Of eight bytes.
  @inline(__always)
  func callAsFunction(_ number: UInt64) -> UInt64 {
    var state = State(first, second)
    state.absorb(number)
    state.absorb(8 << 56)
    return state.result()
  }

  /// Of 16 bytes.
  @inline(__always)
  func callAsFunction(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var state = State(first, second)
    state.absorb(a)
    state.absorb(b)
    state.absorb(16 << 56)
    return state.result()
  }

  private struct State {
    var a: UInt64
    var b: UInt64
    var c: UInt64
    var d: UInt64

    /// The constants are the letters "somepseudorandomlygeneratedbytes".
    @inline(__always)
    init(_ first: UInt64, _ second: UInt64) {
      a = first ^ 0x736f_6d65_7073_6575
      b = second ^ 0x646f_7261_6e64_6f6d
      c = first ^ 0x6c79_6765_6e65_7261
      d = second ^ 0x7465_6462_7974_6573
    }

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

    @inline(__always)
    mutating func absorb(_ word: UInt64) {
      d ^= word
      round()
      a ^= word
    }

    /// Whole words, then what is left with the length, modulo 256, in the highest byte.
    @inline(__always)
    mutating func finish(_ bytes: Span<UInt8>) -> UInt64 {
      var offset = 0
      while offset <= bytes.count - 8 {
        absorb(bytes.word(at: offset))
        offset += 8
      }
      var last = UInt64(truncatingIfNeeded: bytes.count) << 56
      let rest = bytes.count - offset
      if rest > 0 {
        if bytes.count >= 8 {
          // The last eight bytes without those that are absorbed already: one load instead of up to seven.
          last |= bytes.word(at: bytes.count - 8) >> UInt64(8 * (8 - rest))
        } else {
          for index in 0..<rest { last |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
        }
      }
      absorb(last)
      return result()
    }

    @inline(__always)
    mutating func result() -> UInt64 {
      c ^= 0xFF
      round()
      round()
      round()
      return a ^ b ^ c ^ d
    }
  }
}

extension UInt64 {
  /// To the left.
  @inline(__always)
  fileprivate func rotated(_ bits: UInt64) -> UInt64 { self << bits | self >> (64 - bits) }
}
