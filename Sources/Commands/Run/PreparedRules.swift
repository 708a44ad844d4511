import Bytecode
import Compiler
import Diagnostics
import RuleFile
import Runtime
import Schema

/// Rules ready to run: compiled without an error, with the plan of their alerts.
struct PreparedRules {
  let compilation: Compilation
  let program: VerifiedProgram
  let plan: AlertPlan
  let environment = CompilerEnvironment.standard
  /// Of the rule files.
  let map: SourceMap
  private let checked: CheckedRules
  private let profile: CheckProfile?
  private let suggested: WantedFields?
  private let appended: WantedFields?
  private let usesISOTime: Bool

  /// Ends the command where the rules have an error, with the diagnostics that `check` would print.
  init(
    _ paths: [String], choice: RuleChoice, appendedFields: [String], suggestsOutput: Bool, usesISOTime: Bool,
    profile: CheckProfile?
  ) throws {
    var input = RuleFiles(reading: paths)
    try choice.apply(to: &input.ruleSet)
    let sources = Set(input.ruleSet.rules.map(\.source))
    let suggested = suggestsOutput ? try WantedFields(suggestedOutput: .syscall, addingTo: &input) : nil
    var appended: WantedFields?
    if !appendedFields.isEmpty {
      _ = try WantedFields.compile(
        appendedFields, option: "--append-field", .standard, sketches: input.ruleSet.sketches)
      appended = try WantedFields(appendedFields, named: "--append-field", addingTo: &input)
    }
    var found = input.found
    let checked = RuleCompiler.check(input.ruleSet, environment: .standard, into: &found)
    try input.failOnErrors(among: found.all)
    self.init(
      checked, Pass.allCases, profile: profile, map: input.map, suggested: suggested, appended: appended,
      usesISOTime: usesISOTime)
    Self.say(found.all, sources)
    profile?.sayWhatIsUnknown(in: compilation)
  }

  private init(
    _ checked: CheckedRules, _ passes: [Pass], profile: CheckProfile?, map: SourceMap, suggested: WantedFields?,
    appended: WantedFields?, usesISOTime: Bool
  ) {
    compilation = checked.compile(passes, profile: profile)
    program = Self.systemCalls(of: compilation).program
    plan = AlertPlan(
      program.program, catalog: .syscall, events: environment.events, suggested: suggested?.rule(in: compilation),
      appended: appended?.rule(in: compilation), usesISOTime: usesISOTime)
    self.map = map
    self.checked = checked
    self.profile = profile
    self.suggested = suggested
    self.appended = appended
    self.usesISOTime = usesISOTime
  }

  /// The same rules, compiled without one of the passes.
  func leavingOut(_ pass: Pass) -> PreparedRules {
    PreparedRules(
      checked, Pass.allCases.filter { $0 != pass }, profile: profile, map: map, suggested: suggested, appended: appended,
      usesISOTime: usesISOTime)
  }

  /// Rules that only carry fields that are wanted.
  var carriers: Set<RuleID> { Set([suggested, appended].compactMap { $0?.rule(in: compilation) }) }

  /// How and where the rules write the checks of the program.
  var writtenChecks: WrittenChecks {
    WrittenChecks(compilation, systemCalls)
  }

  /// What was made of the rules about events that captures hold.
  var systemCalls: SourceCompilation { Self.systemCalls(of: compilation) }

  private static func systemCalls(of compilation: Compilation) -> SourceCompilation {
    guard let found = compilation.sources.first(where: { $0.source == source }) else {
      preconditionFailure("the standard environment has this source")
    }
    return found
  }

  /// The event source of everything that captures hold.
  private static let source = "syscall"

  private static func say(_ found: [Diagnostic], _ sources: Set<String>) {
    let warnings = found.count { $0.severity == .warning }
    if warnings > 0 {
      Output.message("rulec: \(warnings) warning\(warnings == 1 ? "" : "s") about the rules; 'rulec check' shows them")
    }
    if !sources.isEmpty, !sources.contains(source) {
      Output.message("rulec: no rule is about system calls, so none can match")
    }
  }
}
