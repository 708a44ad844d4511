/// Takes from a text what differs each time although it means the same, before it becomes part of a key. Each run that is taken
/// out leaves a `#`.
package enum KeyNormalizer: String, CaseIterable, Hashable, Sendable {
  /// Runs of digits.
  case digits
  /// Runs of eight and more hexadecimal digits with a decimal one among them: ids, hashes. Folders whose names are two hexadecimal
  /// digits, into which stores of hashes are divided.
  case hex
  /// 8-4-4-4-12 hexadecimal digits.
  case uuid
  /// Random parts of names such as `file.Xk3Pq9`: six and more letters and digits behind a `.`, `-` or `_` that are no word, since
  /// there is a digit in them, or a capital behind a small letter. The first word of every name in a folder for temporary files.
  case tempname

  /// Appends what is left of `text`.
  package func append(_ text: Span<UInt8>, to out: inout [UInt8]) {
    var index = 0
    while index < text.count {
      guard Self.isWord(text[index]) else {
        out.append(text[index])
        index += 1
        continue
      }
      // Only where a word begins, or a number, can something begin that is taken out.
      let length = length(at: index, in: text)
      if length > 0 {
        out.append(UInt8(ascii: "#"))
        index += length
        continue
      }
      repeat {
        out.append(text[index])
        index += 1
      } while index < text.count && Self.isWord(text[index]) && !(self == .digits && Self.isDigit(text[index]))
    }
  }

  /// Of the run that begins at `index` and is taken out; 0 where none does.
  private func length(at index: Int, in text: Span<UInt8>) -> Int {
    let last: UInt8 = index > 0 ? text[index - 1] : 0
    switch self {
    case .digits: return run(from: index, in: text) { Self.isDigit($0) }
    case .hex:
      if index > 0, Self.isWord(last) { return 0 }
      let count = run(from: index, in: text) { Self.isHex($0) }
      let isWhole = index + count == text.count || !Self.isWord(text[index + count])
      let isFolder = count == 2 && last == Self.slash && index + 2 < text.count && text[index + 2] == Self.slash
      let isID = count >= 8 && isWhole && (index..<index + count).contains { Self.isDigit(text[$0]) }
      return isFolder || isID ? count : 0
    case .uuid:
      if index > 0, Self.isWord(last) { return 0 }
      return isUUID(at: index, in: text) ? 36 : 0
    case .tempname:
      if isTemporary(before: index, in: text) { return run(from: index, in: text) { Self.isWord($0) } }
      guard last == UInt8(ascii: ".") || last == UInt8(ascii: "-") || last == UInt8(ascii: "_") else { return 0 }
      let count = run(from: index, in: text) { Self.isWord($0) }
      guard count >= 6 else { return 0 }
      let isRandom = (index..<index + count).contains { place in
        Self.isDigit(text[place]) || place > index && Self.isCapital(text[place]) && !Self.isCapital(text[place - 1])
      }
      return isRandom ? count : 0
    }
  }

  /// Whether the name of a folder for temporary files ends here.
  private func isTemporary(before index: Int, in text: Span<UInt8>) -> Bool {
    for folder in ["/tmp/", "/dev/shm/"] as [StaticString] {
      let count = folder.utf8CodeUnitCount
      if index >= count, (0..<count).allSatisfy({ unsafe text[index - count + $0] == folder.utf8Start[$0] }) { return true }
    }
    return false
  }

  private func isUUID(at index: Int, in text: Span<UInt8>) -> Bool {
    guard index + 36 <= text.count, index + 36 == text.count || !Self.isWord(text[index + 36]) else { return false }
    return (0..<36).allSatisfy { offset in
      let isHyphen = offset == 8 || offset == 13 || offset == 18 || offset == 23
      return isHyphen ? text[index + offset] == UInt8(ascii: "-") : Self.isHex(text[index + offset])
    }
  }

  private func run(from index: Int, in text: Span<UInt8>, _ belongs: (UInt8) -> Bool) -> Int {
    var end = index
    while end < text.count, belongs(text[end]) { end += 1 }
    return end - index
  }

  private static let slash = UInt8(ascii: "/")
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  private static func isCapital(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }
  private static func isHex(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }
  private static func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 26 }
}
