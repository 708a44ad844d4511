extension Report {
  /// For people at a terminal:
  ///
  ///     error[LOAD_ERR_COMPILE_CONDITION]: unknown field 'proc.nmae'
  ///      --> rules/web.yaml:12:26
  ///        |
  ///     12 |   condition: spawned and proc.nmae = nginx
  ///        |                          ^^^^^^^^^ no field has this name
  ///        |
  ///        = help: did you mean 'proc.name'?
  func renderedPretty(_ options: RenderOptions) -> [UInt8] {
    var renderer = PrettyRenderer(locator: SourceLocator(map), palette: Palette(isOn: options.usesColor))
    for diagnostic in diagnostics { renderer.render(diagnostic) }
    return renderer.out
  }
}

private struct PrettyRenderer {
  var locator: SourceLocator
  let palette: Palette
  var out: [UInt8] = []

  /// Labels beyond this many are counted, not shown.
  private static let maximumLabels = 12

  mutating func render(_ diagnostic: Diagnostic) {
    if !out.isEmpty { out.write("\n") }
    headline(of: diagnostic)
    let shown = diagnostic.secondary.prefix(Self.maximumLabels)
    let excerpts = excerpts(of: diagnostic, secondary: shown)
    let digits = excerpts.map(\.lastLine).max().map { String($0).utf8.count } ?? 1
    for (index, excerpt) in excerpts.enumerated() {
      let arrow = index == 0 ? "-->" : ":::"
      if index > 0 { write(Row(), digits: digits, severity: diagnostic.severity) }
      out.write(String(repeating: " ", count: digits))
      out.write(palette.on(.secondary) + arrow + palette.off + " ")
      out.writeHarmless(excerpt.fileName)
      if diagnostic.isLoadFailure {
        out.write("\n")
        continue
      }
      out.write(":\(excerpt.start.line):\(excerpt.start.column)\n")
      for row in excerpt.rows(&locator) { write(row, digits: digits, severity: diagnostic.severity) }
    }
    var notes = diagnostic.help.map { ("help", $0) }
    let hidden = diagnostic.secondary.count - shown.count
    if hidden > 0 { notes.append(("note", "\(hidden) more places are not shown")) }
    if !notes.isEmpty, !diagnostic.isLoadFailure { write(Row(), digits: digits, severity: diagnostic.severity) }
    for (kind, text) in notes { note(kind, text, digits: digits) }
  }

  private mutating func headline(of diagnostic: Diagnostic) {
    out.write(palette.on(.severity(diagnostic.severity)))
    out.write("\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]")
    out.write(palette.off + palette.on(.strong) + ": ")
    out.writeHarmless(diagnostic.message)
    out.write(palette.off + "\n")
  }

  /// One excerpt for each file, that of the primary label first.
  private mutating func excerpts(of diagnostic: Diagnostic, secondary: ArraySlice<Label>) -> [SourceExcerpt] {
    var excerpts: [SourceExcerpt] = []
    for (index, label) in ([diagnostic.primary] + secondary).enumerated() {
      let file = locator.map.file(containing: label.span.start)
      if let known = excerpts.firstIndex(where: { $0.file == file }) {
        excerpts[known].add(label, isPrimary: index == 0, &locator)
      } else {
        excerpts.append(SourceExcerpt(around: label, isPrimary: index == 0, &locator))
      }
    }
    return excerpts
  }

  private mutating func write(_ row: Row, digits: Int, severity: Severity) {
    let number = row.lineNumber.map { String($0) } ?? (row.isGap ? "..." : "")
    out.write(palette.on(.secondary))
    if row.isGap {
      out.write(number)
    } else {
      out.write(number + String(repeating: " ", count: digits + 1 - number.utf8.count) + "|")
    }
    out.write(palette.off)
    row.write(to: &out, palette: palette, severity: severity, indent: row.isGap ? digits : 1)
    out.write("\n")
  }

  private mutating func note(_ kind: String, _ text: String, digits: Int) {
    let margin = String(repeating: " ", count: digits + 1)
    for (index, line) in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      if index == 0 {
        out.write(margin + palette.on(.secondary) + "= " + palette.off)
        out.write(palette.on(.help) + kind + palette.off + ": ")
      } else {
        out.write(margin + String(repeating: " ", count: kind.utf8.count + 4))
      }
      out.writeHarmless(String(Substring(line)))
      out.write("\n")
    }
  }
}
