/// A well-formed `{n}`, `{n,}` or `{n,m}`; `upper` is nil for "or more".
struct RepeatCount {
  var lower: Int
  var upper: Int?
  var range: Range<Int>
}

// The pieces of syntax that are more than one character long. Each `scan` starts at `position` and leaves it behind
// what it has read.
extension POSIXRegexTranslator {
  /// The character at `position`. The input is known to be valid UTF-8.
  mutating func scanScalar() -> UInt32 {
    let lead = input[position]
    position += 1
    guard lead >= 0x80 else { return UInt32(lead) }
    let continuations = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3
    var scalar = UInt32(lead) & (0x3F >> UInt32(continuations))
    for _ in 0..<continuations {
      scalar = scalar << 6 | UInt32(input[position] & 0x3F)
      position += 1
    }
    return scalar
  }

  // MARK: Counts

  /// Nil, with `position` unmoved, where the brace is a literal: RE2 takes a count only in its exact form, without
  /// leading zeros and with fewer than ten digits.
  mutating func scanCount() throws(RegexSyntaxError) -> RepeatCount? {
    var at = position + 1
    guard let lower = scanNumber(&at) else { return nil }
    var upper: Int? = lower
    if at < input.count, input[at] == UInt8(ascii: ",") {
      at += 1
      if at < input.count, input[at] == UInt8(ascii: "}") {
        upper = nil
      } else {
        guard let number = scanNumber(&at) else { return nil }
        upper = number
      }
    }
    guard at < input.count, input[at] == UInt8(ascii: "}") else { return nil }
    let range = position..<at + 1
    guard lower <= Self.repeatLimit, upper ?? 0 <= Self.repeatLimit else {
      throw RegexSyntaxError(.repeatTooLarge, at: range)
    }
    if let upper, upper < lower { throw RegexSyntaxError(.reversedRepeat, at: range) }
    position = at + 1
    return RepeatCount(lower: lower, upper: upper, range: range)
  }

  private func scanNumber(_ at: inout Int) -> Int? {
    let start = at
    var number = 0
    while at < input.count, input[at].isASCIIDigit {
      guard at - start < 9 else { return nil }
      number = number * 10 + Int(input[at] - UInt8(ascii: "0"))
      at += 1
    }
    let hasLeadingZero = at - start > 1 && input[start] == UInt8(ascii: "0")
    return at == start || hasLeadingZero ? nil : number
  }

  // MARK: Escapes

  mutating func scanEscape() throws(RegexSyntaxError) -> UInt32 {
    let start = position
    position += 1
    guard position < input.count else { throw RegexSyntaxError(.trailingBackslash, at: start..<start + 1) }
    let letter = input[position]
    switch letter {
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      if let scalar = scanOctal() { return scalar }
      throw RegexSyntaxError(.backreference, at: start..<position + 1)
    case UInt8(ascii: "x"): return try scanHex(from: start)
    case UInt8(ascii: "a"): return simpleEscape(0x07)
    case UInt8(ascii: "f"): return simpleEscape(0x0C)
    case UInt8(ascii: "n"): return simpleEscape(0x0A)
    case UInt8(ascii: "r"): return simpleEscape(0x0D)
    case UInt8(ascii: "t"): return simpleEscape(0x09)
    case UInt8(ascii: "v"): return simpleEscape(0x0B)
    default:
      let scalar = scanScalar()
      if scalar < 0x80, !letter.isASCIIAlphanumeric { return scalar }
      throw RegexSyntaxError(Self.kind(ofUnknownEscape: letter), at: start..<position)
    }
  }

  private mutating func simpleEscape(_ scalar: UInt32) -> UInt32 {
    position += 1
    return scalar
  }

  /// Up to three octal digits. A lone digit other than zero would be a back-reference, and is refused.
  private mutating func scanOctal() -> UInt32? {
    func isOctal(_ at: Int) -> Bool { at < input.count && (0x30...0x37).contains(input[at]) }
    guard input[position] == UInt8(ascii: "0") || isOctal(position + 1) else { return nil }
    var scalar: UInt32 = 0
    var digits = 0
    while digits < 3, isOctal(position) {
      scalar = scalar * 8 + UInt32(input[position] - 0x30)
      position += 1
      digits += 1
    }
    return scalar
  }

  private mutating func scanHex(from start: Int) throws(RegexSyntaxError) -> UInt32 {
    position += 1
    let braced = position < input.count && input[position] == UInt8(ascii: "{")
    if braced { position += 1 }
    var scalar: UInt32 = 0
    var digits = 0
    while position < input.count, let digit = input[position].hexDigitValue, braced || digits < 2, scalar <= 0x10FFFF {
      scalar = scalar * 16 + UInt32(digit)
      position += 1
      digits += 1
    }
    let isClosed = position < input.count && input[position] == UInt8(ascii: "}")
    let isComplete = braced ? digits > 0 && isClosed : digits == 2
    if braced, isClosed { position += 1 }
    guard isComplete, scalar <= 0x10FFFF else { throw RegexSyntaxError(.badHexEscape, at: start..<position) }
    return scalar
  }

  private static func kind(ofUnknownEscape letter: UInt8) -> RegexSyntaxError.Kind {
    switch Character(Unicode.Scalar(letter)) {
    case "d", "D", "w", "W", "s", "S", "h", "H": .perlClass(letter)
    case "b", "B": .wordBoundary
    case "A", "z", "Z", "G": .textAnchor
    case "Q", "E": .quoting
    case "p", "P", "X", "C": .unicodeProperty
    case "8", "9", "k", "g": .backreference
    default: .unknownEscape
    }
  }

  // MARK: Groups that POSIX has not

  /// The error for `(?` at `position`. RE2 only says that nothing can be repeated here; what was meant is plain.
  func specialGroupError() -> RegexSyntaxError {
    var at = position + 2
    while at < input.count, input[at].isASCIIAlphanumeric || input[at] == UInt8(ascii: "-") { at += 1 }
    let next = at < input.count ? input[at] : 0
    let isBare = at == position + 2
    let kind: RegexSyntaxError.Kind
    switch next {
    case UInt8(ascii: "="), UInt8(ascii: "!"): kind = .lookAround
    case UInt8(ascii: "<"):
      let after = at + 1 < input.count ? input[at + 1] : 0
      kind = after == UInt8(ascii: "=") || after == UInt8(ascii: "!") ? .lookAround : .specialGroup
      if kind == .lookAround { at += 1 }
    case UInt8(ascii: ":"): kind = isBare ? .specialGroup : .inlineFlags
    case UInt8(ascii: ")"): kind = isBare ? .specialGroup : .inlineFlags
    default: kind = .specialGroup
    }
    return RegexSyntaxError(kind, at: position..<min(at + 1, input.count))
  }
}
