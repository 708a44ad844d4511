import Bytecode
import Compiler
import Diagnostics
import Parser
import Schema

extension Lint {
  /// Fields in outputs that none of the rule's events has. Those in conditions are found with the conditions.
  static let absentFields = Lint(codes: [.outputAbsent]) { context, bag in
    for source in context.sources.indices {
      let typed = context.sources[source].typed
      for rule in context.sources[source].rules where rule.canMatch {
        for output in typed.outputTerms[rule.index] {
          let carriers = context.sources[source].solver.carriers(of: output.term)
          guard carriers.intersection(rule.ownTypes).isEmpty else { continue }
          let span = context.conditions.span(of: context.conditions.place(of: output.operand))
          bag.report(
            Diagnostic.fieldAbsent(
              .outputAbsent, context.conditions.text(of: output.operand), rule, carriers, typed.events, at: span
            ).about(rule))
        }
      }
    }
  }

  /// `!=` and `not` about fields that only some of the rule's events have.
  static let missingValues = Lint(codes: [.missingValue]) { context, bag in
    for source in context.sources.indices {
      for rule in context.sources[source].rules where rule.canMatch {
        var lint = MissingValueLint(context.sources[source], rule)
        lint.look(at: rule.root, isTrue: true)
        bag.report(lint.found.map { $0.about(rule) })
      }
    }
  }
}

private struct MissingValueLint {
  private let source: SourceConditions
  private let solver: Satisfiability
  private let rule: LintedRule
  var found: [Diagnostic] = []

  init(_ reasoning: SourceReasoning, _ rule: LintedRule) {
    source = reasoning.conditions
    solver = reasoning.solver
    self.rule = rule
  }

  /// - Parameter context: what is true whenever the part matters.
  mutating func look(at root: ResolvedID, isTrue: Bool, given context: [Satisfiability.Goal] = []) {
    switch source[root] {
    case .not(let inner): look(at: inner, isTrue: !isTrue, given: context)
    case .and(let slice), .or(let slice):
      let parts = Array(source.resolved.children[slice.range])
      let isConjunction = if case .and = source[root] { isTrue } else { !isTrue }
      for part in parts where source.resolved.exceptionNames[part] == nil {
        look(at: part, isTrue: isTrue, given: isConjunction ? context + source.goals(parts, but: part, isTrue: isTrue) : context)
      }
    case .check(let check): look(at: check, isTrue: isTrue, context)
    case .expansion, .error, .guess: break
    }
  }

  private mutating func look(at check: ResolvedCheckID, isTrue: Bool, _ context: [Satisfiability.Goal]) {
    guard let id = source.typed.checkIDs[Int(check.rawValue)], source[check].op != .exists else { return }
    let isNegation = source[check].op == .notEqual
    guard isTrue == isNegation else { return }
    let carriers = solver.carriers(of: source.typed.program.checks[Int(id.rawValue)].left)
    // What asks for no types at all is reported for that.
    guard rule.ownTypes.count < 100, !carriers.intersection(rule.ownTypes).isEmpty,
      let left = solver.typesLeft(by: context, on: rule.ownTypes), case let without = left.subtracting(carriers), !without.isEmpty
    else { return }
    let name = source.resolved.text(of: source[check].left)
    let types = listing(source.typed.events.names(of: without))
    let message =
      isTrue
      ? "'\(name) !=' is false on \(types), where '\(name)' has no value" : "this negation is true on \(types), where '\(name)' has no value"
    found.append(
      Diagnostic(
        .missingValue, message, at: Label(source.resolved.span(of: source[check].place)),
        help: [isTrue ? "write 'not \(name) = …' if those events are to count" : "add '\(name) exists and …' if those events are not to count"]))
  }
}
