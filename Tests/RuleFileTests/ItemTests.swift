import Diagnostics
import Foundation
import RuleFile
import Schema
import Testing

private let rest = "\n  output: o\n  desc: d\n  priority: INFO\n"

/// What a single item may look like: rule-files.md §2, edge-cases.md E.
@Suite struct ItemTests {
  @Test func documentsAndItems() {
    expect("")
    expect("---\n---\n- ~\n-\n")
    expect("# only a comment\n")
    expect("«hello»\n", "LOAD_ERR_YAML_VALIDATE")
    expect("«foo»: bar\n", "LOAD_ERR_YAML_VALIDATE")
    expect("«macro»: a\ncondition: b\n", "LOAD_ERR_YAML_VALIDATE")
    expect("- «word»\n- «[a]»\n", "LOAD_ERR_YAML_VALIDATE", "LOAD_ERR_YAML_VALIDATE")
    expect("- «foo»: bar\n", "LOAD_UNKNOWN_ITEM")
    expect("- «rules»: bar\n  condition: b\n", "LOAD_UNKNOWN_ITEM")
    expect("- list: a\n  items: []\n---\n- list: b\n  items: []\n")
    #expect(Loaded("macro: a\ncondition: b\n").macro("a") != nil)
  }

  /// The first key of the fixed order decides; the others are unknown.
  @Test func theKindIsChosenInAFixedOrder() {
    expect("- «rule»: b\n  macro: a\n  condition: c\n", "LOAD_UNKNOWN_KEY")
    expect(
      "- macro: a\n  list: b\n  items: []\n  «condition»: c\n".replacing("macro", with: "«macro»"),
      "LOAD_UNKNOWN_KEY", "LOAD_UNKNOWN_KEY")
    expect("- required_engine_version: 0.1.0\n  «list»: a\n", "LOAD_UNKNOWN_KEY")
  }

  @Test func unknownAndDoubleKeys() {
    expect("- list: a\n  «itmes»: [b]\n  items: []\n", "LOAD_UNKNOWN_KEY")
    expect("- macro: a\n  condition: b\n  «condition»: c\n", "RULEC_DUPLICATE_KEY")
    #expect(Loaded("- macro: a\n  condition: b\n  condition: c\n").macro("a")?.condition?.string == "b")
    expect("- macro: a\n  condition: b\n  «x»: 1\n  «x»: 2\n", "LOAD_UNKNOWN_KEY", "RULEC_DUPLICATE_KEY")
    expect("- macro: a\n  condition: b\n  ? «[k]»\n  : v\n", "LOAD_ERR_YAML_VALIDATE")
    #expect(Loaded("- macro: a\n  conditon: b\n").diagnostics.flatMap(\.help).contains("did you mean 'condition'?"))
  }

  @Test(arguments: [
    ("~", "«condition»: ~"), ("", "«condition»:"), ("null", "«condition»: null"), ("[a]", "condition: «[a]»"),
    ("{a: b}", "condition: «{a: b}»"), ("''", "condition: «''»"), ("\"\"", "condition: «\"\"»"),
  ])
  func textMustBeThere(_ value: String, _ marked: String) {
    expect("- macro: a\n  \(marked)\n", "LOAD_ERR_YAML_VALIDATE")
    let loaded = Loaded("- macro: a\n  condition: \(value)\n")
    #expect(loaded.macro("a")?.isBroken == true)
  }

  @Test func scalarsAreTextWhateverTheirStyle() {
    let loaded = Loaded("- rule: 123\n  condition: true" + rest)
    #expect(loaded.codes == [])
    #expect(loaded.rule("123")?.condition?.string == "true")
  }

  // MARK: Lists

  @Test func listItems() {
    let loaded = Loaded("- list: a\n  items: [80, true, 1.5, 'x y', \"\", 0x1]\n")
    #expect(loaded.codes == [])
    #expect(loaded.list("a")?.items.map(\.string) == ["80", "true", "1.5", "x y", "", "0x1"])
    expect(
      "- list: a\n  items: [b, «~», «[c]», d, «null»]\n", "LOAD_ERR_YAML_VALIDATE", "LOAD_ERR_YAML_VALIDATE",
      "LOAD_ERR_YAML_VALIDATE")
    expect("- list: «a»\n", "LOAD_ERR_YAML_VALIDATE")
    expect("- list: a\n  items: «b»\n", "LOAD_ERR_YAML_VALIDATE")
    expect("- list: a\n  «items»:\n", "LOAD_ERR_YAML_VALIDATE")
    expect("- list: a\n  items: []\n")
    expect("- «list»:\n  items: []\n", "LOAD_ERR_YAML_VALIDATE")
  }

  @Test func names() {
    for name in ["a b", "a(b", "a)b", "\"a'b\"", "'a\"b'", "a=b", "'a,b'", "\"a\\tb\""] {
      expect("- list: «\(name)»\n  items: []\n", "LOAD_INVALID_LIST_NAME")
    }
    for name in ["a-b", "a.b", "1", "é", "_"] { expect("- list: \(name)\n  items: []\n") }
    for name in ["a-b", "a.b", "1a", "_a", "é"] {
      expect("- macro: «\(name)»\n  condition: c\n", "LOAD_INVALID_MACRO_NAME")
    }
    for name in ["a", "aB_1", "android"] { expect("- macro: \(name)\n  condition: c\n") }
  }

  // MARK: Rules

  @Test func definitionsNeedFourKeys() {
    expect(
      "- rule: «a»\n  condition: c\n", "LOAD_ERR_YAML_VALIDATE", saying: "no 'output' and no 'desc' and no 'priority'")
    expect(
      "- rule: «a»\n  output: o\n  desc: d\n  priority: INFO\n", "LOAD_ERR_YAML_VALIDATE", saying: "no 'condition'")
    expect(
      "- rule: «a»\n  condition: c\n  output: «''»\n  desc: d\n", "LOAD_ERR_YAML_VALIDATE", "LOAD_ERR_YAML_VALIDATE")
  }

  @Test func defaults() throws {
    let rule = try #require(Loaded("- rule: a\n  condition: c" + rest).rule("a"))
    #expect(rule.source == "syscall" && rule.sourceSpan == nil)
    #expect(rule.isEnabled && rule.warnsAboutEventTypes)
    #expect(!rule.skipsIfUnknownFilter && !rule.capture && !rule.isBroken)
    #expect(rule.captureDuration == 0)
    #expect(rule.tags == [] && rule.exceptions.isEmpty)
    #expect(rule.priority == .informational)
  }

  @Test(arguments: [
    ("Warning", Priority.warning), ("info", .informational), ("INFORMATIONAL", .informational), ("DEBUG", .debug),
    ("eMergency", .emergency), ("alert", .alert), ("Critical", .critical), ("ERROR", .error), ("notice", .notice),
  ])
  func priorities(_ word: String, _ priority: Priority) {
    let loaded = Loaded("- rule: a\n  condition: c\n  output: o\n  desc: d\n  priority: \(word)\n")
    #expect(loaded.codes == [])
    #expect(loaded.rule("a")?.priority == priority)
  }

  @Test(arguments: ["HIGH", "5", "warn ing", "WARN"])
  func noPriorities(_ word: String) {
    expect("- rule: a\n  condition: c\n  output: o\n  desc: d\n  priority: «\(word)»\n", "LOAD_ERR_YAML_VALIDATE")
  }

  @Test(arguments: ["true", "yes", "on", "y"])
  func booleans(_ word: String) {
    for form in [word, word.uppercased(), word.capitalized] {
      let loaded = Loaded("- rule: a\n  condition: c\n  capture: \(form)" + rest)
      #expect(loaded.codes == [])
      #expect(loaded.rule("a")?.capture == true)
    }
  }

  @Test func otherValues() {
    let rule = "- rule: a\n  condition: c\n  %@" + rest
    func with(_ line: String) -> String { rule.replacing("%@", with: line) }
    #expect(Loaded(with("enabled: no")).rule("a")?.isEnabled == false)
    for word in ["maybe", "1", "tRue", "0"] { expect(with("enabled: «\(word)»"), "LOAD_ERR_YAML_VALIDATE") }
    #expect(Loaded(with("tags: [b, a, b]")).rule("a")?.tags == ["a", "b"])
    expect(with("tags: «x»"), "LOAD_ERR_YAML_VALIDATE")
    #expect(Loaded(with("capture_duration: 500")).rule("a")?.captureDuration == 500)
    for word in ["-1", "1.5", "5s", "4294967296"] {
      expect(with("capture_duration: «\(word)»"), "LOAD_ERR_YAML_VALIDATE")
    }
    expect(with("source: «''»"), "LOAD_ERR_YAML_VALIDATE")
    expect(with("«source»:"), "LOAD_ERR_YAML_VALIDATE")
    #expect(Loaded(with("source: k8s_audit")).rule("a")?.source == "k8s_audit")
    expect(with("exceptions:"))
    expect(with("exceptions: «x»"), "LOAD_ERR_YAML_VALIDATE")
  }

  @Test func outputIsTrimmedAndKeepsItsPlaces() throws {
    let (source, marks) = unmarked(
      "- rule: a\n  condition: c\n  output: >\n    some «%proc.name»\n\n  desc: d\n  priority: INFO\n")
    let loaded = Loaded(source)
    let output = try #require(loaded.rule("a")?.output)
    #expect(output.string == "some %proc.name")
    #expect(output.span(of: 5..<15) == marks[0])
    #expect(
      Loaded("- rule: a\n  condition: c\n  output: \"  \\n x \"\n  desc: d\n  priority: INFO\n").rule("a")?.output?
        .string == "x")
  }

  @Test func environmentVariablesStay() {
    #expect(Loaded("- macro: a\n  condition: proc.name=${HOME}\n").macro("a")?.condition?.string == "proc.name=${HOME}")
  }

  // MARK: Versions

  @Test(arguments: ["26", "\"26\"", "0.26.0", "0.26.0-rc1", "0x1A", "62", "0.62.0"])
  func engineVersions(_ version: String) {
    expect("- required_engine_version: \(version)\n")
  }

  @Test(arguments: ["0.26", "abc", "-1", "1.x.0", "''", "[1]", "0.99999999999.0"])
  func noEngineVersions(_ version: String) {
    expect("- required_engine_version: «\(version)»\n", "LOAD_ERR_YAML_VALIDATE")
  }

  @Test(arguments: ["99", "1.0.0", "0.62.1", "0.63.0"])
  func tooNewEngineVersions(_ version: String) {
    expect("- required_engine_version: «\(version)»\n", "LOAD_ERR_VALIDATE")
  }

  @Test func theGreatestEngineVersionIsRemembered() {
    let loaded = Loaded([
      "- required_engine_version: 40\n- required_engine_version: 50\n", "- required_engine_version: 45\n",
    ])
    #expect(loaded.rules.requiredEngineVersion == Version(0, 50, 0))
  }

  @Test func plugins() {
    func entry(_ text: String) -> String { "- required_plugin_versions:\n  - " + text + "\n" }
    expect(entry("{name: container, version: 0.4.0}"))
    expect(entry("{name: container, version: «0.8.0»}"), "LOAD_ERR_VALIDATE")
    expect(entry("{name: container, version: «1.0.0»}"), "LOAD_ERR_VALIDATE")
    expect(entry("{name: container, version: «0.7»}"), "LOAD_ERR_VALIDATE")
    expect(entry("{name: «json», version: 0.7.0}"), "RULEC_PLUGIN_MISSING")
    expect(entry("{name: json, version: 0.7.0, alternatives: [{name: container, version: 0.7.0}]}"))
    expect(entry("{name: json, version: 0.7.0, alternatives: [{name: «json», version: 0.8.0}]}"), "LOAD_ERR_VALIDATE")
    expect(entry("«{name: json}»"), "LOAD_ERR_YAML_VALIDATE")
    expect(entry("{name: json, version: «''»}"), "LOAD_ERR_YAML_VALIDATE")
    expect(entry("{name: container, version: 0.4.0, «verson»: 1}"), "RULEC_UNKNOWN_KEY")
    expect(entry("«json»"), "LOAD_ERR_YAML_VALIDATE")
    expect("- required_plugin_versions: «x»\n", "LOAD_ERR_YAML_VALIDATE")
  }

  // MARK: Exceptions

  @Test func exceptionShapes() {
    func entry(_ text: String) -> String { "- rule: a\n  condition: c\n  exceptions:\n  - " + text + rest }
    expect(entry("{name: e, fields: proc.name, values: [a, b]}"))
    expect(entry("{name: e, fields: [proc.name, fd.name], comps: [=, in], values: [[a, [b, c]], [d, e]]}"))
    expect(entry("{name: e, fields: proc.name}"))
    expect(entry("{name: e, fields: proc.name, values: []}"))
    expect(entry("«{fields: proc.name}»"), "LOAD_ERR_YAML_VALIDATE")
    expect(entry("{name: «e»}"), "LOAD_ERR_YAML_VALIDATE")
    expect(entry("«e»"), "LOAD_ERR_YAML_VALIDATE")
    expect(entry("{name: e, «fields»: []}"), "LOAD_ERR_VALIDATE")
    expect(entry("{name: e, fields: «''»}"), "LOAD_ERR_YAML_VALIDATE")
    expect(entry("{name: e, fields: [a, «[b]»]}"), "LOAD_ERR_YAML_VALIDATE")
    expect(entry("{name: e, fields: proc.name, values: «x»}"), "LOAD_ERR_YAML_VALIDATE")
    expect(entry("{name: e, fields: proc.name, «values»: }"), "LOAD_ERR_YAML_VALIDATE")
    expect(
      entry("{name: e, fields: proc.name, values: [a, «''», «~»]}"), "LOAD_ERR_YAML_VALIDATE", "LOAD_ERR_YAML_VALIDATE")
    expect(entry("{name: e, fields: [a], values: [[«''»]]}"), "LOAD_ERR_YAML_VALIDATE")
    expect(entry("{name: e, fields: proc.name, «value»: [a]}"), "RULEC_UNKNOWN_KEY")
    expect(
      entry("{name: e, fields: f, values: [a]}\n  - {name: «e», fields: g, values: [b]}"),
      "LOAD_EXCEPTION_NAME_NOT_UNIQUE")
  }

  @Test func exceptionValues() throws {
    let loaded = Loaded(
      "- rule: a\n  condition: c\n  exceptions:\n  - {name: e, fields: [f, g], comps: [=, in], values: [[x, [y, z]]]}"
        + rest)
    let exception = try #require(loaded.rule("a")?.exceptions.first)
    guard case .list(let fields, _)? = exception.fields, case .sequence(let tuple, _)? = exception.values.first,
      case .sequence(let inner, let span) = tuple[1]
    else {
      Issue.record("fields must be a list, values tuples")
      return
    }
    #expect(fields.map(\.string) == ["f", "g"])
    #expect(inner.count == 2 && loaded.text(span) == "[y, z]")
  }
}
