package import Schema

/// One event, borrowed from its source: header fields decoded, parameters by place.
///
/// Every source hands over this layout (scap-format.md §3, version 2): a 26-byte header, one length for each parameter
/// (2 bytes, or 4 for types with large payloads), then the parameters back to back. Sources convert older layouts and
/// older event types before they make a view.
///
/// Sources lie in another module. What they call for every event is inlinable, which takes effect only if the type itself
/// is usable from there.
///
/// Three words: so small, a view is handed over in registers, where a larger one goes through memory and has a (needless)
/// function called for it at its end. What the header says is read from there.
@usableFromInline
package struct EventView: ~Escapable, BitwiseCopyable {
  /// Begins with a whole header. The event, and where there is one, the option with the resolved path behind it.
  @usableFromInline package let bytes: Span<UInt8>
  /// From the lowest bits: how many parameters (32 bits), processor (16), bytes of one entry of the length array (2 or 4;
  /// 8 bits), whether the event is for the state only (1), whether there is a resolved path (1).
  @usableFromInline let shape: UInt64

  @inlinable package static var headerSize: Int { @inline(__always) get { 26 } }

  /// - Parameters:
  ///   - bytes: begins with the header; of what lies behind the event's own length only our option is looked at
  ///     (`EventOption`).
  ///   - hasLargePayload: parameter lengths have 4 bytes (`EventFlags.largePayload` of the type).
  /// - Returns: nil when the lengths do not fit into the bytes.
  ///
  /// Inlined always: made out of line, the view would be put into memory in parts and read as a whole, which stalls.
  @inlinable
  @inline(__always)
  @_lifetime(copy bytes)
  package init?(_ bytes: Span<UInt8>, cpu: UInt16 = 0, isStateOnly: Bool = false, hasLargePayload: Bool) {
    guard bytes.count >= Self.headerSize else { return nil }
    // Safe: the header's fields lie inside, as was just checked.
    let length = unsafe Int(bytes.littleEndian(uncheckedAt: 16, as: UInt32.self))
    let count = unsafe Int(bytes.littleEndian(uncheckedAt: 22, as: UInt32.self))
    let width = hasLargePayload ? 4 : 2
    let lengthsEnd = Self.headerSize &+ count &* width
    guard lengthsEnd <= length, length <= bytes.count else { return nil }
    // Nothing, or padding, lies behind nearly all events.
    let end = bytes.count &- length >= EventOption.leastSize ? EventOption.end(in: bytes, behind: length) : length
    unsafe self.bytes = bytes.extracting(unchecked: 0..<end)
    shape =
      UInt64(count) | UInt64(cpu) << 32 | UInt64(width) << 48 | (isStateOnly ? 1 << 56 : 0) | (end == length ? 0 : 1 << 57)
    var total = lengthsEnd
    if hasLargePayload {
      for index in 0..<count { total += parameterLength(index) }
    } else {
      // Safe: the lengths lie inside, behind more than eight bytes of header.
      unsafe total &+= bytes.sum(uncheckedOf: count, endingAt: lengthsEnd)
    }
    if total > length { return nil }
  }

  // Safe, here and below: the header lies inside.

  /// Nanoseconds since the epoch.
  @inlinable
  package var time: UInt64 { @inline(__always) get { unsafe bytes.littleEndian(uncheckedAt: 0, as: UInt64.self) } }

  /// -1 for events without a thread.
  @inlinable
  package var threadID: Int64 { @inline(__always) get { unsafe bytes.littleEndian(uncheckedAt: 8, as: Int64.self) } }

  package var type: EventCode {
    @inline(__always) get { EventCode(rawValue: unsafe bytes.littleEndian(uncheckedAt: 20, as: UInt16.self)) }
  }

  @inlinable
  package var parameterCount: Int {
    @inline(__always) get { Int(truncatingIfNeeded: shape & 0xFFFF_FFFF) }
  }

  @inlinable
  package var cpu: UInt16 { @inline(__always) get { UInt16(truncatingIfNeeded: shape &>> 32) } }

  /// Bytes of one entry of the length array: 2 or 4.
  @inlinable
  var lengthWidth: Int { @inline(__always) get { Int(truncatingIfNeeded: shape &>> 48 & 0xFF) } }

  /// The event changes state and is never shown to rules (bit 0 of the block's flags word).
  @inlinable
  package var isStateOnly: Bool { @inline(__always) get { shape &>> 56 & 1 == 1 } }

  /// The event alone.
  @inlinable
  package var event: Span<UInt8> {
    @_lifetime(copy self)
    get { bytes.extracting(0..<Int(bytes.littleEndian(at: 16, as: UInt32.self))) }
  }

  /// The path by which the kernel knows the file that the event opened, where it was told; by place in `bytes`.
  package var resolvedPath: ByteRange? {
    guard shape &>> 57 & 1 == 1 else { return nil }
    let start = EventOption.start(behind: Int(bytes.littleEndian(at: 16, as: UInt32.self)))
    return EventOption.resolvedPath(in: bytes, from: start)
  }

  @inlinable
  func parameterLength(_ index: Int) -> Int {
    let offset = Self.headerSize + index * lengthWidth
    return lengthWidth == 2
      ? Int(bytes.littleEndian(at: offset, as: UInt16.self)) : Int(bytes.littleEndian(at: offset, as: UInt32.self))
  }

  /// Where a parameter lies in `bytes`; nil when the event has fewer.
  @inlinable
  package func range(of index: Int) -> ByteRange? {
    guard UInt(bitPattern: index) < UInt(bitPattern: parameterCount) else { return nil }
    let parameters = Self.headerSize &+ parameterCount &* lengthWidth
    if index <= 8, lengthWidth == 2, bytes.count >= Self.headerSize &+ 16 {
      // Safe: sixteen bytes behind the header are there, of which only lengths in front of the parameter's are used, and
      // its own length is among the event's.
      let low = unsafe bytes.littleEndian(uncheckedAt: Self.headerSize, as: UInt64.self)
      var start = parameters &+ Self.sum(of: min(index, 4), in: low)
      if index > 4 {
        let high = unsafe bytes.littleEndian(uncheckedAt: Self.headerSize &+ 8, as: UInt64.self)
        start &+= Self.sum(of: index &- 4, in: high)
      }
      let count = unsafe bytes.littleEndian(uncheckedAt: Self.headerSize &+ 2 &* index, as: UInt16.self)
      return ByteRange(start: start, count: Int(count))
    }
    var start = parameters
    for earlier in 0..<index { start &+= parameterLength(earlier) }
    return ByteRange(start: start, count: parameterLength(index))
  }

  /// The sum of the first numbers of 16 bits in a word, at most four.
  @inlinable
  @inline(__always)
  static func sum(of count: Int, in word: UInt64) -> Int {
    let wanted = count == 0 ? 0 : word &<< UInt64(truncatingIfNeeded: 64 &- 16 &* count)
    // The upper quarter of the product is the sum of all four; it fits, since an event has fewer bytes.
    return Int(truncatingIfNeeded: (wanted &* 0x0001_0001_0001_0001) &>> 48)
  }

  /// The bytes of a parameter; nil when the event has fewer.
  @inlinable
  @_lifetime(copy self)
  package func parameter(_ index: Int) -> Span<UInt8>? {
    guard let range = range(of: index) else { return nil }
    return bytes.extracting(range.bounds)
  }

  /// A number parameter of exactly this width; nil when it is absent or empty ("no value", scap-format.md §5.4) or has
  /// another width.
  @inlinable
  package func number<N: FixedWidthInteger & BitwiseCopyable>(_ index: Int, as type: N.Type = N.self) -> N? {
    guard let range = range(of: index), range.count == MemoryLayout<N>.size else { return nil }
    return bytes.littleEndian(at: Int(range.start), as: N.self)
  }
}

/// A stretch of bytes, by place: of an event, or of a scratch buffer. Half the size of `Range<Int>`.
@usableFromInline
package struct ByteRange: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline package var start: UInt32
  @usableFromInline package var count: UInt32

  @inlinable
  package init(start: Int, count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count = UInt32(truncatingIfNeeded: count)
  }

  @inlinable
  package var bounds: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

extension Span<UInt8> {
  /// A little-endian number at any offset, aligned or not.
  @inlinable
  @inline(__always)
  package func littleEndian<N: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: N.Type) -> N {
    precondition(offset >= 0 && offset <= count - MemoryLayout<N>.size, "number outside its bytes")
    // Safe: the range was checked, and any bit pattern is a value of an integer type.
    return unsafe N(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: N.self))
  }

  /// The same where the caller has checked that the number lies inside.
  @unsafe
  @inlinable
  @inline(__always)
  package func littleEndian<N: FixedWidthInteger & BitwiseCopyable>(uncheckedAt offset: Int, as type: N.Type) -> N {
    unsafe N(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: N.self))
  }

  /// The sum of 16-bit numbers that stand side by side up to `end`; four at a time, because every event is checked so.
  ///
  /// The caller has checked that they lie inside, and that eight bytes or more stand in front of `end`.
  @unsafe
  @inlinable
  @inline(__always)
  func sum(uncheckedOf count: Int, endingAt end: Int) -> Int {
    let even: UInt64 = 0x0000_FFFF_0000_FFFF
    // What is left over by fours stands first: the upper part of the eight bytes that end where it ends.
    let rest = count & 3
    var place = end &- 2 &* (count &- rest)
    let first = unsafe littleEndian(uncheckedAt: place &- 8, as: UInt64.self)
    let part = rest == 0 ? 0 : first &>> UInt64(truncatingIfNeeded: 64 &- 16 &* rest)
    var pairs = (part & even) &+ (part &>> 16 & even)
    while place < end {
      let four = unsafe littleEndian(uncheckedAt: place, as: UInt64.self)
      // Either half holds the sum of 2^16 numbers; events have fewer bytes than that.
      pairs &+= (four & even) &+ (four &>> 16 & even)
      place &+= 8
    }
    return Int(truncatingIfNeeded: (pairs & 0xFFFF_FFFF) &+ pairs &>> 32)
  }
}
