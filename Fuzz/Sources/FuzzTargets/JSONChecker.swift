/// Whether bytes are one JSON value (RFC 8259). Keeps a stack of its own.
struct JSONChecker {
  private let bytes: [UInt8]
  /// Where reading stopped.
  private(set) var position = 0
  /// The closing signs that are still to come.
  private var open: [UInt8] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func isWellFormed() -> Bool {
    repeat {
      guard readValue() else { return false }
      // Behind a complete value: close what ends here, go on where a comma stands.
      while let closing = open.last, take(closing) { open.removeLast() }
      if let closing = open.last {
        guard take(UInt8(ascii: ",")), closing == UInt8(ascii: "]") || readKey() else { return false }
      }
    } while !open.isEmpty
    skipBlanks()
    return position == bytes.count
  }

  /// Reads up to the end of a scalar or of an empty collection; what opens on the way stands in `open`.
  private mutating func readValue() -> Bool {
    while true {
      if take(UInt8(ascii: "{")) {
        if take(UInt8(ascii: "}")) { return true }
        open.append(UInt8(ascii: "}"))
        guard readKey() else { return false }
      } else if take(UInt8(ascii: "[")) {
        if take(UInt8(ascii: "]")) { return true }
        open.append(UInt8(ascii: "]"))
      } else {
        return readString() || readWord()
      }
    }
  }

  private mutating func readKey() -> Bool { readString() && take(UInt8(ascii: ":")) }

  private mutating func readString() -> Bool {
    guard take(UInt8(ascii: "\"")) else { return false }
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return true
      case 0..<0x20: return false
      case UInt8(ascii: "\\"): guard readEscape() else { return false }
      default: break
      }
    }
    return false
  }

  private mutating func readEscape() -> Bool {
    guard position < bytes.count else { return false }
    let byte = bytes[position]
    position += 1
    if Array("\"\\/bfnrt".utf8).contains(byte) { return true }
    let digits = bytes[position...].prefix(4)
    guard byte == UInt8(ascii: "u"), digits.count == 4, String(decoding: digits, as: UTF8.self).allSatisfy(\.isHexDigit)
    else { return false }
    position += 4
    return true
  }

  /// `true`, `false`, `null`, or a number.
  private mutating func readWord() -> Bool {
    let word = bytes[position...].prefix { Array("+-.".utf8).contains($0) || 0x61...0x7A ~= $0 | 0x20 || 0x30...0x39 ~= $0 }
    position += word.count
    let text = String(decoding: word, as: UTF8.self)
    return ["true", "false", "null"].contains(text) || text.wholeMatch(of: Self.number) != nil
  }

  private static var number: Regex<Substring> { /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/ }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipBlanks() {
    while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
  }
}
