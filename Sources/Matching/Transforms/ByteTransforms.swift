/// The transformers that turn one text into another (rule-language.md §7). Results go into a buffer that the caller
/// owns and reuses, or are a part of the input; nothing is allocated once the buffer has grown.
package enum ByteTransforms {
  /// `tolower`: ASCII only, whatever the locale.
  package static func lowercase(_ text: Span<UInt8>, into output: inout [UInt8]) {
    copy(text, into: &output)
    var bytes = output.mutableSpan
    for index in bytes.indices { bytes[index] = bytes[index].asciiLowercased }
  }

  /// `toupper`: ASCII only.
  package static func uppercase(_ text: Span<UInt8>, into output: inout [UInt8]) {
    copy(text, into: &output)
    var bytes = output.mutableSpan
    for index in bytes.indices { bytes[index] = bytes[index].asciiUppercased }
  }

  private static func copy(_ text: Span<UInt8>, into output: inout [UInt8]) {
    output.removeAll(keepingCapacity: true)
    // The buffer is only read inside the closure.
    unsafe text.withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
  }

  /// `basename`: what stands behind the last `/`; everything if there is none, nothing for `/a/b/`. (POSIX's basename
  /// would give `b`.)
  package static func basename(_ path: Span<UInt8>) -> Range<Int> {
    var start = path.count
    while start > 0, path[start - 1] != UInt8(ascii: "/") { start -= 1 }
    return start..<path.count
  }

  /// `b64`: decodes base64. Up to two `=` at the end are dropped and otherwise not missed. False if the text is not
  /// base64: a foreign character, a lone last digit, or bits set behind the last byte; the value is then missing.
  package static func decodeBase64(_ text: Span<UInt8>, into output: inout [UInt8]) -> Bool {
    output.removeAll(keepingCapacity: true)
    guard !text.isEmpty else { return true }
    var end = text.count
    while end > 0, text.count - end < 2, text[end - 1] == UInt8(ascii: "=") { end -= 1 }
    guard end > 0, end % 4 != 1 else { return false }
    var bits: UInt32 = 0
    for index in 0..<end {
      guard let digit = base64Digit(text[index]) else { return false }
      bits = bits << 6 | digit
      if index % 4 == 3 {
        append(bits, count: 3, to: &output)
        bits = 0
      }
    }
    switch end % 4 {
    case 2:
      guard bits & 0xF == 0 else { return false }
      append(bits << 12, count: 1, to: &output)
    case 3:
      guard bits & 0x3 == 0 else { return false }
      append(bits << 6, count: 2, to: &output)
    default: break
    }
    return true
  }

  /// The leading bytes of 24 bits.
  private static func append(_ bits: UInt32, count: Int, to output: inout [UInt8]) {
    for index in 0..<count { output.append(UInt8(truncatingIfNeeded: bits >> UInt32(16 - 8 * index))) }
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
