package import Schema

/// One event, borrowed from its source: header fields decoded, parameters by place.
///
/// Layout (scap-format.md §3, version 2): a 26-byte header, one length for each parameter (2 bytes, or 4 for types
/// with large payloads), then the parameters back to back.
package struct EventView: ~Escapable {
  package let bytes: RawSpan
  /// Nanoseconds since the epoch.
  package let time: UInt64
  /// All ones for events without a thread.
  package let threadID: UInt64
  package let type: EventCode
  package let parameterCount: Int
  private let lengthWidth: Int

  package static let headerSize = 26

  /// - Parameter hasLargePayload: parameter lengths have 4 bytes.
  /// - Returns: nil when the lengths do not fit into the bytes.
  @_lifetime(copy bytes)
  package init?(_ bytes: RawSpan, hasLargePayload: (EventCode) -> Bool) {
    guard bytes.byteCount >= Self.headerSize else { return nil }
    let length = Int(bytes.littleEndian(at: 16, as: UInt32.self))
    let code = EventCode(rawValue: bytes.littleEndian(at: 20, as: UInt16.self))
    let count = Int(bytes.littleEndian(at: 22, as: UInt32.self))
    let width = hasLargePayload(code) ? 4 : 2
    guard length >= Self.headerSize, length <= bytes.byteCount, count <= (length - Self.headerSize) / width else {
      return nil
    }
    self.bytes = bytes.extracting(0..<length)
    time = bytes.littleEndian(at: 0, as: UInt64.self)
    threadID = bytes.littleEndian(at: 8, as: UInt64.self)
    type = code
    parameterCount = count
    lengthWidth = width
    var total = Self.headerSize + count * width
    for index in 0..<count {
      total += parameterLength(index)
      if total > length { return nil }
    }
  }

  private func parameterLength(_ index: Int) -> Int {
    let offset = Self.headerSize + index * lengthWidth
    return lengthWidth == 2
      ? Int(bytes.littleEndian(at: offset, as: UInt16.self)) : Int(bytes.littleEndian(at: offset, as: UInt32.self))
  }

  /// The bytes of a parameter; nil when the event has fewer.
  @_lifetime(copy self)
  package func parameter(_ index: Int) -> RawSpan? {
    guard index < parameterCount else { return nil }
    var start = Self.headerSize + parameterCount * lengthWidth
    for earlier in 0..<index { start += parameterLength(earlier) }
    return bytes.extracting(start..<start + parameterLength(index))
  }
}

extension RawSpan {
  /// A little-endian number at any offset, aligned or not.
  package func littleEndian<N: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: N.Type) -> N {
    precondition(offset >= 0 && offset + MemoryLayout<N>.size <= byteCount, "number outside its bytes")
    // Safe: the range was checked, and any bit pattern is a value of an integer type.
    return unsafe N(littleEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: N.self))
  }
}
