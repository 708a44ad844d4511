import Bytecode
import Compiler
import Schema

/// The search behind `Satisfiability`, over the graph of conditions.
///
/// What must hold is asserted, what follows from it, too, and where only one of several parts must hold they are tried one after the
/// other. Asserted checks about the same value are held against each other (`TermFacts`), and the event types that are left are kept.
struct Search {
  typealias Goal = Satisfiability.Goal
  typealias Verdict = Satisfiability.Verdict

  /// Steps that one question may take: assertions, and parts looked at.
  private let stepLimit: Int
  private static let depthLimit = 200
  /// Steps that all questions together may take, so that hostile rules cost no more than a moment.
  private var stepsLeft = 10_000_000

  private let shapes: NodeShapes
  var facts: TermFacts
  /// By node.
  private var values: [Value]
  /// What is asserted and not yet looked at.
  private var work: [Goal] = []
  /// Nodes with a value, in the order in which they got it.
  private var trail: [GraphID] = []
  /// Wholes of which one part must be true (`or`) or false (`and`).
  private var choices: [Goal] = []
  private var steps = 0
  private var depth = 0
  /// Where `assume` ended.
  private var assumed: Mark?

  private enum Value: UInt8 { case unknown, isTrue, isFalse }

  init(_ conditions: TypedConditions, stepLimit: Int) {
    shapes = NodeShapes(conditions.graph)
    self.stepLimit = stepLimit
    facts = TermFacts(conditions)
    values = Array(repeating: .unknown, count: conditions.graph.nodes.count)
  }

  /// Whether an event of one of the types can fulfil all goals.
  mutating func verdict(_ goals: [Goal], on types: EventSet) -> Verdict {
    guard stepsLeft > 0 else { return .undecided }
    begin(goals, on: types)
    defer { stepsLeft -= steps }
    return search()
  }

  mutating func assume(_ goals: [Goal], on types: EventSet) -> Bool {
    begin(goals, on: types)
    assumed = nil
    guard propagate(), steps <= stepLimit else { return false }
    assumed = mark()
    return true
  }

  func value(of node: GraphID) -> Bool? {
    switch values[Int(node.rawValue)] {
    case .unknown: nil
    case .isTrue: true
    case .isFalse: false
    }
  }

  mutating func verdict(with goal: Goal) -> Verdict {
    guard let assumed, stepsLeft > 0 else { return .undecided }
    steps = 0
    work.removeAll(keepingCapacity: true)
    work.append(goal)
    defer {
      stepsLeft -= steps
      undo(to: assumed)
    }
    return search()
  }

  private mutating func begin(_ goals: [Goal], on types: EventSet) {
    undo(to: Mark(trail: 0, choices: 0, facts: facts.start))
    // What every event that can be seen has narrows nothing, so that it is not looked at (`Atom.narrowsTypes`).
    facts.types = types.intersection(facts.visible)
    work.removeAll(keepingCapacity: true)
    for goal in goals.reversed() { work.append(goal) }
    steps = 0
    depth = 0
  }

  // MARK: Search

  private mutating func search() -> Verdict {
    guard steps <= stepLimit, depth < Self.depthLimit else { return .undecided }
    guard propagate() else { return .impossible }
    if satisfiesGreedily() { return .possible }
    guard let choice = nextChoice() else { return steps <= stepLimit ? .possible : .undecided }
    depth += 1
    defer { depth -= 1 }
    var isUndecided = false
    for part in openParts(of: choice) {
      let mark = mark()
      work.append(Goal(part, isTrue: choice.isTrue))
      switch search() {
      case .possible: return .possible
      case .undecided: isUndecided = true
      case .impossible: break
      }
      undo(to: mark)
      work.removeAll(keepingCapacity: true)
      guard steps <= stepLimit else { return .undecided }
    }
    return isUndecided ? .undecided : .impossible
  }

  /// Takes for each choice the first part that contradicts nothing so far. Nearly every condition that is possible is found so to be,
  /// in one go over its choices; where it fails, everything is as before.
  private mutating func satisfiesGreedily() -> Bool {
    let start = mark()
    var index = 0
    while index < choices.count {
      guard steps <= stepLimit, takesPart(of: choices[index]) else {
        undo(to: start)
        return false
      }
      index += 1
    }
    return true
  }

  private mutating func takesPart(of choice: Goal) -> Bool {
    let wanted: Value = choice.isTrue ? .isTrue : .isFalse
    let parts = shapes.range(of: choice.node)
    steps += parts.count
    for place in parts where values[Int(shapes.parts[place].rawValue)] == wanted { return true }
    for place in parts where values[Int(shapes.parts[place].rawValue)] == .unknown {
      let mark = mark()
      work.append(Goal(shapes.parts[place], isTrue: choice.isTrue))
      if assertAll() { return true }
      undo(to: mark)
    }
    return false
  }

  /// False where something contradicts itself; then nothing is left to be looked at.
  private mutating func assertAll() -> Bool {
    while let goal = work.popLast() {
      if !assert(goal) {
        work.removeAll(keepingCapacity: true)
        return false
      }
    }
    return true
  }

  /// Takes what is asserted to the checks, and all choices that are none. False where that contradicts itself.
  private mutating func propagate() -> Bool {
    repeat {
      if !assertAll() { return false }
    } while settleChoices() == .progress
    return work.isEmpty
  }

  private mutating func assert(_ goal: Goal) -> Bool {
    steps += 1
    let wanted: Value = goal.isTrue ? .isTrue : .isFalse
    let index = Int(goal.node.rawValue)
    if values[index] != .unknown { return values[index] == wanted }
    values[index] = wanted
    trail.append(goal.node)
    switch shapes[goal.node] {
    case .constant(let value): return value == goal.isTrue
    case .check(let id): return facts.add(id, isTrue: goal.isTrue)
    case .not(let inner): work.append(Goal(inner, isTrue: !goal.isTrue))
    case .and(let parts): if goal.isTrue { require(parts, isTrue: true) } else { choices.append(goal) }
    case .or(let parts): if goal.isTrue { choices.append(goal) } else { require(parts, isTrue: false) }
    }
    return true
  }

  private mutating func require(_ parts: Range<Int>, isTrue: Bool) {
    for place in parts.reversed() { work.append(Goal(shapes.parts[place], isTrue: isTrue)) }
  }

  private enum Settlement { case progress, nothing }

  /// Asserts the last part of each whole whose other parts have failed.
  private mutating func settleChoices() -> Settlement {
    for choice in choices where steps <= stepLimit {
      let (open, first) = state(of: choice)
      switch open {
      case 0:
        // A contradiction: the whole cannot be as it must.
        work.append(Goal(choice.node, isTrue: !choice.isTrue))
        return .progress
      case 1:
        if let first { work.append(Goal(first, isTrue: choice.isTrue)) }
        return .progress
      default: break
      }
    }
    return .nothing
  }

  /// How many parts can still make the whole what it must be, and the first of them; more than all where one does already.
  private mutating func state(of choice: Goal) -> (open: Int, first: GraphID?) {
    let wanted: Value = choice.isTrue ? .isTrue : .isFalse
    var (open, first): (Int, GraphID?) = (0, nil)
    for place in shapes.range(of: choice.node) {
      let part = shapes.parts[place]
      steps += 1
      switch values[Int(part.rawValue)] {
      case .unknown:
        open += 1
        if first == nil { first = part }
      case wanted: return (Int.max, nil)
      default: break
      }
    }
    return (open, first)
  }

  /// The choice with the fewest ways out.
  private mutating func nextChoice() -> Goal? {
    var best: (goal: Goal, open: Int)?
    for choice in choices {
      let open = state(of: choice).open
      if open < best?.open ?? Int.max { best = (choice, open) }
    }
    return best?.goal
  }

  private func openParts(of choice: Goal) -> [GraphID] {
    var open: [GraphID] = []
    for place in shapes.range(of: choice.node) where values[Int(shapes.parts[place].rawValue)] == .unknown {
      open.append(shapes.parts[place])
    }
    return open
  }

  // MARK: Going back

  private struct Mark {
    var trail: Int
    var choices: Int
    var facts: TermFacts.Mark
  }

  private func mark() -> Mark { Mark(trail: trail.count, choices: choices.count, facts: facts.mark) }

  private mutating func undo(to mark: Mark) {
    while trail.count > mark.trail { values[Int(trail.removeLast().rawValue)] = .unknown }
    choices.removeSubrange(mark.choices...)
    facts.undo(to: mark.facts)
  }
}

/// The nodes of a graph without arrays of their own: the search goes over them very often.
private struct NodeShapes {
  enum Shape {
    case constant(Bool)
    case check(CheckID)
    case not(GraphID)
    /// Ranges of `parts`.
    case and(Range<Int>)
    case or(Range<Int>)
  }

  private var shapes: [Shape] = []
  private(set) var parts: [GraphID] = []

  init(_ graph: ConditionGraph) {
    shapes.reserveCapacity(graph.nodes.count)
    for node in graph.nodes {
      switch node {
      case .constant(let value): shapes.append(.constant(value))
      case .check(let id): shapes.append(.check(id))
      case .not(let inner): shapes.append(.not(inner))
      case .and(let operands): shapes.append(.and(add(operands)))
      case .or(let operands): shapes.append(.or(add(operands)))
      }
    }
  }

  private mutating func add(_ operands: [GraphID]) -> Range<Int> {
    parts += operands
    return parts.count - operands.count..<parts.count
  }

  subscript(id: GraphID) -> Shape { shapes[Int(id.rawValue)] }

  func range(of id: GraphID) -> Range<Int> {
    switch shapes[Int(id.rawValue)] {
    case .and(let range), .or(let range): range
    case .constant, .check, .not: 0..<0
    }
  }
}
