import Bytecode
import Schema

/// Answers the checks of a program about the current event.
struct Evaluator: ~Copyable, CheckAnswering {
  var terms: TermReader
  private let checks: [Check]

  init(_ program: Program, catalog: FieldCatalog, events: EventTable, _ symbols: inout SymbolTable) {
    terms = TermReader(program, catalog: catalog, events: events, &symbols)
    checks = program.checks
  }

  mutating func answer(_ id: CheckID, _ event: borrowing CurrentEvent, _ state: borrowing State) -> Bool {
    let check = checks[Int(id.rawValue)]
    let value = terms.value(of: check.left, event, state)
    return check.op == .exists && value != .missing
  }
}
