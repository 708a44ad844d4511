import Bytecode
import Runtime
import Schema
import Testing

/// Which events rules see, and what an engine lets be read afterwards.
struct EngineTests {
  private static func event(_ code: Int) -> MadeEvent {
    let type = EventTable.syscall.types[code]
    return MadeEvent(type, tid: 300, time: 1, type.parameters.map { _ in [] })
  }

  private static func matches(_ conditions: [String], _ event: MadeEvent, stateOnly: Bool = false) throws -> [Int] {
    var engine = try CompiledRules(conditions: conditions).engine()
    engine.load(Sample.state)
    let bytes = event.bytes
    guard
      let view = EventView(bytes.span, isStateOnly: stateOnly, hasLargePayload: event.type.flags.contains(.largePayload))
    else { preconditionFailure("a made event is whole") }
    engine.process(view)
    return engine.matches.map { Int($0.rawValue) }
  }

  /// Rule-language.md §8: a rule is tried on the types that its condition can be true for, and on asynchronous events.
  @Test func typesOfEvents() throws {
    let conditions = ["evt.type = openat", "evt.num >= 1", "not evt.type = openat", "evt.type in (getuid, close)", "evt.num = 0"]
    #expect(try Self.matches(conditions, EdgeCaseTests.relativeOpen) == [0, 1])
    #expect(try Self.matches(conditions, EdgeCaseTests.plain) == [1, 2, 3])
    #expect(try Self.matches(conditions, Self.event(402)) == [1, 2])
    // Events of plugins are for rules of other sources.
    #expect(try Self.matches(conditions, Self.event(322)) == [])
  }

  @Test func hiddenEvents() throws {
    // open, enter.
    #expect(try Self.matches(["evt.num >= 1"], Self.event(2)) == [])
    #expect(try Self.matches(["evt.num >= 1"], EdgeCaseTests.plain, stateOnly: true) == [])
    var engine = try CompiledRules(conditions: ["evt.num = 2"]).engine()
    engine.load(Sample.state)
    engine.process(Self.event(2))
    // It counts, though.
    engine.process(EdgeCaseTests.plain)
    #expect(engine.matches.count == 1)
    #expect(engine.counters.events == 2 && engine.counters.hidden == 1 && engine.counters.matches == 1)
  }

  @Test func firstMatchStopsAtTheFirst() throws {
    let rules = try CompiledRules(conditions: ["proc.name = nosuch", "proc.name exists", "proc.pid = 300"])
    for (matching, expected) in [(RuleMatching.first, [1]), (.all, [1, 2])] {
      var engine = rules.engine(matching)
      engine.load(Sample.state)
      engine.process(EdgeCaseTests.plain)
      #expect(engine.matches.map { Int($0.rawValue) } == expected)
      engine.process(Self.event(2))
      #expect(engine.matches.isEmpty)
    }
  }

  /// What an exit ends can still be read until the next event.
  @Test func fieldsOutliveTheEvent() throws {
    let rules = try CompiledRules(conditions: ["evt.type = procexit and proc.name = Ls.exe and proc.pname = bash", "proc.pid = 300"])
    var engine = rules.engine()
    engine.load(Sample.state)
    let name = try #require(FieldCatalog.syscall.field(named: "proc.name"))
    let read = engine.process(MadeEvent("procexit", ["status": 0])) { engine, view in
      guard case .text(let text) = engine.read(FieldReader(name), .none, view) else { return "" }
      let bytes = engine.bytes(of: text, view)
      return String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
    #expect(read == "Ls.exe")
    #expect(engine.matches.count == 2)
    // The process is gone: another event of the same number is one of nobody.
    engine.process(EdgeCaseTests.plain)
    #expect(engine.matches.isEmpty)
  }

  /// A capture that begins anew replaces what is known, and leaves the program's constants alone.
  @Test func stateIsReplaced() throws {
    var engine = try CompiledRules(conditions: ["proc.name = Ls.exe", "proc.name in (x, bash)", "proc.aname = init"]).engine()
    for _ in 0..<3 {
      engine.load(Sample.state)
      engine.process(EdgeCaseTests.plain)
      #expect(engine.matches.map(\.rawValue) == [0, 2])
      engine.process(MadeEvent("getuid", tid: 20, ["uid": 0]))
      #expect(engine.matches.map(\.rawValue) == [1, 2])
    }
  }

  @Test func withoutProgram() {
    var engine = Engine(program: nil, catalog: .syscall, events: .syscall)
    engine.load(Sample.state)
    engine.process(EdgeCaseTests.plain)
    #expect(engine.matches.isEmpty && engine.facts.number == 1)
  }
}
