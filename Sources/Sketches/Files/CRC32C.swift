/// The CRC of Castagnoli (RFC 3720 B.4): finds which section of a file is damaged. What a file means as a whole is SHA-256's.
enum CRC32C {
  static func checksum(_ bytes: Span<UInt8>) -> UInt32 {
    var state = ~UInt32(0)
    for index in bytes.indices { state = table[Int(UInt8(truncatingIfNeeded: state) ^ bytes[index])] ^ state >> 8 }
    return ~state
  }

  /// By byte, for the reversed polynomial.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { state, _ in state & 1 == 1 ? state >> 1 ^ 0x82F6_3B78 : state >> 1 }
  }
}
