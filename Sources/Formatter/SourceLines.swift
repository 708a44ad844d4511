internal import Diagnostics
internal import RuleFile

/// The bytes of a file by their offsets in it, and the lines they stand on.
struct SourceLines {
  let bytes: [UInt8]
  /// The place of the first byte in the source map.
  private let base: UInt32
  private let index: LineIndex

  init(_ file: SourceFile) {
    bytes = file.bytes
    base = file.base
    index = LineIndex(file.bytes)
  }

  func offset(_ span: SourceSpan) -> Int { Int(span.start - base) }
  func range(_ span: SourceSpan) -> Range<Int> { Int(span.start - base)..<Int(span.end - base) }
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The lines of a stretch without their ends, be they those of other systems too.
  func lines(_ range: Range<Int>) -> [String] {
    bytes[range].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
    }
  }

  /// Counted from 0.
  func line(of offset: Int) -> Int { index.line(containing: offset) }

  func start(ofLine line: Int) -> Int { Int(index.lineStarts[line]) }
  func end(ofLine line: Int) -> Int { line + 1 < index.lineStarts.count ? Int(index.lineStarts[line + 1]) : bytes.count }
}
