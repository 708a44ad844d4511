extension Report {
  /// `rules/web.yaml:12:9: error[LOAD_ERR_VALIDATE]: …`, one line each.
  func renderedCompact(_ options: RenderOptions) -> [UInt8] {
    var locator = SourceLocator(map)
    let palette = Palette(isOn: options.usesColor)
    var out: [UInt8] = []
    for diagnostic in diagnostics {
      let place = locator.place(diagnostic.primary.span)
      out.writeHarmless(place.fileName)
      out.write(":\(place.start.line):\(place.start.column): ")
      out.write(palette.on(.severity(diagnostic.severity)))
      out.write("\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]")
      out.write(palette.off)
      out.write(": ")
      out.writeHarmless(diagnostic.message)
      out.write("\n")
    }
    return out
  }
}
