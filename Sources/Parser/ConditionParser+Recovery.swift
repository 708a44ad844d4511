internal import Diagnostics
internal import Lexer
internal import Schema

/// Finding the place behind a mistake from which the rest can be read as if it had not happened. Everything here takes
/// text as `.invalid` tokens (parentheses and blanks as what they are), moves forward, and is linear in what it skips.
extension ConditionParser {
  /// Skips the rest of a check: up to the next `and` or `or` as a word of its own, or the next `)` that was not opened
  /// on the way.
  mutating func recover() {
    isCheckBroken = true
    var depth = 0
    while let byte = lexer.next {
      if depth == 0, byte == UInt8(ascii: ")") || standsConnective() { return }
      if skipPiece() { depth += byte == UInt8(ascii: "(") ? 1 : byte == UInt8(ascii: ")") ? -1 : 0 }
    }
    if depth > 0 { hasLostTheEnd = true }
  }

  /// Skips up to and including the `)` that closes the outermost of `count` open parentheses.
  mutating func skipBehindParentheses(_ count: Int) {
    var depth = count
    while depth > 0, let byte = lexer.next {
      if skipPiece() { depth += byte == UInt8(ascii: "(") ? 1 : byte == UInt8(ascii: ")") ? -1 : 0 }
    }
    if depth > 0 { hasLostTheEnd = true }
  }

  mutating func skipRestOfList(_ end: ListEnd) {
    switch end {
    case .parenthesis: skipBehindParentheses(1)
    case .text: lexer.take(.invalid, to: lexer.bytes.count)
    }
  }

  /// Takes a parenthesis, blanks, a quoted string, or a word; true for a parenthesis.
  private mutating func skipPiece() -> Bool {
    if lexer.leftParenthesis() || lexer.rightParenthesis() { return true }
    if lexer.blanks() { return false }
    lexer.take(.invalid, to: endOfPiece(from: lexer.position))
    return false
  }

  /// Where the quoted string or the word without blanks, parentheses and quotes at `start` ends.
  private mutating func endOfPiece(from start: Int) -> Int {
    if let end = endOfQuoted(from: start) { return end }
    var end = start + 1
    while let byte = lexer.byte(at: end), !byte.isBlank, !byte.isQuote, !Self.isParenthesis(byte) { end += 1 }
    return end
  }

  /// Where the quoted string at `start` ends, if one stands there and is closed. A quote for which none was found is
  /// not looked for again, so that skipping stays linear.
  private mutating func endOfQuoted(from start: Int) -> Int? {
    guard let quote = lexer.byte(at: start), quote.isQuote, !unclosedQuotes.contains(quote) else { return nil }
    if let end = lexer.endOfQuotedString(from: start)?.end { return end }
    unclosedQuotes.insert(quote)
    return nil
  }

  static func isParenthesis(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") }

  /// `and` or `or` at the cursor as a word of its own.
  private func standsConnective() -> Bool {
    switch lexer.tokens.last?.kind {
    case .blank, .comparison, nil: isConnective(at: lexer.position)
    default: false
    }
  }

  /// `and` or `or` at `position`, with a blank, a parenthesis or the end behind it.
  func isConnective(at position: Int) -> Bool {
    let length = lexer.stands("and", at: position) ? 3 : lexer.stands("or", at: position) ? 2 : 0
    guard length > 0 else { return false }
    guard let after = lexer.byte(at: position + length) else { return true }
    return after.isBlank || after == UInt8(ascii: "(")
  }

  /// At `position` an operand may be over: the end, `)`, `and` or `or`.
  func isOperandOver(at position: Int) -> Bool {
    guard let byte = lexer.byte(at: position) else { return true }
    return byte == UInt8(ascii: ")") || isConnective(at: position)
  }

  /// Where the word at `start` ends, as a reader sees it: up to a blank or parenthesis, quoted strings inside included.
  mutating func endOfRun(from start: Int) -> Int {
    var end = start
    while let byte = lexer.byte(at: end), !byte.isBlank, !Self.isParenthesis(byte) {
      end = endOfQuoted(from: end) ?? end + 1
    }
    return end
  }

  /// A range for what stands at the cursor: a quoted string, a word, or one character.
  mutating func foundRange() -> TextRange {
    let start = lexer.position
    guard let byte = lexer.next else { return TextRange(start, start) }
    if byte.isQuote { return TextRange(start, endOfQuoted(from: start) ?? start + 1) }
    var end = lexer.endOfBareString(from: start)
    if end == start { end = start + 1 }
    while let byte = lexer.byte(at: end), byte & 0xC0 == 0x80 { end += 1 }
    return TextRange(start, end)
  }

  /// Takes a comment as far as its line goes. False, and nothing taken, where the text has no further line: then what
  /// belongs to the comment cannot be known.
  mutating func skipCommentLine() -> Bool {
    var end = lexer.position
    while let byte = lexer.byte(at: end), byte != UInt8(ascii: "\n") { end += 1 }
    guard end < lexer.bytes.count else { return false }
    lexer.take(.invalid, to: end)
    return true
  }

  /// Behind `[` and perhaps an argument something else than `]` stands. Reports it; goes on behind the bracket if it is
  /// closed soon.
  mutating func recoverArgument(from open: Int) -> ConditionTree.FieldArgumentSyntax? {
    guard let close = endOfBrackets(from: open) else {
      reportArgumentNotClosed(open: open)
      return nil
    }
    reportMalformedArgument(TextRange(open, close + 1))
    lexer.take(.invalid, to: close)
    _ = lexer.rightBracket()
    return .init(range: TextRange(open, close + 1), value: add(.bare, TextRange(open + 1, close)))
  }

  /// Behind a value of a list something else than a comma or the end of the list stands. Reports it and skips the rest
  /// of the list.
  mutating func recoverList(behind value: ValueID, _ end: ListEnd) {
    if case .parenthesis(let open) = end, lexer.isAtEnd || isListAbandoned() {
      reportNotClosed(open: open, what: "list")
      return
    }
    reportValueNotFollowed(value)
    skipRestOfList(end)
  }

  /// The cursor stands before `and` or `or` behind which a check begins: the list was to be closed before.
  private func isListAbandoned() -> Bool {
    guard isConnective(at: lexer.position) else { return false }
    let keyword = lexer.stands("and", at: lexer.position) ? 3 : 2
    let next = lexer.endOfBlanks(from: lexer.position + keyword)
    return lexer.endOfFieldName(from: next) > next || lexer.stands("not ", at: next) || lexer.stands("(", at: next)
  }
}
