import Bytecode

/// Puts the cheap operands of each `and` and `or` first. Nobody can see it: checks have no effects.
enum CostOrder {
  static func run(_ program: inout RuleProgram, _ tables: PassTables) {
    for place in program.classes.indices {
      let roots = program.classes[place].rules.map(\.root)
      var costs: [GraphID: UInt32] = [:]
      let rebuilt = program.graph.rebuild(below: roots) { graph, node, part in
        let id: GraphID
        var cost: UInt32
        switch node {
        case .constant(let value): (id, cost) = (graph.constant(value), 0)
        case .check(let check): (id, cost) = (graph.check(check), tables.info(check).cost)
        case .not(let inner): (id, cost) = (graph.not(part(inner)), costs[part(inner)] ?? 0)
        case .and(let ids), .or(let ids):
          let operands = ids.map(part)
          let order = operands.indices.sorted { (costs[operands[$0]] ?? 0, $0) < (costs[operands[$1]] ?? 0, $1) }
          let sorted = order.map { operands[$0] }
          if case .and = node { id = graph.and(sorted) } else { id = graph.or(sorted) }
          // The first operand often decides.
          cost = 0
          for (rank, operand) in sorted.enumerated() { cost &+= (costs[operand] ?? 0) >> UInt32(min(rank, 3)) }
        }
        costs[id] = cost
        return id
      }
      for rule in program.classes[place].rules.indices {
        program.classes[place].rules[rule].root = rebuilt[Int(roots[rule].rawValue)] ?? roots[rule]
      }
    }
  }
}
