import Bytecode
import Compiler
import CompilerSupport
import Foundation
import Lints
import Reference
import RuleFile
import Runtime
import Schema
import TestSupport
import Testing

/// What the lints prove of conditions holds for random events: no verdict of "impossible" is ever seen to happen.
///
/// RULEC_VERDICT_SEEDS in the environment chooses how many sets of rules.
struct LintVerdictTests {
  /// 600 sets are 100 000 events, which are for optimized code.
  #if DEBUG
    private static let defaultSeeds = 60
  #else
    private static let defaultSeeds = 600
  #endif
  private static let seeds = ProcessInfo.processInfo.environment["RULEC_VERDICT_SEEDS"].flatMap(Int.init) ?? defaultSeeds
  private static let rounds = 200

  /// A proof: no event makes all goals come true.
  private struct Claim {
    var goals: [(root: ResolvedID, isTrue: Bool)]
    var words: String
  }

  @Test("no verdict is refuted by an event")
  func verdicts() throws {
    var (claims, questions, undecided, events) = (0, 0, 0, 0)
    for seed in 0..<UInt64(Self.seeds) {
      let rules = try RelatedRules(seed: seed)
      let made = rules.claims()
      claims += made.claims.count
      questions += made.questions
      undecided += made.undecided
      events += try rules.tryToRefute(made.claims, rounds: Self.rounds, seed: seed)
    }
    print("\(events) events against \(claims) proofs; \(questions) questions, \(undecided) undecided")
    #expect(claims > Self.seeds * 3, "there is something to refute")
    #expect(undecided * 20 < questions)
  }

  @Test("a field has a value only on types that can carry it")
  func carriers() throws {
    var seen = 0
    for seed in 0..<UInt64(Self.seeds) / 4 {
      let rules = try RelatedRules(seed: seed, terms: 40)
      var carriers = FieldCarriers(rules.typed.program, catalog: .syscall, events: .syscall)
      let terms = rules.source.program.program.terms.indices.map { TermID(rawValue: UInt32($0)) }
      let types = terms.map { carriers.types(of: $0) }
      try rules.forEachEvent(rounds: Self.rounds, seed: seed) { engine, event, round in
        for (term, types) in zip(terms, types) where engine.value(of: term, event) != .missing {
          seen += 1
          if !types.contains(event.type) {
            Issue.record("seed \(seed), round \(round): \(rules.source.program.program.terms[Int(term.rawValue)]) on \(event.type)")
          }
        }
      }
    }
    #expect(seen > Self.seeds * 200)
  }

  /// Conditions about the same few values.
  private struct RelatedRules {
    let compilation: Compilation
    let source: SourceCompilation
    let typed: TypedConditions
    let roots: [(root: ResolvedID, node: GraphID, text: String)]

    init(seed: UInt64, terms: Int? = nil) throws {
      var random = RandomRules(seed: seed, terms: terms ?? 1 + Int(seed % 4))
      var text = ""
      var conditions: [String] = []
      for number in 0..<24 {
        conditions.append(random.condition(number % 3))
        let quoted = conditions[number].replacing("'", with: "''")
        text += "- {rule: r\(number), desc: d, output: o, priority: INFO, warn_evttypes: false, condition: '\(quoted)'}\n"
      }
      let compiled = CompiledText(text)
      compilation = compiled.compilation
      source = try #require(compilation.sources.first)
      typed = try #require(compiled.checked.typedConditions.first)
      let (compilation, typed) = (compilation, typed)
      roots = typed.rules.compactMap { index in
        guard let root = compilation.conditions.ruleRoots[index], let node = typed.node(root) else { return nil }
        let number = Int(compilation.ruleSet.rules[index].origin.name.dropFirst()) ?? 0
        return (root, node, conditions[number])
      }
    }

    func claims() -> (claims: [Claim], questions: Int, undecided: Int) {
      let solver = Satisfiability(typed)
      var (claims, questions, undecided): ([Claim], Int, Int) = ([], 0, 0)
      func ask(_ goals: [(place: Int, isTrue: Bool)]) {
        questions += 1
        let asked = goals.map { Satisfiability.Goal(roots[$0.place].node, isTrue: $0.isTrue) }
        switch solver.verdict(asked, on: solver.visibleTypes) {
        case .possible: break
        case .undecided: undecided += 1
        case .impossible:
          claims.append(
            Claim(
              goals: goals.map { (roots[$0.place].root, $0.isTrue) },
              words: goals.map { "\($0.isTrue ? "" : "not ")\(roots[$0.place].text)" }.joined(separator: " AND ")))
        }
      }
      for place in roots.indices {
        ask([(place, true)])
        ask([(place, false)])
        for other in roots.indices where other != place {
          ask([(place, true), (other, false)])
          if other > place {
            ask([(place, true), (other, true)])
            ask([(place, false), (other, false)])
          }
        }
      }
      return (claims, questions, undecided)
    }

    /// - Returns: how many events were tried.
    func tryToRefute(_ claims: [Claim], rounds: Int, seed: UInt64) throws -> Int {
      let reference = ReferenceEvaluator(compilation, source, catalog: .syscall)
      var tried = 0
      try forEachEvent(rounds: rounds, seed: seed) { engine, event, round in
        tried += 1
        var answers = reference.noAnswers()
        for claim in claims where claim.goals.allSatisfy({ reference.holds($0.root, &answers, &engine, event) == $0.isTrue }) {
          Issue.record("seed \(seed), round \(round), \(event.type): \(claim.words)")
        }
      }
      return tried
    }

    /// Random events that rules see.
    func forEachEvent(
      rounds: Int, seed: UInt64, _ body: (inout Engine, borrowing EventView, Int) throws -> Void
    ) throws {
      var engine = Engine(program: source.program, catalog: .syscall, events: .syscall, options: EngineOptions())
      var random = RandomEvents(seed: seed &* 977)
      for round in 0..<rounds {
        if round % 20 == 0 { engine.load(random.state()) }
        try engine.process(random.event()) { engine, event in
          if !engine.facts.isHidden, event.type != .pluginEvent { try body(&engine, event, round) }
        }
      }
    }
  }
}
