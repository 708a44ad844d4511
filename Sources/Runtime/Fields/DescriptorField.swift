/// Fields of the descriptor of the event: `fd.*`, `fdlist.*`.
package enum DescriptorField: String, CaseIterable, Sendable, BitwiseCopyable {
  case number = "fd.num"

  func read(
    _ selector: Selector, _ event: borrowing CurrentEvent, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    switch self {
    case .number: .signed(event.facts.descriptorNumber)
    }
  }
}
