extension Span<UInt8> {
  /// The eight bytes at an offset as a number, the first byte in its lowest bits.
  @inlinable
  @inline(__always)
  package func word(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= count - 8, "number outside its bytes")
    // Safe: the range was checked.
    return unsafe word(uncheckedAt: offset)
  }

  /// The same where the caller has checked that they lie inside.
  @unsafe
  @inlinable
  @inline(__always)
  package func word(uncheckedAt offset: Int) -> UInt64 {
    // Any bit pattern is a number.
    unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
  }
}

extension UInt8 {
  /// Eight times this byte.
  @inlinable
  @inline(__always)
  package var repeated: UInt64 { UInt64(self) &* 0x0101_0101_0101_0101 }
}

extension UInt64 {
  /// The highest bit of each byte that is zero.
  @inlinable
  @inline(__always)
  package var zeroBytes: UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    // No carry leaves a byte: at most 0x7F and 0x7F are added.
    return ~((self & low) &+ low | self | low)
  }
}
