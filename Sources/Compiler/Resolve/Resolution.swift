import Diagnostics
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
}
