extension Report {
  /// One test suite for each file, one test case for each diagnostic. A case below the fail level passes and carries its
  /// words as output, so that the report is red exactly when the command fails; a file without diagnostics is one
  /// passing case.
  func renderedJUnit(_ options: RenderOptions) -> [UInt8] {
    var suites = [[Diagnostic]](repeating: [], count: map.files.count)
    for diagnostic in diagnostics {
      suites[Int(map.file(containing: diagnostic.primary.span.start).rawValue)].append(diagnostic)
    }
    var writer = JUnitWriter(locator: SourceLocator(map), failLevel: options.failLevel)
    writer.out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"rulec check\"")
    writer.counts(of: diagnostics, tests: suites.reduce(0) { $0 + max(1, $1.count) })
    for (file, diagnostics) in zip(map.files, suites) { writer.suite(file.name, diagnostics) }
    writer.out.write("</testsuites>\n")
    return writer.out
  }
}

private struct JUnitWriter {
  var locator: SourceLocator
  let failLevel: Severity
  var out: [UInt8] = []

  mutating func suite(_ fileName: String, _ diagnostics: [Diagnostic]) {
    out.write("  <testsuite")
    out.writeXMLAttribute("name", fileName)
    counts(of: diagnostics, tests: max(1, diagnostics.count))
    if diagnostics.isEmpty {
      out.write("    <testcase")
      out.writeXMLAttribute("name", "no problems")
      out.writeXMLAttribute("classname", fileName)
      out.write(" time=\"0\"/>\n")
    }
    for diagnostic in diagnostics { testCase(diagnostic) }
    out.write("  </testsuite>\n")
  }

  /// The attributes that sum up, and the end of the tag.
  mutating func counts(of diagnostics: [Diagnostic], tests: Int) {
    let errors = diagnostics.count(where: \.isLoadFailure)
    let failures = diagnostics.count { !$0.isLoadFailure && $0.severity >= failLevel }
    out.write(" tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"0\" time=\"0\">\n")
  }

  private mutating func testCase(_ diagnostic: Diagnostic) {
    let place = locator.place(diagnostic.primary.span)
    out.write("    <testcase")
    out.writeXMLAttribute("name", "\(diagnostic.code.rawValue) at \(place.start.line):\(place.start.column)")
    out.writeXMLAttribute("classname", place.fileName)
    out.write(" time=\"0\">\n")
    let verdict = diagnostic.isLoadFailure ? "error" : diagnostic.severity >= failLevel ? "failure" : "system-out"
    out.write("      <\(verdict)")
    if verdict != "system-out" {
      out.writeXMLAttribute("type", diagnostic.code.rawValue)
      out.writeXMLAttribute("message", diagnostic.message)
    }
    out.write(">")
    out.writeXML(words(of: diagnostic, at: place), isAttribute: false)
    out.write("</\(verdict)>\n    </testcase>\n")
  }

  /// The compact line, the labels and the help.
  private mutating func words(of diagnostic: Diagnostic, at place: PlacedSpan) -> String {
    let start = place.start
    let headline = "\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]: \(diagnostic.message)"
    var lines = ["\(place.fileName):\(start.line):\(start.column): \(headline)"]
    for label in [diagnostic.primary] + diagnostic.secondary where !label.text.isEmpty {
      let there = locator.place(label.span)
      lines.append("\(there.fileName):\(there.start.line):\(there.start.column): \(label.text)")
    }
    lines += diagnostic.help.map { "help: \($0)" }
    return lines.joined(separator: "\n")
  }
}
