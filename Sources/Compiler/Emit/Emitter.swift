import Bytecode
import Schema

/// The graph to code: a subcondition for each rule and for each part that several rules share, then an entry for
/// each set of event types that starts the same rules.
struct Emitter {
  private let graph: ConditionGraph
  private var code: [Instruction] = []
  private var subconditions: [CodeOffset] = []
  private var ruleStarts: [RuleStart] = []
  /// By graph node: the subcondition that answers it, for nodes that have their own.
  private var owners: [SubconditionID?]
  private let ownStretch: [Bool]

  /// - Parameters:
  ///   - roots: what gets a subcondition of its own in any case.
  ///   - inlined: what entries ask besides.
  init(_ graph: ConditionGraph, roots: [GraphID], inlined: [GraphID]) {
    self.graph = graph
    owners = Array(repeating: nil, count: graph.nodes.count)
    ownStretch = Self.chooseStretches(graph, roots: roots, inlined: inlined)
    for index in graph.nodes.indices where ownStretch[index] {
      owners[index] = SubconditionID(rawValue: UInt32(subconditions.count))
      subconditions.append(offset)
      emitCondition(GraphID(rawValue: UInt32(index)))
    }
  }

  /// The subcondition of a rule's root.
  func subcondition(of root: GraphID) -> SubconditionID {
    guard let id = owners[Int(root.rawValue)] else { preconditionFailure("every root has a stretch of its own") }
    return id
  }

  private var offset: CodeOffset { CodeOffset(rawValue: UInt32(code.count)) }

  // MARK: What gets a stretch of its own

  /// How deep code nests before a part is cut out; bounds the emitter's own recursion.
  private static let deepestInline = 64

  private static func chooseStretches(_ graph: ConditionGraph, roots: [GraphID], inlined: [GraphID]) -> [Bool] {
    let isLive = graph.isBelow(roots + inlined)
    var uses = Array(repeating: 0, count: graph.nodes.count)
    var own = Array(repeating: false, count: graph.nodes.count)
    for root in roots { own[Int(root.rawValue)] = true }
    for index in graph.nodes.indices where isLive[index] {
      for operand in graph.nodes[index].operands { uses[Int(operand.rawValue)] += 1 }
    }
    var depth = Array(repeating: 0, count: graph.nodes.count)
    for index in graph.nodes.indices where isLive[index] {
      let operands = graph.nodes[index].operands
      guard !operands.isEmpty else { continue }
      depth[index] = 1 + (operands.map { own[Int($0.rawValue)] ? 0 : depth[Int($0.rawValue)] }.max() ?? 0)
      let isShared = if case .not = graph.nodes[index] { false } else { uses[index] > 1 }
      if isShared || depth[index] > deepestInline { own[index] = true }
    }
    return own
  }

  // MARK: Conditions

  /// Jumps whose target is not known yet.
  private typealias Fixups = [Int]

  private mutating func emitCondition(_ root: GraphID) {
    var failures: Fixups = []
    emit(graph[root], whenTrue: true, misses: &failures)
    code.append(.answer(true))
    if !failures.isEmpty {
      patch(failures)
      code.append(.answer(false))
    }
  }

  /// Code that goes on behind itself when the node's answer is `whenTrue`, and jumps otherwise; the jumps are added
  /// to `misses`.
  private mutating func emit(_ id: GraphID, whenTrue: Bool, misses: inout Fixups) {
    if let owner = owners[Int(id.rawValue)] {
      misses.append(code.count)
      let nowhere = CodeOffset(rawValue: 0)
      code.append(
        whenTrue ? .requireSubcondition(owner, else: nowhere) : .refuteSubcondition(owner, else: nowhere))
      return
    }
    emit(graph[id], whenTrue: whenTrue, misses: &misses)
  }

  private mutating func emit(_ node: ConditionGraph.Node, whenTrue: Bool, misses: inout Fixups) {
    let nowhere = CodeOffset(rawValue: 0)
    switch node {
    case .constant(let value):
      if value != whenTrue {
        misses.append(code.count)
        code.append(.jump(nowhere))
      }
    case .check(let check):
      misses.append(code.count)
      code.append(whenTrue ? .require(check, else: nowhere) : .refute(check, else: nowhere))
    case .not(let id): emit(id, whenTrue: !whenTrue, misses: &misses)
    case .and(let operands) where whenTrue, .or(let operands) where !whenTrue:
      for operand in operands { emit(operand, whenTrue: whenTrue, misses: &misses) }
    case .and(let operands), .or(let operands):
      emitAlternatives(operands, whenTrue: whenTrue, misses: &misses)
    }
  }

  /// One of the operands is enough.
  private mutating func emitAlternatives(_ operands: [GraphID], whenTrue: Bool, misses: inout Fixups) {
    var hits: Fixups = []
    for operand in operands.dropLast() {
      // Go on with the next operand when this one does not give the answer.
      emit(operand, whenTrue: !whenTrue, misses: &hits)
    }
    emit(operands[operands.count - 1], whenTrue: whenTrue, misses: &misses)
    patch(hits)
  }

  private mutating func patch(_ fixups: Fixups) {
    let here = offset
    for index in fixups {
      switch code[index] {
      case .require(let check, _): code[index] = .require(check, else: here)
      case .refute(let check, _): code[index] = .refute(check, else: here)
      case .requireSubcondition(let id, _): code[index] = .requireSubcondition(id, else: here)
      case .refuteSubcondition(let id, _): code[index] = .refuteSubcondition(id, else: here)
      case .jump: code[index] = .jump(here)
      case .answer, .match, .count, .end: preconditionFailure("only jumps are patched")
      }
    }
  }

  // MARK: Entries

  /// Adds the entries and hands the code over.
  consuming func finish(
    _ rules: [RuleEntry], _ classes: [EventClass], catalog: FieldCatalog, events: EventTable, into program: inout Program
  ) {
    program.entryIDs = Array(repeating: nil, count: (events.allCodes.codes.last.map { Int($0.rawValue) } ?? -1) + 1)
    var triggers = TriggerTables(TriggerKeys(program, catalog))
    for eventClass in classes {
      let rules = eventClass.rules.filter { $0.goal.rule != nil }
      let sketches = eventClass.rules.filter { $0.goal.rule == nil }
      let groups = triggers.add(rules) { self.subcondition(of: $0) }
      let others = rules.filter { $0.triggers.isEmpty }
      let counting = sketches.isEmpty ? nil : emitEntry(sketches)
      let all = emitEntry(rules)
      let rest = others.count == rules.count ? all : others.isEmpty ? nil : emitEntry(others)
      let id = EntryID(rawValue: UInt16(program.entries.count))
      program.entries.append(Entry(groups: groups, rest: rest, all: all, counting: counting))
      for code in eventClass.codes.codes { program.entryIDs[Int(code.rawValue)] = id }
    }
    triggers.finish(into: &program)
    program.code = code
    program.subconditions = subconditions
    program.ruleStarts = ruleStarts
    program.rules = rules
  }

  /// Code that tries rules.
  private mutating func emitEntry(_ rules: [ClassRule]) -> CodeOffset {
    let entry = offset
    emitRules(
      rules.map { rule in
        if case .and(let operands) = graph[rule.root], operands.count <= Self.longestFactored {
          return PendingRule(goal: rule.goal, rest: operands)
        }
        return PendingRule(goal: rule.goal, rest: [rule.root])
      }, depth: 0)
    code.append(.end)
    return entry
  }

  /// A rule, and what has to hold beside what was asked already.
  private struct PendingRule {
    var goal: Goal
    var rest: [GraphID]
  }

  private static let longestFactored = 16
  private static let deepestFactored = 8

  /// Rules that ask the same are tried together: it is asked once, and all are left out where it does not hold.
  private mutating func emitRules(_ rules: [PendingRule], depth: Int) {
    var rules = rules
    while depth < Self.deepestFactored, let shared = Self.mostShared(rules) {
      let together = rules.filter { $0.rest.contains(shared) }
      var misses: Fixups = []
      emit(shared, whenTrue: true, misses: &misses)
      emitRules(
        together.map { PendingRule(goal: $0.goal, rest: $0.rest.filter { $0 != shared }) }, depth: depth + 1)
      patch(misses)
      rules.removeAll { $0.rest.contains(shared) }
    }
    for rule in rules {
      var misses: Fixups = []
      if case .match(let id) = rule.goal { ruleStarts.append(RuleStart(offset: offset, rule: id)) }
      for operand in rule.rest { emit(operand, whenTrue: true, misses: &misses) }
      switch rule.goal {
      case .match(let id): code.append(.match(id))
      case .count(let id): code.append(.count(id))
      }
      patch(misses)
    }
  }

  /// What most of the rules ask, if it is worth a test of its own: at least two rules, and a good part of them, so that
  /// thousands of rules are cut in few steps.
  private static func mostShared(_ rules: [PendingRule]) -> GraphID? {
    guard rules.count > 1 else { return nil }
    var counts: [GraphID: Int] = [:]
    for rule in rules {
      for operand in rule.rest { counts[operand, default: 0] += 1 }
    }
    let best = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    guard let best, best.value > 1, best.value * 16 >= rules.count else { return nil }
    return best.key
  }
}

extension ConditionGraph.Node {
  /// The parts of a node; none for a leaf.
  var operands: [GraphID] {
    switch self {
    case .constant, .check: []
    case .not(let id): [id]
    case .and(let ids), .or(let ids): ids
    }
  }
}
