/// Names of diagnostics that stay the same when lines move, for services that compare runs.
struct Fingerprints {
  /// How often each was given, so that equal lines get different ones.
  private var counts: [String: Int] = [:]

  /// Made of the code, the item, and the text of the line without blanks. The number behind the colon tells equal ones apart.
  mutating func next(for finding: Diagnostic, _ locator: inout SourceLocator) -> String {
    let place = locator.location(of: finding.primary.span.start)
    let file = locator.map[place.file]
    var hash = StableHash()
    hash.add(finding.code.rawValue.utf8)
    hash.add(uriReference(file.name).utf8)
    if let subject = finding.subject {
      hash.add(subject.kind.utf8)
      hash.add(subject.name.utf8)
    }
    let line = locator.lineRange(place.line, of: place.file)
    hash.add(file.bytes[line].prefix(Self.hashedPrefix).lazy.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") })
    let ordinal = counts[hash.hex, default: 0] + 1
    counts[hash.hex] = ordinal
    return "\(hash.hex):\(ordinal)"
  }

  /// Bytes of a line that count, so that a line of megabytes with thousands of findings costs little.
  private static let hashedPrefix = 1024
}

/// FNV-1a, 64 bits: the same on every machine and in every version, which `Hasher` is not.
private struct StableHash {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Adds a part; parts are kept apart, so that "a","bc" and "ab","c" differ.
  mutating func add(_ part: some Sequence<UInt8>) {
    for byte in part { mix(byte) }
    mix(0xFF)
  }

  private mutating func mix(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }

  /// 16 digits.
  var hex: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
