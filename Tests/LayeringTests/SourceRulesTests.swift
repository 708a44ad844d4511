import TestSupport
import Testing

@Suite("Rules every source file keeps")
struct SourceRulesTests {
  @Test("what steps around a check of the compiler says why it holds")
  func explained() throws {
    let suspicious = /@unchecked\s+Sendable|\btry!|\bas!|\bunsafeBitCast\b/
    for source in try SwiftSource.all() {
      for (number, text) in source.code {
        guard let match = text.firstMatch(of: suspicious), !source.isExplained(number) else { continue }
        Issue.record(
          "\(source.path):\(number): '\(match.0)' needs a comment, on this line or the line before, that says why it holds")
      }
    }
  }

  @Test("no file is longer than 500 lines")
  func length() throws {
    for source in try SwiftSource.all() {
      #expect(source.lines.count <= 501, "\(source.path) has \(source.lines.count - 1) lines")
    }
  }

  /// A type `Lexer` in a module `Lexer` makes `Lexer.Token` unresolvable for every importer.
  @Test("no type is named like its module")
  func typeNames() throws {
    let declaration = /\b(?:struct|class|enum|actor|protocol|typealias)\s+(\w+)/
    for source in try SwiftSource.all() {
      for (number, text) in source.code {
        for match in text.matches(of: declaration) {
          #expect(match.1 != source.target, "\(source.path):\(number): a type named like its module")
        }
      }
    }
  }

  @Test("nothing in the product leaves a placeholder behind", arguments: ["TODO", "FIXME", "fatalError("])
  func leftovers(word: String) throws {
    for source in try SwiftSource.all() {
      for (index, line) in source.lines.enumerated() {
        #expect(!line.contains(word), "\(source.path):\(index + 1): \(word)")
      }
    }
  }
}
