extension Glob {
  /// Matches a pattern that is known only now (`glob val(…)`), without compiling it: the same language, read as it goes.
  ///
  /// Where a star's rest does not fit, the star takes one more byte; an earlier star need not be tried again, so the
  /// cost is at most value × pattern. Both come from events, so that product is bounded.
  ///
  /// - Returns: nil when the bound is reached.
  package static func matches(_ pattern: Span<UInt8>, _ value: Span<UInt8>, ignoringCase: Bool) -> Bool? {
    var matcher = DynamicMatcher(ignoresCase: ignoringCase)
    return matcher.run(pattern, value)
  }

  private struct DynamicMatcher {
    let ignoresCase: Bool
    private var at = 0
    private var position = 0
    /// Behind the last star, and how far it reaches.
    private var star: (at: Int, position: Int)?
    /// What may still be spent; a bracket expression costs as many as its set has members.
    private var budget = 1_000_000

    init(ignoresCase: Bool) { self.ignoresCase = ignoresCase }

    mutating func run(_ pattern: Span<UInt8>, _ value: Span<UInt8>) -> Bool? {
      while position < value.count || at < pattern.count {
        budget -= 1
        if budget < 0 { return nil }
        if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
          at += 1
          star = (at, position)
        } else if at < pattern.count, position < value.count, fits(pattern, value[position]) {
          position += 1
        } else if let last = star, last.position < value.count {
          star = (last.at, last.position + 1)
          (at, position) = (last.at, last.position + 1)
        } else {
          return false
        }
      }
      return true
    }

    /// Reads one element of the pattern.
    private mutating func fits(_ pattern: Span<UInt8>, _ byte: UInt8) -> Bool {
      let folded = ignoresCase ? byte.asciiLowercased : byte
      func isLiteral(_ expected: UInt8) -> Bool { folded == (ignoresCase ? expected.asciiLowercased : expected) }
      switch pattern[at] {
      case UInt8(ascii: "?"):
        at += 1
        return true
      case UInt8(ascii: "\\"):
        at += 2
        return at <= pattern.count && isLiteral(pattern[at - 1])
      case UInt8(ascii: "["):
        var bracket = GlobBracket(start: at, ignoresCase: ignoresCase)
        let outcome = bracket.parse(pattern)
        budget -= 256
        switch outcome {
        case .set(let set):
          at = bracket.position
          return set.contains(byte)
        case .never: return false
        case .unterminated:
          budget -= pattern.count
          at += 1
          return folded == UInt8(ascii: "[")
        }
      case let expected:
        at += 1
        return isLiteral(expected)
      }
    }
  }
}
