import Matching

/// How paths are joined and made clean (state-engine.md §4.2, corrections A5c).
package enum PathText {
  /// The longest joined path; a longer one becomes `tooLong`.
  static let limit = 1024
  static let tooLong: StaticString = "/DIR_TOO_LONG/FILENAME_TOO_LONG"

  /// Appends `path` as seen from `base`: the path alone where it is absolute, else the base as it is and the path behind
  /// it, without `.`, `..` and needless slashes. `..` also takes parts of the base away. An empty path gives nothing.
  package static func join(_ base: Span<UInt8>, _ path: Span<UInt8>, into text: inout [UInt8]) {
    let start = text.count
    text.append(base)
    join(path, toBaseAt: start, in: &text)
  }

  /// The same with the base already there: everything from `start` on. It is replaced.
  package static func join(_ path: Span<UInt8>, toBaseAt start: Int, in text: inout [UInt8]) {
    let baseCount = text.count - start
    guard path.count > 0, baseCount + path.count + 1 <= limit else {
      text.removeLast(baseCount)
      if path.count > 0 { text.append(tooLong) }
      return
    }
    let isAbsolute = path[0] == slash
    // Nothing before this place is ever taken away: the root.
    var floor = start
    if isAbsolute {
      text.removeLast(baseCount)
      text.append(slash)
      floor = text.count
    } else if baseCount > 0 && text[start] == slash {
      floor = start + 1
    }
    var position = isAbsolute ? 1 : 0
    while position < path.count {
      var end = position
      while end < path.count && path[end] != slash { end += 1 }
      let length = end - position
      // Behind a base without a slash, the first part only makes the base's last part longer.
      let beginsPart = text.count == start || text[text.count - 1] == slash
      if !beginsPart {
        PrintableText.append(path.extracting(position..<end), to: &text)
        if end < path.count { text.append(slash) }
      } else if length == 0 || (length == 1 && path[position] == dot) {
        // Nothing: `//` or `.`.
      } else if length == 2 && path[position] == dot && path[position + 1] == dot {
        removeLastPart(of: &text, downTo: floor)
      } else {
        PrintableText.append(path.extracting(position..<end), to: &text)
        if end < path.count { text.append(slash) }
      }
      position = end + 1
    }
    // The slash that a part or the base left at the end.
    if text.count > floor && text[text.count - 1] == slash { text.removeLast() }
  }

  private static func removeLastPart(of text: inout [UInt8], downTo floor: Int) {
    if text.count > floor && text[text.count - 1] == slash { text.removeLast() }
    while text.count > floor && text[text.count - 1] != slash { text.removeLast() }
  }

  static func isAbsolute(_ path: Span<UInt8>) -> Bool { path.count > 0 && path[0] == slash }

  /// Whether joining leaves an absolute path as it is: nothing to normalise, nothing to clean. Most paths are so; they
  /// are recognised eight bytes at a time and interned straight from the event.
  static func isClean(_ path: Span<UInt8>) -> Bool {
    let count = path.count
    guard count > 0, count <= limit - 2, path[0] == slash else { return false }
    if count == 1 { return true }
    // A slash at the end goes; so does one before a slash or a dot, which may begin `.` or `..`.
    if path[count - 1] == slash { return false }
    guard count > 8 else { return isCleanShort(path) }
    // From the second byte on, each with the byte before; the last eight may overlap those before.
    var offset = 1
    while true {
      // Safe: eight bytes are left, and one stands before them.
      let word = unsafe path.word(uncheckedAt: offset)
      let before = unsafe path.word(uncheckedAt: offset &- 1)
      let followsSlash = (before ^ slashes).zeroBytes
      if followsSlash & ((word ^ slashes).zeroBytes | (word ^ dots).zeroBytes) | unprintable(word) != 0 { return false }
      if offset == count &- 8 { return true }
      offset = min(offset &+ 8, count &- 8)
    }
  }

  private static func isCleanShort(_ path: Span<UInt8>) -> Bool {
    for index in 1..<path.count {
      let byte = path[index]
      if byte < 0x20 || byte >= 0x7F || (path[index - 1] == slash && (byte == slash || byte == dot)) { return false }
    }
    return true
  }

  /// Not zero where a byte is outside 0x20...0x7E.
  @inline(__always)
  private static func unprintable(_ word: UInt64) -> UInt64 {
    let low = word & 0x7F7F_7F7F_7F7F_7F7F
    // The high bit is set in bytes from 0x20 on, and in 0x7F.
    let notControl = low &+ 0x6060_6060_6060_6060
    let isDelete = low &+ 0x0101_0101_0101_0101
    return (word | ~notControl | isDelete) & 0x8080_8080_8080_8080
  }

  private static var slashes: UInt64 { @inline(__always) get { slash.repeated } }
  private static var dots: UInt64 { @inline(__always) get { dot.repeated } }
  private static let slash = UInt8(ascii: "/")
  private static let dot = UInt8(ascii: ".")
}
