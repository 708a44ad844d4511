/// A compiled pattern of `glob` or `iglob`: POSIX `fnmatch(pattern, value, 0)` in the C locale, byte by byte
/// (rule-language.md §5.2). `*` and `?` match `/` and leading dots; `iglob` ignores the case of ASCII letters.
///
/// The pattern is cut at its stars into segments of single-byte elements. The first segment has to stand at the start
/// of the value, the last at its end, and each one between is taken where it first fits: a later place could only
/// leave less for the rest. So nothing is ever tried twice, and the cost is at most value × longest segment.
package struct Glob: Equatable, Sendable {
  /// What one byte of the value is compared with.
  enum Element: Equatable, Sendable {
    case byte(UInt8)
    case any
    case set(ByteSet)
    /// A bracket expression or escape that can match nothing, such as `[[:nosuch:]]` or a trailing backslash.
    case never
  }

  /// Elements in a row without a star. Plain text is kept as bytes besides, because most segments are nothing else.
  struct Segment: Equatable, Sendable {
    var elements: [Element]
    var literal: [UInt8]?

    init(_ elements: [Element]) {
      self.elements = elements
      var bytes: [UInt8] = []
      for case .byte(let byte) in elements { bytes.append(byte) }
      literal = bytes.count == elements.count ? bytes : nil
    }

    var count: Int { elements.count }
  }

  package let ignoresCase: Bool
  /// One more than there are stars in a row; the first and last may be empty.
  private let segments: [Segment]
  private let minimumLength: Int

  package init(_ pattern: Span<UInt8>, ignoringCase: Bool = false) {
    var parser = GlobParser(ignoresCase: ignoringCase)
    parser.parse(pattern)
    ignoresCase = ignoringCase
    segments = parser.segments
    minimumLength = segments.reduce(0) { $0 + $1.count }
  }

  package init(_ pattern: [UInt8], ignoringCase: Bool = false) {
    self.init(pattern.span, ignoringCase: ignoringCase)
  }

  /// Whether the text has a character with a meaning for `fnmatch` other than the backslash. `pmatch` asks this of
  /// each path component (rule-language.md §5.3).
  package static func hasWildcard(_ text: Span<UInt8>) -> Bool {
    for index in text.indices where text[index] == 0x2A || text[index] == 0x3F || text[index] == 0x5B { return true }
    return false
  }

  package func matches(_ value: Span<UInt8>) -> Bool { matches(value, in: 0..<value.count) }

  /// The same for a part of a buffer.
  func matches(_ value: Span<UInt8>, in range: Range<Int>) -> Bool {
    guard range.count >= minimumLength else { return false }
    guard segments.count > 1 else {
      return range.count == minimumLength && fits(segments[0], value, at: range.lowerBound)
    }
    let last = segments.count - 1
    let tail = range.upperBound - segments[last].count
    guard fits(segments[0], value, at: range.lowerBound), fits(segments[last], value, at: tail) else { return false }
    var from = range.lowerBound + segments[0].count
    for index in 1..<last {
      guard let found = firstFit(of: segments[index], value, from: from, to: tail) else { return false }
      from = found + segments[index].count
    }
    return from <= tail
  }

  private func firstFit(of segment: Segment, _ value: Span<UInt8>, from: Int, to end: Int) -> Int? {
    var start = from
    while start + segment.count <= end {
      if fits(segment, value, at: start) { return start }
      start += 1
    }
    return nil
  }

  /// The caller has checked that the segment lies inside the value.
  private func fits(_ segment: Segment, _ value: Span<UInt8>, at start: Int) -> Bool {
    if let literal = segment.literal { return fits(literal, value, at: start) }
    for index in 0..<segment.count {
      let byte = value[start + index]
      let isFit =
        switch segment.elements[index] {
        case .byte(let expected): expected == (ignoresCase ? byte.asciiLowercased : byte)
        case .any: true
        case .set(let set): set.contains(byte)
        case .never: false
        }
      if !isFit { return false }
    }
    return true
  }

  private func fits(_ literal: [UInt8], _ value: Span<UInt8>, at start: Int) -> Bool {
    for index in literal.indices {
      let byte = value[start + index]
      if literal[index] != (ignoresCase ? byte.asciiLowercased : byte) { return false }
    }
    return true
  }
}

/// 256 bits.
struct ByteSet: Equatable, Sendable {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  func contains(_ byte: UInt8) -> Bool {
    let bit = UInt64(1) << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: return words.0 & bit != 0
    case 1: return words.1 & bit != 0
    case 2: return words.2 & bit != 0
    default: return words.3 & bit != 0
    }
  }

  mutating func insert(_ byte: UInt8) {
    let bit = UInt64(1) << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: words.0 |= bit
    case 1: words.1 |= bit
    case 2: words.2 |= bit
    default: words.3 |= bit
    }
  }

  mutating func invert() { words = (~words.0, ~words.1, ~words.2, ~words.3) }

  static func == (a: ByteSet, b: ByteSet) -> Bool { a.words == b.words }
}
