import Diagnostics
import Foundation
import Lints
import RuleFile
import TestSupport
import Testing

// LintTests: what the lints say of chosen rules, as people see it, and that pages and documents keep up with the codes. Whether what
// they prove is true of events: MachineTests, LintVerdictTests.

/// Rule files checked as `rulec check` does it, lints and comments included.
struct Linted {
  var map = SourceMap()
  let diagnostics: [Diagnostic]
  let suppressed: [SuppressedDiagnostic]

  init(_ texts: [(name: String, text: String)], style: Bool = true) {
    var builder = RuleSetBuilder()
    var files: [FileItems] = []
    var bag = DiagnosticBag()
    for (name, text) in texts {
      guard let id = map.add(name: name, bytes: Array(text.utf8)) else { preconditionFailure("tests are small") }
      files.append(ItemReader.read(map[id], id: id))
      builder.add(files[files.count - 1], to: &bag)
    }
    (_, diagnostics, suppressed, _) = RuleLinter.check(builder.ruleSet, files, in: map, LintSelection(includesStyle: style), after: bag)
  }

  init(_ text: String, style: Bool = true) { self.init([("rules.yaml", text)], style: style) }

  var codes: Set<String> { Set(diagnostics.map(\.code.rawValue)) }

  var report: String {
    String(decoding: Report(map: map, diagnostics: diagnostics).rendered(as: .pretty, RenderOptions(toolVersion: "0")), as: UTF8.self)
  }

  /// Code and line of each, sorted.
  var places: [String] {
    var locator = SourceLocator(map)
    return Report(map: map, diagnostics: diagnostics).diagnostics.map { diagnostic in
      let place = locator.location(of: diagnostic.primary.span.start)
      return "\(map[place.file].name):\(place.line) \(diagnostic.code.rawValue)"
    }
  }

  /// The text of the only file after the fixes that keep the meaning.
  var fixed: String {
    var bytes = map.files[0].bytes
    let edits = diagnostics.compactMap(\.fix).filter(\.keepsMeaning).flatMap(\.edits)
    for edit in edits.sorted(by: { $0.span.start > $1.span.start }) {
      bytes.replaceSubrange(Int(edit.span.start)..<Int(edit.span.end), with: edit.replacement.utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A rule with this condition.
func rule(_ condition: String, named name: String = "r", output: String = "o", more: String = "") -> String {
  "- rule: \(name)\n  desc: d\n  condition: \(condition)\n  output: \"\(output)\"\n  priority: NOTICE\n\(more)"
}
