import Diagnostics

/// What the resolving passes fill together.
struct Resolution {
  var conditions = ResolvedConditions()
  var lists: ListExpander
  var uses: ItemUses
  var bag = DiagnosticBag()
}
