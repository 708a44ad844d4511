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
    var input = RuleFiles(reading: paths)
    engineVersion = input.ruleSet.requiredEngineVersion
    lists = input.ruleSet.lists.map { ($0.origin.name, Set($0.items.map(\.string))) }
    let macros = input.ruleSet.macros
    let ruleCount = input.ruleSet.rules.count
    // A macro is asked for its event types as if it were a rule; only then are mistakes in unused ones no reason to stop.
    var found = input.found
    let checked = RuleCompiler.check(input.ruleSet, into: &found)
    try input.failOnErrors(among: found.all)
    for macro in macros { if let condition = macro.condition { input.ruleSet.addCondition(condition, named: macro.origin.name) } }
    var ignored = DiagnosticBag()
    let compilation = macros.isEmpty ? checked.compile() : RuleCompiler.check(input.ruleSet, into: &ignored).compile()
    let printer = StagePrinter(compilation, environment: .standard)
    for (index, rule) in input.ruleSet.rules.enumerated() {
      let events = Self.events(ofRule: index, in: compilation)
      if index >= ruleCount {
        self.macros.append((rule.origin.name, events))
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

  private static func entry(ofRule index: Int, in compilation: Compilation) -> (RuleEntry, Program)? {
    guard case .compiled(let id) = compilation.outcomes[index],
      let source = compilation.sources.first(where: { $0.source == compilation.ruleSet.rules[index].source })
    else { return nil }
    return (source.program.program.rules[Int(id.rawValue)], source.program.program)
  }

  private static func events(ofRule index: Int, in compilation: Compilation) -> Set<String>? {
    guard let (entry, _) = entry(ofRule: index, in: compilation) else { return nil }
    let table = EventTable.syscall
    let all = Set(table.types.indices.filter { entry.events.contains(EventCode(rawValue: UInt16($0))) }.map { table.types[$0].name })
    return all.count == Set(table.types.map(\.name)).count ? nil : all
  }

  private static func outputFields(ofRule index: Int, in compilation: Compilation) -> Set<String> {
    guard let (entry, program) = entry(ofRule: index, in: compilation) else { return [] }
    let fields = OutputFields(program: program, catalog: .syscall, events: .syscall)
    return Set(
      entry.output.compactMap { part in
        if case .term(let id, _) = part { String(decoding: fields.key(of: id), as: UTF8.self) } else { nil }
      })
  }
}
