import Diagnostics
import RuleFile

/// Puts what the compiler found into the incumbent's order of work (rule-files.md §7): macros, then the rules one by one
/// (exceptions, output, condition, event types), then what is not used.
struct FalcoOrder {
  private let map: SourceMap
  private let ruleSet: RuleSet
  private let ruleIndices: [String: Int]

  init(_ ruleSet: RuleSet, map: SourceMap) {
    self.map = map
    self.ruleSet = ruleSet
    let names = ruleSet.rules.enumerated().map { ($1.origin.name, $0) }
    ruleIndices = Dictionary(names) { first, _ in first }
  }

  /// Errors and the incumbent's own warnings. Unknown sources are not among them: those come while it collects.
  func findings(of diagnostics: [Diagnostic]) -> [FalcoFinding] {
    var seen: Set<DeprecatedUse> = []
    let reported = diagnostics.filter(isFalcos)
    let keys = reported.map(key)
    let order = reported.indices.sorted { keys[$0] == keys[$1] ? $0 < $1 : keys[$0] < keys[$1] }
    return order.flatMap { findings(of: reported[$0], &seen) }
  }

  private func isFalcos(_ diagnostic: Diagnostic) -> Bool {
    switch diagnostic.severity {
    case .error: true
    case .warning: diagnostic.code.origin == .falco && diagnostic.code != .unknownSource
    case .note: false
    }
  }

  // MARK: Order

  private struct Key: Comparable {
    var phase: Int
    var rule = 0
    var step = 0

    static func < (a: Key, b: Key) -> Bool { (a.phase, a.rule, a.step) < (b.phase, b.rule, b.step) }
  }

  private func key(of diagnostic: Diagnostic) -> Key {
    switch diagnostic.code {
    case .unusedMacro, .unusedList: return Key(phase: 2)
    default: break
    }
    guard let subject = diagnostic.subject, subject.kind == "rule", let index = ruleIndices[subject.name] else {
      // All macros are parsed before any is resolved.
      return Key(phase: 0, step: diagnostic.code == .validate ? 1 : 0)
    }
    return Key(phase: 1, rule: index, step: step(of: diagnostic, in: ruleSet.rules[index]))
  }

  private func step(of diagnostic: Diagnostic, in rule: RuleDefinition) -> Int {
    let span = diagnostic.primary.span
    switch diagnostic.code {
    case .validate where rule.exceptions.contains(where: { $0.span.contains(span) }): return 0
    case .compileOutput: return 1
    case .deprecatedItem where isInOutput(diagnostic, of: rule): return 1
    // Hints are given once the condition has compiled.
    case .conditionHint: return 3
    case .noEventType: return 4
    default: return 2
    }
  }

  private func isInOutput(_ diagnostic: Diagnostic, of rule: RuleDefinition) -> Bool {
    rule.output?.pieceSpans.contains { $0.contains(diagnostic.primary.span) } ?? false
  }

  // MARK: Findings

  private struct DeprecatedUse: Hashable {
    var rule: String
    var field: String
    var isInOutput: Bool
  }

  private func findings(of diagnostic: Diagnostic, _ seen: inout Set<DeprecatedUse>) -> [FalcoFinding] {
    // What is too large for us, the incumbent would not be able to compile either, sooner or later.
    if diagnostic.severity == .error, diagnostic.code.origin == .rulec {
      return [FalcoFinding(diagnostic, as: .compileCondition)]
    }
    guard diagnostic.code == .deprecatedItem, let name = diagnostic.subject?.name, let index = ruleIndices[name] else {
      return [FalcoFinding(diagnostic)]
    }
    let field = map.text(of: diagnostic.primary.span)
    guard field.hasPrefix("evt.") else { return [FalcoFinding(diagnostic)] }
    let isInOutput = isInOutput(diagnostic, of: ruleSet.rules[index])
    // In outputs the incumbent looks for the names as mere text, so it finds the shorter one inside the longer one.
    let fields = isInOutput && field.hasPrefix("evt.latency.") ? ["evt.latency", field] : [field]
    return fields.compactMap { field in
      guard seen.insert(DeprecatedUse(rule: name, field: field, isInOutput: isInOutput)).inserted else { return nil }
      var finding = FalcoFinding(diagnostic)
      finding.deprecatedField = field
      return finding
    }
  }
}
