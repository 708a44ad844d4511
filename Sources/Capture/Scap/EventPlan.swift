import Schema

/// What to do with events of a type, in one byte, looked up for every event: most are handed over as they are.
struct EventPlan: Hashable, Sendable, BitwiseCopyable {
  private let rawValue: UInt8

  /// Handed over, however many parameters it has.
  static let pass = EventPlan(rawValue: 0xFF)
  /// Handed over; parameter lengths have 32 bits.
  static let passLarge = EventPlan(rawValue: 0xFE)
  /// Nobody wants it: unused types, enter events of old types that no exit asks for.
  static let drop = EventPlan(rawValue: 0xFD)
  /// The converter decides.
  static let convert = EventPlan(rawValue: 0xFC)
  /// An event that cannot be: a type that is not used any more and has no conversion.
  static let refuse = EventPlan(rawValue: 0xFB)
  /// Handed over if it has exactly this many parameters; the converter decides otherwise.
  static func pass(exactly count: Int) -> EventPlan { EventPlan(rawValue: UInt8(count)) }

  private init(rawValue: UInt8) { self.rawValue = rawValue }

  @inline(__always)
  func passes(_ count: UInt32) -> Bool { rawValue == 0xFF || rawValue < 0x80 && UInt32(rawValue) == count }

  /// The same for `EventRun`.
  var parameterCount: UInt8 { rawValue }

  /// By event code (scap-format.md §5.1).
  static let all = EventTable.syscall.types.map { EventPlan($0) }

  private init(_ type: EventType) {
    let isOld = type.flags.contains(.oldVersion)
    if type.flags.contains(.unused) {
      self = .drop
    } else if type.flags.contains(.converted) {
      self = type.isEnter || isOld ? .convert : .pass(exactly: type.parameters.count)
    } else if isOld {
      self = type.isEnter ? .drop : .refuse
    } else {
      self = type.flags.contains(.largePayload) ? .passLarge : .pass
    }
  }
}
