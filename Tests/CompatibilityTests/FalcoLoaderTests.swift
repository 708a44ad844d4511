import Commands
import Diagnostics
import TestSupport
import Testing

/// `--format falco-json`: the verdict of Falco 0.44.1, file by file.
@Suite("falco-json") struct FalcoLoaderTests {
  private func results(_ files: [String]) -> [FalcoLoadResult] {
    var map = SourceMap()
    for (index, text) in files.enumerated() {
      guard map.add(name: "\(index).yaml", bytes: Array(text.utf8)) != nil else { preconditionFailure("the map is full") }
    }
    return FalcoLoader.load(map)
  }

  private func codes(_ result: FalcoLoadResult) -> [String] {
    ((result.error.map { [$0] } ?? []) + result.warnings).map(\.code.rawValue).sorted()
  }

  /// Inputs with which falco-json has another verdict than Falco. docs/compatibility.md says why.
  private static let unlike: Set<Int> = [142, 143, 145, 175, 188]

  @Test("table E", arguments: Tables.ruleFiles)
  func table(entry: TableCase) {
    let found = results(entry.input)
    for result in found { #expect(result.isSuccessful == !codes(result).contains { $0.hasPrefix("LOAD_ERR_") }) }
    let expected = entry.falco ?? [entry.expected.codes.filter { $0.hasPrefix("LOAD_") }]
    if entry.differs, Self.unlike.contains(entry.row) {
      #expect(found.map(codes) != expected)
    } else {
      #expect(found.map(codes) == expected)
    }
  }

  @Test("the stock rules load without a word", .needsSharedData)
  func stockRules() throws {
    let names = ["falco_rules", "falco-incubating_rules", "falco-sandbox_rules"]
    let found = results(try names.map { try SharedData.text("corpus/falco-rules/\($0).yaml") })
    #expect(found.map(codes) == [[], [], []])
    #expect(found.map(\.schemaWarnings) == [[], [], []])
  }

  @Test("what stands before an error stays collected, the rest does not")
  func collected() {
    let found = results([
      "- {macro: m, condition: proc.name=x}\n- {rule: r}\n- {macro: n, condition: proc.name=y}\n",
      "- {rule: s, desc: d, output: o, priority: INFO, condition: evt.type=open and m}\n",
      "- {rule: t, desc: d, output: o, priority: INFO, condition: evt.type=open and n}\n",
    ])
    #expect(found.map(codes) == [["LOAD_ERR_YAML_VALIDATE"], [], ["LOAD_ERR_VALIDATE"]])
  }

  @Test("a file that is no YAML adds nothing")
  func unreadable() {
    let found = results(["- {macro: m, condition: proc.name=x}\n- {rule: [\n", "- {macro: n, condition: m}\n"])
    #expect(found.map(codes) == [["LOAD_ERR_YAML_PARSE"], ["LOAD_ERR_VALIDATE"]])
    #expect(found.map { $0.schemaWarnings == nil } == [true, false])
  }

  @Test("exceptions are validated where a rule is collected, and a rule that fails there is not")
  func exceptionShapes() {
    let rule = "- {rule: r, desc: d, output: o, priority: INFO, condition: evt.type=open, exceptions: [{name: e, fields: foo.bar}]}\n"
    #expect(results([rule + "- {rule: s}\n", "- {list: l, items: []}\n"]).map(codes) == [["LOAD_ERR_VALIDATE"], ["LOAD_UNUSED_LIST"]])
    let replaced = """
      - {rule: r, desc: d, output: o, priority: INFO, condition: evt.type=open}
      - {rule: r, exceptions: [{name: e, fields: foo.bar, comps: in, values: [a]}], override: {exceptions: replace}}

      """
    #expect(results([replaced]).map(codes) == [["LOAD_ERR_COMPILE_CONDITION"]])
  }

  @Test("an output comes before a condition")
  func order() {
    let rule = "- {rule: r, desc: d, output: \"%foo\", priority: INFO, condition: foo.bar=}\n"
    #expect(results([rule]).map(codes) == [["LOAD_ERR_COMPILE_OUTPUT"]])
  }

  @Test("row 132: a deprecated field in an output is also found as the shorter name inside it")
  func deprecatedFields() {
    let rule = "- {rule: r, desc: d, output: \"%evt.latency.human\", priority: INFO, condition: evt.type=open and evt.dir=<}\n"
    #expect(results([rule])[0].warnings.map(\.deprecatedField) == ["evt.latency", "evt.latency.human", "evt.dir"])
  }

  static let schemaCases: [(String, [String])] = [
    ("- {list: l, items: [1, a]}\n", []),
    ("- {list: l, items: [[a]]}\n", ["<root>[0][items][0]", "<root>[0][items]", "<root>[0]", "<root>"]),
    ("-\n", ["<root>[0]", "<root>"]),
    ("- {colour: red}\n", ["<root>[0]", "<root>"]),
    ("- {rule: r, priority: Warning}\n", ["<root>[0][priority]", "<root>[0]", "<root>"]),
    ("- {rule: r, enabled: no}\n", ["<root>[0][enabled]", "<root>[0]", "<root>"]),
    ("- {rule: r, enabled: \"true\", capture_duration: 5}\n", []),
    ("- {rule: r, exceptions: null}\n", ["<root>[0][exceptions]", "<root>[0]", "<root>"]),
    ("- {rule: r, override: {}}\n", ["<root>[0][override]", "<root>[0]", "<root>"]),
    ("- {rule: r, exceptions: [{fields: a}]}\n", ["<root>[0][exceptions][0]", "<root>[0][exceptions]", "<root>[0]", "<root>"]),
    ("rule: r\n", ["<root>"]),
  ]

  @Test("the schema names each place from the innermost to the root", arguments: schemaCases)
  func schema(text: String, places: [String]) {
    let warnings = results([text])[0].schemaWarnings ?? ["none"]
    #expect(warnings.map { $0.split(separator: " ")[2].dropLast() } == places.map { $0[...] })
  }

  @Test("without a document there is no verdict of the schema", arguments: ["", "# nothing\n", "---\n---\n"])
  func noDocument(text: String) {
    #expect(results([text])[0].schemaWarnings == nil)
    #expect(results([text])[0].isSuccessful)
  }
}
