/// The transformers that turn one text into another (rule-language.md §7). The text is the end of a buffer that the
/// caller owns and reuses, and is changed in place, since no result is longer; or the result is a part of the text.
package enum ByteTransforms {
  /// `tolower`: ASCII only, whatever the locale.
  package static func lowercase(_ buffer: inout [UInt8], from start: Int) {
    for index in start..<buffer.count { buffer[index] = buffer[index].asciiLowercased }
  }

  /// `toupper`: ASCII only.
  package static func uppercase(_ buffer: inout [UInt8], from start: Int) {
    for index in start..<buffer.count { buffer[index] = buffer[index].asciiUppercased }
  }

  /// `basename`: what stands behind the last `/`; everything if there is none, nothing for `/a/b/`. (POSIX's basename
  /// would give `b`.)
  package static func basename(_ path: Span<UInt8>) -> Range<Int> {
    var start = path.count
    while start > 0, path[start - 1] != UInt8(ascii: "/") { start -= 1 }
    return start..<path.count
  }

  /// `b64`: decodes base64. Up to two `=` at the end are dropped and otherwise not missed. False if the text is not
  /// base64: a foreign character, a lone last digit, or bits set behind the last byte; the value is then missing, and
  /// what the buffer holds behind `start` is undefined.
  package static func decodeBase64(_ buffer: inout [UInt8], from start: Int) -> Bool {
    var end = buffer.count
    if end == start { return true }
    while end > start, buffer.count - end < 2, buffer[end - 1] == UInt8(ascii: "=") { end -= 1 }
    guard end > start, (end - start) % 4 != 1 else { return false }
    var bits: UInt32 = 0
    var written = start
    for index in start..<end {
      guard let digit = base64Digit(buffer[index]) else { return false }
      bits = bits << 6 | digit
      if (index - start) % 4 == 3 {
        write(bits, 3, to: &buffer, &written)
        bits = 0
      }
    }
    switch (end - start) % 4 {
    case 2:
      guard bits & 0xF == 0 else { return false }
      write(bits << 12, 1, to: &buffer, &written)
    case 3:
      guard bits & 0x3 == 0 else { return false }
      write(bits << 6, 2, to: &buffer, &written)
    default: break
    }
    buffer.removeLast(buffer.count - written)
    return true
  }

  /// The leading bytes of 24 bits. Three bytes are written after four were read, so nothing unread is overwritten.
  private static func write(_ bits: UInt32, _ count: Int, to buffer: inout [UInt8], _ written: inout Int) {
    for index in 0..<count {
      buffer[written] = UInt8(truncatingIfNeeded: bits >> UInt32(16 - 8 * index))
      written += 1
    }
  }

  private static func base64Digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
