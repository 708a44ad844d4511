package import Compiler
import Diagnostics
import RuleFile

/// Rules from memory, compiled; unsound ones are left out.
package struct CompiledText {
  package let compilation: Compilation
  /// Message and place of each error.
  package let errors: [String]

  package init(_ text: String, passes: [Pass] = Pass.allCases) { self.init([text], passes: passes) }

  /// - Parameter texts: one for each file, in the order of loading.
  package init(_ texts: [String], passes: [Pass] = Pass.allCases) {
    var map = SourceMap()
    var bag = DiagnosticBag()
    var builder = RuleSetBuilder()
    for text in texts {
      guard let id = map.add(name: "test.yaml", bytes: Array(text.utf8)) else { preconditionFailure("tests are small") }
      builder.add(ItemReader.read(map[id], id: id), to: &bag)
    }
    compilation = RuleCompiler.check(builder.ruleSet, into: &bag).compile(passes)
    errors = bag.all.filter { $0.severity == .error }.map { "\($0.message): \(map.text(of: $0.primary.span))" }
  }
}
