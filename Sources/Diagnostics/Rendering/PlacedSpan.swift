/// A span in the numbers that people and formats use.
struct PlacedSpan {
  var fileName: String
  var start: SourceLocation
  /// Just behind the last character; equal to `start` for a point.
  var end: SourceLocation
}

extension SourceLocator {
  /// Where `span` lies, clipped to the file that it begins in.
  mutating func place(_ span: SourceSpan) -> PlacedSpan {
    let start = location(of: span.start)
    let file = map[start.file]
    let end = location(of: min(span.end, file.span.end))
    return PlacedSpan(fileName: file.name, start: start, end: end)
  }
}
