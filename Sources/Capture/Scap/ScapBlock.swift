package import Runtime
package import Schema

// Capture: files of recorded events. In: the bytes of a .scap file. Out: events, borrowed. Not here: what events mean.

/// The kinds of block that the reader tells apart (scap-format.md §1.2).
enum ScapBlockType {
  static let sectionHeader: UInt32 = 0x0A0D_0D0A
  /// Event blocks of version 2: with or without a flags word, with 16- or 32-bit parameter lengths.
  static let event: UInt32 = 0x216
  static let eventLarge: UInt32 = 0x221
  static let eventWithFlags: UInt32 = 0x217
  static let eventWithFlagsLarge: UInt32 = 0x222
}

/// Why a capture ended early.
package enum ScapError: Error, Hashable {
  case notACapture
  /// The block at the offset says it is longer than what is left, or shorter than a block.
  case truncated(offset: Int)
}

/// Walks the blocks of a decompressed capture and hands each event to `body`.
package struct ScapWalker: ~Escapable {
  private let bytes: RawSpan
  private let events: EventTable

  @_lifetime(copy bytes)
  package init(_ bytes: RawSpan, events: EventTable) throws(ScapError) {
    guard bytes.byteCount >= 12, bytes.littleEndian(at: 0, as: UInt32.self) == ScapBlockType.sectionHeader,
      bytes.littleEndian(at: 8, as: UInt32.self) == 0x1A2B_3C4D
    else { throw .notACapture }
    self.bytes = bytes
    self.events = events
  }

  package func forEachEvent(_ body: (borrowing EventView) -> Void) throws(ScapError) {
    var offset = 0
    while offset < bytes.byteCount {
      guard offset + 12 <= bytes.byteCount else { throw .truncated(offset: offset) }
      let type = bytes.littleEndian(at: offset, as: UInt32.self)
      let length = Int(bytes.littleEndian(at: offset + 4, as: UInt32.self))
      guard length >= 12, offset + length <= bytes.byteCount else { throw .truncated(offset: offset) }
      if let start = Self.eventStart(type) {
        let body_ = bytes.extracting(min(offset + 8 + start, offset + length - 4)..<offset + length - 4)
        if let event = EventView(body_, hasLargePayload: { events[$0].flags.contains(.largePayload) }) { body(event) }
      }
      offset += length
    }
  }

  /// Where the event begins behind the block header, for event blocks: behind the CPU number and the flags.
  private static func eventStart(_ type: UInt32) -> Int? {
    switch type {
    case ScapBlockType.event, ScapBlockType.eventLarge: 2
    case ScapBlockType.eventWithFlags, ScapBlockType.eventWithFlagsLarge: 6
    default: nil
    }
  }
}
