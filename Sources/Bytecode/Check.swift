package import Diagnostics
package import Matching
package import Schema

/// A constant of a check, parsed for the type it is compared with.
package enum Constant: Hashable, Sendable {
  /// Text, a pattern, a path, or the bytes that a hex constant stands for.
  case string(StringID)
  case signed(Int64)
  case unsigned(UInt64)
  case bool(Bool)
  case address(IPAddress)
  case network(IPNetwork)
}

/// `left op right`, shared by all rules that ask it.
package struct Check: Hashable, Sendable {
  package enum RightSide: Hashable, Sendable {
    /// `exists`.
    case none
    /// A range of `Program.constants`. One constant, or the elements of a list.
    case constants(TableRange)
    case term(TermID)
  }

  package var left: TermID
  package var op: Operator
  package var modifier: Modifier?
  package var right: RightSide

  package init(left: TermID, op: Operator, modifier: Modifier?, right: RightSide) {
    self.left = left
    self.op = op
    self.modifier = modifier
    self.right = right
  }
}

/// What the optimiser, explanations and profiles need to know of a check.
package struct CheckInfo: Sendable {
  package var dependency: DependencyClass
  package var hangsOn: StateDependency
  /// Estimated nanoseconds to answer it once.
  package var cost: UInt32
  /// Everywhere in the rule files that this check is written; never empty.
  package var provenance: [SourceSpan]

  package init(dependency: DependencyClass, hangsOn: StateDependency, cost: UInt32, provenance: [SourceSpan]) {
    self.dependency = dependency
    self.hangsOn = hangsOn
    self.cost = cost
    self.provenance = provenance
  }
}
