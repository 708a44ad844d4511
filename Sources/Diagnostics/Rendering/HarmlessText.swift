// Text of rule files and file names on its way to a terminal or a log. Nothing an author writes may move a cursor,
// set a colour, turn the direction of a line, or stay invisible where it is the mistake.

/// Text for a terminal: what is not `harmless` is replaced, ends of lines stay.
package func harmlessLines(_ text: String) -> String {
  var shown = String.UnicodeScalarView()
  for scalar in text.unicodeScalars { shown.append(scalar == "\n" ? scalar : harmless(scalar)) }
  return String(shown)
}

/// What is shown for `scalar`: itself, a picture of an ASCII control character, or U+FFFD for what has no look.
func harmless(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  switch scalar.value {
  case 0x20..<0x7F: return scalar
  case 0..<0x20: return Unicode.Scalar(UInt8(scalar.value)).picture
  case 0x7F: return "\u{2421}"
  default: break
  }
  switch scalar.properties.generalCategory {
  // `format` holds the marks that turn or hide text ("Trojan Source").
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: return "\u{FFFD}"
  default: return scalar.properties.isNoncharacterCodePoint ? "\u{FFFD}" : scalar
  }
}

extension Unicode.Scalar {
  /// U+2400 and what follows it: "␛" for the escape character.
  fileprivate var picture: Unicode.Scalar {
    Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}"
  }
}

/// How many columns a terminal gives to a scalar that `harmless` let through.
func displayWidth(_ scalar: Unicode.Scalar) -> Int {
  guard scalar.value >= 0x300 else { return 1 }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark: return 0
  default: return wideRanges.contains { $0.contains(scalar.value) } ? 2 : 1
  }
}

/// The blocks of East Asian Wide and Fullwidth scalars and of emoji, to the precision that underlining needs.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
  0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
  0x1FA70...0x1FAFF, 0x20000...0x3FFFD,
]

extension [UInt8] {
  /// Appends our own words as they are.
  mutating func write(_ text: String) { append(contentsOf: text.utf8) }

  /// Appends words that may hold parts of what the author wrote.
  mutating func writeHarmless(_ text: String) {
    guard !text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return write(text) }
    for scalar in text.unicodeScalars { write(scalar: harmless(scalar)) }
  }

  mutating func write(scalar: Unicode.Scalar) { append(contentsOf: scalar.utf8) }
}
