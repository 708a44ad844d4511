package import Schema

/// Which operator goes with which type (rule-language.md §5.1), on the left side after transformers.
package enum OperatorRules {
  /// Why an operator does not go with a type.
  enum Refusal {
    case list
    case family(ValueType.Family)
  }

  static func refusal(of op: Operator, type: ValueType, isList: Bool) -> Refusal? {
    if op == .exists { return nil }
    if isList { return op == .in || op == .intersects ? nil : .list }
    return isAllowed(op, for: type.family) ? nil : .family(type.family)
  }

  /// The operators that go with a type, in the order of their table; for help texts and completion.
  package static func allowed(for type: ValueType, isList: Bool) -> [Operator] {
    Operator.allCases.filter { refusal(of: $0, type: type, isList: isList) == nil }
  }

  private static func isAllowed(_ op: Operator, for family: ValueType.Family) -> Bool {
    switch op {
    case .exists: true
    case .equal, .notEqual, .in, .intersects: family != .opaque
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      switch family {
      case .string, .signed, .unsigned, .port, .duration, .double: true
      case .buffer, .bool, .address, .network, .opaque: false
      }
    case .contains, .startswith, .endswith: family == .string || family == .buffer
    case .icontains, .glob, .iglob, .regex, .pmatch: family == .string
    case .bcontains, .bstartswith: family == .buffer
    }
  }
}
