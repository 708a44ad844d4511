extension Report {
  /// The XML of Checkstyle, which Jenkins and many other servers read: one element for each file, one for each diagnostic in it.
  func renderedCheckstyle() -> [UInt8] {
    var locator = SourceLocator(map)
    var byFile = [[Diagnostic]](repeating: [], count: map.files.count)
    for diagnostic in diagnostics {
      byFile[Int(map.file(containing: diagnostic.primary.span.start).rawValue)].append(diagnostic)
    }
    var out: [UInt8] = []
    out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"8.0\">\n")
    for (file, diagnostics) in zip(map.files, byFile) {
      out.write("  <file")
      out.writeXMLAttribute("name", file.name)
      out.write(">\n")
      for diagnostic in diagnostics { out.writeCheckstyle(diagnostic, at: locator.place(diagnostic.primary.span)) }
      out.write("  </file>\n")
    }
    out.write("</checkstyle>\n")
    return out
  }
}

extension [UInt8] {
  fileprivate mutating func writeCheckstyle(_ diagnostic: Diagnostic, at place: PlacedSpan) {
    write("    <error line=\"\(place.start.line)\" column=\"\(place.start.column)\"")
    writeXMLAttribute("severity", diagnostic.severity == .note ? "info" : diagnostic.severity.rawValue)
    writeXMLAttribute("message", ([diagnostic.message] + diagnostic.help.map { "help: \($0)" }).joined(separator: "\n"))
    writeXMLAttribute("source", "rulec.\(diagnostic.code.rawValue)")
    write("/>\n")
  }
}
