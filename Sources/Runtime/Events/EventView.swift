package import Schema

/// One event, borrowed from its source: header fields decoded, parameters by place.
///
/// Every source hands over this layout (scap-format.md §3, version 2): a 26-byte header, one length for each parameter
/// (2 bytes, or 4 for types with large payloads), then the parameters back to back. Sources convert older layouts and
/// older event types before they make a view.
package struct EventView: ~Escapable {
  package let bytes: Span<UInt8>
  /// Nanoseconds since the epoch.
  package let time: UInt64
  /// -1 for events without a thread.
  package let threadID: Int64
  package let type: EventCode
  package let cpu: UInt16
  /// The event changes state and is never shown to rules (bit 0 of the block's flags word).
  package let isStateOnly: Bool
  package let parameterCount: Int
  /// Bytes of one entry of the length array: 2 or 4.
  private let lengthWidth: Int

  package static let headerSize = 26

  /// - Parameters:
  ///   - bytes: begins with the header; what lies behind the event's own length is ignored.
  ///   - hasLargePayload: parameter lengths have 4 bytes (`EventFlags.largePayload` of the type).
  /// - Returns: nil when the lengths do not fit into the bytes.
  @_lifetime(copy bytes)
  package init?(_ bytes: Span<UInt8>, cpu: UInt16 = 0, isStateOnly: Bool = false, hasLargePayload: Bool) {
    guard bytes.count >= Self.headerSize else { return nil }
    let length = Int(bytes.littleEndian(at: 16, as: UInt32.self))
    let count = Int(bytes.littleEndian(at: 22, as: UInt32.self))
    let width = hasLargePayload ? 4 : 2
    guard length >= Self.headerSize, length <= bytes.count, count <= (length - Self.headerSize) / width else {
      return nil
    }
    self.bytes = bytes.extracting(0..<length)
    time = bytes.littleEndian(at: 0, as: UInt64.self)
    threadID = bytes.littleEndian(at: 8, as: Int64.self)
    type = EventCode(rawValue: bytes.littleEndian(at: 20, as: UInt16.self))
    self.cpu = cpu
    self.isStateOnly = isStateOnly
    parameterCount = count
    lengthWidth = width
    var total = Self.headerSize + count * width
    for index in 0..<count { total += parameterLength(index) }
    if total > length { return nil }
  }

  private func parameterLength(_ index: Int) -> Int {
    let offset = Self.headerSize + index * lengthWidth
    return lengthWidth == 2
      ? Int(bytes.littleEndian(at: offset, as: UInt16.self)) : Int(bytes.littleEndian(at: offset, as: UInt32.self))
  }

  /// Where a parameter lies in `bytes`; nil when the event has fewer.
  package func range(of index: Int) -> ByteRange? {
    guard index < parameterCount else { return nil }
    var start = Self.headerSize + parameterCount * lengthWidth
    for earlier in 0..<index { start += parameterLength(earlier) }
    return ByteRange(start: start, count: parameterLength(index))
  }

  /// The bytes of a parameter; nil when the event has fewer.
  @_lifetime(copy self)
  package func parameter(_ index: Int) -> Span<UInt8>? {
    guard let range = range(of: index) else { return nil }
    return bytes.extracting(range.bounds)
  }

  /// A number parameter of exactly this width; nil when it is absent or empty ("no value", scap-format.md §5.4) or has
  /// another width.
  package func number<N: FixedWidthInteger & BitwiseCopyable>(_ index: Int, as type: N.Type = N.self) -> N? {
    guard let range = range(of: index), range.count == MemoryLayout<N>.size else { return nil }
    return bytes.littleEndian(at: Int(range.start), as: N.self)
  }
}

/// A stretch of bytes, by place: of an event, or of a scratch buffer. Half the size of `Range<Int>`.
package struct ByteRange: Hashable, Sendable, BitwiseCopyable {
  package var start: UInt32
  package var count: UInt32

  package init(start: Int, count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count = UInt32(truncatingIfNeeded: count)
  }

  package var bounds: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

extension Span<UInt8> {
  /// A little-endian number at any offset, aligned or not.
  package func littleEndian<N: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: N.Type) -> N {
    precondition(offset >= 0 && offset <= count - MemoryLayout<N>.size, "number outside its bytes")
    // Safe: the range was checked, and any bit pattern is a value of an integer type.
    return unsafe N(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: N.self))
  }
}
