import Lexer
import Testing

/// rule-language.md §1.3.
@Suite struct QuotedStringTests {
  private func resolved(_ source: String) -> (text: String, findings: [EscapeFinding])? {
    var lexer = ConditionLexer(Array(source.utf8))
    guard let string = lexer.quotedString() else { return nil }
    guard string.hasEscapes else { return (String(decoding: lexer.bytes[string.content.range], as: UTF8.self), []) }
    var bytes: [UInt8] = []
    let findings = lexer.resolveEscapes(of: string, into: &bytes)
    return (String(decoding: bytes, as: UTF8.self), findings)
  }

  @Test(arguments: [
    (#""""#, ""), (#""a b""#, "a b"), ("'a\"b'", "a\"b"), (#""a'b""#, "a'b"),
    (#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"), (#""\\a\/""#, #"\a/"#), (#""say \"x\"""#, #"say "x""#),
    (#"'it\'s'"#, "it's"), (#""a\ b""#, #"a\b"#), (#""\\d""#, #"\d"#), ("\"a\nb\"", "a\nb"),
    // Backslashes are not counted: this one does not end at its second quote.
    (#""a\\" b""#, #"a\" b"#),
  ])
  func resolves(source: String, expected: String) throws {
    let found = try #require(resolved(source))
    #expect(found.text == expected)
    #expect(found.findings.isEmpty)
  }

  @Test(arguments: [
    (#""\q""#, EscapeFinding.Kind.unknown, 1..<3, #"\q"#),
    (#""\é""#, .unknown, 1..<4, #"\é"#),
    (#""\'""#, .foreignQuote, 1..<3, #"\'"#),
    (#"'\"'"#, .foreignQuote, 1..<3, #"\""#),
    (#""\x4""#, .malformedHex, 1..<4, #"\x4"#),
    (#""\xg""#, .malformedHex, 1..<3, #"\xg"#),
    (#""a\x41b""#, .hexByte, 2..<6, "aAb"),
  ])
  func finds(source: String, kind: EscapeFinding.Kind, range: Range<Int>, text: String) throws {
    let found = try #require(resolved(source))
    #expect(found.findings.map(\.kind) == [kind])
    #expect(found.findings.map(\.range.range) == [range])
    #expect(found.text == text)
  }

  @Test(arguments: [#"""#, #""abc"#, #""foo\\""#, #""foo\""#, "'\""])
  func neverCloses(source: String) {
    #expect(resolved(source)?.text == nil)
  }
}
