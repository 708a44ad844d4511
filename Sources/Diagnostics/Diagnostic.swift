package enum Severity: String, Sendable, Comparable, CaseIterable {
  /// Worth knowing, no defect: for example that the incumbent reads this differently.
  case note
  case warning
  case error

  package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// A place and what is to be said about it.
package struct Label: Sendable, Hashable {
  package var span: SourceSpan
  /// Empty: only underline.
  package var text: String

  package init(_ span: SourceSpan, _ text: String = "") {
    self.span = span
    self.text = text
  }
}

/// A change of the source that puts right what was found.
package struct Fix: Sendable, Hashable {
  /// Replaces the bytes under `span`.
  package struct Edit: Sendable, Hashable {
    package var span: SourceSpan
    package var replacement: String

    package init(_ span: SourceSpan, _ replacement: String) {
      self.span = span
      self.replacement = replacement
    }
  }

  /// What is done, as an order: "remove the check".
  package var title: String
  /// Ascending; none overlaps another.
  package var edits: [Edit]
  /// Rules mean the same afterwards. A program may make such a change unasked.
  package var keepsMeaning: Bool

  package init(_ title: String, _ edits: [Edit], keepsMeaning: Bool = true) {
    self.title = title
    self.edits = edits
    self.keepsMeaning = keepsMeaning
  }
}

/// One thing to tell the author. Pure data; made by the static factories in each stage's `…+Diagnostics.swift`.
package struct Diagnostic: Sendable, Hashable {
  package var code: DiagnosticCode
  package var severity: Severity
  /// The headline. It makes sense without the labels: the compact formats show nothing else.
  package var message: String
  package var primary: Label
  /// "expanded from here", "first defined here".
  package var secondary: [Label]
  /// Ways out, each one sentence: "did you mean 'proc.name'?".
  package var help: [String]
  /// What a program may do about it.
  package var fix: Fix?
  /// The item it is about, for formats that name items.
  package var subject: Subject?

  package init(
    _ code: DiagnosticCode, severity: Severity? = nil, _ message: String, at primary: Label,
    secondary: [Label] = [], help: [String] = [], fix: Fix? = nil, subject: Subject? = nil
  ) {
    self.code = code
    self.severity = severity ?? code.severity
    self.message = message
    self.primary = primary
    self.secondary = secondary
    self.help = help
    self.fix = fix
    self.subject = subject
  }

  /// The rule-file item that a diagnostic is about.
  package struct Subject: Sendable, Hashable {
    /// As rule files spell it: "rule", "macro", "list", "required_engine_version", "required_plugin_versions".
    package var kind: String
    package var name: String
    /// Where the item begins in its file.
    package var span: SourceSpan

    package init(kind: String, name: String, span: SourceSpan) {
      self.kind = kind
      self.name = name
      self.span = span
    }
  }
}

/// A diagnostic that its authors have silenced. Most formats know nothing of it.
package struct SuppressedDiagnostic: Sendable, Hashable {
  /// As SARIF spells them.
  package enum Place: String, Sendable {
    /// A comment beside the rule.
    case inSource
    /// The configuration.
    case external
  }

  package var diagnostic: Diagnostic
  package var place: Place
  /// Why; nil where they did not say.
  package var reason: String?

  package init(_ diagnostic: Diagnostic, _ place: Place, reason: String?) {
    self.diagnostic = diagnostic
    self.place = place
    self.reason = reason
  }
}

/// Diagnostics in the order in which they were found. Renderers sort; the order here is the incumbent's order of
/// work, which `falco-json` needs to tell which error the incumbent would have stopped at.
package struct DiagnosticBag: Sendable {
  package private(set) var all: [Diagnostic] = []

  package init() {}

  package mutating func report(_ diagnostic: Diagnostic) { all.append(diagnostic) }
  package mutating func report(_ others: [Diagnostic]) { if !others.isEmpty { all.append(contentsOf: others) } }

  /// Adds fixes to diagnostics that have none, by their places.
  package mutating func addFixes(_ fixes: [SourceSpan: Fix]) {
    for index in all.indices where all[index].fix == nil { all[index].fix = fixes[all[index].primary.span] }
  }

  package var hasErrors: Bool { all.contains { $0.severity == .error } }
  package func count(_ severity: Severity) -> Int { all.reduce(0) { $0 + ($1.severity == severity ? 1 : 0) } }
}
