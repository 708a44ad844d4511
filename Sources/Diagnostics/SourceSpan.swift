// Diagnostics: places in source files and what is said about them.
//
// In: files (or buffers) as bytes. Out: spans, texts that know where each of their bytes came from, diagnostics,
// and renderings of them. Not here: anything that knows what a rule is.

/// A contiguous piece of source, in the offset space of one `SourceMap`.
///
/// All files of a run share one space of byte offsets, so a span is eight bytes and says by itself which file it
/// is in. Lines and columns are computed only when a diagnostic is rendered (`SourceLocator`).
package struct SourceSpan: Hashable, Sendable, BitwiseCopyable {
  /// Offset of the first byte.
  package var start: UInt32
  /// Length in bytes; 0 marks a point between two bytes.
  package var length: UInt32

  package init(start: UInt32, length: UInt32) {
    self.start = start
    self.length = length
  }

  /// The span from `start` up to, not including, `end`; empty at `start` when `end` lies before it.
  package init(from start: UInt32, to end: UInt32) {
    self.init(start: start, length: end > start ? end - start : 0)
  }

  /// Offset just behind the last byte.
  package var end: UInt32 { start + length }

  /// The smallest span that covers both.
  package func union(_ other: SourceSpan) -> SourceSpan {
    SourceSpan(from: min(start, other.start), to: max(end, other.end))
  }

  package func contains(_ other: SourceSpan) -> Bool {
    start <= other.start && other.end <= end
  }
}
