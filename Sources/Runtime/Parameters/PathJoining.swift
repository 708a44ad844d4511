/// How paths are joined and made clean (state-engine.md §4.2, corrections.md A5c).
enum PathJoining {
  private static let limit = 1024
  private static let tooLong: StaticString = "/DIR_TOO_LONG/FILENAME_TOO_LONG"

  /// Seen from a directory that is named without a slash behind it; an unnamed one is no base.
  static func append(directory: Span<UInt8>, _ path: Span<UInt8>, to scratch: inout Scratch) {
    let needsSlash = directory.count > 0 && directory[directory.count - 1] != slash
    scratch.write { append(directory, needsSlash: needsSlash, path, to: &$0) }
  }

  static func append(base: Span<UInt8>, _ path: Span<UInt8>, to scratch: inout Scratch) {
    scratch.write { append(base, needsSlash: false, path, to: &$0) }
  }

  private static let slash = UInt8(ascii: "/")
  private static let dot = UInt8(ascii: ".")

  /// The path alone where it is absolute, else the base as it is and the path behind it; of the path, `.` and needless
  /// slashes vanish and `..` takes the part before it away, also of the base. An empty path gives nothing.
  private static func append(_ base: Span<UInt8>, needsSlash: Bool, _ path: Span<UInt8>, to text: inout [UInt8]) {
    if path.count == 0 { return }
    if base.count + (needsSlash ? 1 : 0) + path.count + 1 > limit {
      text.append(tooLong)
      return
    }
    let start = text.count
    if path[0] == slash {
      text.append(slash)
    } else {
      text.append(base)
      if needsSlash { text.append(slash) }
    }
    // Nothing before this place is ever taken away: the root.
    let floor = text.count > start && text[start] == slash ? start + 1 : start
    var position = 0
    while position < path.count {
      var end = position
      while end < path.count, path[end] != slash { end += 1 }
      let part = path.extracting(position..<end)
      // Behind a base without a slash the first part only makes the base's last part longer.
      let isWhole = text.count == start || text[text.count - 1] == slash
      if isWhole, part.count == 2, part[0] == dot, part[1] == dot {
        removeLastPart(of: &text, downTo: floor)
      } else if part.count > 0, !(isWhole && part.count == 1 && part[0] == dot) {
        PrintableText.append(part, to: &text)
        text.append(slash)
      }
      position = end + 1
    }
    if text.count > floor, text[text.count - 1] == slash { text.removeLast() }
  }

  private static func removeLastPart(of text: inout [UInt8], downTo floor: Int) {
    if text.count > floor { text.removeLast() }
    while text.count > floor, text[text.count - 1] != slash { text.removeLast() }
  }
}
