import Bytecode
import Compiler
import Diagnostics
import RuleFile
import Runtime
import Schema

/// Rules ready to run: compiled without an error, with the plan of their alerts.
struct PreparedRules {
  let program: VerifiedProgram
  let plan: AlertPlan
  let environment = CompilerEnvironment.standard

  /// Ends the command where the rules have an error, with the diagnostics that `check` would print.
  init(
    _ paths: [String], choice: RuleChoice, appendedFields: [String], suggestsOutput: Bool, usesISOTime: Bool
  ) throws {
    var input = RuleFiles(reading: paths)
    try choice.apply(to: &input.ruleSet)
    let sources = Set(input.ruleSet.rules.map(\.source))
    let suggested = suggestsOutput ? try WantedFields(suggestedOutput: .syscall, addingTo: &input) : nil
    var appended: WantedFields?
    if !appendedFields.isEmpty {
      _ = try WantedFields.compile(appendedFields, option: "--append-field", environment)
      appended = try WantedFields(appendedFields, named: "--append-field", addingTo: &input)
    }
    var found = input.found
    let compilation = RuleCompiler.compile(input.ruleSet, environment: environment, into: &found)
    try input.failOnErrors(among: found.all)
    guard let syscalls = compilation.sources.first(where: { $0.source == Self.source }) else {
      preconditionFailure("the standard environment has this source")
    }
    program = syscalls.program
    plan = AlertPlan(
      program.program, catalog: .syscall, events: environment.events, suggested: suggested?.rule(in: compilation),
      appended: appended?.rule(in: compilation), usesISOTime: usesISOTime)
    Self.say(found.all, sources)
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
