import Diagnostics
import RuleFile
import Schema
import SystemPackage

/// Reads a test file: which tests there are, each case by itself, and what they expect (docs/rule-tests.md).
struct TestFileReader {
  private let id: FileID
  /// The folder of the file, with the slash behind it; empty for the working directory.
  private let folder: FilePath
  /// Its name without the extension.
  private let suite: String
  private var tests: [RuleTest] = []
  private var broken: [BrokenTest] = []

  static func read(_ file: SourceFile, _ id: FileID, _ found: inout TestFindings) -> TestFile {
    let content = YAMLReader.read(file)
    for diagnostic in content.diagnostics { found.report(diagnostic) }
    var reader = TestFileReader(id: id, file: FilePath(file.name))
    var rules: [String] = []
    // Behind a mistake in the YAML nothing stands where its author put it.
    if content.unreadable.isEmpty {
      for part in content.parts {
        guard let node = content.tree.node(part.node) else { continue }
        rules += reader.read(node, part.role, &found)
      }
    }
    return TestFile(id: id, rules: rules, tests: reader.tests, broken: reader.broken)
  }

  private init(id: FileID, file: FilePath) {
    self.id = id
    folder = file.removingLastComponent()
    suite = file.lastComponent?.stem ?? ""
  }

  /// - Returns: the rules that the document names.
  private mutating func read(_ node: YAMLNode, _ role: YAMLPart.Role, _ found: inout TestFindings) -> [String] {
    if case .scalar(let scalar) = node, scalar.isNull { return [] }
    guard role == .document else {
      found.report(.noTestFile(at: node.span))
      return []
    }
    guard let file = TestMapping(node, "a test file", known: ["rules", "tests"], &found) else { return [] }
    if !file.has("tests") { found.report(.missingTestKey("a test file", "'tests'", at: file.span)) }
    for test in file.list("tests", of: "tests", &found) ?? [] { readTest(test, &found) }
    var rules: [String] = []
    for path in file.list("rules", of: "paths", &found) ?? [] {
      guard case .scalar(let scalar) = path, !scalar.text.isEmpty, scalar.string != "-" else {
        found.report(.testValue("a test file: 'rules'", takes: "a list of paths", at: path.span))
        continue
      }
      rules.append(self.path(scalar.string))
    }
    return rules
  }

  /// A path that the file gives, from the working directory.
  private func path(_ text: String) -> String {
    folder.pushing(FilePath(text)).lexicallyNormalized().string
  }

  // MARK: Tests

  private static let keys = [
    "name", "rule", "description", "context", "events", "expectedOutcome", "expectNoAlert", "cases", "capture", "alerts",
    // What event-generator needs for tests on a real system.
    "steps", "runner", "resources", "before", "after",
  ]

  private mutating func readTest(_ node: YAMLNode, _ found: inout TestFindings) {
    let before = found.count
    let name = Self.name(of: node)
    let owner = name.map { "test '\($0.string)'" } ?? "a test"
    defer {
      if found.count > before {
        let shown = name?.string ?? "(no name)"
        broken.append(BrokenTest(name: shown, path: "\(suite)/\(shown)", place: name?.span ?? node.span))
      }
    }
    guard let test = TestMapping(node, owner, known: Self.keys, &found) else { return }
    guard let name else {
      if test.text("name", &found) == nil, !test.has("name") { found.report(.missingTestKey(owner, "'name'", at: test.span)) }
      return
    }
    // What seems to be missing may only be misspelt, which has been reported.
    let isWhole = found.count == before
    for each in TestCase.all(in: test, &found) { readCase(each, of: test, name, isWhole: isWhole, &found) }
  }

  private static func name(of test: YAMLNode) -> Scalar? {
    guard case .mapping(let entries, _) = test else { return nil }
    for entry in entries {
      guard case .scalar(let key) = entry.key, key.string == "name", case .scalar(let name) = entry.value else { continue }
      return name.isNull || name.text.isEmpty ? nil : name
    }
    return nil
  }

  private mutating func readCase(
    _ each: TestCase, of test: TestMapping, _ name: Scalar, isWhole: Bool, _ found: inout TestFindings
  ) {
    let before = found.count
    let content = YAMLNode.mapping(
      test.entries.filter { $0.key.string != "cases" }.map { YAMLEntry(key: .scalar($0.key), value: each.filled($0.value, &found)) },
      test.span)
    guard let filled = TestMapping(content, test.owner, known: nil, &found) else { return }
    let rule = filled.text("rule", &found).map { RuleName(text: $0.string, place: $0.span) }
    let source = self.source(filled, isWhole: isWhole, &found)
    var expectation = Expectation.alert(ExpectedAlert())
    var needsRule = true
    if case .skipped = source {} else {
      expectation = self.expectation(filled, &found)
      if case .counts = expectation { needsRule = false }
    }
    if rule == nil, needsRule, isWhole, !filled.has("rule") { found.report(.missingTestKey(test.owner, "'rule'", at: name.span)) }
    _ = filled.text("description", &found)
    guard let source, found.count == before else { return }
    let hasCases = !each.label.isEmpty
    tests.append(
      RuleTest(
        name: hasCases ? "\(name.string) [\(each.label)]" : name.string,
        path: "\(suite)/\(name.string)" + (hasCases ? "/\(each.label)" : ""), place: name.span, rule: rule, source: source,
        expectation: expectation))
  }

  private typealias Expectation = RuleTest.Expectation

  private func source(_ test: TestMapping, isWhole: Bool, _ found: inout TestFindings) -> RuleTest.Source? {
    for (key, reason) in [
      ("steps", "its steps make system calls, and nothing is run here; events can be given under 'events'"),
      ("resources", "its resources are made on a real system"), ("before", "it runs a script before"),
      ("after", "it runs a script after"),
    ] where test.has(key) {
      return .skipped(reason)
    }
    if let capture = test["capture"] {
      for key in ["events", "context"] where test.has(key) {
        found.report(.testContradicts(test.owner, key, "capture", at: test.place(of: key), test.place(of: "capture")))
      }
      return test.text("capture", &found).map { .capture(path: path($0.string), capture.span) }
    }
    guard test.has("events") else {
      if isWhole { found.report(.missingTestKey(test.owner, "'events', no 'capture' and no 'steps'", at: test.span)) }
      return nil
    }
    guard let events = test.list("events", of: "events", &found) else { return nil }
    return .lines(TestScene.lines(context: test["context"], events: events, owner: test.owner, &found))
  }

  // MARK: Expectations

  private func expectation(_ test: TestMapping, _ found: inout TestFindings) -> Expectation {
    let silent = test.flag("expectNoAlert", &found) == true
    for (key, isThere) in [("expectNoAlert", silent), ("alerts", test.has("alerts"))] where isThere && test.has("expectedOutcome") {
      found.report(.testContradicts(test.owner, key, "expectedOutcome", at: test.place(of: key), test.place(of: "expectedOutcome")))
    }
    if let alerts = test["alerts"] {
      if silent {
        found.report(.testContradicts(test.owner, "alerts", "expectNoAlert", at: test.place(of: "alerts"), test.place(of: "expectNoAlert")))
      }
      return .counts(counts(alerts, test, &found))
    }
    if silent { return .noAlert }
    guard let node = test["expectedOutcome"] else { return .alert(ExpectedAlert()) }
    return .alert(outcome(node, "\(test.owner): 'expectedOutcome'", &found))
  }

  private func counts(_ node: YAMLNode, _ test: TestMapping, _ found: inout TestFindings) -> [ExpectedCount] {
    guard let alerts = TestMapping(node, "\(test.owner): 'alerts'", known: nil, &found) else { return [] }
    if !test.has("capture") {
      found.report(.missingTestKey(test.owner, "'capture' whose 'alerts' could be counted", at: test.place(of: "alerts")))
    }
    return alerts.entries.compactMap { key, value in
      guard case .scalar(let scalar) = value, let count = UInt64(scalar.string) else {
        found.report(.testValue("\(alerts.owner): '\(key.string)'", takes: "a number of alerts", at: value.span))
        return nil
      }
      return ExpectedCount(rule: RuleName(text: key.string, place: key.span), count: count)
    }
  }

  private func outcome(_ node: YAMLNode, _ owner: String, _ found: inout TestFindings) -> ExpectedAlert {
    var alert = ExpectedAlert()
    let keys = ["priority", "outputFields", "source", "hostname"]
    guard let outcome = TestMapping(node, owner, known: keys, &found) else { return alert }
    if let text = outcome.text("priority", &found) {
      alert.priority = Priority(word: text.string)
      if alert.priority == nil {
        found.report(.testPriority(owner, text, among: Priority.allCases.map { $0.name.lowercased() }))
      }
    }
    alert.source = outcome.text("source", &found)?.string
    alert.hostname = outcome.text("hostname", &found)?.string
    guard let fieldsNode = outcome["outputFields"],
      let fields = TestMapping(fieldsNode, "\(owner): 'outputFields'", known: nil, &found)
    else { return alert }
    for (key, value) in fields.entries {
      guard case .scalar(let scalar) = value else {
        found.report(.testValue("\(fields.owner): '\(key.string)'", takes: "a text, a number or null", at: value.span))
        continue
      }
      alert.fields.append(
        ExpectedField(name: key.string, place: key.span, value: scalar.isNull ? nil : scalar.string))
    }
    return alert
  }
}
