extension Report {
  /// GitLab's Code Quality report: an array of what was found, as merge requests show it.
  func renderedGitLab() -> [UInt8] {
    var locator = SourceLocator(map)
    var fingerprints = Fingerprints()
    var json = JSONWriter()
    json.array(diagnostics) { json, diagnostic in
      let place = locator.place(diagnostic.primary.span)
      json.object { json in
        json.field("description", ([diagnostic.message] + diagnostic.help.map { "help: \($0)" }).joined(separator: "\n"))
        json.field("check_name", diagnostic.code.rawValue)
        json.field("fingerprint", fingerprints.next(for: diagnostic, &locator))
        json.field("severity", diagnostic.gitLabSeverity)
        json.field("location") { json in
          json.field("path", place.fileName.hasPrefix("./") ? String(place.fileName.dropFirst(2)) : place.fileName)
          json.field("lines") { json in
            json.field("begin", place.start.line)
            json.field("end", place.end.line)
          }
        }
      }
    }
    return json.bytes
  }
}

extension Diagnostic {
  fileprivate var gitLabSeverity: String {
    switch severity {
    case .error: isLoadFailure ? "blocker" : "major"
    case .warning: "minor"
    case .note: "info"
    }
  }
}
