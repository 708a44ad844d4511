import Compiler
import Diagnostics
import RuleFile

extension Compilation {
  /// Every dump of every stage ends, and a broken rule has an error that says so. The compiler itself stops when a
  /// program does not verify.
  func check(_ found: DiagnosticBag, _ environment: CompilerEnvironment) throws(Violation) {
    try require(outcomes.count == ruleSet.rules.count, "rules without an outcome")
    try require(!outcomes.contains(.broken) || found.hasErrors, "a rule is broken and nothing says why")
    let printer = StagePrinter(self, environment: environment)
    for index in ruleSet.rules.indices {
      _ = printer.canonicalCondition(ofRule: index)
      _ = printer.resolved(ofRule: index)
      _ = printer.typed(ofRule: index)
    }
    for source in sources {
      _ = printer.graph(source: source)
      _ = printer.bytecode(source: source)
    }
  }
}
