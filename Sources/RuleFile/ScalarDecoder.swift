import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Decodes a YAML scalar a second time, keeping note of which file bytes each byte of the value came from.
///
/// libyaml gives only the value. The result here is used only where it equals that value byte for byte; if not, the
/// text is mapped as a whole (`degraded`): a diagnostic may be imprecise, but never points at the wrong place.
///
/// The rules are libyaml's (YAML 1.1): CR LF, CR, LF and NEL are line breaks and become LF; LS and PS are kept.
struct ScalarDecoder {
  let bytes: [UInt8]
  /// Absolute offset of `bytes[0]`.
  let base: UInt32
  var position = 0
  var end: Int
  private(set) var decoded: [UInt8] = []
  private(set) var segments: [EmbeddedText.Segment] = []

  /// The scalar at `span`, or nil where decoding it here does not give `expected`.
  static func decode(
    _ span: SourceSpan, style: Scalar.Style, in text: SourceText, expecting expected: ArraySlice<UInt8>
  ) -> EmbeddedText? {
    let start = Int(span.start - text.base)
    var decoder = ScalarDecoder(text: text, range: start..<start + Int(span.length))
    switch style {
    case .plain: decoder.decodeFlow(quote: nil)
    case .singleQuoted: decoder.decodeFlow(quote: UInt8(ascii: "'"))
    case .doubleQuoted: decoder.decodeFlow(quote: UInt8(ascii: "\""))
    case .literal, .folded: decoder.decodeBlock(isFolded: style == .folded, expecting: expected)
    }
    guard equal(decoder.decoded, expected) else { return nil }
    return EmbeddedText(bytes: decoder.decoded, segments: decoder.segments, span: span)
  }

  /// `value` with every byte standing for the whole scalar.
  static func degraded(_ value: ArraySlice<UInt8>, span: SourceSpan) -> EmbeddedText {
    let length = UInt32(value.count)
    // One segment as long as its source would say "byte for byte".
    let cuts: [UInt32] = length == span.length && length > 1 ? [0, 1, length] : [0, length]
    let segments = zip(cuts, cuts.dropFirst()).filter { $0 < $1 }.map {
      EmbeddedText.Segment(decodedStart: $0, decodedLength: $1 - $0, source: span)
    }
    return EmbeddedText(bytes: Array(value), segments: segments, span: span)
  }

  private init(text: SourceText, range: Range<Int>) {
    bytes = text.bytes
    base = text.base
    position = range.lowerBound
    end = range.upperBound
    decoded.reserveCapacity(range.count)
    segments.reserveCapacity(16)
  }

  /// By the C library: Swift compares slices one element after the other, which took a fifth of all decoding.
  private static func equal(_ a: [UInt8], _ b: ArraySlice<UInt8>) -> Bool {
    guard a.count == b.count, !a.isEmpty else { return a.count == b.count }
    // Both buffers hold `a.count` bytes and outlive the call.
    return unsafe a.withUnsafeBytes { a in
      unsafe b.withUnsafeBytes { b in unsafe memcmp(a.baseAddress!, b.baseAddress!, a.count) == 0 }
    }
  }

  // MARK: Output

  /// Takes over file bytes as they are.
  mutating func copy(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    let source = SourceSpan(start: base + UInt32(range.lowerBound), length: UInt32(range.count))
    if let last = segments.last, last.source.end == source.start, last.decodedLength == last.source.length {
      segments[segments.count - 1].decodedLength += source.length
      segments[segments.count - 1].source.length += source.length
    } else {
      segments.append(.init(decodedStart: UInt32(decoded.count), decodedLength: source.length, source: source))
    }
    // The buffer is read during the call only; a slice of the array would count references.
    unsafe bytes.withUnsafeBufferPointer { unsafe decoded.append(contentsOf: $0[range]) }
  }

  /// Adds bytes that stand for the file bytes `range`.
  mutating func put(_ value: some Collection<UInt8>, for range: Range<Int>) {
    guard !value.isEmpty else { return }
    let source = SourceSpan(start: base + UInt32(range.lowerBound), length: UInt32(range.count))
    segments.append(
      .init(decodedStart: UInt32(decoded.count), decodedLength: UInt32(value.count), source: source))
    decoded.append(contentsOf: value)
  }

  /// Forgets what was decoded, to try again from `start`.
  mutating func reset(to start: Int) {
    position = start
    decoded.removeAll(keepingCapacity: true)
    segments.removeAll(keepingCapacity: true)
  }

  // MARK: Input

  func isBlank(at index: Int) -> Bool {
    index < end && (bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\t"))
  }

  /// Index of the first line break from `start` on, or the end.
  func lineEnd(from start: Int) -> Int {
    var index = start
    // Eight bytes at a time over text in which nothing can begin a line break: no LF, no CR, only ASCII.
    let ones: UInt64 = 0x0101_0101_0101_0101
    func zeroBytes(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
    while index < end {
      if index + 8 <= end {
        // Any eight bytes are a valid number, and they lie inside.
        let word = UInt64(littleEndian: unsafe bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
        let marked = (zeroBytes(word ^ ones &* 0x0A) | zeroBytes(word ^ ones &* 0x0D) | word) & (ones &* 0x80)
        index += marked.trailingZeroBitCount / 8
        if marked == 0 { continue }
      }
      if lineBreak(at: index) != nil { break }
      index += 1
    }
    return index
  }

  /// What a line break becomes.
  enum LineBreak: Equatable {
    case lineFeed
    /// LS or PS, which are kept: the last of its three bytes.
    case separator(UInt8)

    var length: Int { self == .lineFeed ? 1 : 3 }

    var bytes: [UInt8] {
      switch self {
      case .lineFeed: [0x0A]
      case .separator(let last): [0xE2, 0x80, last]
      }
    }
  }

  /// The line break at `index`: its length in the file and what it becomes.
  func lineBreak(at index: Int) -> (length: Int, value: LineBreak)? {
    guard index < end else { return nil }
    switch bytes[index] {
    case UInt8(ascii: "\n"): return (1, .lineFeed)
    case UInt8(ascii: "\r"): return (index + 1 < end && bytes[index + 1] == 0x0A ? 2 : 1, .lineFeed)
    case 0xC2 where index + 1 < end && bytes[index + 1] == 0x85: return (2, .lineFeed)
    case 0xE2 where index + 2 < end && bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8:
      return (3, .separator(bytes[index + 2]))
    default: return nil
    }
  }
}

// MARK: Plain and quoted scalars

extension ScalarDecoder {
  private static let backslash = UInt8(ascii: "\\")

  fileprivate mutating func decodeFlow(quote: UInt8?) {
    if quote != nil {
      position += 1
      end -= 1
    }
    while position < end {
      let byte = bytes[position]
      if isBlank(at: position) || lineBreak(at: position) != nil {
        foldWhitespace()
      } else if byte == quote {
        // Inside single quotes two of them are one; a double quote cannot stand here unescaped.
        put([byte], for: position..<position + 2)
        position += 2
      } else if byte == Self.backslash, quote == UInt8(ascii: "\"") {
        decodeEscape()
      } else {
        copyRun(quote: quote)
      }
    }
  }

  /// Text up to the next byte that needs a look. Its first byte has had one.
  private mutating func copyRun(quote: UInt8?) {
    let start = position
    position += 1
    while position < end {
      let byte = bytes[position]
      // 0xC2 and 0xE2 may begin a line break; 0x20, TAB, LF and CR are below 0x21.
      if byte <= 0x20 || byte == quote || byte == Self.backslash || byte == 0xC2 || byte == 0xE2 { break }
      position += 1
    }
    copy(start..<position)
  }

  /// Blanks and line breaks between words: blanks alone stay, one break becomes a blank, further ones stay.
  /// - Parameter start: where the run began, when an escaped line break stands before `position`.
  private mutating func foldWhitespace(afterEscapedBreakAt start: Int? = nil) {
    let runStart = start ?? position
    var first: [UInt8]? = start == nil ? nil : []
    var further: [UInt8] = []
    while position < end {
      if let (length, value) = lineBreak(at: position) {
        if first == nil { first = value.bytes } else { further += value.bytes }
        position += length
      } else if isBlank(at: position) {
        position += 1
      } else {
        break
      }
    }
    let run = runStart..<position
    switch first {
    case nil: copy(run)
    case [0x0A]: put(further.isEmpty ? [0x20] : further, for: run)
    case .some(let first): put(first + further, for: run)
    }
  }

  private mutating func decodeEscape() {
    let start = position
    guard position + 1 < end else {
      copyRun(quote: nil)
      return
    }
    if let (length, _) = lineBreak(at: position + 1) {
      position += 1 + length
      foldWhitespace(afterEscapedBreakAt: start)
      return
    }
    let letter = bytes[position + 1]
    position += 2
    if let value = Self.simpleEscapes[letter] {
      put(value, for: start..<position)
      return
    }
    let digits = [UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8][letter] ?? 0
    let stop = min(position + digits, end)
    let number = UInt32(String(decoding: bytes[position..<stop], as: UTF8.self), radix: 16)
    position = stop
    if let scalar = number.flatMap(Unicode.Scalar.init) {
      put(Array(String(scalar).utf8), for: start..<position)
    }
  }

  private static let simpleEscapes: [UInt8: [UInt8]] = {
    let table: [(Character, String)] = [
      ("0", "\0"), ("a", "\u{7}"), ("b", "\u{8}"), ("t", "\t"), ("\t", "\t"), ("n", "\n"), ("v", "\u{B}"),
      ("f", "\u{C}"), ("r", "\r"), ("e", "\u{1B}"), (" ", " "), ("\"", "\""), ("/", "/"), ("\\", "\\"),
      ("N", "\u{85}"), ("_", "\u{A0}"), ("L", "\u{2028}"), ("P", "\u{2029}"),
    ]
    return Dictionary(uniqueKeysWithValues: table.map { ($0.asciiValue!, Array($1.utf8)) })
  }()
}
