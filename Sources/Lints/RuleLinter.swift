package import Compiler
package import Diagnostics
import Parser
package import RuleFile
import Schema

// Lints: what rules without a mistake mean, and whether their author can have meant it. In: checked rules. Out: diagnostics,
// some with a fix. `Reasoning/` proves things of conditions, `Rules/` has one file for each lint. Not here: mistakes (Compiler),
// and anything that needs an event.

/// Which lints are wanted.
package struct LintSelection: Sendable {
  /// Matters of style are reported, too.
  package var includesStyle: Bool
  /// Codes that are on or off whatever else is said.
  package var codes: [DiagnosticCode: Bool]

  package init(includesStyle: Bool = false, codes: [DiagnosticCode: Bool] = [:]) {
    self.includesStyle = includesStyle
    self.codes = codes
  }

  package func isWanted(_ code: DiagnosticCode) -> Bool { codes[code] ?? (includesStyle || !code.info.isStyle) }
}

/// One lint: what it may report, and how it looks for that.
struct Lint: Sendable {
  let codes: [DiagnosticCode]
  let run: @Sendable (inout LintContext, inout DiagnosticBag) -> Void

  /// In the order in which they run, which nobody sees.
  static let all: [Lint] = [
    .conditions, .eventTypes, .shadowing, .items, .redefinitions, .absentFields, .missingValues, .longNames, .anyAncestors,
    .simpleRegexes, .checkOrder, .exceptions, .conventions,
  ]
}

package enum RuleLinter {
  /// The codes that lints report. Some of them the compiler reports, too.
  package static let codes: Set<DiagnosticCode> = Set(Lint.all.flatMap(\.codes))

  /// All that is to be said of files that were read and merged: mistakes, and if there are none, what the lints find; less what comments
  /// suppress.
  ///
  /// - Parameters:
  ///   - files: those that the rules come from.
  ///   - found: what reading and merging found.
  /// - Returns: besides, what the comments suppress, and how many questions the reasoning left open: its steps are bounded.
  package static func check(
    _ ruleSet: RuleSet, _ files: [FileItems], in map: SourceMap, _ selection: LintSelection,
    environment: CompilerEnvironment = .standard, after found: DiagnosticBag
  ) -> (checked: CheckedRules, diagnostics: [Diagnostic], suppressed: [SuppressedDiagnostic], undecided: Int) {
    var found = found
    let checked = RuleCompiler.check(ruleSet, environment: environment, into: &found)
    let isSound = !found.hasErrors
    let undecided = isSound ? lint(checked, in: map, selection, into: &found) : 0
    var suppressions = Suppressions(files, in: map)
    let (diagnostics, suppressed) = suppressions.apply(to: found.all) { code in
      !codes.contains(code) || isSound && selection.isWanted(code)
    }
    return (checked, diagnostics, suppressed, undecided)
  }

  /// What the lints find. Of rules with errors nothing is said: what they mean is not known.
  ///
  /// - Returns: how many questions the reasoning left open.
  @discardableResult
  package static func lint(
    _ checked: CheckedRules, in map: SourceMap, _ selection: LintSelection = LintSelection(), into bag: inout DiagnosticBag
  ) -> Int {
    var context = LintContext(checked, map, selection)
    var found = DiagnosticBag()
    for lint in Lint.all where lint.codes.contains(where: selection.isWanted) { lint.run(&context, &found) }
    if !context.fixes.isEmpty { bag.addFixes(context.fixes) }
    bag.report(found.all.filter { selection.isWanted($0.code) })
    return context.undecided
  }
}

/// Whose condition a text is.
struct ConditionOwner {
  var text: UInt32
  /// Of the macros or of the rules of the rule set.
  var index: Int
  var isMacro: Bool
}

/// What lints look at.
struct LintContext {
  let map: SourceMap
  let ruleSet: RuleSet
  let selection: LintSelection
  let conditions: ResolvedConditions
  /// One for each source with rules.
  var sources: [SourceReasoning]
  /// The checks that sound rules reach, each once: those of a macro too.
  let soundChecks: [ResolvedCheckID]
  /// Ways to put right what the compiler reported, by its place.
  var fixes: [SourceSpan: Fix] = [:]
  /// The items that the texts of the conditions are of, by text; made when they are first asked for.
  var owners: [ConditionOwner]?
  /// Questions that took too many steps.
  var undecided = 0

  init(_ checked: CheckedRules, _ map: SourceMap, _ selection: LintSelection) {
    self.map = map
    ruleSet = checked.ruleSet
    conditions = checked.conditions
    self.selection = selection
    sources = []
    var soundChecks: [ResolvedCheckID] = []
    for typed in checked.typedConditions where !typed.rules.isEmpty {
      sources.append(SourceReasoning(typed, checked))
      for (index, id) in typed.checkIDs.enumerated() where id != nil { soundChecks.append(ResolvedCheckID(rawValue: UInt32(index))) }
    }
    self.soundChecks = soundChecks
  }
}

/// The rules of one source, and what reasons about them.
struct SourceReasoning {
  let conditions: SourceConditions
  /// By `typed.rules`.
  var rules: [LintedRule] = []
  let solver: Satisfiability

  var typed: TypedConditions { conditions.typed }

  init(_ typed: TypedConditions, _ checked: CheckedRules) {
    conditions = SourceConditions(checked.conditions, typed)
    solver = Satisfiability(typed)
    for (position, index) in typed.rules.enumerated() {
      guard let root = checked.conditions.ruleRoots[index], let node = typed.node(root) else { continue }
      rules.append(
        LintedRule(
          index: index, definition: checked.ruleSet.rules[index], root: root, node: node,
          types: typed.schedules[position].intersection(solver.visibleTypes)))
    }
  }
}
