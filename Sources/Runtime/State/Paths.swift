extension State {
  /// What paths of a thread are relative to: its current directory as the main thread has it (state-engine.md §4.1).
  package func currentDirectory(of thread: ThreadIndex) -> Symbol {
    guard let main = threads[thread].main else { return Symbol(.dotSlash) }
    return threads[main].cwd
  }

  /// The base that a directory descriptor gives (state-engine.md §4.3), as it stands before a relative path.
  package func appendBase(ofDirectory number: Int64, _ thread: ThreadIndex?, to text: inout [UInt8]) {
    guard let thread else { return text.append(symbols.bytes(Symbol(.unknownPath))) }
    if number == DirectoryNumber.current {
      return text.append(symbols.bytes(currentDirectory(of: thread)))
    }
    guard let table = threads[thread].descriptors, let index = descriptors.find(number, in: table) else {
      return text.append(symbols.bytes(Symbol(.unknownPath)))
    }
    let start = text.count
    PrintableText.append(symbols.bytes(descriptors[index].name), to: &text)
    if text.count == start || text[text.count - 1] != UInt8(ascii: "/") { text.append(UInt8(ascii: "/")) }
  }

  /// The joined form of a path that an event gives with its directory descriptor: what an open that failed would have
  /// been called.
  package func appendJoined(
    _ path: Span<UInt8>, inDirectory number: Int64, _ thread: ThreadIndex?, to text: inout [UInt8]
  ) {
    let start = text.count
    appendBase(ofDirectory: number, thread, to: &text)
    PathText.join(path, toBaseAt: start, in: &text)
  }

  /// Makes a symbol, held once, of a text that `body` puts together. The memory for it is kept from one to the next.
  @inline(__always)
  mutating func symbol(writing body: (borrowing State, inout [UInt8]) -> Void) -> Symbol {
    // Apart from the state, because a span of one of its properties would borrow the whole.
    var written: [UInt8] = []
    swap(&written, &text)
    written.removeAll(keepingCapacity: true)
    body(self, &written)
    let symbol = symbols.intern(written.span)
    swap(&written, &text)
    return symbol
  }
}
