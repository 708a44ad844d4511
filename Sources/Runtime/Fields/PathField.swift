/// Fields of the paths an event is about: `fs.path.*`.
package enum PathField: String, CaseIterable, Sendable, BitwiseCopyable {
  case name = "fs.path.name"

  func read(
    _ selector: Selector, _ event: borrowing CurrentEvent, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    switch self {
    case .name: .missing
    }
  }
}
