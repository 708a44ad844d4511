import ArgumentParser
import Diagnostics
import RuleFile

/// `rulec test`: tests of rules, without a kernel.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run tests of rules: events in, alerts expected.",
    discussion: """
      A test file says which rule is to give an alert for which events, or is to give none. Where that is not so, the report \
      has the condition of the rule as a tree, with the values that were compared. Each test begins with a machine of its own.

      Coverage counts the answers that rules and the parts of their 'or's gave in tests: each can hold and not hold.
      """)

  @Option(
    name: [.customShort("r"), .customLong("rules")],
    help: ArgumentHelp(
      "The rules that are tested, instead of those that the test files name: a file, a directory, or - for standard input; repeatable.",
      valueName: "path"),
    completion: .file(extensions: ["yaml", "yml"]))
  var rules: [String] = []

  @Argument(
    help: ArgumentHelp("Test files, or directories of them.", valueName: "test"), completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String]

  @Option(
    help: ArgumentHelp(
      "Run only tests in whose 'suite/test/case', or in the name of whose rule, this regular expression is found.", valueName: "regex"))
  var filter: String?

  @Option(help: "How the report looks.")
  var format: TestFormat = .text

  @Option(name: [.short, .long], help: ArgumentHelp("Write the report to a file.", valueName: "file"), completion: .file())
  var output: String?

  @Flag(help: "Report which rules, and which parts of their 'or's, the tests have seen hold and not hold.")
  var coverage = false

  @Option(help: ArgumentHelp("Fail where less than this was seen, in percent.", valueName: "percent"))
  var coverageThreshold: Int?

  func validate() throws {
    if let coverageThreshold, !(0...100).contains(coverageThreshold) {
      throw ValidationError("--coverage-threshold takes a number from 0 to 100, not \(coverageThreshold).")
    }
    if rules.contains("-"), paths.contains("-") {
      throw ValidationError("Rules and tests cannot both come from standard input.")
    }
  }

  func run() throws {
    var suite = TestSuite(reading: paths, rules: rules)
    if let filter { try suite.keep(filter) }
    try suite.run(measuresCoverage: coverage || coverageThreshold != nil)
    let report = TestReport(suite.results, map: suite.map, coverage: suite.coverage)
    let target = output.map(Output.file) ?? .standard
    let bytes = report.rendered(as: format)
    if format == .text { try target.write(String(decoding: bytes, as: UTF8.self)) } else { try target.write(bytes) }
    try finish(report, found: suite.found, in: suite.map)
  }

  /// Says what is left to say, and ends the command as that demands.
  private func finish(_ report: TestReport, found: [Diagnostic], in map: SourceMap) throws {
    let found = Report(map: map, diagnostics: found)
    if !found.diagnostics.isEmpty {
      let bytes = found.rendered(as: .pretty, RenderOptions(toolVersion: ToolVersion.current))
      Output.message(String(decoding: bytes.dropLast(), as: UTF8.self))
    }
    Output.message(report.summaryLine)
    if found.hasUnreadInput { throw EarlyExit(status: .failure) }
    if let coverageThreshold, let seen = report.coverage?.percent, seen < coverageThreshold {
      Output.message("rulec: the coverage of \(seen) % is below \(coverageThreshold) %")
      throw EarlyExit(status: .findings)
    }
    if report.hasFailures || found.reaches(.error) { throw EarlyExit(status: .findings) }
  }
}
