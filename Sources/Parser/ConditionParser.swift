package import Diagnostics
internal import Lexer
internal import Schema

/// The parser of conditions: rule-language.md §2, written by hand, one function per production.
///
/// `and`, `or`, `not` and parentheses are parsed with an explicit stack (this file), so no input can overflow the
/// machine's; so are calls (`+Operands`). A check is parsed by `+Checks`, its right side by `+Values`. Each mistake
/// is reported once where it is; `+Recovery` then finds the place from which the rest can be read as if it had not
/// happened.
///
/// One thing more than the incumbent's grammar has, because names of lists are not replaced in the text before it is
/// parsed here: a bare word may follow `< <= > >=`. The compiler knows whether it names a list.
package struct ConditionParser {
  /// How many parentheses may be open at once. The incumbent's releases have no limit (corrections.md A2); no rule
  /// that a person or a generator writes comes near.
  package static let maximumNesting = 1000
  /// Text with more mistakes than this is no condition: parsing ends there.
  static let maximumDiagnostics = 100

  /// What the grammar allows next.
  enum Step { case operand, connective, end }

  /// An open parenthesis, or the whole text.
  struct Group {
    /// Where the parenthesis stands.
    var open: Int
    /// Where the operand that this group is begins: at its first `not` or its parenthesis.
    var start: Int
    /// Where the `not` that applies to it stands.
    var negation: Int?
    /// Opened by `or(`: what follows the group cannot be attached to it by `and`.
    var followsOr: Bool
    /// In `pending`: the first operand of this group's `or`, and of the `and` under way.
    var firstOr: Int
    var firstAnd: Int
  }

  /// An operand that waits for its `and` or `or` to be complete.
  struct Pending {
    var node: NodeID
    /// With its parentheses and every `not`.
    var extent: TextRange
  }

  var lexer: ConditionLexer
  var tree: ConditionTree
  var diagnostics: [Diagnostic] = []
  var groups: [Group] = []
  var pending: [Pending] = []
  /// Something in the check under way has been reported.
  var isCheckBroken = false
  /// A mistake swallowed the text up to its end: that parentheses are not closed says nothing any more.
  var hasLostTheEnd = false
  var hasReportedUnopened = false
  /// A limit was passed: the rest of the text is not parsed.
  var hasGivenUp = false
  /// Quotes for which no closing one is left (`skipQuoted`).
  var unclosedQuotes: Set<UInt8> = []

  init(_ text: EmbeddedText) {
    lexer = ConditionLexer(text.bytes)
    tree = ConditionTree(text: text)
    // A check takes about 30 bytes of text, in stock rules and elsewhere: most arrays never grow.
    let checks = text.bytes.count / 24 + 2
    tree.nodes.reserveCapacity(checks)
    tree.nodeRanges.reserveCapacity(checks)
    tree.operands.reserveCapacity(checks)
    tree.operandRanges.reserveCapacity(checks)
    tree.values.reserveCapacity(checks)
    pending.reserveCapacity(min(checks, 16))
    groups.reserveCapacity(4)
  }

  /// Parses a condition. Mistakes go to `bag`; the tree has `.error` nodes where they are.
  ///
  /// - Parameter keepsTokens: false where nobody asks for the tokens of the tree: they take more memory than all the rest.
  package static func parse(_ text: EmbeddedText, keepsTokens: Bool = true, into bag: inout DiagnosticBag) -> ConditionTree {
    var parser = ConditionParser(text)
    parser.parseExpression()
    var tree = parser.finished(into: &bag)
    if !keepsTokens { tree.tokens = [] }
    return tree
  }

  /// Hands the tree over; the parser has none any more.
  mutating func finished(into bag: inout DiagnosticBag) -> ConditionTree {
    if hasGivenUp { lexer.take(.invalid, to: lexer.bytes.count) }
    tree.tokens = lexer.tokens
    tree.isWellFormed = !diagnostics.contains { $0.severity == .error }
    bag.report(diagnostics)
    return takeTree()
  }

  /// Taken out, since a copy would count its dozen arrays, and count again when the parser goes.
  mutating func takeTree() -> ConditionTree {
    var taken = ConditionTree(text: EmbeddedText(bytes: [], segments: [], span: tree.text.span))
    swap(&taken, &tree)
    return taken
  }

  // MARK: and, or, not, parentheses

  private mutating func parseExpression() {
    groups.append(Group(open: 0, start: 0, negation: nil, followsOr: false, firstOr: 0, firstAnd: 0))
    var step = Step.operand
    while step != .end, !hasGivenUp {
      step = step == .operand ? parseOperand() : parseConnective()
    }
    if hasGivenUp {
      tree.root = add(.error, TextRange(0, lexer.bytes.count))
    } else {
      closeAllGroups()
      tree.root = pending[0].node
    }
  }

  /// `{ not } , ( "(" group | check )`.
  private mutating func parseOperand() -> Step {
    lexer.blanks()
    let start = lexer.position
    var negation: Int?
    while !hasGivenUp {
      // Pairs of `not` cancel.
      if let not = lexer.not() {
        negation = negation == nil ? Int(not.start) : nil
      } else if !skipForeignNegation() {
        break
      }
      lexer.blanks()
    }
    if lexer.next == UInt8(ascii: "(") {
      return openGroup(from: start, negation: negation, followsOr: false)
    }
    let check = parseCheck()
    let end = Int(tree.nodeRanges[Int(check.rawValue)].end)
    push(check, extent: TextRange(start, end), negation: negation)
    return .connective
  }

  private mutating func openGroup(from start: Int, negation: Int?, followsOr: Bool) -> Step {
    guard isWithinLimit(opening: 0) else { return .end }
    let open = lexer.position
    _ = lexer.leftParenthesis()
    let first = pending.count
    groups.append(
      Group(open: open, start: start, negation: negation, followsOr: followsOr, firstOr: first, firstAnd: first))
    return .operand
  }

  /// What may follow an operand: `and`, `or`, `)`, the end.
  private mutating func parseConnective() -> Step {
    lexer.blanks()
    guard let next = lexer.next else { return .end }
    if next == UInt8(ascii: ")") {
      closeParenthesis()
      return .connective
    }
    if let and = lexer.and() { return connect(and, isOr: false) }
    if let or = lexer.or() { return connect(or, isOr: true) }
    return parseForeignConnective() ?? skipUnexpected()
  }

  /// Goes on behind `and` or `or`: a blank or a parenthesis must follow.
  mutating func connect(_ keyword: TextRange, isOr: Bool) -> Step {
    if !isOr, groups[groups.count - 1].firstAnd == pending.count { reportAndBehindOrGroup(keyword) }
    attach(isOr: isOr)
    if lexer.blanks() { return .operand }
    switch lexer.next {
    case UInt8(ascii: "("):
      return openGroup(from: lexer.position, negation: nil, followsOr: isOr)
    case nil, UInt8(ascii: ")"):
      return .operand
    case let byte?:
      reportBlankMissing(behind: keyword)
      if byte.isLetter { return .operand }
      recover()
      let place = TextRange(endOfLastToken, endOfLastToken)
      push(add(.error, place), extent: place, negation: nil)
      return .connective
    }
  }

  /// Prepares the stack for the next operand of `and` or `or`.
  mutating func attach(isOr: Bool) {
    let group = groups.count - 1
    if isOr {
      foldAnd()
    } else if groups[group].firstAnd == pending.count {
      // `or(…) and`, which is a mistake: as if there were a blank before the parenthesis.
      groups[group].firstAnd -= 1
    }
  }

  private mutating func closeParenthesis() {
    guard groups.count > 1 else {
      reportUnopenedParenthesis()
      lexer.take(.invalid, to: lexer.position + 1)
      return
    }
    _ = lexer.rightParenthesis()
    closeGroup(at: lexer.position)
  }

  /// Makes one operand of the innermost group, which ends at `end`.
  private mutating func closeGroup(at end: Int) {
    foldAnd()
    foldOr()
    let group = groups.removeLast()
    let content = pending.removeLast()
    push(content.node, extent: TextRange(group.start, end), negation: group.negation)
    if group.followsOr { groups[groups.count - 1].firstAnd = pending.count }
  }

  /// Closes at the end of the text what is open, which is a mistake for all but the text itself.
  private mutating func closeAllGroups() {
    if groups.count > 1, !hasLostTheEnd { reportUnclosedParentheses() }
    while groups.count > 1 { closeGroup(at: lexer.bytes.count) }
    foldAnd()
    foldOr()
  }

  private mutating func push(_ node: NodeID, extent: TextRange, negation: Int?) {
    var node = node
    if let negation { node = add(.not(node), TextRange(negation, Int(extent.end))) }
    pending.append(Pending(node: node, extent: extent))
  }

  /// Makes an error of the check that was read last.
  mutating func discardLastCheck() {
    guard var last = pending.last?.node else { return }
    if case .not(let inner) = tree[last] { last = inner }
    if case .check = tree[last] { tree.nodes[Int(last.rawValue)] = .error }
  }

  private mutating func foldAnd() {
    let group = groups.count - 1
    fold(from: groups[group].firstAnd) { .and($0) }
    groups[group].firstAnd = pending.count
  }

  private mutating func foldOr() {
    fold(from: groups[groups.count - 1].firstOr) { .or($0) }
  }

  /// Makes one operand of the pending ones from `first` on, if there are two or more.
  private mutating func fold(from first: Int, _ make: (Slice<NodeID>) -> ConditionTree.Node) {
    guard pending.count - first >= 2 else { return }
    let start = tree.children.count
    for operand in pending[first...] { tree.children.append(operand.node) }
    let extent = TextRange(Int(pending[first].extent.start), Int(pending[pending.count - 1].extent.end))
    let node = add(make(Slice(start: start, count: pending.count - first)), extent)
    pending.removeLast(pending.count - first)
    pending.append(Pending(node: node, extent: extent))
  }

  // MARK: Building

  mutating func add(_ node: ConditionTree.Node, _ range: TextRange) -> NodeID {
    tree.nodes.append(node)
    tree.nodeRanges.append(range)
    return NodeID(rawValue: UInt32(tree.nodes.count - 1))
  }

  mutating func add(_ operand: ConditionTree.Operand, _ range: TextRange) -> OperandID {
    tree.operands.append(operand)
    tree.operandRanges.append(range)
    return OperandID(rawValue: UInt32(tree.operands.count - 1))
  }

  mutating func add(_ kind: ConditionTree.Value.Kind, _ range: TextRange) -> ValueID {
    add(ConditionTree.Value(kind: kind, range: range, content: range, resolved: nil))
  }

  mutating func add(_ value: ConditionTree.Value) -> ValueID {
    tree.values.append(value)
    return ValueID(rawValue: UInt32(tree.values.count - 1))
  }

  /// Where the last token that is no blank ends.
  var endOfLastToken: Int {
    guard let last = lexer.tokens.last else { return 0 }
    return Int(last.kind == .blank ? last.range.start : last.range.end)
  }

  /// Reports, once and in place of everything else, that one more parenthesis would be too many; `calls` of the
  /// parentheses open belong to transformer calls.
  mutating func isWithinLimit(opening calls: Int) -> Bool {
    guard groups.count + calls > Self.maximumNesting else { return true }
    hasGivenUp = true
    let place = tree.text.span(of: lexer.position..<lexer.position + 1)
    diagnostics = [.nestedTooDeeply(limit: Self.maximumNesting, at: place)]
    return false
  }
}
