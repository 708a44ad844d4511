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

  /// Eight bytes at once; the last step overlaps the one before instead of being cut to size.
  package func hasPrefix(_ prefix: Span<UInt8>) -> Bool {
    let length = prefix.count
    guard length <= count else { return false }
    guard length >= 8 else { return hasShortPrefix(prefix) }
    var offset = 0
    // Safe: at least eight bytes of the prefix are left, and both are as long as that.
    while offset < length &- 8 {
      if unsafe word(uncheckedAt: offset) != prefix.word(uncheckedAt: offset) { return false }
      offset &+= 8
    }
    return unsafe word(uncheckedAt: length &- 8) == prefix.word(uncheckedAt: length &- 8)
  }

  @inline(__always)
  private func hasShortPrefix(_ prefix: Span<UInt8>) -> Bool {
    for index in prefix.indices where self[index] != prefix[index] { return false }
    return true
  }

  package func hasSuffix(_ suffix: Span<UInt8>) -> Bool {
    count >= suffix.count && extracting((count - suffix.count)...).hasPrefix(suffix)
  }

  /// Where `needle` first begins; 0 for an empty one.
  package func firstIndex(of needle: Span<UInt8>) -> Int? {
    if needle.isEmpty { return 0 }
    if needle.count == 1 {
      let place = firstIndex(of: needle[0])
      return place < count ? place : nil
    }
    var places = PlaceSearch(self, for: needle, ignoringCase: false)
    while let place = places.next() {
      if extracting(place...).hasPrefix(needle) { return place }
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

  /// Where the byte last stands.
  package func lastIndex(of byte: UInt8) -> Int? {
    var end = count
    while end >= 8 {
      let found = (word(at: end - 8) ^ byte.repeated).zeroBytes
      if found != 0 { return end - 1 - found.leadingZeroBitCount / 8 }
      end -= 8
    }
    while end > 0 {
      end -= 1
      if self[end] == byte { return end }
    }
    return nil
  }

  /// Whether `needle` occurs, ASCII letters of either case being the same.
  package func containsIgnoringCase(_ needle: Span<UInt8>) -> Bool {
    if needle.isEmpty { return true }
    var places = PlaceSearch(self, for: needle, ignoringCase: true)
    while let place = places.next() {
      if fitsIgnoringCase(needle, at: place) { return true }
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
