import Foundation
import Testing

@testable import Matching

@Suite struct POSIXRegexSyntaxTests {
  typealias Kind = RegexSyntaxError.Kind

  /// The part between « and » is the one the error must name.
  static let refused: [(String, Kind)] = [
    ("L«(»s", .missingClosingParenthesis),
    ("a((b)«(»c", .missingClosingParenthesis),
    ("a«)»b", .unexpectedClosingParenthesis),
    ("«\\d»+", .perlClass(UInt8(ascii: "d"))),
    ("[a«\\w»]", .perlClass(UInt8(ascii: "w"))),
    ("a«\\b»", .wordBoundary),
    ("«\\A»a", .textAnchor),
    ("a«\\z»", .textAnchor),
    ("«\\Q»a.b\\E", .quoting),
    ("«\\p»{Greek}", .unicodeProperty),
    ("«\\C»", .unicodeProperty),
    ("(a)«\\1»", .backreference),
    ("«\\8»", .backreference),
    ("«\\x»Z", .badHexEscape),
    ("«\\x{110000}»", .badHexEscape),
    ("«\\x{}»", .badHexEscape),
    ("«\\e»", .unknownEscape),
    ("«\\é»", .unknownEscape),
    ("a«\\»", .trailingBackslash),
    ("«(?i)»x", .inlineFlags),
    ("«(?i:»x)", .inlineFlags),
    ("«(?:»x)", .specialGroup),
    ("«(?P<»n>x)", .specialGroup),
    ("a«(?=»x)", .lookAround),
    ("a«(?<!»x)", .lookAround),
    ("«*»a", .missingRepeatOperand),
    ("a|«+»", .missingRepeatOperand),
    ("(«{2}»)", .missingRepeatOperand),
    ("a«{3,2}»", .reversedRepeat),
    ("a«{1001}»", .repeatTooLarge),
    ("a«{5,1001}»", .repeatTooLarge),
    ("(a{100})«{11}»", .nestedRepeatsTooLarge),
    ("((a{10}b{20}){10}){5}«{2}»", .nestedRepeatsTooLarge),
    ("a«[»b", .missingClosingBracket),
    ("«[»]", .missingClosingBracket),
    ("[«b-a»]", .reversedRange),
    ("[«z-\\x41»]", .reversedRange),
    ("[a-b«-»c]", .strayHyphen),
    ("[a«[:foo:]»]", .unknownClassName),
  ]

  @Test(arguments: refused)
  func refusesWithPlace(_ marked: String, _ kind: Kind) {
    let start = marked.bytes.firstRange(of: "«".bytes)!.lowerBound
    let end = marked.bytes.firstRange(of: "»".bytes)!.lowerBound - 2
    let pattern = marked.replacing("«", with: "").replacing("»", with: "")
    let expected = RegexSyntaxError(kind, at: start..<end)
    #expect(throws: expected) { try POSIXRegexSyntax.translate(pattern.bytes) }
    #expect(!expected.message.isEmpty && expected.help != nil)
  }

  @Test func refusesInvalidUTF8() {
    #expect(throws: RegexSyntaxError(.invalidUTF8, at: 1..<2)) {
      try POSIXRegexSyntax.translate([0x61, 0xFF, 0x62])
    }
  }

  /// What must not reach PCRE2 as it stands, because PCRE2 reads it differently.
  @Test(arguments: [
    ("a*+", "a*"), ("a*?", "a*"), ("a??", "a?"), ("a+?", "a*"), ("a{2}?", "(?:a{2})?"), ("a{2}+", "(?:a{2})+"),
    ("a{1}*", "a*"), ("ab{0}", "a(?:)"), ("a{0,}", "a*"), ("a{1,}", "a+"), ("a{0,1}", "a?"), ("^*", "(?:^)*"),
    ("(a)b", "(?:a)b"), ("a{,2}", "a\\{\\,2\\}"), ("a{01}", "a\\{01\\}"), ("\\12", "\\x{a}"), ("[^/]", "[^/]"),
    ("[[=a=]]", "[\\=\\[a]\\]"), ("[\\x{D800}-\\x{DFFF}]", "[^\\x00-\\x{10ffff}]"),
    ("[[:digit:]_]", "[0-9_]"), ("#x", "\\#x"), ("é", "\\x{e9}"),
  ])
  func translates(_ pattern: String, _ expected: String) throws {
    let translation = try POSIXRegexSyntax.translate(pattern.bytes)
    #expect(String(decoding: translation.pattern, as: UTF8.self) == "\\A(?:\(expected))\\z")
  }

  @Test func hugePatternsAreRefusedWithoutCrashing() {
    let pattern = "([[:alpha:]]+[0-9]+[^a]+[^b]+[[:digit:]]*){1000}".bytes
    #expect(throws: RegexSyntaxError(.patternTooLarge, at: 0..<pattern.count)) { try POSIXRegex.validate(pattern) }
  }

  @Test func deepNestingIsBounded() throws {
    let depth = POSIXRegexTranslator.depthLimit
    let deep = String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth)
    _ = try POSIXRegex.compile(deep.bytes)
    let deeper = [UInt8](repeating: UInt8(ascii: "("), count: 1_000_000)
    #expect(throws: RegexSyntaxError(.patternTooLarge, at: depth..<depth + 1)) { try POSIXRegex.validate(deeper) }
  }

  @Test(.timeLimit(.minutes(1)))
  func longInputTakesLinearTime() {
    for piece in ["[[:", "a*", "{1}", "(a)", "a{2}", "[a-b-", "\\x{"] {
      let pattern = Array(repeatElement(piece.bytes, count: 50_000).joined())
      _ = try? POSIXRegexSyntax.translate(pattern)
    }
  }
}
