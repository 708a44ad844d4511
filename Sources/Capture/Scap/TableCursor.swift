import Matching
import Runtime

/// Reads fields one after the other. A field that does not fit any more marks the cursor and reads as nothing, so that an
/// entry is judged once, at its end.
struct TableCursor: ~Escapable {
  private let bytes: Span<UInt8>
  private(set) var position = 0
  /// A field did not fit.
  private(set) var isShort = false

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
  }

  var remaining: Int { bytes.count - position }

  mutating func number<N: FixedWidthInteger & BitwiseCopyable>(as type: N.Type = N.self) -> N {
    guard remaining >= MemoryLayout<N>.size else {
      isShort = true
      return 0
    }
    defer { position += MemoryLayout<N>.size }
    return bytes.littleEndian(at: position, as: N.self)
  }

  /// A field that entries of older writers lack.
  mutating func number<N: FixedWidthInteger & BitwiseCopyable>(orIfAbsent value: N) -> N {
    remaining >= MemoryLayout<N>.size ? number() : value
  }

  /// A byte count of 16 bits, and the bytes.
  mutating func string() -> [UInt8] {
    string(Int(number(as: UInt16.self)))
  }

  mutating func string(_ count: Int) -> [UInt8] {
    guard let range = take(count) else { return [] }
    return [UInt8](bytes.extracting(range))
  }

  mutating func address(isV4: Bool) -> IPAddress {
    guard let range = take(isV4 ? 4 : 16), let address = IPAddress(networkOrder: bytes.extracting(range)) else {
      return .v4(0)
    }
    return address
  }

  /// A cursor over the next bytes, as many of `count` as there are.
  @_lifetime(copy self)
  mutating func entry(_ count: Int) -> TableCursor {
    guard let range = take(count) else { return TableCursor(bytes.extracting(0..<0)) }
    return TableCursor(bytes.extracting(range))
  }

  mutating func markShort() { isShort = true }

  private mutating func take(_ count: Int) -> Range<Int>? {
    guard count >= 0, count <= remaining else {
      isShort = true
      return nil
    }
    defer { position += count }
    return position..<position + count
  }
}

extension [UInt8] {
  /// A copy of borrowed bytes.
  init(_ bytes: Span<UInt8>) {
    // Safe: the buffer is read before the call ends.
    self = unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
  }
}
