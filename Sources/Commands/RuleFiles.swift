import Diagnostics
import RuleFile

/// The rules of a command: read and merged, not yet compiled.
struct RuleFiles {
  private(set) var map: SourceMap
  /// What is to be said of inputs that could not be read.
  let unreadable: [FileID: Diagnostic]
  var ruleSet: RuleSet
  /// The files one by one, not yet merged.
  let files: [FileItems]
  /// What reading and merging found.
  private(set) var found = DiagnosticBag()

  init(reading paths: [String]) { self.init(paths.map { RuleInput(argument: $0) }) }

  init(_ inputs: [RuleInput], in environment: LoaderEnvironment = .standard) {
    let loaded = RuleFileLoader.load(inputs)
    files = loaded.files
    map = loaded.map
    unreadable = loaded.inputs.unreadable
    ruleSet = loaded.merged(in: environment, &found)
  }

  /// Leaves only the rule of this name.
  mutating func keepRule(named name: String) throws(CommandFailure) {
    guard ruleSet.rules.contains(where: { $0.origin.name == name }) else {
      let hint = nearestName(to: name, among: ruleSet.rules.map(\.origin.name)).map { "; did you mean '\($0)'?" } ?? ""
      throw CommandFailure(message: "no rule is named '\(name)'\(hint)")
    }
    ruleSet.rules.removeAll { $0.origin.name != name }
  }

  /// Leaves one rule, whose condition is `text`; it sees every macro and list.
  mutating func keepOnly(condition text: String) throws(CommandFailure) {
    let condition = try add(text, named: "<condition>")
    ruleSet.rules.removeAll()
    ruleSet.addCondition(condition, named: "<condition>")
  }

  /// Adds text from the command line, so that diagnostics can point into it.
  mutating func add(_ text: String, named name: String) throws(CommandFailure) -> EmbeddedText {
    guard let id = map.add(name: name, bytes: Array(text.utf8)) else {
      throw CommandFailure(message: "the rule files and \(name) together are larger than 4 GiB")
    }
    return EmbeddedText(verbatim: map[id].bytes, at: map[id].span)
  }

  /// Adds a file that holds no rules, so that diagnostics can point into it; nil where there is no room.
  mutating func addFile(named name: String, _ bytes: [UInt8]) -> SourceFile? { map.add(name: name, bytes: bytes).map { map[$0] } }

  /// Each name once: a redefinition is the same item.
  var counts: Report.ItemCounts {
    Report.ItemCounts(rules: ruleSet.rules.count, macros: ruleSet.macros.count, lists: ruleSet.lists.count)
  }

  /// For commands that show something else than diagnostics: tells what was wrong with the input on standard error and
  /// ends the command as `check` would.
  func failOnErrors(among found: [Diagnostic]) throws(EarlyExit) {
    let report = Report(map: map, diagnostics: found.filter { $0.severity == .error })
    guard !report.diagnostics.isEmpty else { return }
    let bytes = report.rendered(as: .pretty, RenderOptions(toolVersion: ToolVersion.current))
    Output.message(String(decoding: bytes.dropLast(), as: UTF8.self))
    throw EarlyExit(status: report.hasUnreadInput ? .failure : .findings)
  }
}
