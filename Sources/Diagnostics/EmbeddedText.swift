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

  /// A further piece, joined behind the text.
  private struct Piece: Sendable, Hashable {
    /// Index of its first byte.
    var start: UInt32
    var span: SourceSpan
  }

  /// The decoded bytes.
  package private(set) var bytes: [UInt8]
  /// The whole place in the file of the first piece, quotes and all.
  package let span: SourceSpan
  /// The file bytes of a text of one run, byte for byte. Nearly every text of a rule file is one: it needs no array.
  private var verbatim: SourceSpan?
  /// The runs of any other text.
  private var runs: [Segment]
  private var furtherPieces: [Piece] = []

  /// One piece.
  /// - Parameters:
  ///   - segments: ascending and gapless over `bytes`.
  ///   - span: the whole scalar in the file, with its quotes or block header.
  package init(bytes: [UInt8], segments: [Segment], span: SourceSpan) {
    self.bytes = bytes
    self.span = span
    if segments.count == 1, segments[0].source.length == UInt32(bytes.count) {
      verbatim = segments[0].source
      runs = []
    } else {
      runs = segments
    }
  }

  /// Text that stands in the file exactly as it is.
  /// - Parameters:
  ///   - place: the file bytes of the text.
  ///   - span: the whole scalar, where that is more.
  package init(verbatim bytes: [UInt8], at place: SourceSpan, in span: SourceSpan? = nil) {
    self.bytes = bytes
    self.span = span ?? place
    verbatim = bytes.isEmpty ? nil : place
    runs = []
  }

  /// Ascending and gapless over `bytes`, except for the blanks between joined pieces.
  package var segments: [Segment] {
    guard let verbatim else { return runs }
    return [Segment(decodedStart: 0, decodedLength: UInt32(bytes.count), source: verbatim)]
  }

  /// Index in `bytes` at which each joined piece begins; the first is always 0.
  package var pieceStarts: [UInt32] { [0] + furtherPieces.map(\.start) }
  /// The whole place in the file of each piece.
  package var pieceSpans: [SourceSpan] { [span] + furtherPieces.map(\.span) }

  package var string: String { String(decoding: bytes, as: UTF8.self) }
  package var isEmpty: Bool { bytes.isEmpty }

  /// Joins `other` behind this text with one blank between, as the incumbent joins appended conditions.
  package mutating func append(_ other: EmbeddedText) {
    runs = segments
    verbatim = nil
    bytes.append(UInt8(ascii: " "))
    let shift = UInt32(bytes.count)
    bytes.append(contentsOf: other.bytes)
    for var segment in other.segments {
      segment.decodedStart += shift
      runs.append(segment)
    }
    furtherPieces.append(Piece(start: shift, span: other.span))
    furtherPieces += other.furtherPieces.map { Piece(start: $0.start + shift, span: $0.span) }
  }

  /// Takes out the decoded bytes `range`. What is left keeps its places.
  package mutating func remove(_ range: Range<Int>) {
    let (front, back) = (slice(0..<range.lowerBound), slice(range.upperBound..<bytes.count))
    let (start, count) = (UInt32(range.lowerBound), UInt32(range.count))
    bytes.removeSubrange(range)
    verbatim = nil
    runs = front.segments + back.segments.map {
      Segment(decodedStart: $0.decodedStart + start, decodedLength: $0.decodedLength, source: $0.source)
    }
    for index in furtherPieces.indices where furtherPieces[index].start > start {
      furtherPieces[index].start = max(start, furtherPieces[index].start - min(furtherPieces[index].start, count))
    }
  }

  /// The part `range` (indices into `bytes`) as a text of its own, with the places it has here.
  package func slice(_ range: Range<Int>) -> EmbeddedText {
    let part = Array(bytes[range])
    if let verbatim {
      let place = SourceSpan(start: verbatim.start + UInt32(range.lowerBound), length: UInt32(range.count))
      return EmbeddedText(verbatim: part, at: place)
    }
    var cut: [Segment] = []
    var index = runIndex(containing: range.lowerBound)
    while index < runs.count, Int(runs[index].decodedStart) < range.upperBound {
      if let run = runs[index].cut(to: range) { cut.append(run) }
      index += 1
    }
    return EmbeddedText(bytes: part, segments: cut, span: span(of: range))
  }

  /// The place in the file of a range of decoded bytes. An empty range is a point. A range that runs over the seam
  /// of two pieces is cut at the end of the piece it begins in, since one span cannot lie in two places.
  package func span(of range: Range<Int>) -> SourceSpan {
    if let verbatim {
      return SourceSpan(start: verbatim.start + UInt32(range.lowerBound), length: UInt32(range.count))
    }
    guard !runs.isEmpty else { return SourceSpan(start: span.start, length: 0) }
    let start = sourceStart(of: range.lowerBound)
    guard !range.isEmpty else { return SourceSpan(start: start, length: 0) }
    var upper = range.upperBound
    if let seam = furtherPieces.first(where: { Int($0.start) > range.lowerBound })?.start, Int(seam) < upper {
      upper = max(range.lowerBound + 1, Int(seam) - 1)
    }
    return SourceSpan(from: start, to: sourceEnd(of: upper - 1))
  }

  /// Offset of the file byte that decoded byte `index` begins at; behind the last byte, the end of the text.
  private func sourceStart(of index: Int) -> UInt32 {
    let run = runs[runIndex(containing: index)]
    let offset = UInt32(index) - min(UInt32(index), run.decodedStart)
    guard offset < run.decodedLength else { return run.source.end }
    return run.isByteForByte ? run.source.start + offset : run.source.start
  }

  /// Offset behind the file byte that decoded byte `index` comes from.
  private func sourceEnd(of index: Int) -> UInt32 {
    let run = runs[runIndex(containing: index)]
    let offset = UInt32(index) - min(UInt32(index), run.decodedStart)
    guard offset < run.decodedLength, run.isByteForByte else { return run.source.end }
    return run.source.start + offset + 1
  }

  /// Index of the last run that begins at or before decoded byte `index`.
  private func runIndex(containing index: Int) -> Int {
    var low = 0
    var high = runs.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(runs[middle].decodedStart) <= index { low = middle } else { high = middle }
    }
    return low
  }
}

extension EmbeddedText.Segment {
  fileprivate var isByteForByte: Bool { decodedLength == source.length }

  /// The part inside `range`, counted from the start of the range; nil where there is none.
  fileprivate func cut(to range: Range<Int>) -> EmbeddedText.Segment? {
    let lower = max(Int(decodedStart), range.lowerBound)
    let upper = min(Int(decodedStart + decodedLength), range.upperBound)
    guard lower < upper else { return nil }
    var part = self
    if isByteForByte {
      part.source.start += UInt32(lower) - decodedStart
      part.source.length = UInt32(upper - lower)
    }
    part.decodedStart = UInt32(lower - range.lowerBound)
    part.decodedLength = UInt32(upper - lower)
    return part
  }
}
