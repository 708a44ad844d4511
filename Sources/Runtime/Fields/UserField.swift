/// Fields of users and groups: `user.*`, `group.*` (state-engine.md §10).
package enum UserField: String, CaseIterable, Sendable, BitwiseCopyable {
  case uid = "user.uid"
  case name = "user.name"
  case home = "user.homedir"
  case shell = "user.shell"
  case loginUID = "user.loginuid"
  case loginName = "user.loginname"
  case gid = "group.gid"
  case groupName = "group.name"

  /// Names that nobody knows are the text `<NA>`, which is a value (rule-language.md §6.1). Root has its name and home
  /// even where no account says so, as in a container whose accounts were not read.
  func read(
    _ selector: Selector, _ event: borrowing CurrentEvent, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    guard let thread = event.facts.thread else { return .missing }
    switch self {
    case .uid: return .unsigned(UInt64(state.threads[thread].uid))
    case .gid: return .unsigned(UInt64(state.threads[thread].gid))
    case .loginUID:
      let uid = state.threads[thread].loginuid
      return .signed(uid == .max ? -1 : Int64(uid))
    case .name: return .text(.symbol(state.userName(state.threads[thread].uid, state.threads[thread].containerID)))
    // A session is opened on the host.
    case .loginName: return .text(.symbol(state.userName(state.threads[thread].loginuid, .empty)))
    case .shell: return .text(.symbol(state.user(of: thread)?.shell ?? Symbol(.notAvailable)))
    case .home:
      if let user = state.user(of: thread) { return .text(.symbol(user.home)) }
      guard state.threads[thread].uid == 0 else { return .text(.symbol(Symbol(.notAvailable))) }
      let start = scratch.mark
      scratch.append("/root")
      return .text(scratch.text(since: start))
    case .groupName:
      let gid = state.threads[thread].gid
      let name = state.users.groupName(gid, container: state.threads[thread].containerID)
      return .text(.symbol(name ?? Symbol(gid == 0 ? .root : .notAvailable)))
    }
  }
}

extension State {
  fileprivate func user(of thread: ThreadIndex) -> UserTable.User? {
    users.user(threads[thread].uid, container: threads[thread].containerID)
  }

  func userName(_ uid: UInt32, _ container: Symbol) -> Symbol {
    users.user(uid, container: container)?.name ?? Symbol(uid == 0 ? .root : .notAvailable)
  }
}
