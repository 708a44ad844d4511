#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Comparing and searching bytes: what `=`, `contains`, `startswith`, `endswith` and `icontains` do
/// (rule-language.md §5.2).
extension Span<UInt8> {
  package func equals(_ other: Span<UInt8>) -> Bool { count == other.count && hasPrefix(other) }

  package func hasPrefix(_ prefix: Span<UInt8>) -> Bool {
    guard count >= prefix.count else { return false }
    for index in 0..<prefix.count where self[index] != prefix[index] { return false }
    return true
  }

  package func hasSuffix(_ suffix: Span<UInt8>) -> Bool {
    count >= suffix.count && extracting((count - suffix.count)...).hasPrefix(suffix)
  }

  /// Where `needle` first begins; 0 for an empty one.
  package func firstIndex(of needle: Span<UInt8>) -> Int? {
    if needle.isEmpty { return 0 }
    var start = 0
    while start + needle.count <= count {
      let places = extracting(start..<count - needle.count + 1)
      let next = places.firstIndex(of: needle[0])
      if next == places.count { return nil }
      start += next
      if extracting(start...).hasPrefix(needle) { return start }
      start += 1
    }
    return nil
  }

  /// Where the byte first stands; `count` where it does not.
  private func firstIndex(of byte: UInt8) -> Int {
    // memchr, because it is vectorised. The bytes are only read, and only during the call.
    unsafe withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress, let found = unsafe memchr(start, Int32(byte), bytes.count) else {
        return bytes.count
      }
      return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(start)
    }
  }

  /// Whether `needle` occurs, ASCII letters of either case being the same.
  package func containsIgnoringCase(_ needle: Span<UInt8>) -> Bool {
    if needle.isEmpty { return true }
    let first = needle[0].asciiLowercased
    var start = 0
    while start + needle.count <= count {
      if self[start].asciiLowercased == first, fitsIgnoringCase(needle, at: start) { return true }
      start += 1
    }
    return false
  }

  private func fitsIgnoringCase(_ needle: Span<UInt8>, at start: Int) -> Bool {
    for index in needle.indices where self[start + index].asciiLowercased != needle[index].asciiLowercased {
      return false
    }
    return true
  }

  /// Negative, zero or positive; bytes are unsigned, and a prefix comes first.
  package func order(to other: Span<UInt8>) -> Int {
    for index in 0..<Swift.min(count, other.count) {
      let difference = Int(self[index]) - Int(other[index])
      if difference != 0 { return difference }
    }
    return count - other.count
  }

  /// What a C string is of these bytes: all before the first NUL.
  package var countBeforeNUL: Int { firstIndex(of: 0) }

  package var countWithoutTrailingNULs: Int {
    var end = count
    while end > 0, self[end - 1] == 0 { end -= 1 }
    return end
  }
}
