import Diagnostics
import RuleFile
import Schema
import Testing

private let rest = "\n  output: o\n  desc: d\n  priority: INFO\n"
private let base = "- rule: r\n  condition: a and b" + rest

/// What items do to each other: rule-files.md §3-§6, edge-cases.md E.
@Suite struct MergeTests {
  @Test func redefinitionReplacesAndKeepsItsPlace() throws {
    let loaded = Loaded([
      "- rule: x\n  condition: c\n  tags: [t]\n  exceptions: [{name: e, fields: f, values: [v]}]" + rest
        + "- rule: y\n  condition: c" + rest + "- macro: m\n  condition: c\n",
      "- rule: x\n  condition: d" + rest + "- macro: m\n  condition: d\n",
    ])
    #expect(loaded.codes == [])
    #expect(loaded.rules.rules.map(\.origin.name) == ["x", "y"])
    let rule = try #require(loaded.rule("x"))
    #expect(rule.condition?.string == "d" && rule.tags == [] && rule.exceptions.isEmpty)
    #expect(rule.origin.index.rawValue == 0 && rule.origin.visibility.rawValue == 3)
    let macro = try #require(loaded.macro("m"))
    #expect(macro.origin.index.rawValue == 2 && macro.origin.visibility.rawValue == 4)
    #expect(macro.origin.firstDefinition.start < macro.origin.nameSpan.start)
  }

  @Test func sources() {
    let k8s = "- rule: r\n  condition: c\n  source: k8s_audit" + rest
    expect(k8s + "- rule: r\n  condition: d\n  source: «syscall»" + rest, "LOAD_ERR_VALIDATE")
    expect(k8s + "- rule: «r»\n  condition: d" + rest, "LOAD_ERR_VALIDATE")
    expect(base + "- rule: r\n  condition: d\n  source: syscall" + rest)
    expect(k8s + "- rule: r\n  source: «x»\n  condition: d\n  override: {condition: append}\n", "LOAD_ERR_VALIDATE")
    expect(k8s + "- rule: r\n  source: ''\n  condition: d\n  override: {condition: append}\n")
    expect(k8s + "- rule: r\n  source:\n  condition: d\n  override: {condition: append}\n")
  }

  // MARK: append

  @Test func legacyAppend() throws {
    expect("- list: a\n  items: [b]\n- list: a\n  items: [c]\n  «append»: true\n", "LOAD_DEPRECATED_ITEM")
    expect("- list: a\n  items: [b]\n- list: a\n  items: [c]\n  append: false\n")
    let loaded = Loaded(
      "- list: l\n  items: [b]\n- list: l\n  items: [c]\n  append: true\n"
        + "- macro: m\n  condition: x\n- macro: m\n  condition: or y\n  append: true\n"
        + base + "- rule: r\n  condition: or p\n  output: ignored\n  append: true\n")
    #expect(loaded.codes == Array(repeating: "LOAD_DEPRECATED_ITEM", count: 3))
    #expect(loaded.list("l")?.items.map(\.string) == ["b", "c"])
    #expect(loaded.list("l")?.origin.visibility.rawValue == 1)
    #expect(loaded.macro("m")?.condition?.string == "x or y")
    let condition = try #require(loaded.rule("r")?.condition)
    #expect(condition.string == "a and b or p")
    #expect(condition.pieceSpans.map(loaded.text) == ["a and b", "or p"])
    #expect(loaded.text(condition.span(of: 11..<12)) == "p")
    #expect(loaded.rule("r")?.output?.string == "o")
    #expect(loaded.diagnostics.last?.help.contains { $0.hasSuffix("output") } == true)
  }

  @Test func appendNeedsATarget() {
    expect("- list: «l»\n  items: [c]\n  «append»: true\n", "LOAD_ERR_VALIDATE", "LOAD_DEPRECATED_ITEM")
    expect("- macro: «m»\n  condition: c\n  override: {condition: append}\n", "LOAD_ERR_VALIDATE")
    expect("- rule: «r»\n  condition: c\n  override: {condition: append}\n", "LOAD_ERR_VALIDATE")
    expect("- rule: «r»\n  condition: c\n  override: {condition: replace}\n", "LOAD_ERR_VALIDATE")
    expect("- rule: «r»\n  «enabled»: false\n", "LOAD_ERR_VALIDATE", "LOAD_DEPRECATED_ITEM")
    expect("- macro: m\n  condition: c\n  override: {condition: replace}\n")
    let near = Loaded(base + "- rule: R\n  condition: c\n  override: {condition: append}\n")
    #expect(near.diagnostics.first?.help.first == "did you mean 'r'?")
  }

  /// A list or macro that was only appended to counts as defined, so that its uses cause no further reports.
  @Test func aMissingTargetIsDefinedAndBroken() throws {
    let missing = "- macro: m\n  condition: c\n  override: {condition: append}\n"
    let loaded = Loaded(missing + missing)
    #expect(loaded.codes == ["LOAD_ERR_VALIDATE", "LOAD_ERR_VALIDATE"])
    #expect(loaded.macro("m")?.isBroken == true)
    let later = Loaded(missing + "- macro: m\n  condition: d\n")
    #expect(later.codes == ["LOAD_ERR_VALIDATE"])
    let macro = try #require(later.macro("m"))
    #expect(!macro.isBroken && macro.condition?.string == "d" && macro.origin.index.rawValue == 1)
  }

  @Test func appendNeedsConditionOrExceptions() {
    expect(base + "- rule: «r»\n  output: x\n  «append»: true\n", "LOAD_ERR_VALIDATE", "LOAD_DEPRECATED_ITEM")
    expect(base + "- rule: r\n  exceptions: []\n  «append»: true\n", "LOAD_DEPRECATED_ITEM")
  }

  // MARK: enable

  @Test func enableOnly() {
    let loaded = Loaded(base + "- rule: r\n  enabled: false\n  tags: [x]\n")
    #expect(loaded.codes == ["LOAD_DEPRECATED_ITEM"])
    #expect(loaded.rule("r")?.isEnabled == false && loaded.rule("r")?.tags == [])
    expect(base + "- rule: «r»\n  tags: [x]\n", "LOAD_ERR_YAML_VALIDATE")
    expect("- rule: «r»\n  tags: [x]\n", "LOAD_ERR_YAML_VALIDATE")
    expect(base + "- rule: r\n  enabled: «maybe»\n", "LOAD_ERR_YAML_VALIDATE")
  }

  // MARK: override

  @Test func overrideAppendsAndReplaces() throws {
    let loaded = Loaded(
      base + """
        - rule: r
          condition: or p
          output: " and %x "
          desc: more
          tags: [b, a]
          priority: ERROR
          enabled: false
          capture: true
          capture_duration: 7
          warn_evttypes: false
          skip-if-unknown-filter: true
          exceptions: [{name: e, fields: f, values: [v]}]
          override: {condition: append, output: append, desc: replace, tags: append, priority: replace, enabled: replace,
            capture: replace, capture_duration: replace, warn_evttypes: replace, skip-if-unknown-filter: replace,
            exceptions: append}

        """)
    #expect(loaded.codes == [])
    let rule = try #require(loaded.rule("r"))
    #expect(rule.condition?.string == "a and b or p")
    #expect(rule.output?.string == "o  and %x ")
    #expect(rule.description?.string == "more")
    #expect(rule.tags == ["a", "b"] && rule.priority == .error && !rule.isEnabled && rule.capture)
    #expect(rule.captureDuration == 7 && !rule.warnsAboutEventTypes && rule.skipsIfUnknownFilter)
    #expect(rule.exceptions.map(\.name.string) == ["e"])
  }

  @Test func overrideIsChecked() {
    func item(_ lines: String) -> String { base + "- rule: r\n" + lines + "\n" }
    expect(item("  priority: ERROR\n  override: {priority: «append»}"), "LOAD_ERR_YAML_VALIDATE")
    expect(item("  source: syscall\n  override: {«source»: replace}"), "LOAD_ERR_YAML_VALIDATE")
    expect(item("  condition: c\n  override: {condition: «prepend»}"), "LOAD_ERR_YAML_VALIDATE")
    expect(item("  condition: c\n  override: {condition: «[append]»}"), "LOAD_ERR_YAML_VALIDATE")
    expect(item("  condition: c\n  override: {«conditon»: append}"), "LOAD_ERR_YAML_VALIDATE")
    expect(item("  condition: c\n  override: {condition: append, «output»: replace}"), "LOAD_ERR_YAML_VALIDATE")
    expect(item("  condition: c\n  «output»: o\n  override: {condition: append}"), "LOAD_ERR_YAML_VALIDATE")
  }

  @Test func appendTogetherWithOverride() {
    let list = "- list: l\n  items: [b]\n- list: l\n  items: [c]\n"
    // One mistake: that `append` is deprecated would be a second report about it.
    #expect(Loaded(list + "  append: true\n  override: {items: append}\n").codes == ["LOAD_ERR_YAML_VALIDATE"])
    expect(list + "  append: false\n  override: {items: append}\n")
    #expect(Loaded(list + "  override: {items: append}\n").list("l")?.items.count == 2)
    #expect(Loaded(list + "  override: {items: replace}\n").list("l")?.items.count == 1)
    expect(list + "  override: {«condition»: append}\n", "LOAD_ERR_YAML_VALIDATE")
  }

  @Test func anEmptyOverrideIsNone() {
    expect(base + "- rule: «r»\n  condition: c\n  override: {}\n", "LOAD_ERR_YAML_VALIDATE")
    expect(base + "- rule: «r»\n  condition: c\n  override: append\n", "LOAD_ERR_YAML_VALIDATE")
    expect("- rule: r\n  condition: c\n  override: append" + rest)
  }

  // MARK: Exceptions

  private static let withException =
    "- rule: r\n  condition: c\n  exceptions: [{name: e, fields: f, comps: in, values: [v]}]" + rest

  @Test func exceptionsAreAppended() throws {
    let loaded = Loaded(
      Self.withException + "- rule: r\n  exceptions: [{name: e, values: [w]}, {name: g, fields: [h], values: [[x]]}]\n"
        + "  override: {exceptions: append}\n")
    #expect(loaded.codes == [])
    let rule = try #require(loaded.rule("r"))
    #expect(rule.exceptions.map(\.name.string) == ["e", "g"])
    #expect(rule.exceptions[0].values.map(\.span).map(loaded.text) == ["v", "w"])
  }

  @Test func exceptionAppendsAreChecked() {
    func append(_ entry: String) -> String {
      Self.withException + "- rule: r\n  exceptions:\n  - " + entry + "\n  override: {exceptions: append}\n"
    }
    expect(append("{name: e, «fields»: f, values: [w]}"), "LOAD_ERR_VALIDATE")
    expect(append("{name: e, «comps»: in, values: [w]}"), "LOAD_ERR_VALIDATE")
    expect(append("{name: «e»}"), "LOAD_APPEND_NO_VALUES")
    expect(append("{name: «new», values: [w]}"), "LOAD_ERR_VALIDATE")
    #expect(Loaded(append("{name: new, fields: f}")).codes == ["LOAD_APPEND_NO_VALUES", "LOAD_ERR_VALIDATE"])
    expect(append("{name: «new», fields: f, values: []}"), "LOAD_ERR_VALIDATE")
  }

  @Test func exceptionsAreReplaced() {
    let loaded = Loaded(
      Self.withException + "- rule: r\n  exceptions: [{name: g, fields: f}]\n  override: {exceptions: replace}\n")
    #expect(loaded.rule("r")?.exceptions.map(\.name.string) == ["g"])
    expect(
      Self.withException + "- rule: r\n  exceptions: [{name: «g», values: [v]}]\n  override: {exceptions: replace}\n",
      "LOAD_ERR_YAML_VALIDATE")
  }

  // MARK: Feeding by item

  /// `falco-json` stops at the first error of a file and keeps the items before it.
  @Test func itemsCanBeMergedOneByOne() throws {
    let source = "- macro: a\n  condition: x\n- macro: b\n- macro: c\n  condition: x\n"
    let file = try #require(Loaded(source).files.files.first)
    let stop = try #require(file.findings.first { $0.diagnostic.severity == .error }?.position)
    #expect(stop.rawValue == 1)
    var builder = RuleSetBuilder()
    var bag = DiagnosticBag()
    for item in file.items where item.position < stop { builder.add(item, to: &bag) }
    #expect(builder.ruleSet.macros.map(\.origin.name) == ["a"])
    #expect(bag.all.isEmpty)
  }

  @Test func everyFindingNamesItsItem() throws {
    let loaded = Loaded("- macro: a\n  condition:\n- rule: b\n  enabled: true\n")
    #expect(loaded.diagnostics.compactMap(\.subject?.name) == ["a", "b", "b"])
    #expect(loaded.diagnostics.compactMap(\.subject?.kind) == ["macro", "rule", "rule"])
  }
}
