/// Fields of the event itself: `evt.*`, `syscall.*`.
package enum EventField: String, CaseIterable, Sendable, BitwiseCopyable {
  case number = "evt.num"

  func read(
    _ selector: Selector, _ event: borrowing CurrentEvent, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    switch self {
    case .number: .unsigned(event.facts.number)
    }
  }
}
