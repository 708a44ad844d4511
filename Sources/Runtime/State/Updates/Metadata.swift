import Matching

/// Users, groups and containers as events announce them (state-engine.md §10, §12.3).
extension State {
  mutating func changeUsers(_ event: borrowing EventView, _ handler: StateHandler) {
    guard let uid: UInt32 = event.number(0), let gid: UInt32 = event.number(1) else {
      counters.malformedEvents &+= 1
      return
    }
    let container = internOptional(event, 5)
    if handler == .userDeleted {
      users.remove(user: uid, container: container, &symbols)
      symbols.release(container)
      return
    }
    let user = UserTable.User(
      gid: gid, name: internOptional(event, 2), home: internOptional(event, 3), shell: internOptional(event, 4))
    users.insert(uid, user, container: container, &symbols)
  }

  mutating func changeGroups(_ event: borrowing EventView, _ handler: StateHandler) {
    guard let gid: UInt32 = event.number(0) else {
      counters.malformedEvents &+= 1
      return
    }
    let container = internOptional(event, 2)
    if handler == .groupDeleted {
      users.remove(group: gid, container: container, &symbols)
      symbols.release(container)
      return
    }
    users.insert(group: gid, name: internOptional(event, 1), container: container, &symbols)
  }

  /// A text, empty where there is none.
  private mutating func internOptional(_ event: borrowing EventView, _ place: Int) -> Symbol {
    guard let text = event.text(place) else { return .empty }
    return symbols.intern(text)
  }

  /// Events of plugins: those named "container" bring metadata.
  mutating func noteAsynchronous(_ event: borrowing EventView) {
    guard let name = event.text(1) else { return }
    if name.equals("container") {
      noteContainer(event, parameter: 2)
    } else if name.equals("container_removed"), let json = event.parameter(2) {
      containerMetadata.remove(json.extracting(0..<json.countBeforeNUL), &symbols)
    }
  }

  mutating func noteContainer(_ event: borrowing EventView, parameter place: Int) {
    guard let json = event.parameter(place),
      containerMetadata.add(json.extracting(0..<json.countBeforeNUL), &symbols) != nil
    else {
      counters.malformedEvents &+= 1
      return
    }
  }
}
