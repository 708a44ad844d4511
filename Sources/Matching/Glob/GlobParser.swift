/// Cuts a glob into segments. There are no errors: what `fnmatch` cannot read as a wildcard it reads literally, or it
/// matches nothing.
struct GlobParser {
  let ignoresCase: Bool
  private(set) var segments: [Glob.Segment] = []
  private var elements: [Glob.Element] = []
  /// Where the last `]` is: a `[` behind it needs no search for its end.
  private var lastClosing = -1

  init(ignoresCase: Bool) { self.ignoresCase = ignoresCase }

  mutating func parse(_ pattern: Span<UInt8>) {
    lastClosing = pattern.indices.last { pattern[$0] == UInt8(ascii: "]") } ?? -1
    var at = 0
    while at < pattern.count {
      switch pattern[at] {
      case UInt8(ascii: "*"):
        while at < pattern.count, pattern[at] == UInt8(ascii: "*") { at += 1 }
        endSegment()
      case UInt8(ascii: "?"):
        elements.append(.any)
        at += 1
      case UInt8(ascii: "\\"):
        elements.append(at + 1 < pattern.count ? literal(pattern[at + 1]) : .never)
        at += 2
      case UInt8(ascii: "["):
        at = parseBracket(pattern, at)
      default:
        elements.append(literal(pattern[at]))
        at += 1
      }
    }
    endSegment()
  }

  private mutating func endSegment() {
    segments.append(Glob.Segment(elements))
    elements = []
  }

  private func literal(_ byte: UInt8) -> Glob.Element { .byte(ignoresCase ? byte.asciiLowercased : byte) }

  private mutating func parseBracket(_ pattern: Span<UInt8>, _ at: Int) -> Int {
    var bracket = GlobBracket(start: at, ignoresCase: ignoresCase)
    switch at > lastClosing ? .unterminated : bracket.parse(pattern) {
    case .set(let set): elements.append(.set(set))
    case .never: elements.append(.never)
    case .unterminated:
      elements.append(.byte(pattern[at]))
      return at + 1
    }
    return bracket.position
  }
}

/// One bracket expression, as glibc reads it in the C locale.
struct GlobBracket {
  enum Outcome {
    case set(ByteSet)
    case never
    /// No closing `]`: the `[` stands for itself.
    case unterminated
  }

  /// After `parse`, behind the closing bracket.
  private(set) var position: Int
  private let ignoresCase: Bool
  private var set = ByteSet()
  /// An unknown class name: the expression matches nothing, not even when negated.
  private var isInvalid = false

  init(start: Int, ignoresCase: Bool) {
    position = start + 1
    self.ignoresCase = ignoresCase
  }

  mutating func parse(_ pattern: Span<UInt8>) -> Outcome {
    guard position < pattern.count else { return .unterminated }
    let isNegated = pattern[position] == UInt8(ascii: "!") || pattern[position] == UInt8(ascii: "^")
    if isNegated { position += 1 }
    let contents = position
    while position < pattern.count {
      if pattern[position] == UInt8(ascii: "]"), position > contents {
        position += 1
        if isInvalid { return .never }
        if isNegated { set.invert() }
        return .set(set)
      }
      parseItem(pattern)
    }
    return .unterminated
  }

  private mutating func parseItem(_ pattern: Span<UInt8>) {
    if parseClass(pattern) { return }
    if let byte = parseNamedByte(pattern, mark: UInt8(ascii: "=")) { return insert(byte, byte) }
    guard let low = parseMember(pattern) else { return }
    guard isRange(pattern) else { return insert(low, low) }
    position += 1
    guard let high = parseMember(pattern) else { return }
    insert(low, high)
  }

  /// A `-` that is not the last character before the closing bracket.
  private func isRange(_ pattern: Span<UInt8>) -> Bool {
    position + 1 < pattern.count && pattern[position] == UInt8(ascii: "-")
      && pattern[position + 1] != UInt8(ascii: "]")
  }

  /// A character, escaped or not, or a collating symbol: what can be an end of a range.
  private mutating func parseMember(_ pattern: Span<UInt8>) -> UInt8? {
    if let byte = parseNamedByte(pattern, mark: UInt8(ascii: ".")) { return byte }
    if pattern[position] == UInt8(ascii: "\\") { position += 1 }
    position += 1
    return position <= pattern.count ? pattern[position - 1] : nil
  }

  /// A collating symbol `[.a.]` or equivalence class `[=a=]`: in the C locale both are always one byte.
  private mutating func parseNamedByte(_ pattern: Span<UInt8>, mark: UInt8) -> UInt8? {
    guard position + 4 < pattern.count, pattern[position] == UInt8(ascii: "["), pattern[position + 1] == mark,
      pattern[position + 3] == mark, pattern[position + 4] == UInt8(ascii: "]")
    else { return nil }
    position += 5
    return pattern[position - 3]
  }

  /// Ranges compare lower-case letters when case is ignored, as glibc does.
  private mutating func insert(_ low: UInt8, _ high: UInt8) {
    let low = ignoresCase ? low.asciiLowercased : low
    let high = ignoresCase ? high.asciiLowercased : high
    for byte in UInt8.min...UInt8.max {
      let folded = ignoresCase ? byte.asciiLowercased : byte
      if low <= folded, folded <= high { set.insert(byte) }
    }
  }

  /// `[:name:]`. False where it is not of that form; then the `[` is an ordinary member.
  private mutating func parseClass(_ pattern: Span<UInt8>) -> Bool {
    guard pattern[position] == UInt8(ascii: "["), position + 1 < pattern.count,
      pattern[position + 1] == UInt8(ascii: ":")
    else { return false }
    let start = position + 2
    var at = start
    while at < pattern.count, (UInt8(ascii: "a")...UInt8(ascii: "y")).contains(pattern[at]) { at += 1 }
    guard at + 1 < pattern.count, pattern[at] == UInt8(ascii: ":"), pattern[at + 1] == UInt8(ascii: "]") else {
      return false
    }
    position = at + 2
    if let isMember = ByteSet.cLocaleClass(named: pattern.extracting(start..<at)) {
      for byte in UInt8.min...0x7F where isMember(byte) { set.insert(byte) }
    } else {
      isInvalid = true
    }
    return true
  }
}

extension ByteSet {
  static func cLocaleClass(named name: Span<UInt8>) -> ((UInt8) -> Bool)? {
    for (known, isMember) in classes where name.equals(known.utf8Span.span) { return isMember }
    return nil
  }

  private static let classes: [(String, @Sendable (UInt8) -> Bool)] = [
    ("alnum", { $0.isASCIIAlphanumeric }), ("alpha", { $0.isASCIILetter }), ("blank", { $0 == 0x20 || $0 == 0x09 }),
    ("cntrl", { $0 < 0x20 || $0 == 0x7F }), ("digit", { $0.isASCIIDigit }), ("graph", { (0x21...0x7E).contains($0) }),
    ("lower", { (0x61...0x7A).contains($0) }), ("print", { (0x20...0x7E).contains($0) }),
    ("punct", { (0x21...0x7E).contains($0) && !$0.isASCIIAlphanumeric }), ("space", { $0.isASCIISpace }),
    ("upper", { (0x41...0x5A).contains($0) }), ("xdigit", { $0.hexDigitValue != nil }),
  ]
}
