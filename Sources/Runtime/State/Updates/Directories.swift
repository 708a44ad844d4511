/// Current directory and root (state-engine.md §3.8, §4.1).
extension State {
  mutating func changeDirectory(_ event: borrowing EventView, _ facts: EventFacts) {
    guard let thread = facts.thread, let result = facts.result, result >= 0 else { return }
    guard let path = event.text(1) else { return }
    // A thread's own directory is empty unless it is the main one: the reference then forgets the base.
    let old = threads[thread].cwd
    setDirectory(of: thread) { state, text in PathText.join(state.symbols.bytes(old), path, into: &text) }
  }

  mutating func changeDirectoryToDescriptor(_ event: borrowing EventView, _ facts: EventFacts) {
    guard let thread = facts.thread, let result = facts.result, result >= 0 else { return }
    guard let table = threads[thread].descriptors, let index = descriptors.find(facts.descriptorNumber, in: table) else {
      return
    }
    let old = threads[thread].cwd
    let name = descriptors[index].name
    setDirectory(of: thread) { state, text in
      PathText.join(state.symbols.bytes(old), state.symbols.bytes(name), into: &text)
    }
  }

  mutating func noteDirectory(_ event: borrowing EventView, _ facts: EventFacts) {
    guard let thread = facts.thread, let result = facts.result, result >= 0 else { return }
    guard let path = event.text(1) else { return }
    setDirectory(of: thread) { _, text in PathText.join(path, toBaseAt: text.count, in: &text) }
  }

  /// What `body` writes becomes the process's directory, with a slash at its end.
  private mutating func setDirectory(of thread: ThreadIndex, _ body: (borrowing State, inout [UInt8]) -> Void) {
    guard let main = threads[thread].main else { return }
    let directory = symbol { state, text in
      body(state, &text)
      if text.last != UInt8(ascii: "/") { text.append(UInt8(ascii: "/")) }
    }
    symbols.replace(&threads[main].cwd, with: directory)
  }

  mutating func changeRoot(_ event: borrowing EventView, _ facts: EventFacts) {
    guard let thread = facts.thread, let result = facts.result, result >= 0 else { return }
    guard let path = event.text(1) else {
      counters.malformedEvents &+= 1
      return
    }
    let root = symbol { state, text in
      PathText.join(state.symbols.bytes(state.currentDirectory(of: thread)), path, into: &text)
    }
    symbols.replace(&threads[thread].root, with: root)
  }
}
