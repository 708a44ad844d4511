/// Events as bytes, in the layout that sources hand over (scap-format.md §3, version 2). It knows no event type: whoever
/// uses it looks the code up.
package struct EventBuilder {
  package var code: UInt16
  package var time: UInt64
  package var threadID: Int64
  /// Lengths of parameters have 32 bits.
  package var hasLargePayload: Bool
  package var parameters: [Parameter]

  /// One parameter in its encoding (scap-format.md §4).
  package enum Parameter {
    case int8(Int8), uint8(UInt8), int16(Int16), uint16(UInt16), int32(Int32), uint32(UInt32), int64(Int64), uint64(UInt64)
    /// With its terminator.
    case text(String)
    /// Strings, each with its terminator.
    case strings([String])
    case bytes([UInt8])
    /// An IPv4 address with a port: SOCKADDR.
    case ipv4(String, port: UInt16)
    /// Two of them: SOCKTUPLE.
    case ipv4Tuple(String, UInt16, String, UInt16)
    /// Addresses of 16 bytes.
    case ipv6(String, port: UInt16)
    case ipv6Tuple([UInt8], UInt16, [UInt8], UInt16)
    case unix(String)
    case unixTuple(UInt64, UInt64, String)
    /// Of length zero: no value.
    case absent

    package var encoded: [UInt8] {
      switch self {
      case .int8(let value): Self.bytes(value)
      case .uint8(let value): Self.bytes(value)
      case .int16(let value): Self.bytes(value)
      case .uint16(let value): Self.bytes(value)
      case .int32(let value): Self.bytes(value)
      case .uint32(let value): Self.bytes(value)
      case .int64(let value): Self.bytes(value)
      case .uint64(let value): Self.bytes(value)
      case .text(let text): Array(text.utf8) + [0]
      case .strings(let strings): strings.flatMap { Array($0.utf8) + [0] }
      case .bytes(let bytes): bytes
      case .ipv4(let address, let port): [2] + Self.address(address) + Self.bytes(port)
      case .ipv4Tuple(let source, let sourcePort, let destination, let destinationPort):
        [2] + Self.address(source) + Self.bytes(sourcePort) + Self.address(destination) + Self.bytes(destinationPort)
      case .ipv6(let address, let port): [10] + Self.groups(address) + Self.bytes(port)
      case .ipv6Tuple(let source, let sourcePort, let destination, let destinationPort):
        [10] + source + Self.bytes(sourcePort) + destination + Self.bytes(destinationPort)
      case .unix(let path): [1] + Array(path.utf8) + [0]
      case .unixTuple(let source, let destination, let path):
        [1] + Self.bytes(source) + Self.bytes(destination) + Array(path.utf8) + [0]
      case .absent: []
      }
    }

    private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
      (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private static func address(_ text: String) -> [UInt8] { text.split(separator: ".").map { UInt8($0) ?? 0 } }

    /// Eight groups of hex digits, none left out.
    package static func groups(_ text: String) -> [UInt8] {
      text.split(separator: ":").flatMap { group in
        let value = UInt16(group, radix: 16) ?? 0
        return [UInt8(value >> 8), UInt8(value & 0xFF)]
      }
    }
  }

  package init(
    code: UInt16, time: UInt64, threadID: Int64, hasLargePayload: Bool = false, parameters: [Parameter]
  ) {
    self.code = code
    self.time = time
    self.threadID = threadID
    self.hasLargePayload = hasLargePayload
    self.parameters = parameters
  }

  package var bytes: [UInt8] {
    let encoded = parameters.map(\.encoded)
    let lengths = encoded.flatMap {
      hasLargePayload ? Parameter.uint32(UInt32($0.count)).encoded : Parameter.uint16(UInt16($0.count)).encoded
    }
    let body = lengths + encoded.joined()
    let header: [Parameter] = [
      .uint64(time), .int64(threadID), .uint32(UInt32(26 + body.count)), .uint16(code), .uint32(UInt32(encoded.count)),
    ]
    return header.flatMap(\.encoded) + body
  }
}
