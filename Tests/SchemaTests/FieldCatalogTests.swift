import Schema
import Testing

private let catalog = FieldCatalog.syscall

@Suite("Field catalogue")
struct FieldCatalogTests {
  @Test("ids are the places of the fields, names are unique")
  func ids() {
    #expect(catalog.fields.count { $0.origin != .extension_ } == 322)
    #expect(Set(catalog.fields.map(\.name)).count == catalog.fields.count)
    for (index, field) in catalog.fields.enumerated() { #expect(Int(field.id.rawValue) == index) }
  }

  @Test("every field is found by its own name, as text and as bytes", arguments: catalog.fields.map(\.name))
  func lookup(name: String) {
    #expect(catalog.field(named: name)?.name == name)
    #expect(catalog.field(named: Array("x\(name)x".utf8).dropFirst().dropLast())?.name == name)
    #expect(catalog.field(named: name + "x")?.name != name)
  }

  @Test("every field explains itself in whole sentences", arguments: catalog.fields.map(\.name))
  func documentation(name: String) throws {
    let text = try #require(catalog.field(named: name)).documentation
    #expect(text.count > 15)
    #expect(text.hasSuffix("."))
    #expect(!text.contains("  ") && !text.contains("\n"))
    let first = try #require(text.first)
    #expect(first.isUppercase || first.isNumber || first == "`")
  }

  @Test("documentation is that of its own field")
  func documentationBelongs() throws {
    let text = try #require(catalog.field(named: "proc.aname")).documentation
    #expect(text.contains("not proc.aname = sshd"))
    #expect(try #require(catalog.field(named: "fd.l4proto")).documentation.contains("`<NA>`"))
  }

  @Test(
    "what fields hang on",
    arguments: [
      ("proc.name", DependencyClass.process, StateDependency.thread),
      ("proc.cwd", .process, .mainThread),
      ("proc.env", .process, .mainThread),
      ("proc.args", .process, [.thread, .mainThread]),
      ("proc.sname", .ancestry, [.thread, .sessionLeader, .ancestors]),
      ("proc.vpgid.name", .ancestry, [.thread, .groupLeader, .ancestors]),
      ("proc.aname", .ancestry, [.mainThread, .ancestors]),
      ("proc.duration", .event, [.thread, .event, .time]),
      ("proc.nthreads", .event, [.mainThread, .otherThreads]),
      ("fd.name", .descriptor, [.descriptor, .event]),
      ("fd.sip", .descriptor, .descriptor),
      ("user.name", .user, [.thread, .container, .userTable]),
      ("container.id", .container, .container),
      ("evt.type", .event, .event),
      ("evt.source", .constant, []),
      ("evt.hostname", .host, []),
    ] as [(String, DependencyClass, StateDependency)])
  func dependencies(name: String, dependency: DependencyClass, states: StateDependency) throws {
    let field = try #require(catalog.field(named: name))
    #expect(field.dependency == dependency)
    #expect(field.hangsOn == states)
  }

  @Test("class and states agree", arguments: catalog.fields.map(\.name))
  func dependencyClassCoversStates(name: String) throws {
    let field = try #require(catalog.field(named: name))
    let states = field.hangsOn
    if field.dependency <= .host { #expect(states.isEmpty) } else { #expect(!states.isEmpty) }
    // What changes without any change of state, or counts others, is never kept.
    if !states.isDisjoint(with: [.time, .otherThreads]) { #expect(field.dependency == .event) }
    if states.contains(.event) { #expect(field.dependency >= .descriptor) }
    if states.contains(.descriptor) { #expect(field.dependency >= .descriptor) }
    if !states.isDisjoint(with: [.ancestors, .groupLeader, .sessionLeader]) { #expect(field.dependency >= .ancestry) }
    if !states.isDisjoint(with: [.mainThread]) { #expect(field.dependency >= .process) }
    #expect(field.cost > 0)
  }
}

@Suite("Fields that others describe")
struct DeclaredFieldTests {
  @Test("stand behind those that are there, which stay")
  func added() throws {
    let more = try catalog.adding([
      FieldDeclaration(name: "ka.uri.param", type: .charbuf, isList: false, argument: .requiredKey, documentation: "One  of\nthem."),
      FieldDeclaration(name: "proc.name", type: .uint64, isList: false, argument: .none, documentation: ""),
      FieldDeclaration(name: "ka.images", type: .charbuf, isList: true, argument: .optionalIndex, documentation: ""),
    ])
    #expect(more.fields.count == catalog.fields.count + 2)
    #expect(more.field(named: "proc.name")?.type == .charbuf)
    let param = try #require(more.field(named: "ka.uri.param"))
    #expect(param.argument == .requiredKey && !param.isList && param.documentation == "One of them." && param.origin == .declared)
    #expect(more[param.id].name == "ka.uri.param")
    let images = try #require(more.field(named: "ka.images"))
    #expect(images.isList && images.argument == .optionalIndex && images.documentation.isEmpty)
  }

  @Test("every type and argument can be described")
  func everything() throws {
    let all = FieldDeclaration.types.enumerated().flatMap { place, type in
      FieldArgument.allCases.enumerated().map { other, argument in
        FieldDeclaration(name: "a.f\(place)_\(other)", type: type, isList: other % 2 == 0, argument: argument, documentation: "Text.")
      }
    }
    let fields = try FieldCatalog(ofPlugin: "x").adding(all).fields.suffix(all.count)
    for (field, declared) in zip(fields, all) {
      #expect(field.name == declared.name && field.type == declared.type && field.isList == declared.isList && field.argument == declared.argument)
    }
  }

  @Test("a source of a plugin has the fields of every event")
  func plugin() {
    let names = FieldCatalog(ofPlugin: "k8s_audit").fields.map(\.name)
    #expect(names.count == 18 && names.contains("evt.time") && names.contains("evt.pluginname") && !names.contains("evt.type"))
  }

  @Test("names", arguments: [("a.b", true), ("ka.user.name", true), ("a.b_1", true), ("a", false), ("a.", false), (".a", false), ("a.1", false), ("a b.c", false), ("a.b[c]", false), ("", false)])
  func names(name: String, isName: Bool) { #expect(FieldDeclaration.isName(name) == isName) }
}

@Suite("Names that carry an argument")
struct FieldResolutionTests {
  /// "field" or "field|suffix"; nil for no match.
  private func resolve(_ name: String) -> String? {
    // The slice does not begin at 0, as it never does in a condition.
    let bytes = Array("and \(name)".utf8)[4...]
    return catalog.resolve(bytes).map { describe($0, in: bytes) }
  }

  private func describe(_ match: FieldMatch, in bytes: ArraySlice<UInt8>) -> String {
    match.field.name + (match.suffix.map { "|" + String(decoding: bytes[$0], as: UTF8.self) } ?? "")
  }

  @Test(
    "conditions need the whole name",
    arguments: [
      ("proc.name", "proc.name"),
      ("proc.names", nil),
      ("proc.name.foo", nil),
      ("evt.arg", "evt.arg"),
      ("evt.arg.flags", "evt.arg|flags"),
      ("evt.args", "evt.args"),
      ("evt.rawarg.fd", "evt.rawarg|fd"),
      ("evt.type.is.open", "evt.type.is|open"),
      ("evt.type.open", nil),
      ("evt.abspath.src", "evt.abspath|src"),
      ("evt.arg.a.b", "evt.arg|a.b"),
      ("evt.arg.", nil),
      ("thread.cgroup.memory", "thread.cgroup|memory"),
      ("thread.cgroups", "thread.cgroups"),
      ("evt.around.5", nil),
      ("", nil),
      ("proc", nil),
    ] as [(String, String?)])
  func exact(name: String, expected: String?) {
    #expect(resolve(name) == expected)
  }

  @Test(
    "outputs take the longest beginning",
    arguments: [
      ("proc.names", "proc.name"),
      ("proc.name.foo", "proc.name"),
      ("proc.cmdlines", "proc.cmdline"),
      ("evt.arg.flagsx", "evt.arg|flagsx"),
      ("evt.time.iso", "evt.time"),
      ("nothing.here", nil),
    ] as [(String, String?)])
  func longest(name: String, expected: String?) {
    let bytes = Array(name.utf8)[...]
    #expect(catalog.resolveLongestPrefix(of: bytes).map { describe($0, in: bytes) } == expected)
  }

  @Test("a name of a megabyte is searched no further than the longest field", .timeLimit(.minutes(1)))
  func adversarialName() {
    let dots = Array(repeatElement(Array("a.".utf8), count: 500_000).joined())[...]
    #expect(catalog.resolve(dots) == nil)
    #expect(catalog.resolveLongestPrefix(of: dots) == nil)
    let argument = Array(("evt.arg." + String(repeating: "a.", count: 500_000)).utf8)[...]
    #expect(catalog.resolve(argument)?.field.name == "evt.arg")
  }
}

@Suite("Rows of loaded catalogues")
struct FieldRowTests {
  private func load(_ rows: String) throws(RowError) -> FieldCatalog {
    try FieldCatalog(source: "test", blocks: [FieldBlock(origin: .extension_, rows: rows)])
  }

  @Test("a row says it all")
  func row() throws {
    let catalog = try load(
      """
      a.b[n|key]? IPADDR[]/dec ancestry thread+time 12 deprecated no-print
          Two lines
          of text.

      a.c UINT64 constant - 0
      """)
    let field = try #require(catalog.field(named: "a.b"))
    #expect(field.type == .ipaddr && field.isList && field.printFormat == .decimal)
    #expect(field.argument == .optionalIndexOrKey && field.origin == .extension_)
    #expect(field.dependency == .ancestry && field.hangsOn == [.thread, .time] && field.cost == 12)
    #expect(field.traits == [.list, .deprecated, .notPrintable])
    #expect(field.documentation == "Two lines of text.")
    let other = try #require(catalog.field(named: "a.c"))
    #expect(other.id.rawValue == 1 && other.documentation == "" && other.traits == [])
  }

  @Test(
    "a wrong row is refused where it stands",
    arguments: [
      ("a.b", "a type is missing"),
      ("a.b UINT65 event event 1", "unknown type 'UINT65'"),
      ("[n]? UINT64 event event 1", "a name is missing"),
      ("a.b UINT64[n] event event 1", "'[n]' behind a type; a list is marked with []"),
      ("a.b[x] UINT64 event event 1", "unknown argument '[x]'"),
      ("a.b UINT64/octal event event 1", "unknown format 'octal'"),
      ("a.b UINT64 evt event 1", "unknown class 'evt'"),
      ("a.b UINT64 event event+moon 1", "unknown state 'moon'"),
      ("a.b UINT64 event event 65536", "'65536' is no cost from 0 to 65535"),
      ("a.b UINT64 event event 1 sparkling", "unknown trait 'sparkling'"),
      ("ok.one UINT64 event event 1", "the field 'ok.one' is declared twice"),
    ])
  func refused(row: String, problem: String) {
    let rows = "ok.one BOOL event event 1\n    Good.\n\n\(row)\n    Text.\n"
    let error = #expect(throws: RowError.self) { try load(rows) }
    #expect(error?.line == 4)
    #expect(error?.problem == problem)
  }
}
