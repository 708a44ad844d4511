import Bytecode
import Schema

/// Substitutes what the type of an event fixes, and splits classes until it fixes the same for all their types.
enum Specialization {
  static func run(_ program: inout RuleProgram, _ tables: PassTables) {
    var classes: [EventClass] = []
    for old in program.classes {
      let checks = fixedChecks(below: old.rules.map(\.root), program.graph, tables)
      for (answers, codes) in split(old.codes, by: checks, tables) {
        let roots = substitute(answers, into: old.rules.map(\.root), &program.graph)
        var rules: [ClassRule] = []
        for (rule, root) in zip(old.rules, roots) where program.graph[root] != .constant(false) {
          rules.append(ClassRule(goal: rule.goal, root: root))
        }
        classes.append(EventClass(codes: codes, rules: rules))
      }
    }
    program.classes = classes
    program.sortClasses()
  }

  // MARK: What a type fixes

  private enum Fixed { case type, direction }

  private static func fixed(_ check: Check, _ tables: PassTables) -> Fixed? {
    guard check.modifier == nil, case .constants = check.right else { return nil }
    switch check.op {
    case .equal, .notEqual, .in: break
    default: return nil
    }
    switch tables.plainField(check)?.name {
    case "evt.type": return .type
    case "evt.dir": return .direction
    default: return nil
    }
  }

  private static func fixedChecks(below roots: [GraphID], _ graph: ConditionGraph, _ tables: PassTables) -> [CheckID] {
    zip(graph.nodes, graph.isBelow(roots)).compactMap { node, isBelow in
      if isBelow, case .check(let id) = node, fixed(tables[id], tables) != nil { id } else { nil }
    }
  }

  /// The answer to a check for all events of a type; nil where the event decides.
  private static func answer(_ id: CheckID, _ code: EventCode, _ tables: PassTables) -> Bool? {
    let check = tables[id]
    guard let fixed = fixed(check, tables), case .constants(let range) = check.right,
      Int(code.rawValue) < tables.events.types.count
    else { return nil }
    let value: String
    switch fixed {
    case .direction: value = code.rawValue & 1 == 0 ? ">" : "<"
    case .type:
      // Their names are in the event.
      if code == .pluginEvent || code == .asynchronousEvent || code.rawValue <= 1 { return nil }
      value = tables.events[code].name
    }
    let isAmong = tables.program.constants[range.range].contains {
      if case .string(let id) = $0 { tables.program.strings[id].elementsEqual(value.utf8) } else { false }
    }
    return isAmong != (check.op == .notEqual)
  }

  private static func split(
    _ codes: EventSet, by checks: [CheckID], _ tables: PassTables
  ) -> [([CheckID: Bool], EventSet)] {
    var groups: [([Bool?], EventSet)] = []
    var places: [[Bool?]: Int] = [:]
    for code in codes.codes {
      let answers = checks.map { answer($0, code, tables) }
      if let place = places[answers] {
        groups[place].1.insert(code)
      } else {
        places[answers] = groups.count
        groups.append((answers, EventSet([code])))
      }
    }
    return groups.map { answers, codes in
      (Dictionary(uniqueKeysWithValues: zip(checks, answers).compactMap { check, answer in answer.map { (check, $0) } }), codes)
    }
  }

  // MARK: Substitution

  private static func substitute(
    _ answers: [CheckID: Bool], into roots: [GraphID], _ graph: inout ConditionGraph
  ) -> [GraphID] {
    let rebuilt = graph.rebuild(below: roots) { graph, node, part in
      switch node {
      case .constant(let value): graph.constant(value)
      case .check(let id): answers[id].map { graph.constant($0) } ?? graph.check(id)
      case .not(let id): graph.not(part(id))
      case .and(let ids): graph.and(ids.map(part))
      case .or(let ids): graph.or(ids.map(part))
      }
    }
    return roots.map { rebuilt[Int($0.rawValue)] ?? $0 }
  }
}
