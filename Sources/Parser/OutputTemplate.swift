package import Diagnostics
package import Lexer

/// The syntax of an output format: literal text and tokens, in order.
package struct OutputTemplate: Sendable {
  package enum Part: Sendable, Hashable {
    case literal(TextRange)
    /// `%[width]FIELD` or `%[width]transformer(…)`.
    case token(TextRange, width: Int?, operand: OperandID)
  }

  /// Holds the operands and values of the tokens; it has no nodes.
  package internal(set) var operands: ConditionTree
  package internal(set) var parts: [Part] = []
  package internal(set) var isWellFormed = true

  init(text: EmbeddedText) {
    self.operands = ConditionTree(text: text)
  }

  package var text: EmbeddedText { operands.text }
}
