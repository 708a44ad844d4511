import Matching

/// What stands between the quotes of a JSON string. Alert lines of the text form are escaped in the same way, without
/// the quotes (rule-language.md §9.3): one alert is one line, and none can forge another.
///
/// Escaped are what JSON demands and, beyond that, what is legal in JSON but moves a cursor, turns the direction of a
/// line or hides: U+007F–009F, line separators, format characters, and private code points. Readers of JSON get all of it
/// back as it was. Ill-formed parts become U+FFFD.
package enum EscapedText {
  /// - Parameter isValue: the bytes are a value that is printed, so that what has no look becomes U+FFFD first.
  package static func append(_ bytes: Span<UInt8>, isValue: Bool = false, to output: inout [UInt8]) {
    var copied = 0
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        at += 1
        continue
      }
      let length = byte < 0x80 ? 1 : UTF8Repair.sequence(in: bytes, at: at)
      let end = at + abs(length)
      if length < 0 || isValue && PrintableText.hasNoLook(bytes, at, length) {
        output.append(bytes.extracting(copied..<at))
        output.append("\u{FFFD}")
        copied = end
      } else {
        let scalar = scalar(bytes, at, length)
        if mustBeEscaped(scalar) {
          output.append(bytes.extracting(copied..<at))
          escape(scalar, into: &output)
          copied = end
        }
      }
      at = end
    }
    output.append(bytes.extracting(copied..<bytes.count))
  }

  private static func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x80 else { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse: return true
    default: return false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar, into output: inout [UInt8]) {
    switch scalar {
    case "\"": output.append("\\\"")
    case "\\": output.append("\\\\")
    case "\u{8}": output.append("\\b")
    case "\u{C}": output.append("\\f")
    case "\n": output.append("\\n")
    case "\r": output.append("\\r")
    case "\t": output.append("\\t")
    default:
      for unit in scalar.utf16 {
        output.append("\\u")
        output.append(hex: UInt64(unit), digits: 4)
      }
    }
  }

  /// The code point of a well-formed sequence.
  private static func scalar(_ bytes: Span<UInt8>, _ at: Int, _ length: Int) -> Unicode.Scalar {
    guard length > 1 else { return Unicode.Scalar(bytes[at]) }
    var value = UInt32(bytes[at]) & (0x7F >> UInt32(length))
    for offset in 1..<length { value = value << 6 | UInt32(bytes[at + offset] & 0x3F) }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }
}
