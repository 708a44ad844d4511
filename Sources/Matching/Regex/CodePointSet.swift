/// The members of a bracket expression, as ranges of code points.
struct CodePointSet: Equatable {
  var ranges: [ClosedRange<UInt32>] = []

  static let surrogates: ClosedRange<UInt32> = 0xD800...0xDFFF
  static let last: UInt32 = 0x10FFFF

  /// Sorted and merged, without surrogates: no valid text holds one, and PCRE2 refuses them as ends of a range.
  mutating func normalise() {
    ranges.sort { $0.lowerBound < $1.lowerBound }
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges {
      if let previous = merged.last, range.lowerBound <= previous.upperBound + 1 {
        merged[merged.count - 1] = previous.lowerBound...max(previous.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    ranges = merged.flatMap(Self.withoutSurrogates)
  }

  private static func withoutSurrogates(_ range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
    guard range.overlaps(surrogates) else { return [range] }
    var parts: [ClosedRange<UInt32>] = []
    if range.lowerBound < surrogates.lowerBound { parts.append(range.lowerBound...surrogates.lowerBound - 1) }
    if range.upperBound > surrogates.upperBound { parts.append(surrogates.upperBound + 1...range.upperBound) }
    return parts
  }

  /// Every code point that is not in this sorted set.
  func complement() -> CodePointSet {
    var result: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= Self.last { result.append(next...Self.last) }
    return CodePointSet(ranges: result)
  }

  /// The ASCII classes, sorted. RE2 knows no others and gives them no members beyond ASCII.
  static func posixClass(named name: ArraySlice<UInt8>) -> [ClosedRange<UInt32>]? {
    switch String(decoding: name, as: UTF8.self) {
    case "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A]
    case "alpha": [0x41...0x5A, 0x61...0x7A]
    case "ascii": [0x00...0x7F]
    case "blank": [0x09...0x09, 0x20...0x20]
    case "cntrl": [0x00...0x1F, 0x7F...0x7F]
    case "digit": [0x30...0x39]
    case "graph": [0x21...0x7E]
    case "lower": [0x61...0x7A]
    case "print": [0x20...0x7E]
    case "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]
    case "space": [0x09...0x0D, 0x20...0x20]
    case "upper": [0x41...0x5A]
    case "word": [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
    case "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66]
    default: nil
    }
  }

  // MARK: As PCRE2 source

  /// Keeps the negation of the source: PCRE2 has a fast form for `[^/]` and none for the equivalent positive ranges.
  func appendClass(negated: Bool, to output: inout [UInt8]) {
    guard !ranges.isEmpty else {
      // Nothing, or everything.
      output.append(contentsOf: (negated ? "[\\x00-\\x{10ffff}]" : "[^\\x00-\\x{10ffff}]").utf8)
      return
    }
    output.append(contentsOf: (negated ? "[^" : "[").utf8)
    for range in ranges {
      Self.append(range.lowerBound, to: &output)
      guard range.count > 1 else { continue }
      output.append(UInt8(ascii: "-"))
      Self.append(range.upperBound, to: &output)
    }
    output.append(UInt8(ascii: "]"))
  }

  /// One character so that PCRE2 reads it literally, inside and outside of brackets.
  static func append(_ scalar: UInt32, to output: inout [UInt8]) {
    switch scalar {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x20, 0x2F, 0x5F:
      output.append(UInt8(scalar))
    case 0x21...0x7E:
      output.append(UInt8(ascii: "\\"))
      output.append(UInt8(scalar))
    default:
      output.append(contentsOf: "\\x{".utf8)
      output.append(contentsOf: String(scalar, radix: 16).utf8)
      output.append(UInt8(ascii: "}"))
    }
  }
}
