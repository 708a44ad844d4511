/// Calls `body` with the UTF-8 bytes of `text`. For a literal these are the bytes in the program file: nothing is
/// copied.
func withBytes<Result, Failure: Error>(
  of text: String, _ body: (Span<UInt8>) throws(Failure) -> Result
) throws(Failure) -> Result {
  var text = text
  // `withUTF8` lends its buffer for the length of the call, and a span cannot outlive the call it is passed to.
  let outcome = text.withUTF8 { buffer -> Swift.Result<Result, Failure> in
    do throws(Failure) {
      return .success(try body(unsafe Span(_unsafeElements: buffer)))
    } catch {
      return .failure(error)
    }
  }
  return try outcome.get()
}

/// A line that begins with a word, and the indented lines below it, as bytes of a text block.
struct TextEntry {
  let head: Range<Int>
  let body: Range<Int>
}

/// Reading of text blocks: lines, words and numbers as ranges of bytes, without copies.
extension Span where Element == UInt8 {
  /// The end of the line that contains `start`: the index of its line feed, or `count`.
  func lineEnd(from start: Int) -> Int {
    var index = start
    // Eight bytes at a time: after the exclusive or, a line feed is a zero byte; the usual subtraction finds it.
    let ones: UInt64 = 0x0101_0101_0101_0101
    while index + 8 <= count {
      // Any eight bytes are a valid UInt64; the loop keeps them inside.
      let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      let marked = UInt64(littleEndian: word) ^ (ones &* 0x0A)
      let found = (marked &- ones) & ~marked & (ones &* 0x80)
      if found != 0 { return index + found.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < count, self[index] != UInt8(ascii: "\n") { index += 1 }
    return index
  }

  /// - Precondition: as many bytes as the number has begin at `index`.
  private func load<Number: FixedWidthInteger & BitwiseCopyable>(_ index: Int, as type: Number.Type) -> Number {
    // Any bytes are a valid number.
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: type)
  }

  /// All bytes of a text of less than eight; texts of the same length differ in it if they differ.
  private var shortWord: UInt64 {
    if count >= 4 { return UInt64(load(0, as: UInt32.self)) | UInt64(load(count - 4, as: UInt32.self)) << 32 }
    guard count > 0 else { return 0 }
    return UInt64(self[0]) | UInt64(self[count / 2]) << 8 | UInt64(self[count - 1]) << 16
  }

  /// For tables of names. The upper half is the better one.
  package var mixedHash: UInt64 {
    var hash = UInt64(count)
    func mix(_ word: UInt64) {
      hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 32
    }
    guard count >= 8 else {
      mix(shortWord)
      return hash &* 0x9E37_79B9_7F4A_7C15
    }
    var index = 0
    while index + 8 < count {
      mix(load(index, as: UInt64.self))
      index += 8
    }
    // The last eight, of which some were taken before.
    mix(load(count - 8, as: UInt64.self))
    return hash &* 0x9E37_79B9_7F4A_7C15
  }

  /// - Precondition: both have as many bytes.
  package func isEqual(to other: Span<UInt8>) -> Bool {
    guard count >= 8 else { return shortWord == other.shortWord }
    var index = 0
    while index + 8 < count {
      if load(index, as: UInt64.self) != other.load(index, as: UInt64.self) { return false }
      index += 8
    }
    return load(count - 8, as: UInt64.self) == other.load(count - 8, as: UInt64.self)
  }

  /// The next run of bytes that are neither blanks nor line feeds; moves `position` behind it.
  func nextWord(_ position: inout Int, before end: Int) -> Range<Int>? {
    while position < end, isBlank(at: position) { position += 1 }
    guard position < end else { return nil }
    let start = position
    while position < end, !isBlank(at: position) { position += 1 }
    return start..<position
  }

  private func isBlank(at index: Int) -> Bool {
    self[index] == UInt8(ascii: " ") || self[index] == UInt8(ascii: "\n")
  }

  /// The next entry: a line that begins with a word, and the indented lines below it. Empty lines are skipped.
  func nextEntry(_ position: inout Int) -> TextEntry? {
    while position < count, self[position] == UInt8(ascii: "\n") { position += 1 }
    guard position < count else { return nil }
    let head = position..<lineEnd(from: position)
    position = Swift.min(head.upperBound + 1, count)
    let bodyStart = position
    while position < count, self[position] == UInt8(ascii: " ") {
      position = Swift.min(lineEnd(from: position) + 1, count)
    }
    return TextEntry(head: head, body: bodyStart..<position)
  }

  /// The number of the line that contains `index`, counted from 1.
  func lineNumber(at index: Int) -> Int {
    var lines = 1
    var position = lineEnd(from: 0)
    while position < index {
      lines += 1
      position = lineEnd(from: position + 1)
    }
    return lines
  }

  /// The index of `byte` in `range`, or the range's end.
  func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int {
    var index = range.lowerBound
    while index < range.upperBound, self[index] != byte { index += 1 }
    return index
  }

  /// An unsigned number: decimal, or hexadecimal after `0x`.
  func number<Number: FixedWidthInteger>(in range: Range<Int>, as type: Number.Type = Number.self) -> Number? {
    let start = range.lowerBound
    let isHex = range.count > 2 && self[start] == UInt8(ascii: "0") && self[start + 1] == UInt8(ascii: "x")
    guard !range.isEmpty else { return nil }
    var value: Number = 0
    for index in (isHex ? start + 2 : start)..<range.upperBound {
      guard let digit = digit(at: index), isHex || digit < 10 else { return nil }
      let (shifted, isTooBig) = value.multipliedReportingOverflow(by: isHex ? 16 : 10)
      let (sum, isNowTooBig) = shifted.addingReportingOverflow(Number(digit))
      if isTooBig || isNowTooBig { return nil }
      value = sum
    }
    return value
  }

  private func digit(at index: Int) -> UInt8? {
    switch self[index] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self[index] - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self[index] - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  /// The bytes of `range` as text.
  func string(in range: Range<Int>) -> String {
    // The buffer is read before the call ends.
    unsafe extracting(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
