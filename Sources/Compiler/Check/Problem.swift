import Diagnostics

/// Something wrong with a check. It becomes a report when a rule that is compiled uses the check.
struct Problem: Sendable {
  var diagnostic: Diagnostic
  /// `skip-if-unknown-filter: true` turns it into a warning and drops the rule (rule-files.md §7).
  var isSkippable: Bool

  init(_ diagnostic: Diagnostic, isSkippable: Bool = false) {
    self.diagnostic = diagnostic
    self.isSkippable = isSkippable
  }
}
