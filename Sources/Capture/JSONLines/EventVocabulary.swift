import Schema

/// The names that JSON lines use, as bytes to numbers: event types, their parameters, flags.
struct EventVocabulary: Sendable {
  static let shared = EventVocabulary()

  /// What a name of an event stands for.
  struct NamedEvent: Sendable {
    /// The current types of this name.
    var exit: EventCode?
    var enter: EventCode?
    /// The name is one of a system call without a type of its own; `exit` is the generic type then.
    var syscall: SyscallCode?
  }

  let types = EventTable.syscall.types
  private let names: NameTable
  private let events: [NamedEvent]
  private let parameterNames: NameTable
  /// By event code: the names of its parameters, as numbers.
  private let parameters: [[UInt16]]
  /// By event code: the names of its parameters' values.
  private let flagSets: [[FlagSet?]]

  private init() {
    var names = NameTable(capacity: 512)
    var events: [NamedEvent] = []
    func add(_ name: String, _ change: (inout NamedEvent) -> Void) {
      let index = names.index(of: name) ?? names.insert(Array(name.utf8).span).index
      if index == events.count { events.append(NamedEvent()) }
      change(&events[index])
    }
    // Codes ascend with the versions of a type: the last of a name is the newest.
    for type in types where type.flags.isDisjoint(with: [.oldVersion, .unused]) && type.code.rawValue > 1 {
      add(type.name) { if type.isEnter { $0.enter = type.code } else { $0.exit = type.code } }
    }
    let generic = EventCode(rawValue: 1)
    add(types[1].name) { $0.exit = generic }
    for syscall in SyscallTable.shared.all where syscall.events.contains(generic) && !syscall.name.isEmpty {
      guard names.index(of: syscall.name) == nil else { continue }
      add(syscall.name) { $0 = NamedEvent(exit: generic, enter: nil, syscall: syscall.code) }
    }
    self.names = names
    self.events = events

    var parameterNames = NameTable(capacity: 256)
    parameters = types.map { $0.parameters.map { UInt16(parameterNames.insert(Array($0.name.utf8).span).index) } }
    self.parameterNames = parameterNames
    flagSets = types.map { $0.parameters.map { $0.flagSet.flatMap { FlagSets.shared.set(named: $0) } } }
  }

  var eventNames: [String] { (0..<names.count).map { names[$0] } }

  func event(named name: Span<UInt8>) -> NamedEvent? { names.index(of: name).map { events[$0] } }

  /// The place of a parameter; nil where the type has none of this name.
  func place(of name: Span<UInt8>, in type: EventCode) -> Int? {
    guard let number = parameterNames.index(of: name) else { return nil }
    return parameters[Int(type.rawValue)].firstIndex { Int($0) == number }
  }

  func flagSet(of place: Int, in type: EventCode) -> FlagSet? { flagSets[Int(type.rawValue)][place] }
}

extension NumberNames {
  /// The number of a name; nil if none has it.
  func number(named name: ArraySlice<UInt8>) -> Int? {
    name.isEmpty ? nil : names.firstIndex { $0.utf8.elementsEqual(name) }
  }
}
