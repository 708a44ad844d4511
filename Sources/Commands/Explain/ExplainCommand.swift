import ArgumentParser
import Capture
import Compiler
import Diagnostics
import Reference
import RuleFile
import Runtime
import Schema

/// `rulec explain`: why rules match an event of a capture, or do not; a rule in plain words; or what a code of `rulec check` means.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Show why a rule matches an event, or does not; what a rule says; or what a code means.",
    discussion: """
      With a code, such as RULEC_LONG_NAME: what it means, an example that is wrong, the example put right, and when to suppress it.

      The condition of the rule as a tree, with the answer of each part and the values that were compared. \u{2713} holds, \
      \u{2717} does not, \u{00B7} is not asked: an 'and' ends at the first part that does not hold, an 'or' at the first \
      that does. Macros that decided nothing are left closed; JSON has everything.

      Without --rule or --tag, the rules are explained whose conditions hold for the event. Without --source and --event, rules are put into \
      plain words: what they look at, what must hold, what their exceptions let through.
      """)

  @Option(
    name: [.customShort("r"), .customLong("rules")], parsing: .upToNextOption,
    help: ArgumentHelp("Files, directories of .yaml and .yml files, or - for standard input; repeatable.", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml"]))
  var rules: [String] = []

  @Option(
    help: ArgumentHelp("A capture file of whatever kind, or - for standard input.", valueName: "file"), completion: .file())
  var source: String?

  @Option(help: ArgumentHelp("The number of the event (evt.num).", valueName: "number"))
  var event: UInt64?

  @OptionGroup(title: "Which rules are explained") var choice: RuleChoice

  @Flag(help: "Write JSON.")
  var json = false

  @ArgumentParser.Argument(help: "A code of 'rulec check' to tell about, instead of an event.")
  var code: String?

  func validate() throws {
    if code != nil {
      if !rules.isEmpty || source != nil || event != nil { throw ValidationError("A code is explained by itself, without rules and events.") }
      return
    }
    if rules.isEmpty { throw ValidationError("Give a code, or --rules; with --source and --event for why a rule matches, or does not.") }
    if (source == nil) != (event == nil) { throw ValidationError("--source and --event go together: the one names a capture, the other an event in it.") }
    if source == "-", rules.contains("-") { throw ValidationError("Rules and events cannot both come from standard input.") }
    if event == 0 { throw ValidationError("--event takes a number from 1 on, not 0.") }
  }

  func run() throws {
    if let code { return try explain(code) }
    guard let source, let event else { return try summarize() }
    try explain(event, of: source)
  }

  /// The chosen rules in plain words.
  private func summarize() throws {
    let prepared = try PreparedRules(rules, choice: choice, appendedFields: [], suggestsOutput: false, usesISOTime: false, profile: nil)
    let compilation = prepared.compilation
    let isChosen = !choice.rule.isEmpty || !choice.tag.isEmpty
    var locator = SourceLocator(prepared.map)
    let summaries = compilation.ruleSet.rules.enumerated().compactMap { index, rule in
      rule.sketch == nil && (rule.isEnabled || !isChosen) ? RuleSummary(index, compilation, &locator) : nil
    }
    guard json else { return try Output.standard.write(summaries.map(\.text).joined(separator: "\n")) }
    var writer = JSONWriter()
    writer.array(summaries) { $1.write(to: &$0) }
    try Output.standard.write(writer.bytes)
  }

  private func explain(_ name: String) throws {
    let codes = DiagnosticCode.allCases.filter { !$0.info.isReserved }
    guard let text = codes.first(where: { $0.rawValue == name })?.pageText else {
      let near = nearestName(to: name, among: codes.map(\.rawValue)).map { "; did you mean '\($0)'?" } ?? "; 'rulec list codes' shows all codes"
      throw CommandFailure(message: "no code is named '\(name)'\(near)")
    }
    try Output.standard.write(text)
  }

  private func explain(_ number: UInt64, of source: String) throws {
    let prepared = try PreparedRules(
      rules, choice: choice, appendedFields: EventFactLine.fields, suggestsOutput: false, usesISOTime: false, profile: nil)
    var explainer = EventExplainer(prepared)
    do {
      var reader = try CaptureFile.open(source)
      while let item = try reader.next() {
        switch item {
        case .snapshot(let snapshot): explainer.engine.load(snapshot)
        case .event(let event):
          explainer.engine.process(event)
          guard explainer.engine.facts.number == number else { continue }
          guard !explainer.engine.facts.isHidden else {
            throw CommandFailure(message: "event \(number) only changes state: rules do not see it")
          }
          return try write(explainer.report(event, onlyThatHold: choice.rule.isEmpty && choice.tag.isEmpty))
        }
      }
    } catch let error as CaptureError {
      throw CommandFailure(error, source: source)
    }
    throw CommandFailure(message: "there is no event \(number): the last one is \(explainer.engine.facts.number)")
  }

  private func write(_ report: ExplanationReport) throws {
    if json { return try Output.standard.write(report.json) }
    try Output.standard.write(report.text)
  }
}
