internal import Diagnostics
internal import RuleFile

/// The bytes of a file by their offsets in it, and the lines they stand on.
struct SourceLines {
  let bytes: [UInt8]
  /// The place of the first byte in the source map.
  private let base: UInt32
  private let starts: [Int]

  init(_ file: SourceFile) {
    bytes = file.bytes
    base = file.base
    var starts = [0]
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(index + 1) }
    self.starts = starts
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
  func line(of offset: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  func start(ofLine line: Int) -> Int { starts[line] }
  func end(ofLine line: Int) -> Int { line + 1 < starts.count ? starts[line + 1] : bytes.count }
}
