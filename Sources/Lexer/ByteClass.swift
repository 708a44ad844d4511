/// The character classes of the language (rule-language.md §1). All of them are about bytes: the keywords are ASCII,
/// and whatever is not ASCII belongs to values.
extension UInt8 {
  /// May stand between tokens: space, tab, line feed, carriage return, backspace.
  package var isBlank: Bool {
    switch self {
    case 0x20, 0x09, 0x0A, 0x0D, 0x08: true
    default: false
    }
  }

  /// POSIX `[[:space:]]`. Differs from `isBlank`: form feed and vertical tab are in, backspace is not.
  package var isSpace: Bool {
    switch self {
    case 0x20, 0x09...0x0D: true
    default: false
    }
  }

  package var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
  package var isDigit: Bool { self &- 0x30 < 10 }
  package var isHexDigit: Bool { isDigit || (self | 0x20) &- 0x61 < 6 }
  /// What an identifier goes on with.
  package var isWord: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }

  /// What an unquoted value consists of.
  package var isBareString: Bool {
    switch self {
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "="),
      UInt8(ascii: ","):
      false
    default: !isSpace
    }
  }

  /// What an unquoted field argument consists of.
  package var isFieldArgument: Bool {
    switch self {
    case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
    default: !isSpace
    }
  }

  package var isQuote: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "'") }

  /// 0 to 15, or nil.
  var hexValue: UInt8? {
    if isDigit { return self - 0x30 }
    return isHexDigit ? (self | 0x20) - 0x61 + 10 : nil
  }
}
