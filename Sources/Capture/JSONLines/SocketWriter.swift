import Matching
import Runtime

/// Addresses and connections as JSON lines write them: `1.2.3.4:80`, `[::1]:80` or `::1:80`, two of them with `->` between,
/// `/run/x.sock` or `{"unix": "…"}` for unix sockets.
struct SocketWriter {
  let document: JSONDocument
  /// Who takes the address, for messages.
  let what: String
  /// Unix sockets may stand there as well.
  var takesUnix = false

  private func wrong(_ value: Int, _ wanted: String) -> LineProblem {
    LineProblem(at: document.nodes[value].offset, "\(what) takes \(wanted)")
  }

  private var orUnix: String { takesUnix ? ", or the path of a unix socket" : "" }

  // MARK: Parameters

  func writeAddress(_ value: Int, to event: inout EventBuilder) throws(LineProblem) {
    if let unix = try unixSocket(value) {
      event.append(1 as UInt8)
      event.append(unix.path)
      return event.append(0 as UInt8)
    }
    let (address, port) = try endpoint(value)
    event.append(address.isV4 ? 2 : 10 as UInt8)
    event.append(address)
    event.append(port)
  }

  func writeTuple(_ value: Int, to event: inout EventBuilder) throws(LineProblem) {
    if let unix = try unixSocket(value) {
      event.append(1 as UInt8)
      event.append(unix.source)
      event.append(unix.destination)
      event.append(unix.path)
      return event.append(0 as UInt8)
    }
    let tuple = try connection(value)
    event.append(tuple.sourceAddress.isV4 ? 2 : 10 as UInt8)
    event.append(tuple.sourceAddress)
    event.append(tuple.sourcePort)
    event.append(tuple.destinationAddress)
    event.append(tuple.destinationPort)
  }

  func writeIP(_ value: Int, isV4: Bool, to event: inout EventBuilder) throws(LineProblem) {
    event.append(try address(value, isV4: isV4))
  }

  // MARK: Values

  func address(_ value: Int, isV4: Bool? = nil) throws(LineProblem) -> IPAddress {
    let text = Array(document.strings[document.nodes[value].text])
    guard let address = IPAddress(parsing: text.span), isV4 == nil || address.isV4 == isV4 else {
      throw wrong(value, isV4 == false ? "an IPv6 address" : isV4 == true ? "an IPv4 address" : "an IP address")
    }
    return address
  }

  func endpoint(_ value: Int) throws(LineProblem) -> (IPAddress, UInt16) {
    guard document.nodes[value].kind == .string,
      let endpoint = Self.endpoint(document.strings[document.nodes[value].text])
    else { throw wrong(value, "an address and a port, such as \"10.0.0.1:80\" or \"[::1]:80\"\(orUnix)") }
    return endpoint
  }

  func connection(_ value: Int) throws(LineProblem) -> SocketTuple {
    guard document.nodes[value].kind == .string else { throw wrongConnection(value) }
    let text = document.strings[document.nodes[value].text]
    guard let arrow = text.indices.dropLast().first(where: { text[$0] == 0x2D && text[$0 + 1] == 0x3E }),
      let source = Self.endpoint(text[..<arrow]), let destination = Self.endpoint(text[(arrow + 2)...]),
      source.0.isV4 == destination.0.isV4
    else { throw wrongConnection(value) }
    return SocketTuple(
      sourceAddress: source.0, sourcePort: source.1, destinationAddress: destination.0, destinationPort: destination.1)
  }

  private func wrongConnection(_ value: Int) -> LineProblem {
    wrong(value, "two ends, such as \"10.0.0.1:40000->10.0.0.2:443\"\(orUnix)")
  }

  struct UnixSocket {
    var path: [UInt8] = []
    var source: UInt64 = 0
    var destination: UInt64 = 0
  }

  /// Nil if the value is not that of a unix socket.
  func unixSocket(_ value: Int) throws(LineProblem) -> UnixSocket? {
    var socket = UnixSocket()
    switch document.nodes[value].kind {
    case .string:
      let text = document.strings[document.nodes[value].text]
      guard text.first == UInt8(ascii: "/") else { return nil }
      socket.path = Array(text)
    case .object:
      for member in document.children(of: value) {
        switch document.key(member) {
        case "unix" where document.nodes[member].kind == .string:
          socket.path = Array(document.strings[document.nodes[member].text])
        case "source": socket.source = try document.number(member, bits: 64, isSigned: false, what) ?? 0
        case "destination": socket.destination = try document.number(member, bits: 64, isSigned: false, what) ?? 0
        case let key:
          throw LineProblem.unknown(
            "key", key, at: document.nodes[member].keyOffset, among: ["unix", "source", "destination"])
        }
      }
    default: return nil
    }
    if socket.path.contains(0) { throw wrong(value, "a path without \\u0000, which would end it") }
    return socket
  }

  /// The last colon stands in front of the port; an IPv6 address may stand in brackets.
  private static func endpoint(_ text: ArraySlice<UInt8>) -> (IPAddress, UInt16)? {
    guard let colon = text.lastIndex(of: UInt8(ascii: ":")) else { return nil }
    var address = text[..<colon]
    if address.first == UInt8(ascii: "["), address.last == UInt8(ascii: "]") { address = address.dropFirst().dropLast() }
    let digits = text[(colon + 1)...]
    guard !digits.isEmpty, digits.count <= 5, digits.allSatisfy(\.isASCIIDigit),
      let port = UInt16(exactly: digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }),
      let parsed = IPAddress(parsing: Array(address).span)
    else { return nil }
    return (parsed, port)
  }
}

extension EventBuilder {
  /// In network order.
  mutating func append(_ address: IPAddress) {
    switch address {
    case .v4(let bits): append(bits.byteSwapped)
    case .v6(let high, let low):
      append(high.byteSwapped)
      append(low.byteSwapped)
    }
  }
}
