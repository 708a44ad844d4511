import Bytecode
import Compiler
import Diagnostics
import RuleFile
import Runtime
import Schema

/// What a rule set says, item by item, in a form in which two can be compared.
struct RuleSetFacts {
  struct Rule {
    var source: String
    var isEnabled: Bool
    var priority: Priority
    var tags: Set<String>
    var exceptions: Set<String>
    /// Names of event types that the condition can be true for; nil where that is all.
    var events: Set<String>?
    var output: String
    var outputFields: Set<String>
    /// The parts that `and` joins, macros and lists resolved, exceptions included.
    var conjuncts: [String]
  }

  var engineVersion: Version?
  var rules: [(name: String, facts: Rule)] = []
  /// Names of event types, as of rules.
  var macros: [(name: String, events: Set<String>?)] = []
  var lists: [(name: String, items: Set<String>)] = []

  /// Reads and compiles one side. Ends the command where the rules have an error.
  init(_ paths: [String]) throws {
    let input = RuleFiles(reading: paths)
    engineVersion = input.ruleSet.requiredEngineVersion
    lists = input.ruleSet.lists.map { ($0.origin.name, Set($0.items.map(\.string))) }
    let ruleCount = input.ruleSet.rules.count
    var found = input.found
    _ = RuleCompiler.check(input.ruleSet, into: &found)
    try input.failOnErrors(among: found.all)
    // What is wrong with a macro by itself is no reason to stop.
    var ignored = DiagnosticBag()
    let ruleSet = input.ruleSet.withMacrosAsRules
    let compilation = RuleCompiler.check(ruleSet, into: &ignored).compile()
    let printer = StagePrinter(compilation, environment: .standard)
    for (index, rule) in ruleSet.rules.enumerated() {
      let events = if case .only(let names)? = compilation.eventTypeNames(ofRule: index) { Set(names) } else { nil as Set<String>? }
      if index >= ruleCount {
        macros.append((rule.origin.name, events))
      } else {
        rules.append((rule.origin.name, Self.facts(rule, index, events, compilation, printer)))
      }
    }
  }

  private static func facts(
    _ rule: RuleDefinition, _ index: Int, _ events: Set<String>?, _ compilation: Compilation, _ printer: StagePrinter
  ) -> Rule {
    Rule(
      source: rule.source, isEnabled: rule.isEnabled, priority: rule.priority ?? .debug, tags: Set(rule.tags),
      exceptions: Set(rule.exceptions.map(\.name.string)), events: events, output: rule.output?.string ?? "",
      outputFields: outputFields(ofRule: index, in: compilation), conjuncts: printer.conjuncts(ofRule: index))
  }

  private static func outputFields(ofRule index: Int, in compilation: Compilation) -> Set<String> {
    guard let (entry, program) = compilation.entry(ofRule: index) else { return [] }
    let fields = OutputFields(program: program, catalog: .syscall, events: .syscall)
    return Set(
      entry.output.compactMap { part in
        if case .term(let id, _) = part { String(decoding: fields.key(of: id), as: UTF8.self) } else { nil }
      })
  }
}
