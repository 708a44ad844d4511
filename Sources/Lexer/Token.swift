// Lexer: condition and output text to tokens. In: bytes. Out: tokens as ranges of those bytes.
//
// The language has no context-free tokens (`in`, `1and` and `a=b` read differently by position), so the parser asks
// for the token it can use next and the lexer says whether it is there. Not here: YAML, and what names mean.

/// A range of decoded bytes of the text being parsed.
package struct TextRange: Hashable, Sendable, BitwiseCopyable {
  package var start: UInt32
  package var end: UInt32

  package init(_ start: Int, _ end: Int) {
    self.start = UInt32(start)
    self.end = UInt32(end)
  }

  package var range: Range<Int> { Int(start)..<Int(end) }
  package var isEmpty: Bool { start == end }
}

package enum TokenKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case blank
  case and, or, not
  case leftParenthesis, rightParenthesis, leftBracket, rightBracket, comma
  case identifier, fieldName, fieldArgument
  case number, bareString, quotedString
  case comparison, modifier, transformer, val
  /// Text that fits nothing where it stands.
  case invalid
  // Outputs only.
  case literal, percent, width
}

/// Tokens tile the text: each begins where the one before it ended.
package struct Token: Hashable, Sendable, BitwiseCopyable {
  package var kind: TokenKind
  package var range: TextRange

  package init(_ kind: TokenKind, _ range: TextRange) {
    self.kind = kind
    self.range = range
  }
}
