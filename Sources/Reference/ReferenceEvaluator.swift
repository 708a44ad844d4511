import Bytecode
package import Compiler
import Matching
import Parser
package import Runtime
package import Schema

// Reference: what a condition means, said a second time and as plainly as possible. In: resolved conditions, and an
// engine that has processed an event. Out: the answer of each node. Explanations show them, and tests hold the machine
// to them. It shares with the machine how fields are read and how patterns of `regex` match, and nothing else. Not
// here: speed.

/// Walks the resolved conditions of one source.
package struct ReferenceEvaluator {
  let conditions: ResolvedConditions
  let program: Program
  let catalog: FieldCatalog
  /// By check of the resolved conditions.
  let checkIDs: [CheckID?]
  let regexScratch = RegexScratch()

  package init(_ compilation: Compilation, _ source: SourceCompilation, catalog: FieldCatalog) {
    conditions = compilation.conditions
    program = source.program.program
    checkIDs = source.checkIDs
    self.catalog = catalog
  }

  /// Answers about one event, as far as they were asked for.
  package struct Answers {
    /// By node.
    fileprivate var nodes: [Bool?]

    package subscript(id: ResolvedID) -> Bool? { nodes[Int(id.rawValue)] }
  }

  /// No answers yet. To be asked for anew with every event.
  package func noAnswers() -> Answers { Answers(nodes: Array(repeating: nil, count: conditions.nodes.count)) }

  /// Answers a condition about the event that the engine processed last, and of its parts those that matter, from left to right. It
  /// recurses as deep as the condition is.
  ///
  /// - Parameters:
  ///   - id: a condition that was compiled, or part of one.
  ///   - answers: about the same event; those that come are added.
  package func holds(
    _ id: ResolvedID, _ answers: inout Answers, _ engine: inout Engine, _ event: borrowing EventView
  ) -> Bool {
    if let known = answers[id] { return known }
    var answer: Bool
    switch conditions.nodes[Int(id.rawValue)] {
    case .and:
      answer = true
      for part in parts(of: id) where answer { answer = holds(part, &answers, &engine, event) }
    case .or:
      answer = false
      for part in parts(of: id) where !answer { answer = holds(part, &answers, &engine, event) }
    case .not(let part): answer = !holds(part, &answers, &engine, event)
    case .expansion(_, let part): answer = holds(part, &answers, &engine, event)
    case .check(let check): answer = self.answer(check, &engine, event)
    case .error, .guess: answer = false
    }
    answers.nodes[Int(id.rawValue)] = answer
    return answer
  }

  /// Answers a condition and all its parts: an explanation wants the answers that do not matter, too.
  ///
  /// - Parameter root: a condition that was compiled.
  package func answers(
    to root: ResolvedID, _ engine: inout Engine, _ event: borrowing EventView
  ) -> Answers {
    var answers = noAnswers()
    var wanted = Array(repeating: false, count: conditions.nodes.count)
    wanted[Int(root.rawValue)] = true
    // Ids ascend from parts to wholes.
    for index in conditions.nodes.indices.reversed() where wanted[index] {
      for part in parts(of: ResolvedID(rawValue: UInt32(index))) { wanted[Int(part.rawValue)] = true }
    }
    for index in conditions.nodes.indices where wanted[index] {
      _ = holds(ResolvedID(rawValue: UInt32(index)), &answers, &engine, event)
    }
    return answers
  }

  private func parts(of id: ResolvedID) -> ArraySlice<ResolvedID> {
    switch conditions.nodes[Int(id.rawValue)] {
    case .and(let slice), .or(let slice): conditions.children[slice.range]
    case .not(let id), .expansion(_, let id), .guess(let id): [id]
    case .check, .error: []
    }
  }

  private func answer(_ id: ResolvedCheckID, _ engine: inout Engine, _ event: borrowing EventView) -> Bool {
    guard let check = checkIDs[Int(id.rawValue)] else { return false }
    return answer(program.checks[Int(check.rawValue)], &engine, event)
  }

  // MARK: Checks

  /// Rule-language.md §5.2 and §6.1.
  private func answer(_ check: Check, _ engine: inout Engine, _ event: borrowing EventView) -> Bool {
    guard let left = value(of: check.left, &engine, event) else { return false }
    switch check.right {
    case .none: return true
    case .term(let id):
      guard let right = value(of: id, &engine, event) else { return false }
      let others: [Known] = if case .list(let elements) = right { elements } else { [right] }
      return holds(check, left, others.map { .known($0) })
    case .constants(let range):
      let operands = program.constants[range.range].map { Operand.constant($0) }
      guard !operands.isEmpty else { return false }
      switch check.modifier {
      case nil: return holds(check, left, operands)
      case .anyof: return operands.contains { holds(check, left, [$0]) }
      case .allof: return operands.allSatisfy { holds(check, left, [$0]) }
      case .oneof: return operands.count { holds(check, left, [$0]) } == 1
      }
    }
  }

  /// What stands on the right.
  enum Operand {
    case constant(Constant)
    case known(Known)
  }

  /// - Parameter operands: one, or a list for `in`, `intersects` and `pmatch`.
  private func holds(_ check: Check, _ left: Known, _ operands: [Operand]) -> Bool {
    switch left {
    case .list(let elements):
      return check.op == .in
        ? elements.allSatisfy { holdsForOne(check, $0, operands) } : elements.contains { holdsForOne(check, $0, operands) }
    case .each(let candidates, let quantifier):
      if quantifier == .anyButAllForNotEqual, check.op == .notEqual {
        return !candidates.isEmpty && candidates.allSatisfy { holdsForOne(check, $0, operands) }
      }
      return candidates.contains { holdsForOne(check, $0, operands) }
    default:
      return holdsForOne(check, left, operands)
    }
  }

  private func holdsForOne(_ check: Check, _ left: Known, _ operands: [Operand]) -> Bool {
    let type = program.termInfo[Int(check.left.rawValue)].type
    var op = check.op
    // Membership has its own idea of where a string ends, also where a modifier makes it of an equality.
    var isMembership = op == .in || op == .intersects
    if check.modifier == .anyof, op == .equal { isMembership = true }
    if check.modifier == .allof, op == .notEqual { isMembership = true }
    if op == .in || op == .intersects { op = .equal }
    return operands.contains { operand in
      if isAround(check.left), case .unsigned(let distance) = left, case .constant(.unsigned(let limit)) = operand {
        return distance <= limit
      }
      let comparison = Comparison(op: op, isMembership: isMembership, isBuffer: type.family == .buffer, scratch: regexScratch)
      return comparison.holds(left, operand, strings: program.strings)
    }
  }

  private func isAround(_ id: TermID) -> Bool {
    guard case .field(let field, _) = program.terms[Int(id.rawValue)] else { return false }
    return catalog[field].name == "evt.around"
  }
}
