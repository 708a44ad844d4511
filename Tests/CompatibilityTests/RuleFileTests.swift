import Compiler
import Diagnostics
import RuleFile
import Schema
import Testing

/// Section E: rule files.
@Suite("Edge cases: rule files") struct RuleFileTests {
  @Test("table E", arguments: Tables.ruleFiles)
  func table(entry: TableCase) {
    let loaded = Loaded(entry.input)
    #expect(loaded.codes == entry.expected.codes)
    if let text = entry.expected.text { #expect(loaded.condition(ofRule: 0) == text) }
  }

  private func loaded(_ row: Int, _ index: Int = 0) -> Compilation {
    let entries = Tables.ruleFiles.filter { $0.row == row }
    return Loaded(entries[index].input).compilation
  }

  @Test("rows 139 to 145: what is marked ≠ is told", arguments: Tables.ruleFiles.filter { (139...145).contains($0.row) })
  func notes(entry: TableCase) {
    let isTold = Loaded(entry.input).bag.all.contains { $0.code == .differsFromFalco }
    #expect(isTold == entry.differs)
  }

  @Test("row 148: a redefined rule keeps its place")
  func place() {
    #expect(loaded(148).ruleSet.rules.map(\.origin.name) == ["r", "s"])
  }

  @Test("row 152: priorities are words in any case")
  func priorities() {
    #expect(loaded(152).ruleSet.rules.map(\.priority) == [.warning, .informational])
  }

  @Test("rows 153, 156: rules that are switched off")
  func enabled() {
    #expect(loaded(153).ruleSet.rules.map(\.isEnabled) == [false])
    #expect(loaded(156).ruleSet.rules.map(\.isEnabled) == [false])
  }

  @Test("row 155: tags are a sorted set")
  func tags() {
    #expect(loaded(155).ruleSet.rules.map(\.tags) == [["a", "b"]])
  }

  @Test("rows 150, 186: rules that are left out")
  func setAside() {
    #expect(loaded(150).outcomes == [.setAside])
    for index in 0..<3 { #expect(loaded(186, index).outcomes == [.setAside]) }
  }

  @Test("row 159: what stands beside 'append' is ignored")
  func ignored() {
    #expect(loaded(159).ruleSet.rules[0].output?.string == "o")
  }
}
