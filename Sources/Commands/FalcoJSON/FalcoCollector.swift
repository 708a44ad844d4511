import Compiler
import Diagnostics
import RuleFile

/// The items of all files so far, as the incumbent has collected them: those before the first error of each file.
struct FalcoCollector {
  private var builder = RuleSetBuilder()
  private var ruleIndices: [String: Int] = [:]
  /// Rules whose exceptions were replaced by an override, which the incumbent does not validate.
  private var unvalidated: Set<String> = []

  var ruleSet: RuleSet { builder.ruleSet }

  /// A finding and the item at which the incumbent comes to it.
  struct Located {
    var position: ItemPosition
    var finding: FalcoFinding
  }

  struct Outcome {
    var error: Located?
    /// Those before the error.
    var warnings: [Located] = []
    /// Rules with only what is checked when they are collected, and their items.
    var unchecked: [(position: ItemPosition, rule: RuleDefinition)] = []
  }

  /// Adds the items of a file up to the first with an error, or up to `end`.
  mutating func add(_ file: FileItems, before end: ItemPosition?) -> Outcome {
    var outcome = Outcome()
    var findings = file.findings.drop { $0.position == nil }
    for item in file.items where end.map({ item.position < $0 }) ?? true {
      while let finding = findings.first, let position = finding.position, position <= item.position {
        findings.removeFirst()
        if take(finding.diagnostic, at: position, into: &outcome) { return outcome }
      }
      var bag = DiagnosticBag()
      let unchecked = add(item, to: &bag)
      for diagnostic in bag.all where take(diagnostic, at: item.position, into: &outcome) { return outcome }
      if let unchecked { outcome.unchecked.append((item.position, unchecked)) }
    }
    return outcome
  }

  /// - Returns: whether it is an error, which ends the reading.
  private func take(_ diagnostic: Diagnostic, at position: ItemPosition, into outcome: inout Outcome) -> Bool {
    switch diagnostic.severity {
    case .error:
      let code: DiagnosticCode = diagnostic.code.origin == .falco ? diagnostic.code : .yamlValidate
      outcome.error = Located(position: position, finding: FalcoFinding(diagnostic, as: code))
      return true
    case .warning where diagnostic.code.origin == .falco:
      outcome.warnings.append(Located(position: position, finding: FalcoFinding(diagnostic)))
    case .warning, .note: break
    }
    return false
  }

  /// - Returns: a rule made of the exceptions that are new with this item, without values.
  private mutating func add(_ item: RuleFileItem, to bag: inout DiagnosticBag) -> RuleDefinition? {
    guard case .rule(let rule) = item.body else {
      builder.add(item, to: &bag)
      return nil
    }
    let name = rule.name.string
    let known = ruleIndices[name]
    var checkedCount = known.map { builder.ruleSet.rules[$0].exceptions.count } ?? 0
    let count = builder.ruleSet.rules.count
    builder.add(item, to: &bag)
    if builder.ruleSet.rules.count > count { ruleIndices[name] = count }
    guard let index = ruleIndices[name] else { return nil }
    var isDefinition = false
    switch rule.operation {
    case .define:
      unvalidated.remove(name)
      checkedCount = 0
      isDefinition = true
    case .override(_, let replaced) where replaced.contains(.exceptions):
      unvalidated.insert(name)
      return nil
    case .append, .override, .enable: break
    }
    var unchecked = builder.ruleSet.rules[index].shape
    unchecked.exceptions.removeFirst(min(checkedCount, unchecked.exceptions.count))
    unchecked.origin.itemSpan = item.span
    return isDefinition || !unchecked.exceptions.isEmpty ? unchecked : nil
  }

  // MARK: What the incumbent checks while it collects

  /// Looks at fields and operators of exceptions, and at the sources of rules (rule-files.md §6.1, §2.6).
  func check(
    _ rules: [(position: ItemPosition, rule: RuleDefinition)], environment: CompilerEnvironment
  ) -> (error: Located?, warnings: [Located]) {
    let rules = rules.filter { !$0.rule.exceptions.isEmpty || environment.catalogs[$0.rule.source] == nil }
    let positions = Dictionary(rules.map { ($0.rule.origin.itemSpan, $0.position) }) { first, _ in first }
    var error: Located?
    var warnings: [Located] = []
    for diagnostic in Self.findings(of: rules.map(\.rule), environment) {
      guard let position = diagnostic.subject.flatMap({ positions[$0.span] }) else { continue }
      let located = Located(position: position, finding: FalcoFinding(diagnostic))
      if diagnostic.severity == .error {
        error = error ?? located
      } else if diagnostic.code == .unknownSource {
        warnings.append(located)
      }
    }
    return (error, warnings)
  }

  /// Whether this is a mistake in the shape of exceptions that the incumbent has not looked at before it compiled them.
  func isUnvalidated(_ diagnostic: Diagnostic, environment: CompilerEnvironment) -> Bool {
    guard diagnostic.code == .validate, let name = diagnostic.subject?.name, unvalidated.contains(name),
      let index = ruleIndices[name]
    else { return false }
    return Self.findings(of: [builder.ruleSet.rules[index].shape], environment).contains {
      $0.code == diagnostic.code && $0.primary == diagnostic.primary
    }
  }

  private static func findings(of rules: [RuleDefinition], _ environment: CompilerEnvironment) -> [Diagnostic] {
    guard !rules.isEmpty else { return [] }
    var ruleSet = RuleSet()
    ruleSet.rules = rules
    var bag = DiagnosticBag()
    _ = RuleCompiler.check(ruleSet, environment: environment, reporting: .asFalco, into: &bag)
    return bag.all
  }
}

extension RuleDefinition {
  /// Without condition and output, and without the values of the exceptions.
  fileprivate var shape: RuleDefinition {
    var rule = self
    rule.condition = nil
    rule.output = nil
    for index in rule.exceptions.indices { rule.exceptions[index].values = [] }
    return rule
  }
}
