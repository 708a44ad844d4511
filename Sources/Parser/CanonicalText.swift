package import Schema

/// The pieces of the canonical text of a condition (rule-language.md §2.2), which the incumbent shows for a compiled
/// condition. It cannot always be parsed again: an empty value prints as nothing, and parentheses and commas inside
/// values are not quoted.
///
/// The pieces are apart from the tree so that a resolved condition prints by the same rules.
package struct CanonicalText: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package var string: String { String(decoding: bytes, as: UTF8.self) }

  package mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
  package mutating func append(raw text: some Sequence<UInt8>) { bytes.append(contentsOf: text) }

  /// A constant: bare unless it has a blank, a control character with an escape, `=`, a backslash or a quote.
  package mutating func append(value: some Collection<UInt8>) {
    guard value.contains(where: Self.needsQuotes) else {
      bytes.append(contentsOf: value)
      return
    }
    append("\"")
    for byte in value {
      switch byte {
      case 0x08: append("\\b")
      case 0x0C: append("\\f")
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      case 0x09: append("\\t")
      case 0x00: append("\\x00")
      case UInt8(ascii: "\\"): append("\\\\")
      case UInt8(ascii: "\""): append("\\\"")
      default: bytes.append(byte)
      }
    }
    append("\"")
  }

  /// `[argument]`; `[""]` for the empty text.
  package mutating func append(argument: some Collection<UInt8>) {
    append("[")
    if argument.isEmpty { append("\"\"") } else { append(value: argument) }
    append("]")
  }

  /// ` op `, with the modifier if there is one.
  package mutating func append(_ op: Operator, _ modifier: Modifier?) {
    append(" \(op.spelling)")
    if op.info.rightSide != .none { append(" ") }
    if let modifier { append("\(modifier.spelling) ") }
  }

  private static func needsQuotes(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x08, 0x0C, 0x0A, 0x0D, 0x09, 0x20, 0x00, UInt8(ascii: "="), UInt8(ascii: "\\"), UInt8(ascii: "\""),
      UInt8(ascii: "'"):
      true
    default: false
    }
  }
}
