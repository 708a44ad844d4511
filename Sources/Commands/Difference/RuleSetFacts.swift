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

  /// One entry of `required_plugin_versions`: one of these plugins has to be there.
  typealias PluginRequirement = [(plugin: String, version: Version)]

  var engineVersion: Version?
  var pluginRequirements: [PluginRequirement] = []
  var rules: [(name: String, facts: Rule)] = []
  /// Names of event types, as of rules.
  var macros: [(name: String, events: Set<String>?)] = []
  var lists: [(name: String, items: Set<String>)] = []

  /// The rules about system calls, to run.
  let program: VerifiedProgram

  /// Reads and compiles one side. Ends the command where the rules have an error.
  init(_ paths: [String]) throws {
    let input = RuleFiles(reading: paths)
    engineVersion = input.ruleSet.requiredEngineVersion
    pluginRequirements = input.files.flatMap(\.items).flatMap(Self.pluginRequirements)
    lists = input.ruleSet.lists.map { ($0.origin.name, Set($0.items.map(\.string))) }
    let ruleCount = input.ruleSet.rules.count
    var ruleSet = input.ruleSet.withMacrosAsRules
    for index in ruleSet.rules.indices[ruleCount...] { ruleSet.rules[index].isEnabled = false }
    var found = input.found
    let compilation = RuleCompiler.check(ruleSet, into: &found).compile()
    // What is wrong with a macro that no rule uses is no reason to stop.
    let macroPlaces = Set(ruleSet.rules[ruleCount...].map(\.origin.itemSpan))
    try input.failOnErrors(among: found.all.filter { $0.subject?.kind != "rule" || !macroPlaces.contains($0.subject?.span ?? $0.primary.span) })
    guard let source = compilation.sources.first(where: { $0.source == FieldCatalog.syscall.source }) else {
      preconditionFailure("the standard environment has this source")
    }
    program = source.program
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

  private static func pluginRequirements(_ item: RuleFileItem) -> [PluginRequirement] {
    guard case .pluginVersions(let requirements) = item.body else { return [] }
    return requirements.map { requirement in
      requirement.alternatives.compactMap { plugin in
        Version(scanning: plugin.version.text.bytes).map { (plugin.name.string, $0) }
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
