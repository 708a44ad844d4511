import Bytecode
import Compiler
import Diagnostics
import Reference
import RuleFile
import Runtime
import Schema

/// Explains what a rule answers about the event that an engine processed last.
struct RuleExplainer {
  private let compilation: Compilation
  private let source: SourceCompilation
  private let macros: [String]
  private let reference: ReferenceEvaluator
  private var locator: SourceLocator

  init(_ prepared: PreparedRules) {
    compilation = prepared.compilation
    source = prepared.systemCalls
    macros = compilation.ruleSet.macros.map(\.origin.name)
    reference = ReferenceEvaluator(compilation, source, catalog: .syscall)
    locator = SourceLocator(prepared.map)
  }

  /// - Parameter engine: one with the program of the rules.
  /// - Returns: nil for what is no rule with a condition.
  mutating func explain(_ rule: RuleID, _ engine: inout Engine, _ event: borrowing EventView) -> ExplanationReport.Rule? {
    let index = source.ruleIndices[Int(rule.rawValue)]
    guard let root = compilation.conditions.ruleRoots[index] else { return nil }
    let explanation = reference.explain(root, macros: macros, &engine, event)
    let origin = compilation.ruleSet.rules[index].origin
    return ExplanationReport.Rule(
      name: origin.name, place: WrittenPlace(origin.nameSpan, &locator), holds: explanation.holds, vetoes: explanation.vetoes,
      nodes: explanation.nodes.map { ExplanationReport.Line(node: $0, label: label($0), place: WrittenPlace($0.span, &locator)) })
  }

  /// How far the condition of a rule came: how many checks were asked and held.
  func progress(_ rule: RuleID, _ engine: inout Engine, _ event: borrowing EventView) -> Int {
    guard let root = compilation.conditions.ruleRoots[source.ruleIndices[Int(rule.rawValue)]] else { return 0 }
    return reference.explain(root, macros: macros, &engine, event).nodes.count { $0.part.isCheck && $0.isReached && $0.holds }
  }

  private func label(_ node: Explanation.Node) -> String {
    switch node.part {
    case .and: "and"
    case .or: "or"
    case .not: "not"
    case .macro(let name): "macro \(name)"
    case .exception(let name): "exception \(name)"
    case .check(let id) where node.isInException: compilation.text(of: id)
    case .check, .error: locator.map.textOnOneLine(of: node.span)
    }
  }
}

/// Explains rules about the event that its engine processed last.
struct EventExplainer: ~Copyable {
  var engine: Engine
  private let prepared: PreparedRules
  private var explainer: RuleExplainer
  /// What a reader wants to know of an event first.
  private let facts: [Fact]

  private struct Fact {
    let name: String
    let term: TermID
    let style: PrintStyle
  }

  init(_ prepared: PreparedRules) {
    self.prepared = prepared
    explainer = RuleExplainer(prepared)
    var options = EngineOptions()
    options.matching = .all
    engine = Engine(program: prepared.program, catalog: .syscall, events: .syscall, options: options)
    let program = prepared.program.program
    let fields = OutputFields(program: program, catalog: .syscall, events: .syscall)
    let terms = program.terms.indices.map { TermID(rawValue: UInt32($0)) }
    facts = EventFactLine.fields.compactMap { name in
      terms.first { fields.key(of: $0) == Array(name.utf8) }.map { Fact(name: name, term: $0, style: fields.style(of: $0)) }
    }
  }

  mutating func progress(of rule: RuleID, _ event: borrowing EventView) -> Int { explainer.progress(rule, &engine, event) }

  /// - Parameter number: what the report calls the event.
  mutating func report(_ rule: RuleID, _ event: borrowing EventView, number: UInt64) -> ExplanationReport {
    report(event, number: number, [explainer.explain(rule, &engine, event)].compactMap(\.self))
  }

  /// - Parameter onlyThatHold: leaves out rules whose condition does not hold.
  mutating func report(_ event: borrowing EventView, onlyThatHold: Bool) -> ExplanationReport {
    let carriers = prepared.carriers
    var rules: [ExplanationReport.Rule] = []
    for number in prepared.program.program.rules.indices where prepared.program.program.rules[number].isEnabled {
      let rule = RuleID(rawValue: UInt32(number))
      if carriers.contains(rule) || onlyThatHold && !engine.matches.contains(rule) { continue }
      if let explained = explainer.explain(rule, &engine, event) { rules.append(explained) }
    }
    return report(event, number: engine.facts.number, rules)
  }

  private mutating func report(
    _ event: borrowing EventView, number: UInt64, _ rules: [ExplanationReport.Rule]
  ) -> ExplanationReport {
    ExplanationReport(number: number, time: event.time, type: EventTable.syscall[event.type].name, facts: values(event), rules: rules)
  }

  private mutating func values(_ event: borrowing EventView) -> [(name: String, value: [UInt8])] {
    var values: [(name: String, value: [UInt8])] = []
    for fact in facts {
      var bytes: [UInt8] = []
      engine.outputValue(of: fact.term, event).appendJSON(fact.style, event, engine, to: &bytes)
      if bytes != Array("null".utf8) { values.append((fact.name, bytes)) }
    }
    return values
  }
}

/// The facts about an event that stand above its explanation.
enum EventFactLine {
  static let fields = ["evt.res", "fd.name", "proc.cmdline", "proc.pid", "proc.lineage", "user.name", "container.id"]
}
