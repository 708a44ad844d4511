import Bytecode

/// Puts the operands of each `and` and `or` in the order in which they are expected to decide at the least cost. Nobody can see
/// it: checks have no effects.
enum CostOrder {
  static func run(_ program: inout RuleProgram, _ tables: PassTables) {
    for place in program.classes.indices {
      let roots = program.classes[place].rules.map(\.root)
      var known: [GraphID: Expectation] = [:]
      let rebuilt = program.graph.rebuild(below: roots) { graph, node, part in
        let id: GraphID
        var expectation = Expectation.nothing
        switch node {
        case .constant(let value): id = graph.constant(value)
        case .check(let check): (id, expectation) = (graph.check(check), tables.expectation(check))
        case .not(let inner):
          (id, expectation) = (graph.not(part(inner)), known[part(inner)] ?? .nothing)
          expectation.chance = 1 - expectation.chance
        case .and(let ids), .or(let ids):
          let isAnd = if case .and = node { true } else { false }
          let operands = ids.map(part)
          let expected = operands.map { known[$0] ?? .nothing }
          let order = operands.indices.sorted { (expected[$0].rank(inAnd: isAnd), $0) < (expected[$1].rank(inAnd: isAnd), $1) }
          let sorted = order.map { operands[$0] }
          id = isAnd ? graph.and(sorted) : graph.or(sorted)
          expectation = Expectation(order.map { expected[$0] }, isAnd: isAnd, isMeasured: tables.measured != nil)
        }
        known[id] = expectation
        return id
      }
      for rule in program.classes[place].rules.indices {
        program.classes[place].rules[rule].root = rebuilt[Int(roots[rule].rawValue)] ?? roots[rule]
      }
    }
  }
}

/// What asking a part of a condition is expected to be like.
private struct Expectation {
  /// In nanoseconds.
  var cost: Double
  /// That it holds. Without a profile, nothing is known: one half for everything.
  var chance: Double

  static let nothing = Expectation(cost: 0, chance: 0.5)

  init(cost: Double, chance: Double) {
    self.cost = cost
    self.chance = chance
  }

  /// Of a whole, from its operands in the order in which they are asked.
  init(_ operands: [Expectation], isAnd: Bool, isMeasured: Bool) {
    cost = 0
    var reach = 1.0
    for operand in operands {
      cost += operand.cost * (isMeasured ? reach : max(reach, 1 / 8))
      reach *= isAnd ? operand.chance : 1 - operand.chance
    }
    chance = !isMeasured ? 0.5 : isAnd ? reach : 1 - reach
  }

  /// Operands with a small rank go first: what they cost for each time that they decide.
  func rank(inAnd isAnd: Bool) -> Double { cost / max(isAnd ? 1 - chance : chance, 1e-9) }
}

extension PassTables {
  fileprivate func expectation(_ id: CheckID) -> Expectation {
    let estimate = info(id).cost
    guard let measured else { return Expectation(cost: Double(estimate), chance: 0.5) }
    let (cost, chance) = measured.expectation(of: id, estimate: estimate)
    return Expectation(cost: cost, chance: chance)
  }
}
