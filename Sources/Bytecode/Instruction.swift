/// One instruction. The case is the encoding; `describe` is the only other description of it: listing and verifier
/// read that.
package enum Instruction: BitwiseCopyable, Hashable, Sendable {
  /// Goes on behind when the check holds, else at the offset.
  case require(CheckID, else: CodeOffset)
  /// Goes on behind when the check does not hold, else at the offset.
  case refute(CheckID, else: CodeOffset)
  /// The same two for a subcondition.
  case requireSubcondition(SubconditionID, else: CodeOffset)
  case refuteSubcondition(SubconditionID, else: CodeOffset)
  case jump(CodeOffset)
  /// Ends a subcondition with its answer.
  case answer(Bool)
  /// The rule matches. Others go on: which rule is first, their order in the program says.
  case match(RuleID)
  /// The sketch counts the event.
  case count(SketchID)
  /// Ends an entry.
  case end
}

/// Takes an instruction apart.
package protocol OperandVisitor {
  mutating func check(_ id: CheckID)
  mutating func subcondition(_ id: SubconditionID)
  mutating func target(_ offset: CodeOffset)
  mutating func answer(_ value: Bool)
  mutating func rule(_ id: RuleID)
  mutating func sketch(_ id: SketchID)
}

extension Instruction {
  package var mnemonic: String {
    switch self {
    case .require, .requireSubcondition: "require"
    case .refute, .refuteSubcondition: "refute"
    case .jump: "jump"
    case .answer: "answer"
    case .match: "match"
    case .count: "count"
    case .end: "end"
    }
  }

  /// True when control never passes to the instruction behind.
  package var endsBlock: Bool {
    switch self {
    case .jump, .answer, .end: true
    case .require, .refute, .requireSubcondition, .refuteSubcondition, .match, .count: false
    }
  }

  package func describe(_ visitor: inout some OperandVisitor) {
    switch self {
    case .require(let check, let offset), .refute(let check, let offset):
      visitor.check(check)
      visitor.target(offset)
    case .requireSubcondition(let id, let offset), .refuteSubcondition(let id, let offset):
      visitor.subcondition(id)
      visitor.target(offset)
    case .jump(let offset): visitor.target(offset)
    case .answer(let value): visitor.answer(value)
    case .match(let rule): visitor.rule(rule)
    case .count(let sketch): visitor.sketch(sketch)
    case .end: break
    }
  }
}
