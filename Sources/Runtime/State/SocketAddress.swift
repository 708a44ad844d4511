package import Matching

/// What lies in `Descriptor.tuple`: the ends of a socket, in the layout of event parameters (scap-format.md §4.1, §4.2),
/// v4-mapped addresses as IPv4.
package enum SocketEnds: Hashable, Sendable, BitwiseCopyable {
  /// The socket has no address yet, or the descriptor is none.
  case none
  /// Client and server, as far as the roles are known.
  case connection(SocketTuple)
  /// A server's own address.
  case server(IPAddress, port: UInt16)
  /// Addresses in the kernel.
  case unix(source: UInt64, destination: UInt64)

  /// From a parameter of type SOCKTUPLE or SOCKADDR; `none` for a unix address and for what does not read.
  package init(parameter bytes: Span<UInt8>) {
    guard bytes.count > 0 else {
      self = .none
      return
    }
    switch (bytes[0], bytes.count) {
    case (SocketFamily.ipv4, 13): self = .connection(SocketTuple(bytes, addressSize: 4))
    case (SocketFamily.ipv6, 37): self = .connection(SocketTuple(bytes, addressSize: 16))
    case (SocketFamily.ipv4, 7): self = .server(bytes.address(at: 1, size: 4), port: bytes.littleEndian(at: 5, as: UInt16.self))
    case (SocketFamily.ipv6, 19):
      self = .server(bytes.address(at: 1, size: 16), port: bytes.littleEndian(at: 17, as: UInt16.self))
    case (SocketFamily.unix, 17...):
      self = .unix(
        source: bytes.littleEndian(at: 1, as: UInt64.self), destination: bytes.littleEndian(at: 9, as: UInt64.self))
    default: self = .none
    }
  }

  /// The same layout; a unix socket without its path, which is part of the name.
  func append(to bytes: inout [UInt8]) {
    switch self {
    case .none: break
    case .connection(let tuple):
      bytes.append(tuple.isV4 ? SocketFamily.ipv4 : SocketFamily.ipv6)
      bytes.append(networkOrder: tuple.sourceAddress)
      bytes.append(littleEndian: UInt64(tuple.sourcePort), count: 2)
      bytes.append(networkOrder: tuple.destinationAddress)
      bytes.append(littleEndian: UInt64(tuple.destinationPort), count: 2)
    case .server(let address, let port):
      bytes.append(address.isV4 ? SocketFamily.ipv4 : SocketFamily.ipv6)
      bytes.append(networkOrder: address)
      bytes.append(littleEndian: UInt64(port), count: 2)
    case .unix(let source, let destination):
      bytes.append(SocketFamily.unix)
      bytes.append(littleEndian: source, count: 8)
      bytes.append(littleEndian: destination, count: 8)
    }
  }

  /// The path of a unix parameter, clean.
  static func appendPath(_ bytes: Span<UInt8>, from start: Int, to text: inout [UInt8]) {
    let path = bytes.extracting(min(start, bytes.count)..<bytes.count)
    PrintableText.append(path.extracting(0..<path.countBeforeNUL), to: &text)
  }

  /// `source->destination path`, from a unix SOCKTUPLE; addresses in hex.
  static func appendUnixName(_ bytes: Span<UInt8>, to text: inout [UInt8]) {
    guard case .unix(let source, let destination) = SocketEnds(parameter: bytes) else { return }
    text.append(lowercaseHex: source)
    text.append("->")
    text.append(lowercaseHex: destination)
    text.append(UInt8(ascii: " "))
    appendPath(bytes, from: 17, to: &text)
  }
}

/// Address families as events have them.
enum SocketFamily {
  static let unix: UInt8 = 1
  static let ipv4: UInt8 = 2
  static let ipv6: UInt8 = 10
  static let netlink: UInt8 = 16
}

extension State {
  package func ends(of descriptor: Descriptor) -> SocketEnds { SocketEnds(parameter: symbols.bytes(descriptor.tuple)) }
}

extension SocketTuple {
  fileprivate init(_ bytes: Span<UInt8>, addressSize size: Int) {
    self.init(
      sourceAddress: bytes.address(at: 1, size: size), sourcePort: bytes.littleEndian(at: 1 + size, as: UInt16.self),
      destinationAddress: bytes.address(at: 3 + size, size: size),
      destinationPort: bytes.littleEndian(at: 3 + 2 * size, as: UInt16.self))
  }

  package var isV4: Bool { sourceAddress.isV4 }

  /// The other end first.
  var swapped: SocketTuple {
    SocketTuple(
      sourceAddress: destinationAddress, sourcePort: destinationPort, destinationAddress: sourceAddress,
      destinationPort: sourcePort)
  }

  /// With IPv4 addresses where both ends are IPv4 in IPv6 form.
  var unmapped: SocketTuple {
    guard let source = sourceAddress.mappedV4, let destination = destinationAddress.mappedV4 else { return self }
    return SocketTuple(
      sourceAddress: source, sourcePort: sourcePort, destinationAddress: destination, destinationPort: destinationPort)
  }
}

extension IPAddress {
  /// The IPv4 address that an IPv6 one stands for: `::ffff:a.b.c.d`, and `::`, which is every IPv4 address as well.
  var mappedV4: IPAddress? {
    guard case .v6(let high, let low) = self, high == 0 else { return nil }
    return low >> 32 == 0xFFFF || low == 0 ? .v4(UInt32(truncatingIfNeeded: low)) : nil
  }
}

extension Span<UInt8> {
  fileprivate func address(at offset: Int, size: Int) -> IPAddress {
    if size == 4 { return .v4(littleEndian(at: offset, as: UInt32.self).byteSwapped) }
    return .v6(
      high: littleEndian(at: offset, as: UInt64.self).byteSwapped,
      low: littleEndian(at: offset + 8, as: UInt64.self).byteSwapped)
  }
}

extension [UInt8] {
  fileprivate mutating func append(networkOrder address: IPAddress) {
    switch address {
    case .v4(let bits): append(littleEndian: UInt64(bits.byteSwapped), count: 4)
    case .v6(let high, let low):
      append(littleEndian: high.byteSwapped, count: 8)
      append(littleEndian: low.byteSwapped, count: 8)
    }
  }

  mutating func append(littleEndian number: UInt64, count: Int) {
    for index in 0..<count { append(UInt8(truncatingIfNeeded: number >> UInt64(index * 8))) }
  }
}

/// Ports, as a set of 65536 bits.
struct PortSet: Sendable {
  private var words = [UInt64](repeating: 0, count: 1024)

  func contains(_ port: UInt16) -> Bool { words[Int(port >> 6)] >> UInt64(port & 63) & 1 == 1 }
  mutating func insert(_ port: UInt16) { words[Int(port >> 6)] |= 1 << UInt64(port & 63) }
}
