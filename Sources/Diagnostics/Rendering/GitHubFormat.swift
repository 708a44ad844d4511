extension Report {
  /// Workflow commands, which GitHub Actions shows as annotations of the changed lines:
  /// `::error file=…,line=…,col=…,endLine=…,endColumn=…,title=CODE::message`.
  func renderedGitHub() -> [UInt8] {
    var locator = SourceLocator(map)
    var out: [UInt8] = []
    for diagnostic in diagnostics {
      let place = locator.place(diagnostic.primary.span)
      out.write("::\(command(for: diagnostic.severity)) file=")
      out.writeWorkflowText(place.fileName, isProperty: true)
      out.write(",line=\(place.start.line)")
      // The runner drops the columns of a command whose lines differ, and complains in the log.
      if place.end.line == place.start.line { out.write(",col=\(place.start.column)") }
      out.write(",endLine=\(place.end.line)")
      if place.end.line == place.start.line { out.write(",endColumn=\(place.end.column)") }
      out.write(",title=\(diagnostic.code.rawValue)::")
      let words = [diagnostic.message] + diagnostic.help.map { "help: \($0)" }
      out.writeWorkflowText(words.joined(separator: "\n"), isProperty: false)
      out.write("\n")
    }
    return out
  }

  private func command(for severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }
}

extension [UInt8] {
  /// The runner undoes exactly these escapes. Other control characters could only harm the log.
  fileprivate mutating func writeWorkflowText(_ text: String, isProperty: Bool) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": write("%25")
      case "\r": write("%0D")
      case "\n": write("%0A")
      case ":" where isProperty: write("%3A")
      case "," where isProperty: write("%2C")
      default: write(scalar: harmless(scalar))
      }
    }
  }
}
