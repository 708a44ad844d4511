import Capture
import Compiler
import Diagnostics
import Foundation
import RuleFile
import Runtime
import Schema
import Testing

/// One rule through every stage, over a real capture: loader, parser, bytecode, machine, one alert.
///
/// The capture is of our own lab: an `ls`, a `curl`, python and a `docker exec`.
struct ThinSliceTests {
  private static func capture() throws -> [UInt8] {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/tiny.scap")
    return try Inflate.plain([UInt8](Data(contentsOf: url)))
  }

  private static func program(_ condition: String) throws -> Compilation {
    let text = """
      - macro: spawned
        condition: (evt.type in (execve, execveat))
      - rule: Curl
        desc: d
        condition: \(condition)
        output: "curl started (num=%evt.num)"
        priority: NOTICE
      """
    var map = SourceMap()
    let added = map.add(name: "slice.yaml", bytes: Array(text.utf8))
    let id = try #require(added)
    var bag = DiagnosticBag()
    var builder = RuleSetBuilder()
    builder.add(ItemReader.read(map[id], id: id), to: &bag)
    let compilation = RuleCompiler.compile(builder.ruleSet, into: &bag)
    #expect(bag.all == [])
    return compilation
  }

  /// The numbers of the events that a rule matches, and how many events there are.
  private static func run(_ condition: String) throws -> (matches: [UInt64], events: UInt64) {
    let source = try #require(try program(condition).sources.first)
    let readers = EventFieldReaders(source.program, catalog: .syscall, events: .syscall)
    var machine = Machine(source.program)
    var matches: [UInt64] = []
    var number: UInt64 = 0
    let bytes = try capture()
    // Safe: `bytes` outlives the walk.
    try unsafe ScapWalker(bytes.span.bytes, events: .syscall).forEachEvent { event in
      number += 1
      var checks = EventChecks(readers, of: copy event, number: number)
      machine.run(event.type, checks: &checks) { _ in matches.append(number) }
    }
    return (matches, number)
  }

  @Test func oneRuleGivesOneAlert() throws {
    let (matches, events) = try Self.run("spawned and evt.arg.comm = curl and evt.arg.exe startswith curl")
    #expect(matches.count == 1)
    // 77 user and group events come before the first that a user sees.
    #expect(events == 77 + 15_524)
  }

  @Test func missingValuesAreFalseUnderEveryOperatorAndTrueUnderNot() throws {
    #expect(try Self.run("spawned and evt.arg.newpath != x").matches == [])
    let all = try Self.run("spawned").matches
    #expect(!all.isEmpty)
    #expect(try Self.run("spawned and not evt.arg.newpath != x").matches == all)
  }

  @Test func programsRunOnlyOnTheirEventTypes() throws {
    #expect(try Self.run("spawned and evt.type = userfaultfd or spawned and evt.num < 1").matches == [])
  }
}
