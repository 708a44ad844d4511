package import Schema

/// A program that the machine may run without checking anything. Only `Verifier` makes one.
package struct VerifiedProgram: Sendable {
  package let program: Program
  /// How many subconditions can be under way at once.
  package let maximumDepth: Int

  fileprivate init(program: Program, maximumDepth: Int) {
    self.program = program
    self.maximumDepth = maximumDepth
  }

  /// No rules.
  package static let empty = VerifiedProgram(program: Program(source: ""), maximumDepth: 0)
}

/// Why a program must not run. A bug of the compiler, never of a rule's author.
package struct VerificationError: Error, Hashable, CustomStringConvertible {
  package let offset: CodeOffset?
  package let problem: String

  init(offset: CodeOffset? = nil, problem: String) {
    self.offset = offset
    self.problem = problem
  }

  package var description: String {
    offset.map { "code \($0.rawValue): \(problem)" } ?? problem
  }
}

/// Proves of a program what `Program` promises, and what the machine, the terms and the checks rely on: every index is
/// in its table, every jump goes forward and stays in its stretch, every stretch ends, subconditions ask only smaller
/// ones; terms fit their fields and calls, checks their operators and constants, patterns compile.
package enum Verifier {
  package static func verify(
    _ program: Program, catalog: FieldCatalog, events: EventTable
  ) throws(VerificationError) -> VerifiedProgram {
    try verifyTables(program)
    try ValueVerifier(program: program, catalog: catalog, events: events).verify()
    var depth = Array(repeating: 1, count: program.subconditions.count)
    for stretch in try stretches(of: program) { try verify(stretch, in: program, depth: &depth) }
    return VerifiedProgram(program: program, maximumDepth: depth.max() ?? 0)
  }

  private struct Stretch {
    var range: Range<Int>
    /// nil for an entry.
    var subcondition: SubconditionID?
  }

  /// Cuts the code where subconditions and entries begin. Subconditions come first, in the order of their ids, so
  /// that the depth of a part is known before the depth of what asks it.
  private static func stretches(of program: Program) throws(VerificationError) -> [Stretch] {
    var starts: [(Int, SubconditionID?)] = []
    for (index, offset) in program.subconditions.enumerated() {
      starts.append((Int(offset.rawValue), SubconditionID(rawValue: UInt32(index))))
    }
    for offset in Set(program.entries.flatMap(\.starts)) {
      starts.append((Int(offset.rawValue), nil))
    }
    starts.sort { $0.0 < $1.0 }
    var result: [Stretch] = []
    for (index, start) in starts.enumerated() {
      let end = index + 1 < starts.count ? starts[index + 1].0 : program.code.count
      guard start.0 < end else {
        throw VerificationError(offset: nil, problem: "two stretches begin at code \(start.0)")
      }
      result.append(Stretch(range: start.0..<end, subcondition: start.1))
    }
    let last = SubconditionID(rawValue: .max)
    return result.sorted { ($0.subcondition ?? last) < ($1.subcondition ?? last) }
  }

  private static func verify(
    _ stretch: Stretch, in program: Program, depth: inout [Int]
  ) throws(VerificationError) {
    guard program.code[stretch.range.upperBound - 1].endsBlock else {
      throw error(at: stretch.range.upperBound - 1, "control runs off the end of the stretch")
    }
    for index in stretch.range {
      var operands = Operands()
      program.code[index].describe(&operands)
      if let target = operands.targetOffset, Int(target.rawValue) <= index || !stretch.range.contains(Int(target.rawValue)) {
        throw error(at: index, "jump leaves the stretch or goes backward")
      }
      if let check = operands.checkID, Int(check.rawValue) >= program.checks.count {
        throw error(at: index, "no such check")
      }
      if let rule = operands.ruleID, Int(rule.rawValue) >= program.rules.count || stretch.subcondition != nil {
        throw error(at: index, "no such rule, or a match inside a subcondition")
      }
      if let sketch = operands.sketchID {
        guard program.entries.contains(where: { $0.counting.map { Int($0.rawValue) } == stretch.range.lowerBound }) else {
          throw error(at: index, "a count outside of what tells sketches")
        }
        guard Int(sketch.rawValue) < program.sketches.count, program.sketches[Int(sketch.rawValue)] != nil else {
          throw error(at: index, "no such sketch")
        }
      }
      if operands.hasAnswer, stretch.subcondition == nil { throw error(at: index, "answer in an entry") }
      if case .end = program.code[index], stretch.subcondition != nil { throw error(at: index, "end in a subcondition") }
      guard let asked = operands.subconditionID else { continue }
      guard Int(asked.rawValue) < program.subconditions.count else { throw error(at: index, "no such subcondition") }
      guard let own = stretch.subcondition else { continue }
      guard asked < own else { throw error(at: index, "a subcondition asks one that is not before it") }
      depth[Int(own.rawValue)] = max(depth[Int(own.rawValue)], depth[Int(asked.rawValue)] + 1)
    }
  }

  private static func verifyTables(_ program: Program) throws(VerificationError) {
    func require(_ condition: Bool, _ problem: String) throws(VerificationError) {
      guard condition else { throw VerificationError(offset: nil, problem: problem) }
    }
    try require(program.termInfo.count == program.terms.count, "terms and their facts differ in number")
    try require(program.checkInfo.count == program.checks.count, "checks and their facts differ in number")
    for offset in program.entries.flatMap(\.starts) + program.subconditions {
      try require(Int(offset.rawValue) < program.code.count, "a stretch begins behind the code")
    }
    try verifyEntries(program, require)
    try verifyRuleStarts(program, require)
    for (index, term) in program.terms.enumerated() {
      let list: TableRange
      switch term {
      case .call(_, let arguments, _): list = arguments
      case .list(let elements): list = elements
      case .field, .constant: continue
      }
      try require(list.range.upperBound <= program.termLists.count, "arguments outside their table")
      for argument in program.termLists[list.range] {
        try require(Int(argument.rawValue) < index, "a term uses one that is not before it")
      }
    }
    for check in program.checks {
      try require(Int(check.left.rawValue) < program.terms.count, "check of no term")
      if case .constants(let range) = check.right {
        try require(range.range.upperBound <= program.constants.count, "constants outside their table")
      }
    }
    for sketch in program.sketches.compactMap({ $0 }) {
      let terms = sketch.key.map(\.term) + [sketch.weight, sketch.owner].compactMap { $0 }
      try require(terms.allSatisfy { Int($0.rawValue) < program.terms.count }, "a sketch of no term")
      try require(sketch.each.map(sketch.key.indices.contains) ?? true, "a sketch counts parts of what is not in its key")
      try require(sketch.readers.allSatisfy { Int($0.rawValue) < program.rules.count }, "no such rule asks a sketch")
    }
    for rule in program.rules {
      try require(Int(rule.condition.rawValue) < program.subconditions.count, "rule without condition")
    }
  }

  private static func verifyRuleStarts(
    _ program: Program, _ require: (Bool, String) throws(VerificationError) -> Void
  ) throws(VerificationError) {
    let entries = program.entries.flatMap(\.starts).min() ?? CodeOffset(rawValue: .max)
    for offset in program.subconditions { try require(offset < entries, "a subcondition behind an entry") }
    var behind = Int(entries.rawValue)
    for start in program.ruleStarts {
      try require(Int(start.offset.rawValue) >= behind, "the code of a rule lies in another one's, or in no entry")
      let match = program.code[min(Int(start.offset.rawValue), program.code.count)...].firstIndex {
        if case .match = $0 { true } else { false }
      }
      try require(match.map { program.code[$0] == .match(start.rule) } ?? false, "code of a rule that does not end with its match")
      behind = match.map { $0 + 1 } ?? program.code.count
    }
  }

  private static func verifyEntries(
    _ program: Program, _ require: (Bool, String) throws(VerificationError) -> Void
  ) throws(VerificationError) {
    try require(program.entryIDs.count <= EventSet.capacity, "more entries than event codes")
    for id in program.entryIDs.compactMap({ $0 }) {
      try require(Int(id.rawValue) < program.entries.count, "an event type without entry")
    }
    for entry in program.entries {
      try require(entry.groups.range.upperBound <= program.triggerGroups.count, "groups outside their table")
    }
    for group in program.triggerGroups {
      try require(Int(group.key.rawValue) < program.terms.count, "a group without key")
      try require(group.triggers.range.upperBound <= program.triggers.count, "triggers outside their table")
    }
    for trigger in program.triggers {
      try require(Int(trigger.check.rawValue) < program.checks.count, "a trigger without check")
      try require(trigger.rules.range.upperBound <= program.triggeredRules.count, "triggered rules outside their table")
    }
    for triggered in program.triggeredRules {
      try require(
        Int(triggered.rule.rawValue) < program.rules.count && Int(triggered.condition.rawValue) < program.subconditions.count,
        "a trigger leads to no rule")
    }
  }

  private static func error(at index: Int, _ problem: String) -> VerificationError {
    VerificationError(offset: CodeOffset(rawValue: UInt32(index)), problem: problem)
  }

  private struct Operands: OperandVisitor {
    var checkID: CheckID?
    var subconditionID: SubconditionID?
    var targetOffset: CodeOffset?
    var ruleID: RuleID?
    var sketchID: SketchID?
    var hasAnswer = false

    mutating func check(_ id: CheckID) { checkID = id }
    mutating func subcondition(_ id: SubconditionID) { subconditionID = id }
    mutating func target(_ offset: CodeOffset) { targetOffset = offset }
    mutating func answer(_ value: Bool) { hasAnswer = true }
    mutating func rule(_ id: RuleID) { ruleID = id }
    mutating func sketch(_ id: SketchID) { sketchID = id }
  }
}
