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
    _ = RuleCompiler.check(input.ruleSet, into: &found)
    try report.publish(Report(map: input.map, diagnostics: found.all, items: input.counts)) {
      let results = FalcoLoader.load(input.map, unreadable: input.unreadable)
      return FalcoResultsJSON.bytes(of: results, in: input.map, ruleSet: input.ruleSet)
    }
  }
}
