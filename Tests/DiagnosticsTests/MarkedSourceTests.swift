import TestSupport
import Testing

/// The helper is used by most tests; it is tested here, once.
@Suite("Marked sources")
struct MarkedSourceTests {
  @Test func rangesAreBytesOfTheCleanText() {
    let source = MarkedSource("é «a» and «not «b»»«»")
    #expect(source.text == "é a and not b")
    #expect(source.ranges == [3..<4, 9..<14, 13..<14, 14..<14])
  }

  @Test func withoutMarks() {
    #expect(MarkedSource("plain").text == "plain")
    #expect(MarkedSource("plain").ranges.isEmpty)
  }
}
