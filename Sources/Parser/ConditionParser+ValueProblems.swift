internal import Diagnostics
internal import Lexer
internal import Schema

/// What went wrong in values, lists, arguments and quoted strings. Conventions: `+Problems`.
extension ConditionParser {
  // MARK: Values

  /// No value stands behind an operator; the cursor is behind the blanks.
  mutating func reportValueProblem(behind range: TextRange, _ op: Operator) {
    let found = foundRange()
    switch lexer.next {
    case UInt8(ascii: "("):
      report(.listNotTaken(op, at: span(found)), at: Int(found.start))
    case UInt8(ascii: "=") where !range.isEmpty:
      report(Diagnostic.unknownOperator, TextRange(Int(range.start), Int(found.end)))
    case nil, UInt8(ascii: ")"):
      let place = range.isEmpty ? found : range
      report(.valueMissing(op, at: span(place)), at: Int(place.start))
    default:
      report(Diagnostic.unquotedValue, TextRange(Int(found.start), max(endOfRun(from: lexer.position), Int(found.end))))
    }
  }

  /// A value that is `and`, `or` or `not`, with something behind it that only makes sense if it is the keyword.
  mutating func isKeywordInsteadOfValue(_ word: TextRange, behind range: TextRange, _ op: Operator) -> Bool {
    let length = word.range.count
    guard length == 2 || length == 3 else { return false }
    let text = excerpt(word)
    guard Words.connectives.contains(text) else { return false }
    let isTaken = lexer.position > Int(word.start)
    guard !isOperandOver(at: lexer.endOfBlanks(from: Int(word.end))) else { return false }
    if text == "not" {
      report(.notBeforeValue(op, at: span(word)), at: Int(word.start))
    } else {
      if isTaken { lexer.untake() }
      report(.valueMissing(op, before: text, at: span(range)), at: Int(range.start))
    }
    return true
  }

  /// The bare value goes on with something that a bare value cannot have.
  mutating func isValueInterrupted(_ word: TextRange) -> Bool {
    guard let next = lexer.next, !next.isBlank, next != UInt8(ascii: ")") else { return false }
    if next == UInt8(ascii: "(") {
      if lexer.endOfIdentifier(from: Int(word.start)) == Int(word.end) {
        reportUnknownCall(word)
      } else {
        report(Diagnostic.unquotedValue, word)
      }
    } else {
      let whole = TextRange(Int(word.start), endOfRun(from: lexer.position))
      report(Diagnostic.unquotedValue, whole)
      lexer.take(.invalid, to: Int(whole.end))
    }
    return true
  }

  /// Takes what follows a number without a blank, unless it is a keyword.
  mutating func takeSuffix(of number: TextRange) {
    let end = lexer.endOfBareString(from: lexer.position)
    guard end > lexer.position, !lexer.stands("and", at: lexer.position), !lexer.stands("or", at: lexer.position) else {
      return
    }
    report(Diagnostic.malformedNumber, TextRange(Int(number.start), end))
    lexer.take(.invalid, to: end)
  }

  mutating func reportQuotedNumber(_ op: Operator) {
    guard lexer.quotedString() != nil, let token = lexer.tokens.last else {
      reportUnclosedQuote()
      return
    }
    report(.quotedNumber(excerpt(token.range), op, at: span(token.range)), at: Int(token.range.start))
  }

  /// A modifier and a list behind an operator that takes no modifier.
  mutating func isModifierWithoutRight(_ word: TextRange, _ op: Operator) -> Bool {
    guard lexer.isModifier(word) else { return false }
    let next = lexer.endOfBlanks(from: Int(word.end))
    guard !isOperandOver(at: next) else { return false }
    report(.modifierNotTaken(excerpt(word), op, at: span(word)), at: Int(word.start))
    return true
  }

  /// `=anyof (a)`, `= anyof(a)`, `= anyof "a"`.
  mutating func isModifierOutOfPlace(_ word: TextRange, hasBlank: Bool) -> Bool {
    guard lexer.isModifier(word) else { return false }
    let next = lexer.endOfBlanks(from: Int(word.end))
    guard !isOperandOver(at: next) else { return false }
    let isList = lexer.byte(at: next) == UInt8(ascii: "(")
    report(
      .modifierOutOfPlace(excerpt(word), blankBefore: hasBlank, isList: isList, at: span(word)), at: Int(word.start))
    return true
  }

  // MARK: Lists

  /// Behind a list operator stands neither a list nor a word.
  mutating func reportListExpected(behind range: TextRange, _ op: Operator) {
    let start = lexer.position
    guard let next = lexer.next, next != UInt8(ascii: ")") else {
      report(.valueMissing(op, at: span(range)), at: Int(range.start))
      return
    }
    if next.isQuote, lexer.endOfQuotedString(from: start) == nil {
      reportUnclosedQuote()
      return
    }
    var found = foundRange()
    let isBracketed = next == UInt8(ascii: "[")
    if isBracketed, let close = endOfBrackets(from: start) { found = TextRange(start, close + 1) }
    report(.parenthesesMissing(excerpt(found), isBracketed: isBracketed, at: span(found)), at: start)
    lexer.take(.invalid, to: Int(found.end))
  }

  /// The `]` for the `[` at `start`, no other bracket or parenthesis between them.
  func endOfBrackets(from start: Int) -> Int? {
    var end = start + 1
    while let byte = lexer.byte(at: end), byte != UInt8(ascii: "["), !Self.isParenthesis(byte) {
      if byte == UInt8(ascii: "]") { return end }
      end += 1
    }
    return nil
  }

  /// `in a, b`, `in f(x)`.
  mutating func isListWithoutParentheses(_ word: TextRange) -> Bool {
    if lexer.next == UInt8(ascii: "(") {
      reportUnknownCall(word)
      return true
    }
    guard lexer.byte(at: lexer.endOfBlanks(from: lexer.position)) == UInt8(ascii: ",") else { return false }
    report(.parenthesesMissing(excerpt(word), isBracketed: false, at: span(word)), at: Int(word.start))
    return true
  }

  /// A comma has been taken: whether `end` follows, which is reported, or a value.
  mutating func isCommaLast(before end: UInt8?) -> Bool {
    let comma = TextRange(lexer.position - 1, lexer.position)
    lexer.blanks()
    guard lexer.next == end else { return false }
    report(.trailingComma(at: span(comma)), at: Int(comma.start))
    return true
  }

  /// No value stands where one is due in a list.
  mutating func reportListValueProblem(_ end: ListEnd) {
    let found = foundRange()
    switch (lexer.next, end) {
    case (nil, .parenthesis(let open)): reportNotClosed(open: open, what: "list")
    case (UInt8(ascii: ","), _): report(.emptyElement(at: span(found)), at: Int(found.start))
    case (UInt8(ascii: "("), _): report(.nestedList(at: span(found)), at: Int(found.start))
    case (UInt8(ascii: ")"), _): reportUnopenedParenthesis()
    default:
      report(Diagnostic.unquotedValue, TextRange(Int(found.start), max(endOfRun(from: lexer.position), Int(found.end))))
    }
  }

  /// Something else than a comma or the end of the list stands behind a value.
  mutating func reportValueNotFollowed(_ value: ValueID) {
    let range = tree.values[Int(value.rawValue)].range
    let found = foundRange()
    let isGlued = range.end == found.start
    let isBare = tree.values[Int(value.rawValue)].kind == .bare
    let isCall = isBare && lexer.next == UInt8(ascii: "(") && isCallName(range)
    if lexer.next == UInt8(ascii: ")") {
      // Only where the list is a text by itself: elsewhere it would be the list's end.
      reportUnopenedParenthesis()
    } else if isBare, lexer.bytes[Int(range.start)] == UInt8(ascii: "#") {
      report(Diagnostic.comment(at: span(range)), at: Int(range.start))
      _ = skipCommentLine()
    } else if isCall {
      report(Diagnostic.callInList, range)
    } else if isBare, isGlued, lexer.next != UInt8(ascii: "(") {
      report(Diagnostic.unquotedValue, TextRange(Int(range.start), listRunEnd(from: Int(found.start))))
    } else if lexer.next == UInt8(ascii: "(") {
      report(.nestedList(at: span(found)), at: Int(found.start))
    } else {
      report(.commaMissing(between: excerpt(range), and: excerpt(found), at: span(found)), at: Int(found.start))
    }
  }

  /// As `endOfRun`, up to a comma.
  private mutating func listRunEnd(from start: Int) -> Int {
    let end = endOfRun(from: start)
    return lexer.bytes[start..<end].firstIndex(of: UInt8(ascii: ",")).map { max($0, start + 1) } ?? end
  }

  mutating func reportNotClosed(open: Int, what: String) {
    hasLostTheEnd = hasLostTheEnd || lexer.isAtEnd
    report(.notClosed(what, at: tree.text.span(of: open..<open + 1)), at: open)
  }

  // MARK: Arguments and calls

  mutating func reportArgumentNotClosed(open: Int) {
    report(.argumentNotClosed(at: tree.text.span(of: open..<open + 1)), at: open)
  }

  /// `range` is `[…]`, with something in it that makes it no argument.
  mutating func reportMalformedArgument(_ range: TextRange) {
    let content = lexer.bytes[range.range].dropFirst().dropLast()
    if content.isEmpty {
      report(.emptyArgument(at: span(range)), at: Int(range.start))
      return
    }
    let isPadded = content.first?.isSpace == true || content.last?.isSpace == true
    report(.malformedArgument(excerpt(range), isPadded: isPadded, at: span(range)), at: Int(range.start))
  }

  mutating func reportValWithoutField(_ keyword: TextRange) {
    let found = foundRange()
    let isCall = lexer.beginsCall
    report(.valWithoutField(excerpt(found), isCall: isCall, at: span(found)), at: Int(keyword.start))
  }

  mutating func reportSelectorOnVal() {
    let range = TextRange(lexer.position, max(endOfRun(from: lexer.position), lexer.position + 1))
    report(.selectorOnVal(at: span(range)), at: Int(range.start))
    lexer.take(.invalid, to: Int(range.end))
  }

  /// No argument stands where one is due in a call, or in a list inside one (`transformer` is nil). True where what
  /// stands there was taken in its place.
  mutating func reportArgumentProblem(in transformer: Transformer?, open: Int) -> Bool {
    let found = foundRange()
    let start = Int(found.start)
    switch lexer.next {
    case nil:
      reportNotClosed(open: open, what: transformer == nil ? "list" : "call")
    case UInt8(ascii: ")"):
      report(.callWithoutArguments(transformer?.spelling ?? "", at: span(TextRange(open, start + 1))), at: start)
      return true
    case UInt8(ascii: ","):
      report(.emptyElement(at: span(found)), at: start)
    case UInt8(ascii: "("):
      report(.nestedList(at: span(found)), at: start)
    default:
      let identifier = TextRange(start, lexer.endOfIdentifier(from: start))
      let next = lexer.endOfBlanks(from: Int(identifier.end))
      guard !identifier.isEmpty, lexer.byte(at: next) == UInt8(ascii: "(") else {
        report(Diagnostic.bareCallArgument, found)
        lexer.take(.invalid, to: Int(found.end))
        return true
      }
      if next > Int(identifier.end) {
        report(Diagnostic.blankBeforeParenthesis, identifier)
      } else {
        reportUnknownCall(identifier)
      }
    }
    return false
  }

  mutating func reportArgumentNotFollowed(open: Int, isList: Bool) {
    let found = foundRange()
    guard !lexer.isAtEnd, !isConnective(at: lexer.position) else {
      reportNotClosed(open: open, what: isList ? "list" : "call")
      return
    }
    report(.argumentNotFollowed(excerpt(found), at: span(found)), at: Int(found.start))
  }

  // MARK: Quoted strings

  /// The quote at the cursor has no closing one. If it has one for readers who count backslashes, goes on behind that.
  mutating func reportUnclosedQuote() {
    let start = lexer.position
    let quote = TextRange(start, start + 1)
    if let end = lexer.apparentEndOfQuotedString(from: start) {
      report(.quotedBackslash(excerpt(TextRange(start, end)), at: span(TextRange(start, end))), at: start)
      lexer.take(.invalid, to: end)
    } else {
      report(Diagnostic.unclosedQuote, quote)
      lexer.take(.invalid, to: lexer.bytes.count)
      hasLostTheEnd = true
    }
  }

  mutating func report(_ finding: EscapeFinding) {
    switch finding.kind {
    case .unknown: report(Diagnostic.unknownEscape, finding.range)
    case .foreignQuote: report(Diagnostic.foreignQuoteEscape, finding.range)
    case .malformedHex: report(Diagnostic.malformedHexEscape, finding.range)
    case .hexByte:
      // No mistake: the check stands.
      guard diagnostics.count < Self.maximumDiagnostics else { return }
      diagnostics.append(.hexEscape(excerpt(finding.range), at: span(finding.range)))
    }
  }

  // MARK: Fragments

  mutating func reportValueNotTaken(_ op: Operator) {
    let whole = TextRange(0, lexer.bytes.count)
    report(.valueNotTaken(op, at: span(whole)), at: 0)
  }

  mutating func reportFieldExpected() {
    let whole = TextRange(lexer.position, lexer.bytes.count)
    report(.fieldExpected(excerpt(whole), at: whole.isEmpty ? tree.text.span : span(whole)), at: lexer.position)
  }

  mutating func reportUnexpectedRest() {
    let rest = TextRange(lexer.position, lexer.bytes.count)
    report(.unexpectedRest(excerpt(rest), at: span(rest)), at: lexer.position)
  }
}
