/// Fields of processes and threads: `proc.*`, `thread.*`.
package enum ProcessField: String, CaseIterable, Sendable, BitwiseCopyable {
  case name = "proc.name"

  func read(
    _ selector: Selector, _ event: borrowing CurrentEvent, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    switch self {
    case .name: event.facts.thread.map { .text(.symbol(state.threads[$0].comm)) } ?? .missing
    }
  }
}
