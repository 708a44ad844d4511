import ArgumentParser
import Compiler
import Diagnostics
import RuleFile
import Runtime
import Schema

/// `rulec run`: events through the rules, alerts out.
struct RunCommand: ParsableCommand {
  enum Matching: String, ExpressibleByArgument, CaseIterable {
    case first, all
  }

  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Evaluate rules on events and write the alerts.",
    discussion: """
      Alerts go to standard output, everything else to standard error. A capture that is damaged is used up to the \
      damage; the command then ends with 2.
      """)

  @Option(
    name: [.customShort("r"), .customLong("rules")], parsing: .upToNextOption,
    help: ArgumentHelp("Files, directories of .yaml and .yml files, or - for standard input; repeatable.", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml"]))
  var rules: [String]

  @Option(
    help: ArgumentHelp(
      "Where events come from: a capture file of whatever kind, - for standard input, or ebpf.", valueName: "source"),
    completion: .file())
  var source: String

  @OptionGroup(title: "Which rules run") var choice: RuleChoice

  @Option(help: "How many rules may match one event: the first, or all.")
  var ruleMatching = Matching.first

  @Flag(help: "Write alerts as JSON, one object a line.")
  var json = false

  @Option(help: ArgumentHelp("Append alerts to a file too.", valueName: "file"), completion: .file())
  var outputFile: String?

  @Option(help: ArgumentHelp("Add a field to output_fields of every alert; repeatable.", valueName: "field"))
  var appendField: [String] = []

  @Flag(inversion: .prefixedNo, help: "Let fields of the container follow the text of every alert.")
  var suggestedOutput = true

  @Flag(name: .customLong("time-format-iso-8601"), help: "Write date and time in UTC instead of the local time of day.")
  var usesISOTime = false

  @Option(help: ArgumentHelp("Write figures of the run to a file, as JSON.", valueName: "file"), completion: .file())
  var stats: String?

  func validate() throws {
    if source == "-", rules.contains("-") { throw ValidationError("Rules and events cannot both come from standard input.") }
  }

  func run() throws {
    if source == "ebpf" { throw CommandFailure(message: "this build has no live source; '--source' takes a capture file or -") }
    let prepared = try PreparedRules(
      rules, choice: choice, appendedFields: appendField, suggestsOutput: suggestedOutput, usesISOTime: usesISOTime)
    BrokenPipe.isAnError()
    var engineOptions = EngineOptions()
    engineOptions.matching = ruleMatching == .first ? .first : .all
    var sinks = [AlertQueue(to: DescriptorSink.standardOutput, whenFull: .wait)]
    if let outputFile { sinks.append(AlertQueue(to: try DescriptorSink(appendingTo: outputFile), whenFull: .wait)) }
    var replay = Replay(prepared, of: source, engineOptions, alertOptions, sinks)
    let end = replay.run()
    try replay.report(end, stats: stats)
  }

  private var alertOptions: AlertOptions {
    var options = AlertOptions()
    options.form = json ? .json : .text
    options.usesISOTime = usesISOTime
    options.hostName = HostName.current
    options.usesColor = !json && Output.standardIsTerminal && Output.allowsColor
    return options
  }
}
