import Bytecode
import Compiler
import CompilerSupport
import Reference
import Runtime
import Schema
import TestSupport
import Testing

/// The machine gives the answers of the reference evaluator, on random rules, states and events.
struct ReferenceTests {
  /// Compiles what of the rules is sound.
  private static func compile(_ text: String) throws -> Compilation {
    CompiledText(text).compilation
  }

  private static func rules(_ count: Int, seed: UInt64) -> (text: String, conditions: [String]) {
    var random = RandomRules(seed: seed)
    var text = ""
    var conditions: [String] = []
    for number in 0..<count {
      let condition = random.condition(number % 3)
      let quoted = condition.replacing("'", with: "''")
      text += "- {rule: r\(number), desc: d, output: o, priority: INFO, warn_evttypes: false, condition: '\(quoted)'}\n"
      conditions.append(condition)
    }
    return (text, conditions)
  }

  @Test(arguments: 0..<60)
  func machineIsReference(seed: Int) throws {
    let (text, conditions) = Self.rules(60, seed: UInt64(seed))
    let compilation = try Self.compile(text)
    let source = try #require(compilation.sources.first)
    #expect(source.program.program.rules.count > 20, "the generator makes rules that compile")
    let reference = ReferenceEvaluator(compilation, source, catalog: .syscall)
    var options = EngineOptions()
    options.matching = .all
    var engine = Engine(program: source.program, catalog: .syscall, events: .syscall, options: options)
    var random = RandomEvents(seed: UInt64(seed) &* 977)
    var answers = (holding: 0, all: 0)
    for round in 0..<40 {
      if round % 20 == 0 { engine.load(random.state()) }
      let event = random.event()
      engine.process(event) { engine, view in
        guard !engine.facts.isHidden, view.type != .pluginEvent else { return }
        let matches = Set(engine.matches.map { Int($0.rawValue) })
        for (rule, index) in source.ruleIndices.enumerated() {
          guard let root = compilation.conditions.ruleRoots[index] else { continue }
          let expected = reference.answers(to: root, &engine, view)[root]
          answers.all += 1
          if expected == true { answers.holding += 1 }
          #expect(
            matches.contains(rule) == expected,
            "seed \(seed), round \(round), \(event.type.name): \(conditions[index])")
        }
      }
    }
    // Neither side says the same of everything.
    #expect(answers.holding > answers.all / 50 && answers.holding < answers.all * 9 / 10, "\(answers)")
  }
}
