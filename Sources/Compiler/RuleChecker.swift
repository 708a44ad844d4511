import Bytecode
import Diagnostics
import Parser
import RuleFile
import Schema

/// Type-checks the conditions and outputs of rules, in the order of the rules, and compiles those that are sound.
///
/// A check in a macro is looked at once, when the first rule that uses it is; what is wrong with it is reported
/// once. Macros that no rule uses are not type-checked (rule-files.md §3.2).
struct RuleChecker {
  private let ruleSet: RuleSet
  private let resolved: ConditionResolver.Output
  private let reporting: RuleCompiler.Reporting
  private var uses: ItemUses
  /// The event sources that have a catalogue, sorted, and the typer of each.
  private let sources: [String]
  private var typers: [CheckTyper]
  private var outputs: [[OutputPart]]
  /// By rule: the terms of its output and where they are written.
  private var outputTerms: [[OutputTerm]]
  /// By rule: what is to be known of the sketch that it is.
  private var sketches: [Int: SketchEntry] = [:]
  private var states: [State]
  /// Nodes whose checks have been reported on.
  private var isReported: [Bool]
  private var walk: ConditionWalk
  /// Of the fields whose use is warned about, those that the conditions name.
  private let deprecatedNames: [StringID]

  private enum State { case setAside, broken, sound }

  init(
    _ ruleSet: RuleSet, _ resolved: ConditionResolver.Output, environment: CompilerEnvironment,
    reporting: RuleCompiler.Reporting
  ) {
    self.ruleSet = ruleSet
    self.resolved = resolved
    self.reporting = reporting
    uses = resolved.uses
    sources = environment.catalogs.keys.sorted()
    let names = SketchNames(ruleSet.sketches)
    typers = sources.compactMap { environment.catalogs[$0] }.map {
      CheckTyper(resolved.conditions, catalog: $0, environment: environment, sketches: names,
        unreadableWords: ruleSet.wordsInUnreadableParts)
    }
    outputs = Array(repeating: [], count: ruleSet.rules.count)
    outputTerms = Array(repeating: [], count: ruleSet.rules.count)
    states = Array(repeating: .setAside, count: ruleSet.rules.count)
    isReported = Array(repeating: false, count: resolved.conditions.nodes.count)
    walk = ConditionWalk(resolved.conditions)
    deprecatedNames = DeprecatedFields.names.compactMap { resolved.conditions.strings.find(ArraySlice($0.utf8)) }
  }

  // MARK: One rule

  mutating func check(_ index: Int, into bag: inout DiagnosticBag) {
    guard let source = sources.firstIndex(of: ruleSet.rules[index].source) else {
      bag.report(.unknownSource(ruleSet.rules[index], known: sources))
      return
    }
    var found = resolved.rules[index].bag
    var isSound = !ruleSet.rules[index].isBroken && !found.hasErrors
    checkExceptionFields(index, source, &found, &isSound)
    let outputProblems = checkOutput(index, source, &found)
    let conditionProblems = checkCondition(index, source, &found, &isSound)
    let problems = outputProblems + conditionProblems + checkSketch(index, source, isSound: isSound)
    let skips = ruleSet.rules[index].skipsIfUnknownFilter
    if skips, isSound, !problems.isEmpty, problems.allSatisfy(\.isSkippable) {
      found.report(.ruleSkipped(ruleSet.rules[index], because: problems[0].diagnostic))
      if outputProblems.isEmpty { uses.setAside(rule: index) } else { uses.settle(rule: index) }
    } else {
      found.report(problems.map(\.diagnostic))
      uses.settle(rule: index)
      states[index] = isSound && problems.isEmpty ? .sound : .broken
    }
    bag.report(found.all.map { $0.about(ruleSet.rules[index]) })
  }

  /// - Parameter source: into `typers`; also of the functions below.
  private mutating func checkExceptionFields(
    _ index: Int, _ source: Int, _ bag: inout DiagnosticBag, _ isSound: inout Bool
  ) {
    for operand in resolved.rules[index].exceptions.flatMap(\.fields) {
      var problems: [Problem] = []
      guard typers[source].term(of: operand, problems: &problems) == nil else { continue }
      bag.report(problems.map { $0.diagnostic.asExceptionField })
      isSound = false
    }
  }

  private mutating func checkOutput(
    _ index: Int, _ source: Int, _ bag: inout DiagnosticBag
  ) -> [Problem] {
    guard let output = resolved.rules[index].output else { return [] }
    var problems = output.problems
    bag.report(output.warnings)
    outputs[index].reserveCapacity(output.parts.count)
    outputTerms[index].reserveCapacity(output.parts.count / 2 + 1)
    for part in output.parts {
      switch part {
      case .literal(let string): outputs[index].append(.literal(string))
      case .term(let operand, let width):
        guard let term = typers[source].term(of: operand, problems: &problems) else { continue }
        outputs[index].append(.term(term, width: width))
        outputTerms[index].append(OutputTerm(term: term, operand: operand))
      }
    }
    return problems.map(\.asOutput)
  }

  /// Types every check that the rule reaches. What is wrong comes back; hints go to the bag.
  private mutating func checkCondition(
    _ index: Int, _ source: Int, _ bag: inout DiagnosticBag, _ isSound: inout Bool
  ) -> [Problem] {
    guard let root = resolved.conditions.ruleRoots[index] else {
      isSound = false
      return []
    }
    let skips = ruleSet.rules[index].skipsIfUnknownFilter
    walk.start(at: root)
    var problems: [Problem] = []
    while let (node, check) = walk.next() {
      guard let check else {
        isSound = false
        continue
      }
      switch typers[source].outcome(of: check) {
      case .unknown: break
      case .check(_, let hints):
        if !isReported[node] { bag.report(hints) }
        reportDeprecatedField(check, &bag)
        isReported[node] = true
      case .wrong(let found):
        if found.isEmpty { isSound = false }
        problems += found
        if !skips { isReported[node] = true }
      }
    }
    return problems
  }

  private mutating func checkSketch(_ index: Int, _ source: Int, isSound: Bool) -> [Problem] {
    guard isSound, let settings = ruleSet.rules[index].sketch, let fields = resolved.rules[index].sketch,
      let root = resolved.conditions.ruleRoots[index]
    else { return [] }
    var problems = sketchesAsked(below: root, source)
    guard let text = CanonicalPrinter(resolved.conditions).boundedText(of: root) else {
      return [Problem(.sketchConditionTooLong(at: ruleSet.rules[index].origin.nameSpan))]
    }
    sketches[index] = SketchTyper.entry(
      of: ruleSet.rules[index], settings, fields, condition: text, &typers[source], problems: &problems)
    return problems
  }

  /// What one sketch counts must not hang on what another says: that would hang on their order.
  private mutating func sketchesAsked(below root: ResolvedID, _ source: Int) -> [Problem] {
    walk.start(at: root)
    var problems: [Problem] = []
    while let (node, check) = walk.next() {
      guard let check, case .check(let id, _) = typers[source].outcome(of: check) else { continue }
      let typed = typers[source].tables[id]
      var terms = [typed.left]
      if case .term(let right) = typed.right { terms.append(right) }
      guard terms.contains(where: { typers[source].asksSketch($0) }) else { continue }
      problems.append(
        Problem(.sketchAsksSketch("this", at: resolved.conditions.span(of: resolved.conditions.places[node]))))
    }
    return problems
  }

  private func reportDeprecatedField(_ check: ResolvedCheckID, _ bag: inout DiagnosticBag) {
    let operand = resolved.conditions[check].left
    guard case .field(let name, _) = resolved.conditions[operand], deprecatedNames.contains(name) else { return }
    let span = resolved.conditions.span(of: resolved.conditions.place(of: operand))
    bag.report(.deprecatedField(resolved.conditions.strings.text(name), at: span))
  }

  // MARK: All rules

  /// Checks the macros that only text which did not parse names. Of which source such text is cannot be known where
  /// there are several.
  mutating func checkMacrosOfBrokenText(into bag: inout DiagnosticBag) {
    guard typers.count == 1 else { return }
    for index in uses.macrosToCheck.indices where uses.macrosToCheck[index] && !uses.macros[index] {
      guard let root = resolved.conditions.macroRoots[index] else { continue }
      walk.start(at: root)
      while let (node, check) = walk.next() {
        guard let check, !isReported[node], case .wrong(let problems) = typers[0].outcome(of: check) else { continue }
        isReported[node] = true
        bag.report(problems.map { $0.diagnostic.about(macro: ruleSet.macros[index].origin) })
      }
    }
  }

  func reportUnused(into bag: inout DiagnosticBag) {
    let isStrict = reporting == .asFalco
    for (index, macro) in ruleSet.macros.enumerated() where !uses.macros[index] {
      if isStrict || !(uses.mentionedMacros[index] || macro.isBroken) { bag.report(.unusedMacro(macro.origin)) }
    }
    for (index, list) in ruleSet.lists.enumerated() where !uses.lists[index] {
      if isStrict || !(uses.mentionedLists[index] || list.isBroken) { bag.report(.unusedList(list.origin)) }
    }
  }

  /// What is needed to compile the sound rules of each source.
  consuming func finish(outcomes: inout [RuleOutcome]) -> [SourceCompiler] {
    for (index, state) in states.enumerated() where state == .broken { outcomes[index] = .broken }
    var result: [SourceCompiler] = []
    for (source, typer) in zip(sources, typers) {
      let indices = states.indices.filter { states[$0] == .sound && ruleSet.rules[$0].source == source }
      for (id, index) in indices.enumerated() {
        outcomes[index] = ruleSet.rules[index].sketch == nil ? .compiled(RuleID(rawValue: UInt32(id))) : .counting
      }
      result.append(
        SourceCompiler(
          ruleSet: ruleSet, conditions: resolved.conditions, typer: typer, rules: indices, outputs: outputs,
          outputTerms: outputTerms, sketches: sketches))
    }
    return result
  }
}

/// The nodes below a root, each once, leaves in the order written. Keeps its own stack: macros nest deeply. One walk
/// serves for many roots, one after the other.
struct ConditionWalk {
  private let conditions: ResolvedConditions
  private var pending: [ResolvedID] = []
  /// By node: the number of the last root from which it was met.
  private var seen: [UInt32]
  private var round: UInt32 = 0

  init(_ conditions: ResolvedConditions) {
    self.conditions = conditions
    seen = Array(repeating: 0, count: conditions.nodes.count)
  }

  mutating func start(at root: ResolvedID) {
    pending = [root]
    round += 1
  }

  /// The next leaf: the index of its node, and its check, or nil for a place that did not parse or resolve.
  mutating func next() -> (Int, ResolvedCheckID?)? {
    while let id = pending.popLast() {
      guard seen[Int(id.rawValue)] != round else { continue }
      seen[Int(id.rawValue)] = round
      switch conditions[id] {
      case .check(let check): return (Int(id.rawValue), check)
      case .error: return (Int(id.rawValue), nil)
      case .guess(let inner):
        pending.append(inner)
        return (Int(id.rawValue), nil)
      case .not(let inner), .expansion(_, let inner): pending.append(inner)
      case .and(let slice), .or(let slice): pending.append(contentsOf: conditions.children[slice.range].reversed())
      }
    }
    return nil
  }
}
