import Bytecode
import Compiler
import Diagnostics
import RuleFile
import Runtime
import Schema

/// Fields that are wanted besides those of the rules' outputs: a rule that never matches carries them through the
/// compiler, so that a mistake in one is reported as in an output.
struct WantedFields {
  /// As the user wrote them.
  let names: [String]
  /// Place in the rule set of the rule that carries them.
  private let index: Int

  /// What stands between two fields, so that the end of each is seen: `%proc.names` would be `proc.name` and an "s".
  private static let separator: [UInt8] = [UInt8(ascii: "\n")]

  /// - Parameters:
  ///   - name: shown as the file of diagnostics.
  init(_ names: [String], named name: String, addingTo input: inout RuleFiles) throws(CommandFailure) {
    self.names = names
    index = input.ruleSet.rules.count
    try input.addOutput(names.map { "%\($0)\n" }.joined(), named: name)
  }

  /// The fields that follow the text of every alert: ` container_id=%container.id` and so on (rule-language.md §9.5).
  init(suggestedOutput catalog: FieldCatalog, addingTo input: inout RuleFiles) throws(CommandFailure) {
    names = catalog.fields.filter { $0.isSuggestedOutput && ($0.origin == .builtin || $0.origin == .containerPlugin) }
      .map(\.name)
    index = input.ruleSet.rules.count
    let text = names.map { " \($0.replacing(".", with: "_"))=%\($0)" }.joined()
    try input.addOutput(text, named: "<suggested output>")
  }

  /// The rule that carries the fields.
  func rule(in compilation: Compilation) -> RuleID? {
    if case .compiled(let id) = compilation.outcomes[index] { id } else { nil }
  }

  /// The term of each name, in order; nil from the first name on that is more than a field.
  private func terms(in program: Program, _ id: RuleID) -> [TermID] {
    var terms: [TermID] = []
    var parts = program.rules[Int(id.rawValue)].output[...]
    while case .term(let term, nil)? = parts.popFirst(), case .literal(let rest)? = parts.popFirst(),
      program.strings[rest] == Self.separator[...]
    {
      terms.append(term)
    }
    return terms
  }

  /// Names by themselves, without any rules: fields and transformers, which all exist.
  ///
  /// - Parameter sketches: those that fields may ask.
  static func compile(
    _ names: [String], option: String, _ environment: CompilerEnvironment, sketches: [SketchDeclaration] = []
  ) throws(CommandFailure) -> (VerifiedProgram, [TermID]) {
    if names.contains("") { throw CommandFailure(message: "\(option): the name of a field is missing") }
    var input = RuleFiles(reading: [])
    // They count nothing here, and what is wrong with them is told elsewhere.
    input.ruleSet.sketches = sketches.map { sketch in
      var sketch = sketch
      sketch.settings.condition = nil
      sketch.isBroken = true
      return sketch
    }
    let wanted = try WantedFields(names, named: option, addingTo: &input)
    var found = input.found
    let compilation = RuleCompiler.compile(input.ruleSet, environment: environment, into: &found)
    if let error = found.all.first(where: { $0.severity == .error }) {
      throw CommandFailure(message: "\(option): \(error.message)\(error.help.first.map { "; \($0)" } ?? "")")
    }
    guard let compiled = compilation.sources.first, let rule = wanted.rule(in: compilation) else {
      preconditionFailure("without an error, what was added compiles")
    }
    let terms = wanted.terms(in: compiled.program.program, rule)
    if terms.count < names.count {
      let name = names[terms.count]
      let hint = nearestName(to: name, among: FieldCatalog.syscall.fields.map(\.name)).map { "; did you mean '\($0)'?" } ?? ""
      throw CommandFailure(message: "\(option): unknown field '\(name)'\(hint)")
    }
    return (compiled.program, terms)
  }
}

extension RuleFiles {
  /// Adds a rule that never matches and has this output.
  fileprivate mutating func addOutput(_ text: String, named name: String) throws(CommandFailure) {
    let never = try add("evt.num = 0", named: name)
    ruleSet.addOutput(try add(text, named: name), never: never, named: name)
  }
}
