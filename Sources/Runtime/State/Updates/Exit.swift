/// The end of threads (state-engine.md §3.6).
extension State {
  /// The record goes before the next event, so that the fields of this one still resolve.
  mutating func exitThread(_ event: borrowing EventView, _ facts: inout EventFacts) {
    guard let thread = facts.thread else { return }
    threads.markClosed(thread)
    if threads[thread].firstChild != nil, let reaper: Int64 = event.number(4) { threads[thread].reaper = reaper }
    facts.removal = .thread
  }
}
