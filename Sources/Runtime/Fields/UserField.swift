/// Fields of users and groups: `user.*`, `group.*`.
package enum UserField: String, CaseIterable, Sendable, BitwiseCopyable {
  case uid = "user.uid"

  func read(
    _ selector: Selector, _ event: borrowing CurrentEvent, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    switch self {
    case .uid: event.facts.thread.map { .unsigned(UInt64(state.threads[$0].uid)) } ?? .missing
    }
  }
}
