/// Finding and replacing what is not UTF-8 in a value.
///
/// Each maximal ill-formed part (a lead byte with as many continuations as could still belong to it, or one stray byte)
/// becomes one U+FFFD, as Unicode recommends and as `String(decoding:as:)` does.
package enum UTF8Repair {
  static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

  /// The first ill-formed part, nil if the bytes are valid.
  package static func firstInvalid(in bytes: Span<UInt8>, from start: Int = 0) -> Range<Int>? {
    var at = start
    while true {
      at = endOfASCII(in: bytes, from: at)
      guard at < bytes.count else { return nil }
      let length = sequence(in: bytes, at: at)
      guard length > 0 else { return at..<at - length }
      at += length
    }
  }

  /// The bytes with every ill-formed part replaced. `output` is overwritten; it grows only while it is too small.
  package static func repair(_ bytes: Span<UInt8>, into output: inout [UInt8]) {
    output.removeAll(keepingCapacity: true)
    var copied = 0
    while let bad = firstInvalid(in: bytes, from: copied) {
      append(bytes, copied..<bad.lowerBound, to: &output)
      output.append(contentsOf: replacement)
      copied = bad.upperBound
    }
    append(bytes, copied..<bytes.count, to: &output)
  }

  private static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to output: inout [UInt8]) {
    // The buffer is only read inside the closure.
    unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
  }

  /// Eight bytes at a time: almost every value is ASCII.
  private static func endOfASCII(in bytes: Span<UInt8>, from start: Int) -> Int {
    var at = start
    unsafe bytes.withUnsafeBytes { raw in
      // `at + 8 <= count` keeps the load inside the buffer; loadUnaligned needs no alignment.
      while at + 8 <= raw.count {
        let word = unsafe raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        if word & 0x8080_8080_8080_8080 != 0 { break }
        at += 8
      }
    }
    while at < bytes.count, bytes[at] < 0x80 { at += 1 }
    return at
  }

  /// The length of the sequence at a byte that is not ASCII; negated if it is ill-formed.
  package static func sequence(in bytes: Span<UInt8>, at start: Int) -> Int {
    let lead = bytes[start]
    let continuations: Int
    var allowed: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: continuations = 1
    case 0xE0...0xEF:
      continuations = 2
      // No overlong forms, no surrogates.
      if lead == 0xE0 { allowed = 0xA0...0xBF } else if lead == 0xED { allowed = 0x80...0x9F }
    case 0xF0...0xF4:
      continuations = 3
      // No overlong forms, nothing above U+10FFFF.
      if lead == 0xF0 { allowed = 0x90...0xBF } else if lead == 0xF4 { allowed = 0x80...0x8F }
    default: return -1
    }
    for offset in 1...continuations {
      guard start + offset < bytes.count, allowed.contains(bytes[start + offset]) else { return -offset }
      allowed = 0x80...0xBF
    }
    return continuations + 1
  }
}
