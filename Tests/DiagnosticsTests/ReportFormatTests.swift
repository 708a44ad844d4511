import Diagnostics
import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

private let options = RenderOptions(toolVersion: "1.2.3")

@Suite("Report formats")
struct ReportFormatTests {
  @Test("pretty, one golden for each situation", arguments: Sample.all)
  func pretty(sample: Sample) throws {
    try expectGolden(sample.report.text(.pretty), "pretty/\(sample.name).txt")
  }

  @Test("every format over all situations at once", arguments: ReportFormat.allCases.filter { $0 != .pretty })
  func everything(format: ReportFormat) throws {
    try expectGolden(Sample.everything.text(format), "everything.\(format.rawValue)")
  }

  @Test("colours", arguments: [ReportFormat.pretty, .compact])
  func colours(format: ReportFormat) throws {
    var coloured = options
    coloured.usesColor = true
    let report = Sample.everything
    let bytes = report.rendered(as: format, coloured)
    try expectGolden(String(decoding: bytes, as: UTF8.self).replacing("\u{1B}", with: "␛"), "everything.colour.\(format)")
    let plain = String(decoding: bytes, as: UTF8.self).replacing(/\e\[[0-9;]*m/, with: "")
    #expect(plain == report.text(format), "colour changes nothing but colour")
  }

  @Test("no format lets a control character through", arguments: ReportFormat.allCases)
  func harmless(format: ReportFormat) {
    let bytes = Sample.everything.rendered(as: format, options)
    #expect(String(validating: bytes, as: UTF8.self) != nil)
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars where scalar != "\n" {
      #expect(scalar.properties.generalCategory != .control, "\(scalar.debugDescription)")
    }
  }

  @Test("invalid UTF-8 is repaired, and what stands behind it is underlined")
  func invalidUTF8() {
    let map = sourceMap(Array("a: ".utf8) + [0xFF, 0xE2, 0x82] + Array(" here".utf8))
    let span = SourceSpan(start: 7, length: 4)
    let report = Report(map: map, diagnostics: [Diagnostic(.yamlParse, "x", at: Label(span))])
    #expect(report.text(.pretty).contains("1 | a: \u{FFFD}\u{FFFD} here\n  |       ^^^^\n"))
    for format in ReportFormat.allCases {
      #expect(String(validating: report.rendered(as: format, options), as: UTF8.self) != nil)
    }
  }

  /// Counting columns from the start of the line for each diagnostic would take minutes.
  @Test("thousands of diagnostics in a line of a megabyte", .timeLimit(.minutes(1)), arguments: ReportFormat.allCases)
  func longLine(format: ReportFormat) {
    let count = 4000
    let map = sourceMap([UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20))
    let diagnostics = (0..<count).map { index in
      Diagnostic(.yamlParse, "x", at: Label(SourceSpan(start: UInt32((1 << 20) - index * 100), length: 50)))
    }
    let bytes = Report(map: map, diagnostics: diagnostics).rendered(as: format, options)
    #expect(bytes.count > 40 * count)
  }

  @Test("no diagnostics, no files", arguments: ReportFormat.allCases)
  func nothing(format: ReportFormat) throws {
    let report = Report(map: SourceMap(), diagnostics: [])
    try expectGolden(report.text(format), "nothing.\(format.rawValue)")
  }
}

@Suite("Machine-readable formats")
struct MachineReadableFormatTests {
  @Test func jsonIsOneObjectWithTheCounts() throws {
    let object = try parsed(.json)
    let summary = try #require(object["summary"] as? [String: Int])
    let report = Sample.everything
    #expect(
      summary == [
        "files": report.map.files.count, "rules": 12, "macros": 3, "lists": 2, "errors": report.count(.error),
        "warnings": report.count(.warning),
      ])
    let diagnostics = try #require(object["diagnostics"] as? [[String: Any]])
    #expect(diagnostics.count == report.diagnostics.count)
    let keys: Set = ["code", "severity", "message", "file", "line", "column", "endLine", "endColumn", "labels", "help"]
    for diagnostic in diagnostics { #expect(Set(diagnostic.keys) == keys) }
  }

  @Test func sarifKeepsItsOwnReferences() throws {
    let object = try parsed(.sarif)
    let run = try #require((object["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: [String: Any]])?["driver"])
    let rules = try #require(driver["rules"] as? [[String: Any]]).map { $0["id"] as? String }
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(!results.isEmpty)
    var fingerprints: Set<String> = []
    for result in results {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules[index] == result["ruleId"] as? String)
      let fingerprint = try #require(result["partialFingerprints"] as? [String: String])
      fingerprints.formUnion(fingerprint.values)
    }
    #expect(fingerprints.count == results.count, "every result has a fingerprint of its own")
    let invocation = try #require((run["invocations"] as? [[String: Any]])?.first)
    #expect(invocation["executionSuccessful"] as? Bool == false)
    #expect((invocation["toolExecutionNotifications"] as? [Any])?.count == 1)
  }

  @Test("SARIF is as its schema wants it, fixes and suppressions included")
  func sarifSchema() throws {
    for report in [Sample.everything, Sample.partlySuppressed, Sample.withFix, Report(map: SourceMap(), diagnostics: [])] {
      let problems = try SARIFSchema.problems(in: report.rendered(as: .sarif, options))
      #expect(problems.isEmpty, "\(problems)")
    }
    #expect(try SARIFSchema.problems(in: Array("{\"runs\": [{\"tool\": {\"driver\": {}}, \"results\": [{\"level\": \"bad\"}]}]}".utf8)).count == 4)
  }

  @Test("where something is suppressed, all results of a run say whether they are (SARIF 3.27.23)")
  func sarifSuppressions() throws {
    let report = Sample.partlySuppressed
    #expect(!report.suppressed.isEmpty && !report.diagnostics.isEmpty)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(report.rendered(as: .sarif, options))) as? [String: Any])
    let results = try #require((object["runs"] as? [[String: Any]])?.first?["results"] as? [[String: Any]])
    let suppressions = try results.map { try #require($0["suppressions"] as? [[String: String]]) }
    #expect(suppressions.count { !$0.isEmpty } == report.suppressed.count)
    #expect(results.count == report.suppressed.count + report.diagnostics.count { $0.code != .fileRead })
    #expect(suppressions.flatMap(\.self).allSatisfy { ["inSource", "external"].contains($0["kind"]) })
  }

  @Test("other formats know nothing of what is suppressed", arguments: ReportFormat.allCases.filter { $0 != .sarif })
  func suppressedElsewhere(format: ReportFormat) {
    let report = Sample.partlySuppressed
    let without = Report(map: report.map, diagnostics: report.diagnostics)
    #expect(report.text(format) == without.text(format) && report.summaryLine == without.summaryLine)
  }

  @Test func fingerprintsSurviveMovedLines() throws {
    func fingerprint(_ text: String) throws -> String {
      let source = MarkedSource(text)
      let span = SourceSpan(start: UInt32(source.ranges[0].lowerBound), length: 1)
      let sarif = Report(map: sourceMap(source.bytes), diagnostics: [Diagnostic(.validate, "m", at: Label(span))]).text(.sarif)
      return String(try #require(sarif.firstMatch(of: /"primaryLocationLineHash": "([0-9a-f]{16}:1)"/)).1)
    }
    #expect(try fingerprint("x: «a»\n") == fingerprint("# moved\n\n   x: «a»\n"))
    #expect(try fingerprint("x: «a»\n") != fingerprint("x: «b»\n"))
  }

  @Test("JUnit is XML, and red exactly where the command fails", arguments: [Severity.error, .warning, .note])
  func junit(failLevel: Severity) throws {
    let report = Sample.everything
    let bytes = report.rendered(as: .junit, RenderOptions(failLevel: failLevel, toolVersion: "1.2.3"))
    let counter = ElementCounter()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = counter
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(counter.counts["testsuite"] == report.map.files.count)
    let failing = report.diagnostics.count { $0.severity >= failLevel }
    #expect(counter.counts["failure", default: 0] + counter.counts["error", default: 0] == failing)
    let clean = report.map.files.count - Set(report.diagnostics.map { report.map.file(containing: $0.primary.span.start) }).count
    #expect(counter.counts["testcase"] == report.diagnostics.count + clean)
  }

  private func parsed(_ format: ReportFormat) throws -> [String: Any] {
    let bytes = Sample.everything.rendered(as: format, options)
    return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }
}

private final class ElementCounter: NSObject, XMLParserDelegate {
  private(set) var counts: [String: Int] = [:]

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName qName: String?,
    attributes: [String: String] = [:]
  ) {
    counts[elementName, default: 0] += 1
  }
}

/// A map of one file.
private func sourceMap(_ bytes: [UInt8]) -> SourceMap {
  var map = SourceMap()
  _ = map.add(name: "a.yaml", bytes: bytes)
  return map
}

extension Report {
  fileprivate func text(_ format: ReportFormat) -> String {
    String(decoding: rendered(as: format, options), as: UTF8.self)
  }
}
