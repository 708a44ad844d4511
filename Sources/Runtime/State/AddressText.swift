package import Matching

/// How addresses, ports and connections are written in names (state-engine.md §5.2): IPv6 without brackets.
package enum AddressText {
  package static func append(_ address: IPAddress, port: UInt16, to text: inout [UInt8]) {
    address.append(to: &text)
    text.append(UInt8(ascii: ":"))
    text.append(decimal: UInt64(port))
  }

  /// `source:port->destination:port`; without ports for protocols that have none.
  package static func append(_ tuple: SocketTuple, _ layer4: Layer4, to text: inout [UInt8]) {
    if layer4 == .raw || layer4 == .icmp {
      tuple.sourceAddress.append(to: &text)
      text.append("->")
      tuple.destinationAddress.append(to: &text)
    } else {
      append(tuple.sourceAddress, port: tuple.sourcePort, to: &text)
      text.append("->")
      append(tuple.destinationAddress, port: tuple.destinationPort, to: &text)
    }
  }
}
