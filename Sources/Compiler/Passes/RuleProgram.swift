package import Bytecode
package import Schema

// Passes: the rules of one source, from conditions side by side to one program. In: the graph of all conditions, and for
// each event type the rules that can match it. Out: the same for classes of event types, cut to what is left to ask.
// Not here: what conditions mean (Check), instructions (Emit).

/// The rules of one source as the passes see them.
package struct RuleProgram: Sendable {
  package var graph: ConditionGraph
  /// By rule, and behind them by sketch: the whole condition.
  package let roots: [GraphID]
  package var classes: [EventClass]
}

/// Event types that the same program serves.
package struct EventClass: Sendable {
  package var codes: EventSet
  /// In the order of the rules.
  package var rules: [ClassRule]
}

/// What becomes of an event for which a condition holds.
package enum Goal: Hashable, Sendable {
  case match(RuleID)
  case count(SketchID)

  /// The rule that matches.
  package var rule: RuleID? { if case .match(let rule) = self { rule } else { nil } }
}

/// What is left of a rule, or of what a sketch counts, for a class of event types.
package struct ClassRule: Sendable {
  package var goal: Goal
  package var root: GraphID
  /// Checks of which at least one holds whenever the rule does; empty where there are no such checks worth looking up.
  package var triggers: [CheckID] = []
}

/// A pass: one file each, in the order in which they run.
package enum Pass: String, CaseIterable, Sendable {
  /// Substitutes what the type of an event fixes.
  case specialize
  /// Checks that are likely to decide at a low cost first.
  case order
  /// Finds for each rule checks without which it cannot hold.
  case trigger

  func run(_ program: inout RuleProgram, _ tables: PassTables) {
    switch self {
    case .specialize: Specialization.run(&program, tables)
    case .order: CostOrder.run(&program, tables)
    case .trigger: TriggerChoice.run(&program, tables)
    }
  }
}

/// What passes look up.
struct PassTables {
  let program: Program
  let catalog: FieldCatalog
  let events: EventTable
  /// What a recorded profile knows; nil without one.
  let measured: MeasuredChecks?

  subscript(id: CheckID) -> Check { program.checks[Int(id.rawValue)] }

  func info(_ id: CheckID) -> CheckInfo { program.checkInfo[Int(id.rawValue)] }

  /// The field without argument on the left of a check.
  func plainField(_ check: Check) -> Field? {
    guard case .field(let id, .none) = program.terms[Int(check.left.rawValue)] else { return nil }
    return catalog[id]
  }
}

extension RuleProgram {
  /// Classes as they are before any pass: two types are together when the same rules can match them.
  ///
  /// - Parameters:
  ///   - goals: of the roots.
  ///   - schedules: by root, the types that it is tried on.
  init(_ graph: ConditionGraph, roots: [GraphID], goals: [Goal], schedules: [EventSet], all: EventSet) {
    self.graph = graph
    self.roots = roots
    var sets = [all]
    for set in Set(schedules) {
      sets = sets.flatMap { [$0.intersection(set), $0.subtracting(set)] }.filter { !$0.isEmpty }
    }
    classes = sets.compactMap { codes in
      guard let first = codes.codes.first else { return nil }
      let rules = schedules.indices.filter { schedules[$0].contains(first) }
      return EventClass(codes: codes, rules: rules.map { ClassRule(goal: goals[$0], root: roots[$0]) })
    }
    sortClasses()
  }

  /// By their first types; those without rules go.
  mutating func sortClasses() {
    let first = EventCode(rawValue: 0)
    classes = classes.filter { !$0.rules.isEmpty }.sorted { ($0.codes.codes.first ?? first) < ($1.codes.codes.first ?? first) }
  }
}

extension ConditionGraph {
  /// Rebuilds what lies below `roots`, parts before wholes.
  ///
  /// - Parameter rebuild: the new node for an old one, whose parts it gets from the second argument.
  /// - Returns: by node, what became of it; nil for what lies below none of the roots.
  mutating func rebuild(
    below roots: [GraphID], _ rebuild: (inout ConditionGraph, Node, (GraphID) -> GraphID) -> GraphID
  ) -> [GraphID?] {
    let isBelow = isBelow(roots)
    var rebuilt: [GraphID?] = Array(repeating: nil, count: isBelow.count)
    for index in isBelow.indices where isBelow[index] {
      let id = rebuild(&self, nodes[index]) { rebuilt[Int($0.rawValue)] ?? $0 }
      rebuilt[index] = id
    }
    return rebuilt
  }
}
