import ArgumentParser
import Diagnostics

/// The options of every command that reports diagnostics.
struct ReportOptions: ParsableArguments {
  @Option(help: "How the report looks.")
  var format: CheckFormat = ReportSettings.standard.format

  @Option(help: ArgumentHelp("Exit with 1 when something is this grave or graver.", valueName: "level"))
  var failLevel: Severity = ReportSettings.standard.failLevel

  @Option(name: [.short, .long], help: ArgumentHelp("Write the report to a file.", valueName: "file"), completion: .file())
  var output: String?

  @Option(help: "Colours: on a terminal and without NO_COLOR, always, or never.")
  var color: ColorChoice = ReportSettings.standard.color

  var settings: ReportSettings { ReportSettings(format: format, failLevel: failLevel, output: output, color: color) }
}

enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// How diagnostics are to be reported, and what follows from them.
struct ReportSettings {
  var format: CheckFormat
  var failLevel: Severity
  /// A file, instead of standard output.
  var output: String?
  var color: ColorChoice
  /// What is found does not decide how the command ends.
  var exitsZero = false

  /// What holds without options.
  static let standard = ReportSettings(format: .report(.pretty), failLevel: .error, output: nil, color: .auto)

  /// Writes the report and ends the command as the diagnostics demand: 2 where input could not be read, 1 where
  /// something reaches the fail level. The format has no say in it.
  /// - Parameter falcoResults: the JSON that the incumbent would write of the same files.
  func publish(_ report: Report, falcoResults: () -> [UInt8]) throws {
    let target = output.map(Output.file) ?? .standard
    let options = RenderOptions(usesColor: usesColor, failLevel: failLevel, toolVersion: ToolVersion.current)
    switch format {
    case .report(let format):
      try target.write(report.rendered(as: format, options))
      if format == .pretty || format == .compact { Output.message(report.summaryLine) }
    case .falcoJSON:
      try target.write(falcoResults())
    }
    if report.hasUnreadInput { throw EarlyExit(status: .failure) }
    if report.reaches(failLevel), !exitsZero { throw EarlyExit(status: .findings) }
  }

  private var usesColor: Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto:
      output == nil && Output.standardIsTerminal && Output.allowsColor
    }
  }
}

/// The values of `--format`.
enum CheckFormat: ExpressibleByArgument {
  case report(ReportFormat)
  /// What `falco -V` writes of the same files with `json_output`.
  case falcoJSON

  private static let falcoName = "falco-json"

  init?(argument: String) {
    if argument == Self.falcoName {
      self = .falcoJSON
    } else if let format = ReportFormat(rawValue: argument) {
      self = .report(format)
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] { ReportFormat.allCases.map(\.rawValue) + [falcoName] }

  var defaultValueDescription: String {
    switch self {
    case .report(let format): format.rawValue
    case .falcoJSON: Self.falcoName
    }
  }
}

extension Severity: ExpressibleByArgument {
  /// The gravest first, as people think of them.
  public static var allValueStrings: [String] { [Severity.error, .warning, .note].map(\.rawValue) }
}
