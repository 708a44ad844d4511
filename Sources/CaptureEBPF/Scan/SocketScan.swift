import Matching
import Runtime

/// The sockets of each network namespace, by inode. Read once for each namespace, when the first process in it is met.
struct SocketScan {
  typealias Body = StateSnapshot.DescriptorEntry.Body

  private var namespaces: [[UInt8]: [UInt64: Body]] = [:]

  mutating func body(of inode: UInt64, in pid: Int64) -> Body {
    guard let namespace = ProcessFile.link("/proc/\(pid)/ns/net") else { return Self.unknown }
    if namespaces[namespace] == nil { namespaces[namespace] = Self.sockets(of: "/proc/\(pid)/net") }
    return namespaces[namespace]?[inode] ?? Self.unknown
  }

  /// A socket that was closed, or of a family that has no list.
  private static let unknown = Body.named(.unsupported, [])

  private static func sockets(of folder: String) -> [UInt64: Body] {
    var sockets: [UInt64: Body] = [:]
    for (file, layer4) in [("tcp", Layer4.tcp), ("tcp6", .tcp), ("udp", .udp), ("udp6", .udp), ("raw", .raw), ("raw6", .raw)] {
      for line in ProcessFile.read("\(folder)/\(file)", limit: 64 << 20).lines.dropFirst() {
        let fields = line.split(separator: UInt8(ascii: " "))
        guard fields.count > 9, let own = end(fields[1]), let other = end(fields[2]), let inode = decimal(fields[9]) else { continue }
        sockets[inode] =
          other.port == 0
          ? .server(address: own.address, port: own.port, layer4)
          : .connection(
            SocketTuple(
              sourceAddress: own.address, sourcePort: own.port, destinationAddress: other.address, destinationPort: other.port),
            layer4)
      }
    }
    for line in ProcessFile.read("\(folder)/unix", limit: 64 << 20).lines.dropFirst() {
      // "ADDRESS: …", seven fields, and a path that may have blanks.
      let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 7)
      guard fields.count > 6, let inode = decimal(fields[6]), let address = hexadecimal(fields[0].dropLast()) else { continue }
      sockets[inode] = .unix(source: address, destination: 0, path: fields.count > 7 ? Array(fields[7]) : [])
    }
    for line in ProcessFile.read("\(folder)/netlink", limit: 64 << 20).lines.dropFirst() {
      if let last = line.split(separator: UInt8(ascii: " ")).last, let inode = decimal(last) { sockets[inode] = .named(.netlink, []) }
    }
    return sockets
  }

  /// "0100007F:1F90", or four such words for IPv6: words as the processor has them in memory, the port as a number.
  private static func end(_ text: ArraySlice<UInt8>) -> (address: IPAddress, port: UInt16)? {
    let parts = text.split(separator: UInt8(ascii: ":"))
    guard parts.count == 2, let port = hexadecimal(parts[1]) else { return nil }
    var words: [UInt64] = []
    var rest = parts[0]
    while rest.count >= 8 {
      guard let word = hexadecimal(rest.prefix(8)) else { return nil }
      words.append(UInt64(UInt32(word).byteSwapped))
      rest = rest.dropFirst(8)
    }
    switch words.count {
    case 1: return (.v4(UInt32(words[0])), UInt16(truncatingIfNeeded: port))
    case 4: return (.v6(high: words[0] << 32 | words[1], low: words[2] << 32 | words[3]), UInt16(truncatingIfNeeded: port))
    default: return nil
    }
  }

  private static func decimal(_ text: ArraySlice<UInt8>) -> UInt64? { UInt64(String(decoding: text, as: UTF8.self)) }
  private static func hexadecimal(_ text: ArraySlice<UInt8>) -> UInt64? { UInt64(String(decoding: text, as: UTF8.self), radix: 16) }
}
