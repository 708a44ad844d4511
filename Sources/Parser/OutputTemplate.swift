package import Diagnostics
package import Lexer

/// The syntax of an output format: literal text and tokens, in order.
package struct OutputTemplate: Sendable {
  package enum Part: Sendable, Hashable {
    case literal(TextRange)
    /// `%[width]FIELD` or `%[width]transformer(…)`.
    case token(TextRange, width: Int?, operand: OperandID)
  }

  /// Something wrong with the output. Problems are handed over instead of reported because
  /// `skip-if-unknown-filter` makes warnings of some (rule-files.md §7).
  package struct Problem: Sendable, Hashable {
    package enum Kind: Sendable, Hashable, CaseIterable {
      /// What stands behind `%` is no known field or transformer, so a later engine may know it.
      case unknownField
      /// No engine can read this.
      case syntax
    }

    package let kind: Kind
    package let diagnostic: Diagnostic
  }

  /// Holds the operands, values and lexical tokens of the output; it has no nodes.
  package internal(set) var operands: ConditionTree
  package internal(set) var parts: [Part] = []
  package internal(set) var problems: [Problem] = []

  init(operands: ConditionTree) {
    self.operands = operands
  }

  package var isWellFormed: Bool { problems.isEmpty }
  package var text: EmbeddedText { operands.text }
}
