import Bytecode

/// Watches the machine at work. The machine is generic over it, so that without one nothing is left of the calls.
protocol EvaluationProbe {
  /// An event comes, whose type has this entry.
  mutating func begin(_ entry: EntryID)
  /// Around the look-up of one group of triggers.
  mutating func willLookUp()
  mutating func didLookUp()
  /// Around a rule that a trigger led to.
  mutating func willTry(_ rule: RuleID)
  mutating func didTry(_ rule: RuleID, holds: Bool)
  /// Code of an entry is about to run.
  mutating func willRun(_ start: CodeOffset)
  /// In front of each instruction.
  mutating func willExecute(_ pc: Int)
  /// Around an answer that was not known.
  mutating func willAnswer()
  mutating func didAnswer(_ id: CheckID, _ value: Bool)
  mutating func didAnswer(_ id: SubconditionID)
  /// An answer was known.
  mutating func reuse(_ id: CheckID)
  mutating func reuse(_ id: SubconditionID)
}

/// Nobody watches.
struct NoProbe: EvaluationProbe {
  @inline(__always) mutating func begin(_ entry: EntryID) {}
  @inline(__always) mutating func willLookUp() {}
  @inline(__always) mutating func didLookUp() {}
  @inline(__always) mutating func willTry(_ rule: RuleID) {}
  @inline(__always) mutating func didTry(_ rule: RuleID, holds: Bool) {}
  @inline(__always) mutating func willRun(_ start: CodeOffset) {}
  @inline(__always) mutating func willExecute(_ pc: Int) {}
  @inline(__always) mutating func willAnswer() {}
  @inline(__always) mutating func didAnswer(_ id: CheckID, _ value: Bool) {}
  @inline(__always) mutating func didAnswer(_ id: SubconditionID) {}
  @inline(__always) mutating func reuse(_ id: CheckID) {}
  @inline(__always) mutating func reuse(_ id: SubconditionID) {}
}
