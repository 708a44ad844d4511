// Bytes compared with texts of our own.

extension Span<UInt8> {
  func equals(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && contains(text, at: 0) }

  func hasPrefix(_ text: StaticString) -> Bool { contains(text, at: 0) }

  func hasSuffix(_ text: StaticString) -> Bool { contains(text, at: count - text.utf8CodeUnitCount) }

  func contains(_ text: StaticString) -> Bool { firstPlace(of: text) != nil }

  /// Whether the text stands at `start`, which may lie outside.
  func contains(_ text: StaticString, at start: Int) -> Bool {
    guard start >= 0, start <= count - text.utf8CodeUnitCount else { return false }
    for index in 0..<text.utf8CodeUnitCount {
      // Safe: the index is below the count of the text's bytes, which live as long as the program.
      let byte = unsafe text.utf8Start[index]
      guard self[start + index] == byte else { return false }
    }
    return true
  }

  /// Where the text stands first, from `start` on.
  func firstPlace(of text: StaticString, from start: Int = 0) -> Int? {
    var offset = start
    while offset <= count - text.utf8CodeUnitCount {
      if contains(text, at: offset) { return offset }
      offset += 1
    }
    return nil
  }
}
