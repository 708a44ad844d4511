import ArgumentParser
import Compiler
import Runtime

/// The options of every command that takes captures through rules.
struct ReplayInput: ParsableArguments {
  enum Matching: String, ExpressibleByArgument, CaseIterable {
    case first, all
  }

  @Option(
    name: [.customShort("r"), .customLong("rules")], parsing: .upToNextOption,
    help: ArgumentHelp("Files, directories of .yaml and .yml files, or - for standard input; repeatable.", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml"]))
  var rules: [String]

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Where events come from: capture files of whatever kind, - for standard input, or ebpf; repeatable. Each capture is a machine of its own.",
      valueName: "source"),
    completion: .file())
  var source: [String]

  @Option(help: "How many rules may match one event: the first, or all.")
  var ruleMatching = Matching.first

  @Option(
    help: ArgumentHelp("Order checks by a profile that 'rulec profile --json' recorded; alerts stay the same.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var profile: String?

  func validate() throws {
    if source.contains("-"), rules.contains("-") { throw ValidationError("Rules and events cannot both come from standard input.") }
    if source.count(where: { $0 == "-" }) > 1 { throw ValidationError("Standard input can be read once: '--source -' stands there twice.") }
    if source.count > 1, source.contains("ebpf") { throw ValidationError("A live source and captures cannot be read in one run.") }
  }

  /// The events of this machine, not of captures.
  var isLive: Bool { source == ["ebpf"] }

  /// The rules that are to run.
  func prepare(
    _ choice: RuleChoice, appendedFields: [String] = [], suggestsOutput: Bool, usesISOTime: Bool = false, allowsLive: Bool = false
  ) throws -> PreparedRules {
    if isLive {
      if !allowsLive { throw CommandFailure(message: "live events are for 'rulec run'; here '--source' takes a capture file or -") }
      #if !LiveSource
        throw CommandFailure(message: "this build has no live source; '--source' takes a capture file or -")
      #endif
    }
    return try PreparedRules(
      rules, choice: choice, appendedFields: appendedFields, suggestsOutput: suggestsOutput, usesISOTime: usesISOTime,
      profile: try profile.map { try CheckProfile(recordedIn: $0) })
  }

  var engineOptions: EngineOptions {
    var options = EngineOptions()
    options.matching = ruleMatching == .first ? .first : .all
    return options
  }
}
