import Bytecode
import Compiler
import Diagnostics
import RuleFile
import Schema

extension Lint {
  /// Rules that never come to match because an earlier one takes all their events, and rules that are the same.
  static let shadowing = Lint(codes: [.shadowedRule, .duplicateRule]) { context, bag in
    for source in context.sources.indices {
      var lint = ShadowingLint(context.sources[source])
      lint.run()
      bag.report(lint.found)
      context.undecided += lint.undecided
    }
  }
}

private struct ShadowingLint {
  private let conditions: SourceConditions
  private let rules: [LintedRule]
  /// By rule: its event types. Pairs are many, and nearly all are settled by these.
  private let types: [EventSet]
  private let solver: Satisfiability
  /// By node: which terms are asked below it.
  private let terms: TermSets
  var found: [Diagnostic] = []
  private(set) var undecided = 0
  /// Pairs of rules that are looked at: all of a thousand rules.
  private var pairsLeft = 500_000

  init(_ source: SourceReasoning) {
    conditions = source.conditions
    solver = source.solver
    rules = source.rules.filter { $0.canMatch && $0.definition.isEnabled }
    types = rules.map(\.types)
    terms = TermSets(source.typed)
  }

  mutating func run() {
    for (index, rule) in rules.enumerated() {
      let own = conjuncts(of: rule.node)
      var isAssumed = false
      guard pairsLeft > 0 else { return undecided += rules.count - index }
      pairsLeft -= index
      for place in 0..<index where types[index].subtracting(types[place]).isEmpty || rules[place].node == rule.node {
        let earlier = rules[place]
        if earlier.node == rule.node {
          found.append(.duplicateRule(rule, of: earlier).about(rule))
          break
        }
        guard mayShadow(rule, own, by: earlier) else { continue }
        if !isAssumed, !solver.assume([.init(rule.node, isTrue: true)], on: rule.types) { break }
        isAssumed = true
        guard isImplied(conjuncts(of: earlier.node)) else { continue }
        let isSame = isShadowed(earlier, by: rule)
        found.append(.shadowedRule(rule, by: earlier, example: example(of: rule, and: earlier), isSame: isSame).about(rule))
        break
      }
    }
  }

  /// Whether it is worth asking. A part about values that the condition says nothing of does not follow from it. That is no proof, but
  /// nearly always right, and saves the question.
  private func mayShadow(_ rule: LintedRule, _ own: [GraphID], by other: LintedRule) -> Bool {
    guard rule.types.subtracting(other.types).isEmpty else { return false }
    switch conditions.typed.graph.nodes[Int(other.node.rawValue)] {
    case .and(let parts):
      for part in parts where !terms.share(rule.node, part) && !own.contains(part) { return false }
      return true
    case .constant, .check, .not, .or: return terms.share(rule.node, other.node)
    }
  }

  /// Whether all parts follow from what is assumed.
  private mutating func isImplied(_ parts: [GraphID]) -> Bool {
    for part in parts where solver.assumedValue(of: part) != true {
      switch solver.verdict(with: .init(part, isTrue: false)) {
      case .impossible: break
      case .possible: return false
      case .undecided:
        undecided += 1
        return false
      }
    }
    return true
  }

  /// Whether every event that fulfils the condition of `rule` fulfils that of `other`, which is tried on it.
  private mutating func isShadowed(_ rule: LintedRule, by other: LintedRule) -> Bool {
    mayShadow(rule, conjuncts(of: rule.node), by: other) && solver.assume([.init(rule.node, isTrue: true)], on: rule.types)
      && isImplied(conjuncts(of: other.node))
  }

  private func conjuncts(of node: GraphID) -> [GraphID] {
    if case .and(let parts) = conditions.shape(node) { parts } else { [node] }
  }

  private mutating func example(of rule: LintedRule, and earlier: LintedRule) -> String? {
    guard solver.verdict([.init(rule.node, isTrue: true)], on: rule.ownTypes) == .possible else { return nil }
    return solver.example(fulfilling: [rule.node, earlier.node], conditions.typed)
  }
}

/// Which terms are asked below each node of a graph.
private struct TermSets {
  private let width: Int
  private var words: [UInt64]

  init(_ typed: TypedConditions) {
    width = typed.program.terms.count / 64 + 1
    words = Array(repeating: 0, count: width * typed.graph.nodes.count)
    for (index, node) in typed.graph.nodes.enumerated() {
      switch node {
      case .constant: break
      case .check(let id):
        let term = Int(typed.program.checks[Int(id.rawValue)].left.rawValue)
        words[index * width + term >> 6] |= 1 << UInt64(term & 63)
      case .not(let inner): add(inner, to: index)
      case .and(let parts), .or(let parts): for part in parts { add(part, to: index) }
      }
    }
  }

  private mutating func add(_ part: GraphID, to index: Int) {
    for word in 0..<width { words[index * width + word] |= words[Int(part.rawValue) * width + word] }
  }

  func share(_ a: GraphID, _ b: GraphID) -> Bool {
    for word in 0..<width where words[Int(a.rawValue) * width + word] & words[Int(b.rawValue) * width + word] != 0 { return true }
    return false
  }
}

extension Diagnostic {
  /// `rule 'B' never comes to match: rule 'A' takes all its events`
  fileprivate static func shadowedRule(
    _ rule: LintedRule, by earlier: LintedRule, example: String?, isSame: Bool
  ) -> Diagnostic {
    let first = earlier.definition.origin
    var help = [
      "Falco reports the first rule that matches an event (rule_matching: first); put the narrower rule in front, or make '\(earlier.name)' exclude its events"
    ]
    if isSame { help = ["both match the same events; keep one of them"] }
    if let example { help.append("both match an event with \(example)") }
    return Diagnostic(
      .shadowedRule, "rule '\(rule.name)' never comes to match: the earlier rule '\(earlier.name)' matches all of its events",
      at: Label(rule.definition.origin.nameSpan), secondary: [Label(first.nameSpan, "takes them")], help: help)
  }

  /// `rule 'B' has the same condition as rule 'A'`
  fileprivate static func duplicateRule(_ rule: LintedRule, of earlier: LintedRule) -> Diagnostic {
    Diagnostic(
      .duplicateRule, "rule '\(rule.name)' has the same condition as rule '\(earlier.name)', which comes first",
      at: Label(rule.definition.origin.nameSpan), secondary: [Label(earlier.definition.origin.nameSpan, "the same condition")],
      help: ["keep one of them, or let their conditions differ"])
  }
}
