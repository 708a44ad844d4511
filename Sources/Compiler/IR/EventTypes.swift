import Bytecode
import Parser
import Schema

/// Which event types a condition can be true for (rule-language.md §8).
///
/// A check on `evt.type` or `syscall.type` gives the types it names; any other check may be true for all. `and`
/// intersects, `or` unites, and `not` goes down to the checks: a negated check that says nothing still says nothing.
struct EventTypes: Sendable {
  /// For a node and for its negation.
  struct Sets: Sendable { var positive: EventSet; var negative: EventSet }

  private let program: Program
  private let catalog: FieldCatalog
  private let eventType: FieldID?
  private let syscallType: FieldID?
  private let events: EventTable
  private let all: EventSet
  /// The different answers; the first is "says nothing", which nearly every node does.
  private var answers: [Sets]
  /// By resolved node: its place in `answers`.
  private var places: [UInt32]

  static func isEventTypeName(_ name: String) -> Bool { name == "evt.type" || name == "syscall.type" }

  /// - Parameters:
  ///   - wanted: the nodes to look at; parts of a wanted node are wanted.
  ///   - answersCount: whether a check whose answer is known narrows the set. It does for us; the incumbent (0.44)
  ///     takes such a check for one that may be true on every event.
  init(
    _ conditions: ResolvedConditions, wanted: [Bool], checks: [CheckTyper.Outcome], program: Program,
    catalog: FieldCatalog, events: EventTable, answersCount: Bool = true
  ) {
    self.program = program
    self.catalog = catalog
    eventType = catalog.field(named: "evt.type")?.id
    syscallType = catalog.field(named: "syscall.type")?.id
    self.events = events
    all = events.allCodes
    answers = [Sets(positive: all, negative: all)]
    places = Array(repeating: 0, count: conditions.nodes.count)
    for index in conditions.nodes.indices where wanted[index] {
      let node = conditions.nodes[index]
      guard !saysNothing(node, conditions), let found = sets(of: node, conditions, checks, answersCount: answersCount)
      else { continue }
      if found.positive == all, found.negative == all { continue }
      places[index] = UInt32(answers.count)
      answers.append(found)
    }
  }

  /// The types for which the node can be true.
  subscript(id: ResolvedID) -> EventSet { self.sets(of: id).positive }

  private func sets(of id: ResolvedID) -> Sets { answers[Int(places[Int(id.rawValue)])] }

  /// Whether all parts of a whole say nothing; then the whole says nothing, and no sets need be joined.
  private func saysNothing(_ node: ResolvedConditions.Node, _ conditions: ResolvedConditions) -> Bool {
    switch node {
    case .error, .guess: true
    case .check: false
    case .expansion(_, let id), .not(let id): places[Int(id.rawValue)] == 0
    case .and(let slice), .or(let slice):
      conditions.children[slice.range].allSatisfy { places[Int($0.rawValue)] == 0 }
    }
  }

  /// nil for what says nothing.
  private func sets(
    of node: ResolvedConditions.Node, _ conditions: ResolvedConditions, _ checks: [CheckTyper.Outcome],
    answersCount: Bool
  ) -> Sets? {
    switch node {
    case .error, .guess: return nil
    case .check(let id):
      guard case .check(let check, _) = checks[Int(id.rawValue)] else { return nil }
      return sets(of: program.checks[Int(check.rawValue)], answersCount: answersCount)
    case .expansion(_, let id): return sets(of: id)
    case .not(let id):
      let inner = sets(of: id)
      return Sets(positive: inner.negative, negative: inner.positive)
    case .and(let slice):
      return conditions.children[slice.range].reduce(Sets(positive: all, negative: EventSet())) { sum, id in
        let part = sets(of: id)
        return Sets(
          positive: sum.positive.intersection(part.positive), negative: sum.negative.union(part.negative))
      }
    case .or(let slice):
      return conditions.children[slice.range].reduce(Sets(positive: EventSet(), negative: all)) { sum, id in
        let part = sets(of: id)
        return Sets(
          positive: sum.positive.union(part.positive), negative: sum.negative.intersection(part.negative))
      }
    }
  }

  private func sets(of check: Check, answersCount: Bool) -> Sets? {
    if answersCount, let answer = KnownAnswers.answer(to: check, program: program, catalog: catalog) {
      return Sets(positive: answer ? all : EventSet(), negative: answer ? EventSet() : all)
    }
    guard case .field(let id, .none) = program.terms[Int(check.left.rawValue)],
      id == eventType || id == syscallType, case .constants(let range) = check.right
    else { return nil }
    var named = EventSet()
    for constant in program.constants[range.range] {
      guard case .string(let string) = constant else { continue }
      named = named.union(codes(named: program.strings.text(string), isSyscall: id == syscallType))
    }
    let others = all.subtracting(named)
    switch (check.op, check.modifier) {
    case (.equal, nil), (.in, nil), (.equal, .anyof): return Sets(positive: named, negative: others)
    case (.notEqual, nil), (.notEqual, .allof): return Sets(positive: others, negative: named)
    default: return nil
    }
  }

  private func codes(named name: String, isSyscall: Bool) -> EventSet {
    isSyscall ? events.syscallEvents(named: name) : events.events(named: name) ?? EventSet()
  }
}
