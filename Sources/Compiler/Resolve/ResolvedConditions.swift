package import Bytecode
package import Diagnostics
package import Lexer
package import Parser
package import Schema

package struct ResolvedID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

package struct ResolvedCheckID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

package struct ResolvedOperandID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

package struct MacroID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

package struct ListID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A piece of one of the texts of a rule set. Turned into a file span only when a diagnostic needs it.
package struct Place: Hashable, Sendable, BitwiseCopyable {
  package var text: UInt32
  package var range: TextRange
}

/// All conditions of a rule set with macros, lists and exceptions resolved, before anything is known of fields.
///
/// One arena: a macro's condition stands in it once and is shared by its uses, so the size is that of the sources,
/// however macros nest. Ids ascend from parts to wholes; a pass is a loop.
package struct ResolvedConditions: Sendable {
  package enum Node: Sendable, Hashable {
    case and(Slice<ResolvedID>)
    case or(Slice<ResolvedID>)
    case not(ResolvedID)
    case check(ResolvedCheckID)
    /// A use of a macro: the macro's own condition.
    case expansion(MacroID, ResolvedID)
    /// Reported already.
    case error
    /// An unknown macro name, reported already, and the condition of the macro that was probably meant: mistakes in
    /// that are found in the same run.
    case guess(ResolvedID)
  }

  package struct Check: Sendable, Hashable {
    package var left: ResolvedOperandID
    package var op: Operator
    package var opPlace: Place
    package var modifier: Modifier?
    package var right: RightSide
    package var place: Place
  }

  package enum RightSide: Sendable, Hashable {
    case none
    /// One constant.
    case value(Int)
    /// A list in parentheses, or a word that stands for a list; list names are expanded.
    case list(Range<Int>)
    case operand(ResolvedOperandID)
  }

  package enum Operand: Sendable, Hashable {
    case field(name: StringID, argument: Argument?)
    case call(Transformer, arguments: Slice<ResolvedOperandID>, selector: Argument?)
    /// Index into `values`.
    case constant(Int)
    case list(Slice<ResolvedOperandID>)
  }

  /// What stood between brackets.
  package struct Argument: Sendable, Hashable {
    package var string: StringID
    /// With the brackets.
    package var place: Place
  }

  package struct Value: Sendable, Hashable {
    package var string: StringID
    package var kind: ConditionTree.Value.Kind
    /// Where the constant is written: in the condition, or in the list that it comes from.
    package var place: Place
    /// The list name in the condition, for a constant that comes from a list.
    package var use: Place?
  }

  package var strings = StringPool()
  /// The texts that `Place.text` counts.
  package var texts: [EmbeddedText] = []
  package var nodes: [Node] = []
  package var places: [Place] = []
  package var children: [ResolvedID] = []
  package var checks: [Check] = []
  package var operands: [Operand] = []
  package var operandPlaces: [Place] = []
  package var operandChildren: [ResolvedOperandID] = []
  package var values: [Value] = []
  /// By macro and rule of the rule set; nil where there is no condition to speak of.
  package var macroRoots: [ResolvedID?] = []
  package var ruleRoots: [ResolvedID?] = []
  /// The nodes by which exceptions veto, with the names of the exceptions.
  package var exceptionNames: [ResolvedID: String] = [:]

  package init() {}

  package subscript(id: ResolvedID) -> Node { nodes[Int(id.rawValue)] }
  package subscript(id: ResolvedCheckID) -> Check { checks[Int(id.rawValue)] }
  package subscript(id: ResolvedOperandID) -> Operand { operands[Int(id.rawValue)] }

  /// The text is borrowed: every check asks for its span, and a copy would count references.
  package func span(of place: Place) -> SourceSpan { texts.span[Int(place.text)].span(of: place.range.range) }
  package func place(of id: ResolvedOperandID) -> Place { operandPlaces[Int(id.rawValue)] }

  /// Makes room for conditions and outputs of so many bytes, by what stock rules come to: growing by steps would touch twice the memory.
  mutating func reserve(conditionBytes: Int, outputBytes: Int) {
    nodes.reserveCapacity(conditionBytes / 22)
    places.reserveCapacity(conditionBytes / 22)
    checks.reserveCapacity(conditionBytes / 50)
    values.reserveCapacity(conditionBytes / 16)
    operands.reserveCapacity(conditionBytes / 50 + outputBytes / 24)
    operandPlaces.reserveCapacity(conditionBytes / 50 + outputBytes / 24)
  }

  mutating func append(_ node: Node, at place: Place) -> ResolvedID {
    nodes.append(node)
    places.append(place)
    return ResolvedID(rawValue: UInt32(nodes.count - 1))
  }

  mutating func append(_ operand: Operand, at place: Place) -> ResolvedOperandID {
    operands.append(operand)
    operandPlaces.append(place)
    return ResolvedOperandID(rawValue: UInt32(operands.count - 1))
  }

  mutating func append(_ check: Check) -> ResolvedCheckID {
    checks.append(check)
    return ResolvedCheckID(rawValue: UInt32(checks.count - 1))
  }

  mutating func append(children ids: [ResolvedID]) -> Slice<ResolvedID> {
    children.append(contentsOf: ids)
    return Slice(start: children.count - ids.count, count: ids.count)
  }

  mutating func add(_ text: EmbeddedText) -> UInt32 {
    texts.append(text)
    return UInt32(texts.count - 1)
  }
}
