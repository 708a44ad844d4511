import Diagnostics
import RuleFile

/// The rules of a command: read and merged, not yet compiled.
struct RuleInput {
  private(set) var files: InputFiles
  var ruleSet: RuleSet
  /// What reading and merging found.
  private(set) var found = DiagnosticBag()

  init(reading paths: [String]) throws(CommandFailure) {
    files = try InputFiles(reading: paths)
    found.report(files.diagnostics)
    var builder = RuleSetBuilder()
    for items in ItemReader.read(files.files, of: files.map) { builder.add(items, to: &found) }
    ruleSet = builder.ruleSet
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
    let id = try files.add(text: text, named: "<condition>")
    let file = files.map[id]
    ruleSet.rules.removeAll()
    ruleSet.addCondition(EmbeddedText(verbatim: file.bytes, at: file.span), named: "<condition>")
  }

  /// Each name once: a redefinition is the same item.
  var counts: Report.ItemCounts {
    Report.ItemCounts(rules: ruleSet.rules.count, macros: ruleSet.macros.count, lists: ruleSet.lists.count)
  }
}
