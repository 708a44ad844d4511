import Diagnostics
import Lexer
import Parser
import Schema

/// Tokens and trees of conditions as text, before names mean anything.
struct SyntaxPrinter {
  private var locator: SourceLocator

  init(_ locator: SourceLocator) {
    self.locator = locator
  }

  /// One line a token: its place in the file, its kind, and the text. Blanks are left out.
  mutating func tokens(_ tree: ConditionTree) -> String {
    var out = ""
    for token in tree.tokens where token.kind != .blank {
      let place = locator.location(of: tree.span(of: token.range).start)
      let kind = "\(token.kind)"
      let padding = String(repeating: " ", count: max(1, 18 - kind.count))
      out += "  \(place.line):\(place.column)\t\(kind)\(padding)\(tree.string(token.range))\n"
    }
    return out
  }

  /// The tree, a node a line, parts below and indented.
  func tree(_ tree: ConditionTree) -> String {
    var out = ""
    // A stack of its own: conditions nest as deeply as their authors like.
    var pending: [(part: Part, depth: Int)] = [(.node(tree.root), 1)]
    while let (part, depth) = pending.popLast() {
      let (line, parts) = describe(part, in: tree)
      out += String(repeating: "  ", count: depth) + line + "\n"
      pending += parts.reversed().map { ($0, depth + 1) }
    }
    return out
  }

  private enum Part {
    case node(NodeID)
    case operand(OperandID)
    case value(ValueID)
    case list([Part])
  }

  private func describe(_ part: Part, in tree: ConditionTree) -> (line: String, parts: [Part]) {
    switch part {
    case .node(let id): describe(tree[id], in: tree)
    case .operand(let id): describe(tree[id], in: tree)
    case .value(let id): ("\(tree[id].kind) \(String(decoding: tree.bytes(of: id), as: UTF8.self))", [])
    case .list(let parts): ("list", parts)
    }
  }

  private func describe(_ node: ConditionTree.Node, in tree: ConditionTree) -> (String, [Part]) {
    switch node {
    case .and(let slice): ("and", tree.children[slice.range].map(Part.node))
    case .or(let slice): ("or", tree.children[slice.range].map(Part.node))
    case .not(let id): ("not", [.node(id)])
    case .macro(let name): ("macro \(tree.string(name))", [])
    case .error: ("error", [])
    case .check(let check):
      (
        "check \(check.op.spelling)" + (check.modifier.map { " \($0.spelling)" } ?? ""),
        [.operand(check.left)] + parts(of: check.right, in: tree)
      )
    }
  }

  private func parts(of side: ConditionTree.RightSide, in tree: ConditionTree) -> [Part] {
    switch side {
    case .none: []
    case .value(let id): [.value(id)]
    case .list(let slice): [.list(tree.listElements[slice.range].map(Part.value))]
    case .word(let id): [.list([.value(id)])]
    case .operand(let id): [.operand(id)]
    }
  }

  private func describe(_ operand: ConditionTree.Operand, in tree: ConditionTree) -> (String, [Part]) {
    switch operand {
    case .field(let name, let argument):
      ("field " + tree.string(name) + (argument.map { tree.string($0.range) } ?? ""), [])
    case .call(let transformer, let arguments, let selector):
      (
        "call \(transformer.spelling)" + (selector.map { tree.string($0.range) } ?? ""),
        tree.operandChildren[arguments.range].map(Part.operand)
      )
    case .constant(let id): describe(.value(id), in: tree)
    case .list(let slice): ("list", tree.operandChildren[slice.range].map(Part.operand))
    }
  }
}
