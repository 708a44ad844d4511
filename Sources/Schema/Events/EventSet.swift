/// The code of an event type: an index into the event table, even for enter events, odd for exit events.
@usableFromInline
package struct EventCode: Hashable, Sendable, RawRepresentable, BitwiseCopyable, Comparable {
  @usableFromInline package let rawValue: UInt16
  @inlinable package init(rawValue: UInt16) { self.rawValue = rawValue }
  @inlinable package static func < (a: EventCode, b: EventCode) -> Bool { a.rawValue < b.rawValue }

  /// What a plugin that is a source of events gives.
  package static let pluginEvent = EventCode(rawValue: 322)
  /// Of any source, with a name of its own.
  package static let asynchronousEvent = EventCode(rawValue: 402)
}

/// A set of event codes, held in place: 512 bits.
package struct EventSet: Hashable, Sendable, BitwiseCopyable {
  /// Codes from 0 up to, not including, this fit.
  package static let capacity = 512

  private var words: SIMD8<UInt64> = .zero

  package init() {}

  package init(_ codes: [EventCode]) {
    for code in codes { insert(code) }
  }

  package var isEmpty: Bool { words == .zero }

  package var count: Int {
    var total = 0
    for index in 0..<8 { total += words[index].nonzeroBitCount }
    return total
  }

  package func contains(_ code: EventCode) -> Bool {
    words[Int(code.rawValue) >> 6] >> UInt64(code.rawValue & 63) & 1 == 1
  }

  /// - Precondition: `code` is less than `capacity`.
  package mutating func insert(_ code: EventCode) {
    precondition(Int(code.rawValue) < Self.capacity, "event code outside the table")
    words[Int(code.rawValue) >> 6] |= 1 << UInt64(code.rawValue & 63)
  }

  package func union(_ other: EventSet) -> EventSet { EventSet(words: words | other.words) }
  package func intersection(_ other: EventSet) -> EventSet { EventSet(words: words & other.words) }
  package func subtracting(_ other: EventSet) -> EventSet { EventSet(words: words & ~other.words) }

  private init(words: SIMD8<UInt64>) { self.words = words }

  /// The codes in ascending order.
  package var codes: [EventCode] {
    var result: [EventCode] = []
    for index in 0..<8 {
      var word = words[index]
      while word != 0 {
        result.append(EventCode(rawValue: UInt16(index * 64 + word.trailingZeroBitCount)))
        word &= word - 1
      }
    }
    return result
  }
}
