import Compiler
import Diagnostics
import Foundation
import Parser
import RuleFile
import TestSupport
import Testing

@Suite("Goldens of the stages")
struct StageTests {
  @Test("tokens, tree and canonical form of a condition", arguments: Cases.all(in: "conditions", suffix: ".cond"))
  func condition(_ condition: Case) throws {
    let bytes = [UInt8](try Data(contentsOf: condition.url)).dropLast { $0 == UInt8(ascii: "\n") }
    var bag = DiagnosticBag()
    let text = EmbeddedText(verbatim: bytes, at: SourceSpan(start: 0, length: UInt32(bytes.count)))
    let tree = ConditionParser.parse(text, into: &bag)
    #expect(bag.all.isEmpty, "conditions here are sound; unsound ones are cases of diagnostics")
    try expectGolden(
      sections([
        ("tokens", SyntaxListing.tokens(tree)), ("ast", SyntaxListing.ast(tree)),
        ("canonical", TreePrinter.canonical(tree) + "\n"),
      ]), at: condition.golden)
  }

  @Test("resolved, typed, IR, bytecode and diagnostics of a file", arguments: Cases.all(in: "rules", suffix: ".yaml"))
  func rules(_ file: Case) throws {
    let checked = try Checked([file.url])
    let printer = StagePrinter(checked.compilation, environment: .standard)
    let rules = checked.compilation.ruleSet.rules.indices
    var parts = [
      ("condition", rules.map { (printer.canonicalCondition(ofRule: $0) ?? "none") + "\n" }.joined()),
      ("resolved", rules.map(printer.resolved).joined(separator: "\n")),
      ("typed", rules.map(printer.typed).joined(separator: "\n")),
      ("ir", checked.compilation.sources.map { printer.graph(source: $0) }.joined()),
    ]
    // Listings of code are long: the topic says where they are worth it.
    if file.topic == "code" {
      parts.append(("bytecode", checked.compilation.sources.map(printer.bytecode).joined()))
    }
    parts.append(("diagnostics", checked.report))
    try expectGolden(sections(parts), at: file.golden)
  }

  private func sections(_ parts: [(title: String, text: String)]) -> String {
    parts.map { "--- \($0.title)\n\($0.text)" }.joined(separator: "\n")
  }
}

extension Array {
  /// Without the elements at the end that fulfil the condition.
  fileprivate func dropLast(while isDropped: (Element) -> Bool) -> [Element] {
    Array(prefix(through: lastIndex { !isDropped($0) } ?? startIndex - 1))
  }
}
