internal import Diagnostics
internal import Lexer
internal import Schema

/// What can be compared: fields with their arguments, transformer calls, `val(field)`.
extension ConditionParser {
  /// The rest of a field: `[argument]`, with no blank before the bracket.
  mutating func parseField(_ name: TextRange) -> OperandID? {
    var argument: ConditionTree.FieldArgumentSyntax?
    if lexer.next == UInt8(ascii: "[") {
      argument = parseArgument()
      if argument == nil { return nil }
    }
    return add(.field(name: name, argument: argument), TextRange(Int(name.start), lexer.position))
  }

  /// `[text]` or `["text"]`, with no blanks inside.
  mutating func parseArgument() -> ConditionTree.FieldArgumentSyntax? {
    let open = lexer.position
    _ = lexer.leftBracket()
    let value: ValueID?
    if let byte = lexer.next, byte.isQuote {
      value = parseQuoted()
      if value == nil { return nil }
    } else {
      value = lexer.fieldArgument().map { add(.bare, $0) }
    }
    guard let value, lexer.rightBracket() else { return recoverArgument(from: open) }
    return .init(range: TextRange(open, lexer.position), value: value)
  }

  /// `val(field)` or a call, which stands at the cursor (`ConditionLexer.beginsCall`).
  mutating func parseRightOperand() -> ConditionTree.RightSide? {
    if let val = lexer.val() { return parseVal(val).map { .operand($0) } }
    guard let transformer = lexer.transformer() else { return nil }
    return parseCall(transformer).map { .operand($0) }
  }

  private mutating func parseVal(_ keyword: TextRange) -> OperandID? {
    let open = lexer.position
    _ = lexer.leftParenthesis()
    lexer.blanks()
    guard let name = lexer.fieldName() else {
      reportValWithoutField(keyword)
      skipBehindParentheses(1)
      return nil
    }
    let field = parseField(name)
    if field != nil { lexer.blanks() }
    guard let field, lexer.rightParenthesis() else {
      if field != nil { reportNotClosed(open: open, what: "val(...)") }
      skipBehindParentheses(1)
      return nil
    }
    if lexer.next == UInt8(ascii: "[") {
      reportSelectorOnVal()
      return nil
    }
    return field
  }

  // MARK: Calls

  /// An open call, or an open list inside one.
  private struct CallFrame {
    /// nil: a list.
    var transformer: Transformer?
    var start: Int
    var open: Int
    /// Its arguments so far, in `arguments`.
    var firstArgument: Int
  }

  /// What is under way while a call is parsed.
  private struct CallStack {
    var frames: [CallFrame] = []
    var arguments: [OperandID] = []
  }

  /// The rest of a call whose name has been taken, with everything nested in it; a stack, so that depth costs no
  /// machine stack.
  mutating func parseCall(_ transformer: Transformer) -> OperandID? {
    var calls = CallStack()
    let name = lexer.tokens[lexer.tokens.count - 1].range
    guard open(transformer, from: Int(name.start), in: &calls) else { return nil }
    while true {
      lexer.blanks()
      var outcome = parseCallArgument(in: &calls)
      if outcome == .complete { outcome = closeCalls(in: &calls) }
      switch outcome {
      case .opened, .more: continue
      case .complete: return calls.arguments.last
      case .lost:
        if !hasGivenUp { skipBehindParentheses(calls.frames.count) }
        return nil
      }
    }
  }

  private enum CallOutcome {
    /// An argument, or the whole call.
    case complete
    /// A parenthesis was opened, or a comma taken: an argument is to follow.
    case opened, more
    case lost
  }

  private mutating func open(_ transformer: Transformer?, from start: Int, in calls: inout CallStack) -> Bool {
    guard isWithinLimit(opening: calls.frames.count) else { return false }
    calls.frames.append(
      CallFrame(
        transformer: transformer, start: start, open: lexer.position, firstArgument: calls.arguments.count))
    _ = lexer.leftParenthesis()
    return true
  }

  /// One argument or element; a call or list is only opened.
  private mutating func parseCallArgument(in calls: inout CallStack) -> CallOutcome {
    let frame = calls.frames[calls.frames.count - 1]
    let start = lexer.position
    if let byte = lexer.next, byte.isQuote {
      guard let value = parseQuoted() else { return .lost }
      calls.arguments.append(add(.constant(value), tree.values[Int(value.rawValue)].range))
      return .complete
    }
    if lexer.next == UInt8(ascii: "("), frame.transformer != nil {
      return open(nil, from: start, in: &calls) ? .opened : .lost
    }
    if lexer.next == UInt8(ascii: ")"), frame.transformer == nil, calls.arguments.count == frame.firstArgument {
      return .complete
    }
    if let transformer = lexer.transformer() {
      return open(transformer, from: start, in: &calls) ? .opened : .lost
    }
    if let name = lexer.fieldName() {
      guard let field = parseField(name) else { return .lost }
      calls.arguments.append(field)
      return .complete
    }
    if let number = lexer.number() {
      takeSuffix(of: number)
      calls.arguments.append(add(.constant(add(.number, number)), number))
      return .complete
    }
    return reportArgumentProblem(in: frame.transformer, open: frame.open) ? .complete : .lost
  }

  /// Behind an argument: takes a comma, or closing parentheses until one is followed by a comma or the call is whole.
  private mutating func closeCalls(in calls: inout CallStack) -> CallOutcome {
    while let frame = calls.frames.last {
      lexer.blanks()
      if lexer.comma(), !isCommaLast(before: UInt8(ascii: ")")) { return .more }
      guard lexer.rightParenthesis() else {
        reportArgumentNotFollowed(open: frame.open, isList: frame.transformer == nil)
        return .lost
      }
      guard let operand = close(frame, in: &calls) else { return .lost }
      calls.arguments.append(operand)
    }
    return .complete
  }

  /// Makes an operand of the innermost frame, whose parenthesis has been taken.
  private mutating func close(_ frame: CallFrame, in calls: inout CallStack) -> OperandID? {
    calls.frames.removeLast()
    let children = Slice<OperandID>(
      start: tree.operandChildren.count, count: calls.arguments.count - frame.firstArgument)
    tree.operandChildren.append(contentsOf: calls.arguments[frame.firstArgument...])
    calls.arguments.removeLast(calls.arguments.count - frame.firstArgument)
    guard let transformer = frame.transformer else {
      return add(.list(children), TextRange(frame.start, lexer.position))
    }
    var selector: ConditionTree.FieldArgumentSyntax?
    if lexer.next == UInt8(ascii: "[") {
      selector = parseArgument()
      if selector == nil { return nil }
    }
    let call = ConditionTree.Operand.call(transformer, arguments: children, selector: selector)
    return add(call, TextRange(frame.start, lexer.position))
  }
}
