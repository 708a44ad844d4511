import Compiler
import Diagnostics
import Foundation
import RuleFile
import TestSupport
import Testing

/// Every stock rule fires where it should, for each of its alternatives, and is silent where one fact is missing.
///
/// Sequences/README.md says how the sequences are written. What should happen is read off the rules by people, and off
/// the reference; coverage is measured.
@Suite("Stock rules", .needsSharedData)
struct StockRuleTests {
  private static let folder = "Tests/StockRuleTests/Sequences"

  static let files = PackageLayout.files(below: folder, suffix: ".seq").map(\.lastPathComponent)

  private static func sequences() throws -> [SequenceFile] {
    let shared = try shared()
    return try files.map { try SequenceFile(text($0), shared) }
  }

  private static func shared() throws -> SharedSequences {
    try SharedSequences(text("shared.txt"))
  }

  private static func text(_ name: String) throws -> String {
    try String(contentsOf: PackageLayout.root.appendingPathComponent(folder).appendingPathComponent(name), encoding: .utf8)
  }

  @Test("every rule has a file with a case that fires and one that does not")
  func complete() throws {
    let files = try Self.sequences()
    let rules = try StockRules().compilation.ruleSet.rules.map(\.origin.name)
    #expect(rules.count == 93)
    for rule in rules {
      let cases = files.filter { $0.rule == rule }.flatMap(\.cases)
      #expect(cases.contains { $0.fires }, "no case fires: \(rule)")
      #expect(cases.contains { !$0.fires }, "no near miss: \(rule)")
    }
    #expect(Set(files.map(\.rule)).subtracting(rules) == [])
  }

  @Test("the rules that cannot fire as they stand are known")
  func held() throws {
    let files = try Self.sequences()
    // Nothing resolves the names of addresses.
    #expect(
      files.filter { $0.assumed != nil }.map(\.rule) == [
        "Contact K8S API Server From Container", "Detect outbound connections to common miner pool ports",
      ])
    // Every container is allowed, and no namespace is watched.
    #expect(
      files.filter { !$0.tuning.isEmpty }.map(\.rule) == [
        "Launch Disallowed Container", "Network Connection outside Local Subnet",
      ])
  }

  @Test("every entry about what cannot be shown is about something")
  func entries() throws {
    let stock = try StockRules()
    var entries = Set(Unreached.entries.indices)
    for file in try Self.sequences() {
      func drop(_ rules: borrowing StockRules) {
        guard let coverage = ConditionCoverage(rules, of: file) else { return }
        entries.subtract(coverage.items.compactMap { Unreached.entry(file.rule, $0) })
      }
      file.tuning.isEmpty ? drop(stock) : drop(try StockRules(tuning: file.tuning))
    }
    #expect(entries.map { Unreached.entries[$0].part } == [])
  }

  /// The files in a few groups: compiling the rules takes longer than most files.
  @Test("cases, and what they cover", arguments: 0..<4)
  func cases(group: Int) throws {
    let shared = try Self.shared()
    var stock = try StockRules()
    for (index, name) in Self.files.enumerated() where index % 4 == group {
      do {
        let file = try SequenceFile(Self.text(name), shared)
        if file.tuning.isEmpty {
          try check(file, name, &stock)
        } else {
          var tuned = try StockRules(tuning: file.tuning)
          try check(file, name, &tuned)
        }
      } catch {
        Issue.record("\(name): \(error)")
      }
    }
  }

  private func check(_ file: SequenceFile, _ name: String, _ stock: inout StockRules) throws {
    guard let index = stock.index(ofRule: file.rule), var coverage = ConditionCoverage(stock, of: file) else {
      throw SequenceProblem(description: "no rule '\(file.rule)'")
    }
    for (number, sequence) in file.cases.enumerated() {
      let text = sequence.lines.text
      let outcome = try stock.run(text, eventCount: sequence.lines.eventCount, rule: index)
      let place = "\(name):\(sequence.line): \(sequence.text)"
      // With the lines, so that they can be fed to `rulec run`.
      let comment: Testing.Comment = "\(place)\n\(text)"
      #expect(outcome.problems == [], comment)
      guard let answers = outcome.answers else {
        Issue.record("rules do not see the event: \(place)")
        continue
      }
      #expect(coverage.note(answers) == sequence.fires, comment)
      #expect(outcome.matched == (sequence.fires && file.assumed == nil), comment)
      if number == 0, file.assumed == nil {
        let output = stock.compilation.ruleSet.rules[index].output?.string ?? ""
        #expect(outcome.text == ExpectedOutput.text(of: output, sequence.lines, file.outputs), "\(place)")
      }
    }
    for (item, isShown) in zip(coverage.items, coverage.isShown) {
      let isExcused = item.isSettled || Unreached.entry(file.rule, item) != nil
      if isShown {
        #expect(!isExcused, "\(name): shown after all: \(item.text)")
      } else if !isExcused {
        Issue.record("\(name): no case shows that \(item.text)")
      }
    }
  }
}

extension ConditionCoverage {
  /// Nil where there is no such rule.
  fileprivate init?(_ rules: borrowing StockRules, of file: SequenceFile) {
    guard let index = rules.index(ofRule: file.rule), let root = rules.compilation.conditions.ruleRoots[index] else { return nil }
    self.init(rules.compilation.conditions, root, assumed: file.assumed)
  }
}
