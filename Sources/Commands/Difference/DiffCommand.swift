import ArgumentParser
import Diagnostics
import Runtime

/// `rulec diff`: what changed in meaning between two rule sets.
struct DiffCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, markdown, json
  }

  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show what changed in meaning from one rule set to another.",
    discussion: """
      Rules are compared with macros and lists resolved, so what a changed list does to rules shows. Each change is sorted as Falco's own \
      rules repository sorts it: major (something is gone, looks at less, or is less urgent), minor (something is new), patch (the rest). \
      With --source both sets also run over a capture, and alerts are shown that only one of them gives.
      """)

  @ArgumentParser.Argument(
    help: ArgumentHelp("A rule file or directory, as it was.", valueName: "old"), completion: .file(extensions: ["yaml", "yml"]))
  var old: String

  @ArgumentParser.Argument(
    help: ArgumentHelp("A rule file or directory, as it is.", valueName: "new"), completion: .file(extensions: ["yaml", "yml"]))
  var new: String

  @Option(help: ArgumentHelp("A capture file of whatever kind, to run both sets on.", valueName: "file"), completion: .file())
  var source: String?

  @Option(help: "With --source: how many rules may match one event, the first or all.")
  var ruleMatching = ReplayInput.Matching.first

  @Option(help: "How the differences look; markdown is for pull requests.")
  var format = Format.text

  func validate() throws {
    if [old, new, source].filter({ $0 == "-" }).count > 1 { throw ValidationError("Standard input can be read once.") }
  }

  func run() throws {
    let (before, after) = (try RuleSetFacts([old]), try RuleSetFacts([new]))
    var alerts: AlertDifference?
    if let source {
      var options = EngineOptions()
      options.matching = ruleMatching == .first ? .first : .all
      alerts = try AlertDifference(from: before.program, to: after.program, source: source, options)
    }
    let report = DifferenceReport(difference: RuleSetDifference(from: before, to: after), alerts: alerts)
    switch format {
    case .text: try Output.standard.write(report.text)
    case .markdown: try Output.standard.write(report.markdown)
    case .json: try Output.standard.write(report.json)
    }
  }
}
