package import Schema

/// How the values of a term are printed.
package struct PrintStyle: Hashable, Sendable {
  /// What becomes of numbers.
  package enum Number: Hashable, Sendable {
    /// They have no printed form: shown as if there were no value (rule-language.md §9.2; so it is with `%len(…)`).
    case none
    case decimal
    /// Nine digits, for the part below a second.
    case padded
    case hex, octal
  }

  package var type: ValueType
  package var number: Number
  /// A time of day: text in a line, nanoseconds since the epoch in JSON (rule-language.md §9.4).
  package var isTimeOfDay = false

  package init(type: ValueType, number: Number) {
    self.type = type
    self.number = number
  }

  /// Of a field. `type` is that of the term: a field may take the type of what it is about.
  package init(_ field: Field, type: ValueType) {
    self.type = type
    number =
      switch field.printFormat {
      case .na, .directory: .none
      case .decimal, .id: .decimal
      case .paddedDecimal10: .padded
      case .hex: .hex
      }
    isTimeOfDay = Self.timesOfDay.contains(field.name)
  }

  private static let timesOfDay: Set = ["evt.time", "evt.time.s", "evt.time.iso8601", "evt.datetime", "evt.datetime.s"]

  /// Of an event's parameter (`evt.rawarg`): the parameter's own format. Some descriptors and processes have none in the
  /// table, and print in decimal all the same (`synthetic_modern`: `fchdir`).
  package init(_ parameter: EventParameter) {
    type = parameter.type
    number =
      switch parameter.format {
      case .na: type == .fd || type == .pid ? .decimal : .none
      case .decimal: .decimal
      case .hex: .hex
      case .octal: .octal
      }
  }

  /// JSON knows numbers in one form; in another they are strings.
  var isNumberInJSON: Bool { number == .decimal }

  /// The bits of the type, for numbers that print as bits.
  var mask: UInt64 {
    switch type {
    case .int8, .uint8, .flags8, .enumflags8, .l4proto, .sigtype: 0xFF
    case .int16, .uint16, .flags16, .enumflags16, .port, .syscallid: 0xFFFF
    case .int32, .uint32, .flags32, .enumflags32, .mode, .uid, .gid, .fd32, .pid32: 0xFFFF_FFFF
    default: .max
    }
  }
}
