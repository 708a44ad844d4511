package import Bytecode
package import Diagnostics
package import RuleFile
import Schema

/// What became of one rule.
package enum RuleOutcome: Sendable, Hashable {
  /// It stands in the program of its source.
  case compiled(RuleID)
  /// It is no rule but a sketch, and stands in the program of its source.
  case counting
  /// Its source has no catalogue, or it asked to be skipped; a warning says so.
  case setAside
  /// A diagnostic says why.
  case broken
}

/// A rule set after every diagnostic was made and before any code: all that `rulec check` needs.
package struct CheckedRules: Sendable {
  /// With the sketches behind the rules.
  package let ruleSet: RuleSet
  package let conditions: ResolvedConditions
  /// By rule of the rule set.
  package internal(set) var outcomes: [RuleOutcome]
  /// One for each source that has a catalogue, in the order of their names.
  var compilers: [SourceCompiler] = []

  /// The programs. Nothing can go wrong any more: unsound rules are left out.
  package func compile(_ passes: [Pass] = Pass.allCases, profile: CheckProfile? = nil) -> Compilation {
    Compilation(
      ruleSet: ruleSet, conditions: conditions, sources: compilers.map { $0.compile(passes, profile) }, outcomes: outcomes)
  }
}

/// A rule set after compilation: programs, and what every stage made, for `rulec dump`.
package struct Compilation: Sendable {
  /// With the sketches behind the rules.
  package let ruleSet: RuleSet
  package let conditions: ResolvedConditions
  /// One for each source that has a catalogue, in the order of their names.
  package let sources: [SourceCompilation]
  /// By rule of the rule set.
  package let outcomes: [RuleOutcome]
}

/// The rule files' rules as programs: the order of the passes stands here and nowhere else.
package enum RuleCompiler {
  /// How the result is to be reported.
  package enum Reporting: Sendable {
    /// Every mistake once, where it was made.
    case everything
    /// What Falco 0.44 would report of the same rules, for `falco-json`.
    case asFalco
  }

  /// Resolves and type-checks everything. What is found goes to the bag in the order in which the incumbent works.
  package static func check(
    _ ruleSet: RuleSet, environment: CompilerEnvironment = .standard, reporting: Reporting = .everything,
    into bag: inout DiagnosticBag
  ) -> CheckedRules {
    var found = DiagnosticBag()
    let ruleSet = ruleSet.withSketchesAsRules
    let resolved = ConditionResolver.resolve(ruleSet, catalogs: environment.catalogs, into: &found)
    var checked = CheckedRules(
      ruleSet: ruleSet, conditions: resolved.conditions,
      outcomes: Array(repeating: .setAside, count: ruleSet.rules.count))
    var rules = RuleChecker(ruleSet, resolved, environment: environment, reporting: reporting)
    for index in ruleSet.rules.indices { rules.check(index, into: &found) }
    if reporting == .everything { rules.checkMacrosOfBrokenText(into: &found) }
    rules.reportUnused(into: &found)
    checked.compilers = rules.finish(outcomes: &checked.outcomes)
    for compiler in checked.compilers {
      compiler.reportEventTypes(reporting, into: &found)
      // What is broken may ask them.
      if !checked.outcomes.contains(.broken) { compiler.reportUnusedSketches(into: &found) }
    }
    bag.report(found.withoutRepetitions)
    return checked
  }

  /// Checks, and compiles the rules that are sound.
  package static func compile(
    _ ruleSet: RuleSet, environment: CompilerEnvironment = .standard, reporting: Reporting = .everything,
    into bag: inout DiagnosticBag
  ) -> Compilation {
    check(ruleSet, environment: environment, reporting: reporting, into: &bag).compile()
  }
}

extension DiagnosticBag {
  /// A mistake in a macro or list may be met on several ways; it is one mistake.
  var withoutRepetitions: [Diagnostic] {
    struct Key: Hashable {
      var code: DiagnosticCode
      var span: SourceSpan
      var message: String
    }
    var seen: Set<Key> = []
    return all.filter { seen.insert(Key(code: $0.code, span: $0.primary.span, message: $0.message)).inserted }
  }
}
