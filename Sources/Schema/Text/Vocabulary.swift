/// A type whose values the rows of a text block spell as words.
///
/// Tables of names rather than a generic type per vocabulary: every run makes these at start, and instantiating generic
/// types costs as much as reading all rows.
protocol Spelled {
  /// The number of a word says which value it stands for.
  static var words: NameTable { get }
}

extension Spelled where Self: RawRepresentable, RawValue == UInt8 {
  /// For enumerations whose raw values are dense from 0: words stand in the order of the cases.
  static func spelled(_ bytes: Span<UInt8>) -> Self? {
    words.index(of: bytes).flatMap { Self(rawValue: UInt8($0)) }
  }
}

extension Spelled where Self: CaseIterable, AllCases == [Self] {
  /// For other enumerations: words stand in the order of the cases.
  static func spelledCase(_ bytes: Span<UInt8>) -> Self? {
    words.index(of: bytes).map { allCases[$0] }
  }
}

extension Spelled where Self: OptionSet, RawValue: FixedWidthInteger {
  /// Words stand in the order of the bits, from the lowest up.
  static func spelledFlag(_ bytes: Span<UInt8>) -> Self? {
    words.index(of: bytes).map { Self(rawValue: 1 << RawValue($0)) }
  }
}

/// What is wrong with a row of a text block. Built-in blocks have none (SchemaTests); loaded ones may.
package struct RowError: Error {
  /// Counted from 1 within the block.
  package let line: Int
  /// What is wrong, as a clause without a capital: "unknown type 'UINT65'".
  package let problem: String
}
