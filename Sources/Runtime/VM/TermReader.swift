import Bytecode
import Schema
import Sketches

/// Gives the values of a program's terms for the current event, each read at most once.
struct TermReader: ~Copyable {
  private let place = InPlace()
  private let plans: [TermPlan]
  /// Arguments of calls and elements of lists.
  private let lists: [TermID]
  /// By term; `event` is the running number of the event that the value is of, never 0.
  private var known: Pool<Known>
  private(set) var event: UInt64 = 0
  var scratch = Scratch()
  /// Where each argument of a `getopt` ends in the scratch memory.
  var argumentEnds: [Int] = []
  var sketches: SketchBank
  /// Whether what was hashed of processes is kept.
  let keeping: AnswerKeeping

  struct Known: BitwiseCopyable {
    var event: UInt64
    var value: Value
  }

  init(_ program: Program, catalog: FieldCatalog, events: EventTable, _ options: EngineOptions, _ state: inout State) {
    sketches = SketchBank(program, key: options.sketchKey, isEmpty: options.borrowsSketches)
    keeping = options.answers
    plans = TermPlanner(program: program, catalog: catalog, events: events).plans(&state)
    lists = program.termLists
    known = Pool(repeating: Known(event: 0, value: .missing), count: plans.count)
    argumentEnds.reserveCapacity(64)
  }

  /// Forgets the values of the event before.
  mutating func begin() {
    event += 1
    scratch.reset()
  }

  mutating func value(of id: TermID, _ current: borrowing CurrentEvent, _ state: borrowing State) -> Value {
    let index = Int(id.rawValue)
    if known[index].event == event { return known[index].value }
    let value = read(plans[index], current, state)
    known[index] = Known(event: event, value: value)
    return value
  }

  /// The same for an output, where some fields have another value than in a condition.
  mutating func outputValue(of id: TermID, _ current: borrowing CurrentEvent, _ state: borrowing State) -> Value {
    switch plans[Int(id.rawValue)] {
    case .field(.process(let field), let selector): return field.readForOutput(selector, current, state, &scratch)
    case .field(.sketch(let field), .sketch(let id)): return value(of: field, id, isCondition: false, current, state)
    default: return value(of: id, current, state)
    }
  }

  mutating func read(
    _ reader: FieldReader, _ selector: Selector, _ current: borrowing CurrentEvent, _ state: borrowing State
  ) -> Value {
    reader.read(selector, current, state, &scratch)
  }

  private mutating func read(_ plan: TermPlan, _ current: borrowing CurrentEvent, _ state: borrowing State) -> Value {
    switch plan {
    case .field(.sketch(let field), .sketch(let id)): value(of: field, id, isCondition: true, current, state)
    case .field(let reader, let selector): reader.read(selector, current, state, &scratch)
    case .constant(let value): value
    case .list(let elements): list(elements, current, state)
    case .call(let transformer, let arguments, let selector):
      // Arguments are all read before anything of the result is written, so that the result is one stretch of scratch.
      readAll(arguments, current, state) ? call(transformer, arguments, selector, current, state) : .missing
    }
  }

  /// - Returns: whether all have a value.
  private mutating func readAll(
    _ terms: TableRange, _ current: borrowing CurrentEvent, _ state: borrowing State
  ) -> Bool {
    for index in terms.range where value(of: lists[index], current, state) == .missing { return false }
    return true
  }

  /// A term of a list of terms that `readAll` has read.
  func argument(_ number: Int, of terms: TableRange) -> Value {
    known[Int(lists[terms.range.lowerBound + number].rawValue)].value
  }

  /// A list that is written in the rule. Numbers become text (rule-language.md §7).
  private mutating func list(
    _ elements: TableRange, _ current: borrowing CurrentEvent, _ state: borrowing State
  ) -> Value {
    guard readAll(elements, current, state) else { return .missing }
    let mark = scratch.valueMark
    for number in 0..<elements.range.count {
      let element = argument(number, of: elements)
      if case .text = element {
        scratch.append(element)
      } else {
        let start = scratch.mark
        append(element, current, state)
        scratch.append(.text(scratch.text(since: start)))
      }
    }
    return .list(scratch.list(since: mark))
  }
}
