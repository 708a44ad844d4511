import ArgumentParser
import Compiler
import Diagnostics

/// `rulec check`: all that is wrong with all files, in one run.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Report every problem of every rule file.")

  @OptionGroup var report: ReportOptions

  @Argument(
    help: ArgumentHelp("Files, directories of .yaml and .yml files, or - for standard input.", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String]

  func run() throws {
    let input = RuleFiles(reading: paths)
    var found = input.found
    keepUntilExit((input, RuleCompiler.check(input.ruleSet, into: &found)))
    try report.publish(Report(map: input.map, diagnostics: found.all, items: input.counts)) {
      let results = FalcoLoader.load(input.map, unreadable: input.unreadable)
      return FalcoResultsJSON.bytes(of: results, in: input.map, ruleSet: input.ruleSet)
    }
  }
}

/// Never takes the value apart. The process ends when the report is out, and giving back tens of thousands of small
/// pieces of memory before that would take a noticeable part of a check.
private func keepUntilExit<Value>(_ value: Value) {
  // Safe: the reference is never used again, only never released.
  _ = unsafe Unmanaged.passRetained(Kept(value))
}

private final class Kept<Value> {
  let value: Value
  init(_ value: Value) { self.value = value }
}
