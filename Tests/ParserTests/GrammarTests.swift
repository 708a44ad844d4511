import Diagnostics
import Foundation
import Lexer
import Parser
import RuleFile
import Schema
import TestSupport
import Testing

/// `grammar/*.ebnf` is the language that the parser reads.
@Suite struct GrammarTests {
  private static let lexical = [
    "b": ["", "", " "], "B": [" ", "\n ", "\t", "\u{8}"], "W": [" ", "\n", " \u{C} "],
    "IDENTIFIER": ["spawned", "android", "order", "not_x", "a1", "Tolower", "lists"],
    "FIELD": ["proc.name", "evt.type", "fd.sip.name", "proc.aname"],
    "ARGUMENT": ["1", "a/b.c", "(x,=)"],
    "BARE": ["x", "/etc/passwd", "a;b", "*.conf", "!x", "#x", "-1", "a\\tb", "{a}|b", "é", "1.2.3.4/8"],
    "WORD": ["ports", "limit.x"],
    "NUMBER": ["5", "-1", "+3", "0x1F", "1.5", "2e+10"],
    "QUOTED": ["\"\"", "'a b'", "\"a\\\"b\"", "\"(x, y)\"", "'\\n\\\\x'", "\"a\\ b\"", "'\"'"],
    "LITERAL": [" ", "user=", " (", ") ", "|é|"], "WIDTH": ["1", "30"],
  ]

  @Test func everyNameHasARule() throws {
    let grammar = try Grammar(files: ["condition.ebnf", "output.ebnf"])
    #expect(grammar.namesUsed.subtracting(grammar.rules.keys).isEmpty)
    #expect(Set(grammar.rules.keys).subtracting(grammar.namesUsed) == ["condition", "output"])
    #expect(grammar.rules.keys.allSatisfy { grammar.height[$0] != nil })
  }

  @Test func wordsAreThoseOfTheSchema() throws {
    let grammar = try Grammar(files: ["condition.ebnf"])
    func operators(_ rightSide: Operator.RightSide, blank: Bool = false) -> Set<String> {
      Set(Operator.allCases.filter { $0.info.rightSide == rightSide && $0.info.needsBlank == blank }.map(\.spelling))
    }
    #expect(grammar.words("unary") == operators(.none))
    #expect(grammar.words("ordering") == operators(.number))
    #expect(grammar.words("symbol") == operators(.string).union([Words.equalAlias]))
    #expect(grammar.words("text") == operators(.string, blank: true))
    #expect(grammar.words("membership") == operators(.list))
    #expect(grammar.words("modifier") == Set(Modifier.allCases.map(\.spelling)))
    #expect(grammar.words("transformer") == Set(Transformer.allCases.map(\.spelling)))
  }

  @Test(arguments: 0..<20)
  func sentencesParseAndPrintToThemselves(seed: UInt64) throws {
    let grammar = try Grammar(files: ["condition.ebnf"])
    var generator = SentenceGenerator(grammar, tokens: Self.lexical, depth: 14, seed: seed)
    var longest = 0
    for _ in 0..<100 {
      let sentence = generator.sentence("condition")
      longest = max(longest, sentence.utf8.count)
      let parsed = Parsed(sentence)
      #expect(parsed.diagnostics.map(\.message) == [], "\(sentence)")
      checkInvariants(parsed.tree)
      let source = TreePrinter.source(parsed.tree)
      let again = Parsed(source)
      #expect(shape(again.tree) == shape(parsed.tree), "\(sentence) printed as \(source)")
      #expect(TreePrinter.source(again.tree) == source)
    }
    #expect(longest > 80, "sentences are worth parsing")
  }

  @Test func sentencesOfOutputsParse() throws {
    let grammar = try Grammar(files: ["condition.ebnf", "output.ebnf"])
    var generator = SentenceGenerator(grammar, tokens: Self.lexical, depth: 10, seed: 1)
    for _ in 0..<500 {
      let sentence = generator.sentence("output")
      // Blanks alone are no output.
      guard sentence.contains(where: { !$0.isWhitespace }) else { continue }
      let template = OutputParser.parse(text(sentence), catalog: .syscall)
      #expect(template.problems.map(\.diagnostic.message) == [], "\(sentence)")
    }
  }

  /// The tables of `grammar/rulefile.md` name the keys and priorities that the reader knows.
  @Test func ruleFileReferenceNamesEveryKey() throws {
    let file = PackageLayout.root.appendingPathComponent("grammar/rulefile.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let sections = text.components(separatedBy: "\n## ")
    func rows(_ section: String) -> [[String]] {
      let lines = sections.first { $0.hasPrefix("\(section)\n") }?.components(separatedBy: "\n") ?? []
      return lines.filter { $0.hasPrefix("| `") }.map { line in
        line.split(separator: "|").map { $0.trimmingCharacters(in: [" ", "`"]) }
      }
    }
    let overrides = rows("override").filter { $0[1] == "rule" }
    #expect(Set(overrides.map { $0[0] }) == Set(RuleKey.allCases.map(\.rawValue)))
    #expect(
      Set(overrides.filter { $0[2] == "yes" }.map { $0[0] })
        == Set(RuleKey.allCases.filter(\.canAppend).map(\.rawValue)))
    let ruleKeys = Set(rows("rule").map { $0[0] })
    #expect(ruleKeys == Set(RuleKey.allCases.map(\.rawValue)).union(["rule", "source", "append", "override"]))
    let section = sections.first { $0.hasPrefix("rule\n") } ?? ""
    #expect(Priority.allCases.allSatisfy { section.contains("`\($0.name.lowercased())`") })
  }
}
