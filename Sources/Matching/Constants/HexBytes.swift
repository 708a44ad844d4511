/// The right side of `bcontains` and `bstartswith`: an even number of hex digits, no prefix (rule-language.md §5.2).
package enum HexBytes {
  package enum ParseError: Error, Equatable, Sendable {
    /// The offset of the first character that is no hex digit.
    case notHexadecimal(at: Int)
    case oddNumberOfDigits
  }

  package static func parse(_ text: Span<UInt8>) -> Result<[UInt8], ParseError> {
    for index in text.indices where text[index].hexDigitValue == nil { return .failure(.notHexadecimal(at: index)) }
    guard text.count.isMultiple(of: 2) else { return .failure(.oddNumberOfDigits) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 2)
    for index in stride(from: 0, to: text.count, by: 2) {
      bytes.append((text[index].hexDigitValue ?? 0) << 4 | (text[index + 1].hexDigitValue ?? 0))
    }
    return .success(bytes)
  }
}
