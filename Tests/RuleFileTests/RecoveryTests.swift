import Diagnostics
import Foundation
import RuleFile
import Testing

private let before = "- macro: before\n  condition: x\n"
private let after = "- macro: after\n  condition: x\n"

/// One broken line is one diagnostic, and hides nothing else.
@Suite struct RecoveryTests {
  /// A mistake, marked where it is reported, and a word of its message.
  static let mistakes: [(item: String, saying: String)] = [
    ("- macro: m\n«\t»condition: y\n", "tab"),
    ("- macro: m\n  condition:\n«\t»y\n", "tab"),
    ("- macro: m\n  condition: «%»x\n", "'%' cannot begin"),
    ("- macro: m\n  condition: «@»x\n", "'@' cannot begin"),
    ("- macro: m\n  condition: «?» x\n", "'?' cannot begin"),
    ("- macro: m\n  condition: «`»x\n", "'`' cannot begin"),
    ("- macro: m\n  condition: «*»/bin\n", "alias"),
    ("- macro: m\n  condition: «&»\n", "anchor"),
    ("- macro: m\n  condition: «*nosuch»\n", "no anchor"),
    ("- macro: m\n  condition: «'»y\n", "single quotes"),
    ("- macro: m\n  condition: «\"»y\n", "double quotes"),
    ("- rule: m\n  desc: «\"»y\n  output: \"z\"\n  condition: \"c\"\n", "closing \" is missing"),
    ("- rule: m\n  desc: \"y\" «z»\n  output: o\n", "follows the closing quote"),
    ("- macro: m\n  condition: \"«\\d»\"\n", "escape"),
    ("- macro: m\n  condition: > «y»\n", "begins a block"),
    ("- list: m\n  items: «[»a, b\n", "never closed"),
    ("- list: m\n  items:\n    «[»a,\n     b,\n", "never closed"),
    ("- list: m\n  items: [a, 'b' «c»]\n", "comma"),
    ("- list: m\n  items: «]»\n", "cannot stand here"),
    ("- list: m\n  items: «-» a\n", "on the line of its key"),
    ("- macro: m\n  condition: y: z\n".replacing("y:", with: "y«:»"), "second key"),
    ("- rule: m\n  condition: y\n    output«:» z\n", "still reads as the value"),
    ("- rule: m\n  condition: y\n «output: z»\n", "no item"),
    ("- rule: m\n  «condition y»\n  output: z\n", "no ': '"),
    ("- rule: m\n  output: z\n  «condition»\n", "no ': '"),
    ("«macro: m»\n", "no item"),
    ("- macro:m\n  condition«:» x\n", "still reads as the value"),
    ("- rule: m\n  desc: several\n- words\n  output«:» x\n", "still reads as the value"),
    ("- macro: m\n  condition: >\n«not indented»\n", "no ': '"),
    ("«@»\n", "'@' cannot begin"),
  ]

  @Test(arguments: mistakes.indices)
  func oneDiagnosticAndNothingHidden(_ index: Int) {
    let (item, saying) = Self.mistakes[index]
    expect(before + item + after, "LOAD_ERR_YAML_PARSE", saying: saying)
    let (source, _) = unmarked(before + item + after)
    let loaded = Loaded(source)
    #expect(loaded.macro("before")?.condition?.string == "x")
    #expect(loaded.macro("after")?.condition?.string == "x", "\(item.debugDescription)")
    #expect(loaded.macro("after")?.isBroken == false)
    // At the end of the file, too.
    #expect(Loaded(unmarked(before + item).0).codes == ["LOAD_ERR_YAML_PARSE"], "\(item.debugDescription)")
    #expect(Loaded(unmarked(item + after).0).codes == ["LOAD_ERR_YAML_PARSE"], "\(item.debugDescription)")
  }

  @Test func whatIsCompleteIsKept() throws {
    let loaded = Loaded("- rule: m\n  condition: c\n  desc: d\n  output: \"x\n" + after)
    let rule = try #require(loaded.rule("m"))
    #expect(rule.isBroken && rule.condition?.string == "c" && rule.description?.string == "d" && rule.output == nil)
    // Perhaps only the first words of what was meant: not kept.
    let half = Loaded("- rule: m\n  desc: d\n  condition: c: d\n" + after)
    #expect(half.codes == ["LOAD_ERR_YAML_PARSE"])
    #expect(half.rule("m")?.condition == nil)
  }

  @Test func severalMistakes() {
    expect(
      before + "- macro: a\n  condition: «%»x\n- macro: b\n  condition: «\"»y\n" + after
        + "- list: c\n  items: «[»a\n- macro: d\n  condition: e«:» f\n",
      "LOAD_ERR_YAML_PARSE", "LOAD_ERR_YAML_PARSE", "LOAD_ERR_YAML_PARSE", "LOAD_ERR_YAML_PARSE")
  }

  @Test func indentedItemsAndDocuments() {
    let loaded = Loaded("  - macro: a\n    condition: %x\n  - macro: b\n    condition: c\n")
    #expect(loaded.codes == ["LOAD_ERR_YAML_PARSE"])
    #expect(loaded.macro("b") != nil)
    let documents = Loaded("- macro: a\n  condition: %x\n---\n- macro: b\n  condition: c\n")
    #expect(documents.codes == ["LOAD_ERR_YAML_PARSE"])
    #expect(documents.macro("b") != nil)
  }

  @Test func wordsOfUnreadablePartsAreKnown() {
    let loaded = Loaded("- macro: spawned_process\n  condition: %x evt.type and some-list\n" + after)
    #expect(loaded.rules.wordsInUnreadableParts.isSuperset(of: ["spawned_process", "evt.type", "some-list"]))
    #expect(!loaded.rules.wordsInUnreadableParts.contains("after"))
    // What is appended to may have been defined there.
    expect(
      "- rule: \"Some Rule\n- rule: Some Rule\n  condition: x\n  override: {condition: append}\n".replacing(
        "\"", with: "«\"»"),
      "LOAD_ERR_YAML_PARSE")
  }

  @Test func anchorsStayKnown() {
    let loaded = Loaded("- list: a\n  items: &x [b]\n- macro: m\n  condition: %\n- list: c\n  items: *x\n")
    #expect(loaded.codes == ["LOAD_ERR_YAML_PARSE"])
    #expect(loaded.list("c")?.items.map(\.string) == ["b"])
    let lost = Loaded("- macro: m\n  condition: %\n  x: &y z\n- macro: n\n  condition: *y\n")
    #expect(lost.codes == ["LOAD_ERR_YAML_PARSE"])
  }

  @Test func aliases() {
    let loaded = Loaded("- list: a\n  items: &x [b, &y c]\n- list: d\n  items: *x\n- macro: m\n  condition: *y\n")
    #expect(loaded.codes == [])
    #expect(loaded.list("d")?.items.map(\.string) == ["b", "c"])
    #expect(loaded.macro("m").flatMap(\.condition).map { loaded.text($0.span) } == "c")
    expect("- list: a\n  items: &x [b, «*x»]\n", "LOAD_ERR_YAML_PARSE", saying: "inside the value")
    expect("- list: a\n  items: &name [b]\n- list: c\n  items: «*nane»\n", "LOAD_ERR_YAML_PARSE", saying: "no anchor")
  }

  /// Whatever one edit does to a file: reading ends, and every span lies in the file.
  @Test func editedFiles() {
    let source = Array(
      """
      - required_engine_version: 0.50.0
      - list: l   # é
        items: [a, 'b c', "d\\te"]
      - macro: m
        condition: >
          evt.type = open and
          proc.name in (l)

      - rule: r
        condition: &c m and fd.name = "x"
        output: "o (%proc.name)"
        desc: d
        priority: INFO
        exceptions: [{name: e, fields: [f, g], values: [[a, [b]]]}]
      - rule: s
        condition: *c
        override: {condition: append}

      """.utf8)
    let pieces =
      [
        "", "\"", "'", "[", "]", "{", "}", ": ", "\n", "\n- ", "\t", " #", "%", "&a ", "*a", "|", "\\", "\u{FEFF}",
        "\n---\n", "\n...\n", "? ", "  ", "\r\n", "\u{85}", "\0",
      ].map { Array($0.utf8) } + [[0xFF], [0xC2]]
    for at in source.indices {
      for piece in [pieces[at % pieces.count], pieces[(at * 7 + 3) % pieces.count]] {
        let edited = source[..<at] + piece + source[(at + 1)...]
        let loaded = Loaded(Array(edited))
        let spans = loaded.diagnostics.flatMap { [$0.primary.span] + $0.secondary.map(\.span) }
        #expect(spans.allSatisfy { Int($0.end) <= edited.count }, "\(String(decoding: edited, as: UTF8.self))")
        #expect(loaded.codes.count { $0 == "LOAD_ERR_YAML_PARSE" } <= 2)
        _ = loaded.files.files.first?.comments()
      }
    }
  }

  // MARK: Bytes that are no text

  @Test func bytesThatAreNoText() throws {
    func check(_ bytes: [UInt8], at offset: UInt32, saying: String) throws {
      let loaded = Loaded(Array(before.utf8) + bytes + Array(after.utf8))
      #expect(loaded.codes == ["LOAD_ERR_YAML_PARSE"])
      let diagnostic = try #require(loaded.diagnostics.first)
      #expect(diagnostic.primary.span == SourceSpan(start: UInt32(before.utf8.count) + offset, length: 1))
      #expect(diagnostic.message.contains(saying), "\(diagnostic.message)")
      #expect(loaded.macro("after") != nil)
    }
    let item = Array("- macro: m\n  condition: x".utf8)
    let size = UInt32(item.count)
    try check(item + [0, 0x0A], at: size, saying: "NUL")
    try check(item + [0x1B, 0x0A], at: size, saying: "U+001B")
    try check(item + [0x7F, 0x0A], at: size, saying: "U+007F")
    try check(item + [0xE9, 0x0A], at: size, saying: "UTF-8")
    try check(Array("- macro: ".utf8) + [0xE9] + Array("\n  condition: x\n".utf8), at: 9, saying: "UTF-8")
    try check(Array("- macro: m\n  ".utf8) + [0xE9] + Array("condition: x\n".utf8), at: 13, saying: "UTF-8")
    try check(item + [0xE9, 0x61, 0xE9, 0x0A], at: size, saying: "1 more")
    try check(item + [0xC0, 0x80, 0x0A], at: size, saying: "UTF-8")
    try check(item + [0xED, 0xA0, 0x80, 0x0A], at: size, saying: "UTF-8")
    // Where the byte makes the line unreadable as YAML, that is one mistake still.
    try check(Array("- macro: m\n  ".utf8) + [0xFF, 0x0A], at: 13, saying: "UTF-8")
  }

  @Test func otherEncodings() {
    for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian] {
      let mark: [UInt8] = encoding == .utf16LittleEndian ? [0xFF, 0xFE] : [0xFE, 0xFF]
      let text = Array((before + after).data(using: encoding) ?? Data())
      let loaded = Loaded(mark + text)
      #expect(loaded.diagnostics.map(\.message) == ["the file is UTF-16; rule files are UTF-8"])
      #expect(loaded.rules.wordsInUnreadableParts.contains("before"))
      #expect(Loaded(text).codes == ["LOAD_ERR_YAML_PARSE"])
    }
    #expect(Loaded((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 167) }).codes.count <= 3)
  }
}
