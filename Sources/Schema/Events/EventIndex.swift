/// What is looked up in the event rows: the codes that names of types and system calls stand for, the names and types of parameters, the
/// outlines. Made in one go over the rows. A class, so that handing it out costs little.
final class EventIndex: Sendable {
  /// Names of event types first, then those of system calls.
  private let names: NameTable
  /// Indexed by the number of an event type's name.
  private let sets: [EventSet]
  /// By code: the number of the type's name.
  private let nameOfCode: [UInt16]
  private let genericPair = EventSet([EventCode(rawValue: 0), EventCode(rawValue: 1)])
  private let syscalls: SyscallTable
  let allCodes: EventSet
  /// By code.
  let outlines: [EventOutline]

  private let parameters: NameTable
  /// By parameter's name: the type of the first parameter of that name.
  private let parameterTypes: [ValueType]
  /// By parameter's name: the event types that have it.
  private let parameterSets: [EventSet]

  init(blocks: [String], syscalls: SyscallTable) {
    var names = NamedSets(capacity: 512)
    var parameters = NamedSets(capacity: 256)
    var nameOfCode: [UInt16] = []
    var outlines: [EventOutline] = []
    var parameterTypes: [ValueType] = []
    nameOfCode.reserveCapacity(EventSet.capacity)
    outlines.reserveCapacity(EventSet.capacity)
    EventRowReader.forEachEntry(of: blocks) { bytes, entry, code in
      let (name, _) = names.insert(bytes.extracting(EventRowReader.name(bytes, entry)))
      // The generic pair is found through the names of its system calls, never through its own.
      if code.rawValue > 1 { names.sets[name].insert(code) }
      nameOfCode.append(UInt16(name))

      var (position, parameterCount) = (entry.body.lowerBound, 0)
      while let range = bytes.nextWord(&position, before: entry.body.upperBound) {
        let (parameter, isNew) = parameters.insert(bytes.extracting(EventRowReader.parameterName(bytes, range)))
        if isNew { parameterTypes.append(EventRowReader.type(bytes, EventRowReader.nameAndType(bytes, range).type)) }
        parameters.sets[parameter].insert(code)
        parameterCount += 1
      }
      outlines.append(EventRowReader.outline(bytes, entry, code, parameterCount: parameterCount))
    }
    sets = names.sets
    syscalls.forEachName { _ = names.names.insert($0) }
    self.names = names.names
    self.nameOfCode = nameOfCode
    self.syscalls = syscalls
    self.outlines = outlines
    self.parameters = parameters.names
    parameterSets = parameters.sets
    self.parameterTypes = parameterTypes
    allCodes = EventSet(nameOfCode.indices.map { EventCode(rawValue: UInt16($0)) })
  }

  /// Names, and by name the event types that it stands for.
  private struct NamedSets {
    var names: NameTable
    var sets: [EventSet] = []

    init(capacity: Int) {
      names = NameTable(capacity: capacity)
      sets.reserveCapacity(capacity)
    }

    mutating func insert(_ name: Span<UInt8>) -> (index: Int, isNew: Bool) {
      let (index, isNew) = names.insert(name)
      if isNew { sets.append(EventSet()) }
      return (index, isNew)
    }
  }

  // MARK: Types

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

  // MARK: Parameters

  func parameterType(of name: String) -> ValueType? { parameters.index(of: name).map { parameterTypes[$0] } }

  func events(withParameter name: String) -> EventSet { parameters.index(of: name).map { parameterSets[$0] } ?? EventSet() }

  var parameterNames: [String] { parameterTypes.indices.map { parameters[$0] } }
}
