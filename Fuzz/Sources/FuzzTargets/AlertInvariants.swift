import Bytecode
import Compiler
import Diagnostics
import RuleFile
import Runtime
import Schema

/// Events on their way through state, rules and alerts: a rule that always matches shows every field of each.
struct AlertInvariants: ~Copyable {
  private static let rules = Rules()
  /// Of a long input only the first events are shown; all of them change state.
  private static let shownEvents = 64

  private var engine: Engine
  private var text: AlertWriter
  private var json: AlertWriter
  private var events = 0

  init() {
    engine = Engine(program: Self.rules.compiled.program, catalog: .syscall, events: .syscall)
    text = AlertWriter(Self.rules.plan, AlertOptions())
    var options = AlertOptions()
    options.form = .json
    json = AlertWriter(Self.rules.plan, options)
  }

  mutating func load(_ snapshot: StateSnapshot) { engine.load(snapshot) }

  /// An alert is one line without signs that move a cursor, and in JSON it is JSON.
  mutating func check(_ event: borrowing EventView) -> Violation? {
    engine.process(event)
    events += 1
    if engine.facts.isHidden { return nil }
    if engine.matches.isEmpty { return Violation(description: "a rule that always matches did not") }
    guard events <= Self.shownEvents else { return nil }
    for rule in engine.matches {
      text.write(rule, event, &engine)
      if !Self.isPrintableLine(text.line) { return Violation(description: "the text of an alert is no printable line") }
      json.write(rule, event, &engine)
      if !Self.isPrintableLine(json.line) { return Violation(description: "the JSON of an alert is no printable line") }
      var checker = JSONChecker(json.line.dropLast())
      if !checker.isWellFormed() { return Violation(description: "the JSON of an alert stops being JSON at \(String(decoding: json.line.dropFirst(checker.position).prefix(40), as: UTF8.self))") }
    }
    return nil
  }

  /// Ends with the only line feed; valid UTF-8; no control sign of C0, DEL or C1.
  private static func isPrintableLine(_ line: [UInt8]) -> Bool {
    guard line.last == UInt8(ascii: "\n"), let text = String(validating: line.dropLast(), as: UTF8.self) else { return false }
    return text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
  }
}

/// The rule, compiled once.
private struct Rules: Sendable {
  let compiled: SourceCompilation
  let plan: AlertPlan

  init() {
    let fields = FieldCatalog.syscall.fields.map { field in
      let name = field.argument == .requiredSketchNumber ? field.name.replacing(".sketch.", with: ".sketch0.") : field.name
      return "    %" + name + Self.argument(of: field)
    }
    let source = """
      - sketch: s
        index: 0
        condition: evt.num > 0
        key: [fd.name, proc.args]
        each: proc.args
      - rule: every field
        desc: d
        condition: evt.num > 0
        priority: debug
        output: |
      \(fields.joined(separator: "\n"))

      """
    var map = SourceMap()
    guard let id = map.add(name: "fields.yaml", bytes: Array(source.utf8)) else { preconditionFailure("a small file") }
    var bag = DiagnosticBag()
    var builder = RuleSetBuilder()
    builder.add(ItemReader.read(map[id], id: id), to: &bag)
    let compilation = RuleCompiler.compile(builder.ruleSet, into: &bag)
    guard !bag.hasErrors, let first = compilation.sources.first else {
      preconditionFailure("the rule does not compile: \(bag.all.filter { $0.severity == .error }.map(\.message))")
    }
    compiled = first
    plan = AlertPlan(first.program.program, catalog: .syscall, events: .syscall)
  }

  private static func argument(of field: Field) -> String {
    switch field.argument {
    case .none, .optionalKey, .optionalSuffix: ""
    case .optionalIndex, .requiredIndexOrKey, .requiredIndexOrParameter, .optionalIndexOrKey: "[1]"
    case .requiredKey: "[a]"
    case .requiredParameter: ".fd"
    case .requiredEventName: ".open"
    case .requiredSubsystem: ".cpu"
    case .requiredLineage: "[\"a > **\"]"
    case .requiredAncestor: "[\"name=a\"]"
    case .requiredTimestamp: "[1]"
    case .requiredSketch: "[s]"
    case .optionalSketchIndex, .requiredSketchNumber: ""
    }
  }
}
