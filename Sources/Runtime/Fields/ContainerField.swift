/// Fields of containers: `container.*`.
package enum ContainerField: String, CaseIterable, Sendable, BitwiseCopyable {
  case id = "container.id"

  func read(
    _ selector: Selector, _ event: borrowing CurrentEvent, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    switch self {
    case .id: event.facts.thread.map { .text(.symbol(state.threads[$0].containerID)) } ?? .missing
    }
  }
}
