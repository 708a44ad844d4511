import Testing

@testable import Matching

@Suite struct RegexSimplificationTests {
  @Test(arguments: [
    ("", true), ("foo", true), ("^foo$", true), (".*foo", true), ("foo.+", true), (".*foo.?", true), (".*", true),
    ("^.*", true), (".", false), ("^.*foo", false), ("foo.*$", false), ("fo.o", false), ("a\\.b", false), ("a|b", false),
  ])
  func hintsAsUpstreamDoes(_ pattern: String, _ expected: Bool) {
    #expect(RegexSimplification.isHintedUpstream(pattern.bytes) == expected)
  }

  @Test(arguments: [
    ("foo", "= foo"), ("^foo$", "= foo"), ("^/tmp/.*$", "startswith /tmp/"), (".*\\.exe", "endswith .exe"),
    (".*a b.*", "contains a b"), (".*", "exists "), ("", "= "), ("a\\$", "= a$"), ("a\\\\.*", "startswith a\\"),
  ])
  func suggests(_ pattern: String, _ expected: String) throws {
    let suggestion = try #require(RegexSimplification.suggestion(for: pattern.bytes))
    let text = String(decoding: suggestion.text, as: UTF8.self)
    #expect("\(suggestion.simplerOperator.rawValue) \(text)" == expected)
  }

  @Test(arguments: ["a.b", ".+foo", "a|b", "[ab]", "(a)", "a\\d", "a\\", "foo.?", "^*", "a.\\*"])
  func leavesRealPatternsAlone(_ pattern: String) {
    #expect(RegexSimplification.suggestion(for: pattern.bytes) == nil)
  }
}
