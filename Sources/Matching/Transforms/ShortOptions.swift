/// The scan of `getopt(argv, optstring)` (rule-language.md §7): short options only, from the first element on.
///
/// `--` ends the options; other tokens that begin with `--` are skipped. The first token that is empty, `-`, or does
/// not begin with `-` ends them too. A cluster `-abc` gives one option per letter; a letter that `optstring` marks with
/// `:` takes the rest of its token, or the next element. An unknown letter is reported as `?`.
///
/// The arguments are one run of bytes and the offset at which each ends, so that a scan needs no memory of its own:
///
///     var scan = ShortOptionScan()
///     while let option = scan.next(arguments, ends: ends, optstring: optstring) { … }
package struct ShortOptionScan: Sendable {
  package struct Option: Equatable, Sendable {
    /// The letter, or `?` for one that `optstring` does not name.
    package var letter: UInt8
    /// Whether `optstring` gives this letter an argument.
    package var takesArgument: Bool
    /// Where the argument lies in the run of bytes; empty where it is missing or the letter takes none.
    package var argument: Range<Int>
  }

  /// The element to look at, and the next letter in it; 0 between elements.
  private var element = 0
  private var position = 0

  package init() {}

  package mutating func next(_ bytes: Span<UInt8>, ends: Span<Int>, optstring: Span<UInt8>) -> Option? {
    guard let at = nextLetter(bytes, ends) else { return nil }
    let end = ends[element]
    let letter = bytes[at]
    position = at + 1
    switch Self.kind(of: letter, in: optstring) {
    case .unknown:
      finishClusterIfDone(end)
      return Option(letter: UInt8(ascii: "?"), takesArgument: false, argument: at..<at)
    case .plain:
      finishClusterIfDone(end)
      return Option(letter: letter, takesArgument: false, argument: at..<at)
    case .withArgument:
      return Option(letter: letter, takesArgument: true, argument: takeArgument(ends, after: at + 1))
    }
  }

  /// Where the next option letter is; nil once the options have ended, for good.
  private mutating func nextLetter(_ bytes: Span<UInt8>, _ ends: Span<Int>) -> Int? {
    if position > 0 { return position }
    while element < ends.count {
      let start = element == 0 ? 0 : ends[element - 1]
      let count = ends[element] - start
      guard count >= 2, bytes[start] == UInt8(ascii: "-") else { break }
      guard bytes[start + 1] == UInt8(ascii: "-") else { return start + 1 }
      if count == 2 { break }
      element += 1
    }
    element = ends.count
    return nil
  }

  private mutating func finishClusterIfDone(_ end: Int) {
    guard position >= end else { return }
    element += 1
    position = 0
  }

  private mutating func takeArgument(_ ends: Span<Int>, after start: Int) -> Range<Int> {
    let end = ends[element]
    position = 0
    element += 1
    if start < end { return start..<end }
    guard element < ends.count else { return end..<end }
    element += 1
    return end..<ends[element - 1]
  }

  private enum Kind { case unknown, plain, withArgument }

  private static func kind(of letter: UInt8, in optstring: Span<UInt8>) -> Kind {
    guard letter != UInt8(ascii: ":") else { return .unknown }
    for index in optstring.indices where optstring[index] == letter {
      let hasColon = index + 1 < optstring.count && optstring[index + 1] == UInt8(ascii: ":")
      return hasColon ? .withArgument : .plain
    }
    return .unknown
  }
}

extension ShortOptionScan {
  /// `getopt(argv, optstring)[letter]`: the last occurrence of the letter wins; nil if there is none.
  package static func last(
    _ letter: UInt8, in bytes: Span<UInt8>, ends: Span<Int>, optstring: Span<UInt8>
  ) -> Option? {
    var scan = ShortOptionScan()
    var found: Option?
    while let option = scan.next(bytes, ends: ends, optstring: optstring) {
      if option.letter == letter { found = option }
    }
    return found
  }
}
