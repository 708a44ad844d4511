import Diagnostics
import Testing

@testable import RuleFile

extension YAMLTree {
  var scalars: [NodeID] {
    nodes.indices.filter { nodes[$0].kind == .scalar }.map { NodeID(rawValue: UInt32($0)) }
  }

  /// Places of the scalars whose value can be mapped to the file only as a whole.
  var degradedScalars: [SourceSpan] {
    scalars.filter { id in
      let node = nodes[Int(id.rawValue)]
      return node.link != Node.verbatim
        && ScalarDecoder.decode(node.span, style: node.style, in: text, expecting: value(of: id)) == nil
    }.map(span)
  }
}

private func read(_ text: String) -> YAMLContent {
  var map = SourceMap()
  guard let id = map.add(name: "t", bytes: Array(text.utf8)) else { preconditionFailure("the map is empty") }
  return YAMLReader.read(map[id])
}

@Suite struct DecoderTests {
  /// Scalars as they may stand behind a key, and their values. The value is libyaml's; that ours equals it is what
  /// "not degraded" says.
  static let cases: [(yaml: String, value: String)] = [
    ("plain", "plain"),
    ("two  words", "two  words"),
    ("folded\n    over\n    lines", "folded over lines"),
    ("with\n\n\n    empty lines", "with\n\nempty lines"),
    ("trailing   \n    \t blanks", "trailing blanks"),
    ("cr\r\n    lf", "cr lf"),
    ("ümläut\n    über", "ümläut über"),
    ("''", ""),
    ("'it''s'", "it's"),
    ("''''", "'"),
    ("' a\n\n    b '", " a\nb "),
    ("'back\\slash'", "back\\slash"),
    ("\"\"", ""),
    ("\"a\\tb\\\\c\\\"d\"", "a\tb\\c\"d"),
    ("\"\\x41\\u00e9\\U0001F600\\N\\_\\L\\P\"", "Aé😀\u{85}\u{A0}\u{2028}\u{2029}"),
    ("\"\\0\\a\\b\\e\\f\\v\\/\\ x\"", "\0\u{7}\u{8}\u{1B}\u{C}\u{B}/ x"),
    ("\"joined \\\n      here\"", "joined here"),
    ("\"joined \\\n\n      here\"", "joined \nhere"),
    ("\"folded\n      here \"", "folded here "),
    ("\"ends in break\n    \"", "ends in break "),
    ("\"\n    begins\"", " begins"),
    ("|\n    one\n    two\n", "one\ntwo\n"),
    ("|-\n    one\n    two\n", "one\ntwo"),
    ("|+\n    one\n\n\n", "one\n\n\n"),
    ("|\n\n    one\n      two\n\n    three\n", "\none\n  two\n\nthree\n"),
    (">\n    one\n    two\n\n    three\n", "one two\nthree\n"),
    (">-\n    one\n      more\n    two\n", "one\n  more\ntwo"),
    (">+\n    one\n\n\n    two\n\n", "one\n\ntwo\n\n"),
    (">\n\n\n    one\n", "\n\none\n"),
    ("|2\n      one\n     two\n", "  one\n two\n"),
    (">1-\n    one\n   two\n", " one\ntwo"),
    ("|+1\n     one\n\n", "  one\n\n"),
    ("| # comment\n    one\n", "one\n"),
    ("|\n    a \n    b\t\n", "a \nb\t\n"),
    ("|\r\n    one\r\n    two\r\n", "one\ntwo\n"),
    ("|\n    # no comment\n", "# no comment\n"),
    ("|", ""),
    ("|+\n\n\n", "\n\n"),
    (">\n    a\u{85}    b\n", "a b\n"),
    ("|\n    a\u{2028}    b\n", "a\u{2028}b\n"),
    ("|\n    one\n       \n    two\n", "one\n   \ntwo\n"),
    ("|\n    one\n       \n", "one\n   \n"),
    ("&anchor text", "text"),
    ("!!str 12", "12"),
    ("&a !!str \"x\\ty\"", "x\ty"),
  ]

  @Test(arguments: cases.indices)
  func decodesAsLibYAML(_ index: Int) throws {
    let (yaml, value) = Self.cases[index]
    let source = "- x: 1\n  key: " + yaml + (yaml.hasSuffix("\n") ? "" : "\n") + "- after: b\n"
    let content = read(source)
    #expect(content.diagnostics.map(\.message) == [], "\(yaml.debugDescription)")
    #expect(content.tree.degradedScalars == [], "\(yaml.debugDescription)")
    let item = try #require(content.parts.first?.node)
    let id = content.tree.entries(of: item)[1].value
    let scalar = content.tree.scalar(id)
    #expect(scalar.string == value, "\(yaml.debugDescription)")
    expectConsistent(scalar.text, source)
  }

  /// Segments lie within the scalar, in order and without gaps, and those of equal length are the file's bytes.
  private func expectConsistent(_ text: EmbeddedText, _ source: String) {
    let bytes = Array(source.utf8)
    var decoded: UInt32 = 0
    var last = text.span.start
    for segment in text.segments {
      #expect(segment.decodedStart == decoded)
      #expect(segment.source.start >= last)
      decoded += segment.decodedLength
      last = segment.source.end
      guard segment.decodedLength == segment.source.length, segment.decodedLength > 2 else { continue }
      let value = text.bytes[Int(segment.decodedStart)..<Int(decoded)]
      #expect(value.elementsEqual(bytes[Int(segment.source.start)..<Int(segment.source.end)]))
    }
    #expect(Int(decoded) == text.bytes.count)
  }

  static let styles = [
    ("", ""), ("'", "'"), ("\"", "\""), ("|\n  ", "\n"), ("|\n  ", ""), (">+\n  ", "\n"), (">2-\n    ", "\n"),
  ]

  /// Every scalar made of a few signs, in every style: some thousands of them.
  @Test func smallScalarsAreNeverDegraded() {
    let alphabet = ["a", " ", "\n  ", "\n", "''", "\\\\", "\\n", "\\\n  ", "é", "\t", "\r\n   "]
    var texts = [""]
    for _ in 0..<4 { texts += texts.suffix(600).flatMap { text in alphabet.map { text + $0 } } }
    var decoded = 0
    for text in Set(texts) {
      for (before, after) in Self.styles {
        let content = read("- " + before + text + after + "\n")
        guard content.diagnostics.isEmpty else { continue }
        decoded += content.tree.scalars.count
        #expect(content.tree.degradedScalars == [], "\((before + text + after).debugDescription)")
      }
    }
    #expect(decoded > 5000)
  }

  @Test func degradedTextNeverClaimsToBeVerbatim() {
    for length in 0..<4 {
      let value = [UInt8](repeating: 1, count: length)
      let text = ScalarDecoder.degraded(value[...], span: SourceSpan(start: 10, length: 3))
      #expect(text.bytes == value)
      for index in 0..<length where length > 1 {
        #expect(text.span(of: index..<index + 1) == SourceSpan(start: 10, length: 3))
      }
    }
  }

  @Test func spansCountBytesBehindOtherCharacters() throws {
    let (source, marks) = unmarked("- macro: é😀\n  condition: \"ü\\n«evt.type» = open\"\n")
    let loaded = Loaded(source)
    let condition = try #require(loaded.rules.macros.first?.condition)
    let start = try #require(condition.string.utf8.firstRange(of: "evt.type".utf8)?.lowerBound)
    let offset = condition.string.utf8.distance(from: condition.string.utf8.startIndex, to: start)
    #expect(condition.span(of: offset..<offset + 8) == marks[0])
  }

  @Test func aByteOrderMarkIsSkipped() {
    let loaded = Loaded("\u{FEFF}- list: a\n  items: [b]\n")
    #expect(loaded.codes == [])
    #expect(loaded.list("a").map { loaded.text($0.items[0].span) } == "b")
  }
}
