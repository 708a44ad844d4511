package import Bytecode
package import Schema

// Runtime: events through a verified program. In: a program, and the bytes of one event at a time. Out: which rules
// match. Everything on the per-event path lives in this module, so that the optimiser sees it whole. Not here: where
// events come from (Capture), how a program is made (Compiler).

/// Answers the checks of a program about the current event. `Evaluator` does in the product; tests have coins.
package protocol CheckAnswering: ~Copyable {
  mutating func answer(_ id: CheckID, _ event: borrowing CurrentEvent, _ state: borrowing State) -> Bool
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
  private let code: [Instruction]
  private let subconditions: [CodeOffset]
  /// By event code.
  private let entries: [CodeOffset?]
  private let matching: RuleMatching
  /// By check and by subcondition: the event (as a running number) that the answer is of, shifted by one bit, and
  /// the answer in the lowest bit. No event has number 0.
  private var checkAnswers: Pool<UInt64>
  private var subconditionAnswers: Pool<UInt64>
  private var stack: Pool<Frame>
  private var event: UInt64 = 0

  struct Frame: BitwiseCopyable {
    var asked: SubconditionID
    /// Where to go on when the answer is the wanted one, and where otherwise.
    var next: Int
    var otherwise: Int
    var wanted: Bool
  }

  package init(_ verified: VerifiedProgram, matching: RuleMatching = .first) {
    code = verified.program.code
    subconditions = verified.program.subconditions
    entries = verified.program.entries
    self.matching = matching
    checkAnswers = Pool(repeating: 0, count: verified.program.checks.count)
    subconditionAnswers = Pool(repeating: 0, count: verified.program.subconditions.count)
    stack = Pool(minimumCapacity: verified.maximumDepth + 1)
  }

  /// Whether any rule is tried on events of the type.
  package func hasRules(for type: EventCode) -> Bool {
    Int(type.rawValue) < entries.count && entries[Int(type.rawValue)] != nil
  }

  /// Evaluates the rules of the event's type and appends those that match, in the order of the rules.
  ///
  /// - Parameter checks: answers checks about the event; not asked twice for the same check.
  package mutating func run(
    _ current: borrowing CurrentEvent, _ state: borrowing State, checks: inout some CheckAnswering & ~Copyable,
    into matches: inout [RuleID]
  ) {
    let type = Int(current.view.type.rawValue)
    guard type < entries.count, let entry = entries[type] else { return }
    event += 1
    var pc = Int(entry.rawValue)
    while true {
      switch code[pc] {
      case .require(let id, let other): pc = answer(id, current, state, &checks) ? pc + 1 : Int(other.rawValue)
      case .refute(let id, let other): pc = answer(id, current, state, &checks) ? Int(other.rawValue) : pc + 1
      case .requireSubcondition(let id, let other): pc = ask(id, wanted: true, next: pc + 1, otherwise: Int(other.rawValue))
      case .refuteSubcondition(let id, let other): pc = ask(id, wanted: false, next: pc + 1, otherwise: Int(other.rawValue))
      case .jump(let target): pc = Int(target.rawValue)
      case .answer(let value): pc = finish(value)
      case .match(let rule):
        matches.append(rule)
        if matching == .first { return }
        pc += 1
      case .end: return
      }
    }
  }

  private mutating func answer(
    _ id: CheckID, _ current: borrowing CurrentEvent, _ state: borrowing State,
    _ checks: inout some CheckAnswering & ~Copyable
  ) -> Bool {
    let index = Int(id.rawValue)
    if checkAnswers[index] >> 1 == event { return checkAnswers[index] & 1 == 1 }
    let value = checks.answer(id, current, state)
    checkAnswers[index] = event << 1 | (value ? 1 : 0)
    return value
  }

  /// Where to go on: behind, if the answer is known, else into the subcondition.
  private mutating func ask(_ id: SubconditionID, wanted: Bool, next: Int, otherwise: Int) -> Int {
    let known = subconditionAnswers[Int(id.rawValue)]
    if known >> 1 == event { return (known & 1 == 1) == wanted ? next : otherwise }
    stack.append(Frame(asked: id, next: next, otherwise: otherwise, wanted: wanted))
    return Int(subconditions[Int(id.rawValue)].rawValue)
  }

  private mutating func finish(_ value: Bool) -> Int {
    let frame = stack.removeLast()
    subconditionAnswers[Int(frame.asked.rawValue)] = event << 1 | (value ? 1 : 0)
    return value == frame.wanted ? frame.next : frame.otherwise
  }
}
