import Bytecode
import Schema

/// Finds for each rule checks without which it cannot hold: texts that are looked up once for all rules, so that an event
/// costs what its values are in the rules and not how many rules there are. The idea is that of atoms in YARA.
enum TriggerChoice {
  /// Fewer rules are as quickly tried one by one.
  private static let fewestRules = 4

  static func run(_ program: inout RuleProgram, _ tables: PassTables) {
    let keys = TriggerKeys(tables.program, tables.catalog)
    for place in program.classes.indices where program.classes[place].rules.count >= fewestRules {
      var known: [GraphID: Cover?] = [:]
      // Sketches are few, and tried before any text is looked up.
      for rule in program.classes[place].rules.indices where program.classes[place].rules[rule].goal.rule != nil {
        let root = program.classes[place].rules[rule].root
        if let cover = cover(root, program.graph, keys, &known) {
          program.classes[place].rules[rule].triggers = cover.checks
        }
      }
    }
  }

  private struct Cover {
    var checks: [CheckID]
    /// The terms that are looked up, each once.
    var terms: Set<TermID>
    var cost: UInt32
  }

  private static func cover(
    _ id: GraphID, _ graph: ConditionGraph, _ keys: TriggerKeys, _ known: inout [GraphID: Cover?]
  ) -> Cover? {
    if let known = known[id] { return known }
    var found: Cover?
    switch graph[id] {
    case .constant, .not: break
    case .check(let check):
      if let key = keys.key(check) {
        found = Cover(checks: [check], terms: [key.term], cost: keys.cost(of: key.term))
      }
    case .and(let operands):
      for operand in operands {
        guard let other = cover(operand, graph, keys, &known) else { continue }
        if found.map({ other.cost < $0.cost }) ?? true { found = other }
      }
    case .or(let operands): found = union(operands, graph, keys, &known)
    }
    known[id] = .some(found)
    return found
  }

  private static func union(
    _ operands: [GraphID], _ graph: ConditionGraph, _ keys: TriggerKeys, _ known: inout [GraphID: Cover?]
  ) -> Cover? {
    var sum = Cover(checks: [], terms: [], cost: 0)
    for operand in operands {
      guard let other = cover(operand, graph, keys, &known) else { return nil }
      sum.checks += other.checks.filter { !sum.checks.contains($0) }
      for term in other.terms where sum.terms.insert(term).inserted { sum.cost += keys.cost(of: term) }
    }
    return sum
  }
}
