import ArgumentParser
import Diagnostics

/// The values of `--format` of `rulec test`.
enum TestFormat: String, ExpressibleByArgument, CaseIterable {
  case text, junit, json
}

/// What `rulec test` says.
struct TestReport {
  struct Entry {
    let result: TestResult
    let place: WrittenPlace
  }

  /// In the order of files and tests.
  let entries: [Entry]
  /// Nil where it was not measured.
  let coverage: TestCoverage?

  init(_ results: [TestResult], map: SourceMap, coverage: TestCoverage?) {
    var locator = SourceLocator(map)
    entries = results.map { Entry(result: $0, place: WrittenPlace($0.place, &locator)) }
    self.coverage = coverage
  }

  private func count(_ verdict: TestResult.Verdict) -> Int { entries.count { $0.result.verdict == verdict } }

  /// True where a test failed, or could not be run.
  var hasFailures: Bool { count(.failed) + count(.broken) > 0 }

  func rendered(as format: TestFormat) -> [UInt8] {
    switch format {
    case .text: Array(text.utf8)
    case .junit: junit
    case .json: json
    }
  }

  /// `12 passed, 1 failed, 2 skipped`.
  var summaryLine: String {
    let verdicts: [TestResult.Verdict] = [.passed, .failed, .broken, .skipped]
    let shown = verdicts.filter { count($0) > 0 }.map { "\(count($0)) \($0.rawValue)" }.joined(separator: ", ")
    let covered = coverage.map { "; \($0.percent) % of the answers of the rules were seen" } ?? ""
    return (shown.isEmpty ? "no tests" : shown) + covered
  }

  // MARK: For people

  /// What did not pass. Nothing where all is well.
  private var text: String {
    var text = ""
    for entry in entries {
      switch entry.result.outcome {
      case .passed: continue
      case .skipped(let reason): text += "skipped: \(entry.title)\n  \(reason)\n"
      case .broken: text += "broken: \(entry.title)\n"
      case .failed(let failure):
        text += "failed: \(entry.title)\n"
        for reason in failure.reasons { text += "  \(reason)\n" }
        for explanation in failure.explanations { text += Self.indented(explanation.text) }
      }
    }
    return text + (coverage?.text ?? "")
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  \($0)\n" }.joined()
  }

  // MARK: JUnit

  /// One suite for each file; the class of a test is its rule.
  private var junit: [UInt8] {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"rulec test\"\(Self.counts(entries[...]))>\n"
    var rest = entries[...]
    while let first = rest.first {
      let suite = rest.prefix { $0.place.file == first.place.file }
      rest = rest.dropFirst(suite.count)
      text += "  <testsuite name=\"\(Self.xml(first.place.file))\"\(Self.counts(suite))>\n"
      for entry in suite { text += Self.testCase(entry) }
      text += "  </testsuite>\n"
    }
    return Array((text + "</testsuites>\n").utf8)
  }

  private static func counts(_ entries: ArraySlice<Entry>) -> String {
    func count(_ verdict: TestResult.Verdict) -> Int { entries.count { $0.result.verdict == verdict } }
    return " tests=\"\(entries.count)\" failures=\"\(count(.failed))\" errors=\"\(count(.broken))\""
      + " skipped=\"\(count(.skipped))\" time=\"0\""
  }

  private static func testCase(_ entry: Entry) -> String {
    let place = entry.place
    let head = "    <testcase name=\"\(xml(entry.result.name))\" classname=\"\(xml(entry.result.rule ?? place.file))\""
      + " file=\"\(xml(place.file))\" line=\"\(place.line)\" time=\"0\""
    switch entry.result.outcome {
    case .passed: return head + "/>\n"
    case .skipped(let reason): return head + ">\n      <skipped message=\"\(xml(reason))\"/>\n    </testcase>\n"
    case .broken:
      return head + ">\n      <error message=\"the test cannot be run\">\(xml(place.text))</error>\n    </testcase>\n"
    case .failed(let failure):
      let words = failure.reasons.joined(separator: "\n") + "\n" + failure.explanations.map(\.text).joined()
      return head + ">\n      <failure message=\"\(xml(failure.reasons.joined(separator: "; ")))\">\(xml(words))</failure>\n"
        + "    </testcase>\n"
    }
  }

  /// XML 1.0 has no way at all to write most control characters; what is harmless holds none of them.
  private static func xml(_ text: String) -> String {
    harmlessLines(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  // MARK: JSON

  /// Keys in the order of the alphabet.
  private var json: [UInt8] {
    var writer = JSONWriter()
    writer.object { json in
      if let coverage { json.field("coverage") { $0.fields(of: coverage) } }
      json.field("summary") { json in
        for verdict in TestResult.Verdict.allCases { json.field(verdict.rawValue, count(verdict)) }
      }
      json.field("tests", entries) { json, entry in json.object { $0.fields(of: entry) } }
    }
    return writer.bytes
  }
}

extension TestReport.Entry {
  fileprivate var title: String {
    "\(result.name)\(result.rule.map { " \u{2014} \($0)" } ?? "") (\(place.text))"
  }
}

extension JSONWriter {
  fileprivate mutating func fields(of entry: TestReport.Entry) {
    var reasons: [String] = []
    if case .failed(let failure) = entry.result.outcome {
      reasons = failure.reasons
      field("explanations", failure.explanations) { json, explanation in json.fragment(Array(explanation.json.dropLast())) }
    }
    if case .skipped(let reason) = entry.result.outcome { reasons = [reason] }
    field("name", entry.result.name)
    field("outcome", entry.result.verdict.rawValue)
    place(entry.place)
    field("reasons", reasons) { $0.string($1) }
    if let rule = entry.result.rule { field("rule", rule) }
  }

  fileprivate mutating func fields(of coverage: TestCoverage) {
    field("percent", coverage.percent)
    field("possible", coverage.possible)
    field("rules", coverage.rules) { json, rule in
      json.object { json in
        json.field("branches", rule.branches) { json, branch in
          json.object { json in
            json.field("failed", branch.hasFailed)
            json.field("held", branch.hasHeld)
            json.place(branch.place)
            json.field("text", branch.label)
          }
        }
        json.field("possible", rule.possible)
        json.field("rule", rule.name)
        json.field("seen", rule.seen)
      }
    }
    field("seen", coverage.seen)
  }
}
