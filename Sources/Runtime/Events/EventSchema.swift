package import Schema

/// A name that parameters have, in whichever types: an index into `EventTable.parameterNames`.
package struct ParameterName: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }
}

/// The event table in the form that the event path reads: arrays by event code, nothing to look up by name.
package struct EventSchema: Sendable {
  /// By code.
  package let types: [EventType]

  package init(_ events: EventTable) {
    types = events.types
  }

  /// Where a type has the parameter; nil where it has none of this name.
  package func place(of name: ParameterName, in type: EventCode) -> Int? { nil }
}
