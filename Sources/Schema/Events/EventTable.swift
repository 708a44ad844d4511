/// The event types and the names that rules know them by. Both are read at their first use: checking a rule needs
/// no types.
package struct EventTable: Sendable {
  /// System calls, tracepoints, and what the engine itself reports.
  package static let syscall = EventTable(blocks: [rows000, rows160, rows300], syscalls: .shared)

  private let lazyTypes: Lazy<[EventType]>
  private let lazyIndex: Lazy<EventIndex>

  /// - Parameter blocks: event rows; format: EventRow.swift.
  private init(blocks: [String], syscalls: SyscallTable) {
    lazyTypes = Lazy {
      var types: [EventType] = []
      EventRowReader.forEachEntry(of: blocks) { types.append(EventRowReader.eventType($0, $1, $2)) }
      return types
    }
    lazyIndex = Lazy { EventIndex(blocks: blocks, syscalls: syscalls) }
  }

  // MARK: Types

  /// All types, indexed by code. An evaluator takes this array once; do not ask for it per event.
  package var types: [EventType] { lazyTypes.value }

  package subscript(code: EventCode) -> EventType { lazyTypes.value[Int(code.rawValue)] }

  /// What `evt.type` gives for events of a type, without reading all types.
  package func name(of code: EventCode) -> String { lazyIndex.value.name(of: code) }

  /// The names of types, each once, in the order of their codes.
  package func names(of codes: EventSet) -> [String] { lazyIndex.value.names(of: codes) }

  /// What is known of all types without their texts, indexed by code: much quicker to read than the types.
  package var outlines: [EventOutline] { lazyIndex.value.outlines }

  /// Every code of the table, unused halves of pairs included.
  package var allCodes: EventSet { lazyIndex.value.allCodes }

  // MARK: Names in conditions

  /// The codes a rule with `evt.type = name` runs on: those of all types of this name, or the generic pair for the
  /// name of a system call that names no type. Nil if neither knows the name, which is the author's mistake.
  ///
  /// Known names may stand for nothing that ever happens (rule-language.md §8): "syscall" gives the empty set, "NA"
  /// the unused halves, "pread64" the generic pair although its events are called "pread"; "" is the name of a
  /// reserved system call. Asynchronous events (code 402) have names of their own; whoever schedules rules adds that code.
  package func events(named name: String) -> EventSet? { lazyIndex.value.events(named: name) }

  /// The same for `syscall.type = name`, which takes any name: an unknown one gives the empty set. The names are those
  /// of `evt.type`, because that is what the field gives.
  package func syscallEvents(named name: String) -> EventSet { lazyIndex.value.events(named: name) ?? EventSet() }

  /// Whether `evt.type` may be compared with `name`.
  package func isKnownEventName(_ name: String) -> Bool { lazyIndex.value.isKnown(name) }

  /// The names worth writing in a rule: of event types, then of system calls without a type of their own.
  package var names: [String] { lazyIndex.value.usefulNames }

  /// The names that the events of a system call carry, if it has types of its own: ["pread"] for "pread64".
  package func eventNames(ofSyscall name: String) -> [String] { lazyIndex.value.eventNames(ofSyscall: name) }

  // MARK: Parameters in conditions

  /// Whether any event type has a parameter of this name (`evt.arg.NAME`).
  package func hasParameter(named name: String) -> Bool { lazyIndex.value.parameterType(of: name) != nil }

  /// The type that decides how the constant of `evt.rawarg.NAME` is read: that of the first parameter of this name in
  /// the table, though events may differ. Nil if no event type has one.
  package func rawParameterType(named name: String) -> ValueType? { lazyIndex.value.parameterType(of: name) }

  /// The types that have a parameter of this name.
  package func events(withParameter name: String) -> EventSet { lazyIndex.value.events(withParameter: name) }

  /// The names of all parameters, in the order of the table.
  package var parameterNames: [String] { lazyIndex.value.parameterNames }
}
