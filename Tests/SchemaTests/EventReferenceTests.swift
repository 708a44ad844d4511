import Schema
import Testing

@Suite("Events against events.json", .enabled(if: Reference.isPresent, "\(Reference.absence)"))
struct EventReferenceTests {
  let file: EventsFile

  init() throws { file = try Reference.decode(EventsFile.self, from: "events.json") }

  @Test("every attribute of every event type")
  func types() {
    let types = EventTable.syscall.types
    #expect(types.count == file.events.count)
    for (type, fact) in zip(types, file.events) {
      #expect(Int(type.code.rawValue) == fact.code)
      #expect(type.name == fact.name)
      #expect(type.symbol == fact.symbol)
      #expect(type.isEnter == (fact.direction == "enter"), "\(fact.symbol)")
      #expect(Int(type.flags.rawValue) == fact.flagsValue, "\(fact.symbol)")
      #expect(type.category.name == fact.category, "\(fact.symbol)")
      #expect(type.producer.name == fact.sourceCategory ?? "-", "\(fact.symbol)")
      #expect(Int(type.category.rawValue | type.producer.rawValue) == fact.categoryValue, "\(fact.symbol)")
      #expect(type.parameters.count == fact.params.count, "\(fact.symbol)")
    }
  }

  @Test("every attribute of every parameter")
  func parameters() {
    let formats: [String: ParameterFormat] = ["na": .na, "dec": .decimal, "hex": .hex, "oct": .octal]
    var count = 0
    for (type, event) in zip(EventTable.syscall.types, file.events) {
      for (parameter, fact) in zip(type.parameters, event.params) {
        let place = "\(event.symbol).\(fact.name)"
        #expect(parameter.name == fact.name, "\(place)")
        #expect(parameter.type.name == fact.type, "\(place)")
        #expect(parameter.format == formats[fact.fmt], "\(place)")
        #expect(parameter.flagSet == fact.flagSet, "\(place)")
        #expect(parameter.dynamicTable == fact.dynamic, "\(place)")
        #expect(parameter.directoryParameter == fact.dirfdParamIndex, "\(place)")
        count += 1
      }
    }
    #expect(count == 1345)
  }

  @Test("names stand for the codes of the table")
  func names() {
    for name in Set(file.events.map(\.name)) where name != "syscall" {
      let codes = file.events.filter { $0.name == name }.map { EventCode(rawValue: UInt16($0.code)) }
      #expect(EventTable.syscall.events(named: name) == EventSet(codes), "\(name)")
    }
  }

  @Test("parameters are known by their names, with the type of the first")
  func parameterNames() {
    var first: [String: String] = [:]
    for event in file.events {
      for parameter in event.params where first[parameter.name] == nil { first[parameter.name] = parameter.type }
    }
    #expect(Set(EventTable.syscall.parameterNames) == Set(first.keys))
    for (name, type) in first {
      #expect(EventTable.syscall.hasParameter(named: name))
      #expect(EventTable.syscall.rawParameterType(named: name)?.name == type, "\(name)")
    }
  }

  @Test("dynamic types")
  func dynamicTables() throws {
    let formats: [String: ParameterFormat] = ["na": .na, "dec": .decimal, "hex": .hex, "oct": .octal]
    #expect(Set(DynamicTables.names) == Set(file.dynamicParamTables.keys))
    for (name, facts) in file.dynamicParamTables {
      let variants = try #require(DynamicTables.variants(of: name))
      #expect(variants.map(\.type.name) == facts.map(\.type))
      #expect(variants.map(\.format) == facts.map { formats[$0.fmt] })
      #expect(facts.map(\.index) == Array(facts.indices))
    }
  }
}

@Suite("Flags, system calls and types against their files", .enabled(if: Reference.isPresent, "\(Reference.absence)"))
struct TableReferenceTests {
  @Test("every flag set, in its order")
  func flags() throws {
    let facts = try Reference.decode(FlagsFile.self, from: "flags.json").flagSets
    #expect(FlagSets.shared.all.count == facts.count)
    let kinds: [String: FlagSet.Kind] = [
      "bitmask": .bitmask, "enum": .enumeration, "unreferenced": .unreferenced,
    ]
    for set in FlagSets.shared.all {
      // Keys of dictionaries are left as they are by the decoder, names with underscores included.
      let fact = try #require(facts[set.name])
      #expect(set.kind == kinds[fact.kind], "\(set.name)")
      #expect(set.entries.map(\.name) == fact.entries.map(\.name), "\(set.name)")
      #expect(set.entries.map(\.value) == fact.entries.map(\.value), "\(set.name)")
    }
  }

  @Test("every system call")
  func syscalls() throws {
    let facts = try Reference.decode(SyscallsFile.self, from: "syscalls.json").syscalls
    #expect(SyscallTable.shared.all.count == facts.count)
    for (syscall, fact) in zip(SyscallTable.shared.all, facts) {
      #expect(Int(syscall.code.rawValue) == fact.ppmSc)
      #expect(syscall.name == fact.name)
      #expect(syscall.numberX86_64 == fact.x8664Nr, "\(fact.name)")
      #expect(syscall.events.codes.map(\.rawValue) == fact.eventCodes.sorted(), "\(fact.name)")
      #expect(SyscallTable.shared.code(named: fact.name) == syscall.code)
      if let number = fact.x8664Nr { #expect(SyscallTable.shared.code(numberX86_64: number) == syscall.code) }
      #expect(EventTable.syscall.isKnownEventName(fact.name))
      let names = fact.hasDedicatedEvent ? Set(fact.eventNames) : []
      #expect(Set(EventTable.syscall.eventNames(ofSyscall: fact.name)) == names, "\(fact.name)")
    }
  }

  @Test("all types of the schema but NONE")
  func types() throws {
    let facts = try Reference.decode(ParameterTypesFile.self, from: "param-types.json").types
    #expect(Set(ValueType.allCases.map { "PT_" + $0.name }) == Set(facts.map(\.name)).subtracting(["PT_NONE"]))
  }
}
