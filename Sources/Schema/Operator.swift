/// A comparison operator of the condition language. One case and one row per operator; parser, checker, printer and
/// VM read the row.
package enum Operator: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case exists
  case equal, notEqual
  case less, lessOrEqual, greater, greaterOrEqual
  case contains, icontains, bcontains, startswith, bstartswith, endswith, glob, iglob, regex
  case `in`, intersects, pmatch

  /// What may follow the operator (rule-language.md §2).
  package enum RightSide: Sendable {
    /// Nothing.
    case none
    /// A number, a field or a transformer.
    case number
    /// A string, a field or a transformer; takes a modifier.
    case string
    /// A list in parentheses, a word, a field or a transformer.
    case list
  }

  package struct Info: Sendable {
    /// Canonical spelling.
    package let spelling: StaticString
    package let rightSide: RightSide
    /// A word operator of the string group must be followed by a blank; symbols and list operators need none.
    package let needsBlank: Bool
    /// One sentence for `rulec list operators`.
    package let summary: StaticString

    fileprivate init(_ spelling: StaticString, _ rightSide: RightSide, blank: Bool = false, _ summary: StaticString) {
      self.spelling = spelling
      self.rightSide = rightSide
      self.needsBlank = blank
      self.summary = summary
    }
  }

  package var info: Info {
    switch self {
    case .exists: Info("exists", .none, "The field has a value, even an empty one.")
    case .equal: Info("=", .string, "Equal. `==` is the same operator.")
    case .notEqual: Info("!=", .string, "Has a value, and the value differs.")
    case .less: Info("<", .number, "Less than.")
    case .lessOrEqual: Info("<=", .number, "Less than or equal.")
    case .greater: Info(">", .number, "Greater than.")
    case .greaterOrEqual: Info(">=", .number, "Greater than or equal.")
    case .contains: Info("contains", .string, blank: true, "Has the text somewhere inside.")
    case .icontains: Info("icontains", .string, blank: true, "The same, ASCII case ignored.")
    case .bcontains: Info("bcontains", .string, blank: true, "A buffer has the bytes, written in hex, inside.")
    case .startswith: Info("startswith", .string, blank: true, "Begins with the text.")
    case .bstartswith: Info("bstartswith", .string, blank: true, "A buffer begins with the bytes, written in hex.")
    case .endswith: Info("endswith", .string, blank: true, "Ends with the text.")
    case .glob: Info("glob", .string, blank: true, "Matches a shell wildcard; `*` matches `/` too.")
    case .iglob: Info("iglob", .string, blank: true, "The same, ASCII case ignored.")
    case .regex: Info("regex", .string, blank: true, "The whole value matches a POSIX extended regular expression.")
    case .in: Info("in", .list, "Equal to one of the list; for list fields, every element is.")
    case .intersects: Info("intersects", .list, "Equal to one of the list; for list fields, some element is.")
    case .pmatch: Info("pmatch", .list, "One of the listed paths is the value or a directory above it.")
    }
  }

  package var spelling: String { info.spelling.description }
}

/// A word between a string operator and a list that says how many elements must satisfy the operator.
package enum Modifier: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case oneof, anyof, allof

  package var spelling: String {
    switch self {
    case .oneof: "oneof"
    case .anyof: "anyof"
    case .allof: "allof"
    }
  }
}
