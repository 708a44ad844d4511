import Lexer
import Testing

@Suite struct QuotedStringTests {
  @Test func placeholder() {}
}
