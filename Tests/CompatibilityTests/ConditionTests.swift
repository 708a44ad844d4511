import Parser
import Testing

/// Sections A and B: conditions that are accepted or refused, and how they are understood.
@Suite("Edge cases: conditions") struct ConditionTests {
  @Test("tables A and B", arguments: Tables.conditions)
  func table(entry: TableCase) {
    let loaded = Loaded(condition: entry.input[0])
    #expect(loaded.codes == entry.expected.codes)
    if let text = entry.expected.text { #expect(loaded.condition(ofRule: 0)?[...].trimmingBlanks == text[...]) }
  }

  @Test("row 17: names that begin like a keyword", arguments: ["android", "order", "notify"])
  func names(name: String) {
    let loaded = Loaded(["""
      - {macro: \(name), condition: proc.pid=1}
      - {rule: r, desc: d, output: o, priority: INFO, condition: evt.type=open and \(name)}

      """])
    #expect(loaded.codes == [])
    #expect(loaded.condition(ofRule: 0) == "(evt.type = open and proc.pid = 1)")
  }

  @Test("row 33: constants of 255 bytes, not of 256")
  func lengths() {
    func codes(_ length: Int) -> [String] {
      Loaded(condition: "proc.name = \"\(String(repeating: "x", count: length))\"").codes
    }
    #expect(codes(255) == [])
    #expect(codes(256) == ["LOAD_ERR_COMPILE_CONDITION"])
  }

  @Test("row 38: parentheses nest as deep as in any rule, and no deeper than the stack", arguments: [198, 199, 1000])
  func depth(count: Int) {
    func nested(_ count: Int) -> Loaded {
      Loaded(condition: String(repeating: "(", count: count) + "proc.pid=1" + String(repeating: ")", count: count))
    }
    #expect(nested(count).codes == [])
    #expect(nested(count).condition(ofRule: 0) == "proc.pid = 1")
    #expect(nested(ConditionParser.maximumNesting + count).codes == ["RULEC_LIMIT"])
  }

  @Test("row 39: long chains")
  func chains() {
    let negations = Loaded(condition: String(repeating: "not ", count: 400) + "proc.pid=1")
    #expect(negations.codes == [])
    #expect(negations.condition(ofRule: 0) == "proc.pid = 1")
    let terms = Loaded(condition: Array(repeating: "proc.pid=1", count: 3000).joined(separator: " and "))
    #expect(terms.codes == [])
    #expect(terms.condition(ofRule: 0)?.split(separator: " and ").count == 3000)
  }
}
