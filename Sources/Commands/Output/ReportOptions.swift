import ArgumentParser
import Diagnostics

/// The options of every command that reports diagnostics, and what follows from them.
struct ReportOptions: ParsableArguments {
  enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }

  @Option(help: "How the report looks.")
  var format: ReportFormat = .pretty

  @Option(help: ArgumentHelp("Exit with 1 when something is this grave or graver.", valueName: "level"))
  var failLevel: Severity = .error

  @Option(name: [.short, .long], help: ArgumentHelp("Write the report to a file.", valueName: "file"), completion: .file())
  var output: String?

  @Option(help: "Colours: on a terminal and without NO_COLOR, always, or never.")
  var color: ColorChoice = .auto

  /// Writes the report and ends the command as the diagnostics demand: 2 where input could not be read, 1 where
  /// something reaches the fail level. The format has no say in it.
  func publish(_ report: Report) throws {
    let target = output.map(Output.file) ?? .standard
    let options = RenderOptions(usesColor: usesColor, failLevel: failLevel, toolVersion: ToolVersion.current)
    try target.write(report.rendered(as: format, options))
    if format == .pretty || format == .compact { Output.message(report.summaryLine) }
    if report.hasUnreadInput { throw EarlyExit(status: .failure) }
    if report.reaches(failLevel) { throw EarlyExit(status: .findings) }
  }

  private var usesColor: Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto:
      output == nil && Output.standardIsTerminal && Environment["NO_COLOR"] == nil && Environment["TERM"] != "dumb"
    }
  }
}

extension ReportFormat: ExpressibleByArgument {}

extension Severity: ExpressibleByArgument {
  /// The gravest first, as people think of them.
  public static var allValueStrings: [String] { [Severity.error, .warning, .note].map(\.rawValue) }
}
