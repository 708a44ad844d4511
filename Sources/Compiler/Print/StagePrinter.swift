import Bytecode
import Diagnostics
import Parser
import RuleFile
import Schema

/// What the compiler made of rules, stage by stage, as stable text for `rulec dump`.
package struct StagePrinter {
  private let compilation: Compilation
  private let environment: CompilerEnvironment
  private let checkCounts: [Int]
  private var conditions: ResolvedConditions { compilation.conditions }

  package init(_ compilation: Compilation, environment: CompilerEnvironment) {
    self.compilation = compilation
    self.environment = environment
    checkCounts = compilation.conditions.checkCounts(upTo: Self.mostChecksWrittenOut)
  }

  // MARK: condition

  /// More checks than this are not written out: macros that use macros twice stand for more text than there is memory.
  package static let mostChecksWrittenOut = 1_000_000

  /// The canonical one-line form with macros and lists resolved (rule-language.md §2.2); nil for a rule whose
  /// condition did not resolve, or has more than `mostChecksWrittenOut` checks.
  package func canonicalCondition(ofRule index: Int) -> String? {
    guard let root = conditions.ruleRoots[index], !isTooLongToWriteOut(rule: index) else { return nil }
    var walk = ConditionWalk(conditions)
    walk.start(at: root)
    while let (_, check) = walk.next() { if check == nil { return nil } }
    return CanonicalPrinter(conditions).text(of: root)
  }

  package func isTooLongToWriteOut(rule index: Int) -> Bool {
    conditions.ruleRoots[index].map { checkCounts[Int($0.rawValue)] > Self.mostChecksWrittenOut } ?? false
  }

  /// What must hold for a rule to match, macros and lists resolved: the parts that `and` joins, each as canonical text. Parts that stand for
  /// too many checks are named by their macro. Nothing for a rule whose condition did not resolve.
  package func conjuncts(ofRule index: Int) -> [String] {
    guard let root = conditions.ruleRoots[index] else { return [] }
    let printer = CanonicalPrinter(conditions)
    var (texts, pending): ([String], [ResolvedID]) = ([], [root])
    // What stands in several places is listed once.
    var seen: Set<ResolvedID> = []
    while let id = pending.popLast() {
      guard seen.insert(id).inserted else { continue }
      switch conditions[id] {
      case .and(let slice): pending += conditions.children[slice.range].reversed()
      case .expansion(let macro, let body): if checkCounts[Int(id.rawValue)] > 10_000 { texts.append(name(of: macro)) } else { pending.append(body) }
      default: if let text = printer.boundedText(of: id) { texts.append(text) }
      }
    }
    return texts
  }

  // MARK: resolved

  /// The tree of a rule: macros by name, lists expanded, exceptions woven in.
  package func resolved(ofRule index: Int) -> String {
    let rule = compilation.ruleSet.rules[index]
    guard let root = conditions.ruleRoots[index] else { return "rule \"\(rule.origin.name)\": not resolved\n" }
    var out = "rule \"\(rule.origin.name)\"\n" + tree(root) { CanonicalPrinter(conditions).text(of: $0) }
    for id in macros(below: root) {
      guard let body = conditions.macroRoots[Int(id.rawValue)] else { continue }
      out += "macro \(name(of: id))\n" + tree(body) { CanonicalPrinter(conditions).text(of: $0) }
    }
    return out
  }

  // MARK: typed

  /// The same tree, each check with the type it compares, its dependency and its number in the program.
  package func typed(ofRule index: Int) -> String {
    let rule = compilation.ruleSet.rules[index]
    guard let root = conditions.ruleRoots[index], let source = sourceCompilation(of: rule) else {
      return "rule \"\(rule.origin.name)\": not compiled\n"
    }
    var out = "rule \"\(rule.origin.name)\"\n" + tree(root) { typedText(of: $0, in: source) }
    for id in macros(below: root) {
      guard let body = conditions.macroRoots[Int(id.rawValue)] else { continue }
      out += "macro \(name(of: id))\n" + tree(body) { typedText(of: $0, in: source) }
    }
    return out
  }

  private func typedText(of id: ResolvedCheckID, in source: SourceCompilation) -> String {
    guard let check = source.checkIDs[Int(id.rawValue)], let catalog = environment.catalogs[source.source] else {
      return CanonicalPrinter(conditions).text(of: id) + "   ; not compiled"
    }
    let program = source.program.program
    let listing = Listing(program, catalog: catalog, events: environment.events)
    let typed = program.checks[Int(check.rawValue)]
    let term = program.termInfo[Int(typed.left.rawValue)]
    let info = program.checkInfo[Int(check.rawValue)]
    let type = term.isList ? "[\(term.type.name)]" : term.type.name
    return "\(listing.text(of: typed))   ; c\(check.rawValue) \(type), \(info.dependency)"
  }

  // MARK: ir and bytecode

  /// The graph of a source, or the part of it that one rule reaches: first the conditions as they are written, then what the
  /// passes left of them for each class of event types.
  package func graph(source: SourceCompilation, rule wanted: Int? = nil) -> String {
    guard let catalog = environment.catalogs[source.source] else { return "" }
    let listing = Listing(source.program.program, catalog: catalog, events: environment.events)
    var roots: [GraphID] = []
    for (position, index) in source.ruleIndices.enumerated() where index == wanted {
      roots.append(source.roots[position])
      roots += source.optimized.classes.flatMap(\.rules).filter { $0.goal.rule.map { Int($0.rawValue) } == position }.map(\.root)
    }
    let isShown =
      wanted == nil ? Array(repeating: true, count: source.graph.nodes.count) : source.graph.isBelow(roots)
    var out = ""
    for (index, node) in source.graph.nodes.enumerated() where isShown[index] {
      out += "n\(index) = " + text(of: node, source.program.program, listing) + "\n"
    }
    for (position, index) in source.ruleIndices.enumerated() where wanted == nil || wanted == index {
      let name = compilation.ruleSet.rules[index].origin.name
      let count = source.program.program.rules[position].events.count
      out += "rule \"\(name)\" = n\(source.roots[position].rawValue) on \(count) event types\n"
    }
    return out + classes(source, rule: wanted, listing)
  }

  /// `for open, openat` with a line for each rule: `"Name" = n12, tried where c3 or c4 holds`.
  private func classes(_ source: SourceCompilation, rule wanted: Int?, _ listing: Listing) -> String {
    var out = ""
    for eventClass in source.optimized.classes {
      let rules = eventClass.rules.filter { wanted == nil || index(of: $0.goal, in: source) == wanted }
      if rules.isEmpty { continue }
      out += "for \(listing.names(of: eventClass.codes))\n"
      for rule in rules {
        let name = compilation.ruleSet.rules[index(of: rule.goal, in: source)].origin.name
        let triggers = rule.triggers.map { "c\($0.rawValue)" }.joined(separator: " or ")
        out += "  \"\(name)\" = n\(rule.root.rawValue)" + (triggers.isEmpty ? "" : ", tried where \(triggers) holds") + "\n"
      }
    }
    return out
  }

  /// In the rule set.
  private func index(of goal: Goal, in source: SourceCompilation) -> Int {
    switch goal {
    case .match(let id): source.ruleIndices[Int(id.rawValue)]
    case .count(let id): compilation.ruleSet.rules.count - compilation.ruleSet.sketches.count + Int(id.rawValue)
    }
  }

  private func text(of node: ConditionGraph.Node, _ program: Program, _ listing: Listing) -> String {
    switch node {
    case .constant(let value): "\(value)"
    case .check(let id): "c\(id.rawValue)   ; " + listing.text(of: program.checks[Int(id.rawValue)])
    case .not(let id): "not n\(id.rawValue)"
    case .and(let ids): "and " + ids.map { "n\($0.rawValue)" }.joined(separator: " ")
    case .or(let ids): "or " + ids.map { "n\($0.rawValue)" }.joined(separator: " ")
    }
  }

  package func bytecode(source: SourceCompilation) -> String {
    guard let catalog = environment.catalogs[source.source] else { return "" }
    return Listing(source.program.program, catalog: catalog, events: environment.events).text()
  }

  // MARK: Trees

  private func sourceCompilation(of rule: RuleDefinition) -> SourceCompilation? {
    compilation.sources.first { $0.source == rule.source }
  }

  private func name(of id: MacroID) -> String { compilation.ruleSet.macros[Int(id.rawValue)].origin.name }

  /// An indented tree; macros stay names, so that the text is no longer than the sources.
  private func tree(_ root: ResolvedID, check: (ResolvedCheckID) -> String) -> String {
    var out = ""
    var pending = [(root, 1)]
    while let (id, depth) = pending.popLast() {
      out += String(repeating: "  ", count: depth)
      switch conditions[id] {
      case .error, .guess: out += "error\n"
      case .check(let id): out += check(id) + "\n"
      case .expansion(let macro, _): out += "macro \(name(of: macro))\n"
      case .not(let inner):
        out += "not\n"
        pending.append((inner, depth + 1))
      case .and(let slice):
        out += "and\n"
        pending += conditions.children[slice.range].reversed().map { ($0, depth + 1) }
      case .or(let slice):
        out += "or\n"
        pending += conditions.children[slice.range].reversed().map { ($0, depth + 1) }
      }
    }
    return out
  }

  /// The macros that a tree uses, also through others, each once, in the order met.
  private func macros(below root: ResolvedID) -> [MacroID] {
    var found: [MacroID] = []
    var seen: Set<MacroID> = []
    var pending = [root]
    while let id = pending.popLast() {
      switch conditions[id] {
      case .error, .guess, .check: break
      case .not(let inner): pending.append(inner)
      case .and(let slice), .or(let slice): pending += conditions.children[slice.range].reversed()
      case .expansion(let macro, let body):
        guard seen.insert(macro).inserted else { continue }
        found.append(macro)
        pending.insert(body, at: 0)
      }
    }
    return found
  }
}
