import Bytecode
import Schema

/// The graph to code: a subcondition for each rule and for each part that several rules share, then an entry for
/// each set of event types that starts the same rules.
struct Emitter {
  private let graph: ConditionGraph
  private var code: [Instruction] = []
  private var subconditions: [CodeOffset] = []
  /// By graph node: the subcondition that answers it, for nodes that have their own.
  private var owners: [SubconditionID?]
  private let ownStretch: [Bool]

  init(_ graph: ConditionGraph, roots: [GraphID]) {
    self.graph = graph
    owners = Array(repeating: nil, count: graph.nodes.count)
    ownStretch = Self.chooseStretches(graph, roots: roots)
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

  private static func chooseStretches(_ graph: ConditionGraph, roots: [GraphID]) -> [Bool] {
    var isLive = Array(repeating: false, count: graph.nodes.count)
    var uses = Array(repeating: 0, count: graph.nodes.count)
    var own = isLive
    for root in roots {
      isLive[Int(root.rawValue)] = true
      own[Int(root.rawValue)] = true
    }
    for index in graph.nodes.indices.reversed() where isLive[index] {
      for operand in graph.nodes[index].operands {
        isLive[Int(operand.rawValue)] = true
        uses[Int(operand.rawValue)] += 1
      }
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
      case .answer, .match, .end: preconditionFailure("only jumps are patched")
      }
    }
  }

  // MARK: Entries

  /// Adds the entries and hands the code over.
  consuming func finish(rules: [RuleEntry], events: EventTable, into program: inout Program) {
    program.entries = Array(repeating: nil, count: (events.allCodes.codes.last.map { Int($0.rawValue) } ?? -1) + 1)
    let scheduled = rules.map { $0.isEnabled ? Self.schedule($0.events, source: program.source) : EventSet() }
    for codes in Self.classes(scheduled, all: events.allCodes) {
      guard let representative = codes.codes.first else { continue }
      let ids = rules.indices.filter { scheduled[$0].contains(representative) }
      guard !ids.isEmpty else { continue }
      let entry = offset
      for id in ids {
        let behind = CodeOffset(rawValue: UInt32(code.count + 2))
        code.append(.requireSubcondition(rules[id].condition, else: behind))
        code.append(.match(RuleID(rawValue: UInt32(id))))
      }
      code.append(.end)
      for code in codes.codes { program.entries[Int(code.rawValue)] = entry }
    }
    program.code = code
    program.subconditions = subconditions
    program.rules = rules
  }

  /// The types that a rule is tried on: rules about system calls on those that their condition can be true for, rules
  /// about a plugin's events on these; both on asynchronous events, whose names are their own (rule-language.md §8).
  private static func schedule(_ possible: EventSet, source: String) -> EventSet {
    if possible.isEmpty { return possible }
    let (plugin, asynchronous) = (EventSet([.pluginEvent]), EventSet([.asynchronousEvent]))
    return source == FieldCatalog.syscall.source
      ? possible.subtracting(plugin).union(asynchronous) : plugin.union(asynchronous)
  }

  /// The event codes in classes: two codes are together when the same rules start on both.
  private static func classes(_ scheduled: [EventSet], all: EventSet) -> [EventSet] {
    var result = [all]
    for set in Set(scheduled) {
      result = result.flatMap { [$0.intersection(set), $0.subtracting(set)] }.filter { !$0.isEmpty }
    }
    return result.sorted { ($0.codes.first ?? EventCode(rawValue: 0)) < ($1.codes.first ?? EventCode(rawValue: 0)) }
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
