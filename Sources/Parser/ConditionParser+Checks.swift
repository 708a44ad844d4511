internal import Diagnostics
internal import Lexer
internal import Schema

/// Checks: `field operator value`, `transformer(…) operator value`, or the name of a macro.
extension ConditionParser {
  /// Always makes a node: `.error` where something was reported.
  mutating func parseCheck() -> NodeID {
    let start = lexer.position
    isCheckBroken = false
    let node: ConditionTree.Node?
    if let name = lexer.fieldName() {
      node = parseComparison(of: parseField(name))
    } else if let transformer = lexer.transformer() {
      node = parseComparison(of: parseCall(transformer))
    } else if let name = lexer.identifier() {
      node = parseMacro(name)
    } else {
      node = parseMissingOperand()
    }
    if node == nil { recover() }
    let range = TextRange(start, max(start, endOfLastToken))
    return add(isCheckBroken ? .error : node ?? .error, range)
  }

  /// The operator and what follows it. Here and below, nil means that the place to go on from is lost, and has been
  /// reported; a mistake behind which parsing can go on only sets `isCheckBroken`.
  private mutating func parseComparison(of left: OperandID?) -> ConditionTree.Node? {
    guard let left else { return nil }
    lexer.blanks()
    guard let (op, range) = lexer.comparison() else {
      reportOperatorProblem(behind: tree.operandRanges[Int(left.rawValue)])
      return nil
    }
    guard let (modifier, right) = parseRightSide(of: op, range) else { return nil }
    return .check(.init(left: left, op: op, opRange: range, modifier: modifier, right: right))
  }

  /// What stands behind the operator.
  mutating func parseRightSide(
    of op: Operator, _ range: TextRange
  ) -> (modifier: Modifier?, right: ConditionTree.RightSide)? {
    switch op.info.rightSide {
    case .none: (nil, .none)
    case .number: parseNumberSide(op, range).map { (nil, $0) }
    case .string: parseStringSide(op, range)
    case .list: parseListSide(op, range).map { (nil, $0) }
    }
  }

  /// Behind `< <= > >=`: a number, a field, a transformer, or a word that may name a list.
  private mutating func parseNumberSide(_ op: Operator, _ range: TextRange) -> ConditionTree.RightSide? {
    if isLongerSymbol(range, goingOnWith: "<>=!~") { return nil }
    lexer.blanks()
    if lexer.beginsCall { return parseRightOperand() }
    if let number = lexer.number() {
      takeSuffix(of: number)
      return .value(add(.number, number))
    }
    if let byte = lexer.next, byte.isQuote {
      reportQuotedNumber(op)
      return nil
    }
    guard let word = lexer.bareString() else {
      reportValueProblem(behind: range, op)
      return nil
    }
    guard !isKeywordInsteadOfValue(word, behind: range, op), !isModifierWithoutRight(word, op),
      !isValueInterrupted(word)
    else { return nil }
    return .value(add(.bare, word))
  }

  /// Behind `=` and its like: a value, a field, a transformer, or a modifier and a list.
  private mutating func parseStringSide(
    _ op: Operator, _ range: TextRange
  ) -> (modifier: Modifier?, right: ConditionTree.RightSide)? {
    if isLongerSymbol(range, goingOnWith: "=") { return nil }
    let hasBlank = lexer.blanks()
    // The blank is what makes it a modifier.
    if hasBlank, let modifier = parseModifier() {
      let list = lexer.next == UInt8(ascii: "(") ? parseParenthesisedList() : parseListWord()
      return list.map { (modifier, $0) }
    }
    if lexer.beginsCall { return parseRightOperand().map { (nil, $0) } }
    if let byte = lexer.next, byte.isQuote {
      return parseQuoted().map { (nil, .value($0)) }
    }
    guard let word = lexer.bareString() else {
      reportValueProblem(behind: range, op)
      return nil
    }
    guard !isKeywordInsteadOfValue(word, behind: range, op), !isModifierOutOfPlace(word, hasBlank: hasBlank),
      !isOperatorTornApart(word, range), !isValueInterrupted(word)
    else { return nil }
    return (nil, .value(add(.bare, word)))
  }

  /// Behind `in` and its like: a list, a word, a field, a transformer.
  private mutating func parseListSide(_ op: Operator, _ range: TextRange) -> ConditionTree.RightSide? {
    lexer.blanks()
    if lexer.next == UInt8(ascii: "(") { return parseParenthesisedList() }
    if lexer.beginsCall { return parseRightOperand() }
    let end = lexer.endOfIdentifier(from: lexer.position)
    guard end > lexer.position, lexer.endOfBareString(from: end) == end else {
      reportListExpected(behind: range, op)
      return nil
    }
    let word = TextRange(lexer.position, end)
    guard !isKeywordInsteadOfValue(word, behind: range, op), !isModifierWithoutRight(word, op) else { return nil }
    return parseListWord()
  }

  /// Takes a modifier if a list or the name of one follows it; else the word is a value like any other.
  private mutating func parseModifier() -> Modifier? {
    let mark = lexer.mark
    guard let modifier = lexer.modifier() else { return nil }
    lexer.blanks()
    let position = lexer.position
    let beginsName = lexer.endOfIdentifier(from: position) > position
    if lexer.next == UInt8(ascii: "(") || (beginsName && !beginsConnective(at: position)) { return modifier }
    lexer.rewind(to: mark)
    return nil
  }

  /// `and`, `or` or `not` as a whole word at `position`.
  private func beginsConnective(at position: Int) -> Bool {
    Words.connectives.contains { word in
      guard lexer.stands(word, at: position) else { return false }
      guard let after = lexer.byte(at: position + word.utf8.count) else { return true }
      return !after.isWord
    }
  }

  /// A word without parentheses: a list of this one word.
  private mutating func parseListWord() -> ConditionTree.RightSide? {
    guard let word = lexer.identifier() else { return nil }
    guard !isListWithoutParentheses(word) else { return nil }
    return .word(add(.bare, word))
  }

  /// The name of a macro, unless what follows shows that it was meant otherwise.
  private mutating func parseMacro(_ name: TextRange) -> ConditionTree.Node? {
    if isKeywordInsteadOfOperand(name) { return .error }
    if isNoMacro(name) { return nil }
    return .macro(name)
  }
}
