import Matching

/// The form in which a value's text is printed, and names and paths are kept (corrections.md A5): valid UTF-8, and nothing in it that has no look.
///
/// Each ill-formed part and each code point that is a control character or no character at all becomes one U+FFFD,
/// line feed and tab too.
package enum PrintableText {
  package static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
    var copied = 0
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte >= 0x20, byte < 0x7F {
        at += 1
        continue
      }
      let length = byte < 0x80 ? 1 : UTF8Repair.sequence(in: bytes, at: at)
      let end = at + abs(length)
      if length < 0 || hasNoLook(bytes, at, length) {
        output.append(bytes.extracting(copied..<at))
        output.append("\u{FFFD}")
        copied = end
      }
      at = end
    }
    output.append(bytes.extracting(copied..<bytes.count))
  }

  /// U+0000–001F, U+007F–009F, U+FDD0–FDEF, and the last two code points of each plane.
  static func hasNoLook(_ bytes: Span<UInt8>, _ at: Int, _ length: Int) -> Bool {
    switch length {
    case 1: bytes[at] < 0x20 || bytes[at] == 0x7F
    case 2: bytes[at] == 0xC2 && bytes[at + 1] < 0xA0
    case 3:
      bytes[at] == 0xEF
        && (bytes[at + 1] == 0xB7 && (0x90...0xAF).contains(bytes[at + 2]) || bytes[at + 1] == 0xBF && bytes[at + 2] >= 0xBE)
    default: bytes[at + 1] & 0x0F == 0x0F && bytes[at + 2] == 0xBF && bytes[at + 3] >= 0xBE
    }
  }
}
