extension Span<UInt8> {
  func equals(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && hasText(text, at: 0) }

  func hasPrefix(_ text: StaticString) -> Bool { count >= text.utf8CodeUnitCount && hasText(text, at: 0) }

  func hasSuffix(_ text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount && hasText(text, at: count - text.utf8CodeUnitCount)
  }

  private func hasText(_ text: StaticString, at start: Int) -> Bool {
    for index in 0..<text.utf8CodeUnitCount {
      // Safe: the index is below the count of the text's bytes, which live as long as the program.
      let byte = unsafe text.utf8Start[index]
      guard self[start + index] == byte else { return false }
    }
    return true
  }
}
