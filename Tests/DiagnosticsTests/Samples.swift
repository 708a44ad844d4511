import Diagnostics
import TestSupport
import Testing

/// One situation that every format must cope with: some files, with the places marked, and what is said of them.
struct Sample: Sendable, CustomTestStringConvertible {
  let name: String
  let files: [(name: String, source: MarkedSource)]
  /// Makes the diagnostics, given the spans of the marks of each file.
  let diagnostics: @Sendable ([[SourceSpan]]) -> [Diagnostic]

  init(
    _ name: String, files: KeyValuePairs<String, String>,
    _ diagnostics: @escaping @Sendable ([[SourceSpan]]) -> [Diagnostic]
  ) {
    self.name = name
    self.files = files.map { ($0.key, MarkedSource($0.value)) }
    self.diagnostics = diagnostics
  }

  var testDescription: String { name }

  /// Adds the files to `map` and returns what there is to say.
  func add(to map: inout SourceMap) -> [Diagnostic] {
    let spans = files.map { file in
      guard let id = map.add(name: file.name, bytes: file.source.bytes) else { return [SourceSpan]() }
      return file.source.ranges.map { SourceSpan(start: map[id].base + UInt32($0.lowerBound), length: UInt32($0.count)) }
    }
    return diagnostics(spans)
  }

  /// A report of this sample alone.
  var report: Report {
    var map = SourceMap()
    let diagnostics = add(to: &map)
    return Report(map: map, diagnostics: diagnostics, items: .init(rules: 1))
  }

  /// One report of all samples together.
  static var everything: Report {
    var map = SourceMap()
    let diagnostics = all.flatMap { $0.add(to: &map) }
    return Report(map: map, diagnostics: diagnostics, items: .init(rules: 12, macros: 3, lists: 2))
  }

  /// Something with a way to put it right.
  static var withFix: Report {
    var map = SourceMap()
    guard let id = map.add(name: "rules/a b.yaml", bytes: Array("a: b # c\n".utf8)) else { preconditionFailure("samples are small") }
    let span = SourceSpan(start: map[id].base + 4, length: 4)
    return Report(
      map: map, diagnostics: [Diagnostic(.suppression, "nothing here", at: Label(span), fix: Fix("remove it", [Fix.Edit(span, "")]))])
  }

  /// All samples together, with every third finding silenced.
  static var partlySuppressed: Report {
    let diagnostics = everything.diagnostics
    let silent = diagnostics.indices.filter { $0 % 3 == 0 && diagnostics[$0].severity != .error }
    return Report(
      map: everything.map, diagnostics: diagnostics.indices.filter { !silent.contains($0) }.map { diagnostics[$0] },
      suppressed: silent.map {
        SuppressedDiagnostic(diagnostics[$0], $0 % 2 == 0 ? .inSource : .external, reason: $0 % 2 == 0 ? "because \u{1B}[0m \"so\"" : nil)
      })
  }
}

extension Sample {
  static let all = places + texts

  /// Where things can be.
  private static let places = [
    Sample("one-place", files: ["rules/web.yaml": "- rule: a\n  condition: spawned and «proc.nmae» = nginx\n"]) {
      [
        Diagnostic(
          .compileCondition, "unknown field 'proc.nmae'", at: Label($0[0][0], "no field has this name"),
          help: ["did you mean 'proc.name'?", "'rulec list fields' shows all fields"])
      ]
    },
    Sample(
      "two-files",
      files: [
        "rules/lists.yaml": "- list: shells\n  items: [bash, «zsh»]\n",
        "rules/shells.yaml": "- rule: b\n  condition: «proc.name» in («shells»)\n",
      ]
    ) {
      [
        Diagnostic(
          .differsFromFalco, "'zsh' is compared as a path", at: Label($0[1][1], "the list is used here"),
          secondary: [Label($0[1][0], "a path"), Label($0[0][0], "the item")])
      ]
    },
    Sample(
      "many-labels-in-a-line",
      files: ["rules/labels.yaml": "  condition: «a» and «b» and «missing» or «d» and «e»\n"]
    ) {
      let spans = $0[0]
      return [
        Diagnostic(
          .compileCondition, "undefined macro 'missing'", at: Label(spans[2], "not defined"),
          secondary: [
            Label(spans[0], "first"), Label(spans[1], "second"), Label(spans[3], "fourth"), Label(spans[4]),
          ])
      ]
    },
    Sample(
      "nested-labels",
      files: ["rules/nested.yaml": "  condition: «outer («inner») = 1»\n"]
    ) {
      [
        Diagnostic(
          .compileCondition, "the inner part is wrong", at: Label($0[0][1], "this part"),
          secondary: [Label($0[0][0], "of this")])
      ]
    },
    Sample(
      "several-lines",
      files: ["rules/block.yaml": "- rule: c\n  condition: «>\n    a and\n    b and\n    c and\n    d and\n    e\n»  output: x\n"]
    ) {
      [Diagnostic(.noEventType, "the rule runs on every event", at: Label($0[0][0], "names no event type"))]
    },
    Sample(
      "lines-around-a-place",
      files: ["rules/item.yaml": "«- rule: d\n  desc: x\n  tags: [«one», two]\n  output: y»\n"]
    ) {
      [
        Diagnostic(
          .yamlValidate, "the rule has no condition", at: Label($0[0][1], "tags are no substitute"),
          secondary: [Label($0[0][0], "this rule")], help: ["add a line 'condition: …'"])
      ]
    },
    Sample("a-point", files: ["rules/point.yaml": "  condition: a and «»\n"]) {
      [Diagnostic(.compileCondition, "a check is missing after 'and'", at: Label($0[0][0], "expected here"))]
    },
    Sample("end-of-file", files: ["rules/end.yaml": "- rule: e\n  condition: (a«»"]) {
      [Diagnostic(.compileCondition, "a parenthesis is not closed", at: Label($0[0][0], "expected ')'"))]
    },
    Sample("empty-file", files: ["rules/empty.yaml": "«»"]) {
      [Diagnostic(.yamlValidate, "the file is empty", at: Label($0[0][0]))]
    },
    Sample("unreadable-file", files: ["rules/secret.yaml": "«»"]) {
      [Diagnostic(.fileRead, "cannot read the file: permission denied", at: Label($0[0][0]))]
    },
    Sample("nothing-wrong", files: ["rules/clean.yaml": "- rule: f\n"]) { _ in [] },
  ]

  /// What the text can be like.
  private static let texts = [
    Sample("tabs", files: ["rules/tabs.yaml": "\tcondition:\ta\t«b\tc»\td\r\n"]) {
      [Diagnostic(.yamlParse, "a tab cannot indent", at: Label($0[0][0], "here"))]
    },
    Sample("other-scripts", files: ["rules/größe, 50%.yaml": "  desc: «日本» naïve e\u{301}t «e\u{301}te» 🐚 «x»\n"]) {
      [
        Diagnostic(.unknownKey, "wide: 日本", at: Label($0[0][0], "zwei Zeichen, «四» Spalten"), help: ["50% & <b>"]),
        Diagnostic(.unknownKey, "combining", at: Label($0[0][1])),
        Diagnostic(.unknownKey, "behind an emoji", at: Label($0[0][2])),
      ]
    },
    Sample(
      "control-characters",
      files: ["rules/\u{1B}[31mred.yaml": "  desc: \u{1B}[2J«\u{7}x\u{0}»\u{202E}y\u{9B}z\u{200B}\u{2028} «k»\n"]
    ) {
      [
        Diagnostic(
          .yamlParse, "bad \u{1B}[0m\u{7F} text\nin two lines", at: Label($0[0][0], "ring \u{7}\nring"),
          secondary: [Label($0[0][1])], help: ["first \u{1B}c\nsecond \u{202E}"],
          subject: .init(kind: "rule", name: "a\u{0}b", span: $0[0][0]))
      ]
    },
    Sample(
      "long-line",
      files: [
        "rules/long.yaml": String(repeating: "before ", count: 100) + "«here»" + String(repeating: " after", count: 100)
      ]
    ) {
      [Diagnostic(.yamlParse, "a long line", at: Label($0[0][0], "in the middle of it"))]
    },
    Sample(
      "long-span", files: ["rules/long-span.yaml": "key: «" + String(repeating: "0123456789", count: 40) + "» # end\n"]
    ) {
      [Diagnostic(.yamlParse, "a long value", at: Label($0[0][0], "all of it"))]
    },
  ]
}
