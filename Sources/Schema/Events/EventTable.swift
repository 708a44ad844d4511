/// The event types and the names that rules know them by. Each part is read at its first use: checking a rule needs
/// names only.
package struct EventTable: Sendable {
  /// System calls, tracepoints, and what the engine itself reports.
  package static let syscall = EventTable(blocks: [rows000, rows160, rows300], syscalls: .shared)

  private let lazyTypes: Lazy<[EventType]>
  private let lazyOutlines: Lazy<[EventOutline]>
  private let lazyNames: Lazy<EventNames>
  private let lazyParameters: Lazy<ParameterNames>

  /// - Parameter blocks: event rows; format: EventRow.swift.
  private init(blocks: [String], syscalls: SyscallTable) {
    lazyTypes = Lazy {
      var types: [EventType] = []
      EventRowReader.forEachEntry(of: blocks) { types.append(EventRowReader.eventType($0, $1, $2)) }
      return types
    }
    lazyOutlines = Lazy {
      var outlines: [EventOutline] = []
      EventRowReader.forEachEntry(of: blocks) { outlines.append(EventRowReader.outline($0, $1, $2)) }
      return outlines
    }
    lazyNames = Lazy { EventNames(blocks: blocks, syscalls: syscalls) }
    lazyParameters = Lazy { ParameterNames(blocks: blocks) }
  }

  // MARK: Types

  /// All types, indexed by code. An evaluator takes this array once; do not ask for it per event.
  package var types: [EventType] { lazyTypes.value }

  package subscript(code: EventCode) -> EventType { lazyTypes.value[Int(code.rawValue)] }

  /// What `evt.type` gives for events of a type, without reading all types.
  package func name(of code: EventCode) -> String { lazyNames.value.name(of: code) }

  /// The names of types, each once, in the order of their codes.
  package func names(of codes: EventSet) -> [String] { lazyNames.value.names(of: codes) }

  /// What is known of all types without their texts, indexed by code: much quicker to read than the types.
  package var outlines: [EventOutline] { lazyOutlines.value }

  /// Every code of the table, unused halves of pairs included.
  package var allCodes: EventSet { lazyNames.value.allCodes }

  // MARK: Names in conditions

  /// The codes a rule with `evt.type = name` runs on: those of all types of this name, or the generic pair for the
  /// name of a system call that names no type. Nil if neither knows the name, which is the author's mistake.
  ///
  /// Known names may stand for nothing that ever happens (rule-language.md §8): "syscall" gives the empty set, "NA"
  /// the unused halves, "pread64" the generic pair although its events are called "pread"; "" is the name of a
  /// reserved system call. Asynchronous events (code 402) have names of their own; whoever schedules rules adds that code.
  package func events(named name: String) -> EventSet? { lazyNames.value.events(named: name) }

  /// The same for `syscall.type = name`, which takes any name: an unknown one gives the empty set. The names are those
  /// of `evt.type`, because that is what the field gives.
  package func syscallEvents(named name: String) -> EventSet { lazyNames.value.events(named: name) ?? EventSet() }

  /// Whether `evt.type` may be compared with `name`.
  package func isKnownEventName(_ name: String) -> Bool { lazyNames.value.isKnown(name) }

  /// The names worth writing in a rule: of event types, then of system calls without a type of their own.
  package var names: [String] { lazyNames.value.usefulNames }

  /// The names that the events of a system call carry, if it has types of its own: ["pread"] for "pread64".
  package func eventNames(ofSyscall name: String) -> [String] { lazyNames.value.eventNames(ofSyscall: name) }

  // MARK: Parameters in conditions

  /// Whether any event type has a parameter of this name (`evt.arg.NAME`).
  package func hasParameter(named name: String) -> Bool { lazyParameters.value.type(of: name) != nil }

  /// The type that decides how the constant of `evt.rawarg.NAME` is read: that of the first parameter of this name in
  /// the table, though events may differ. Nil if no event type has one.
  package func rawParameterType(named name: String) -> ValueType? { lazyParameters.value.type(of: name) }

  /// The types that have a parameter of this name.
  package func events(withParameter name: String) -> EventSet { lazyParameters.value.events(withParameter: name) }

  /// The names of all parameters, in the order of the table.
  package var parameterNames: [String] { lazyParameters.value.names }
}

/// Names of event types and system calls, and the codes they stand for. A class, so that handing it out costs little.
private final class EventNames: Sendable {
  /// Names of event types first, then those of system calls.
  private let names: NameTable
  /// Indexed by the number of an event type's name.
  private let sets: [EventSet]
  private let genericPair = EventSet([EventCode(rawValue: 0), EventCode(rawValue: 1)])
  private let syscalls: SyscallTable
  /// By code: the number of the type's name.
  private let nameOfCode: [UInt16]
  let allCodes: EventSet

  init(blocks: [String], syscalls: SyscallTable) {
    self.syscalls = syscalls
    var names = NameTable(capacity: 512)
    var sets: [EventSet] = []
    var nameOfCode: [UInt16] = []
    sets.reserveCapacity(256)
    nameOfCode.reserveCapacity(EventSet.capacity)
    EventRowReader.forEachEntry(of: blocks) { bytes, entry, code in
      let (index, isNew) = names.insert(bytes.extracting(EventRowReader.name(bytes, entry)))
      if isNew { sets.append(EventSet()) }
      // The generic pair is found through the names of its system calls, never through its own.
      if code.rawValue > 1 { sets[index].insert(code) }
      nameOfCode.append(UInt16(index))
    }
    syscalls.forEachName { _ = names.insert($0) }
    self.names = names
    self.sets = sets
    self.nameOfCode = nameOfCode
    allCodes = EventSet(nameOfCode.indices.map { EventCode(rawValue: UInt16($0)) })
  }

  func name(of code: EventCode) -> String { names[Int(nameOfCode[Int(code.rawValue)])] }

  func names(of codes: EventSet) -> [String] {
    var indices: [UInt16] = []
    for code in codes.codes where !indices.contains(nameOfCode[Int(code.rawValue)]) { indices.append(nameOfCode[Int(code.rawValue)]) }
    return indices.map { names[Int($0)] }
  }

  func isKnown(_ name: String) -> Bool { names.index(of: name) != nil }

  func events(named name: String) -> EventSet? {
    names.index(of: name).map { $0 < sets.count ? sets[$0] : genericPair }
  }

  func eventNames(ofSyscall name: String) -> [String] {
    guard let code = syscalls.code(named: name) else { return [] }
    var result: [String] = []
    for event in syscalls[code].events.subtracting(genericPair).codes {
      let name = names[Int(nameOfCode[Int(event.rawValue)])]
      if !result.contains(name) { result.append(name) }
    }
    return result
  }

  var usefulNames: [String] {
    let types = sets.indices.filter { !sets[$0].isEmpty }.map { names[$0] }.filter { $0 != "NA" }
    let generic = syscalls.all.filter { $0.events == genericPair && !$0.name.isEmpty }.map(\.name)
    return types + generic
  }
}

/// Names of parameters, with the type of the first parameter of each name.
private final class ParameterNames: Sendable {
  private let table: NameTable
  private let types: [ValueType]
  /// By name: the event types that have it.
  private let sets: [EventSet]

  init(blocks: [String]) {
    var table = NameTable(capacity: 256)
    var types: [ValueType] = []
    var sets: [EventSet] = []
    EventRowReader.forEachEntry(of: blocks) { bytes, entry, code in
      var position = entry.body.lowerBound
      while let range = bytes.nextWord(&position, before: entry.body.upperBound) {
        let (index, isNew) = table.insert(bytes.extracting(EventRowReader.parameterName(bytes, range)))
        if isNew {
          types.append(EventRowReader.type(bytes, EventRowReader.nameAndType(bytes, range).type))
          sets.append(EventSet())
        }
        sets[index].insert(code)
      }
    }
    self.table = table
    self.types = types
    self.sets = sets
  }

  func type(of name: String) -> ValueType? { table.index(of: name).map { types[$0] } }

  func events(withParameter name: String) -> EventSet { table.index(of: name).map { sets[$0] } ?? EventSet() }

  var names: [String] { types.indices.map { table[$0] } }
}
