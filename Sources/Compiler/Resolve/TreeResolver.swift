import Bytecode
import Diagnostics
import Lexer
import Parser
import RuleFile
import Schema

/// One tree into the arena of resolved conditions: list names become constants, macro names their conditions.
///
/// Every tree node becomes one resolved node, in the same order, so ids only shift.
struct TreeResolver {
  let tree: ConditionTree
  /// The tree's text among the texts of the arena.
  let text: UInt32
  /// What a macro name stands for here; it reports what is wrong with it.
  typealias MacroLookup = (_ name: TextRange, _ tree: ConditionTree, _ resolution: inout Resolution) -> ResolvedConditions.Node

  private let nodeShift: UInt32
  private let operandShift: UInt32

  init(_ tree: consuming ConditionTree, in conditions: inout ResolvedConditions) {
    text = conditions.add(tree.text)
    self.tree = tree
    nodeShift = UInt32(conditions.nodes.count)
    operandShift = UInt32(conditions.operands.count)
  }

  /// Adds the whole tree; returns its root.
  func resolve(
    into resolution: inout Resolution, macro: MacroLookup
  ) -> ResolvedID {
    addOperands(to: &resolution.conditions)
    for (index, node) in tree.nodes.enumerated() {
      let resolved: ResolvedConditions.Node
      switch node {
      case .and(let slice): resolved = .and(shifted(slice, in: &resolution.conditions))
      case .or(let slice): resolved = .or(shifted(slice, in: &resolution.conditions))
      case .not(let id): resolved = .not(shifted(id))
      case .macro(let name): resolved = macro(name, tree, &resolution)
      case .error: resolved = .error
      case .check(let check):
        let placed = place(tree.nodeRanges[index])
        let right = resolve(check.right, of: check.op, check.modifier, into: &resolution)
        resolved = right.map {
          .check(
            resolution.conditions.append(
              .init(
                left: shifted(check.left), op: check.op, opPlace: place(check.opRange), modifier: check.modifier,
                right: $0, place: placed)))
        } ?? .error
      }
      _ = resolution.conditions.append(resolved, at: place(tree.nodeRanges[index]))
    }
    return shifted(tree.root)
  }

  /// Adds only the operands; for the left sides of exceptions.
  func addOperands(to conditions: inout ResolvedConditions) {
    for (index, operand) in tree.operands.enumerated() {
      let resolved: ResolvedConditions.Operand
      switch operand {
      case .field(let name, let argument):
        resolved = .field(
          name: conditions.strings.intern(tree.text.bytes[name.range]), argument: add(argument, to: &conditions))
      case .call(let transformer, let arguments, let selector):
        resolved = .call(
          transformer, arguments: shifted(arguments, in: &conditions), selector: add(selector, to: &conditions))
      case .constant(let value): resolved = .constant(add(value, to: &conditions))
      case .list(let elements): resolved = .list(shifted(elements, in: &conditions))
      }
      _ = conditions.append(resolved, at: place(tree.operandRanges[index]))
    }
  }

  func shifted(_ id: OperandID) -> ResolvedOperandID { ResolvedOperandID(rawValue: id.rawValue + operandShift) }

  func place(_ range: TextRange) -> Place { Place(text: text, range: range) }

  private func shifted(_ id: NodeID) -> ResolvedID { ResolvedID(rawValue: id.rawValue + nodeShift) }

  private func shifted(_ slice: Slice<NodeID>, in conditions: inout ResolvedConditions) -> Slice<ResolvedID> {
    let start = conditions.children.count
    for id in tree.children[slice.range] { conditions.children.append(shifted(id)) }
    return Slice(start: start, count: Int(slice.count))
  }

  private func shifted(
    _ slice: Slice<OperandID>, in conditions: inout ResolvedConditions
  ) -> Slice<ResolvedOperandID> {
    let start = conditions.operandChildren.count
    for id in tree.operandChildren[slice.range] { conditions.operandChildren.append(shifted(id)) }
    return Slice(start: start, count: Int(slice.count))
  }

  private func add(_ id: ValueID, to conditions: inout ResolvedConditions) -> Int {
    conditions.values.append(value(id, in: &conditions))
    return conditions.values.count - 1
  }

  private func value(_ id: ValueID, in conditions: inout ResolvedConditions) -> ResolvedConditions.Value {
    let value = tree[id]
    return .init(
      string: conditions.strings.intern(tree.bytes(of: id)), kind: value.kind, place: place(value.range))
  }

  private func add(
    _ argument: ConditionTree.FieldArgumentSyntax?, to conditions: inout ResolvedConditions
  ) -> ResolvedConditions.Argument? {
    argument.map {
      .init(string: conditions.strings.intern(tree.bytes(of: $0.value)), place: place($0.range))
    }
  }
}

// MARK: - Right sides

extension TreeResolver {
  /// The right side of a check with list names expanded; nil when something was wrong with it and was reported.
  func resolve(
    _ right: ConditionTree.RightSide, of op: Operator, _ modifier: Modifier?, into resolution: inout Resolution
  ) -> ResolvedConditions.RightSide? {
    switch right {
    case .none: return ResolvedConditions.RightSide.none
    case .operand(let id): return .operand(shifted(id))
    case .list(let slice):
      let start = resolution.conditions.values.count
      for id in tree.listElements[slice.range] {
        appendElement(id, into: &resolution)
      }
      return .list(start..<resolution.conditions.values.count)
    case .word(let id):
      guard let single = resolveSingle(
        id, op, modifier, into: &resolution)
      else { return nil }
      return .list(single..<single + 1)
    case .value(let id):
      return resolveSingle(id, op, modifier, into: &resolution)
        .map { .value($0) }
    }
  }

  private func appendElement(
    _ id: ValueID, into resolution: inout Resolution
  ) {
    let value = tree[id]
    guard value.kind == .bare, let list = resolution.lists.id(of: tree.bytes(of: id)) else {
      reportListNamesInQuotes(id, into: &resolution)
      _ = add(id, to: &resolution.conditions)
      return
    }
    resolution.uses.use(list)
    let expansion = resolution.lists.expand(list, conditions: &resolution.conditions, into: &resolution.bag)
    guard resolution.conditions.values.count + expansion.count <= ListExpander.maximumValues else {
      resolution.bag.report(.tooManyConstants(at: tree.span(of: value.range), limit: ListExpander.maximumValues))
      return
    }
    for var element in expansion {
      element.use = place(value.range)
      resolution.conditions.values.append(element)
    }
  }

  /// Where one constant must stand, a list name is good for a list of one item (rule-files.md §3.1).
  private func resolveSingle(
    _ id: ValueID, _ op: Operator, _ modifier: Modifier?, into resolution: inout Resolution
  ) -> Int? {
    let written = tree[id]
    var resolved = value(id, in: &resolution.conditions)
    if written.kind == .bare, let list = resolution.lists.id(of: tree.bytes(of: id)) {
      resolution.uses.use(list)
      let expansion = resolution.lists.expand(list, conditions: &resolution.conditions, into: &resolution.bag)
      guard expansion.count == 1 else {
        resolution.bag.report(
          .listWhereOneValueBelongs(
            name: tree.string(written.range), count: expansion.count, op: op, modifier: modifier,
            at: tree.span(of: written.range)))
        return nil
      }
      resolved = expansion[0]
      resolved.use = place(written.range)
    } else {
      reportListNamesInQuotes(id, into: &resolution)
    }
    if op.info.rightSide == .number, resolved.kind != .number,
      !isNumberToken(resolution.conditions.strings[resolved.string])
    {
      resolution.bag.report(
        .numberExpected(
          after: op, found: resolution.conditions.strings.text(resolved.string), at: tree.span(of: written.range)))
      return nil
    }
    resolution.conditions.values.append(resolved)
    return resolution.conditions.values.count - 1
  }

  /// The incumbent replaces list names inside quoted strings, too.
  private func reportListNamesInQuotes(_ id: ValueID, into resolution: inout Resolution) {
    guard tree[id].kind == .quoted else { return }
    for word in tree.bytes(of: id).split(whereSeparator: isListNameDelimiter) where resolution.lists.id(of: word) != nil {
      let inner = tree[id].range
      // A name right behind the opening quote or before the closing one is not delimited in the incumbent's text.
      guard word.startIndex > tree.bytes(of: id).startIndex, word.endIndex < tree.bytes(of: id).endIndex else { continue }
      resolution.bag.report(.listNameInQuotes(String(decoding: word, as: UTF8.self), at: tree.span(of: inner)))
      return
    }
  }
}

private func isListNameDelimiter(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "("),
    UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: "="):
    true
  default: false
  }
}

/// Whether the text would lex as a number (rule-language.md §1.2); what type it fits is another question.
private func isNumberToken(_ text: ArraySlice<UInt8>) -> Bool {
  let digits = text.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
  guard text.count - digits.count <= 1, let first = digits.first else { return false }
  return first >= UInt8(ascii: "0") && first <= UInt8(ascii: "9")
}
