internal import Diagnostics
internal import Lexer
internal import Schema

/// Trees as text. Iterative, like the parser.
package enum TreePrinter {
  /// Text that parses to the same tree. Values stand as the author wrote them; `.error` nodes print as `<error>`.
  package static func source(_ tree: ConditionTree) -> String {
    var printer = NodePrinter(tree: tree, style: .source)
    printer.print(.node(tree.root, inside: .top))
    return printer.text.string
  }

  /// The incumbent's canonical text (`CanonicalText`).
  package static func canonical(_ tree: ConditionTree) -> String {
    var printer = NodePrinter(tree: tree, style: .canonical)
    printer.print(.node(tree.root, inside: .top))
    return printer.text.string
  }

  /// A field or call in its canonical text.
  package static func canonical(_ operand: OperandID, of tree: ConditionTree) -> String {
    var printer = NodePrinter(tree: tree, style: .canonical)
    printer.print(.operand(operand))
    return printer.text.string
  }
}

private struct NodePrinter {
  enum Style { case source, canonical }

  /// What is still to be printed.
  enum Work {
    case node(NodeID, inside: Context)
    case operand(OperandID)
    /// The operator of a check and what follows it.
    case rest(ConditionTree.Check)
    case argument(ConditionTree.FieldArgumentSyntax)
    case text(StaticString)
  }

  /// What stands around a node, which says whether it needs parentheses.
  enum Context { case top, and, or, not }

  let tree: ConditionTree
  let style: Style
  var text = CanonicalText()
  /// Last first.
  private var work: [Work] = []

  init(tree: ConditionTree, style: Style) {
    self.tree = tree
    self.style = style
  }

  mutating func print(_ whole: Work) {
    work.append(whole)
    while let item = work.popLast() {
      switch item {
      case .node(let id, let context): print(id, inside: context)
      case .operand(let id): print(id)
      case .rest(let check): printRest(of: check)
      case .argument(let argument): print(argument)
      case .text(let string): text.append(string.description)
      }
    }
  }

  // MARK: Nodes

  private mutating func print(_ id: NodeID, inside context: Context) {
    let node = tree[id]
    if needsParentheses(node, inside: context) {
      text.append("(")
      work.append(.text(")"))
    }
    switch node {
    case .and(let operands): push(operands, " and ", .and)
    case .or(let operands): push(operands, " or ", .or)
    case .not(let operand):
      text.append("not ")
      work.append(.node(operand, inside: .not))
    case .check(let check):
      work.append(.rest(check))
      work.append(.operand(check.left))
    case .macro(let name): text.append(tree.string(name))
    case .error: text.append("<error>")
    }
  }

  private mutating func push(_ operands: Slice<NodeID>, _ separator: StaticString, _ context: Context) {
    for (index, operand) in tree.children[operands.range].enumerated().reversed() {
      work.append(.node(operand, inside: context))
      if index > 0 { work.append(.text(separator)) }
    }
  }

  private func needsParentheses(_ node: ConditionTree.Node, inside context: Context) -> Bool {
    switch (node, style) {
    case (.and, .canonical), (.or, .canonical): true
    case (_, .canonical): false
    case (.and, .source): context == .and || context == .not
    case (.or, .source): context != .top
    // Two `not` in a row would cancel.
    case (.not, .source): context == .not
    // A blank behind it would make it the keyword.
    case (.macro(let name), .source): tree.string(name) == "not"
    case (.check, .source), (.error, .source): false
    }
  }

  // MARK: Checks

  private mutating func printRest(of check: ConditionTree.Check) {
    text.append(check.op, check.modifier)
    switch check.right {
    case .none: break
    case .value(let value): print(value)
    case .word(let word) where style == .source: print(word)
    case .word(let word): print([word])
    case .list(let values): print(tree.listElements[values.range])
    case .operand(let operand):
      guard case .field = tree[operand] else { return work.append(.operand(operand)) }
      text.append("val(")
      work.append(.text(")"))
      work.append(.operand(operand))
    }
  }

  private mutating func print(_ values: some Sequence<ValueID>) {
    text.append("(")
    for (index, value) in values.enumerated() {
      if index > 0 { text.append(", ") }
      print(value)
    }
    text.append(")")
  }

  private mutating func print(_ value: ValueID) {
    switch style {
    case .source: text.append(raw: tree.text.bytes[tree[value].range.range])
    case .canonical: text.append(value: tree.bytes(of: value))
    }
  }

  // MARK: Operands

  private mutating func print(_ id: OperandID) {
    switch tree[id] {
    case .field(let name, let argument):
      text.append(tree.string(name))
      if let argument { print(argument) }
    case .call(let transformer, let arguments, let selector):
      text.append(transformer.spelling)
      if let selector { work.append(.argument(selector)) }
      push(arguments, separator: ",")
    case .constant(let value): print(value)
    case .list(let elements): push(elements, separator: ", ")
    }
  }

  private mutating func push(_ operands: Slice<OperandID>, separator: StaticString) {
    text.append("(")
    work.append(.text(")"))
    for (index, operand) in tree.operandChildren[operands.range].enumerated().reversed() {
      work.append(.operand(operand))
      if index > 0 { work.append(.text(separator)) }
    }
  }

  private mutating func print(_ argument: ConditionTree.FieldArgumentSyntax) {
    switch style {
    case .source: text.append(raw: tree.text.bytes[argument.range.range])
    case .canonical: text.append(argument: tree.bytes(of: argument.value))
    }
  }
}
