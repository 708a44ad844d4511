import ArgumentParser
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
    let inputs = try InputFiles(reading: paths)
    try report.publish(Report(map: inputs.map, diagnostics: inputs.diagnostics))
  }
}
