/// Why a capture ends before its end, or cannot begin. Everything before that place was handed over.
package struct CaptureError: Error, Hashable, Sendable {
  package enum Cause: Hashable, Sendable {
    /// The operating system refuses to open or read.
    case unreadable
    /// The operating system refuses to create or write.
    case unwritable
    /// The bytes are none of the formats that we read.
    case unknownFormat
    /// The file breaks off, or its framing does not hold.
    case damaged
    /// A whole capture without a single event.
    case noEvents
    /// Somebody asked for it while there was nothing to read (`ReadingStop`).
    case stopped
  }

  package let cause: Cause
  /// Where, in the decompressed bytes; nil where no place is to blame.
  package let offset: UInt64?
  /// What is wrong and what was expected, as a clause without a capital.
  package let problem: String

  package init(_ cause: Cause, offset: UInt64? = nil, _ problem: String) {
    self.cause = cause
    self.offset = offset
    self.problem = problem
  }
}

/// What became of the events of a capture, and what was left out of it.
package struct CaptureCounters: Hashable, Sendable {
  /// Events handed over.
  package var events: UInt64 = 0
  /// Of these, events that were rewritten: from an older version of their type, or of the file.
  package var converted: UInt64 = 0
  /// Enter events kept for their exit, and events of types that are not used any more: nobody sees them, by design.
  package var absorbed: UInt64 = 0
  /// Events that do not fit their own block, or have no conversion.
  package var malformed: UInt64 = 0
  /// Events of types that the event table does not know.
  package var unknownTypes: UInt64 = 0
  /// Process, descriptor, user or interface lists with entries that do not fit; these entries are left out.
  package var malformedTables: UInt64 = 0

  package init() {}
}
