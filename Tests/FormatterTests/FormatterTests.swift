import Compiler
import CompilerSupport
import Diagnostics
import Foundation
import RuleFile
import TestSupport
import Testing

@testable import Formatter

/// The formatted text; nil where it is refused.
private func formatted(_ text: String) -> String? {
  var map = SourceMap()
  guard let id = map.add(name: "test.yaml", bytes: Array(text.utf8)),
    case .formatted(let bytes, _) = RuleFileFormatter.format(map[id], id: id)
  else { return nil }
  return String(decoding: bytes, as: UTF8.self)
}

@Suite("Layout of rule files")
struct FormatterTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let input: String
    let output: String
    var testDescription: String { name }
  }

  @Test("one layout", arguments: cases)
  func layout(of sample: Case) {
    #expect(formatted(sample.input) == sample.output)
    #expect(formatted(sample.output) == sample.output, "formatting again changes nothing")
  }

  static let cases = [
    Case(
      name: "indents, blanks, blank lines",
      input: "- macro:   a\n  condition:   evt.type=open   and   fd.num>=0\n\n\n\n-   list: b\n    items: [ x,y,  'z' ]\n",
      output: "- macro: a\n  condition: evt.type = open and fd.num >= 0\n\n- list: b\n  items: [x, y, 'z']\n"),
    Case(
      name: "a condition that is too long",
      input: """
        - macro: long
          condition: evt.type in (open, openat) and (proc.name = some_program or proc.name = another_program or proc.name = third) and not x
        """,
      output: """
        - macro: long
          condition: >
            evt.type in (open, openat)
            and (proc.name = some_program or proc.name = another_program or proc.name = third)
            and not x

        """),
    Case(
      name: "groups and lists that are too long",
      input: """
        - macro: long
          condition: >
            not (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa or bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb and ccccccccccccccccccccccc)
            and proc.name in (aaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, cccccccccccccccccccccc, ddddddddddd)
        """,
      output: """
        - macro: long
          condition: >
            not (
              aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
              or bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb and ccccccccccccccccccccccc
            )
            and proc.name in (
              aaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, cccccccccccccccccccccc,
              ddddddddddd
            )

        """),
    Case(
      name: "parentheses stay, and what is appended keeps its connective",
      input: "- macro: a\n  condition: ((b)   or c)\n- macro: a\n  condition: or   d\n  append: true\n",
      output: "- macro: a\n  condition: ((b) or c)\n\n- macro: a\n  condition: or d\n  append: true\n"),
    Case(
      name: "comments",
      input: """
        # head


        # of the item
        - list: a # behind the name
          # in front of the items
          items: [x, # behind x
            y]
        # in no column
          override:
              items: append
          # at the end
        # last
        """,
      output: """
        # head

        # of the item
        - list: a  # behind the name
          # in front of the items
          items:
            - x  # behind x
            - y
          # in no column
          override:
            items: append
          # at the end

        # last

        """),
    Case(
      name: "texts keep what they say",
      input: "- rule: r\n  desc: >\n      one\n       more\n\n      two\n  output: \"a\n    b %evt.type\"\n  tags: [ host , 'x y' ]\n",
      output: "- rule: r\n  desc: >\n    one\n     more\n\n    two\n  output: \"a\n    b %evt.type\"\n  tags: [host, 'x y']\n"),
    Case(
      name: "a text in several plain lines",
      input: "- rule: r\n  desc: one\n     two\n  output:\n     x\n\n     y\n",
      output: "- rule: r\n  desc: one two\n  output: >-\n    x\n\n    y\n"),
    Case(
      name: "exceptions",
      input: "- rule: r\n  exceptions:\n   - {name: e, fields: [a, b], values: [[x, y], [z, [v, w]]]}\n",
      output: "- rule: r\n  exceptions:\n    - name: e\n      fields: [a, b]\n      values:\n        - [x, y]\n        - [z, [v, w]]\n"),
    Case(
      name: "what YAML would read otherwise stays a block",
      input: "- macro: a\n  condition: >\n      proc.cmdline contains \"a: b\"\n",
      output: "- macro: a\n  condition: >\n    proc.cmdline contains \"a: b\"\n"),
    Case(
      name: "anchors and conditions with mistakes stay",
      input: "- list:   a\n  items: &x [b,   c]\n- macro:  m\n  condition: a   and (\n",
      output: "- list:   a\n  items: &x [b,   c]\n\n- macro: m\n  condition: a   and (\n"),
    Case(name: "a marker in front", input: "---\n- list: a\n  items: []\n", output: "---\n- list: a\n  items: []\n"),
    Case(name: "nothing", input: "", output: ""),
    Case(name: "line ends of other systems", input: "- list: a\r\n  items: [b]\r\n", output: "- list: a\n  items: [b]\n"),
  ]

  @Test("what is no list of items is refused", arguments: ["- list: a\n---\n- list: b\n", "rule: x\n", "[{list: a}]\n", "- list: [\n"])
  func refused(_ text: String) { #expect(formatted(text) == nil) }

  @Test("the rules of this project have this layout")
  func ownRules() throws {
    for file in PackageLayout.files(below: "rules", suffix: ".yaml") where !file.path.contains("/tests/") {
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(formatted(text) == text, "\(file.lastPathComponent): run 'rulec fmt rules'")
    }
  }

  @Test("the stock rules compile to the same program, and none of their items is kept", .needsSharedData)
  func stockRules() throws {
    let texts = try SharedData.files(in: "corpus/falco-rules", suffix: ".yaml").map { try String(contentsOf: $0, encoding: .utf8) }
    try #require(texts.count == 3)
    let results = texts.compactMap(formatted)
    try #require(results.count == 3)
    #expect(results.map(formatted) == results)
    #expect(program(of: results) == program(of: texts))
    for text in texts {
      var map = SourceMap()
      let id = map.add(name: "stock.yaml", bytes: Array(text.utf8))
      guard let id, case .formatted(_, let kept) = RuleFileFormatter.format(map[id], id: id) else { continue }
      #expect(kept == [])
    }
  }

  /// All that the compiler makes of rules, as text.
  private func program(of texts: [String]) -> String {
    let compilation = CompiledText(texts).compilation
    let printer = StagePrinter(compilation, environment: .standard)
    return compilation.sources.map { printer.bytecode(source: $0) + printer.graph(source: $0) }.joined()
  }
}
