/// The words of a text block that stand for the cases of an enumeration.
struct Vocabulary<Word: CaseIterable & Sendable>: Sendable {
  private let table: NameTable
  private let words: [Word]

  /// - Parameter spelling: how each case is written; no two alike.
  init(_ spelling: (Word) -> String) {
    words = Array(Word.allCases)
    table = NameTable(words.map(spelling))
    precondition(table.count == words.count, "two words are spelled alike")
  }

  func word(_ bytes: Span<UInt8>) -> Word? {
    table.index(of: bytes).map { words[$0] }
  }
}

/// The words of a text block that stand for the bits of an option set.
struct BitVocabulary<Flags: OptionSet & Sendable>: Sendable where Flags.RawValue: FixedWidthInteger & Sendable {
  private let table: NameTable
  private let flags: [Flags]

  init(_ words: [(name: String, flag: Flags)]) {
    table = NameTable(words.map(\.name))
    flags = words.map(\.flag)
    precondition(table.count == flags.count, "two flags are spelled alike")
  }

  func flag(_ bytes: Span<UInt8>) -> Flags? {
    table.index(of: bytes).map { flags[$0] }
  }
}

/// What is wrong with a row of a text block. Built-in blocks have none (SchemaTests); loaded ones may.
package struct RowError: Error {
  /// Counted from 1 within the block.
  package let line: Int
  /// What is wrong, as a clause without a capital: "unknown type 'UINT65'".
  package let problem: String
}
