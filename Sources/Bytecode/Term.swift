package import Schema

/// Which value of a field is meant: what stood in `[…]` or behind its last dot.
package enum FieldSelector: Hashable, Sendable {
  case none
  /// `[N]`: an ancestor level, an argument number, a descriptor number, a timestamp in nanoseconds.
  case index(UInt64)
  /// `[KEY]`: an environment variable, a label, a mount.
  case key(StringID)
  /// `.NAME`: an event parameter, an event type, `src` or `dst`.
  case name(StringID)
  /// `[NAME]` or the number of a sketch.
  case sketch(SketchID)
}

/// Something with a value. Terms are shared: equal terms have equal ids.
package enum Term: Hashable, Sendable {
  case field(FieldID, FieldSelector)
  /// `arguments` lie in `Program.termLists`. `selector` is getopt's option letter.
  case call(Transformer, arguments: TableRange, selector: UInt8?)
  case constant(ConstantID)
  /// A list written inside a call; elements lie in `Program.termLists`.
  case list(TableRange)
}

/// What is known of a term's value before any event.
package struct TermInfo: Sendable {
  package var type: ValueType
  package var isList: Bool
  package var dependency: DependencyClass
  package var hangsOn: StateDependency
  /// Estimated nanoseconds to get the value.
  package var cost: UInt32

  package init(
    type: ValueType, isList: Bool, dependency: DependencyClass, hangsOn: StateDependency, cost: UInt32
  ) {
    self.type = type
    self.isList = isList
    self.dependency = dependency
    self.hangsOn = hangsOn
    self.cost = cost
  }
}
