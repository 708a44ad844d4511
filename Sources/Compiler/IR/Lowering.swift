import Bytecode
import Parser
import Schema

/// Resolved conditions and typed checks to the graph. Rules with a problem have no node.
struct Lowering {
  private(set) var graph = ConditionGraph()
  /// By resolved node; nil where nothing asked for it, or where it is wrong.
  private(set) var ids: [GraphID?]
  private let conditions: ResolvedConditions

  init(_ conditions: ResolvedConditions) {
    self.conditions = conditions
    ids = Array(repeating: nil, count: conditions.nodes.count)
  }

  /// - Parameter wanted: the nodes that sound rules reach; their checks all have ids.
  mutating func lower(_ wanted: [Bool], checks: [CheckTyper.Outcome], program: Program, catalog: FieldCatalog) {
    for index in conditions.nodes.indices where wanted[index] {
      switch conditions.nodes[index] {
      case .error, .guess: break
      case .check(let id):
        if case .check(let check, _) = checks[Int(id.rawValue)] {
          ids[index] = fold(check, program: program, catalog: catalog)
        }
      case .expansion(_, let id): ids[index] = self[id]
      case .not(let id): ids[index] = self[id].map { graph.not($0) }
      case .and(let slice): ids[index] = graph.and(operands(slice.range))
      case .or(let slice): ids[index] = graph.or(operands(slice.range))
      }
    }
  }

  subscript(id: ResolvedID) -> GraphID? { ids[Int(id.rawValue)] }

  private func operands(_ range: Range<Int>) -> [GraphID] {
    conditions.children[range].compactMap { self[$0] }
  }

  private mutating func fold(_ id: CheckID, program: Program, catalog: FieldCatalog) -> GraphID {
    KnownAnswers.answer(to: program.checks[Int(id.rawValue)], program: program, catalog: catalog)
      .map { graph.constant($0) } ?? graph.check(id)
  }
}
