import Lexer
import Schema
import Testing

/// rule-language.md §1.1, §1.2, §1.4: how far each kind of token reaches.
@Suite struct TokenTests {
  /// What a method takes from the beginning of `source`; nil when it takes nothing.
  private func taken<Result>(_ source: String, _ take: (inout ConditionLexer) -> Result) -> String? {
    var lexer = ConditionLexer(Array(source.utf8))
    _ = take(&lexer)
    guard lexer.position > 0 else {
      #expect(lexer.tokens.isEmpty)
      return nil
    }
    #expect(lexer.tokens.last.map { Int($0.range.end) } == lexer.position)
    return String(decoding: lexer.bytes[..<lexer.position], as: UTF8.self)
  }

  @Test(arguments: [
    ("proc.name=", "proc.name"), ("a.b.c ", "a.b.c"), ("evt.type.is.3", "evt.type.is"), ("a_1.b2_", "a_1.b2_"),
    ("a", nil), ("a.", nil), (".a", nil), ("1a.b", nil), ("a.1", nil),
  ])
  func fieldName(source: String, expected: String?) {
    #expect(taken(source) { $0.fieldName() } == expected)
  }

  @Test(arguments: [("and_x(", "and_x"), ("a.b", "a"), ("_a", nil), ("9", nil), ("é", nil), ("", nil)])
  func identifier(source: String, expected: String?) {
    #expect(taken(source) { $0.identifier() } == expected)
  }

  @Test(arguments: [
    ("12 ", "12"), ("-5)", "-5"), ("+1", "+1"), ("1.5", "1.5"), ("1.", "1."), ("1e+5", "1e+5"), ("1e5", "1"),
    ("1e+", "1"), ("0x1fg", "0x1f"), ("0X", "0"), ("0x", "0"), ("1and", "1"), (".5", nil), ("-", nil), ("a", nil),
  ])
  func number(source: String, expected: String?) {
    #expect(taken(source) { $0.number() } == expected)
  }

  @Test(arguments: [
    ("a;b c", "a;b"), ("a[0])", "a[0]"), ("<>!#*?{}|&%\\/-+.:,", "<>!#*?{}|&%\\/-+.:"), ("a\u{8}b\u{B}", "a\u{8}b"),
    ("é=", "é"), ("=", nil), ("\"", nil), ("(", nil), (" ", nil),
  ])
  func bareString(source: String, expected: String?) {
    #expect(taken(source) { $0.bareString() } == expected)
  }

  @Test(arguments: [("1]", "1"), ("a.b/c]", "a.b/c"), ("(a,=)]", "(a,=)"), ("]", nil), (" a", nil), ("'a'", nil)])
  func fieldArgument(source: String, expected: String?) {
    #expect(taken(source) { $0.fieldArgument() } == expected)
  }

  @Test(arguments: [(" \t\n\r\u{8}x", " \t\n\r\u{8}"), ("\u{C}", nil), ("\u{B}", nil), ("x", nil)])
  func blanks(source: String, expected: String?) {
    #expect(taken(source) { $0.blanks() } == expected)
  }

  @Test(arguments: [
    ("not x", "not "), ("not\u{C}\n x", "not\u{C}\n "), ("not(x", "not"), ("not", nil), ("notx", nil), ("not)", nil),
  ])
  func not(source: String, expected: String?) {
    #expect(taken(source) { $0.not() } == expected)
  }

  @Test(arguments: [
    ("<=5", Operator.lessOrEqual), ("<5", .less), ("==x", .equal), ("=x", .equal), ("!=", .notEqual), ("inx", .in),
    ("intersectsx", .intersects), ("existsand", .exists), ("pmatch(", .pmatch), ("iglob x", .iglob),
    ("icontains\tx", .icontains), ("contains(a)", nil), ("startswith", nil), ("like x", nil), ("IN (", nil),
    ("!x", nil),
  ])
  func comparison(source: String, expected: Operator?) {
    var lexer = ConditionLexer(Array(source.utf8))
    #expect(lexer.comparison()?.0 == expected)
  }

  /// Every operator is found behind its own spelling, whichever other one it begins with.
  @Test(arguments: Operator.allCases)
  func everyOperator(op: Operator) {
    var lexer = ConditionLexer(Array("\(op.spelling) ".utf8))
    #expect(lexer.comparison()?.0 == op)
  }

  @Test(arguments: Transformer.allCases)
  func everyTransformer(transformer: Transformer) {
    var lexer = ConditionLexer(Array("\(transformer.spelling)(".utf8))
    #expect(lexer.beginsCall)
    #expect(lexer.transformer() == transformer)
    var apart = ConditionLexer(Array("\(transformer.spelling) (".utf8))
    #expect(apart.transformer() == nil)
  }

  @Test(arguments: Modifier.allCases)
  func everyModifier(modifier: Modifier) {
    var lexer = ConditionLexer(Array("\(modifier.spelling) (".utf8))
    #expect(lexer.modifier() == modifier)
    var glued = ConditionLexer(Array("\(modifier.spelling)(".utf8))
    #expect(glued.modifier() == nil)
  }

  @Test func rewindingGivesTokensBack() {
    var lexer = ConditionLexer(Array("a b".utf8))
    _ = lexer.identifier()
    let mark = lexer.mark
    lexer.blanks()
    _ = lexer.identifier()
    lexer.rewind(to: mark)
    #expect(lexer.position == 1)
    #expect(lexer.tokens.map(\.kind) == [.identifier])
    lexer.untake()
    #expect(lexer.position == 0 && lexer.tokens.isEmpty)
  }
}
