import Bytecode
import Compiler
import Diagnostics
import Parser
import RuleFile
import Schema

extension Lint {
  /// Conditions, and parts of them, that are never or always true.
  static let conditions = Lint(codes: [.neverMatches, .alwaysMatches, .deadPart, .redundantPart, .deadItem, .exception, .fieldAbsent]) { context, bag in
    let (ruleSet, conditions) = (context.ruleSet, context.conditions)
    let wantsRedundant = context.selection.isWanted(.redundantPart)
    for source in context.sources.indices {
      var lint = ConditionLint(conditions, context.sources[source].typed, context.sources[source].solver, wantsRedundant)
      for rule in context.sources[source].rules.indices {
        lint.check(&context.sources[source].rules[rule])
        bag.report(lint.found.map { $0.about(context.sources[source].rules[rule]) })
        lint.found = []
      }
      for (index, macro) in ruleSet.macros.enumerated() {
        guard let root = conditions.macroRoots[index], context.sources[source].typed.node(root) != nil else { continue }
        lint.check(macro, root)
        bag.report(lint.found.map { $0.about(kind: "macro", macro.origin) })
        lint.found = []
      }
      context.undecided += lint.undecided
    }
  }
}

private struct ConditionLint {
  private let conditions: ResolvedConditions
  private let typed: TypedConditions
  private var solver: Satisfiability
  private let wantsRedundant: Bool
  private var types = EventSet()
  var found: [Diagnostic] = []
  private(set) var undecided = 0

  typealias Goal = Satisfiability.Goal

  init(_ conditions: ResolvedConditions, _ typed: TypedConditions, _ solver: Satisfiability, _ wantsRedundant: Bool) {
    self.conditions = conditions
    self.typed = typed
    self.solver = solver
    self.wantsRedundant = wantsRedundant
  }

  // MARK: Wholes

  mutating func check(_ rule: inout LintedRule) {
    // `never_true` and `always_true` are meant, and where event types alone say it the compiler reports it.
    if case .constant = typed.graph[rule.node] { return rule.canMatch = false }
    guard !rule.types.isEmpty else { return rule.canMatch = false }
    let absent = absentFields(of: rule)
    types = rule.types
    if isImpossible([Goal(rule.node, isTrue: true)]) {
      rule.canMatch = false
      // What is missing is the reason.
      if !absent.isEmpty { return found += absent }
      found.append(.neverMatches(rule, because: conflict(in: rule.root)))
      return
    }
    types = rule.ownTypes
    if !typed.asksOnlyTypes(rule.node), isImpossible([Goal(rule.node, isTrue: false)]) {
      found.append(.alwaysMatches(rule))
      return
    }
    types = rule.types
    // One mistake is one report.
    if absent.isEmpty { lookInto(rule.root, isTrue: true, given: []) } else { found += absent }
  }

  mutating func check(_ macro: MacroDefinition, _ root: ResolvedID) {
    guard let node = typed.node(root) else { return }
    if case .constant = typed.graph[node] { return }
    types = solver.visibleTypes
    if isImpossible([Goal(node, isTrue: true)]) {
      found.append(.deadMacro(macro.origin, because: conflict(in: root)))
      return
    }
    lookInto(root, isTrue: true, given: [])
  }

  private mutating func isImpossible(_ goals: [Goal]) -> Bool {
    switch solver.verdict(goals, on: types) {
    case .impossible: return true
    case .possible: return false
    case .undecided:
      undecided += 1
      return false
    }
  }

  /// The parts that contradict each other: none of them can be left out.
  private mutating func conflict(in root: ResolvedID) -> [SourceSpan] {
    var parts = conjuncts(of: root)
    var index = parts.count - 1
    while index >= 0, parts.count > 1 {
      var others = parts
      others.remove(at: index)
      if isImpossible(others.compactMap { goal($0.id, isTrue: $0.isTrue) }) { parts = others }
      index -= 1
    }
    return parts.map { span($0.id) }
  }

  private struct Part {
    var id: ResolvedID
    var isTrue: Bool
  }

  /// What must all be true, macros closed.
  private func conjuncts(of root: ResolvedID) -> [Part] {
    switch conditions[root] {
    case .and(let slice): conditions.children[slice.range].flatMap { conjuncts(of: $0) }
    default: [Part(id: root, isTrue: true)]
    }
  }

  private func goal(_ id: ResolvedID, isTrue: Bool) -> Goal? { typed.node(id).map { Goal($0, isTrue: isTrue) } }
  private func span(_ id: ResolvedID) -> SourceSpan { conditions.span(of: conditions.places[Int(id.rawValue)]) }
  private func isConstant(_ id: ResolvedID) -> Bool {
    guard let node = typed.node(id) else { return true }
    if case .constant = typed.graph[node] { return true }
    return false
  }

  // MARK: Fields

  /// Checks that the rule itself writes of fields that none of its events has.
  private mutating func absentFields(of rule: LintedRule) -> [Diagnostic] {
    guard rule.ownTypes.count < solver.visibleTypes.count else { return [] }
    var result: [Diagnostic] = []
    for check in conditions.checksWritten(in: rule.root) {
      guard let id = typed.checkIDs[Int(check.rawValue)] else { continue }
      let left = typed.program.checks[Int(id.rawValue)].left
      let carriers = solver.facts.carriers(of: left)
      guard carriers.intersection(rule.ownTypes).isEmpty else { continue }
      let place = conditions.place(of: conditions[check].left)
      result.append(
        .fieldAbsent(
          .fieldAbsent, conditions.text(of: conditions[check].left), rule, carriers, typed.events, at: conditions.span(of: place)))
    }
    return result
  }

  // MARK: Parts

  /// Looks for parts that decide nothing, in what the author wrote here: macros are looked into by themselves.
  ///
  /// - Parameter context: what holds whenever the part matters.
  private mutating func lookInto(_ id: ResolvedID, isTrue: Bool, given context: [Goal]) {
    switch conditions[id] {
    case .and(let slice):
      isTrue ? lookIntoConjunction(slice, isTrue, context) : lookIntoChoice(slice, isTrue, context)
    case .or(let slice):
      isTrue ? lookIntoChoice(slice, isTrue, context) : lookIntoConjunction(slice, isTrue, context)
    case .not(let inner): lookInto(inner, isTrue: !isTrue, given: context)
    case .check(let check): if isTrue { lookForDeadItems(check, id, context) }
    case .expansion, .error, .guess: break
    }
  }

  /// All parts matter together: one is superfluous if the others imply it.
  private mutating func lookIntoConjunction(_ slice: Slice<ResolvedID>, _ isTrue: Bool, _ context: [Goal]) {
    var parts = conditions.children[slice.range].filter { typed.node($0) != nil }
    for part in parts.reversed() where !isConstant(part) {
      let isException = conditions.exceptionNames[part] != nil
      guard isException || wantsRedundant, let own = goal(part, isTrue: !isTrue), !typed.asksOnlyTypes(own.node) else { continue }
      let others = parts.filter { $0 != part }.compactMap { goal($0, isTrue: isTrue) }
      guard isImpossible(context + others + [own]) else { continue }
      found.append(conditions.exceptionNames[part].map { .deadException($0, at: span(part)) } ?? .redundantPart(at: span(part), holds: isTrue, fix: removal(of: part, isAnd: isTrue)))
      parts.removeAll { $0 == part }
    }
    for part in parts {
      let others = parts.filter { $0 != part }.compactMap { goal($0, isTrue: isTrue) }
      lookInto(part, isTrue: isTrue, given: context + others)
    }
  }

  /// One part is enough: it is dead if it cannot be what it must.
  private mutating func lookIntoChoice(_ slice: Slice<ResolvedID>, _ isTrue: Bool, _ context: [Goal]) {
    for part in conditions.children[slice.range] where !isConstant(part) {
      guard let own = goal(part, isTrue: isTrue) else { continue }
      if isImpossible(context + [own]) {
        found.append(.deadPart(at: span(part), holds: isTrue, fix: removal(of: part, isAnd: !isTrue)))
      } else {
        lookInto(part, isTrue: isTrue, given: context)
      }
    }
  }

  /// Elements of a list written here that the value cannot be.
  private mutating func lookForDeadItems(_ id: ResolvedCheckID, _ node: ResolvedID, _ context: [Goal]) {
    guard case .list(let range) = conditions[id].right, let check = typed.checkIDs[Int(id.rawValue)] else { return }
    let dead = solver.deadElements(of: check, given: context, on: types)
    guard !dead.isEmpty, dead.count < range.count else { return }
    for element in dead where conditions.values[range.lowerBound + element].use == nil {
      let value = conditions.values[range.lowerBound + element]
      found.append(.deadItem(conditions.strings.text(value.string), at: conditions.span(of: value.place), fix: conditions.removal(ofElement: value)))
    }
  }

  private func removal(of part: ResolvedID, isAnd: Bool) -> Fix.Edit? { conditions.removal(of: part, word: isAnd ? "and" : "or") }
}

extension TypedConditions {
  /// Whether nothing below the node asks for anything but the type of the event.
  func asksOnlyTypes(_ root: GraphID) -> Bool {
    var pending = [root]
    while let node = pending.popLast() {
      switch graph[node] {
      case .constant: break
      case .check(let id):
        guard case .field(let field, FieldSelector.none) = program.terms[Int(program.checks[Int(id.rawValue)].left.rawValue)],
          ["evt.type", "syscall.type", "evt.dir"].contains(catalog[field].name)
        else { return false }
      case .not(let inner): pending.append(inner)
      case .and(let parts), .or(let parts): pending += parts
      }
    }
    return true
  }
}

extension Diagnostic {
  /// `rule 'X' can never match: these parts contradict each other`
  fileprivate static func neverMatches(_ rule: LintedRule, because parts: [SourceSpan]) -> Diagnostic {
    Diagnostic(
      .neverMatches, "rule '\(rule.name)' can never match: \(Self.contradiction(parts))", at: Label(parts.first ?? rule.definition.origin.nameSpan),
      secondary: parts.dropFirst().map { Label($0, "contradicts it") },
      help: ["no event can fulfil all of it; one of the parts does not say what was meant"])
  }

  private static func contradiction(_ parts: [SourceSpan]) -> String {
    switch parts.count {
    case ...1: "its condition contradicts itself"
    case 2: "two parts of its condition contradict each other"
    default: "\(parts.count) parts of its condition contradict each other"
    }
  }

  /// `macro 'x' can never be true`
  fileprivate static func deadMacro(_ macro: ItemOrigin, because parts: [SourceSpan]) -> Diagnostic {
    Diagnostic(
      .deadPart, "macro '\(macro.name)' can never be true: \(contradiction(parts))", at: Label(parts.first ?? macro.nameSpan),
      secondary: parts.dropFirst().map { Label($0, "contradicts it") },
      help: ["no event can fulfil all of it; if it is to be never true, write 'evt.num=0'"])
  }

  /// `rule 'X' matches every event of its types`
  fileprivate static func alwaysMatches(_ rule: LintedRule) -> Diagnostic {
    Diagnostic(
      .alwaysMatches, "rule '\(rule.name)' matches every event of its types: its checks cannot fail",
      at: Label(rule.definition.condition?.span ?? rule.definition.origin.nameSpan),
      help: ["if that is meant, leave the checks out that decide nothing"])
  }

  /// `field 'fd.name' has no value on execve`
  static func fieldAbsent(
    _ code: DiagnosticCode, _ name: String, _ rule: LintedRule, _ carriers: EventSet, _ events: EventTable, at span: SourceSpan
  ) -> Diagnostic {
    let own = events.names(of: rule.ownTypes)
    let carrying = events.names(of: carriers)
    let help =
      carrying.isEmpty
      ? "no event has it" : "events that can have it: \(listing(carrying, atMost: 12))"
    return Diagnostic(
      code, "field '\(name)' never has a value here: the rule is about \(listing(own))", at: Label(span), help: [help])
  }

  fileprivate static func deadPart(at span: SourceSpan, holds: Bool, fix edit: Fix.Edit?) -> Diagnostic {
    Diagnostic(
      .deadPart, "this part can never be \(holds ? "true" : "false") here", at: Label(span),
      help: ["the rest of the condition, or the event types, speak against it"], fix: edit.map { Fix("remove this part", [$0]) })
  }

  fileprivate static func redundantPart(at span: SourceSpan, holds: Bool, fix edit: Fix.Edit?) -> Diagnostic {
    Diagnostic(
      .redundantPart, "this part is always \(holds ? "true" : "false") here", at: Label(span),
      help: ["the rest of the condition implies it; it can be left out"], fix: edit.map { Fix("remove this part", [$0]) })
  }

  /// `exception 'x' never applies`
  fileprivate static func deadException(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .exception, "exception '\(name)' never applies: where the rule's condition holds, none of its values can", at: Label(span),
      help: ["compare its fields and values with the condition; it exempts nothing"])
  }

  /// `'x' can never be the value here`
  fileprivate static func deadItem(_ text: String, at span: SourceSpan, fix edit: Fix.Edit?) -> Diagnostic {
    Diagnostic(
      .deadItem, "'\(text)' can never be the value here", at: Label(span),
      help: ["the rest of the condition excludes it; leave it out of the list"], fix: edit.map { Fix("remove it from the list", [$0]) })
  }
}
