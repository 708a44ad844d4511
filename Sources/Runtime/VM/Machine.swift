package import Bytecode
package import Schema

// Runtime: events through a verified program. In: a program, and the bytes of one event at a time. Out: which rules
// match. Everything on the per-event path lives in this module, so that the optimiser sees it whole. Not here: where
// events come from (Capture), how a program is made (Compiler).

/// Answers the checks of a program about the current event.
package protocol CheckAnswering: ~Copyable, ~Escapable {
  mutating func answer(_ id: CheckID) -> Bool
}

/// How many rules may match one event.
package enum RuleMatching: Sendable {
  /// The first in the order of the rules, as Falco by default.
  case first
  case all
}

/// Runs a verified program. Owns the answers of the current event; asks each check at most once per event.
///
/// Allocates when it is made, not when it runs: the stack has the depth that the verifier found.
package struct Machine: ~Copyable {
  private let program: Program
  private let matching: RuleMatching
  /// By check and by subcondition: the event (as a running number) that the answer is of, shifted by one bit, and
  /// the answer in the lowest bit. No event has number 0.
  private var checkAnswers: [UInt64]
  private var subconditionAnswers: [UInt64]
  private var stack: [Frame] = []
  private var event: UInt64 = 0

  private struct Frame {
    var asked: SubconditionID
    /// Where to go on when the answer is the wanted one, and where otherwise.
    var next: Int
    var otherwise: Int
    var wanted: Bool
  }

  package init(_ verified: VerifiedProgram, matching: RuleMatching = .first) {
    program = verified.program
    self.matching = matching
    checkAnswers = Array(repeating: 0, count: program.checks.count)
    subconditionAnswers = Array(repeating: 0, count: program.subconditions.count)
    stack.reserveCapacity(verified.maximumDepth + 1)
  }

  /// Evaluates the rules of one event type and hands each match to `onMatch`, in the order of the rules.
  ///
  /// - Parameter checks: answers checks about the event; not asked twice for the same check.
  package mutating func run(
    _ type: EventCode, checks: inout some CheckAnswering & ~Copyable & ~Escapable, onMatch: (RuleID) -> Void
  ) {
    guard let entry = program.entry(for: type) else { return }
    event += 1
    var pc = Int(entry.rawValue)
    while true {
      switch program.code[pc] {
      case .require(let id, let other): pc = answer(id, &checks) ? pc + 1 : Int(other.rawValue)
      case .refute(let id, let other): pc = answer(id, &checks) ? Int(other.rawValue) : pc + 1
      case .requireSubcondition(let id, let other): pc = ask(id, wanted: true, next: pc + 1, otherwise: Int(other.rawValue))
      case .refuteSubcondition(let id, let other): pc = ask(id, wanted: false, next: pc + 1, otherwise: Int(other.rawValue))
      case .jump(let target): pc = Int(target.rawValue)
      case .answer(let value): pc = finish(value)
      case .match(let rule):
        onMatch(rule)
        if matching == .first { return }
        pc += 1
      case .end: return
      }
    }
  }

  private mutating func answer(_ id: CheckID, _ checks: inout some CheckAnswering & ~Copyable & ~Escapable) -> Bool {
    let index = Int(id.rawValue)
    if checkAnswers[index] >> 1 == event { return checkAnswers[index] & 1 == 1 }
    let value = checks.answer(id)
    checkAnswers[index] = event << 1 | (value ? 1 : 0)
    return value
  }

  /// Where to go on: behind, if the answer is known, else into the subcondition.
  private mutating func ask(_ id: SubconditionID, wanted: Bool, next: Int, otherwise: Int) -> Int {
    let known = subconditionAnswers[Int(id.rawValue)]
    if known >> 1 == event { return (known & 1 == 1) == wanted ? next : otherwise }
    stack.append(Frame(asked: id, next: next, otherwise: otherwise, wanted: wanted))
    return Int(program.subconditions[Int(id.rawValue)].rawValue)
  }

  private mutating func finish(_ value: Bool) -> Int {
    let frame = stack.removeLast()
    subconditionAnswers[Int(frame.asked.rawValue)] = event << 1 | (value ? 1 : 0)
    return value == frame.wanted ? frame.next : frame.otherwise
  }
}
