import Bytecode
import Diagnostics
import Runtime

/// Adds to an alert why its rule matched.
struct AlertExplainer {
  private var explainer: RuleExplainer
  private let form: AlertOptions.Form

  init(_ prepared: PreparedRules, _ form: AlertOptions.Form) {
    explainer = RuleExplainer(prepared)
    self.form = form
  }

  /// - Parameters:
  ///   - line: the alert, with its line feed.
  ///   - engine: the one that has just processed the event.
  /// - Returns: the alert with the condition as a tree: indented lines behind a text, the key `explanation` last in an object.
  mutating func explained(_ line: [UInt8], _ rule: RuleID, _ engine: inout Engine, _ event: borrowing EventView) -> [UInt8] {
    guard let explanation = explainer.explain(rule, &engine, event) else { return line }
    switch form {
    case .text:
      let lines = ExplanationReport.text(explanation).split(separator: "\n").map { "    \($0)\n" }
      return line + Array(harmlessLines(lines.joined()).utf8)
    case .json:
      var writer = JSONWriter(.oneLine)
      explanation.write(to: &writer)
      // The alert without its brace and line feed, the tree without its line feed.
      return Array(line.dropLast(2)) + Array(",\"explanation\":".utf8) + Array(writer.bytes.dropLast()) + Array("}\n".utf8)
    }
  }
}
