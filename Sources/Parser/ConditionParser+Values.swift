internal import Diagnostics
internal import Lexer
internal import Schema

/// Constants and lists of constants.
extension ConditionParser {
  /// What ends a list of values.
  enum ListEnd {
    /// The `)` that belongs to the `(` at this place.
    case parenthesis(open: Int)
    /// The end of the text: the list is a piece of text by itself.
    case text

    /// nil: the end of the text.
    var byte: UInt8? {
      switch self {
      case .parenthesis: UInt8(ascii: ")")
      case .text: nil
      }
    }
  }

  mutating func parseParenthesisedList() -> ConditionTree.RightSide? {
    let open = lexer.position
    _ = lexer.leftParenthesis()
    return parseValueList(until: .parenthesis(open: open)).map { .list($0) }
  }

  /// `[ value , { "," , value } ]` and its end. Behind the first mistake in a list nothing more is reported about it.
  mutating func parseValueList(until end: ListEnd) -> Slice<ValueID>? {
    let first = tree.listElements.count
    lexer.blanks()
    if takeEnd(end) { return Slice(start: first, count: 0) }
    while !hasGivenUp {
      guard let value = parseListValue(end) else { return nil }
      tree.listElements.append(value)
      lexer.blanks()
      if takeEnd(end) { break }
      guard lexer.comma() else {
        recoverList(behind: value, end)
        break
      }
      if isCommaLast(before: end.byte) {
        _ = takeEnd(end)
        break
      }
    }
    return Slice(start: first, count: tree.listElements.count - first)
  }

  private mutating func takeEnd(_ end: ListEnd) -> Bool {
    switch end {
    case .parenthesis: lexer.rightParenthesis()
    case .text: lexer.isAtEnd
    }
  }

  private mutating func parseListValue(_ end: ListEnd) -> ValueID? {
    if let byte = lexer.next, byte.isQuote {
      if let value = parseQuoted() { return value }
      skipRestOfList(end)
      return nil
    }
    if let word = lexer.bareString() { return add(.bare, word) }
    reportListValueProblem(end)
    skipRestOfList(end)
    return nil
  }

  /// A quoted string stands at the cursor. nil where it is never closed.
  mutating func parseQuoted() -> ValueID? {
    guard let string = lexer.quotedString() else {
      reportUnclosedQuote()
      return nil
    }
    var resolved: Slice<UInt8>?
    if string.hasEscapes {
      let start = tree.resolvedBytes.count
      for finding in lexer.resolveEscapes(of: string, into: &tree.resolvedBytes) where !hasGivenUp { report(finding) }
      resolved = Slice(start: start, count: tree.resolvedBytes.count - start)
    }
    return add(.init(kind: .quoted, range: string.range, content: string.content, resolved: resolved))
  }
}
