/// Text taken out of a file that knows where each of its bytes came from.
///
/// A condition in a YAML scalar is folded, unescaped, and perhaps put together from several items (`append`). The
/// compiler reads the decoded bytes; a diagnostic points at the bytes the author wrote. Source of the segments:
/// the YAML scalar decoder (RuleFile); tests check that decoding again gives the reader's own value.
package struct EmbeddedText: Sendable, Hashable {
  /// A run of decoded bytes and the file bytes it stands for.
  package struct Segment: Sendable, Hashable, BitwiseCopyable {
    /// Index of the first decoded byte.
    package var decodedStart: UInt32
    package var decodedLength: UInt32
    /// The file bytes. Equal lengths mean byte for byte; otherwise (an escape, a folded line break) every decoded
    /// byte stands for the whole source run.
    package var source: SourceSpan

    package init(decodedStart: UInt32, decodedLength: UInt32, source: SourceSpan) {
      self.decodedStart = decodedStart
      self.decodedLength = decodedLength
      self.source = source
    }
  }

  /// The decoded bytes.
  package private(set) var bytes: [UInt8]
  /// Ascending and gapless over `bytes`, except for the blanks between joined pieces.
  package private(set) var segments: [Segment]
  /// Index in `bytes` at which each joined piece begins; the first is always 0.
  package private(set) var pieceStarts: [UInt32]
  /// The whole place in the file of each piece, quotes and all.
  package private(set) var pieceSpans: [SourceSpan]

  /// One piece.
  /// - Parameter span: the whole scalar in the file, with its quotes or block header.
  package init(bytes: [UInt8], segments: [Segment], span: SourceSpan) {
    self.bytes = bytes
    self.segments = segments
    self.pieceStarts = [0]
    self.pieceSpans = [span]
  }

  /// Text that stands in the file exactly as it is.
  package init(verbatim bytes: [UInt8], at span: SourceSpan) {
    let whole = Segment(decodedStart: 0, decodedLength: UInt32(bytes.count), source: span)
    self.init(bytes: bytes, segments: bytes.isEmpty ? [] : [whole], span: span)
  }

  package var string: String { String(decoding: bytes, as: UTF8.self) }
  package var isEmpty: Bool { bytes.isEmpty }
  /// The place of the first piece.
  package var span: SourceSpan { pieceSpans[0] }

  /// Joins `other` behind this text with one blank between, as the incumbent joins appended conditions.
  package mutating func append(_ other: EmbeddedText) {
    bytes.append(UInt8(ascii: " "))
    let shift = UInt32(bytes.count)
    bytes.append(contentsOf: other.bytes)
    for var segment in other.segments {
      segment.decodedStart += shift
      segments.append(segment)
    }
    pieceStarts.append(contentsOf: other.pieceStarts.map { $0 + shift })
    pieceSpans.append(contentsOf: other.pieceSpans)
  }

  /// Takes out the decoded bytes `range`. What is left keeps its places.
  package mutating func remove(_ range: Range<Int>) {
    let (front, back) = (slice(0..<range.lowerBound), slice(range.upperBound..<bytes.count))
    let count = UInt32(range.count)
    bytes.removeSubrange(range)
    let shifted = back.segments.map {
      Segment(decodedStart: $0.decodedStart + UInt32(range.lowerBound), decodedLength: $0.decodedLength, source: $0.source)
    }
    segments = front.segments + shifted
    pieceStarts = pieceStarts.map { Int($0) <= range.lowerBound ? $0 : max(UInt32(range.lowerBound), $0 - min($0, count)) }
  }

  /// The part `range` (indices into `bytes`) as a text of its own, with the places it has here.
  package func slice(_ range: Range<Int>) -> EmbeddedText {
    var cut: [Segment] = []
    var index = segmentIndex(containing: range.lowerBound)
    while index < segments.count, Int(segments[index].decodedStart) < range.upperBound {
      var segment = segments[index]
      let lower = max(Int(segment.decodedStart), range.lowerBound)
      let upper = min(Int(segment.decodedStart + segment.decodedLength), range.upperBound)
      if lower < upper {
        if segment.decodedLength == segment.source.length {
          segment.source.start += UInt32(lower) - segment.decodedStart
          segment.source.length = UInt32(upper - lower)
        }
        segment.decodedStart = UInt32(lower - range.lowerBound)
        segment.decodedLength = UInt32(upper - lower)
        cut.append(segment)
      }
      index += 1
    }
    return EmbeddedText(bytes: Array(bytes[range]), segments: cut, span: span(of: range))
  }

  /// The place in the file of a range of decoded bytes. An empty range is a point. A range that runs over the seam
  /// of two pieces is cut at the end of the piece it begins in, since one span cannot lie in two places.
  package func span(of range: Range<Int>) -> SourceSpan {
    guard !segments.isEmpty else { return SourceSpan(start: pieceSpans[0].start, length: 0) }
    let start = sourceStart(of: range.lowerBound)
    guard !range.isEmpty else { return SourceSpan(start: start, length: 0) }
    var upper = range.upperBound
    if let seam = pieceStarts.first(where: { Int($0) > range.lowerBound }), Int(seam) < upper {
      upper = max(range.lowerBound + 1, Int(seam) - 1)
    }
    return SourceSpan(from: start, to: sourceEnd(of: upper - 1))
  }

  /// Offset of the file byte that decoded byte `index` begins at; behind the last byte, the end of the text.
  private func sourceStart(of index: Int) -> UInt32 {
    let segment = segments[segmentIndex(containing: index)]
    let offset = UInt32(index) - min(UInt32(index), segment.decodedStart)
    guard offset < segment.decodedLength else { return segment.source.end }
    return segment.decodedLength == segment.source.length ? segment.source.start + offset : segment.source.start
  }

  /// Offset behind the file byte that decoded byte `index` comes from.
  private func sourceEnd(of index: Int) -> UInt32 {
    let segment = segments[segmentIndex(containing: index)]
    let offset = UInt32(index) - min(UInt32(index), segment.decodedStart)
    guard offset < segment.decodedLength, segment.decodedLength == segment.source.length else {
      return segment.source.end
    }
    return segment.source.start + offset + 1
  }

  /// Index of the last segment that begins at or before decoded byte `index`.
  private func segmentIndex(containing index: Int) -> Int {
    var low = 0
    var high = segments.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(segments[middle].decodedStart) <= index { low = middle } else { high = middle }
    }
    return low
  }
}
