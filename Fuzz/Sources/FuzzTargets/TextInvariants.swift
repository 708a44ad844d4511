import Diagnostics

extension EmbeddedText {
  /// Segments ascend, cover every byte but the blanks between pieces, and lie in the file.
  func checkPlaces(in map: SourceMap) throws(Violation) {
    try require(pieceStarts.count == pieceSpans.count, "pieces and their spans differ in number")
    try require(pieceStarts.first == 0, "the first piece does not begin at 0")
    for (before, after) in zip(pieceStarts, pieceStarts.dropFirst()) {
      try require(before <= after && after <= bytes.count, "pieces do not ascend: \(pieceStarts)")
    }
    for span in pieceSpans { try map.check(span, "piece") }
    var end: UInt32 = 0
    for segment in segments {
      let start = segment.decodedStart
      let isSeam = start == end + 1 && pieceStarts.contains { $0 > end - min(end, 1) && $0 <= start }
      try require(start == end || isSeam, "a gap of segments at \(end)..<\(start) in \(bytes.count) bytes")
      try map.check(segment.source, "segment")
      try checkBytes(of: segment, in: map)
      end = start + segment.decodedLength
    }
    try require(Int(end) <= bytes.count, "segments run over the end of the text")
  }

  /// Equal lengths mean byte for byte, but for escapes and line ends, and for bytes that YAML forbids, which read as `_`.
  private func checkBytes(of segment: Segment, in map: SourceMap) throws(Violation) {
    let source = map.bytes(of: segment.source)
    let decoded = bytes[Int(segment.decodedStart)..<Int(segment.decodedStart + segment.decodedLength)]
    guard source.count == decoded.count, source.count > 1, source.first != UInt8(ascii: "\\") else { return }
    let lineEnds: [UInt8] = [0x0A, 0x0D]
    let isSame = zip(source, decoded).allSatisfy { $0 == $1 || $1 == UInt8(ascii: "_") || lineEnds.contains($0) }
    try require(isSame, "\(segment.source) does not read as it is decoded")
  }
}

extension SourceMap {
  /// A span lies in one file; its end may be the end of the file.
  func check(_ span: SourceSpan, _ what: @autoclosure () -> String) throws(Violation) {
    let file = self[file(containing: span.start)]
    let isInside = span.start >= file.base && UInt64(span.start) + UInt64(span.length) <= UInt64(file.span.end)
    try require(isInside, "\(what()) at \(span) lies outside '\(file.name)' at \(file.span)")
  }
}
