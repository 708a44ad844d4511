import Capture
import Diagnostics
import RuleFile

// What can be wrong with a test file. `owner` is how the headline names the thing: "test 'X'".

extension Diagnostic {
  /// `a test file is a mapping with the key 'tests'`
  static func noTestFile(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "a test file is a mapping with the key 'tests'; this is a list of items", at: Label(span),
      help: ["begin the file with 'tests:'; rule files are given with --rules"])
  }

  /// `test 'X': 'events' takes a list of events`
  static func testValue(_ owner: String, takes wanted: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.yamlValidate, "\(owner) takes \(wanted)", at: Label(span))
  }

  /// `test 'X' has no 'rule'`
  static func missingTestKey(_ owner: String, _ key: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.yamlValidate, "\(owner) has no \(key)", at: Label(span))
  }

  /// `test 'X': a key must be text`
  static func testKeyIsNoText(_ owner: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.yamlValidate, "\(owner): a key must be text, not a list or a mapping", at: Label(span))
  }

  /// `test 'X': the key 'rule' is given twice`
  static func testKeyTwice(_ owner: String, _ key: Scalar, first: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "\(owner): the key '\(key.string)' is given twice", at: Label(key.span),
      secondary: [Label(first, "first given here")])
  }

  /// `test 'X': unknown key 'event'`
  static func unknownTestKey(_ owner: String, _ key: Scalar, among known: [String]) -> Diagnostic {
    let near = nearestName(to: key.string, among: known).map { "did you mean '\($0)'?" }
    return Diagnostic(
      .yamlValidate, "\(owner): unknown key '\(key.string)'", at: Label(key.span),
      help: [near ?? "known: \(known.joined(separator: ", "))"])
  }

  /// `test 'X': 'expectNoAlert' and 'expectedOutcome' say the opposite`
  static func testContradicts(_ owner: String, _ key: String, _ other: String, at span: SourceSpan, _ there: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "\(owner): '\(key)' cannot stand beside '\(other)'", at: Label(span), secondary: [Label(there)])
  }

  /// `'x' is no priority`
  static func testPriority(_ owner: String, _ value: Scalar, among known: [String]) -> Diagnostic {
    let near = nearestName(to: value.string, among: known).map { "did you mean '\($0)'?" }
    return Diagnostic(
      .yamlValidate, "\(owner): '\(value.string)' is no priority", at: Label(value.span),
      help: [near ?? "priorities: \(known.joined(separator: ", "))"])
  }

  /// `no rule is named 'X'`
  static func unknownTestedRule(_ name: RuleName, among known: [String]) -> Diagnostic {
    Diagnostic(
      .validate, "no rule about system calls is named '\(name.text)'", at: Label(name.place),
      help: nearestName(to: name.text, among: known).map { ["did you mean '\($0)'?"] } ?? [])
  }

  /// `no value of a case is named 'shel'`
  static func unknownCaseValue(_ name: String, among known: [String], at span: SourceSpan) -> Diagnostic {
    let help = known.isEmpty ? "the test has no 'cases'" : "values: \(known.joined(separator: ", "))"
    return Diagnostic(
      .validate, "no value of a case is named '\(name)'", at: Label(span),
      help: [nearestName(to: name, among: known).map { "did you mean '\($0)'?" } ?? help])
  }

  /// `'%{ item.x }' stands for a list here, and a text is needed`
  static func caseValueIsNoText(_ name: String, at span: SourceSpan, value: SourceSpan) -> Diagnostic {
    Diagnostic(
      .validate, "'\(name)' is no text, so it cannot be part of one", at: Label(span), secondary: [Label(value, "its value")])
  }

  /// `the cases of this test are more than 10000`
  static func tooManyCases(_ owner: String, limit: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.limit, "\(owner): its cases are more than \(limit)", at: Label(span))
  }

  /// What the reader of JSON lines says of an event, at the place in the test file.
  static func testEvent(_ owner: String, _ problem: LineProblem, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .validate, "\(owner): \(problem.message)", at: Label(span), help: problem.suggestion.map { ["did you mean '\($0)'?"] } ?? [])
  }

  /// `cannot read the capture`
  static func testCapture(_ owner: String, _ failure: CommandFailure, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.fileRead, "\(owner): \(failure.message)", at: Label(span))
  }

  /// `unknown field 'proc.nmae'`
  static func testField(_ owner: String, _ field: ExpectedField, _ failure: CommandFailure) -> Diagnostic {
    Diagnostic(.validate, "\(owner): \(failure.message)", at: Label(field.place))
  }

  /// `the file names no rules`
  static func noRulesForTests(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "nothing says which rules are tested", at: Label(span),
      help: ["give --rules PATH, or begin the file with 'rules: [PATH]', from the folder of the file"])
  }
}
