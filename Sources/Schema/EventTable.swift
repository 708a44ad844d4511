/// One parameter of an event type.
package struct EventParameter: Sendable {
  package let name: String
  package let type: ValueType
  /// How the raw number prints.
  package let format: ParameterFormat
  /// Names of flag values, for flag and enum types.
  package let flagSet: String?
  /// For a relative path: the parameter that holds the directory descriptor.
  package let directoryParameter: Int?
  /// For a dynamically typed parameter: the table that maps its first byte to a type.
  package let dynamicTable: String?
}

package enum ParameterFormat: UInt8, Sendable, CaseIterable {
  case na, decimal, hex, octal, id, paddedDecimal10, directory, list
}

package struct EventFlags: OptionSet, Hashable, Sendable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// One event type: half of a pair (enter, exit). Source: reference/events.json.
package struct EventType: Sendable {
  package let code: EventCode
  /// What `evt.type` gives: "openat".
  package let name: String
  /// The schema's own name for this version: "PPME_SYSCALL_OPENAT_2_X".
  package let symbol: String
  package let flags: EventFlags
  package let parameters: [EventParameter]

  package var isEnter: Bool { code.rawValue & 1 == 0 }
}
