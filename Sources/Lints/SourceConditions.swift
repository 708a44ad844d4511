import Compiler
import Diagnostics
import Parser

/// The conditions of one source as they are written and as they are typed. A class, since every lint holds on to them, and they
/// consist of many arrays.
final class SourceConditions {
  let resolved: ResolvedConditions
  let typed: TypedConditions

  init(_ resolved: ResolvedConditions, _ typed: TypedConditions) {
    self.resolved = resolved
    self.typed = typed
  }

  // Stored arrays are read here rather than through functions of the two, which would be handed the whole.

  subscript(id: ResolvedID) -> ResolvedConditions.Node { resolved.nodes[Int(id.rawValue)] }
  subscript(id: ResolvedCheckID) -> ResolvedConditions.Check { resolved.checks[Int(id.rawValue)] }
  subscript(id: ResolvedOperandID) -> ResolvedConditions.Operand { resolved.operands[Int(id.rawValue)] }
  func node(_ id: ResolvedID) -> GraphID? { typed.nodeIDs[Int(id.rawValue)] }
  func shape(_ id: GraphID) -> ConditionGraph.Node { typed.graph.nodes[Int(id.rawValue)] }

  func goal(_ id: ResolvedID, isTrue: Bool) -> Satisfiability.Goal? { node(id).map { .init($0, isTrue: isTrue) } }

  /// - Parameter skipped: is left out.
  func goals(_ ids: [ResolvedID], but skipped: ResolvedID? = nil, isTrue: Bool) -> [Satisfiability.Goal] {
    var goals: [Satisfiability.Goal] = []
    goals.reserveCapacity(ids.count)
    for id in ids where id != skipped { if let goal = goal(id, isTrue: isTrue) { goals.append(goal) } }
    return goals
  }

  func span(_ id: ResolvedID) -> SourceSpan { resolved.span(of: resolved.places[Int(id.rawValue)]) }

  func isConstant(_ id: ResolvedID) -> Bool {
    guard let node = node(id) else { return true }
    if case .constant = shape(node) { return true }
    return false
  }

  /// Whether there is something inside that a lint looks into.
  func hasParts(_ id: ResolvedID) -> Bool {
    switch self[id] {
    case .and, .or: true
    case .not(let inner): hasParts(inner)
    case .check(let check): if case .list = self[check].right { true } else { false }
    case .expansion, .error, .guess: false
    }
  }

  /// A part that alone contradicts nothing: one check.
  func isSingleCheck(_ id: ResolvedID) -> Bool {
    // Macros nest as deep as an author likes; a long way down is not worth going for each of them.
    var id = id
    for _ in 0..<16 {
      switch self[id] {
      case .check: return true
      case .not(let inner), .expansion(_, let inner): id = inner
      case .and, .or, .error, .guess: return false
      }
    }
    return false
  }
}
