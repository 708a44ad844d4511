import Bytecode
import Schema

/// Gives the values of a program's terms for the current event, each read at most once.
struct TermReader: ~Copyable {
  private let plans: [TermPlan]
  /// Arguments of calls and elements of lists.
  private let lists: [TermID]
  /// By term; `event` is the running number of the event that the value is of, never 0.
  private var known: [Known]
  private var event: UInt64 = 0
  private(set) var scratch = Scratch()

  private struct Known {
    var event: UInt64
    var value: Value
  }

  init(_ program: Program, catalog: FieldCatalog, events: EventTable, _ symbols: inout SymbolTable) {
    plans = TermPlanner(program: program, catalog: catalog, events: events).plans(&symbols)
    lists = program.termLists
    known = Array(repeating: Known(event: 0, value: .missing), count: plans.count)
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

  mutating func read(
    _ reader: FieldReader, _ selector: Selector, _ current: borrowing CurrentEvent, _ state: borrowing State
  ) -> Value {
    reader.read(selector, current, state, &scratch)
  }

  private mutating func read(_ plan: TermPlan, _ current: borrowing CurrentEvent, _ state: borrowing State) -> Value {
    switch plan {
    case .field(let reader, let selector): reader.read(selector, current, state, &scratch)
    case .constant(let value): value
    case .list, .call: .missing
    }
  }
}
