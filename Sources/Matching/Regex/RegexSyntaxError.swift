/// Why a pattern is refused, and where. `offset` and `length` count bytes of the pattern as the author
/// wrote it, so that a diagnostic can underline exactly that part.
package struct RegexSyntaxError: Error, Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    /// The pattern is not valid UTF-8.
    case invalidUTF8
    /// A `\` with nothing after it.
    case trailingBackslash
    /// `\d`, `\W` and the like; the letter as written.
    case perlClass(UInt8)
    /// `\b`, `\B`.
    case wordBoundary
    /// `\A`, `\z`, `\Z`, `\G`.
    case textAnchor
    /// `\Q`, `\E`.
    case quoting
    /// `\p{…}`, `\P{…}`, `\pN`, `\X`, `\C`.
    case unicodeProperty
    /// `\1` … `\9`, `\k`, `\g`.
    case backreference
    /// `\x` without two hex digits or `{…}`, or above U+10FFFF.
    case badHexEscape
    /// Any other escaped letter, digit or non-ASCII character.
    case unknownEscape
    /// `(?i)`, `(?s)`, `(?i:…)`.
    case inlineFlags
    /// `(?:…)`, `(?P<name>…)`.
    case specialGroup
    /// `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`.
    case lookAround
    /// `*`, `+`, `?` or `{n}` with nothing before it to repeat.
    case missingRepeatOperand
    /// `{3,2}`.
    case reversedRepeat
    /// A repeat count above 1000.
    case repeatTooLarge
    /// Nested repeats whose counts multiply to more than 1000.
    case nestedRepeatsTooLarge
    /// `[` without its `]`.
    case missingClosingBracket
    /// `[b-a]`.
    case reversedRange
    /// A `-` in a bracket expression that is neither first nor last nor between two characters.
    case strayHyphen
    /// `[[:foo:]]`.
    case unknownClassName
    /// `(` without its `)`.
    case missingClosingParenthesis
    /// `)` without its `(`.
    case unexpectedClosingParenthesis
    /// Valid, but expands beyond what the engine can hold.
    case patternTooLarge
  }

  package let kind: Kind
  package let offset: Int
  package let length: Int

  package init(_ kind: Kind, at range: Range<Int>) {
    self.kind = kind
    self.offset = range.lowerBound
    self.length = range.count
  }
}

extension RegexSyntaxError {
  /// What is wrong, as a phrase that stands alone.
  package var message: String {
    switch kind {
    case .invalidUTF8: "the pattern is not valid UTF-8"
    case .trailingBackslash: "the pattern ends in a lone backslash"
    case .perlClass(let letter): "`\\\(Character(Unicode.Scalar(letter)))` is not part of POSIX regular expressions"
    case .wordBoundary: "word boundaries are not part of POSIX regular expressions"
    case .textAnchor: "`\\A`, `\\z`, `\\Z` and `\\G` are not part of POSIX regular expressions"
    case .quoting: "`\\Q…\\E` is not part of POSIX regular expressions"
    case .unicodeProperty: "Unicode properties are not part of POSIX regular expressions"
    case .backreference: "back-references are not supported"
    case .badHexEscape: "`\\x` needs two hex digits, or a code point up to 10FFFF in braces"
    case .unknownEscape: "unknown escape sequence"
    case .inlineFlags: "inline flags such as `(?i)` are not part of POSIX regular expressions"
    case .specialGroup: "groups that start with `(?` are not part of POSIX regular expressions"
    case .lookAround: "look-around is not supported"
    case .missingRepeatOperand: "nothing stands before this repetition"
    case .reversedRepeat: "the lower repeat count is above the upper one"
    case .repeatTooLarge: "a repeat count may be 1000 at most"
    case .nestedRepeatsTooLarge: "nested repeat counts multiply to more than 1000"
    case .missingClosingBracket: "`[` without its closing `]`"
    case .reversedRange: "the range in this bracket expression runs backwards"
    case .strayHyphen: "`-` in a bracket expression must come first or last, or stand between two characters"
    case .unknownClassName: "unknown character class"
    case .missingClosingParenthesis: "`(` without its closing `)`"
    case .unexpectedClosingParenthesis: "`)` without its opening `(`"
    case .patternTooLarge: "the pattern is too large once its repeats are expanded"
    }
  }

  /// A way out, where there is one to name.
  package var help: String? {
    switch kind {
    case .invalidUTF8: "write a single byte such as FF as part of the text it belongs to; values are matched as UTF-8"
    case .trailingBackslash: "write `\\\\` to match a backslash"
    case .perlClass(let letter): Self.replacement(ofPerlClass: letter)
    case .wordBoundary: "spell out the neighbours, for example `(.*[^[:word:]])?name([^[:word:]].*)?`"
    case .textAnchor: "remove it: the pattern always has to match the whole value"
    case .quoting: "escape each special character with a backslash, or put it in brackets: `[.]`"
    case .unicodeProperty: "list the characters in brackets, or use a class such as `[[:alpha:]]`"
    case .backreference: "regular expressions here match without memory; compare two fields with `val(…)` instead"
    case .badHexEscape: "write `\\x7F` or `\\x{10FFFF}`"
    case .unknownEscape: "letters need no backslash; `\\a \\f \\n \\r \\t \\v`, octal `\\012` and hex `\\x0A` are known"
    case .inlineFlags: "for any case use `icontains` or `iglob`, or compare `tolower(field)` with a lower-case pattern"
    case .specialGroup: "use plain parentheses: groups never capture here"
    case .lookAround: "combine two checks with `and` and `not` in the condition"
    case .missingRepeatOperand: "to match the character itself, escape it with a backslash"
    case .reversedRepeat: "write the smaller number first, as in `{2,5}`"
    case .repeatTooLarge, .nestedRepeatsTooLarge: "use `*` or `+` where the exact number does not matter"
    case .missingClosingBracket: "to match the character itself, write `\\[`"
    case .reversedRange: "write the lower character first, as in `[a-z]`"
    case .strayHyphen: "write `\\-`, or move the `-` to the end: `[a-z_-]`"
    case .unknownClassName:
      "known are alnum, alpha, ascii, blank, cntrl, digit, graph, lower, print, punct, space, upper, word, xdigit"
    case .missingClosingParenthesis: "to match the character itself, write `\\(`"
    case .unexpectedClosingParenthesis: "to match the character itself, write `\\)`"
    case .patternTooLarge: "use `*` or `+` instead of large counts, or split the check in two"
    }
  }

  private static func replacement(ofPerlClass letter: UInt8) -> String {
    switch letter {
    case UInt8(ascii: "d"): "use `[0-9]` or `[[:digit:]]`"
    case UInt8(ascii: "D"): "use `[^0-9]` or `[^[:digit:]]`"
    case UInt8(ascii: "w"): "use `[[:word:]]`, which is `[0-9A-Za-z_]`"
    case UInt8(ascii: "W"): "use `[^[:word:]]`, which is `[^0-9A-Za-z_]`"
    case UInt8(ascii: "S"): "use `[^[:space:]]`"
    case UInt8(ascii: "h"): "use `[[:blank:]]`"
    case UInt8(ascii: "H"): "use `[^[:blank:]]`"
    default: "use `[[:space:]]`"
    }
  }
}
