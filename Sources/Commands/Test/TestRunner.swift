import Bytecode
import Capture
import Compiler
import Diagnostics
import Reference
import RuleFile
import Runtime
import Schema

/// Runs tests of one rule set. The rules are compiled once; every test begins with a state of its own.
struct TestRunner: ~Copyable {
  private let prepared: PreparedRules
  private let program: Program
  /// Used again where a new state makes it as good as new: to make an engine takes longer than a test.
  private var engine: Engine
  private let needsNewEngine: Bool
  /// By name.
  private let rules: [String: RuleID]
  private let fields: OutputFields
  /// Of the fields that tests ask for, by name.
  private let terms: [String: TermID]
  private(set) var coverage: CoverageRecorder?
  private(set) var diagnostics: [Diagnostic] = []

  init(_ prepared: PreparedRules, measuresCoverage: Bool) {
    self.prepared = prepared
    let source = prepared.systemCalls
    program = source.program.program
    engine = Self.engine(prepared)
    fields = OutputFields(program: program, catalog: .syscall, events: prepared.environment.events)
    needsNewEngine = program.dependsOnPosition(fields)
    let carriers = prepared.carriers
    var rules: [String: RuleID] = [:]
    for (number, index) in source.ruleIndices.enumerated() {
      let id = RuleID(rawValue: UInt32(number))
      if !carriers.contains(id) { rules[prepared.compilation.ruleSet.rules[index].origin.name] = id }
    }
    self.rules = rules
    var terms: [String: TermID] = [:]
    for index in program.terms.indices {
      let id = TermID(rawValue: UInt32(index))
      let key = fields.key(of: id)
      if !key.isEmpty { terms[String(decoding: key, as: UTF8.self)] = id }
    }
    self.terms = terms
    if measuresCoverage { coverage = CoverageRecorder(prepared) }
  }

  /// Every rule may match every event: a test is about one rule, whatever stands before it.
  private static func engine(_ prepared: PreparedRules) -> Engine {
    var options = EngineOptions()
    options.matching = .all
    return Engine(program: prepared.program, catalog: .syscall, events: prepared.environment.events, options: options)
  }

  mutating func run(_ test: RuleTest, of file: TestFile) -> TestResult {
    TestResult(
      name: test.name, rule: test.rule?.text, file: file.id, place: test.place, outcome: outcome(of: test))
  }

  private mutating func outcome(of test: RuleTest) -> TestResult.Outcome {
    let unknown = test.rules.filter { rules[$0.text] == nil }
    guard unknown.isEmpty else {
      let names = rules.keys.sorted()
      diagnostics += unknown.map { .unknownTestedRule($0, among: names) }
      return .broken
    }
    if case .skipped(let reason) = test.source { return .skipped(reason) }
    if needsNewEngine { engine = Self.engine(prepared) }
    // That a field is unknown has been reported before.
    if case .alert(let alert) = test.expectation, alert.fields.contains(where: { terms[$0.name] == nil }) { return .broken }
    guard let seen = replay(test) else { return .broken }
    switch test.expectation {
    case .counts(let counts): return compare(seen, with: counts)
    case .noAlert:
      guard let first = seen.firstAlert else { return .passed }
      let explanation = explanation(of: test) { number, _ in number == first ? 1 : nil }
      return .failed(TestFailure(reasons: ["event \(first) gives an alert, and none is expected"], explanation: explanation))
    case .alert(let alert): return compare(seen, with: alert, test)
    }
  }

  // MARK: Events

  /// What the events of a test did.
  private struct Seen {
    /// By rule.
    var alerts: [UInt64]
    /// The number, from 1, of the first event that the rule matched.
    var firstAlert: Int?
    /// What is wrong with the alert that came nearest to the expected one; empty where one is as expected.
    var differences: [String]?
  }

  private static func open(_ test: RuleTest) throws(CaptureError) -> CaptureFile {
    if case .capture(let path, _) = test.source { return try CaptureFile.open(path) }
    guard case .lines(let lines) = test.source else { return try CaptureFile.open(bytes: []) }
    return try CaptureFile.open(bytes: lines.bytes)
  }

  /// - Returns: nil where the events cannot be read, which has been reported.
  private mutating func replay(_ test: RuleTest) -> Seen? {
    let rule = test.rule.flatMap { rules[$0.text] }
    var seen = Seen(alerts: Array(repeating: 0, count: program.rules.count))
    var problems: [LineProblem] = []
    engine.forgetSketches()
    do throws(CaptureError) {
      var reader = try Self.open(test)
      var number = 0
      while let item = try reader.next() {
        switch item {
        case .snapshot(let snapshot): engine.load(snapshot)
        case .event(let event):
          engine.process(event)
          guard !engine.facts.isHidden else { continue }
          number += 1
          for match in engine.matches {
            seen.alerts[Int(match.rawValue)] += 1
            guard match == rule else { continue }
            seen.firstAlert = seen.firstAlert ?? number
            if case .alert(let expected) = test.expectation { note(match, expected, event, in: &seen) }
          }
          for name in coverage == nil ? [] : test.rules {
            if let id = rules[name.text] { coverage?.record(id, &engine, event) }
          }
        }
      }
      problems = reader.problems
    } catch {
      report(error, test)
      return nil
    }
    guard problems.isEmpty else {
      report(problems, test)
      return nil
    }
    return seen
  }

  private mutating func report(_ error: CaptureError, _ test: RuleTest) {
    guard case .capture(let path, let place) = test.source else { return }
    diagnostics.append(.testCapture("test '\(test.name)'", CommandFailure(error, source: path), at: place))
  }

  private mutating func report(_ problems: [LineProblem], _ test: RuleTest) {
    switch test.source {
    case .capture(let path, let place):
      diagnostics.append(.testCapture("test '\(test.name)'", CommandFailure(problems, source: path), at: place))
    case .lines(let lines):
      // Of an event that is repeated, each problem once.
      var told: Set<SourceSpan> = []
      for problem in problems {
        let place = lines.place(line: problem.line, column: problem.column) ?? test.place
        guard told.insert(place).inserted else { continue }
        diagnostics.append(.testEvent("test '\(test.name)'", problem, at: place))
      }
    case .skipped: break
    }
  }

  // MARK: Alerts

  private mutating func note(_ rule: RuleID, _ expected: ExpectedAlert, _ event: borrowing EventView, in seen: inout Seen) {
    if seen.differences?.isEmpty == true { return }
    var differences: [String] = []
    let priority = program.rules[Int(rule.rawValue)].priority
    if let wanted = expected.priority, wanted != priority {
      differences.append("the priority is \(priority.name), and \(wanted.name) is expected")
    }
    if let wanted = expected.source, wanted != program.source {
      differences.append("the source is \(program.source), and \(wanted) is expected")
    }
    if let wanted = expected.hostname {
      let name = String(decoding: engine.state.machine.hostName, as: UTF8.self)
      if wanted != name { differences.append("the host name is '\(name)', and '\(wanted)' is expected") }
    }
    for field in expected.fields {
      guard let difference = difference(field, event) else { continue }
      differences.append(difference)
    }
    if seen.differences.map({ differences.count < $0.count }) ?? true { seen.differences = differences }
  }

  /// A value may be given as the text of an alert has it, or as JSON does.
  private mutating func difference(_ field: ExpectedField, _ event: borrowing EventView) -> String? {
    guard let term = terms[field.name] else { return "\(field.name) is unknown" }
    let style = fields.parameter(of: term).map { engine.style(of: $0, event) } ?? fields.style(of: term)
    let value = engine.outputValue(of: term, event)
    var (text, json): ([UInt8], [UInt8]) = ([], [])
    value.appendText(style, event, engine, to: &text)
    value.appendJSON(style, event, engine, to: &json)
    let isThere = json != Array("null".utf8)
    let actual = isThere ? "'\(String(decoding: text, as: UTF8.self))'" : "without a value"
    guard let wanted = field.value else { return isThere ? "\(field.name) is \(actual), and no value is expected" : nil }
    if Array(wanted.utf8) == text || isThere && Array(wanted.utf8) == json { return nil }
    return "\(field.name) is \(actual), and '\(wanted)' is expected"
  }

  private func compare(_ seen: Seen, with counts: [ExpectedCount]) -> TestResult.Outcome {
    let reasons = counts.compactMap { expected -> String? in
      let count = rules[expected.rule.text].map { seen.alerts[Int($0.rawValue)] } ?? 0
      if count == expected.count { return nil }
      return "rule '\(expected.rule.text)' gives \(count) alert\(count == 1 ? "" : "s"), and \(expected.count) are expected"
    }
    return reasons.isEmpty ? .passed : .failed(TestFailure(reasons: reasons))
  }

  private func compare(_ seen: Seen, with alert: ExpectedAlert, _ test: RuleTest) -> TestResult.Outcome {
    if let differences = seen.differences, seen.firstAlert != nil {
      return differences.isEmpty ? .passed : .failed(TestFailure(reasons: differences))
    }
    var failure = TestFailure(reasons: ["no event gives an alert, and one is expected"])
    // The one that came furthest in the condition is most likely the one that was meant. A capture has too many to look at.
    if case .lines = test.source { failure.explanation = explanation(of: test) { _, rule in Self.progress(rule) } }
    return .failed(failure)
  }

  /// How many checks were asked and held.
  private static func progress(_ rule: ExplanationReport.Rule) -> Int {
    rule.nodes.count { $0.node.part.isCheck && $0.node.isReached && $0.node.holds }
  }

  // MARK: Explanations

  /// Explains the rule's answer about the event with the highest rank, the last of several.
  /// - Parameter rank: of an event, by its number and the explanation of the rule; nil leaves it out.
  private func explanation(
    of test: RuleTest, _ rank: (Int, ExplanationReport.Rule) -> Int?
  ) -> ExplanationReport? {
    guard let name = test.rule?.text else { return nil }
    var explainer = EventExplainer(prepared)
    var best: (rank: Int, report: ExplanationReport)?
    do throws(CaptureError) {
      var reader = try Self.open(test)
      var number = 0
      while let item = try reader.next() {
        switch item {
        case .snapshot(let snapshot): explainer.engine.load(snapshot)
        case .event(let event):
          explainer.engine.process(event)
          guard !explainer.engine.facts.isHidden else { continue }
          number += 1
          // In a capture only the event that is known to have matched is looked at.
          if case .capture = test.source, explainer.engine.matches.isEmpty { continue }
          let report = explainer.report(event, onlyThatHold: false)
          guard let rule = report.rules.first(where: { $0.name == name }), let rank = rank(number, rule),
            rank >= best?.rank ?? 0
          else { continue }
          best = (
            rank,
            ExplanationReport(number: UInt64(number), time: report.time, type: report.type, facts: report.facts, rules: [rule])
          )
        }
      }
    } catch {
      return best?.report
    }
    return best?.report
  }
}
