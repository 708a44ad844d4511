import Bytecode
import Parser
import Schema

/// Falco's canonical text of a condition with macros and lists resolved (rule-language.md §2.2).
struct CanonicalPrinter {
  private let conditions: ResolvedConditions

  init(_ conditions: ResolvedConditions) {
    self.conditions = conditions
  }

  /// Text that is still to be written: a node, or what joins nodes. Keeps its own stack, since macros nest deeply.
  private enum Piece {
    case node(ResolvedID)
    case text(String)
  }

  func text(of root: ResolvedID) -> String {
    var out = CanonicalText()
    var pending = [Piece.node(root)]
    while let piece = pending.popLast() {
      switch piece {
      case .text(let text): out.append(text)
      case .node(let id):
        switch conditions[id] {
        case .error, .guess: break
        case .check(let id): append(id, to: &out)
        case .expansion(_, let body): pending.append(.node(body))
        case .not(let inner):
          out.append("not ")
          pending.append(.node(inner))
        case .and(let slice): push(slice, " and ", &pending)
        case .or(let slice): push(slice, " or ", &pending)
        }
      }
    }
    return out.string
  }

  /// The same unless it is longer than memory is to be spent on: macros that use macros twice stand for more text than there is
  /// memory.
  func boundedText(of root: ResolvedID, limit: Int = 100_000) -> String? {
    conditions.checkCounts(upTo: limit)[Int(root.rawValue)] > limit ? nil : text(of: root)
  }

  private func push(_ slice: Slice<ResolvedID>, _ joint: String, _ pending: inout [Piece]) {
    pending.append(.text(")"))
    for (position, id) in conditions.children[slice.range].enumerated().reversed() {
      pending.append(.node(id))
      pending.append(.text(position == 0 ? "(" : joint))
    }
  }

  func text(of id: ResolvedCheckID) -> String {
    var out = CanonicalText()
    append(id, to: &out)
    return out.string
  }

  func text(of id: ResolvedOperandID) -> String {
    var out = CanonicalText()
    append(id, to: &out)
    return out.string
  }

  private func append(_ id: ResolvedCheckID, to out: inout CanonicalText) {
    let check = conditions[id]
    append(check.left, to: &out)
    out.append(check.op, check.modifier)
    switch check.right {
    case .none: break
    case .value(let index): append(value: index, to: &out)
    case .list(let range):
      out.append("(")
      for (position, index) in range.enumerated() {
        if position > 0 { out.append(", ") }
        append(value: index, to: &out)
      }
      out.append(")")
    case .operand(let operand):
      guard case .field = conditions[operand] else {
        append(operand, to: &out)
        return
      }
      out.append("val(")
      append(operand, to: &out)
      out.append(")")
    }
  }

  private func append(_ id: ResolvedOperandID, to out: inout CanonicalText) {
    switch conditions[id] {
    case .field(let name, let argument):
      out.append(raw: conditions.strings[name])
      if let argument { out.append(argument: conditions.strings[argument.string]) }
    case .constant(let index): append(value: index, to: &out)
    case .list(let slice): appendList(slice, to: &out)
    case .call(let transformer, let slice, let selector):
      out.append(transformer.spelling)
      appendList(slice, to: &out)
      if let selector { out.append(argument: conditions.strings[selector.string]) }
    }
  }

  private func appendList(_ slice: Slice<ResolvedOperandID>, to out: inout CanonicalText) {
    out.append("(")
    for (position, id) in conditions.operandChildren[slice.range].enumerated() {
      if position > 0 { out.append(",") }
      append(id, to: &out)
    }
    out.append(")")
  }

  private func append(value index: Int, to out: inout CanonicalText) {
    out.append(value: conditions.strings[conditions.values[index].string])
  }
}

extension ResolvedConditions {
  /// An operand as it is written, for diagnostics.
  func text(of id: ResolvedOperandID) -> String { CanonicalPrinter(self).text(of: id) }
}

extension ResolvedConditions {
  /// By node: how many checks it stands for when every macro is written out; counting ends behind `limit`.
  func checkCounts(upTo limit: Int) -> [Int] {
    var counts = Array(repeating: 1, count: nodes.count)
    for index in counts.indices {
      switch nodes[index] {
      case .check, .error, .guess: break
      case .not(let inner), .expansion(_, let inner): counts[index] = counts[Int(inner.rawValue)]
      case .and(let slice), .or(let slice):
        counts[index] = children[slice.range].reduce(0) { min(limit + 1, $0 + counts[Int($1.rawValue)]) }
      }
    }
    return counts
  }
}
