import Bytecode
import Matching
import Schema

/// Answers the checks of a program about the current event (rule-language.md §5).
struct Evaluator: ~Copyable, CheckAnswering {
  private let place = InPlace()
  var terms: TermReader
  let plans: [CheckPlan]
  let tables: CheckTables
  /// The bytes of all constant texts; not an array, which would be retained at each comparison.
  let literals: Pool<UInt8>
  let regexScratch = RegexScratch()
  var triggers: TriggerLookup

  init(_ program: Program, catalog: FieldCatalog, events: EventTable, _ options: EngineOptions, _ state: inout State) {
    terms = TermReader(program, catalog: catalog, events: events, options, &state)
    var planner = CheckPlanner(program, catalog: catalog)
    plans = planner.plans(&state.symbols)
    triggers = TriggerLookup(program, options.answers)
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

  mutating func count(_ id: SketchID, _ event: borrowing CurrentEvent, _ state: borrowing State) {
    terms.count(id, event, state)
  }

  mutating func settle(_ matches: [RuleID], _ event: borrowing CurrentEvent, _ state: borrowing State) {
    terms.settle(matches, event, state)
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
