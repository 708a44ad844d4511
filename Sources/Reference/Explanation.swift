import Bytecode
package import Compiler
package import Diagnostics
package import Runtime
import Parser
import Schema

/// Why a rule matches an event, or does not: its condition as a tree, with what became of each part.
package struct Explanation: Sendable {
  package enum Part: Sendable, Hashable {
    case and, or, not
    case macro(String)
    /// `not` in front of what the exception lets through.
    case exception(String)
    case check(ResolvedCheckID)
    /// What does not compile; rules that were compiled have none.
    case error

    package var isCheck: Bool { if case .check = self { true } else { false } }
  }

  package struct Node: Sendable {
    package let part: Part
    /// 0 for the whole.
    package let depth: Int
    package let holds: Bool
    /// Whether its answer is asked for, from the left to the right: an `and` ends at the first part that does not hold, an
    /// `or` at the first that does.
    package let isReached: Bool
    /// Had it answered otherwise, it could have changed the answer of the whole: each part of an `and` that holds, the first
    /// part of one that does not.
    package let isDecisive: Bool
    /// Part of an exception, or the exception itself. Its checks are put together from fields, comparisons and values, which
    /// stand apart in the file.
    package let isInException: Bool
    /// A macro whose parts stand at its first use.
    package let isShownAbove: Bool
    package let span: SourceSpan
    /// What is compared, as in `output_fields` of alerts: `null` where there is no value. Of checks only; the second value is
    /// there for fields that are compared with fields.
    package let values: [[UInt8]]
  }

  /// Each before its parts.
  package let nodes: [Node]

  /// Whether the rule's condition holds. Whether the rule gives an alert hangs on earlier rules too.
  package var holds: Bool { nodes[0].holds }

  /// The exceptions that let the event through.
  package var vetoes: [String] {
    nodes.compactMap { node in
      if case .exception(let name) = node.part, !node.holds, node.isDecisive { name } else { nil }
    }
  }
}

extension ReferenceEvaluator {
  /// Explains a rule's answer about the event that the engine processed last.
  ///
  /// - Parameters:
  ///   - root: the condition of a rule that was compiled.
  ///   - macros: the names of the macros of the rule set.
  package func explain(
    _ root: ResolvedID, macros: [String], _ engine: inout Engine, _ event: borrowing EventView
  ) -> Explanation {
    let answers = answers(to: root, &engine, event)
    let styles = OutputFields(program: program, catalog: catalog, events: .syscall)
    // Not by recursion: macros may be nested as deep as their author likes.
    var pending = [Pending(id: root, depth: 0, isReached: true, isDecisive: true, isInException: false)]
    var nodes: [Explanation.Node] = []
    var shown: Set<MacroID> = []
    while var next = pending.popLast() {
      if conditions.exceptionNames[next.id] != nil { next.isInException = true }
      let holds = answers[next.id] ?? false
      var isShownAbove = false
      var values: [[UInt8]] = []
      switch conditions[next.id] {
      case .and(let slice), .or(let slice):
        pending += parts(conditions.children[slice.range], of: next, holds, answers).reversed()
      case .not(let inner): pending.append(next.part(inner))
      case .expansion(let macro, let body):
        if shown.insert(macro).inserted { pending.append(next.part(body)) } else { isShownAbove = true }
      case .check(let id): values = self.values(of: id, styles, &engine, event)
      case .error, .guess: break
      }
      nodes.append(
        Explanation.Node(
          part: part(next.id, macros), depth: next.depth, holds: holds, isReached: next.isReached, isDecisive: next.isDecisive,
          isInException: next.isInException, isShownAbove: isShownAbove, span: conditions.span(of: conditions.places[Int(next.id.rawValue)]), values: values))
    }
    return Explanation(nodes: nodes)
  }

  /// A node whose turn comes.
  private struct Pending {
    var id: ResolvedID
    var depth: Int
    var isReached: Bool
    var isDecisive: Bool
    var isInException: Bool

    func part(_ id: ResolvedID) -> Pending {
      Pending(id: id, depth: depth + 1, isReached: isReached, isDecisive: isDecisive, isInException: isInException)
    }
  }

  /// Of an `and` that holds all parts are decisive, of one that does not the first that fails; of an `or` the other way round.
  private func parts(
    _ ids: ArraySlice<ResolvedID>, of whole: Pending, _ holds: Bool, _ answers: Answers
  ) -> [Pending] {
    let isAnd = if case .and = conditions[whole.id] { true } else { false }
    // What ends the questions.
    let end = isAnd ? false : true
    var isOver = false
    return ids.map { id in
      var part = whole.part(id)
      let ends = (answers[id] ?? false) == end
      part.isReached = whole.isReached && !isOver
      part.isDecisive = part.isReached && whole.isDecisive && (holds == end ? ends : true)
      isOver = isOver || ends
      return part
    }
  }

  private func part(_ id: ResolvedID, _ macros: [String]) -> Explanation.Part {
    switch conditions[id] {
    case .and: .and
    case .or: .or
    case .not: conditions.exceptionNames[id].map { .exception($0) } ?? .not
    case .expansion(let macro, _): .macro(macros[Int(macro.rawValue)])
    case .check(let id): .check(id)
    case .error, .guess: .error
    }
  }

  private func values(
    of id: ResolvedCheckID, _ styles: OutputFields, _ engine: inout Engine, _ event: borrowing EventView
  ) -> [[UInt8]] {
    guard let check = checkIDs[Int(id.rawValue)].map({ program.checks[Int($0.rawValue)] }) else { return [] }
    var terms = [check.left]
    if case .term(let right) = check.right { terms.append(right) }
    return terms.map { term in
      let style = styles.parameter(of: term).map { engine.style(of: $0, event) } ?? styles.style(of: term)
      var bytes: [UInt8] = []
      engine.value(of: term, event).appendJSON(style.showingNumbers, event, engine, to: &bytes)
      return bytes
    }
  }
}

extension PrintStyle {
  /// What has no printed form in an output has one here.
  fileprivate var showingNumbers: PrintStyle {
    var style = self
    if style.number == .none { style.number = .decimal }
    style.isTimeOfDay = false
    return style
  }
}
