/// How long an answer about a field stays true (design.md §5.3). Ordered: the class of a check is the greatest
/// class among its fields.
///
/// A field of class `descriptor` may also hang on `StateDependency.event`: where the event has no descriptor entry (a
/// failed open), its parameters supply the value. Answers may be kept beside an entry, never for the want of one.
package enum DependencyClass: UInt8, Sendable, CaseIterable, Comparable, Spelled {
  /// The same for every event.
  case constant
  /// Fixed for one machine or capture.
  case host
  case user, container, process, ancestry, descriptor
  /// Anything may differ from one event to the next.
  case event

  package static func < (a: DependencyClass, b: DependencyClass) -> Bool { a.rawValue < b.rawValue }

  /// For rows and dumps.
  package var name: String {
    switch self {
    case .constant: "constant"
    case .host: "host"
    case .user: "user"
    case .container: "container"
    case .process: "process"
    case .ancestry: "ancestry"
    case .descriptor: "descriptor"
    case .event: "event"
    }
  }

  static let words = NameTable(allCases.map { $0.name })
}

/// The pieces of state that a field's value hangs on: what must change before an answer may change.
package struct StateDependency: OptionSet, Hashable, Sendable, BitwiseCopyable, Spelled {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The entry of the acting thread itself (name, ids, capabilities).
  package static let thread = StateDependency(rawValue: 1 << 0)
  /// The main thread of its group (arguments, environment, working directory, table of descriptors).
  package static let mainThread = StateDependency(rawValue: 1 << 1)
  /// The leader of its process group, another process.
  package static let groupLeader = StateDependency(rawValue: 1 << 2)
  /// The leader of its session, another process.
  package static let sessionLeader = StateDependency(rawValue: 1 << 3)
  /// Any ancestor.
  package static let ancestors = StateDependency(rawValue: 1 << 4)
  /// The entry of the event's descriptor.
  package static let descriptor = StateDependency(rawValue: 1 << 5)
  package static let container = StateDependency(rawValue: 1 << 6)
  package static let userTable = StateDependency(rawValue: 1 << 7)
  /// Threads that are no relatives (counts, parameters that name a process).
  package static let otherThreads = StateDependency(rawValue: 1 << 8)
  /// The value changes by itself: the clock, memory in use.
  package static let time = StateDependency(rawValue: 1 << 9)
  /// The event's own header or parameters.
  package static let event = StateDependency(rawValue: 1 << 10)

  /// In the order of the bits, for rows and dumps.
  package static let names = [
    "thread", "main-thread", "group-leader", "session-leader", "ancestors", "descriptor", "container", "user-table",
    "other-threads", "time", "event",
  ]

  static let words = NameTable(names)
}
