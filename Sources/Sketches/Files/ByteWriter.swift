/// Bytes of a file, little-endian, one thing behind the other.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func number(_ value: some FixedWidthInteger) {
    for byte in 0..<type(of: value).bitWidth / 8 { bytes.append(UInt8(truncatingIfNeeded: value >> (byte * 8))) }
  }

  mutating func append(_ other: [UInt8]) { bytes += other }

  /// With its length in 32 bits.
  mutating func text(_ text: String) { blob(Array(text.utf8)) }

  mutating func blob(_ blob: [UInt8]) {
    number(UInt32(blob.count))
    bytes += blob
  }

  /// Seven bits in each byte, the lowest first; the highest bit says that another follows.
  mutating func variable(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Words by turns: how many are zero, how many follow as they are, those. One encoding for each content: a run of zeros
  /// is as long as it can be, and one zero between others ends them.
  mutating func words(_ words: borrowing Cells) {
    var index = 0
    while index < words.count {
      let zeros = words.run(from: index, ofZeros: true)
      let others = words.run(from: index + zeros, ofZeros: false)
      variable(UInt64(zeros))
      variable(UInt64(others))
      for place in index + zeros..<index + zeros + others { number(words[place]) }
      index += zeros + others
    }
  }
}

extension Cells {
  /// How many words in a row are zero, or are not.
  fileprivate func run(from start: Int, ofZeros: Bool) -> Int {
    var end = start
    while end < count, (self[end] == 0) == ofZeros { end += 1 }
    return end - start
  }
}

/// Reads what `ByteWriter` wrote, from bytes that may be anything.
struct ByteReader: ~Escapable {
  /// In words for `SketchFileError`.
  struct Failure: Error {
    let problem: String
  }

  private let bytes: Span<UInt8>
  private var offset = 0

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  var rest: Int { bytes.count - offset }

  @_lifetime(self: copy self)
  mutating func number<T: FixedWidthInteger>() throws(Failure) -> T {
    let size = T.bitWidth / 8
    guard rest >= size else { throw Failure(problem: "it ends too early") }
    var value: T = 0
    for byte in 0..<size { value |= T(truncatingIfNeeded: bytes[offset + byte]) << (byte * 8) }
    offset += size
    return value
  }

  @_lifetime(self: copy self)
  mutating func take(_ count: Int) throws(Failure) -> [UInt8] {
    guard count >= 0, count <= rest else { throw Failure(problem: "it ends too early") }
    var taken: [UInt8] = []
    taken.reserveCapacity(count)
    for index in offset..<offset + count { taken.append(bytes[index]) }
    offset += count
    return taken
  }

  @_lifetime(self: copy self)
  mutating func blob() throws(Failure) -> [UInt8] { try take(Int(try number() as UInt32)) }

  @_lifetime(self: copy self)
  mutating func text() throws(Failure) -> String {
    let bytes = try blob()
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure(problem: "a text that is not UTF-8") }
    return text
  }

  @_lifetime(self: copy self)
  mutating func variable() throws(Failure) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte: UInt8 = try number()
      let bits = UInt64(byte & 0x7F)
      guard shift < 64, (bits << shift) >> shift == bits else { throw Failure(problem: "a number of more than 64 bits") }
      value |= bits << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  /// Fills `words`, which has the size that the sketch's shape asks for.
  @_lifetime(self: copy self)
  mutating func words(into words: inout Cells) throws(Failure) {
    var index = 0
    while index < words.count {
      let zeros = try variable()
      guard zeros <= UInt64(words.count - index) else { throw Failure(problem: "more counters than its dimensions have") }
      index += Int(zeros)
      let others = try variable()
      guard others <= UInt64(words.count - index) else { throw Failure(problem: "more counters than its dimensions have") }
      guard zeros + others > 0 else { throw Failure(problem: "a run of no counters") }
      for _ in 0..<others {
        words[index] = try number()
        index += 1
      }
    }
  }

  /// A section that goes on behind what is known of it was written by something else.
  func end() throws(Failure) {
    guard rest == 0 else { throw Failure(problem: "\(rest) bytes too many") }
  }
}
