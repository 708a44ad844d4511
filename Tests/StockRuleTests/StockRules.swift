import Bytecode
import Capture
import Compiler
import Diagnostics
import Reference
import RuleFile
import Runtime
import Schema
import TestSupport

/// The three stock files compiled, every rule enabled, with an engine to run sequences on.
struct StockRules: ~Copyable {
  let compilation: Compilation
  private let source: SourceCompilation
  private let reference: ReferenceEvaluator
  private var engine: Engine
  private var writer: AlertWriter

  static let files = ["falco_rules", "falco-incubating_rules", "falco-sandbox_rules"]

  /// - Parameter tuning: YAML that follows the stock files, as a user's own file would.
  init(tuning: String = "") throws {
    self.init(try tuning.isEmpty ? Self.untuned.get() : Self.compile(tuning))
  }

  private init(_ compiled: (Compilation, SourceCompilation)) {
    (compilation, source) = compiled
    reference = ReferenceEvaluator(compilation, source, catalog: .syscall)
    var options = EngineOptions()
    options.matching = .all
    engine = Engine(program: source.program, catalog: .syscall, events: .syscall, options: options)
    writer = AlertWriter(AlertPlan(source.program.program, catalog: .syscall, events: .syscall), AlertOptions())
  }

  private static let untuned = Result { try compile("") }

  private static func compile(_ tuning: String) throws -> (Compilation, SourceCompilation) {
    var map = SourceMap()
    var bag = DiagnosticBag()
    var builder = RuleSetBuilder()
    var texts = try files.map { ($0, try SharedData.bytes("corpus/falco-rules/\($0).yaml")) }
    if !tuning.isEmpty { texts.append(("tuning", Array(tuning.utf8))) }
    for (name, bytes) in texts {
      guard let id = map.add(name: name, bytes: bytes) else { preconditionFailure("rule files are small") }
      builder.add(ItemReader.read(map[id], id: id), to: &bag)
    }
    var ruleSet = builder.ruleSet
    for index in ruleSet.rules.indices { ruleSet.rules[index].isEnabled = true }
    let compilation = RuleCompiler.compile(ruleSet, into: &bag)
    let errors = bag.all.filter { $0.severity == .error }.map(\.message)
    guard errors.isEmpty, let source = compilation.sources.first else {
      throw SequenceProblem(description: "the rules do not compile: \(errors)")
    }
    return (compilation, source)
  }

  /// Where a rule stands in the rule set.
  func index(ofRule name: String) -> Int? { compilation.ruleSet.rules.firstIndex { $0.origin.name == name } }

  /// What a rule said of the last event of a sequence.
  struct Outcome {
    var matched = false
    /// The text of the alert, without time and priority.
    var text = ""
    var answers: ReferenceEvaluator.Answers?
    /// Lines that are no events.
    var problems: [String] = []
  }

  /// - Parameter eventCount: how many of the lines are events.
  mutating func run(_ lines: String, eventCount: Int, rule index: Int) throws -> Outcome {
    var outcome = Outcome()
    var file = try CaptureFile.open(bytes: Array(lines.utf8))
    var eventsLeft = eventCount
    guard let place = source.ruleIndices.firstIndex(of: index), let root = compilation.conditions.ruleRoots[index] else {
      throw SequenceProblem(description: "the rule is not compiled")
    }
    while let item = try file.next() {
      switch item {
      case .snapshot(let snapshot): engine.load(snapshot)
      case .event(let event):
        engine.process(event)
        eventsLeft -= 1
        guard eventsLeft == 0 else { continue }
        let id = engine.matches.first { Int($0.rawValue) == place }
        outcome.matched = id != nil
        outcome.answers = engine.facts.isHidden ? nil : reference.answers(to: root, &engine, event)
        guard let id else { continue }
        writer.write(id, event, &engine)
        let line = String(decoding: writer.line.dropLast(), as: UTF8.self)
        // "22:13:20.002000000: Warning TEXT"
        let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        outcome.text = words.count == 3 ? String(words[2]) : line
      }
    }
    outcome.problems = file.problems.map(\.text)
    return outcome
  }
}
