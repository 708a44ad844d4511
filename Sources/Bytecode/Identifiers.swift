// Bytecode: the program that both halves meet in. In: nothing but its own tables. Out: a verified program.
//
// The compiler fills a `Program`, the verifier makes it a `VerifiedProgram`, the machine takes nothing else. The
// vocabulary is open (a field, an operator or a transformer is data in a table); the instruction set is closed.
// Not here: how a program came about, how it runs.

/// A byte string of the program.
package struct StringID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Something with a value: a field, a transformer call, a constant inside a call.
package struct TermID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

package struct ConstantID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A check that every rule which asks it shares; it is computed at most once per event.
package struct CheckID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A condition, or a part of one that several rules share.
package struct SubconditionID: Hashable, Sendable, RawRepresentable, BitwiseCopyable, Comparable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
  package static func < (a: SubconditionID, b: SubconditionID) -> Bool { a.rawValue < b.rawValue }
}

/// A rule of the program, in the order in which rules are tried.
package struct RuleID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A sketch of the rule files, in the order of their definitions.
package struct SketchID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// An index into the program's code.
package struct CodeOffset: Hashable, Sendable, RawRepresentable, BitwiseCopyable, Comparable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
  package static func < (a: CodeOffset, b: CodeOffset) -> Bool { a.rawValue < b.rawValue }
}

/// A run of consecutive entries in one of the program's flat arrays.
package struct TableRange: Hashable, Sendable, BitwiseCopyable {
  package var start: UInt32
  package var count: UInt32

  package init(start: Int, count: Int) {
    self.start = UInt32(start)
    self.count = UInt32(count)
  }

  package var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}
