package import Diagnostics
package import Lexer
package import Schema

// Parser: tokens to trees. In: `EmbeddedText`. Out: a tree with dense node ids, and diagnostics. Never throws, never
// loops, bounded depth. Not here: what names mean; macros, lists and fields are names until the compiler resolves them.

/// The place of a node in its tree. Children have smaller ids than their parents, so a pass over a tree is a loop.
package struct NodeID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

package struct OperandID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

package struct ValueID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A run of consecutive entries in one of a tree's flat arrays.
package struct Slice<Element>: Hashable, Sendable, BitwiseCopyable {
  package var start: UInt32
  package var count: UInt32

  package init(start: Int, count: Int) {
    self.start = UInt32(start)
    self.count = UInt32(count)
  }

  package var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// The syntax of a condition.
package struct ConditionTree: Sendable {
  package enum Node: Sendable, Hashable {
    /// Two or more operands.
    case and(Slice<NodeID>)
    case or(Slice<NodeID>)
    case not(NodeID)
    case check(Check)
    /// A name in operand position: a macro.
    case macro(TextRange)
    /// What stands here did not parse; a diagnostic says why. It poisons silently.
    case error
  }

  /// `left operator right`.
  package struct Check: Sendable, Hashable {
    package var left: OperandID
    package var op: Operator
    package var opRange: TextRange
    package var modifier: Modifier?
    package var right: RightSide
  }

  package enum RightSide: Sendable, Hashable {
    /// `exists`.
    case none
    /// One constant. A bare word may turn out to be the name of a list with one item.
    case value(ValueID)
    /// A list in parentheses; may be empty.
    case list(Slice<ValueID>)
    /// A word without parentheses after `in`, `intersects`, `pmatch` or a modifier: a list of this one word.
    case word(ValueID)
    /// A field (written `val(field)`) or a transformer.
    case operand(OperandID)
  }

  /// What can be compared: a field, a transformer call, and what stands inside a call.
  package enum Operand: Sendable, Hashable {
    /// `argument` is nil without brackets.
    case field(name: TextRange, argument: FieldArgumentSyntax?)
    /// `selector` is the trailing `[c]`.
    case call(Transformer, arguments: Slice<OperandID>, selector: FieldArgumentSyntax?)
    /// A quoted string or a number inside a call.
    case constant(ValueID)
    /// A list in parentheses inside a call.
    case list(Slice<OperandID>)
  }

  /// `[…]` behind a field or a call.
  package struct FieldArgumentSyntax: Sendable, Hashable {
    /// With the brackets.
    package var range: TextRange
    /// The text between them, quotes and escapes resolved.
    package var value: ValueID

    package init(range: TextRange, value: ValueID) {
      self.range = range
      self.value = value
    }
  }

  /// A constant as it is written. `bytes(of:)` has what it stands for.
  package struct Value: Sendable, Hashable, BitwiseCopyable {
    package enum Kind: UInt8, Sendable, BitwiseCopyable { case bare, quoted, number }
    package var kind: Kind
    /// With the quotes.
    package var range: TextRange
    /// Without the quotes.
    package var content: TextRange
    /// The part of `resolvedBytes` it stands for; nil where that is its content as it is written.
    package var resolved: Slice<UInt8>?
  }

  package let text: EmbeddedText
  package internal(set) var tokens: [Token] = []
  package internal(set) var nodes: [Node] = []
  /// The text of each node, by `NodeID`. A child's range lies inside its parent's.
  package internal(set) var nodeRanges: [TextRange] = []
  /// Operands of `and` and `or`, by slice.
  package internal(set) var children: [NodeID] = []
  package internal(set) var operands: [Operand] = []
  package internal(set) var operandRanges: [TextRange] = []
  /// Arguments of calls and elements of operand lists, by slice.
  package internal(set) var operandChildren: [OperandID] = []
  package internal(set) var values: [Value] = []
  /// The contents of quoted values that have escapes, escapes resolved; by slice.
  package internal(set) var resolvedBytes: [UInt8] = []
  /// Elements of value lists, by slice.
  package internal(set) var listElements: [ValueID] = []
  package internal(set) var root = NodeID(rawValue: 0)
  /// False when a diagnostic of severity error was reported for this text.
  package internal(set) var isWellFormed = true

  init(text: EmbeddedText) {
    self.text = text
  }

  package subscript(id: NodeID) -> Node { nodes[Int(id.rawValue)] }
  package subscript(id: OperandID) -> Operand { operands[Int(id.rawValue)] }
  package subscript(id: ValueID) -> Value { values[Int(id.rawValue)] }

  /// What a value stands for: quotes and escapes resolved.
  package func bytes(of id: ValueID) -> ArraySlice<UInt8> {
    let value = self[id]
    return value.resolved.map { resolvedBytes[$0.range] } ?? text.bytes[value.content.range]
  }

  /// The place in the author's file.
  package func span(of range: TextRange) -> SourceSpan { text.span(of: range.range) }
  package func span(of id: NodeID) -> SourceSpan { span(of: nodeRanges[Int(id.rawValue)]) }
  package func span(of id: ValueID) -> SourceSpan { span(of: self[id].range) }
  package func span(of id: OperandID) -> SourceSpan { span(of: operandRanges[Int(id.rawValue)]) }

  /// The text of a range, as it is written.
  package func string(_ range: TextRange) -> String { String(decoding: text.bytes[range.range], as: UTF8.self) }
}
