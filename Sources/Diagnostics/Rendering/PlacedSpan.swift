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

  /// A line (from 1) without its end, as a range of the file's bytes.
  mutating func lineRange(_ line: Int, of id: FileID) -> Range<Int> {
    let starts = lines(of: id)
    let bytes = map[id].bytes
    let lower = Int(starts[line - 1])
    guard line < starts.count else { return lower..<bytes.count }
    var upper = Int(starts[line]) - 1
    if upper > lower, bytes[upper - 1] == UInt8(ascii: "\r") { upper -= 1 }
    return lower..<upper
  }
}
