import Matching

// Bytes compared with texts of our own.

extension Span<UInt8> {
  func equals(_ text: StaticString) -> Bool { equals(text.bytes) }

  func hasPrefix(_ text: StaticString) -> Bool { hasPrefix(text.bytes) }

  func hasSuffix(_ text: StaticString) -> Bool { hasSuffix(text.bytes) }

  func contains(_ text: StaticString) -> Bool { firstIndex(of: text.bytes) != nil }

  /// Whether the text stands at `start`, which may lie outside.
  func contains(_ text: StaticString, at start: Int) -> Bool {
    (0...count).contains(start) && extracting(start...).hasPrefix(text.bytes)
  }

  /// Where the text stands first, from `start` on, which may lie behind the end.
  func firstPlace(of text: StaticString, from start: Int = 0) -> Int? {
    guard start <= count else { return nil }
    return extracting(start...).firstIndex(of: text.bytes).map { start + $0 }
  }
}

extension StaticString {
  fileprivate var bytes: Span<UInt8> {
    @_lifetime(immortal)
    get {
      // Safe: the bytes of a literal live as long as the program.
      let bytes = unsafe Span(_unsafeStart: utf8Start, count: utf8CodeUnitCount)
      return unsafe _overrideLifetime(bytes, copying: ())
    }
  }
}
