import Bytecode
import Matching
import Schema

/// Answers the checks of a program about the current event (rule-language.md §5).
struct Evaluator: ~Copyable, CheckAnswering {
  private let place = InPlace()
  var terms: TermReader
  private let plans: [CheckPlan]
  let tables: CheckTables
  /// The bytes of all constant texts; not an array, which would be retained at each comparison.
  let literals: Pool<UInt8>
  let regexScratch = RegexScratch()
  private let groups: [TriggerGroup]
  private let triggers: [Trigger]
  private let triggeredRules: [TriggeredRule]
  private var index: TriggerIndex
  /// By group: texts without a symbol are tried on its triggers. Not names of descriptors: those of files that could not be
  /// opened have none, and are many.
  private let groupTriesTexts: [Bool]

  init(_ program: Program, catalog: FieldCatalog, events: EventTable, _ state: inout State) {
    terms = TermReader(program, catalog: catalog, events: events, &state)
    var planner = CheckPlanner(program, catalog: catalog)
    plans = planner.plans(&state.symbols)
    groups = program.triggerGroups
    triggers = program.triggers
    triggeredRules = program.triggeredRules
    groupTriesTexts = groups.map { program.termInfo[Int($0.key.rawValue)].dependency != .descriptor }
    index = TriggerIndex(groups: program.triggerGroups.count)
    tables = planner.tables
    literals = Pool(copying: planner.literals.span)
  }

  mutating func answer(_ id: CheckID, _ event: borrowing CurrentEvent, _ state: borrowing State) -> Bool {
    let place = Int(id.rawValue)
    let value = terms.value(of: plans[place].left, event, state)
    if case .missing = value { return false }
    let op = plans[place].op
    switch plans[place].form {
    case .never: return false
    case .exists: return true
    case .test(let test): return holds(test, op, value, event, state)
    case .each(let modifier, let tests, let set):
      if let set, !value.isMultiple { return holds(set, op, value, event, state) }
      return holds(tests, modifier, op, value, event, state)
    case .term(let right, let isBuffer):
      let other = terms.value(of: right, event, state)
      return compare(value, op, other, isBuffer: isBuffer, event, state)
    }
  }

  // MARK: Triggers

  mutating func addCandidates(
    of group: Int, _ event: borrowing CurrentEvent, _ state: borrowing State, to candidates: inout Pool<TriggeredRule>
  ) -> Bool {
    switch terms.value(of: groups[group].key, event, state) {
    case .missing: return true
    case .text(.symbol(let symbol)):
      let generation = state.symbols.generation(of: symbol)
      if let set = index.set(group, symbol, generation) {
        index.append(set, to: &candidates)
      } else {
        let found = findCandidates(of: group, .text(.symbol(symbol)), event, state)
        for rule in found { candidates.append(rule) }
        index.note(found, group, symbol, generation)
      }
      return true
    case .text(let text) where groupTriesTexts[group]:
      let range = groups[group].triggers.range
      for place in range where holds(triggers[place], .text(text), event, state) {
        for rule in triggers[place].rules.range { candidates.append(triggeredRules[rule]) }
      }
      return true
    default: return false
    }
  }

  /// The rules whose triggers hold for a text, each once.
  private mutating func findCandidates(
    of group: Int, _ value: Value, _ event: borrowing CurrentEvent, _ state: borrowing State
  ) -> [TriggeredRule] {
    var found: [TriggeredRule] = []
    for trigger in triggers[groups[group].triggers.range] where holds(trigger, value, event, state) {
      for rule in triggeredRules[trigger.rules.range] where !found.contains(rule) { found.append(rule) }
    }
    return found.sorted { $0.rule.rawValue < $1.rule.rawValue }
  }

  /// Whether a trigger may hold for the value of its group's key.
  private mutating func holds(
    _ trigger: Trigger, _ value: Value, _ event: borrowing CurrentEvent, _ state: borrowing State
  ) -> Bool {
    guard case .test(let test) = plans[Int(trigger.check.rawValue)].form else { return true }
    // Of a directory, `fd.directory` is all of the name; what has no slash is in the root (`DescriptorField`).
    if passes(test, value, event, state) { return true }
    guard trigger.subject != .value, case .text(let text) = value else { return false }
    if passes(test, .text(.symbol(Symbol(.slash))), event, state) { return true }
    guard let slash = event.bytes(of: text, state, terms.scratch).lastSlash else { return false }
    let count = event.bytes(of: text, state, terms.scratch).count
    let part = trigger.subject == .directory ? 0..<slash : slash + 1..<count
    return passes(test, .text(event.part(part, of: text, state, &terms.scratch)), event, state)
  }

  // MARK: Several answers into one

  /// A modifier: the check as a whole is asked for each element of the list.
  private func holds(
    _ tests: TableRange, _ modifier: Modifier, _ op: Operator, _ value: Value, _ event: borrowing CurrentEvent,
    _ state: borrowing State
  ) -> Bool {
    var count = 0
    for index in tests.range {
      let isTrue = holds(tables.tests[index], op, value, event, state)
      switch modifier {
      case .anyof: if isTrue { return true }
      case .allof: if !isTrue { return false }
      case .oneof:
        if isTrue { count += 1 }
        if count > 1 { return false }
      }
    }
    switch modifier {
    case .anyof: return false
    case .allof: return true
    case .oneof: return count == 1
    }
  }

  /// A value, or the elements of one: `in` asks all elements of a list, `intersects` some; fields with several
  /// candidates have their own quantifier (rule-language.md §5.4).
  private func holds(
    _ test: Test, _ op: Operator, _ value: Value, _ event: borrowing CurrentEvent, _ state: borrowing State
  ) -> Bool {
    let isNegated = op.isNotEqual
    switch value {
    case .list(let elements):
      let isEvery = op == .in
      for index in elements.range where passes(test, terms.scratch.values[index], event, state) != isEvery { return !isEvery }
      return isEvery
    case .each(let candidates, .anyButAllForNotEqual) where isNegated:
      for index in candidates.range where passes(test, terms.scratch.values[index], event, state) { return false }
      return candidates.count > 0
    case .each(let candidates, _):
      for index in candidates.range where passes(test, terms.scratch.values[index], event, state) != isNegated { return true }
      return false
    default:
      return passes(test, value, event, state) != isNegated
    }
  }
}

extension Operator {
  /// `==` of an enum of another module is a call through its conformance.
  var isNotEqual: Bool { if case .notEqual = self { true } else { false } }
}

extension Value {
  /// Several values that are asked one after another.
  fileprivate var isMultiple: Bool {
    switch self {
    case .list, .each: true
    default: false
    }
  }
}
