/// An address of either family, in host order.
package enum IPAddress: Hashable, Sendable, BitwiseCopyable {
  case v4(UInt32)
  case v6(high: UInt64, low: UInt64)

  /// Reads a constant as rule-language.md §4 has it: with a dot it has to be a dotted IPv4 address, otherwise an IPv6
  /// address. So `::ffff:1.2.3.4` is refused. Both forms are as strict as `inet_pton`.
  package init?(parsing text: Span<UInt8>) {
    guard let address = Self.parse(text, 0..<text.count) else { return nil }
    self = address
  }

  /// From bytes in network order; nil unless there are 4 or 16.
  package init?(networkOrder bytes: Span<UInt8>) {
    func word(_ range: Range<Int>) -> UInt64 {
      var value: UInt64 = 0
      for index in range { value = value << 8 | UInt64(bytes[index]) }
      return value
    }
    switch bytes.count {
    case 4: self = .v4(UInt32(word(0..<4)))
    case 16: self = .v6(high: word(0..<8), low: word(8..<16))
    default: return nil
    }
  }

  package var isV4: Bool { if case .v4 = self { true } else { false } }
}

/// A network: an address and how many of its leading bits count.
package struct IPNetwork: Hashable, Sendable, BitwiseCopyable {
  /// The address with all bits behind the prefix cleared.
  package let base: IPAddress
  package let prefixLength: UInt8

  package enum ParseError: Error, Equatable, Sendable {
    /// An address without `/`.
    case missingPrefix
    case badAddress
    /// Not a number, or beyond the family's limit; the allowed lengths.
    case badPrefix(allowed: ClosedRange<UInt8>)
  }

  /// IPv4 takes prefixes of 0 to 32, IPv6 of 1 to 128 (rule-language.md §4).
  package static func parse(_ text: Span<UInt8>) -> Result<IPNetwork, ParseError> {
    guard let slash = text.indices.first(where: { text[$0] == UInt8(ascii: "/") }) else {
      return .failure(.missingPrefix)
    }
    guard let address = IPAddress.parse(text, 0..<slash) else { return .failure(.badAddress) }
    let allowed: ClosedRange<UInt8> = address.isV4 ? 0...32 : 1...128
    var length = 0
    for index in slash + 1..<text.count {
      guard text[index].isASCIIDigit, length <= 128 else { return .failure(.badPrefix(allowed: allowed)) }
      length = length * 10 + Int(text[index] - UInt8(ascii: "0"))
    }
    guard slash + 1 < text.count, let prefix = UInt8(exactly: length), allowed.contains(prefix) else {
      return .failure(.badPrefix(allowed: allowed))
    }
    return .success(IPNetwork(address, prefixLength: prefix))
  }

  package init(_ address: IPAddress, prefixLength: UInt8) {
    precondition(prefixLength <= (address.isV4 ? 32 : 128), "a prefix is no longer than its address")
    self.prefixLength = prefixLength
    base = address.masked(to: prefixLength)
  }

  /// False for an address of the other family.
  package func contains(_ address: IPAddress) -> Bool { address.masked(to: prefixLength) == base }
}

extension IPAddress {
  func masked(to length: UInt8) -> IPAddress {
    let length = Int(length)
    switch self {
    // Swift's smart shifts give zero where all bits are shifted out.
    case .v4(let bits): return .v4(bits & ~(UInt32.max >> length))
    case .v6(let high, let low):
      return .v6(high: high & ~(UInt64.max >> length), low: low & ~(UInt64.max >> max(length - 64, 0)))
    }
  }
}
