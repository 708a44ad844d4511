import Compiler
import Diagnostics
import RuleFile
import TestSupport
import Testing

/// The stock rules load with Falco's verdict: no errors, no warnings.
@Suite(.enabled(if: SharedData.isPresent, "needs the shared corpus"))
struct StockRulesTests {
  static func load(_ folder: String, _ names: [String]) throws -> Compiled {
    let files = try names.map { name in
      (name, try SharedData.text("corpus/\(folder)/\(name)"))
    }
    return Compiled(files)
  }

  @Test func stockFilesHaveNoFindings() throws {
    let compiled = try Self.load(
      "falco-rules", ["falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml"])
    let ruleSet = compiled.compilation.ruleSet
    #expect(compiled.bag.all.filter { $0.severity > .note }.map(\.message) == [])
    #expect(ruleSet.rules.count == 93)
    #expect(ruleSet.macros.count == 315)
    #expect(ruleSet.lists.count == 118)
    #expect(compiled.compilation.outcomes.allSatisfy { if case .compiled = $0 { true } else { false } })
  }
}
