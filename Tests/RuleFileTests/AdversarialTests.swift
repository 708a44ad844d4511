import Diagnostics
import RuleFile
import Testing

/// Input made to cost time, memory or stack. The limits are generous: tests run unoptimised, on busy machines.
@Suite(.timeLimit(.minutes(2))) struct AdversarialTests {
  private let after = "- macro: after\n  condition: x\n"

  @Test func aliasBomb() throws {
    var source = "- list: l0\n  items: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<12 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      source += "- list: l\(level)\n  items: &a\(level) [\(aliases)]\n"
    }
    let loaded = Loaded(source + after)
    #expect(loaded.codes.contains("RULEC_LIMIT"))
    #expect(loaded.macro("after") != nil)
    let limit = try #require(loaded.diagnostics.first { $0.code == .limit })
    #expect(loaded.text(limit.primary.span).hasPrefix("*a"))
  }

  @Test func aliasesToLargeText() {
    let source =
      "- macro: m\n  condition: &t '" + String(repeating: "x", count: 1 << 20) + "'\n- list: l\n  items: ["
      + Array(repeating: "*t", count: 1000).joined(separator: ", ") + "]\n"
    let loaded = Loaded(source)
    #expect(Set(loaded.codes) == ["RULEC_LIMIT"])
    #expect((loaded.list("l")?.items.count ?? 0) < 20)
  }

  @Test(arguments: ["[", "{a: ", "- ", "[[", "? "])
  func deepNesting(_ sign: String) {
    let loaded = Loaded("- list: l\n  items:\n    " + String(repeating: sign, count: 100_000) + "\n" + after)
    #expect(loaded.codes == ["RULEC_LIMIT"])
    #expect(loaded.macro("after") != nil)
  }

  @Test func deepAliases() {
    var source = "- list: l0\n  items: &a0 [x]\n"
    for level in 1..<2000 { source += "- list: l\(level)\n  items: &a\(level) [*a\(level - 1)]\n" }
    #expect(Loaded(source).codes.contains("RULEC_LIMIT"))
  }

  @Test func aLargeFile() {
    let item = "- list: l\n  items: [a, b]\n  append: true\n"
    let loaded = Loaded("- list: l\n  items: []\n" + String(repeating: item, count: 20_000))
    #expect(loaded.list("l")?.items.count == 40_000)
    let long = Loaded("- macro: m\n  condition: " + String(repeating: "x ", count: 5 << 20) + "\n" + after)
    #expect(long.codes == [])
    #expect(long.macro("m")?.condition?.bytes.count == 10 << 20 - 1)
  }

  @Test func manyRules() {
    var source = ""
    for index in 0..<50_000 {
      source += "- rule: rule \(index)\n  condition: evt.type = open\n  output: o\n  desc: d\n  priority: INFO\n"
    }
    let loaded = Loaded(source)
    #expect(loaded.codes == [])
    #expect(loaded.rules.rules.count == 50_000)
  }

  @Test func manyMistakes() {
    let broken = Loaded(String(repeating: "- macro: m\n  condition: %\n", count: 20_000))
    #expect(broken.codes.count == 201 && broken.codes.last == "RULEC_LIMIT")
    let quotes = Loaded(String(repeating: "- a: \"x\n- b: 'y\n", count: 5000))
    #expect(quotes.codes.last == "RULEC_LIMIT")
    let appends = (0..<5000).map { "- rule: r\($0)\n  condition: x\n  override: {condition: append}\n" }
    let missing = Loaded(appends.joined())
    #expect(missing.codes.count == 5000)
    let unknown = Loaded("- {" + (0..<20_000).map { "k\($0): 1" }.joined(separator: ", ") + ", list: l, items: []}\n")
    #expect(unknown.codes.count == 10_001)
  }

  @Test func manyChangesOfOneRule() {
    let rule = "- rule: r\n  condition: a\n  output: o\n  desc: d\n  priority: INFO\n"
    let changes = (0..<5000).map {
      "- rule: r\n  condition: or b\n  exceptions: [{name: e\($0), fields: f, values: [v]}]\n  tags: [t\($0)]\n"
        + "  override: {condition: append, exceptions: append, tags: append}\n"
    }
    let loaded = Loaded(rule + changes.joined())
    #expect(loaded.codes == [])
    #expect(loaded.rule("r")?.exceptions.count == 5000)
    #expect(loaded.rule("r")?.tags.count == 5000)
  }
}
