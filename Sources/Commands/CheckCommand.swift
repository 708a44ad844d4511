import ArgumentParser
import Compiler
import Diagnostics

/// `rulec check`: all that is wrong with all files, in one run.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Report every problem of every rule file.")

  /// Other engines that rules are to run in.
  enum Engine: String, ExpressibleByArgument, CaseIterable {
    case falco
  }

  @OptionGroup var report: ReportOptions

  @Option(help: ArgumentHelp("Report fields that this engine does not have, unless their rule asks to be left out.", valueName: "engine"))
  var compat: Engine?

  @Argument(
    help: ArgumentHelp("Files, directories of .yaml and .yml files, or - for standard input.", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String]

  func run() throws { try Self.check(paths, report.settings, compat) }

  /// Runs `check PATH…`, arguments that hold no option. There is nothing to parse, and the argument parser takes 12 of the
  /// 100 million instructions of a check only to look at the declarations of the options (docs/decisions/004).
  /// - Returns: false where the arguments are for the parser; nothing has happened then.
  static func runWithoutOptions(_ arguments: [String]) throws -> Bool {
    let paths = arguments.dropFirst()
    guard arguments.first == configuration.commandName, !paths.isEmpty,
      paths.allSatisfy({ $0 == "-" || !$0.hasPrefix("-") })
    else { return false }
    try check(Array(paths), .standard)
    return true
  }

  private static func check(_ paths: [String], _ settings: ReportSettings, _ compat: Engine? = nil) throws {
    let input = RuleFiles(reading: paths)
    var found = input.found
    keepUntilExit((input, RuleCompiler.check(input.ruleSet, into: &found)))
    if compat == .falco { found.report(FalcoPortability.findings(in: input.ruleSet, known: found.all)) }
    try settings.publish(Report(map: input.map, diagnostics: found.all, items: input.counts)) {
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
