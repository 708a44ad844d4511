import ArgumentParser
import Compiler
import Diagnostics
import RuleFile

/// The tests of a run: files read, then run by the rule set that they are about.
struct TestSuite {
  /// Of the test files.
  let map: SourceMap
  private(set) var found: [Diagnostic]
  private(set) var results: [TestResult] = []
  private(set) var coverage: TestCoverage?
  private var files: [TestFile]

  /// - Parameter rules: for all files; where there are none, each file names its own.
  init(reading paths: [String], rules: [String]) {
    let inputs = InputCollector.collect(paths.map { RuleInput(argument: $0) })
    map = inputs.map
    var findings = TestFindings()
    for diagnostic in inputs.unreadable.values { findings.report(diagnostic) }
    files = inputs.files.map { id in
      let before = findings.count
      let file = TestFileReader.read(inputs.map[id], id, &findings)
      if rules.isEmpty, file.rules.isEmpty, findings.count == before {
        findings.report(.noRulesForTests(at: SourceSpan(start: inputs.map[id].base, length: 0)))
      }
      return rules.isEmpty ? file : TestFile(id: id, rules: rules, tests: file.tests, broken: file.broken)
    }
    found = findings.all
  }

  /// Leaves the tests whose path, or the name of whose rule, the regular expression is found in.
  mutating func keep(_ expression: String) throws(CommandFailure) {
    let filter = try TestFilter(expression)
    files = files.map { file in
      TestFile(
        id: file.id, rules: file.rules,
        tests: file.tests.filter { filter.matches($0.path) || $0.rules.contains { filter.matches($0.text) } },
        broken: file.broken.filter { filter.matches($0.path) })
    }
    guard files.allSatisfy({ $0.tests.isEmpty && $0.broken.isEmpty }) else { return }
    throw CommandFailure(message: "--filter: no test, and no rule of a test, matches '\(expression)'")
  }

  mutating func run(measuresCoverage: Bool) throws {
    if measuresCoverage { coverage = TestCoverage() }
    var resultsOfFile: [FileID: [TestResult]] = [:]
    for file in files {
      resultsOfFile[file.id] = file.broken.map {
        TestResult(name: $0.name, rule: nil, file: file.id, place: $0.place, outcome: .broken)
      }
    }
    var pending = files.filter { !$0.rules.isEmpty }
    while let first = pending.first {
      // Files that name the same rules share what is compiled.
      let group = pending.filter { $0.rules == first.rules }
      pending.removeAll { $0.rules == first.rules }
      let prepared = try prepare(first.rules, for: group)
      var runner = TestRunner(prepared, measuresCoverage: measuresCoverage)
      for file in group {
        for test in file.tests { resultsOfFile[file.id, default: []].append(runner.run(test, of: file)) }
      }
      found += runner.diagnostics
      if let recorder = runner.coverage { coverage?.add(recorder, map: prepared.map) }
    }
    results = files.flatMap { file in
      (resultsOfFile[file.id] ?? []).sorted { $0.place.start < $1.place.start }
    }
  }

  /// The rules of some files, with the fields that their tests ask for; also rules that are disabled.
  private mutating func prepare(_ rules: [String], for files: [TestFile]) throws -> PreparedRules {
    var known: Set<String> = []
    var fields: [String] = EventFactLine.fields
    lazy var sketches = RuleFiles(reading: rules).ruleSet.sketches
    for test in files.flatMap(\.tests) {
      guard case .alert(let alert) = test.expectation else { continue }
      for field in alert.fields where known.insert(field.name).inserted {
        do throws(CommandFailure) {
          _ = try WantedFields.compile([field.name], option: "outputFields", .standard, sketches: sketches)
          if !fields.contains(field.name) { fields.append(field.name) }
        } catch {
          found.append(.testField("test '\(test.name)'", field, error))
        }
      }
    }
    return try PreparedRules(
      rules, choice: RuleChoice.parse(["--rule", "*"]), appendedFields: fields, suggestsOutput: false, usesISOTime: false,
      profile: nil)
  }
}
