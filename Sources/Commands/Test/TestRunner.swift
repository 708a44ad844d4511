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
  /// One for all tests: to make an engine takes longer than a test.
  private var engine: Engine
  /// Made for the first test that fails.
  private var explainer: EventExplainer?
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
    // That a field is unknown has been reported before.
    if case .alert(let alert) = test.expectation, alert.fields.contains(where: { terms[$0.name] == nil }) { return .broken }
    guard let seen = replay(test) else { return .broken }
    switch test.expectation {
    case .counts(let counts): return compare(seen, with: counts, test)
    case .noAlert:
      guard let first = seen.firstAlert, let rule = test.rule.flatMap({ rules[$0.text] }) else { return .passed }
      return .failed(failure(["event \(first) gives an alert, and none is expected"], test, [(rule, .alert(1))]))
    case .alert(let alert): return compare(seen, with: alert, test)
    }
  }

  // MARK: Events

  /// What the events of a test did.
  private struct Seen {
    /// By rule.
    var alerts: [UInt64]
    /// The number of the first event that the rule matched.
    var firstAlert: UInt64?
    /// What is wrong with the alert that came nearest to the expected one; empty where one is as expected.
    var differences: [String]?
  }

  /// What a report calls the event that an engine processed last: in a capture what `evt.num` says, of the events of a test those that
  /// rules see, from 1.
  private static func number(_ engine: borrowing Engine, in test: RuleTest, visible: UInt64) -> UInt64 {
    if case .capture = test.source { engine.facts.number } else { visible }
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
    engine.startOver()
    do throws(CaptureError) {
      var reader = try Self.open(test)
      var visible: UInt64 = 0
      while let item = try reader.next() {
        switch item {
        case .snapshot(let snapshot): engine.load(snapshot)
        case .event(let event):
          engine.process(event)
          guard !engine.facts.isHidden else { continue }
          visible += 1
          for match in engine.matches {
            seen.alerts[Int(match.rawValue)] += 1
            guard match == rule else { continue }
            seen.firstAlert = seen.firstAlert ?? Self.number(engine, in: test, visible: visible)
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

  private mutating func compare(_ seen: Seen, with counts: [ExpectedCount], _ test: RuleTest) -> TestResult.Outcome {
    var reasons: [String] = []
    var questions: [(rule: RuleID, question: Question)] = []
    for expected in counts {
      guard let rule = rules[expected.rule.text] else { continue }
      let count = seen.alerts[Int(rule.rawValue)]
      if count == expected.count { continue }
      reasons.append("rule '\(expected.rule.text)' gives \(count) alert\(count == 1 ? "" : "s"), and \(expected.count) are expected")
      questions.append((rule, count > expected.count ? .alert(expected.count + 1) : .nearMiss))
    }
    return reasons.isEmpty ? .passed : .failed(failure(reasons, test, questions))
  }

  private mutating func compare(_ seen: Seen, with alert: ExpectedAlert, _ test: RuleTest) -> TestResult.Outcome {
    if let differences = seen.differences, seen.firstAlert != nil {
      return differences.isEmpty ? .passed : .failed(TestFailure(reasons: differences))
    }
    let questions = test.rule.flatMap { rules[$0.text] }.map { [(rule: $0, question: Question.nearMiss)] } ?? []
    return .failed(failure(["no event gives an alert, and one is expected"], test, questions))
  }

  // MARK: Explanations

  /// Which event of a test is to be explained for a rule.
  private enum Question {
    /// The one that gave its alert of this number, from 1.
    case alert(UInt64)
    /// The one without an alert that came furthest in the condition, and so most likely was meant: of several in a capture the first, of
    /// those that a test gives the last.
    case nearMiss
  }

  private mutating func failure(_ reasons: [String], _ test: RuleTest, _ questions: [(rule: RuleID, question: Question)]) -> TestFailure {
    var failure = TestFailure(reasons: reasons)
    for ((rule, _), explanation) in zip(questions, explanations(of: test, questions)) {
      if let explanation {
        failure.explanations.append(explanation)
      } else {
        let name = program.strings.text(program.rules[Int(rule.rawValue)].name)
        failure.reasons.append("no event has a type that rule '\(name)' looks at")
      }
    }
    return failure
  }

  /// - Returns: for each question; nil where no event answers it.
  private mutating func explanations(of test: RuleTest, _ questions: [(rule: RuleID, question: Question)]) -> [ExplanationReport?] {
    var explainer = self.explainer.take() ?? EventExplainer(prepared)
    explainer.engine.startOver()
    var alerts = Array(repeating: 0 as UInt64, count: questions.count)
    var best = [(rank: Int, report: ExplanationReport)?](repeating: nil, count: questions.count)
    let takesLast = if case .lines = test.source { true } else { false }
    do throws(CaptureError) {
      var reader = try Self.open(test)
      var visible: UInt64 = 0
      while let item = try reader.next() {
        switch item {
        case .snapshot(let snapshot): explainer.engine.load(snapshot)
        case .event(let event):
          explainer.engine.process(event)
          guard !explainer.engine.facts.isHidden else { continue }
          visible += 1
          let number = Self.number(explainer.engine, in: test, visible: visible)
          for (place, (rule, question)) in questions.enumerated() {
            let matches = explainer.engine.matches.contains(rule)
            if matches { alerts[place] += 1 }
            var rank = 0
            switch question {
            case .alert(let wanted):
              guard matches, alerts[place] == wanted else { continue }
            case .nearMiss:
              // In a capture most events have types that the rule never looks at.
              guard !matches, takesLast || program.rules[Int(rule.rawValue)].events.contains(event.type) else { continue }
              rank = explainer.progress(of: rule, event)
              if let known = best[place]?.rank, takesLast ? rank < known : rank <= known { continue }
            }
            best[place] = (rank, explainer.report(rule, event, number: number))
          }
        }
      }
    } catch {
      // It was read to its end before.
    }
    self.explainer = consume explainer
    return best.map { $0?.report }
  }
}
