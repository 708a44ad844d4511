import Schema
import Testing

private let table = EventTable.syscall

private func set(_ codes: [UInt16]) -> EventSet { EventSet(codes.map { EventCode(rawValue: $0) }) }

@Suite("Event table")
struct EventTableTests {
  @Test("codes are the places of the types; every symbol once")
  func codes() {
    #expect(table.types.count == 454)
    #expect(table.types.enumerated().allSatisfy { $0 == Int($1.code.rawValue) })
    #expect(Set(table.types.map(\.symbol)).count == 454)
    #expect(table.allCodes == EventSet(table.types.map(\.code)))
    #expect(table[EventCode(rawValue: 307)].symbol == "PPME_SYSCALL_OPENAT_2_X")
  }

  @Test("flag sets, dynamic tables and directory parameters that types name exist")
  func references() {
    for type in table.types {
      for parameter in type.parameters {
        if let name = parameter.flagSet { #expect(FlagSets.shared.set(named: name) != nil, "\(name)") }
        if let name = parameter.dynamicTable { #expect(DynamicTables.variants(of: name) != nil, "\(name)") }
        if let index = parameter.directoryParameter { #expect(type.parameters[index].type == .fd, "\(type.symbol)") }
        #expect((parameter.type == .dynamic) == (parameter.dynamicTable != nil), "\(type.symbol).\(parameter.name)")
      }
    }
  }

  @Test("a type in full")
  func openat() throws {
    let type = table[EventCode(rawValue: 307)]
    #expect(type.name == "openat" && !type.isEnter && type.category == .file && type.producer == .syscall)
    #expect(type.flags == [.createsDescriptor, .modifiesState, .converted])
    let name = try #require(type.parameters.first { $0.name == "name" })
    #expect(name.type == .fsrelpath && name.format == .na && name.directoryParameter == 1)
    let flags = try #require(type.parameters.first { $0.name == "flags" })
    #expect(flags.type == .flags32 && flags.format == .hex && flags.flagSet == "file_flags")
  }
}

@Suite("Event names in conditions")
struct EventNameTests {
  @Test(
    "what a name stands for",
    arguments: [
      ("open", [2, 3]),
      ("openat", [102, 103, 306, 307]),
      ("umount", [258, 259, 386, 387]),
      ("container", [228, 272, 324]),
      ("switch", [146, 152]),
      // Without a type of their own: the generic pair.
      ("sysinfo", [0, 1]),
      ("uselib", [0, 1]),
      // Known, but never the name of an event.
      ("pread64", [0, 1]),
      ("sched_switch", [0, 1]),
      ("", [0, 1]),
      ("syscall", []),
    ] as [(String, [UInt16])])
  func events(name: String, codes: [UInt16]) {
    #expect(table.events(named: name) == set(codes))
    #expect(table.isKnownEventName(name))
    #expect(table.syscallEvents(named: name) == set(codes))
  }

  @Test("names of all versions and both directions", arguments: [("execve", 16), ("NA", 35)])
  func counts(name: String, count: Int) {
    #expect(table.events(named: name)?.count == count)
  }

  @Test("unknown names", arguments: ["bogus", "OPEN", "conn", "opena", "openat ", "PPME_SYSCALL_OPEN_X"])
  func unknown(name: String) {
    #expect(table.events(named: name) == nil)
    #expect(!table.isKnownEventName(name))
    #expect(table.syscallEvents(named: name).isEmpty)
  }

  @Test("names worth suggesting are those that events carry")
  func usefulNames() {
    let names = table.names
    #expect(Set(names).count == names.count)
    for name in ["openat", "execve", "sysinfo", "container", "procexit"] { #expect(names.contains(name), "\(name)") }
    for name in ["", "NA", "syscall", "unknown", "pread64", "sched_switch"] {
      #expect(!names.contains(name), "\(name)")
    }
    #expect(names.allSatisfy { table.events(named: $0)?.isEmpty == false })
  }

  @Test(
    "the event behind a system call's spelling",
    arguments: [
      ("pread64", ["pread"]), ("accept4", ["accept", "accept4"]), ("openat", ["openat"]), ("sysinfo", []),
      ("sched_switch", ["switch"]), ("pread", []), ("bogus", []),
    ])
  func eventNames(syscall: String, names: [String]) {
    #expect(table.eventNames(ofSyscall: syscall) == names)
  }
}

@Suite("Event parameters in conditions")
struct EventParameterTests {
  @Test(
    "the first parameter of a name decides its type",
    arguments: [
      ("fd", ValueType.fd), ("flags", .flags32), ("mode", .uint32), ("res", .errno), ("name", .fspath),
      ("uid", .uint32), ("euid", .uid), ("data", .bytebuf), ("addr", .sockaddr), ("val", .dynamic), ("ID", .syscallid),
      ("exe_ino_ctime", .abstime), ("sigmask", .sigset), ("argument", .uint64),
    ])
  func types(name: String, type: ValueType) {
    #expect(table.rawParameterType(named: name) == type)
    #expect(table.hasParameter(named: name))
  }

  @Test("unknown parameters", arguments: ["nosuch", "", "FD", "flag", "fd:FD"])
  func unknown(name: String) {
    #expect(!table.hasParameter(named: name))
    #expect(table.rawParameterType(named: name) == nil)
  }
}

@Suite("Event sets")
struct EventSetTests {
  @Test("sets behave as sets of numbers")
  func algebra() {
    let small = set([0, 63, 64, 300])
    let large = set([64, 300, 453, 511])
    #expect(small.union(large).codes.map(\.rawValue) == [0, 63, 64, 300, 453, 511])
    #expect(small.intersection(large) == set([64, 300]))
    #expect(small.subtracting(large) == set([0, 63]))
    #expect(small.count == 4 && !small.isEmpty && EventSet().isEmpty)
    #expect(small.contains(EventCode(rawValue: 63)) && !small.contains(EventCode(rawValue: 62)))
  }
}

@Suite("Types of values")
struct ValueTypeTests {
  @Test("names are unique")
  func names() {
    #expect(Set(ValueType.allCases.map(\.name)).count == ValueType.allCases.count)
  }

  @Test(
    "types that only `exists` is defined for",
    arguments: [
      ValueType.uid, .gid, .sockaddr, .socktuple, .fdlist, .sigset, .dynamic, .fd32, .pid32, .charbufarray,
      .charbufPairArray, .sockfamily,
    ])
  func opaque(type: ValueType) {
    #expect(type.family == .opaque)
    #expect(!FieldCatalog.syscall.fields.contains { $0.type == type && $0.name != "evt.rawarg" })
  }

  @Test("codes and flags are numbers", arguments: [ValueType.mode, .syscallid, .sigtype, .flags32, .enumflags8])
  func numbers(type: ValueType) {
    #expect(type.family == .unsigned)
  }
}
