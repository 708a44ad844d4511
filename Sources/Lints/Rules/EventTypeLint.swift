import Bytecode
import Compiler
import Diagnostics
import Parser
import RuleFile
import Schema

extension Lint {
  /// Types that a rule names and can never match, and types that a rule without any could name.
  static let eventTypes = Lint(codes: [.eventTypes]) { context, bag in
    for source in context.sources.indices {
      for rule in context.sources[source].rules where rule.canMatch {
        var lint = EventTypeLint(context.sources[source], rule)
        if let found = lint.found() { bag.report(found.about(rule)) }
        context.undecided += lint.undecided
      }
    }
  }
}

private struct EventTypeLint {
  private let source: SourceConditions
  private let solver: Satisfiability
  private let rule: LintedRule
  private(set) var undecided = 0

  /// With more types than this, Falco warns that a rule names none.
  private static let manyTypes = 100
  /// Fewer types than this are worth naming.
  private static let fewTypes = 24

  init(_ source: SourceReasoning, _ rule: LintedRule) {
    self.source = source.conditions
    solver = source.solver
    self.rule = rule
  }

  mutating func found() -> Diagnostic? {
    rule.ownTypes.count > Self.manyTypes ? missingTypes() : superfluousTypes()
  }

  // MARK: Too many

  private mutating func superfluousTypes() -> Diagnostic? {
    guard let (check, range) = ownList() else { return nil }
    var dead: [Int] = []
    for element in range {
      let value = source.resolved.values[element]
      guard value.use == nil else { continue }
      let named = source.typed.events.events(named: source.resolved.strings.text(value.string)) ?? EventSet()
      let types = named.intersection(rule.ownTypes)
      // Of names of generic calls nothing is known.
      guard !types.isEmpty, types.codes.allSatisfy({ $0.rawValue > 1 }) else { continue }
      switch solver.verdict([.init(rule.node, isTrue: true)], on: types) {
      case .impossible: dead.append(element)
      case .possible: break
      case .undecided: undecided += 1
      }
    }
    guard !dead.isEmpty, dead.count < range.count else { return nil }
    let names = dead.map { source.resolved.strings.text(source.resolved.values[$0].string) }
    let labels = dead.map { Label(source.resolved.span(of: source.resolved.values[$0].place)) }
    let left = range.filter { !dead.contains($0) }.map { source.resolved.strings.text(source.resolved.values[$0].string) }
    return Diagnostic(
      .eventTypes, "rule '\(rule.name)' can never match on \(listing(names))", at: labels[0], secondary: Array(labels.dropFirst()),
      help: ["the rest of its condition asks for what these events do not have; it can hold on \(listing(left))"], fix: fix(dead, check))
  }

  /// The one list of event types that the rule itself writes, where all of the condition hangs on it.
  private func ownList() -> (ResolvedCheckID, Range<Int>)? {
    var pending = [rule.root]
    while let id = pending.popLast() {
      switch source[id] {
      case .and(let slice): pending += source.resolved.children[slice.range].reversed()
      case .check(let check):
        guard case .list(let range) = source[check].right, range.count > 1, source[check].op == .in,
          case .field(let name, nil) = source[source[check].left], source.resolved.strings.text(name) == "evt.type"
        else { continue }
        return (check, range)
      default: break
      }
    }
    return nil
  }

  private func fix(_ dead: [Int], _ check: ResolvedCheckID) -> Fix? {
    guard dead.count == 1, let edit = source.resolved.removal(ofElement: source.resolved.values[dead[0]]) else { return nil }
    return Fix("remove '\(source.resolved.strings.text(source.resolved.values[dead[0]].string))' from the list", [edit])
  }

  // MARK: None

  private mutating func missingTypes() -> Diagnostic? {
    guard rule.definition.warnsAboutEventTypes,
      let possible = solver.typesLeft(by: [.init(rule.node, isTrue: true)], on: rule.ownTypes),
      !possible.isEmpty, case let names = source.typed.events.names(of: possible), names.count <= Self.fewTypes
    else { return nil }
    return Diagnostic(
      .eventTypes, "rule '\(rule.name)' names no event types, and can hold on \(names.count == 1 ? "one" : "\(names.count)") only",
      at: Label(rule.definition.condition?.span ?? rule.definition.origin.nameSpan),
      help: ["write 'evt.type in (\(names.joined(separator: ", "))) and …': its other checks have a value only there"])
  }
}
