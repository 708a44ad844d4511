import Compiler
import Diagnostics
import RuleFile

/// Rule files from memory through the whole front half.
struct Compiled {
  var map = SourceMap()
  var bag = DiagnosticBag()
  var compilation: Compilation

  /// - Parameter files: name and text of each file, in the order given.
  init(_ files: [(String, String)], reporting: RuleCompiler.Reporting = .everything) {
    var builder = RuleSetBuilder()
    for (name, text) in files {
      guard let id = map.add(name: name, bytes: Array(text.utf8)) else { preconditionFailure("the map is full") }
      builder.add(ItemReader.read(map[id], id: id), to: &bag)
    }
    compilation = RuleCompiler.compile(builder.ruleSet, reporting: reporting, into: &bag)
  }

  init(_ text: String) { self.init([("rules.yaml", text)]) }

  /// A file with one rule of this condition on `open` events.
  init(condition: String, extra: String = "") {
    let indented = condition.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n    ")
    self.init("- rule: r\n  desc: d\n  condition: |\n    \(indented)\n  output: o\n  priority: INFO\n  warn_evttypes: false\n\(extra)")
  }

  /// "CODE line:column-column text" for each diagnostic, in the order of their places.
  var summary: [String] {
    var locator = SourceLocator(map)
    return bag.all.sorted { $0.primary.span.start < $1.primary.span.start }.map { diagnostic in
      let start = locator.location(of: diagnostic.primary.span.start)
      let end = locator.location(of: diagnostic.primary.span.end)
      return "\(diagnostic.code.rawValue) \(start.line):\(start.column)-\(end.column) \(diagnostic.message)"
    }
  }

  /// The texts under the primary labels of all diagnostics of a severity.
  func marked(_ severity: Severity) -> [String] {
    bag.all.filter { $0.severity == severity }.map { map.text(of: $0.primary.span) }
  }

  var codes: [DiagnosticCode] { bag.all.map(\.code) }
}
