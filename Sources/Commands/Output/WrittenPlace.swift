import Diagnostics

/// Where something stands in a file, as reports show it.
struct WrittenPlace {
  let file: String
  let line: Int
  let column: Int

  init(_ span: SourceSpan, _ locator: inout SourceLocator) {
    let location = locator.location(of: span.start)
    file = locator.map[location.file].name
    line = location.line
    column = location.column
  }

  var text: String { "\(file):\(line):\(column)" }
}

extension SourceMap {
  /// The text under a span, with single blanks in place of line ends and the like.
  func textOnOneLine(of span: SourceSpan) -> String { text(of: span).onOneLine }
}

extension JSONWriter {
  mutating func place(_ place: WrittenPlace) {
    field("place") { json in
      json.field("column", place.column)
      json.field("file", place.file)
      json.field("line", place.line)
    }
  }
}

extension String {
  /// With a blank for each stretch of blanks and ends of lines.
  var onOneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
