// Matching: the predicates and value functions that need no event and no rule.
//
// In: constants as the author's bytes (patterns, globs, path lists, numbers, addresses, hex) and, at run time, values
// as borrowed bytes. Out: compiled matchers (`POSIXRegex`, `Glob`, `PathPrefixSet`, `IPNetwork`), parsed constants, and
// pure transformations that write into a buffer the caller owns. A constant that cannot be compiled comes back as an
// error value with a kind and a place; turning it into a diagnostic is the compiler's business.
//
// Deliberately not here: fields, operators, missing values, lists of values, symbols. What an operator means for a
// field is decided where events are known; this target only answers "does this text match that pattern?".
// It is the only target that sees PCRE2.
//
//   Regex/       RE2's POSIX syntax, checked and translated; PCRE2 behind it; repair of invalid UTF-8
//   Glob/        `glob` and `iglob`
//   Paths/       `pmatch`
//   Constants/   numbers, addresses, networks, hex
//   Transforms/  `b64`, `basename`, `tolower`, `toupper`, `getopt`

/// The syntax of the `regex` operator: what RE2 accepts with its POSIX options (`posix_syntax` and `longest_match` on,
/// `perl_classes`, `word_boundary` and `one_line` off), and nothing else.
///
/// A pattern that passes is rewritten for PCRE2 so that it means the same. Every construct is re-emitted, never copied:
/// PCRE2 gives a meaning to much that RE2 reads literally (`a*+`, `\d`, `[[=a=]]`), and the reverse.
///
/// Facts about RE2 that are easy to get wrong, all confirmed by running it:
/// * Repetitions stack. `a*?` is `(a*)?`, not a lazy star (for a whole-value match they are the same language).
/// * `{` that does not start a well-formed count is a literal: `a{`, `a{,2}`, `a{01}`.
/// * `\A`, `\z`, `\C`, `\Q`, `\p` are refused; so is `(?`, whatever follows it.
/// * `\12` is octal, `\1` and `\8` are refused; any ASCII character that is no letter or digit may be escaped.
/// * A negated class contains the newline, `.` does not.
package enum POSIXRegexSyntax {
  /// A pattern that PCRE2 understands, and how much room it will take there.
  package struct Translation: Equatable, Sendable {
    package let pattern: [UInt8]
    /// Rough number of bytes of the compiled form. Only large values matter: see `POSIXRegex.validate`.
    package let estimatedSize: Int
  }

  package static func translate(_ pattern: [UInt8]) throws(RegexSyntaxError) -> Translation {
    var translator = POSIXRegexTranslator(pattern)
    try translator.run()
    return Translation(pattern: translator.output, estimatedSize: translator.estimatedSize)
  }
}
