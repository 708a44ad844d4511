import Diagnostics
import RuleFile
import Schema

// What is said about rules, macros and lists as a whole.

extension Diagnostic {
  /// `unknown source 'k8s_audit': rule 'X' is left out`
  static func unknownSource(_ rule: RuleDefinition, known: [String]) -> Diagnostic {
    let suggestion = nearestName(to: rule.source, among: known)
    return Diagnostic(
      .unknownSource, "unknown source '\(rule.source)': rule '\(rule.origin.name)' is left out",
      at: Label(rule.sourceSpan ?? rule.origin.nameSpan),
      help: [suggestion.map { "did you mean '\($0)'?" } ?? "sources of plugins are unknown while the plugin is not there; known here: \(known.joined(separator: ", "))"],
      subject: Subject(kind: "rule", name: rule.origin.name, span: rule.origin.itemSpan))
  }

  /// `rule 'X' is skipped: unknown field 'foo.bar'`
  static func ruleSkipped(_ rule: RuleDefinition, because cause: Diagnostic) -> Diagnostic {
    Diagnostic(
      .unknownFilter, "rule '\(rule.origin.name)' is skipped: \(cause.message)", at: cause.primary,
      secondary: [Label(rule.origin.nameSpan, "asks to be skipped with 'skip-if-unknown-filter'")], help: cause.help)
  }

  /// `macro 'x' is not used`
  static func unusedMacro(_ macro: ItemOrigin) -> Diagnostic {
    Diagnostic(
      .unusedMacro, "macro '\(macro.name)' is not used", at: Label(macro.nameSpan),
      help: ["remove it, or use it in a rule"], subject: Subject(kind: "macro", name: macro.name, span: macro.itemSpan))
  }

  /// `list 'x' is not used`
  static func unusedList(_ list: ItemOrigin) -> Diagnostic {
    Diagnostic(
      .unusedList, "list '\(list.name)' is not used", at: Label(list.nameSpan),
      help: ["remove it, or use it in a condition"], subject: Subject(kind: "list", name: list.name, span: list.itemSpan))
  }

  /// `rule 'X' runs on 454 event types`
  static func noEventType(_ rule: RuleDefinition, count: Int) -> Diagnostic {
    Diagnostic(
      .noEventType, "rule '\(rule.origin.name)' runs on nearly every event: its condition allows \(count) event types",
      at: Label(rule.condition?.span ?? rule.origin.nameSpan),
      help: ["add a check on 'evt.type', as in 'evt.type in (execve, execveat) and …', or say that it is meant with 'warn_evttypes: false'"])
  }

  /// `rule 'X' can never match`
  static func neverMatches(_ rule: RuleDefinition) -> Diagnostic {
    Diagnostic(
      .neverMatches, "rule '\(rule.origin.name)' can never match: no event type satisfies its condition",
      at: Label(rule.condition?.span ?? rule.origin.nameSpan),
      help: ["an event has one type: join checks of 'evt.type' with 'or', or list the types with 'in'"])
  }

  func about(_ rule: RuleDefinition) -> Diagnostic { about(rule.kind, rule.origin) }
  func about(macro: ItemOrigin) -> Diagnostic { about("macro", macro) }

  private func about(_ kind: String, _ origin: ItemOrigin) -> Diagnostic {
    guard subject == nil else { return self }
    var result = self
    result.subject = Subject(kind: kind, name: origin.name, span: origin.itemSpan)
    return result
  }

  /// A field of an exception is checked with the exception, not with the condition (rule-files.md §6.1).
  var asExceptionField: Diagnostic {
    var result = self
    result.code = .validate
    return result
  }
}

extension Problem {
  /// The same mistake, met in an output.
  var asOutput: Problem {
    var result = self
    if result.diagnostic.code == .compileCondition { result.diagnostic.code = .compileOutput }
    return result
  }
}
