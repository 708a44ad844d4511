/// What ends descriptors (state-engine.md §5.1).
extension State {
  /// The entry goes after the event, so that fields still find it.
  mutating func closeDescriptor(_ event: borrowing EventView, _ facts: inout EventFacts) {
    guard let result = facts.result else {
      counters.malformedEvents &+= 1
      return
    }
    if result >= 0 { facts.removal = .descriptor }
  }

  mutating func closeRange(_ event: borrowing EventView, _ facts: EventFacts) {
    guard let thread = facts.thread, let table = threads[thread].descriptors, let result = facts.result, result >= 0
    else { return }
    guard let first: UInt32 = event.number(1), let last: UInt32 = event.number(2) else {
      counters.malformedEvents &+= 1
      return
    }
    guard first <= last else { return }
    let range = Int64(first)...Int64(last)
    // CLOSE_RANGE_CLOEXEC: they stay until the next exec.
    if (event.number(3) ?? UInt32(0)) & 4 == 0 {
      descriptors.close(in: table, &symbols) { number, _ in range.contains(number) }
    } else {
      descriptors.setCloseOnExec(in: table, range, &symbols)
    }
  }
}
