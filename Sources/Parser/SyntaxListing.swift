internal import Diagnostics
package import Lexer
internal import Schema

/// What `rulec dump --stage tokens` and `--stage ast` show: stable text, one thing per line, its place at the end of
/// the line.
///
/// Places are ranges of decoded bytes unless the caller names them otherwise, for example as lines of a file.
package enum SyntaxListing {
  package typealias Place = (TextRange) -> String
  /// One token per line: kind, text, range.
  package static func tokens(_ tree: ConditionTree, place: Place = range) -> String {
    var lines = ""
    for token in tree.tokens {
      let kind = token.kind.name
      let padding = String(repeating: " ", count: max(1, 20 - kind.utf8.count))
      lines += "\(kind)\(padding)\(visible(tree, token.range))  \(place(token.range))\n"
    }
    return lines
  }

  package static func tokens(_ output: OutputTemplate, place: Place = range) -> String {
    tokens(output.operands, place: place)
  }

  /// One node, operand or value per line, parts indented under wholes.
  package static func ast(_ tree: ConditionTree, place: @escaping Place = range) -> String {
    var printer = TreeListing(tree: tree, place: place)
    printer.list(.node(tree.root), depth: 0)
    return printer.lines
  }

  package static func ast(_ output: OutputTemplate, place: @escaping Place = range) -> String {
    var printer = TreeListing(tree: output.operands, place: place)
    for part in output.parts {
      switch part {
      case .literal(let range):
        printer.add("literal \(visible(output.operands, range))", range, depth: 0)
      case .token(let range, let width, let operand):
        printer.add(width.map { "token, width \($0)" } ?? "token", range, depth: 0)
        printer.list(.operand(operand), depth: 1)
      }
    }
    return printer.lines
  }

  /// The text of a range on one line, in quotes.
  fileprivate static func visible(_ tree: ConditionTree, _ range: TextRange) -> String {
    quoted(tree.text.bytes[range.range])
  }

  /// Bytes as text in quotes, control characters and quotes as escapes.
  fileprivate static func quoted(_ bytes: ArraySlice<UInt8>) -> String {
    var text = "\""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      default: text += scalar.value < 0x20 || scalar.value == 0x7F ? scalar.escaped(asASCII: true) : String(scalar)
      }
    }
    return text + "\""
  }

  /// `0..9`: a range as a place.
  package static func range(_ range: TextRange) -> String { "\(range.start)..\(range.end)" }
}

private struct TreeListing {
  enum Item {
    case node(NodeID)
    case operand(OperandID)
    case argument(ConditionTree.FieldArgumentSyntax, String)
    case value(ValueID)
    case list(Slice<ValueID>)
  }

  let tree: ConditionTree
  let place: SyntaxListing.Place
  var lines = ""
  /// What is still to be listed, last first; a stack, because trees may be deep.
  private var work: [(item: Item, depth: Int)] = []

  init(tree: ConditionTree, place: @escaping SyntaxListing.Place) {
    self.tree = tree
    self.place = place
  }

  mutating func add(_ text: String, _ range: TextRange, depth: Int) {
    lines += "\(String(repeating: "  ", count: depth))\(text)  \(place(range))\n"
  }

  mutating func list(_ item: Item, depth: Int) {
    work.append((item, depth))
    while let (item, depth) = work.popLast() {
      switch item {
      case .node(let id): list(id, depth)
      case .operand(let id): list(id, depth)
      case .argument(let argument, let role):
        add("\(role) \(SyntaxListing.quoted(tree.bytes(of: argument.value)))", argument.range, depth: depth)
      case .value(let id):
        let value = tree[id]
        add("\(value.kind) \(SyntaxListing.quoted(tree.bytes(of: id)))", value.range, depth: depth)
      case .list(let values):
        lines += "\(String(repeating: "  ", count: depth))list\n"
        push(tree.listElements[values.range].map { .value($0) }, depth + 1)
      }
    }
  }

  /// To be listed next, in this order.
  private mutating func push(_ items: [Item], _ depth: Int) {
    for item in items.reversed() { work.append((item, depth)) }
  }

  private mutating func list(_ id: NodeID, _ depth: Int) {
    let range = tree.nodeRanges[Int(id.rawValue)]
    switch tree[id] {
    case .and(let operands):
      add("and", range, depth: depth)
      push(tree.children[operands.range].map { .node($0) }, depth + 1)
    case .or(let operands):
      add("or", range, depth: depth)
      push(tree.children[operands.range].map { .node($0) }, depth + 1)
    case .not(let operand):
      add("not", range, depth: depth)
      push([.node(operand)], depth + 1)
    case .check(let check):
      let modifier = check.modifier.map { " \($0.spelling)" } ?? ""
      add("check \(check.op.spelling)\(modifier)", range, depth: depth)
      push([.operand(check.left)] + parts(of: check.right), depth + 1)
    case .macro(let name): add("macro \(tree.string(name))", range, depth: depth)
    case .error: add("error", range, depth: depth)
    }
  }

  private func parts(of right: ConditionTree.RightSide) -> [Item] {
    switch right {
    case .none: []
    case .value(let value), .word(let value): [.value(value)]
    case .list(let values): [.list(values)]
    case .operand(let operand): [.operand(operand)]
    }
  }

  private mutating func list(_ id: OperandID, _ depth: Int) {
    let range = tree.operandRanges[Int(id.rawValue)]
    switch tree[id] {
    case .field(let name, let argument):
      add("field \(tree.string(name))", range, depth: depth)
      if let argument { push([.argument(argument, "argument")], depth + 1) }
    case .call(let transformer, let arguments, let selector):
      add("call \(transformer.spelling)", range, depth: depth)
      let operands = tree.operandChildren[arguments.range].map { Item.operand($0) }
      push(operands + (selector.map { [.argument($0, "selector")] } ?? []), depth + 1)
    case .constant(let value): push([.value(value)], depth)
    case .list(let elements):
      add("list", range, depth: depth)
      push(tree.operandChildren[elements.range].map { .operand($0) }, depth + 1)
    }
  }
}

extension TokenKind {
  /// As the listing of tokens shows it.
  package var name: String {
    switch self {
    case .blank: "blank"
    case .and: "and"
    case .or: "or"
    case .not: "not"
    case .leftParenthesis: "("
    case .rightParenthesis: ")"
    case .leftBracket: "["
    case .rightBracket: "]"
    case .comma: ","
    case .identifier: "identifier"
    case .fieldName: "field-name"
    case .fieldArgument: "field-argument"
    case .number: "number"
    case .bareString: "bare-string"
    case .quotedString: "quoted-string"
    case .comparison: "operator"
    case .modifier: "modifier"
    case .transformer: "transformer"
    case .val: "val"
    case .invalid: "invalid"
    case .literal: "literal"
    case .percent: "percent"
    case .width: "width"
    }
  }
}
