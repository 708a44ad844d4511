import Compiler
import Diagnostics
import RuleFile
import Schema

/// Rule files from memory through reading, merging and compiling.
struct Loaded {
  var bag = DiagnosticBag()
  let compilation: Compilation

  init(_ files: [String]) {
    var map = SourceMap()
    var builder = RuleSetBuilder()
    for (index, text) in files.enumerated() {
      guard let id = map.add(name: "\(index).yaml", bytes: Array(text.utf8)) else { preconditionFailure("the map is full") }
      builder.add(ItemReader.read(map[id], id: id), to: &bag)
    }
    compilation = RuleCompiler.compile(builder.ruleSet, into: &bag)
  }

  /// One rule, named `r`, with this condition.
  init(condition: String) {
    let quoted = condition.replacing("'", with: "''")
    self.init([
      "- {rule: r, desc: d, output: o, priority: INFO, warn_evttypes: false, condition: '\(quoted)'}\n"
    ])
  }

  /// One rule, named `r`, with this output.
  init(output: String) {
    let quoted = output.replacing("'", with: "''")
    self.init(["- {rule: r, desc: d, condition: evt.type=open, priority: INFO, output: '\(quoted)'}\n"])
  }

  /// Names of the codes of all findings but notes, sorted.
  var codes: [String] { bag.all.filter { $0.severity > .note }.map(\.code.rawValue).sorted() }

  /// The canonical condition of a rule; nil without the rule, or where something is wrong with the condition.
  func condition(ofRule index: Int) -> String? {
    guard compilation.ruleSet.rules.indices.contains(index) else { return nil }
    return StagePrinter(compilation, environment: .standard).canonicalCondition(ofRule: index)
  }
}
