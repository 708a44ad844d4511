/// Patterns that say no more than a simpler, faster operator would.
///
/// There are two questions, because two tools answer them: `isHintedUpstream` is the incumbent's own test (it only says
/// "may be optimized with simpler operators", rule-language.md §10), `suggestion` is ours and names the replacement.
package enum RegexSimplification {
  package enum SimplerOperator: String, Sendable {
    case equals = "="
    case startsWith = "startswith"
    case endsWith = "endswith"
    case contains = "contains"
    case exists = "exists"
  }

  package struct Suggestion: Equatable, Sendable {
    package let simplerOperator: SimplerOperator
    /// The right side for it, with escapes undone; empty for `exists`.
    package let text: [UInt8]
  }

  /// Whether the incumbent warns: no special character but a `^` at the start, a `$` at the end, and a `.*`, `.+` or
  /// `.?` as the very first or very last thing.
  package static func isHintedUpstream(_ pattern: [UInt8]) -> Bool {
    func isWildcard(_ pair: ArraySlice<UInt8>) -> Bool {
      pair.count == 2 && pair.first == UInt8(ascii: ".") && "*+?".utf8.contains(pair.last ?? 0)
    }
    var rest = pattern[...]
    if rest.first == UInt8(ascii: "^") { rest.removeFirst() } else if isWildcard(rest.prefix(2)) { rest.removeFirst(2) }
    if rest.last == UInt8(ascii: "$") { rest.removeLast() } else if isWildcard(rest.suffix(2)) { rest.removeLast(2) }
    return !rest.contains { isSpecial($0) || $0 == UInt8(ascii: "\\") }
  }

  /// The operator and text that mean the same (but for newlines in the value, which `.*` does not cross). Nil for a
  /// pattern that uses more of the language, or is not valid.
  package static func suggestion(for pattern: [UInt8]) -> Suggestion? {
    var rest = pattern[...]
    if rest.first == UInt8(ascii: "^") { rest.removeFirst() }
    if rest.last == UInt8(ascii: "$"), !endsInEscape(rest.dropLast()) { rest.removeLast() }
    let opensWild = isWildcard(rest.prefix(2))
    if opensWild { rest.removeFirst(2) }
    let closesWild = isWildcard(rest.suffix(2)) && !endsInEscape(rest.dropLast(2))
    if closesWild { rest.removeLast(2) }
    guard let text = literal(rest) else { return nil }
    if text.isEmpty, opensWild { return Suggestion(simplerOperator: .exists, text: []) }
    let simpler: SimplerOperator =
      switch (opensWild, closesWild) {
      case (false, false): .equals
      case (false, true): .startsWith
      case (true, false): .endsWith
      case (true, true): .contains
      }
    return Suggestion(simplerOperator: simpler, text: text)
  }

  private static func isWildcard(_ text: ArraySlice<UInt8>) -> Bool {
    text.elementsEqual(".*".utf8)
  }

  /// Whether the next character would be escaped.
  private static func endsInEscape(_ text: ArraySlice<UInt8>) -> Bool {
    let backslashes = text.reversed().prefix { $0 == UInt8(ascii: "\\") }.count
    return !backslashes.isMultiple(of: 2)
  }

  /// The text with its escaped punctuation undone; nil if anything in it is special.
  private static func literal(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    var isEscaped = false
    for byte in text {
      if isEscaped {
        guard byte < 0x80, !byte.isASCIIAlphanumeric else { return nil }
        result.append(byte)
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        guard !isSpecial(byte) else { return nil }
        result.append(byte)
      }
    }
    return isEscaped ? nil : result
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch Character(Unicode.Scalar(byte)) {
    case "*", "+", "?", "(", ")", "{", "}", "[", "]", "|", ".", "^", "$": true
    default: false
    }
  }
}
