/// A stretch of a capture: the blocks of events that lie in it one behind the other, as far as they need no further look.
///
/// It stands here, beside what is done with events, so that the loop from one block to the next is compiled as a whole.
/// A block (scap-format.md §1): id (4 bytes), length of all of it (4), processor (2), the event, the length again (4).
package struct EventRun: ~Escapable {
  /// The id of nearly all blocks: events of version 2 without flags.
  package static var blockID: UInt32 { 0x216 }
  /// In front of the event; behind it stand four bytes more.
  @inline(__always) private static var headSize: Int { 10 }

  private let bytes: Span<UInt8>
  private let limit: Int
  /// By event type.
  private let passing: Span<UInt8>
  /// The bytes that were used, and the events that they held.
  package private(set) var offset = 0
  package private(set) var count: UInt64 = 0

  /// - Parameters:
  ///   - bytes: begin with a block.
  ///   - limit: blocks that are longer are left to the caller, in bytes.
  ///   - passing: by event type, how many parameters an event has to have to be handed over as it is; 255 for any number,
  ///     other values from 128 on for none. What is not in the table is left to the caller.
  @_lifetime(copy bytes, copy passing)
  package init(_ bytes: Span<UInt8>, limit: Int, passing: Span<UInt8>) {
    self.bytes = bytes
    self.limit = limit
    self.passing = passing
  }

  /// The next event. Nil says nothing but that the block at `offset` is not one of those: it may be of another kind, damaged,
  /// or not there as a whole.
  @inline(__always)
  @_lifetime(copy self)
  package mutating func next() -> EventView? {
    let start = offset &+ Self.headSize
    guard start &+ EventView.headerSize &+ 4 <= bytes.count else { return nil }
    // Safe: what is read lies in front of the header's end, or of that of the block, which were checked.
    let total = unsafe Int(bytes.littleEndian(uncheckedAt: offset &+ 4, as: UInt32.self))
    let end = offset &+ total
    guard unsafe bytes.littleEndian(uncheckedAt: offset, as: UInt32.self) == Self.blockID,
      total >= Self.headSize &+ EventView.headerSize &+ 4, total <= limit, end <= bytes.count,
      unsafe bytes.littleEndian(uncheckedAt: end &- 4, as: UInt32.self) == UInt32(truncatingIfNeeded: total)
    else { return nil }
    let type = unsafe Int(bytes.littleEndian(uncheckedAt: start &+ 20, as: UInt16.self))
    guard type < passing.count else { return nil }
    let wanted = unsafe passing[unchecked: type]
    if wanted != 0xFF {
      let parameters = unsafe bytes.littleEndian(uncheckedAt: start &+ 22, as: UInt32.self)
      guard wanted < 0x80, UInt32(wanted) == parameters else { return nil }
    }
    let event = unsafe bytes.extracting(unchecked: Range(uncheckedBounds: (start, end &- 4)))
    let cpu = unsafe bytes.littleEndian(uncheckedAt: offset &+ 8, as: UInt16.self)
    guard let view = EventView(event, cpu: cpu, hasLargePayload: false) else { return nil }
    offset = end
    count &+= 1
    return view
  }

  /// Lets `next` give the last event once more.
  ///
  /// - Parameter offset: what it was before that event.
  mutating func putBack(to offset: Int) {
    self.offset = offset
    count &-= 1
  }
}
