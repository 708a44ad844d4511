import Diagnostics

/// The bytes of one file in the form libyaml may see them: UTF-8 without the characters YAML forbids, each byte at
/// the offset it has in the file.
///
/// A forbidden byte must not hide the rest of the file. So it is reported here, once per kind and file, and stands
/// as `_` in `bytes`: part of a word wherever it is, and it moves nothing.
struct SourceText: Sendable {
  /// Absolute offset of the first byte.
  let base: UInt32
  private(set) var bytes: [UInt8]
  /// Index of the first byte behind a byte order mark.
  private(set) var bodyStart = 0
  /// Characters and bytes count alike, so libyaml's marks are offsets.
  private(set) var isASCII = true
  /// There is nothing that could be read; the reason has been reported.
  private(set) var isUnreadable = false
  private(set) var diagnostics: [Diagnostic] = []
  /// Indices of replaced bytes, ascending; when `damageLimit` of them are known the rest counts as damaged too.
  private var damage: [Int] = []

  private static let damageLimit = 10_000

  init(_ file: SourceFile) {
    base = file.base
    bytes = file.bytes
    guard !Self.isPlainText(bytes) else { return }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      isUnreadable = true
      diagnostics.append(.utf16(at: span(0..<2)))
      return
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bodyStart = 3 }
    repair()
  }

  func span(_ range: Range<Int>) -> SourceSpan {
    SourceSpan(start: base + UInt32(range.lowerBound), length: UInt32(range.count))
  }

  /// Whether a byte in `range` was replaced: what goes wrong there has been reported already.
  func isDamaged(_ range: Range<Int>) -> Bool {
    guard !damage.isEmpty else { return false }
    var low = 0
    var high = damage.count
    while low < high {
      let middle = (low + high) / 2
      if damage[middle] < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < damage.count ? damage[low] < range.upperBound : damage.count == Self.damageLimit
  }

  func isDamaged(_ span: SourceSpan) -> Bool {
    isDamaged(Int(span.start - base)..<Int(span.end - base))
  }

  /// True for printable ASCII with TAB, LF and CR, which is nearly every rule file. Branch-free, so that the
  /// compiler vectorises it.
  private static func isPlainText(_ bytes: [UInt8]) -> Bool {
    var other: UInt8 = 0
    for byte in bytes {
      let isPrintable: UInt8 = byte &- 0x20 < 0x5F ? 1 : 0
      let isTab: UInt8 = byte == 0x09 ? 1 : 0
      let isLineFeed: UInt8 = byte == 0x0A ? 1 : 0
      let isReturn: UInt8 = byte == 0x0D ? 1 : 0
      other |= 1 ^ (isPrintable | isTab | isLineFeed | isReturn)
    }
    return other == 0
  }

  /// What was found of one kind of forbidden bytes: the first place, and how many there are.
  private struct Finding {
    let first: Range<Int>
    let scalar: UInt32
    var count = 1
  }

  private mutating func repair() {
    var invalid: Finding?
    var forbidden: Finding?
    var index = bodyStart
    while index < bytes.count {
      let (length, scalar) = decodeScalar(at: index)
      let range = index..<index + length
      index += length
      if let scalar {
        if Self.isAllowed(scalar) {
          if scalar >= 0x80 { isASCII = false }
          continue
        }
        if forbidden == nil { forbidden = Finding(first: range, scalar: scalar) } else { forbidden?.count += 1 }
      } else {
        if invalid == nil { invalid = Finding(first: range, scalar: 0) } else { invalid?.count += 1 }
      }
      replace(range)
    }
    if let invalid { diagnostics.append(.invalidUTF8(at: span(invalid.first), count: invalid.count)) }
    if let forbidden {
      // Every second byte of English UTF-16 text is NUL; no text file comes near that otherwise.
      let looksBinary = forbidden.scalar == 0 && forbidden.count > bytes.count / 8
      if looksBinary { isUnreadable = true }
      diagnostics.append(
        .forbiddenCharacter(
          forbidden.scalar, at: span(forbidden.first), count: forbidden.count, looksBinary: looksBinary))
    }
  }

  private mutating func replace(_ range: Range<Int>) {
    for index in range {
      bytes[index] = UInt8(ascii: "_")
      if damage.count < Self.damageLimit { damage.append(index) }
    }
  }

  /// YAML 1.1 §5.1, as libyaml checks it.
  private static func isAllowed(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }

  /// Length of the character at `index` and its value, or nil with the length of the bytes that form no character.
  private func decodeScalar(at index: Int) -> (length: Int, scalar: UInt32?) {
    let lead = bytes[index]
    let length: Int
    var scalar: UInt32
    switch lead {
    case 0..<0x80: return (1, UInt32(lead))
    case 0xC2...0xDF: (length, scalar) = (2, UInt32(lead & 0x1F))
    case 0xE0...0xEF: (length, scalar) = (3, UInt32(lead & 0x0F))
    case 0xF0...0xF4: (length, scalar) = (4, UInt32(lead & 0x07))
    default: return (1, nil)
    }
    guard index + length <= bytes.count else { return (1, nil) }
    for next in bytes[index + 1..<index + length] {
      guard next & 0xC0 == 0x80 else { return (1, nil) }
      scalar = scalar << 6 | UInt32(next & 0x3F)
    }
    let isOverlong = scalar < [0, 0, 0x80, 0x800, 0x10000][length]
    let isSurrogate = (0xD800...0xDFFF).contains(scalar)
    return isOverlong || isSurrogate || scalar > 0x10FFFF ? (1, nil) : (length, scalar)
  }
}
