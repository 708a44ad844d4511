import Diagnostics

extension Report {
  /// Every label lies in a file, nothing is said twice, and the formats write what their readers can read.
  func check(_ formats: [ReportFormat]) throws(Violation) {
    var seen: Set<Diagnostic> = []
    for diagnostic in diagnostics {
      try require(!diagnostic.message.isEmpty, "a diagnostic without a headline: \(diagnostic.code.rawValue)")
      for label in [diagnostic.primary] + diagnostic.secondary {
        try map.check(label.span, "a label of '\(diagnostic.message)'")
      }
      if let subject = diagnostic.subject { try map.check(subject.span, "the subject of '\(diagnostic.message)'") }
      try require(seen.insert(diagnostic).inserted, "said twice: \(diagnostic.message) at \(diagnostic.primary.span)")
    }
    for format in formats { try check(format) }
  }

  private func check(_ format: ReportFormat) throws(Violation) {
    let options = RenderOptions(usesColor: format == .pretty, toolVersion: "0")
    let bytes = rendered(as: format, options)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Violation(description: "\(format) is not UTF-8")
    }
    for scalar in text.unicodeScalars {
      let isMeant = scalar == "\u{1B}" && format == .pretty || scalar == "\t" && format == .junit
      try require(isMeant || !scalar.movesTheCursor, "\(format) has U+\(String(scalar.value, radix: 16))")
    }
    switch format {
    case .json, .sarif, .gitlab:
      var parser = JSONChecker(bytes)
      try require(parser.isWellFormed(), "\(format) is no JSON at byte \(parser.position)")
    case .pretty, .compact, .github, .junit, .checkstyle: break
    }
  }
}

extension Unicode.Scalar {
  /// A control character other than the line feed, or one that changes the direction of writing.
  fileprivate var movesTheCursor: Bool {
    switch value {
    case 0x0A: false
    case 0x00...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
