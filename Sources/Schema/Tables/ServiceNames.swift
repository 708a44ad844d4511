/// The names that ports may be written with in conditions (`fd.sport = https`).
///
/// The incumbent asks the services database of the host it runs on. Ours is built in, so that a rule means the same on
/// every machine; it covers the database that Debian ships. A row is `PORT NAME…`; the protocol makes no difference.
package enum ServiceNames {
  private static let table: (names: NameTable, ports: [UInt16]) = {
    var names = NameTable(capacity: 384)
    var ports: [UInt16] = []
    withBytes(of: rows) { bytes in
      var position = 0
      while let entry = bytes.nextEntry(&position) {
        var column = entry.head.lowerBound
        guard let first = bytes.nextWord(&column, before: entry.head.upperBound),
          let port: UInt16 = bytes.number(in: first)
        else { preconditionFailure("not a service: '\(bytes.string(in: entry.head))'") }
        while let name = bytes.nextWord(&column, before: entry.head.upperBound) {
          if names.insert(bytes.extracting(name)).isNew { ports.append(port) }
        }
      }
    }
    return (names, ports)
  }()

  /// The port of the service; nil for a name nobody knows. Names are case-sensitive, as in the database.
  package static func port(named name: String) -> UInt16? {
    table.names.index(of: name).map { table.ports[$0] }
  }

  /// All names, by port, for the help of a message.
  package static var names: [String] { table.ports.indices.map { table.names[$0] } }
}
