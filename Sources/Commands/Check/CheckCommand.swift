import ArgumentParser
import Diagnostics

/// `rulec check`: all that is wrong with all files, in one run.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Report every problem of every rule file.",
    discussion: """
      Besides mistakes, it reports what sound rules cannot have been meant to say: conditions that are never true, rules that an earlier \
      one always shadows, fields that no event of the rule has. 'rulec explain CODE' tells about each code. A comment \
      '# rulec: ignore CODE -- reason' suppresses what is reported on its line or on what follows it; .rulec.yaml sets levels.
      """)

  /// Other engines that rules are to run in.
  enum Engine: String, ExpressibleByArgument, CaseIterable {
    case falco
  }

  @OptionGroup var report: ReportOptions

  @Option(help: ArgumentHelp("Report fields that this engine does not have, unless their rule asks to be left out.", valueName: "engine"))
  var compat: Engine?

  @Flag(help: "Report matters of style, too.")
  var style = false

  @Flag(help: "Put right what can be without changing what rules mean, and report the rest.")
  var fix = false

  @Flag(help: "Show what --fix would change, and change nothing.")
  var diff = false

  @Flag(help: "End with 0 whatever is found.")
  var exitZero = false

  @Argument(
    help: ArgumentHelp("Files, directories of .yaml and .yml files, or - for standard input.", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String]

  func validate() throws {
    if fix, diff { throw ValidationError("--fix changes files and --diff only shows how; give one of them.") }
    if fix, paths.contains("-") { throw ValidationError("--fix cannot change standard input; --diff shows what it would change.") }
  }

  func run() throws {
    var settings = report.settings
    settings.exitsZero = exitZero
    guard diff || fix else { return try Self.check(paths, settings, style, compat) }
    var fixing = Fixing(paths, includesStyle: style)
    try fixing.run(settings, onlyShows: diff)
  }

  /// Runs `check PATH…`, arguments that hold no option. There is nothing to parse, and the argument parser takes 12 of the
  /// 100 million instructions of a check only to look at the declarations of the options (docs/decisions/004).
  /// - Returns: false where the arguments are for the parser; nothing has happened then.
  static func runWithoutOptions(_ arguments: [String]) throws -> Bool {
    let paths = arguments.dropFirst()
    guard arguments.first == configuration.commandName, !paths.isEmpty,
      paths.allSatisfy({ $0 == "-" || !$0.hasPrefix("-") })
    else { return false }
    try check(Array(paths), .standard, false)
    return true
  }

  private static func check(
    _ paths: [String], _ settings: ReportSettings, _ includesStyle: Bool, _ compat: Engine? = nil
  ) throws {
    if case .falcoJSON = settings.format {
      let checked = CheckedFiles(falcoReading: paths)
      return try settings.publish(checked.report) { checked.falcoResults }
    }
    let checked = CheckedFiles(paths, ConfigurationFile.find(), includesStyle: includesStyle, isForFalco: compat == .falco)
    keepUntilExit(checked)
    if checked.undecided > 0 {
      Output.message("rulec: \(checked.undecided) questions about conditions took too many steps; nothing is said of them")
    }
    try settings.publish(checked.report) { [] }
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
