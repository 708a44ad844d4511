internal import Schema

/// The words of one kind with what they mean, found by the text they begin.
///
/// Words are recognised by prefix (rule-language.md §1.4), so where one word begins another (`in`, `intersects`; `<`,
/// `<=`) the longer one is tried first.
struct Vocabulary<Meaning: Sendable>: Sendable {
  private struct Entry: Sendable {
    let word: [UInt8]
    let meaning: Meaning
  }

  /// Longest word first, grouped by first byte.
  private let entries: [Entry]
  /// By first byte of the word; bytes that begin no word have an empty range.
  private let candidates: [Range<Int>]

  init(_ words: [(String, Meaning)]) {
    let sorted = words.map { Entry(word: Array($0.0.utf8), meaning: $0.1) }
      .sorted { ($0.word[0], $1.word.count) < ($1.word[0], $0.word.count) }
    var candidates = [Range<Int>](repeating: 0..<0, count: 256)
    for (index, entry) in sorted.enumerated() {
      let first = Int(entry.word[0])
      candidates[first] = candidates[first].isEmpty ? index..<index + 1 : candidates[first].lowerBound..<index + 1
    }
    self.entries = sorted
    self.candidates = candidates
  }

  /// The longest word that `bytes` goes on with at `position` and that `accepts` what follows it.
  func match(
    _ bytes: [UInt8], at position: Int, where accepts: (Meaning, _ end: Int) -> Bool
  ) -> (meaning: Meaning, end: Int)? {
    guard position < bytes.count else { return nil }
    for index in candidates[Int(bytes[position])] {
      let end = position + entries[index].word.count
      if end <= bytes.count, bytes[position..<end].elementsEqual(entries[index].word),
        accepts(entries[index].meaning, end)
      {
        return (entries[index].meaning, end)
      }
    }
    return nil
  }
}

/// The word lists of the language. They are Schema's; only the second spelling of equality is added here.
package enum Words {
  package static let equalAlias = "=="
  package static let `val` = "val"
  package static let connectives = ["and", "or", "not"]

  static let operators = Vocabulary(Operator.allCases.map { ($0.spelling, $0) } + [(equalAlias, .equal)])
  static let modifiers = Vocabulary(Modifier.allCases.map { ($0.spelling, $0) })
  static let transformers = Vocabulary(Transformer.allCases.map { ($0.spelling, $0) })
}
