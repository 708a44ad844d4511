import Matching

extension EventView {
  /// The first parameter as a signed number of 64 or 32 bits, whatever its type: the result of a call.
  @inline(__always)
  var result: Int64? {
    guard parameterCount > 0 else { return nil }
    let start = Self.headerSize + parameterCount * lengthWidth
    return switch parameterLength(0) {
    case 8: bytes.littleEndian(at: start, as: Int64.self)
    case 4: Int64(bytes.littleEndian(at: start, as: Int32.self))
    default: nil
    }
  }

  /// The three numbers behind the result in the usual case: all of them have their full size.
  @inline(__always)
  var memorySizes: (size: UInt32, resident: UInt32, swap: UInt32)? {
    // The lengths 8, 4, 4, 4.
    guard lengthWidth == 2, parameterCount >= 4, bytes.word(at: Self.headerSize) == 0x0004_0004_0004_0008 else {
      return nil
    }
    let start = Self.headerSize + parameterCount * 2 + 8
    return (
      bytes.littleEndian(at: start, as: UInt32.self), bytes.littleEndian(at: start + 4, as: UInt32.self),
      bytes.littleEndian(at: start + 8, as: UInt32.self)
    )
  }

  /// A text parameter without its terminator; nil when it is absent or empty, or when the driver wrote that the pointer
  /// was null (scap-format.md §4).
  @_lifetime(copy self)
  func text(_ index: Int) -> Span<UInt8>? {
    guard let bytes = parameter(index), bytes.count > 0 else { return nil }
    var end = bytes.count
    if bytes[end - 1] == 0 { end -= 1 }
    // A NUL inside ends the text too.
    let length = bytes.extracting(0..<end).countBeforeNUL
    if length == 6 && bytes.isNullMark { return nil }
    return bytes.extracting(0..<length)
  }
}

extension Span<UInt8> {
  /// Begins with "(NULL)".
  fileprivate var isNullMark: Bool {
    count >= 6 && littleEndian(at: 0, as: UInt32.self) == 0x4C55_4E28 && littleEndian(at: 4, as: UInt16.self) == 0x294C
  }
}
