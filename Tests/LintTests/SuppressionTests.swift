import Diagnostics
import Lints
import RuleFile
import TestSupport
import Testing

@Suite("Suppressions")
struct SuppressionTests {
  private static let long = "evt.type = execve and proc.name = a-name-that-is-too-long"

  @Test("behind the line, on the line before, before the item", arguments: [
    rule(long).replacing("too-long\n", with: "too-long # rulec: ignore RULEC_LONG_NAME -- known\n"),
    rule(long).replacing("  condition", with: "  # rulec: ignore RULEC_LONG_NAME\n  condition"),
    "# rulec: ignore RULEC_LONG_NAME -- the whole rule\n" + rule(long),
    "# rulec: ignore RULEC_LONG_NAME -- and more words\n# another comment\n\n" + rule(long),
    rule(">\n    evt.type = execve and\n    proc.name = a-name-that-is-too-long").replacing(
      "condition: >", with: "condition: > # rulec: ignore RULEC_LONG_NAME"),
    rule(">\n    evt.type = execve and\n\n    proc.name = a-name-that-is-too-long").replacing(
      "  condition", with: "  # rulec: ignore RULEC_ANY_ANCESTOR,RULEC_LONG_NAME\n  condition"
    ).replacing("RULEC_ANY_ANCESTOR,", with: ""),
  ])
  func suppressed(_ text: String) {
    #expect(Linted(rule(Self.long)).codes == ["RULEC_LONG_NAME"])
    let linted = Linted(text)
    #expect(linted.diagnostics.isEmpty, "\(text)\n\(linted.report)")
  }

  @Test("what suppresses nothing is told, and what means an error")
  func unused() {
    #expect(Linted("# rulec: ignore RULEC_LONG_NAME\n" + rule("evt.type = open and proc.name = cat")).codes == ["RULEC_SUPPRESSION"])
    #expect(Linted("# rulec: ignore RULEC_LONG_NAM\n" + rule("evt.type = open and proc.name = cat")).codes == ["RULEC_SUPPRESSION"])
    #expect(Linted("# rulec: ingore RULEC_LONG_NAME\n" + rule("evt.type = open and proc.name = cat")).codes == ["RULEC_SUPPRESSION"])
    let wrong = Linted("# rulec: ignore LOAD_ERR_COMPILE_CONDITION\n" + rule("evt.type = open and proc.nmae = cat"))
    #expect(wrong.codes == ["LOAD_ERR_COMPILE_CONDITION", "RULEC_SUPPRESSION"])
    // The comment speaks of the line behind it only.
    let other = Linted(rule(Self.long).replacing("  output", with: "  # rulec: ignore RULEC_LONG_NAME\n  output"))
    #expect(other.codes == ["RULEC_LONG_NAME", "RULEC_SUPPRESSION"])
  }

  @Test("what was not looked for is not called unused")
  func notLookedFor() {
    let style = "# rulec: ignore RULEC_SIMPLE_REGEX -- style\n" + rule("evt.type = open and proc.name = cat")
    #expect(Linted(style, style: false).diagnostics.isEmpty)
    #expect(Linted(style, style: true).codes == ["RULEC_SUPPRESSION"])
    // Where there are errors, lints do not run.
    let broken = "# rulec: ignore RULEC_LONG_NAME\n" + rule(Self.long) + rule("evt.type = open and proc.nmae = cat", named: "s")
    #expect(Linted(broken).codes == ["LOAD_ERR_COMPILE_CONDITION"])
  }

  @Test("what is suppressed is known with its reason")
  func reasons() {
    let name = rule(Self.long).replacing("  condition", with: "  # rulec: ignore RULEC_LONG_NAME  --  kernel   threads\n  condition")
    let linted = Linted(name)
    #expect(linted.suppressed.map(\.diagnostic.code) == [.longName])
    #expect(linted.suppressed.map(\.reason) == ["kernel threads"] && linted.suppressed.map(\.place) == [.inSource])
    #expect(Linted(name.replacing("  --  kernel   threads", with: "")).suppressed.map(\.reason) == [nil])
    #expect(Linted(name.replacing("kernel   threads", with: "")).suppressed.map(\.reason) == [nil])
  }

  @Test("lines that end with CR LF, and a file that ends in a comment")
  func otherLineEnds() {
    let text = "# rulec: ignore RULEC_LONG_NAME -- x\n" + rule(Self.long)
    #expect(Linted(text.replacing("\n", with: "\r\n")).diagnostics.isEmpty)
    #expect(Linted(rule(Self.long) + "# rulec: ignore RULEC_LONG_NAME").codes == ["RULEC_LONG_NAME", "RULEC_SUPPRESSION"])
  }

  @Test("a text that looks like a comment inside a condition is none")
  func insideText() {
    let text = rule(">\n    evt.type = execve and proc.cmdline contains \"# rulec: ignore RULEC_X\"")
    #expect(Linted(text).diagnostics.isEmpty)
  }
}

@Suite("Configuration")
struct ConfigurationTests {
  private func read(_ text: String) -> (CheckConfiguration, [Diagnostic]) {
    var map = SourceMap()
    var bag = DiagnosticBag()
    guard let id = map.add(name: ".rulec.yaml", bytes: Array(text.utf8)) else { preconditionFailure("tests are small") }
    return (CheckConfiguration(reading: map[id], into: &bag), bag.all)
  }

  private let found = [
    Diagnostic(.longName, "a", at: Label(SourceSpan(start: 0, length: 1))), Diagnostic(.checkOrder, "b", at: Label(SourceSpan(start: 1, length: 1))),
    Diagnostic(.validate, "c", at: Label(SourceSpan(start: 2, length: 1))),
  ]

  @Test func levels() {
    let (settings, problems) = read("levels:\n  RULEC_LONG_NAME: error\n  style: warning\n")
    #expect(problems.isEmpty)
    #expect(settings.selection.includesStyle)
    #expect(settings.apply(to: found) { _ in nil }.kept.map(\.severity) == [.error, .warning, .error])
    let (off, _) = read("levels: {RULEC_LONG_NAME: ignore, RULEC_CHECK_ORDER: note}")
    #expect(off.selection.isWanted(.checkOrder) && !off.selection.isWanted(.tagConvention))
    let (kept, suppressed) = off.apply(to: found) { _ in nil }
    #expect(kept.map(\.code) == [.checkOrder, .validate])
    #expect(suppressed == [SuppressedDiagnostic(found[0], .external, reason: nil)])
  }

  @Test("the engine as required_engine_version has it, files of fields with their sources")
  func engineAndFields() {
    let (settings, problems) = read("engine: 0.57.0\nfields:\n  - a.json\n  - {path: b/c.yaml, source: k8s_audit}\n")
    #expect(problems.isEmpty)
    #expect(settings.engine == Version(0, 57, 0) && read("engine: 57").0.engine == settings.engine)
    #expect(settings.fieldFiles.map(\.path) == ["a.json", "b/c.yaml"] && settings.fieldFiles.map(\.source) == ["syscall", "k8s_audit"])
  }

  @Test("ignores by path: patterns, folders, codes", arguments: [
    ("rules/vendor/a.yaml", 1), ("rules/own/a.yaml", 3), ("rules/old.yaml", 2),
  ])
  func ignores(path: String, left: Int) {
    let (settings, problems) = read("ignore:\n  - {path: rules/vendor, reason: not ours}\n  - path: rules/o*.yaml\n    codes: [RULEC_LONG_NAME]\n")
    #expect(problems.isEmpty)
    // `*` goes over '/' as in `glob`.
    let expected = path == "rules/own/a.yaml" ? 2 : left
    let (kept, suppressed) = settings.apply(to: found) { _ in path }
    #expect(kept.count == expected && kept.count + suppressed.count == found.count)
    #expect(suppressed.allSatisfy { $0.place == .external && $0.reason == (path.hasPrefix("rules/vendor/") ? "not ours" : nil) })
  }

  @Test("mistakes are told", arguments: [
    "levles: {}", "levels: {RULEC_NOPE: error}", "levels: {RULEC_LONG_NAME: loud}", "levels: {LOAD_ERR_VALIDATE: ignore}", "ignore: [{codes: []}]",
    "ignore: x", "- levels", "levels: [", "engine: 0.57", "engine: new", "engine: [57]", "fields: a.json", "fields: [{source: a}]",
    "fields: [{path: a, sorce: b}]", "fields: [{path: a, source: ''}]", "ignore: [{path: a, reasons: b}]",
  ])
  func mistakes(text: String) {
    #expect(!read(text).1.isEmpty)
  }
}
