import Diagnostics
import Parser
import RuleFile

/// What the resolving passes fill together.
struct Resolution {
  var conditions = ResolvedConditions()
  var lists: ListExpander
  var uses: ItemUses
  var bag = DiagnosticBag()
  /// Looking for a near name looks at every macro. A set of many thousand macros with as many mistakes must not make
  /// that quadratic: when this many names have been compared, mistakes are reported without a suggestion.
  private var comparisonsLeft = 3_000_000

  init(lists: ListExpander, uses: ItemUses) {
    self.lists = lists
    self.uses = uses
  }

  mutating func nearestMacro(to name: String, in ruleSet: RuleSet) -> String? {
    guard comparisonsLeft > 0 else { return nil }
    comparisonsLeft -= ruleSet.macros.count
    return nearestName(to: name, among: ruleSet.macros.lazy.map(\.origin.name))
  }

  /// A field or transformer that stands alone in a scalar; nil where there is none.
  ///
  /// - Parameter unreadable: what is then reported, from what the parser had to say.
  mutating func operand(of scalar: Scalar, unreadable: (Diagnostic?) -> Diagnostic) -> ResolvedOperandID? {
    var found = DiagnosticBag()
    let parsed = ConditionParser.parseLeftSide(scalar.text, into: &found)
    guard case .operand(let operand) = parsed.rightSide, !found.hasErrors else {
      bag.report(unreadable(found.all.first))
      return nil
    }
    let resolver = TreeResolver(parsed.tree, in: &conditions)
    resolver.addOperands(to: &conditions)
    return resolver.shifted(operand)
  }
}
