import Diagnostics
import Foundation
import TestSupport
import Testing

/// The stock rules with one to five mistakes in each round: all are found, at their places, and nothing beside them.
///
/// RULEC_MISTAKE_SEED and RULEC_MISTAKE_ROUNDS in the environment choose other rounds. A round that fails names its own
/// seed, which brings it back with RULEC_MISTAKE_ROUNDS=1.
@Suite("Random mistakes", .needsSharedData)
struct RandomMistakeTests {
  /// A thousand rounds are for optimized code.
  #if DEBUG
    private static let defaultRounds = 20
  #else
    private static let defaultRounds = 1000
  #endif
  /// More failures than these say nothing new.
  private static let failureLimit = 12

  @Test("every mistake is found at its place, and none causes another")
  func rounds() throws {
    let rules = try Self.stockRules()
    let seed = Self.setting("RULEC_MISTAKE_SEED").flatMap(UInt64.init) ?? 1
    let rounds = Self.setting("RULEC_MISTAKE_ROUNDS").flatMap(Int.init) ?? Self.defaultRounds
    var counts: [Mistake.Kind: Int] = [:]
    var failures = 0
    var done = 0
    for round in 0..<UInt64(rounds) where failures < Self.failureLimit {
      done += 1
      var maker = MistakeMaker(rules, seed: seed &+ round)
      let mistakes = maker.mistakes(count: 1 + Int.random(in: 0..<5, using: &maker.random))
      for mistake in mistakes { counts[mistake.kind, default: 0] += 1 }
      let problems = Round(Mutation(of: rules, with: mistakes), notes: rules.notes).problems
      if !problems.isEmpty {
        failures += 1
        Issue.record("seed \(seed &+ round): \(problems.joined(separator: "; "))")
      }
    }
    let total = counts.values.reduce(0, +)
    print("\(done) rounds, \(total) mistakes: " + Mistake.Kind.allCases.map { "\($0) \(counts[$0] ?? 0)" }.joined(separator: ", "))
    #expect(done < 500 || counts.count == Mistake.Kind.allCases.count, "every kind was made")
  }

  private static func setting(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

  private static func stockRules() throws -> CleanRules {
    let names = ["falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml"]
    return CleanRules(try names.map { ($0, try SharedData.bytes("corpus/falco-rules/\($0)")) })
  }
}

/// What was found of the mistakes of one round.
private struct Round {
  /// What is missing and what is too much; empty where all is well.
  var problems: [String] = []

  init(_ mutation: Mutation, notes: [String]) {
    let checked = Checked(mutation.texts)
    var locator = SourceLocator(checked.map)
    func place(_ file: Int, _ range: Range<Int>) -> String {
      let base = checked.map[FileID(rawValue: UInt32(file))].base
      let span = SourceSpan(start: base + UInt32(range.lowerBound), length: UInt32(range.count))
      let start = locator.location(of: span.start)
      return "\(mutation.texts[file].name):\(start.line):\(start.column) '\(checked.map.text(of: span))'"
    }
    var open = checked.found
    for wanted in mutation.expected {
      let match = open.firstIndex { $0.code == wanted.code && $0.file == wanted.file && $0.range == wanted.range }
      if let match {
        open.remove(at: match)
      } else {
        problems.append("missing: \(wanted.kind) \(wanted.code.rawValue) at \(place(wanted.file, wanted.range))")
      }
    }
    var known = notes
    for extra in open {
      if extra.severity == .note, let index = known.firstIndex(of: extra.headline) {
        known.remove(at: index)
      } else {
        problems.append("extra: \(extra.code.rawValue) at \(place(extra.file, extra.range)): \(extra.headline)")
      }
    }
    if !problems.isEmpty { problems.append("of: " + mutation.expected.map { "\($0.kind)" }.joined(separator: ", ")) }
  }
}
