/// A JSON text taken apart: what container engines tell arrives in this form, and recorded profiles. Rare, so it may allocate.
///
/// Strings are bytes; nothing is made of numbers but their digits.
package enum JSONText: Equatable, Sendable {
  case null
  case bool(Bool)
  case number([UInt8])
  case string([UInt8])
  case array([JSONText])
  /// In the order of the text; of equal keys the last counts.
  case object([Member])

  package struct Member: Equatable, Sendable {
    package let key: [UInt8]
    package let value: JSONText
  }

  /// Nil where the bytes are no JSON text. A NUL ends it.
  package init?(_ bytes: Span<UInt8>) {
    var reader = JSONTextReader()
    guard let value = reader.value(bytes, depth: 0), reader.isAtEnd(bytes) else { return nil }
    self = value
  }

  package subscript(key: StaticString) -> JSONText {
    guard case .object(let members) = self else { return .null }
    return members.last { $0.key.span.equals(key) }?.value ?? .null
  }

  /// Empty for what is no string.
  package var text: [UInt8] { if case .string(let bytes) = self { bytes } else { [] } }

  var isTrue: Bool { self == .bool(true) }

  package var elements: [JSONText] { if case .array(let elements) = self { elements } else { [] } }

  package var members: [Member] { if case .object(let members) = self { members } else { [] } }

  /// A number without fraction that fits.
  package var integer: Int? { if case .number(let digits) = self { Int(String(decoding: digits, as: UTF8.self)) } else { nil } }
}

private struct JSONTextReader {
  private var position = 0

  /// Deeper nesting is refused: the reader calls itself.
  private static let deepest = 64

  mutating func value(_ bytes: Span<UInt8>, depth: Int) -> JSONText? {
    guard depth < Self.deepest else { return nil }
    skipBlanks(bytes)
    guard position < bytes.count else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "{"): return object(bytes, depth)
    case UInt8(ascii: "["): return array(bytes, depth)
    case UInt8(ascii: "\""): return string(bytes).map { .string($0) }
    case UInt8(ascii: "t"): return take("true", bytes) ? .bool(true) : nil
    case UInt8(ascii: "f"): return take("false", bytes) ? .bool(false) : nil
    case UInt8(ascii: "n"): return take("null", bytes) ? .null : nil
    default: return number(bytes)
    }
  }

  mutating func isAtEnd(_ bytes: Span<UInt8>) -> Bool {
    skipBlanks(bytes)
    return position == bytes.count || bytes[position] == 0
  }

  private mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
  }

  private mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
    skipBlanks(bytes)
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func take(_ word: String, _ bytes: Span<UInt8>) -> Bool {
    for byte in word.utf8 {
      guard position < bytes.count, bytes[position] == byte else { return false }
      position += 1
    }
    return true
  }

  private mutating func object(_ bytes: Span<UInt8>, _ depth: Int) -> JSONText? {
    position += 1
    var members: [JSONText.Member] = []
    if take(UInt8(ascii: "}"), bytes) { return .object(members) }
    repeat {
      skipBlanks(bytes)
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\""), let key = string(bytes),
        take(UInt8(ascii: ":"), bytes), let value = value(bytes, depth: depth + 1)
      else { return nil }
      members.append(.init(key: key, value: value))
    } while take(UInt8(ascii: ","), bytes)
    return take(UInt8(ascii: "}"), bytes) ? .object(members) : nil
  }

  private mutating func array(_ bytes: Span<UInt8>, _ depth: Int) -> JSONText? {
    position += 1
    var elements: [JSONText] = []
    if take(UInt8(ascii: "]"), bytes) { return .array(elements) }
    repeat {
      guard let element = value(bytes, depth: depth + 1) else { return nil }
      elements.append(element)
    } while take(UInt8(ascii: ","), bytes)
    return take(UInt8(ascii: "]"), bytes) ? .array(elements) : nil
  }

  private mutating func number(_ bytes: Span<UInt8>) -> JSONText? {
    var digits: [UInt8] = []
    while position < bytes.count, Self.isOfNumber(bytes[position]) {
      digits.append(bytes[position])
      position += 1
    }
    return digits.isEmpty ? nil : .number(digits)
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): true
    default: false
    }
  }

  private mutating func string(_ bytes: Span<UInt8>) -> [UInt8]? {
    position += 1
    var text: [UInt8] = []
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      guard bytes[position] == UInt8(ascii: "\\") else {
        text.append(bytes[position])
        position += 1
        continue
      }
      guard let scalar = escape(bytes) else { return nil }
      text.append(contentsOf: String(Character(scalar)).utf8)
    }
    guard position < bytes.count else { return nil }
    position += 1
    return text
  }

  private mutating func escape(_ bytes: Span<UInt8>) -> Unicode.Scalar? {
    guard position + 1 < bytes.count else { return nil }
    position += 2
    switch bytes[position - 1] {
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      guard let unit = codeUnit(bytes) else { return nil }
      guard UTF16.isLeadSurrogate(unit), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
        bytes[position + 1] == UInt8(ascii: "u")
      else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
      position += 2
      guard let low = codeUnit(bytes) else { return nil }
      guard UTF16.isTrailSurrogate(low) else { return "\u{FFFD}" }
      return Unicode.Scalar(0x10000 + (UInt32(unit) & 0x3FF) << 10 + UInt32(low) & 0x3FF)
    case let byte: return byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "/")
      ? Unicode.Scalar(byte) : nil
    }
  }

  private mutating func codeUnit(_ bytes: Span<UInt8>) -> UInt16? {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard position < bytes.count, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
        return nil
      }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }
}
