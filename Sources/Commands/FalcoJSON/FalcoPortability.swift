import Compiler
import Diagnostics
import RuleFile

/// Uses of fields that only rulec has, in rules that Falco would not leave out: it refuses the whole file for one.
enum FalcoPortability {
  /// - Parameters:
  ///   - environment: without our extensions.
  ///   - known: what is said anyway; nothing is said twice of a place.
  static func findings(in ruleSet: RuleSet, environment: CompilerEnvironment, known: [Diagnostic]) -> [Diagnostic] {
    var rules = ruleSet
    // Falco passes over items that it does not know.
    rules.sketches = []
    var bag = DiagnosticBag()
    _ = RuleCompiler.check(rules, environment: environment, into: &bag)
    let told = Set(known.map(\.primary.span))
    return bag.all.filter { $0.severity == .error && !told.contains($0.primary.span) }.map(\.aboutFalco)
  }
}

extension Diagnostic {
  /// `unknown field 'sketch.count' in Falco, which refuses the whole file`
  fileprivate var aboutFalco: Diagnostic {
    Diagnostic(
      code, "\(message) in Falco, which refuses the whole file", at: Label(primary.span, "only rulec has it"), secondary: secondary,
      help: ["give the rule 'skip-if-unknown-filter: true', and Falco leaves out the rule alone"], subject: subject)
  }
}
