extension CurrentEvent {
  /// The bytes that a text names.
  @_lifetime(copy self, borrow state, borrow scratch)
  package func bytes(of text: Text, _ state: borrowing State, _ scratch: borrowing Scratch) -> Span<UInt8> {
    switch text {
    case .event(let range): view.bytes.extracting(range.bounds)
    case .scratch(let range): scratch.bytes.span.extracting(range.bounds)
    case .symbol(let symbol): state.symbols.bytes(symbol)
    }
  }
}
