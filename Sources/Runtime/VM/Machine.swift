package import Bytecode
package import Schema

// Runtime: events through a verified program. In: a program, and the bytes of one event at a time. Out: which rules
// match. Everything on the per-event path lives in this module, so that the optimiser sees it whole. Not here: where
// events come from (Capture), how a program is made (Compiler).

/// Answers the checks of a program about the current event. `Evaluator` does in the product; tests have coins.
package protocol CheckAnswering: ~Copyable {
  mutating func answer(_ id: CheckID, _ event: borrowing CurrentEvent, _ state: borrowing State) -> Bool

  /// The rules that a group of triggers leads to for the event, appended to `candidates`.
  ///
  /// - Returns: false where that cannot be looked up: then every rule is to be tried.
  mutating func addCandidates(
    of group: Int, _ event: borrowing CurrentEvent, _ state: borrowing State, to candidates: inout Pool<TriggeredRule>
  ) -> Bool

  /// The sketch counts the event.
  mutating func count(_ id: SketchID, _ event: borrowing CurrentEvent, _ state: borrowing State)

  /// After the rules: these matched.
  mutating func settle(_ matches: [RuleID], _ event: borrowing CurrentEvent, _ state: borrowing State)
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
  private let entryIDs: [EntryID?]
  private let entries: [Entry]
  private let matching: RuleMatching
  /// By check and by subcondition: the event (as a running number) that the answer is of, shifted by one bit, and
  /// the answer in the lowest bit. No event has number 0.
  private var checkAnswers: Pool<UInt64>
  private var subconditionAnswers: Pool<UInt64>
  private var stack: Pool<Frame>
  /// Rules whose triggers hold, in any order, perhaps more than once.
  private var candidates: Pool<TriggeredRule>
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
    entryIDs = verified.program.entryIDs
    entries = verified.program.entries
    candidates = Pool(minimumCapacity: 64)
    self.matching = matching
    checkAnswers = Pool(repeating: 0, count: verified.program.checks.count)
    subconditionAnswers = Pool(repeating: 0, count: verified.program.subconditions.count)
    stack = Pool(minimumCapacity: verified.maximumDepth + 1)
  }

  /// Whether any rule is tried on events of the type.
  @inline(__always)
  package func hasRules(for type: EventCode) -> Bool {
    Int(type.rawValue) < entryIDs.count && entryIDs[Int(type.rawValue)] != nil
  }

  /// Evaluates the rules of the event's type and appends those that match, in the order of the rules.
  ///
  /// - Parameter checks: answers checks about the event; not asked twice for the same check.
  package mutating func run(
    _ current: borrowing CurrentEvent, _ state: borrowing State, checks: inout some CheckAnswering & ~Copyable,
    into matches: inout [RuleID]
  ) {
    var probe = NoProbe()
    run(current, state, checks: &checks, probe: &probe, into: &matches)
  }

  /// The same under the eyes of a probe.
  mutating func run(
    _ current: borrowing CurrentEvent, _ state: borrowing State, checks: inout some CheckAnswering & ~Copyable,
    probe: inout some EvaluationProbe, into matches: inout [RuleID]
  ) {
    let type = Int(current.view.type.rawValue)
    guard type < entryIDs.count, let id = entryIDs[type] else { return }
    let entry = entries[Int(id.rawValue)]
    event += 1
    candidates.removeAll()
    probe.begin(id)
    if let counting = entry.counting { run(entry: counting, current, state, &checks, &probe, &matches) }
    var isKnown = true
    for group in entry.groups.range where isKnown {
      probe.willLookUp()
      isKnown = checks.addCandidates(of: group, current, state, to: &candidates)
      probe.didLookUp()
    }
    if isKnown {
      for index in 0..<candidates.count { tryCandidate(candidates[index], current, state, &checks, &probe, &matches) }
      if let rest = entry.rest { run(entry: rest, current, state, &checks, &probe, &matches) }
    } else {
      run(entry: entry.all, current, state, &checks, &probe, &matches)
    }
    if matches.count > 1 { matches.sort { $0.rawValue < $1.rawValue } }
    if entry.counting != nil { checks.settle(matches, current, state) }
  }

  private mutating func run(
    entry start: CodeOffset, _ current: borrowing CurrentEvent, _ state: borrowing State,
    _ checks: inout some CheckAnswering & ~Copyable, _ probe: inout some EvaluationProbe, _ matches: inout [RuleID]
  ) {
    probe.willRun(start)
    run(from: start, current, state, &checks, &probe, &matches)
  }

  private mutating func tryCandidate(
    _ candidate: TriggeredRule, _ current: borrowing CurrentEvent, _ state: borrowing State,
    _ checks: inout some CheckAnswering & ~Copyable, _ probe: inout some EvaluationProbe, _ matches: inout [RuleID]
  ) {
    // Several triggers may lead to a rule.
    if !isWanted(candidate.rule, matches) || matches.contains(candidate.rule) { return }
    probe.willTry(candidate.rule)
    let isMatch = holds(candidate.condition, current, state, &checks, &probe)
    probe.didTry(candidate.rule, holds: isMatch)
    if isMatch { note(candidate.rule, &matches) }
  }

  /// Whether it would make a difference if the rule matched.
  private func isWanted(_ rule: RuleID, _ matches: [RuleID]) -> Bool {
    guard matching == .first, let first = matches.first else { return true }
    return rule.rawValue < first.rawValue
  }

  private func note(_ rule: RuleID, _ matches: inout [RuleID]) {
    guard isWanted(rule, matches) else { return }
    if matching == .first { matches.removeAll(keepingCapacity: true) }
    matches.append(rule)
  }

  private mutating func holds(
    _ id: SubconditionID, _ current: borrowing CurrentEvent, _ state: borrowing State,
    _ checks: inout some CheckAnswering & ~Copyable, _ probe: inout some EvaluationProbe
  ) -> Bool {
    let known = subconditionAnswers[Int(id.rawValue)]
    if known >> 1 == event {
      probe.reuse(id)
      return known & 1 == 1
    }
    var none: [RuleID] = []
    stack.append(Frame(asked: id, next: Self.outside, otherwise: Self.outside, wanted: true))
    run(from: subconditions[Int(id.rawValue)], current, state, &checks, &probe, &none)
    return subconditionAnswers[Int(id.rawValue)] & 1 == 1
  }

  /// Behind a subcondition that nobody in the code asked.
  private static let outside = -1

  private mutating func run(
    from start: CodeOffset, _ current: borrowing CurrentEvent, _ state: borrowing State,
    _ checks: inout some CheckAnswering & ~Copyable, _ probe: inout some EvaluationProbe, _ matches: inout [RuleID]
  ) {
    var pc = Int(start.rawValue)
    while pc >= 0 {
      probe.willExecute(pc)
      switch code[pc] {
      case .require(let id, let other): pc = answer(id, current, state, &checks, &probe) ? pc + 1 : Int(other.rawValue)
      case .refute(let id, let other): pc = answer(id, current, state, &checks, &probe) ? Int(other.rawValue) : pc + 1
      case .requireSubcondition(let id, let other): pc = ask(id, wanted: true, next: pc + 1, otherwise: Int(other.rawValue), &probe)
      case .refuteSubcondition(let id, let other): pc = ask(id, wanted: false, next: pc + 1, otherwise: Int(other.rawValue), &probe)
      case .jump(let target): pc = Int(target.rawValue)
      case .answer(let value): pc = finish(value, &probe)
      case .match(let rule):
        note(rule, &matches)
        pc += 1
      case .count(let sketch):
        checks.count(sketch, current, state)
        pc += 1
      case .end: return
      }
    }
  }

  private mutating func answer(
    _ id: CheckID, _ current: borrowing CurrentEvent, _ state: borrowing State,
    _ checks: inout some CheckAnswering & ~Copyable, _ probe: inout some EvaluationProbe
  ) -> Bool {
    let index = Int(id.rawValue)
    if checkAnswers[index] >> 1 == event {
      probe.reuse(id)
      return checkAnswers[index] & 1 == 1
    }
    probe.willAnswer()
    let value = checks.answer(id, current, state)
    probe.didAnswer(id, value)
    checkAnswers[index] = event << 1 | (value ? 1 : 0)
    return value
  }

  /// Where to go on: behind, if the answer is known, else into the subcondition.
  private mutating func ask(
    _ id: SubconditionID, wanted: Bool, next: Int, otherwise: Int, _ probe: inout some EvaluationProbe
  ) -> Int {
    let known = subconditionAnswers[Int(id.rawValue)]
    if known >> 1 == event {
      probe.reuse(id)
      return (known & 1 == 1) == wanted ? next : otherwise
    }
    stack.append(Frame(asked: id, next: next, otherwise: otherwise, wanted: wanted))
    return Int(subconditions[Int(id.rawValue)].rawValue)
  }

  private mutating func finish(_ value: Bool, _ probe: inout some EvaluationProbe) -> Int {
    let frame = stack.removeLast()
    probe.didAnswer(frame.asked)
    subconditionAnswers[Int(frame.asked.rawValue)] = event << 1 | (value ? 1 : 0)
    return value == frame.wanted ? frame.next : frame.otherwise
  }
}
