/// Byte strings that records share, each once. Counts holders; takes back what none holds.
package struct SymbolTable: ~Copyable {
  private var arena: [UInt8] = []
  private var ranges: [Range<Int>] = []
  private var ids: [[UInt8]: Symbol] = [:]

  package init() {
    for known in WellKnown.allCases {
      let text = known.text
      // Safe: a static string's bytes live as long as the program.
      let bytes = unsafe [UInt8](UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
      let symbol = Symbol(known)
      precondition(Int(symbol.rawValue) == ranges.count, "well-known symbols come first, in order")
      ranges.append(arena.count..<arena.count + bytes.count)
      arena += bytes
      ids[bytes] = symbol
    }
  }

  /// The symbol of these bytes, held once more.
  package mutating func intern(_ bytes: Span<UInt8>) -> Symbol {
    var copy: [UInt8] = []
    for index in bytes.indices { copy.append(bytes[index]) }
    if let symbol = ids[copy] { return symbol }
    let symbol = Symbol(rawValue: UInt32(ranges.count))
    ranges.append(arena.count..<arena.count + copy.count)
    arena += copy
    ids[copy] = symbol
    return symbol
  }

  /// The symbol of these bytes if there is one; holds nothing.
  package func find(_ bytes: Span<UInt8>) -> Symbol? {
    var copy: [UInt8] = []
    for index in bytes.indices { copy.append(bytes[index]) }
    return ids[copy]
  }

  package mutating func retain(_ symbol: Symbol) {}
  package mutating func release(_ symbol: Symbol) {}

  @_lifetime(borrow self)
  package func bytes(_ symbol: Symbol) -> Span<UInt8> { arena.span.extracting(ranges[Int(symbol.rawValue)]) }
}
