import Schema

/// What an enter event told that its exit will be checked against (state-engine.md §2): the call's arguments as they
/// were before another thread could change them.
struct StoredEnter: BitwiseCopyable {
  /// The exit event it waits for.
  var exitType: UInt16
  /// Directory of a relative path; the socket of a connect.
  var descriptor: Int64 = -1
  var flags: UInt32 = 0
  /// The path, or the bytes of the address.
  var text = Symbol.empty
}

extension State {
  /// Longer enter events are not kept.
  private static let longestEnter = 4096

  mutating func keepEnter(_ event: borrowing EventView, _ handler: StateHandler, _ facts: EventFacts) {
    guard let thread = facts.thread, event.bytes.count <= Self.longestEnter else { return }
    var enter = StoredEnter(exitType: event.type.rawValue &+ 1)
    let place: Int
    switch handler {
    case .openEnter:
      place = 0
      enter.flags = event.number(1) ?? 0
    case .openatEnter, .execveatEnter:
      place = 1
      enter.descriptor = event.number(0) ?? -1
      enter.flags = event.number(2) ?? 0
    case .connectEnter:
      place = 1
      enter.descriptor = event.number(0) ?? -1
    default: place = 0
    }
    if handler == .connectEnter {
      if let address = event.parameter(place) { enter.text = symbols.intern(address) }
    } else if let path = event.text(place) {
      enter.text = symbols.intern(path)
    } else if handler == .execveEnter {
      return
    }
    if let old = threads[thread].enter { dropEnter(old) }
    threads[thread].enter = enters.insert(enter)
  }

  /// The enter event of this exit, which is used up by it. The caller holds its text and releases it.
  mutating func takeEnter(_ type: UInt16, _ thread: ThreadIndex) -> StoredEnter? {
    guard let index = threads[thread].enter else { return nil }
    threads[thread].enter = nil
    let enter = enters[index]
    // An execveat that succeeds comes back as an execve.
    let matches = enter.exitType == type && threads[thread].lastEnterType &+ 1 == enter.exitType
    if matches {
      enters.remove(index)
      return enter
    }
    dropEnter(index)
    return nil
  }

  mutating func dropEnter(_ index: UInt32) {
    symbols.release(enters[index].text)
    enters.remove(index)
  }
}
