import Diagnostics
import Lexer
import Parser
import Schema

/// Mistakes in conditions.
extension MistakeMaker {
  mutating func makeInCondition(_ kind: Mistake.Kind, _ site: Site) -> Mistake? {
    guard let tree = site.item.condition else { return nil }
    switch kind {
    case .misspeltField, .misspeltMacro, .misspeltEventType, .misspeltOperator: return misspell(kind, tree, site)
    case .parenthesisNotClosed, .parenthesisNotOpened, .listNotClosed: return unbalance(kind, tree, site)
    case .tripledEquals, .valueMissing, .wordForNumber, .operatorForOtherType, .notBehindField:
      return changeCheck(kind, tree, site)
    case .quoteNotClosed: return openQuote(tree, site)
    case .blankMissing: return removeBlank(tree, site)
    case .transformerOfNumber:
      guard let end = lastToken(tree).flatMap({ site.place($0.range, in: tree) })?.upperBound else { return nil }
      return Mistake(kind, .compileCondition, file: site.file, edit: end..<end, " and tolower(«proc.pid») = x")
    default: return nil
    }
  }

  private func lastToken(_ tree: ConditionTree) -> Token? { tree.tokens.last { $0.kind != .blank } }

  private func checks(_ tree: ConditionTree) -> [ConditionTree.Check] {
    tree.nodes.compactMap { if case .check(let check) = $0 { check } else { nil } }
  }

  // MARK: Words

  private mutating func misspell(_ kind: Mistake.Kind, _ tree: ConditionTree, _ site: Site) -> Mistake? {
    let words: [TextRange]
    var code = DiagnosticCode.compileCondition
    let isTaken: (String) -> Bool
    switch kind {
    case .misspeltField:
      words = tree.operands.compactMap { if case .field(let name, _) = $0 { name } else { nil } }
        .filter { Self.isField(tree.string($0)) }
      isTaken = Self.isField
    case .misspeltMacro:
      words = tree.nodes.compactMap { if case .macro(let name) = $0 { name } else { nil } }
      code = .validate
      isTaken = { [rules] in rules.macroNames.contains($0) || rules.listNames.contains($0) }
    case .misspeltEventType:
      words = checks(tree).filter { leftField($0, tree) == "evt.type" }.flatMap { constants($0.right, tree) }
        .filter { tree[$0].kind == .bare }.map { tree[$0].range }
        .filter { [rules] in !rules.listNames.contains(tree.string($0)) }
      isTaken = EventTable.syscall.isKnownEventName
    default:
      words = checks(tree).map(\.opRange).filter { tree.string($0).count > 1 }
      isTaken = { word in Operator.allCases.contains { $0.spelling == word } }
    }
    guard let word = words.randomElement(using: &random), let place = site.place(word, in: tree),
      let wrong = misspelt(tree.string(word), isTaken: isTaken)
    else { return nil }
    return Mistake(kind, code, file: site.file, edit: place, "«\(wrong)»")
  }

  private func leftField(_ check: ConditionTree.Check, _ tree: ConditionTree) -> String? {
    guard case .field(let name, nil) = tree[check.left] else { return nil }
    return tree.string(name)
  }

  private func constants(_ side: ConditionTree.RightSide, _ tree: ConditionTree) -> [ValueID] {
    switch side {
    case .value(let id), .word(let id): [id]
    case .list(let slice): Array(tree.listElements[slice.range])
    case .none, .operand: []
    }
  }

  // MARK: Parentheses

  private struct Pair {
    var open: TextRange
    var close: TextRange
    var isGroup: Bool
    var isLast: Bool
  }

  /// The pairs that stand in no other: only there does a missing parenthesis have one possible place.
  private func outermostPairs(_ tree: ConditionTree) -> [Pair] {
    var pairs: [Pair] = []
    var depth = 0
    var open: (range: TextRange, isGroup: Bool)?
    var before: TokenKind?
    for (index, token) in tree.tokens.enumerated() where token.kind != .blank {
      if token.kind == .leftParenthesis {
        if depth == 0 {
          let opensGroup = before.map { [.and, .or, .not, .leftParenthesis].contains($0) } ?? true
          open = (token.range, opensGroup)
        }
        depth += 1
      } else if token.kind == .rightParenthesis {
        depth -= 1
        if depth == 0, let open {
          let isLast = !tree.tokens[(index + 1)...].contains { $0.kind != .blank }
          pairs.append(Pair(open: open.range, close: token.range, isGroup: open.isGroup, isLast: isLast))
        }
      }
      before = token.kind
    }
    return pairs
  }

  private mutating func unbalance(_ kind: Mistake.Kind, _ tree: ConditionTree, _ site: Site) -> Mistake? {
    if kind == .parenthesisNotOpened {
      guard let end = lastToken(tree).flatMap({ site.place($0.range, in: tree) })?.upperBound else { return nil }
      return Mistake(kind, .compileCondition, file: site.file, edit: end..<end, "«)»")
    }
    let pairs = outermostPairs(tree).filter { kind == .listNotClosed ? !$0.isGroup && $0.isLast : $0.isGroup }
    guard let pair = pairs.randomElement(using: &random), let open = site.place(pair.open, in: tree),
      let close = site.place(pair.close, in: tree)
    else { return nil }
    return Mistake(kind, .compileCondition, file: site.file, edit: close, "", at: open)
  }

  // MARK: Checks

  private mutating func changeCheck(_ kind: Mistake.Kind, _ tree: ConditionTree, _ site: Site) -> Mistake? {
    guard let check = checks(tree).randomElement(using: &random), let op = site.place(check.opRange, in: tree) else {
      return nil
    }
    if kind == .tripledEquals {
      guard check.op == .equal else { return nil }
      return Mistake(kind, .compileCondition, file: site.file, edit: op, "«===»")
    }
    if kind == .notBehindField {
      guard tree.string(check.opRange).first?.isLetter == true else { return nil }
      return Mistake(kind, .compileCondition, file: site.file, edit: op.lowerBound..<op.lowerBound, "«not» ")
    }
    guard case .value(let id) = check.right, check.modifier == nil, let value = site.place(tree[id].range, in: tree) else {
      return nil
    }
    if kind == .valueMissing { return Mistake(kind, .compileCondition, file: site.file, edit: value, "", at: op) }
    guard let name = leftField(check, tree), let field = FieldCatalog.syscall.field(named: name),
      tree.bytes(of: id).allSatisfy({ $0 &- 0x30 < 10 }),
      [.signed, .unsigned, .port, .duration].contains(field.type.family)
    else { return nil }
    if kind == .wordForNumber { return Mistake(kind, .compileCondition, file: site.file, edit: value, "«abc»") }
    guard check.op == .equal else { return nil }
    return Mistake(kind, .compileCondition, file: site.file, edit: op, " «contains» ")
  }

  // MARK: Quotes and blanks

  private func openQuote(_ tree: ConditionTree, _ site: Site) -> Mistake? {
    func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }
    guard let value = tree.values.filter({ $0.kind == .quoted }).max(by: { $0.range.start < $1.range.start }),
      let place = site.place(value.range, in: tree),
      !tree.text.bytes[Int(value.range.end)...].contains(where: isQuote),
      !tree.text.bytes[value.content.range].contains(where: isQuote)
    else { return nil }
    return Mistake(
      .quoteNotClosed, .compileCondition, file: site.file, edit: place.upperBound - 1..<place.upperBound, "",
      at: place.lowerBound..<place.lowerBound + 1)
  }

  /// `and` grown together with the name behind it.
  private mutating func removeBlank(_ tree: ConditionTree, _ site: Site) -> Mistake? {
    var places: [(and: TextRange, blank: TextRange, next: TextRange)] = []
    for (index, token) in tree.tokens.enumerated() where token.kind == .and && index + 2 < tree.tokens.count {
      let (blank, next) = (tree.tokens[index + 1], tree.tokens[index + 2])
      if blank.kind == .blank, next.kind == .fieldName { places.append((token.range, blank.range, next.range)) }
    }
    guard let found = places.randomElement(using: &random), let and = site.place(found.and, in: tree),
      let blank = site.place(found.blank, in: tree), let next = site.place(found.next, in: tree),
      !site.bytes[and.lowerBound..<next.upperBound].contains(UInt8(ascii: "\n"))
    else { return nil }
    return Mistake(
      .blankMissing, .compileCondition, file: site.file, edit: blank, "",
      at: and.lowerBound..<next.upperBound - blank.count)
  }
}
