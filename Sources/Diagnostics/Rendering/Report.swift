/// All that one run has to say, ready to be written in any format.
///
/// A format is one file of this folder with one extension of `Report`. Every format writes the same diagnostics in the
/// same order; none decides what is reported, and none has a say in the exit code.
package struct Report: Sendable {
  /// How many items of each kind the run has read, each name once.
  package struct ItemCounts: Sendable, Hashable {
    package var rules: Int
    package var macros: Int
    package var lists: Int

    package init(rules: Int = 0, macros: Int = 0, lists: Int = 0) {
      self.rules = rules
      self.macros = macros
      self.lists = lists
    }
  }

  package let map: SourceMap
  /// By file (in the order of the map), line, column and code; what is equal in all of them in the order found.
  package let diagnostics: [Diagnostic]
  /// In the same order. They count for nothing.
  package let suppressed: [SuppressedDiagnostic]
  package let items: ItemCounts

  package init(
    map: SourceMap, diagnostics: [Diagnostic], suppressed: [SuppressedDiagnostic] = [], items: ItemCounts = ItemCounts()
  ) {
    self.map = map
    self.items = items
    self.diagnostics = Self.sorted(diagnostics) { $0 }
    self.suppressed = Self.sorted(suppressed, by: \.diagnostic)
  }

  private static func sorted<Element>(_ elements: [Element], by diagnostic: (Element) -> Diagnostic) -> [Element] {
    elements.enumerated().sorted { a, b in
      let (first, second) = (diagnostic(a.element), diagnostic(b.element))
      // Offsets grow with file, line and column, so they order like them.
      let (x, y) = (first.primary.span.start, second.primary.span.start)
      if x != y { return x < y }
      if first.code != second.code { return first.code.rawValue < second.code.rawValue }
      return a.offset < b.offset
    }.map(\.element)
  }

  package func count(_ severity: Severity) -> Int {
    diagnostics.reduce(0) { $0 + ($1.severity == severity ? 1 : 0) }
  }

  /// True when something is as grave as `level` or graver.
  package func reaches(_ level: Severity) -> Bool {
    diagnostics.contains { $0.severity >= level }
  }

  /// True when some input was not looked at because it could not be read.
  package var hasUnreadInput: Bool { diagnostics.contains(where: \.isLoadFailure) }

  /// `3 errors, 2 warnings in 4 files`.
  package var summaryLine: String {
    let counts = [(count(.error), "error"), (count(.warning), "warning"), (count(.note), "note")]
    let found = counts.filter { $0.0 > 0 }.map { plural($0.0, $0.1) }.joined(separator: ", ")
    return "\(found.isEmpty ? "no problems" : found) in \(plural(map.files.count, "file"))"
  }
}

/// The formats this target can write. Names are API: they are values of `--format`.
package enum ReportFormat: String, Sendable, CaseIterable {
  /// Excerpts of the source with the places underlined; for people.
  case pretty
  /// One line for each diagnostic; for people, `grep` and editors.
  case compact
  case json
  /// Workflow commands of GitHub Actions.
  case github
  /// SARIF 2.1.0, for code scanning.
  case sarif
  /// JUnit XML, for CI systems that show test reports.
  case junit
  /// Checkstyle's XML, for Jenkins and its like.
  case checkstyle
  /// GitLab's Code Quality report.
  case gitlab
}

package struct RenderOptions: Sendable {
  /// Only `pretty` and `compact` know colours.
  package var usesColor = false
  /// What the reader's CI takes for a failure; only `junit` makes the difference.
  package var failLevel = Severity.error
  /// Our own version, for formats that name their maker.
  package var toolVersion: String

  package init(usesColor: Bool = false, failLevel: Severity = .error, toolVersion: String) {
    self.usesColor = usesColor
    self.failLevel = failLevel
    self.toolVersion = toolVersion
  }
}

extension Report {
  /// The report as UTF-8.
  package func rendered(as format: ReportFormat, _ options: RenderOptions) -> [UInt8] {
    switch format {
    case .pretty: renderedPretty(options)
    case .compact: renderedCompact(options)
    case .json: renderedJSON()
    case .github: renderedGitHub()
    case .sarif: renderedSARIF(options)
    case .junit: renderedJUnit(options)
    case .checkstyle: renderedCheckstyle()
    case .gitlab: renderedGitLab()
    }
  }
}

/// `1 file`, `2 files`.
private func plural(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
