internal import Diagnostics
internal import Lexer
internal import Schema

/// What went wrong around operands and operators, as the author would put it. Functions named `is…` look for one
/// particular mistake and report it if it is there; `report…` functions are called when something is wrong, and
/// decide what.
extension ConditionParser {
  // MARK: Reporting

  /// Reports a mistake at `position`. Adds what is to be said about the seam when it lies where a piece of text was
  /// appended.
  mutating func report(_ diagnostic: Diagnostic, at position: Int) {
    isCheckBroken = true
    guard diagnostics.count < Self.maximumDiagnostics else {
      hasGivenUp = true
      return
    }
    var diagnostic = diagnostic
    if let piece = pieceBegun(at: position) {
      diagnostic.addSeam(earlierPiece: tree.text.pieceSpans[piece - 1])
    }
    diagnostics.append(diagnostic)
  }

  mutating func report(_ make: (String, SourceSpan) -> Diagnostic, _ range: TextRange) {
    report(make(excerpt(range), span(range)), at: Int(range.start))
  }

  /// The appended piece whose first word stands at `position`.
  private func pieceBegun(at position: Int) -> Int? {
    guard let piece = tree.text.pieceStarts.lastIndex(where: { Int($0) <= position }), piece > 0 else { return nil }
    return lexer.endOfBlanks(from: Int(tree.text.pieceStarts[piece])) == position ? piece : nil
  }

  func span(_ range: TextRange) -> SourceSpan { tree.span(of: range) }

  /// The text of a range for a message: on one line and not too long.
  func excerpt(_ range: TextRange) -> String {
    let longest = 60
    let text = String(decoding: lexer.bytes[range.range].prefix(longest), as: UTF8.self)
    let line = String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    return range.range.count > longest ? line + "…" : line
  }

  // MARK: and, or, not, parentheses

  /// Behind names joined by dots, as those of fields are.
  private func endOfDottedName(from start: Int) -> Int {
    var end = lexer.endOfIdentifier(from: start)
    while lexer.byte(at: end) == UInt8(ascii: "."), lexer.endOfIdentifier(from: end + 1) > end + 1 {
      end = lexer.endOfIdentifier(from: end + 1)
    }
    return end
  }

  /// `and` cannot be attached to what `or(…)` has closed.
  mutating func reportAndBehindOrGroup(_ keyword: TextRange) {
    report(.andBehindOrGroup(at: span(keyword)), at: Int(keyword.start))
  }

  mutating func reportBlankMissing(behind keyword: TextRange) {
    let start = Int(keyword.start)
    let word = TextRange(start, max(endOfDottedName(from: start), Int(keyword.end)))
    report(.blankMissing(behind: excerpt(keyword), found: excerpt(word), at: span(word)), at: Int(keyword.start))
  }

  mutating func reportUnclosedParentheses() {
    let spans = groups.dropFirst().map { tree.text.span(of: $0.open..<$0.open + 1) }
    report(.unclosedParentheses(at: spans), at: groups[1].open)
  }

  mutating func reportUnopenedParenthesis() {
    guard !hasReportedUnopened else { return }
    hasReportedUnopened = true
    report(.unopenedParenthesis(at: span(foundRange())), at: lexer.position)
  }

  /// `!` and `NOT`, which other languages have, and comments: reported and skipped. False where nothing such stands.
  mutating func skipForeignNegation() -> Bool {
    let start = lexer.position
    guard let byte = lexer.next else { return false }
    if byte == UInt8(ascii: "#") {
      reportComment()
      return skipCommentLine()
    }
    var end = start
    if byte == UInt8(ascii: "!"), lexer.byte(at: start + 1) != UInt8(ascii: "=") {
      end = start + 1
    } else if byte == UInt8(ascii: "N") {
      let word = lexer.endOfIdentifier(from: start)
      let negates = lexer.bytes[start..<word].elementsEqual("NOT".utf8) || lexer.stands("Not ", at: start)
      if negates, !isOperandOver(at: lexer.endOfBlanks(from: word)) { end = word }
    }
    guard end > start else { return false }
    let range = TextRange(start, end)
    report(.foreignKeyword(excerpt(range), "not", at: span(range)), at: start)
    lexer.take(.invalid, to: end)
    return true
  }

  /// `&&`, `||`, `AND`, `OR`, which other languages have: reported, and taken for what they mean.
  mutating func parseForeignConnective() -> Step? {
    let start = lexer.position
    let spellings = [("&&", false), ("||", true), ("AND", false), ("OR", true), ("And", false), ("Or", true)]
    for (spelling, isOr) in spellings where lexer.stands(spelling, at: start) {
      let end = start + spelling.utf8.count
      if let after = lexer.byte(at: end), after.isWord, spelling.utf8.first?.isLetter == true { continue }
      let range = TextRange(start, end)
      report(.foreignKeyword(spelling, isOr ? "or" : "and", at: span(range)), at: start)
      lexer.take(.invalid, to: end)
      attach(isOr: isOr)
      return .operand
    }
    return nil
  }

  mutating func reportComment() {
    let range = foundRange()
    report(.comment(at: span(range)), at: Int(range.start))
  }

  /// Neither `and` nor `or` nor `)` stands behind an operand. Reports it, and skips what cannot be read.
  mutating func skipUnexpected() -> Step {
    let found = foundRange()
    let last = lexer.tokens.last { $0.kind != .blank }
    if lexer.next == UInt8(ascii: "#") {
      reportComment()
      if skipCommentLine() { return .connective }
    } else if let last, lexer.next == UInt8(ascii: "("), isCallName(last.range) {
      report(Diagnostic.blankBeforeParenthesis, last.range)
    } else if let byte = lexer.next, byte.isQuote, Int(found.end) == Int(found.start) + 1 {
      reportUnclosedQuote()
      return .connective
    } else if let last, last.kind == .bareString {
      let value = excerpt(last.range)
      let swallowed = ["and", "or"].first { value.hasSuffix($0) && value.first?.isNumber == true }
      report(
        .unexpected(excerpt(found), behindValue: value, swallowing: swallowed, at: span(found)),
        at: Int(found.start))
      // The value is not what was meant, so nothing is to be said about its type.
      if swallowed != nil { discardLastCheck() }
    } else {
      report(Diagnostic.unexpected, found)
    }
    recover()
    return .connective
  }

  /// The text is the name of a transformer or `val`.
  func isCallName(_ range: TextRange) -> Bool {
    let text = excerpt(range)
    return text == Words.val || Transformer.allCases.contains { $0.spelling == text }
  }

  // MARK: Operands

  /// No field, transformer or macro stands where a check is to begin. An error node where the text goes on behind it,
  /// nil where the place is lost.
  mutating func parseMissingOperand() -> ConditionTree.Node? {
    let last = lexer.tokens.last { $0.kind != .blank }
    guard let next = lexer.next, next != UInt8(ascii: ")") else {
      reportNoOperand(behind: last)
      return .error
    }
    let found = foundRange()
    if next == UInt8(ascii: "#") {
      // Reported by `skipForeignNegation`.
      return nil
    }
    if next.isQuote, Int(found.end) == Int(found.start) + 1 {
      reportUnclosedQuote()
      return .error
    }
    report(Diagnostic.checkExpected, found)
    return nil
  }

  /// The text, a group, or the operand of a keyword is empty.
  private mutating func reportNoOperand(behind last: Token?) {
    isCheckBroken = true
    switch last?.kind {
    case nil:
      // A parenthesis that was never opened is reported as that.
      if lexer.isAtEnd { report(.emptyCondition(at: tree.text.span), at: lexer.position) }
    case .leftParenthesis:
      // At the end of the text it is the parenthesis that is reported.
      if !lexer.isAtEnd, let last {
        let range = TextRange(Int(last.range.start), lexer.position + 1)
        report(.emptyParentheses(at: span(range)), at: Int(range.start))
      }
    case .and, .or, .not:
      if let last { report(Diagnostic.operandMissing, last.range) }
    default:
      // Behind something that has been reported.
      break
    }
  }

  /// `and` or `or` where an operand is due, and no macro of that name, since no operand can follow it.
  mutating func isKeywordInsteadOfOperand(_ name: TextRange) -> Bool {
    guard name.range.count <= 3 else { return false }
    let word = excerpt(name)
    guard word == "and" || word == "or" else { return false }
    if isOperandOver(at: lexer.endOfBlanks(from: lexer.position)) { return false }
    lexer.untake()
    let before = lexer.tokens.last { $0.kind != .blank }.map { excerpt($0.range) }
    report(.operandMissing(before: word, behind: before, at: span(name)), at: Int(name.start))
    return true
  }

  /// What follows a name shows that it was meant as a field or transformer.
  mutating func isNoMacro(_ name: TextRange) -> Bool {
    let start = Int(name.start)
    let end = Int(name.end)
    let next = lexer.endOfBlanks(from: end)
    switch lexer.byte(at: next) {
    case UInt8(ascii: "(") where next == end:
      reportUnknownCall(name)
    case UInt8(ascii: "(") where isCallName(name):
      report(Diagnostic.blankBeforeParenthesis, name)
    case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "["), UInt8(ascii: "/"), UInt8(ascii: ":"):
      guard next == end else { return false }
      report(Diagnostic.malformedName, TextRange(start, max(lexer.endOfBareString(from: end), end + 1)))
    default:
      guard !isOperandOver(at: next), let operatorEnd = lexer.endOfComparison(from: next) else { return false }
      let op = excerpt(TextRange(next, operatorEnd))
      report(.macroCompared(excerpt(name), op: op, at: span(name)), at: start)
    }
    return true
  }

  /// A name with a parenthesis directly behind it that is no transformer.
  mutating func reportUnknownCall(_ name: TextRange) {
    if excerpt(name) == Words.val {
      report(.valOutOfPlace(at: span(name)), at: Int(name.start))
    } else {
      report(Diagnostic.unknownTransformer, name)
    }
  }

  // MARK: Operators

  /// No operator stands behind the field or call at `left`; the cursor is behind the blanks.
  mutating func reportOperatorProblem(behind left: TextRange) {
    let start = lexer.position
    let isGlued = start == Int(left.end)
    let found = foundRange()
    if isOperandOver(at: start) {
      report(Diagnostic.operatorMissing, left)
    } else if isGlued, lexer.next == UInt8(ascii: ".") {
      report(Diagnostic.malformedField, TextRange(Int(left.start), Int(found.end)))
    } else if !isGlued, lexer.next == UInt8(ascii: "[") {
      report(.blankBeforeBracket(at: span(TextRange(Int(left.end), start + 1))), at: Int(left.end))
    } else if lexer.stands("not ", at: start) {
      reportNotBehindField(left)
    } else {
      reportOperatorWord(found, behind: left)
    }
  }

  private mutating func reportNotBehindField(_ left: TextRange) {
    let next = lexer.endOfBlanks(from: lexer.position + 3)
    let op = lexer.endOfComparison(from: next).map { excerpt(TextRange(next, $0)) }
    report(
      .notBehindField(excerpt(left), op: op, at: span(TextRange(lexer.position, lexer.position + 3))),
      at: lexer.position)
  }

  private mutating func reportOperatorWord(_ found: TextRange, behind left: TextRange) {
    let start = Int(found.start)
    let word = TextRange(start, max(lexer.endOfIdentifier(from: start), endOfSymbols(from: start)))
    guard !word.isEmpty else {
      report(.operatorMissing(excerpt(left), at: span(left)), at: Int(left.start))
      return
    }
    let name = excerpt(word)
    if let op = Operator.allCases.first(where: { $0.spelling == name }), op.info.needsBlank {
      report(.blankMissingBehindOperator(name, at: span(word)), at: start)
    } else if ["&&", "||"].contains(name) || ["AND", "OR"].contains(name) {
      report(Diagnostic.operatorMissing, left)
    } else {
      report(Diagnostic.unknownOperator, word)
    }
  }

  /// Where the characters that operators of this or other languages consist of end.
  private func endOfSymbols(from start: Int) -> Int {
    var end = start
    while let byte = lexer.byte(at: end), Self.isSymbol(byte) { end += 1 }
    return end
  }

  private static func isSymbol(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "!"), UInt8(ascii: "~"),
      UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "^"):
      true
    default: false
    }
  }

  /// The operator goes on with one of `symbols`: `===`, `<>`.
  mutating func isLongerSymbol(_ range: TextRange, goingOnWith symbols: String) -> Bool {
    guard let last = lexer.tokens.last?.range, last == range, !lexer.bytes[Int(range.end) - 1].isLetter,
      let byte = lexer.next, symbols.utf8.contains(byte)
    else { return false }
    report(Diagnostic.unknownOperator, TextRange(Int(range.start), endOfSymbols(from: lexer.position)))
    return true
  }

  /// `=! x`, `=~ "x"`, `= > 5`: the bare value is symbols only, and something follows that makes them an operator.
  mutating func isOperatorTornApart(_ word: TextRange, _ op: TextRange) -> Bool {
    guard endOfSymbols(from: Int(word.start)) == Int(word.end), !op.isEmpty,
      !isOperandOver(at: lexer.endOfBlanks(from: lexer.position))
    else { return false }
    report(Diagnostic.unknownOperator, TextRange(Int(op.start), Int(word.end)))
    return true
  }
}
