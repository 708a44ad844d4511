import Bytecode
import Diagnostics
import Lexer
import Parser
import RuleFile
import Schema

/// Parses and resolves every condition of a rule set.
///
/// Macros are resolved parts before wholes, so that a use is one reference to a node that exists. A macro sees those
/// first defined before its own last definition; a rule sees all (rule-files.md §3.2).
struct ConditionResolver {
  let ruleSet: RuleSet
  /// By source. The conditions of rules of other sources are never parsed, as in the incumbent.
  let catalogs: [String: FieldCatalog]
  private let macroIDs: NameTable<MacroID>
  /// Each until it is resolved.
  private var macroTrees: [ConditionTree?] = []
  /// By macro: those that it refers to and may see.
  private var usedMacros: [[Int]] = []
  /// Of each macro, until they are reported in the order of definition.
  private var macroBags: [DiagnosticBag]
  private var resolution: Resolution
  /// By rule; what was wrong while it was resolved, and its exceptions.
  private(set) var rules: [ResolvedRule] = []

  struct ResolvedRule {
    var bag = DiagnosticBag()
    var exceptions: [ResolvedException] = []
    var output: ResolvedOutput?
    var sketch: ResolvedSketch?
  }

  init(_ ruleSet: RuleSet, catalogs: [String: FieldCatalog]) {
    self.ruleSet = ruleSet
    self.catalogs = catalogs
    macroIDs = NameTable(ruleSet.macros.map(\.origin.name))
    let lists = ListExpander(ruleSet, ids: NameTable(ruleSet.lists.map(\.origin.name)))
    resolution = Resolution(lists: lists, uses: ItemUses(ruleSet))
    macroBags = Array(repeating: DiagnosticBag(), count: ruleSet.macros.count)
  }

  struct Output {
    var conditions: ResolvedConditions
    var uses: ItemUses
    var rules: [ResolvedRule]
  }

  /// - Parameter bag: receives what is wrong with macros; what is wrong with a rule stays with the rule.
  static func resolve(_ ruleSet: RuleSet, catalogs: [String: FieldCatalog], into bag: inout DiagnosticBag) -> Output {
    var resolver = ConditionResolver(ruleSet, catalogs: catalogs)
    let macroBytes = ruleSet.macros.reduce(0) { $0 + ($1.condition?.bytes.count ?? 0) }
    resolver.resolution.conditions.reserve(
      conditionBytes: ruleSet.rules.reduce(macroBytes) { $0 + ($1.condition?.bytes.count ?? 0) },
      outputBytes: ruleSet.rules.reduce(0) { $0 + ($1.output?.bytes.count ?? 0) })
    resolver.resolution.lists.markNested(in: &resolver.resolution.uses)
    resolver.mentionUnreadableWords()
    resolver.reportMisreadListNames(into: &bag)
    resolver.parseMacros()
    resolver.resolveMacros()
    for (index, macroBag) in resolver.macroBags.enumerated() {
      bag.report(macroBag.all.map { $0.about(macro: ruleSet.macros[index].origin) })
    }
    resolver.resolveRules()
    return Output(
      conditions: resolver.resolution.conditions, uses: resolver.resolution.uses, rules: resolver.rules)
  }

  // MARK: Macros

  private mutating func parseMacros() {
    macroTrees.reserveCapacity(ruleSet.macros.count)
    usedMacros.reserveCapacity(ruleSet.macros.count)
    for (index, macro) in ruleSet.macros.enumerated() {
      guard let text = macro.condition else {
        macroTrees.append(nil)
        usedMacros.append([])
        continue
      }
      let tree = ConditionParser.parse(text, keepsTokens: false, into: &macroBags[index])
      if !tree.isWellFormed { mentionWords(of: text, isChecked: true) }
      usedMacros.append(visibleMacros(in: tree, of: index))
      macroTrees.append(tree)
    }
  }

  private enum MacroState { case waiting, underWay, done }

  private mutating func resolveMacros() {
    resolution.conditions.macroRoots = Array(repeating: nil, count: ruleSet.macros.count)
    var states = Array(repeating: MacroState.waiting, count: ruleSet.macros.count)
    // Taken out once: what closures hold on to is copied, and these consist of many arrays.
    let (ruleSet, ids) = (ruleSet, macroIDs)
    for first in ruleSet.macros.indices {
      // Macros nest as deep as an author likes, so the walk keeps its own stack.
      var pending = [first]
      while let index = pending.last {
        switch states[index] {
        case .done: pending.removeLast()
        case .underWay:
          resolveMacro(index, ruleSet, ids, states: states)
          states[index] = .done
          pending.removeLast()
        case .waiting:
          states[index] = .underWay
          for used in usedMacros[index] where states[used] == .waiting { pending.append(used) }
        }
      }
    }
  }

  private func visibleMacros(in tree: ConditionTree, of index: Int) -> [Int] {
    var visible: [Int] = []
    for node in tree.nodes {
      guard case .macro(let name) = node, let id = macroIDs[tree.text.bytes[name.range]] else { continue }
      let used = Int(id.rawValue)
      if isVisible(used, from: index) { visible.append(used) }
    }
    return visible
  }

  private func isVisible(_ used: Int, from user: Int) -> Bool {
    used != user && ruleSet.macros[used].origin.index < ruleSet.macros[user].origin.visibility
  }

  private mutating func resolveMacro(_ index: Int, _ ruleSet: RuleSet, _ ids: NameTable<MacroID>, states: [MacroState]) {
    guard let tree = macroTrees[index].take() else { return }
    let resolver = TreeResolver(tree, in: &resolution.conditions)
    let origin = ruleSet.macros[index].origin
    resolution.conditions.macroRoots[index] = resolver.resolve(into: &resolution) { name, tree, resolution in
      guard let id = ids[tree.text.bytes[name.range]] else {
        return Self.unknownMacro(name, in: tree, ruleSet: ruleSet, ids: ids, resolution: &resolution)
      }
      let used = Int(id.rawValue)
      resolution.uses.use(id, byRule: nil)
      let target = ruleSet.macros[used].origin
      if used == index || target.index >= origin.visibility {
        resolution.bag.report(.macroNotVisible(target, from: origin, at: tree.span(of: name)))
        return .error
      }
      if states[used] == .underWay {
        resolution.bag.report(.macroLoop(target, from: origin, at: tree.span(of: name)))
        return .error
      }
      return resolution.conditions.macroRoots[used].map { .expansion(id, $0) } ?? .error
    }
    macroBags[index].report(resolution.takeDiagnostics())
  }

  private static func unknownMacro(
    _ name: TextRange, in tree: ConditionTree, ruleSet: RuleSet, ids: NameTable<MacroID>,
    resolution: inout Resolution
  ) -> ResolvedConditions.Node {
    let text = tree.string(name)
    if ruleSet.wordsInUnreadableParts.contains(text) { return .error }
    let suggestion = resolution.nearestMacro(to: text, in: ruleSet)
    let meant = suggestion.flatMap { ids[ArraySlice($0.utf8)] }
    if let meant { resolution.uses.mention(meant) }
    let list = resolution.lists.id(of: tree.text.bytes[name.range])
    if let list { resolution.uses.mention(list) }
    resolution.bag.report(
      .undefinedMacro(text, suggestion: suggestion, isList: list != nil, at: tree.span(of: name)))
    return meant.flatMap { resolution.conditions.macroRoots[Int($0.rawValue)] }.map { .guess($0) } ?? .error
  }

  // MARK: Rules

  private mutating func resolveRules() {
    resolution.conditions.ruleRoots = Array(repeating: nil, count: ruleSet.rules.count)
    let (ruleSet, ids) = (ruleSet, macroIDs)
    rules.reserveCapacity(ruleSet.rules.count)
    for index in ruleSet.rules.indices {
      rules.append(ResolvedRule())
      if let catalog = catalogs[ruleSet.rules[index].source] {
        resolveRule(index, ruleSet, ids)
        rules[index].output = ruleSet.rules[index].output.map {
          OutputReader.read($0, catalog: catalog, into: &resolution.conditions)
        }
        rules[index].sketch = ruleSet.rules[index].sketch.map { ResolvedSketch.read($0, into: &resolution) }
        rules[index].bag.report(resolution.takeDiagnostics())
      } else {
        let rule = ruleSet.rules[index]
        // A misspelt source was most likely meant to be one that is known.
        let isMisspelt = nearestName(to: rule.source, among: catalogs.keys) != nil
        if let condition = rule.condition { mentionWords(of: condition, isChecked: isMisspelt) }
        for exception in rule.exceptions { mentionValues(of: exception) }
      }
    }
  }

  private mutating func resolveRule(_ index: Int, _ ruleSet: RuleSet, _ ids: NameTable<MacroID>) {
    let exceptions = ruleSet.rules[index].exceptions.map {
      ExceptionReader.read($0, of: ruleSet.rules[index], into: &resolution)
    }
    rules[index].exceptions = exceptions
    for (exception, resolved) in zip(ruleSet.rules[index].exceptions, exceptions) where resolved.condition == nil {
      mentionValues(of: exception)
    }
    guard let text = ruleSet.rules[index].condition else { return }
    let tree = ConditionParser.parse(text, keepsTokens: false, into: &resolution.bag)
    if !tree.isWellFormed { mentionWords(of: text, isChecked: true) }
    let resolver = TreeResolver(tree, in: &resolution.conditions)
    let root = resolver.resolve(into: &resolution) { name, tree, resolution in
      guard let id = ids[tree.text.bytes[name.range]] else {
        return Self.unknownMacro(name, in: tree, ruleSet: ruleSet, ids: ids, resolution: &resolution)
      }
      resolution.uses.use(id, byRule: index)
      return resolution.conditions.macroRoots[Int(id.rawValue)].map { .expansion(id, $0) } ?? .error
    }
    let names = ruleSet.rules[index].exceptions.map { String(decoding: $0.name.text.bytes, as: UTF8.self) }
    resolution.conditions.ruleRoots[index] = resolution.conditions.weave(
      Array(zip(names, exceptions)), into: root, place: resolver.place(TextRange(0, text.bytes.count)))
  }

  // MARK: Lists

  /// The incumbent replaces the names of lists wherever they stand, where keywords and macros belong, too.
  private func reportMisreadListNames(into bag: inout DiagnosticBag) {
    for list in ruleSet.lists {
      let name = list.origin.name
      if name == "and" || name == "or" || name == "not" {
        bag.report(.listNamedLikeKeyword(list.origin))
      } else if let macro = macroIDs[ArraySlice(name.utf8)] {
        bag.report(.listNamedLikeMacro(list.origin, macro: ruleSet.macros[Int(macro.rawValue)].origin))
      }
    }
  }

  // MARK: Mentions

  private mutating func mentionUnreadableWords() {
    // A rule that could not be read is most likely of the source that all others are of.
    guard !ruleSet.wordsInUnreadableParts.isEmpty else { return }
    let isChecked = ruleSet.rules.allSatisfy { catalogs[$0.source] != nil }
    for word in ruleSet.wordsInUnreadableParts { mention(ArraySlice(word.utf8), isChecked: isChecked) }
  }

  /// - Parameter isChecked: whether the macros named are to be checked as if the text were sound.
  private mutating func mentionWords(of text: EmbeddedText, isChecked: Bool) {
    for word in text.bytes.split(whereSeparator: { !isNameByte($0) }) { mention(word, isChecked: isChecked) }
  }

  private mutating func mentionValues(of exception: ExceptionDefinition) {
    var pending = exception.values
    while let value = pending.popLast() {
      switch value {
      case .scalar(let scalar): mention(scalar.text.bytes[...], isChecked: false)
      case .sequence(let elements, _): pending += elements
      case .mapping: break
      }
    }
  }

  private mutating func mention(_ word: ArraySlice<UInt8>, isChecked: Bool) {
    if let id = macroIDs[word] {
      resolution.uses.mention(id)
      if isChecked { resolution.uses.check(id) }
    }
    if let id = resolution.lists.id(of: word) { resolution.uses.mention(id) }
  }
}

private func isNameByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
    true
  default: false
  }
}

extension Resolution {
  /// Hands over what was reported since the last call.
  mutating func takeDiagnostics() -> [Diagnostic] {
    defer { bag = DiagnosticBag() }
    return bag.all
  }
}
