import Bytecode
import Compiler
import Diagnostics
import Parser
import RuleFile
import Schema

extension Lint {
  /// Conditions, and parts of them, that are never or always true.
  static let conditions = Lint(codes: [.neverMatches, .alwaysMatches, .deadPart, .redundantPart, .deadItem, .exception, .fieldAbsent]) { context, bag in
    let wantsRedundant = context.selection.isWanted(.redundantPart)
    for source in context.sources.indices {
      let conditions = context.sources[source].conditions
      var lint = ConditionLint(conditions, context.sources[source].solver, wantsRedundant)
      for rule in context.sources[source].rules {
        lint.check(rule)
        bag.report(lint.found.map { $0.about(rule) })
        lint.found = []
      }
      for (index, macro) in context.ruleSet.macros.enumerated() {
        guard let root = conditions.resolved.macroRoots[index], conditions.node(root) != nil else { continue }
        lint.check(macro, root)
        bag.report(lint.found.map { $0.about(kind: "macro", macro.origin) })
        lint.found = []
      }
      context.undecided += lint.undecided
      context.fixes.merge(lint.removableDirections) { first, _ in first }
    }
  }
}

private struct ConditionLint {
  private let source: SourceConditions
  private let solver: Satisfiability
  private let wantsRedundant: Bool
  private var types = EventSet()
  /// That of the exception whose values are looked at.
  private var exception: String?
  var found: [Diagnostic] = []
  /// Checks of `evt.dir` that say nothing, by the place of the field.
  private(set) var removableDirections: [SourceSpan: Fix] = [:]
  private let directionField: StringID?
  private(set) var undecided = 0

  typealias Goal = Satisfiability.Goal

  init(_ source: SourceConditions, _ solver: Satisfiability, _ wantsRedundant: Bool) {
    self.source = source
    self.solver = solver
    self.wantsRedundant = wantsRedundant
    directionField = source.resolved.strings.find(ArraySlice("evt.dir".utf8))
  }

  // MARK: Wholes

  mutating func check(_ rule: LintedRule) {
    // `never_true` and `always_true` are meant, and where event types alone say it the compiler reports it.
    if case .constant = source.shape(rule.node) { return rule.canMatch = false }
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
    if absent.isEmpty, !source.canFail(rule.node), !source.asksOnlyTypes(rule.node), isImpossible([Goal(rule.node, isTrue: false)]) {
      found.append(.alwaysMatches(rule))
      return
    }
    types = rule.types
    // One mistake is one report.
    if absent.isEmpty { lookInto(rule.root, isTrue: true, given: []) } else { found += absent }
  }

  mutating func check(_ macro: MacroDefinition, _ root: ResolvedID) {
    guard let node = source.node(root) else { return }
    if case .constant = source.shape(node) { return }
    types = solver.visibleTypes
    if !source.isSingleCheck(root), isImpossible([Goal(node, isTrue: true)]) {
      found.append(.deadMacro(macro.origin, because: conflict(in: root)))
      return
    }
    lookInto(root, isTrue: true, given: [])
  }

  private mutating func isImpossible(_ goals: [Goal]) -> Bool { isImpossible(solver.verdict(goals, on: types)) }

  private mutating func isImpossible(_ verdict: Satisfiability.Verdict) -> Bool {
    switch verdict {
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
      if isImpossible(source.goals(others, isTrue: true)) { parts = others }
      index -= 1
    }
    return parts.map(source.span)
  }

  /// What must all be true, macros closed.
  private func conjuncts(of root: ResolvedID) -> [ResolvedID] {
    var (conjuncts, pending): ([ResolvedID], [ResolvedID]) = ([], [root])
    while let id = pending.popLast() {
      if case .and(let slice) = source[id] {
        pending += source.resolved.children[slice.range].reversed()
      } else {
        conjuncts.append(id)
      }
    }
    return conjuncts
  }

  // MARK: Fields

  /// Checks that the rule itself writes of fields that none of its events has.
  private mutating func absentFields(of rule: LintedRule) -> [Diagnostic] {
    guard rule.ownTypes.count < solver.visibleTypes.count else { return [] }
    var result: [Diagnostic] = []
    for check in source.resolved.checksWritten(in: rule.root) {
      guard let id = source.typed.checkIDs[Int(check.rawValue)] else { continue }
      let left = source.typed.program.checks[Int(id.rawValue)].left
      let carriers = solver.carriers(of: left)
      guard carriers.intersection(rule.ownTypes).isEmpty else { continue }
      let place = source.resolved.place(of: source[check].left)
      result.append(
        .fieldAbsent(
          .fieldAbsent, source.resolved.text(of: source[check].left), rule, carriers, source.typed.events, at: source.resolved.span(of: place)))
    }
    return result
  }

  // MARK: Parts

  /// Looks for parts that decide nothing, in what the author wrote here: macros are looked into by themselves.
  ///
  /// - Parameter context: what holds whenever the part matters.
  private mutating func lookInto(_ id: ResolvedID, isTrue: Bool, given context: [Goal]) {
    switch source[id] {
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
    var parts = Array(source.resolved.children[slice.range])
    if isTrue, let directionField { lookForDirections(parts, directionField, context) }
    for part in parts.reversed() where !source.isConstant(part) {
      let isException = exception != nil || source.resolved.exceptionNames[part] != nil
      guard isException || wantsRedundant, let own = source.goal(part, isTrue: !isTrue), !source.asksOnlyTypes(own.node) else { continue }
      guard isImpossible(context + source.goals(parts, but: part, isTrue: isTrue) + [own]) else { continue }
      found.append(deadOrRedundant(part, isTrue))
      parts.removeAll { $0 == part }
    }
    for part in parts where exception == nil && source.hasParts(part) {
      exception = source.resolved.exceptionNames[part]
      defer { exception = nil }
      lookInto(part, isTrue: isTrue, given: context + source.goals(parts, but: part, isTrue: isTrue))
    }
  }

  /// `evt.dir = <` where nothing but the end of calls can be seen: the compiler reports it, and it can go.
  private mutating func lookForDirections(_ parts: [ResolvedID], _ field: StringID, _ context: [Goal]) {
    // Asynchronous events have names of their own, and none is called as a system call.
    let all = types
    types = all.subtracting(EventSet([.asynchronousEvent]))
    defer { types = all }
    for part in parts {
      guard case .check(let check) = source[part], let own = source.goal(part, isTrue: false),
        case .field(field, nil) = source[source[check].left],
        isImpossible(context + source.goals(parts, but: part, isTrue: true) + [own]), let edit = removal(of: part, isAnd: true)
      else { continue }
      let place = source.resolved.place(of: source[check].left)
      removableDirections[source.resolved.span(of: place)] = Fix("remove the check", [edit])
    }
  }

  private func deadOrRedundant(_ part: ResolvedID, _ isTrue: Bool) -> Diagnostic {
    let span = source.span(part)
    if let name = source.resolved.exceptionNames[part] { return .deadException(name, at: span) }
    if let exception { return .deadExceptionValue(exception, at: span) }
    return .redundantPart(at: span, holds: isTrue, fix: removal(of: part, isAnd: isTrue))
  }

  /// One part is enough: it is dead if it cannot be what it must. Below a `not` such a part narrows nothing, which is a matter of
  /// style.
  private mutating func lookIntoChoice(_ slice: Slice<ResolvedID>, _ isTrue: Bool, _ context: [Goal]) {
    guard isTrue || wantsRedundant && exception == nil else { return }
    let parts = source.resolved.children[slice.range].filter { !source.isConstant($0) }
    for (part, isDead) in zip(parts, areImpossible(parts, isTrue, context)) {
      if isDead {
        let fix = removal(of: part, isAnd: !isTrue)
        found.append(isTrue ? .deadPart(at: source.span(part), fix: fix) : .redundantPart(at: source.span(part), holds: true, fix: fix))
      } else {
        lookInto(part, isTrue: isTrue, given: context)
      }
    }
  }

  /// By part: whether it cannot be what it must. What the context says is asserted once for all of them.
  private mutating func areImpossible(_ parts: [ResolvedID], _ isTrue: Bool, _ context: [Goal]) -> [Bool] {
    let isAssumed = solver.assume(context, on: types)
    return parts.map { part in
      guard let own = source.goal(part, isTrue: isTrue), !(context.isEmpty && source.isSingleCheck(part)) else { return false }
      return isImpossible(isAssumed ? solver.verdict(with: own) : solver.verdict(context + [own], on: types))
    }
  }

  /// Elements of a list written here that the value cannot be.
  private mutating func lookForDeadItems(_ id: ResolvedCheckID, _ node: ResolvedID, _ context: [Goal]) {
    guard case .list(let range) = source[id].right, let check = source.typed.checkIDs[Int(id.rawValue)] else { return }
    let dead = solver.deadElements(of: check, given: context, on: types)
    guard !dead.isEmpty, dead.count < range.count else { return }
    for element in dead where source.resolved.values[range.lowerBound + element].use == nil {
      let value = source.resolved.values[range.lowerBound + element]
      found.append(.deadItem(source.resolved.strings.text(value.string), at: source.resolved.span(of: value.place), fix: source.resolved.removal(ofElement: value)))
    }
  }

  /// A macro is perhaps there to be filled in elsewhere, so its use stays.
  private func removal(of part: ResolvedID, isAnd: Bool) -> Fix.Edit? {
    source.resolved.usesMacro(part) ? nil : source.resolved.removal(of: part, word: isAnd ? "and" : "or")
  }
}

extension SourceConditions {
  /// Nodes that are looked at before the answer is given up: macros that use macros twice stand for very many.
  private static let nodeLimit = 2000

  /// Whether a check of a value, which can always be missing, makes the whole false alone: that needs no proof.
  func canFail(_ root: GraphID) -> Bool {
    var (pending, left) = ([root], Self.nodeLimit)
    while let node = pending.popLast(), left > 0 {
      left -= 1
      switch typed.graph.nodes[Int(node.rawValue)] {
      case .check(let id): if !asksForType(id) { return true }
      case .and(let parts): pending += parts
      case .constant, .not, .or: break
      }
    }
    return false
  }

  /// Whether nothing below the node asks for anything but the type of the event.
  func asksOnlyTypes(_ root: GraphID) -> Bool {
    var (pending, left) = ([root], Self.nodeLimit)
    while let node = pending.popLast() {
      left -= 1
      switch typed.graph.nodes[Int(node.rawValue)] {
      case .constant: break
      case .check(let id): if !asksForType(id) { return false }
      case .not(let inner): pending.append(inner)
      case .and(let parts), .or(let parts): pending += parts
      }
      if left == 0 { return false }
    }
    return true
  }

  private func asksForType(_ id: CheckID) -> Bool {
    guard case .field(let field, FieldSelector.none) = typed.program.terms[Int(typed.program.checks[Int(id.rawValue)].left.rawValue)] else { return false }
    switch typed.catalog.fields[Int(field.rawValue)].name {
    case "evt.type", "syscall.type", "evt.dir": return true
    default: return false
    }
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

  fileprivate static func deadPart(at span: SourceSpan, fix edit: Fix.Edit?) -> Diagnostic {
    Diagnostic(
      .deadPart, "this part can never be true here", at: Label(span),
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

  /// `this value of exception 'x' never applies`
  fileprivate static func deadExceptionValue(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .exception, "this value of exception '\(name)' never applies: where the rule's condition holds, it cannot", at: Label(span),
      help: ["compare it with the condition; it exempts nothing"])
  }

  /// `'x' can never be the value here`
  fileprivate static func deadItem(_ text: String, at span: SourceSpan, fix edit: Fix.Edit?) -> Diagnostic {
    Diagnostic(
      .deadItem, "'\(text)' can never be the value here", at: Label(span),
      help: ["the rest of the condition excludes it; leave it out of the list"], fix: edit.map { Fix("remove it from the list", [$0]) })
  }
}
