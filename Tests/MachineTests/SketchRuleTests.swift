import Bytecode
import Capture
import Compiler
import CompilerSupport
import Runtime
import Schema
import Sketches
import Testing

/// Sketches of rule files at work in the engine (docs/sketches.md).
@Suite("Sketches in rules")
struct SketchRuleTests {
  /// An engine over rules, and what it says of events that are fed to it.
  private struct Bench: ~Copyable {
    let program: Program
    var engine: Engine
    private let ids: [String: TermID]

    /// - Parameter fields: what is asked about each event, as an output shows it.
    init(_ rules: String, fields: [String], matching: RuleMatching = .all, answers: AnswerKeeping = .kept) throws {
      let asked = fields.map { "%\($0)" }.joined(separator: " ")
      let text = rules + "\n- {rule: asks, desc: d, priority: debug, condition: evt.num = 0, output: '\(asked)'}\n"
      let compiled = CompiledText(text)
      try #require(compiled.errors.isEmpty, "\(compiled.errors)")
      let verified = try #require(compiled.compilation.sources.first?.program)
      let terms = try #require(verified.program.rules.last).output.compactMap { if case .term(let id, _) = $0 { id } else { nil } }
      var options = EngineOptions()
      options.matching = matching
      options.answers = answers
      options.sketchKey = SketchKey(first: 1, second: 2)
      program = verified.program
      ids = Dictionary(uniqueKeysWithValues: zip(fields, terms))
      engine = Engine(program: verified, catalog: .syscall, events: .syscall, options: options)
    }

    /// By event: the names of the rules that match, and the values of the fields.
    mutating func feed(_ steps: [Hazard.Step]) throws -> [(rules: [String], values: [String: Value])] {
      let lines = steps.map(\.line).joined(separator: "\n") + "\n"
      var file = try CaptureFile.open(bytes: Array(lines.utf8))
      var results: [(rules: [String], values: [String: Value])] = []
      while let item = try file.next() {
        switch item {
        case .snapshot(let snapshot): engine.load(snapshot)
        case .event(let event):
          engine.process(event)
          var values: [String: Value] = [:]
          for (name, id) in ids { values[name] = engine.outputValue(of: id, event) }
          let names = engine.matches.map { program.strings.text(program.rules[Int($0.rawValue)].name) }
          results.append((names, values))
        }
      }
      #expect(file.problems.isEmpty)
      return results
    }
  }

  private static let opens = "- {sketch: opens, index: 0, condition: evt.type = openat, key: [proc.name, fd.name]}\n"

  @Test("counts what its condition says, under its key; every spelling gives the same")
  func counts() throws {
    let fields = ["sketch.count[opens]", "sketch.prior[opens]", "fd.sketch0.count", "proc.sketch0.count", "anomaly.count_min_sketch[0]", "sketch.count[0]"]
    var bench = try Bench(Self.opens, fields: fields)
    var steps: [Hazard.Step] = [.process(100, "cat"), .process(200, "vi")]
    var random = SystemRandomNumberGenerator()
    var expected: [[String]: UInt64] = [:]
    var counts: [UInt64] = []
    for _ in 0..<2000 {
      let (tid, path) = (Bool.random(using: &random) ? 100 : 200, "/f\(UInt8.random(in: 0..<40, using: &random))")
      steps.append(.open(tid, 3, path))
      expected[["\(tid)", path], default: 0] += 1
      counts.append(expected[["\(tid)", path], default: 0])
    }
    for (result, count) in zip(try bench.feed(steps), counts) {
      for field in fields where field != "sketch.prior[opens]" { #expect(result.values[field] == .unsigned(count), "\(field)") }
      #expect(result.values["sketch.prior[opens]"] == .unsigned(count - 1))
    }
  }

  @Test("an event that is not counted is estimated; one without a key says nothing")
  func estimates() throws {
    let sketch = "- {sketch: opens, condition: evt.type = openat and proc.name = cat, key: [fd.name]}\n"
    var bench = try Bench(sketch, fields: ["sketch.count[opens]", "sketch.first_seen[opens]"])
    let results = try bench.feed([
      .process(100, "cat"), .process(200, "vi"), .open(100, 3, "/a"), .open(100, 4, "/a"), .open(200, 3, "/a"), .open(200, 4, "/b"),
      .mkdir(200, false), .open(100, 5, "/a"),
    ])
    #expect(results.map { $0.values["sketch.count[opens]"] } == [.unsigned(1), .unsigned(2), .unsigned(2), .unsigned(0), .missing, .unsigned(3)])
    #expect(results.map { $0.values["sketch.first_seen[opens]"] } == [.bool(true), .bool(false), .bool(false), .bool(true), .missing, .bool(false)])
  }

  @Test("values that are taken out of a key leave it the same")
  func normalizers() throws {
    let sketch = "- {sketch: opens, condition: evt.type = openat, key: [fd.name], normalize: {fd.name: [uuid, hex, tempname, digits]}}\n"
    var bench = try Bench(sketch, fields: ["sketch.count[opens]"])
    func counts(_ paths: String...) throws -> [UInt64] {
      try bench.feed([.process(100, "cat")] + paths.map { .open(100, 3, $0) }).map {
        if case .unsigned(let count)? = $0.values["sketch.count[opens]"] { count } else { 0 }
      }
    }
    #expect(try counts("/var/log/app.1", "/var/log/app.22", "/var/log/app.x") == [1, 2, 1])
    #expect(try counts("/c/0f8fad5b-d9cb-469f-a165-70867728950e/a", "/c/7c9e6679-7425-40de-944b-e07fc1f90ae7/a") == [1, 2])
    #expect(try counts("/o/fc/dd4aa9bcfa188fd90349a0704033c7542efdf1", "/o/ef/ab7e2a304cea9d3a9abf5df3f3494b0935699c") == [1, 2])
    #expect(try counts("/tmp/ccyiZfng.o", "/tmp/ccQwzB7d.o", "/srv/ccyiZfng.o", "/srv/ccQwzB7d.o") == [1, 2, 1, 1])
    #expect(try counts("/d/app.Xk3Pq9", "/d/app.Zz81aQ", "/d/app.config", "/d/app.backup") == [1, 2, 1, 1])
    #expect(try counts("/etc/passwd", "/etc/shadow") == [1, 1])
  }

  @Test("the words of a text are counted one by one")
  func words() throws {
    let sketch = "- {sketch: words, index: 2, condition: evt.type = mkdir, key: [proc.name, proc.args], each: proc.args}\n"
    let fields = ["proc.sketch2.min", "proc.sketch2.max", "proc.sketch2.avg", "proc.sketch2.sum", "proc.sketch2.tokens", "sketch.count[words]"]
    var bench = try Bench(sketch, fields: fields)
    let results = try bench.feed([
      .process(100, "sh", more: #", "args": ["-c", "ls", "-l"]"#), .process(200, "sh", more: #", "args": ["-c", "id"]"#),
      .process(300, "sh"), .mkdir(100, false), .mkdir(100, false), .mkdir(200, false), .mkdir(300, false),
    ])
    func row(_ number: Int) -> [Value?] { fields.map { results[number].values[$0] } }
    #expect(row(0) == [1, 1, 1, 3, 3, 1].map { .unsigned($0) })
    #expect(row(1) == [2, 2, 2, 6, 3, 2].map { .unsigned($0) })
    // -c the third time, id the first.
    #expect(row(2) == [1, 3, 2, 4, 2, 1].map { .unsigned($0) })
    #expect(row(3) == Array(repeating: .missing, count: 6))
  }

  @Test("conditions see no counts before enough was learned, outputs do")
  func learning() throws {
    let rules = """
      - {sketch: opens, condition: evt.type = openat, key: [fd.name], learn: {events: 4}}
      - {rule: rare, desc: d, priority: info, output: o, condition: 'evt.type = openat and sketch.count[opens] < 2'}
      """
    var bench = try Bench(rules, fields: ["sketch.count[opens]", "sketch.tag[opens]", "sketch.trusted[opens]"])
    let results = try bench.feed([.process(100, "a")] + ["/a", "/b", "/a", "/a", "/c", "/a"].map { .open(100, 3, $0) })
    #expect(results.map(\.rules) == [[], [], [], [], ["rare"], []])
    #expect(results.map { $0.values["sketch.count[opens]"] } == [1, 1, 2, 3, 1, 4].map { .unsigned($0) })
    #expect(results.map { $0.values["sketch.trusted[opens]"] } == [false, false, false, true, true, true].map { .bool($0) })
    #expect(bench.engine.suppressed(SketchID(rawValue: 0)) == 3)
  }

  @Test("an event that is reported is not learned, however often it comes")
  func unmatched() throws {
    let rules = """
      - {sketch: opens, condition: evt.type = openat, key: [fd.name], learn_from: unmatched}
      - {rule: rare, desc: d, priority: info, output: o, condition: 'evt.type = openat and fd.name = /etc/shadow and sketch.count[opens] < 3'}
      """
    var bench = try Bench(rules, fields: ["sketch.count[opens]", "sketch.total[opens]"])
    let results = try bench.feed([.process(100, "a")] + (0..<40).map { .open(100, 3, $0 % 2 == 0 ? "/etc/shadow" : "/b") })
    for (number, result) in results.enumerated() {
      #expect(result.rules == (number % 2 == 0 ? ["rare"] : []))
      #expect(result.values["sketch.count[opens]"] == .unsigned(number % 2 == 0 ? 1 : UInt64(number / 2 + 1)))
    }
    #expect(results.last?.values["sketch.total[opens]"] == .unsigned(20))
  }

  @Test("the percentile of an event does not count the event itself")
  func percentile() throws {
    var bench = try Bench(Self.opens, fields: ["sketch.percentile[opens]"])
    let results = try bench.feed([.process(100, "a")] + ["/a", "/a", "/b", "/a", "/b"].map { .open(100, 3, $0) })
    // Prior counts 0, 1, 0, 2, 1. Of those before each: none; of 1 with 0, 1 as rare; of 2 (0, 1) 1; of 3 (0, 1, 0) all; of 4
    // (0, 1, 0, 2) those with 0 and 1.
    #expect(results.map { $0.values["sketch.percentile[opens]"] } == [0, 1000, 500, 1000, 750].map { .unsigned($0) })
  }

  @Test("a number of the event says how much it counts")
  func weight() throws {
    let sketch = "- {sketch: numbers, condition: evt.type = openat, key: [fd.name], weight: fd.num}\n"
    var bench = try Bench(sketch, fields: ["sketch.count[numbers]", "sketch.prior[numbers]", "sketch.total[numbers]"])
    let results = try bench.feed([.process(100, "a"), .open(100, 3, "/a"), .open(100, 7, "/a"), .open(100, 5, "/b"), .open(100, 4, "/a")])
    #expect(results.map { $0.values["sketch.count[numbers]"] } == [3, 10, 5, 14].map { .unsigned($0) })
    #expect(results.map { $0.values["sketch.prior[numbers]"] } == [0, 3, 0, 10].map { .unsigned($0) })
    #expect(results.last?.values["sketch.total[numbers]"] == .unsigned(19))
  }

  @Test("a key counts once in a slot of time, so that repetition makes nothing normal")
  func once() throws {
    let rules = """
      - {sketch: opens, condition: evt.type = openat, key: [fd.name], count_once_per: 10m}
      - {rule: rare, desc: d, priority: info, output: o, condition: 'evt.type = openat and sketch.count[opens] < 3'}
      """
    var bench = try Bench(rules, fields: ["sketch.count[opens]"])
    // All steps lie within seconds of each other.
    let results = try bench.feed([.process(100, "a")] + (0..<20).map { _ in .open(100, 3, "/etc/shadow") })
    #expect(results.allSatisfy { $0.rules == ["rare"] && $0.values["sketch.count[opens]"] == .unsigned(1) })
  }

  @Test("who brings too many new keys brings no more; others do")
  func quota() throws {
    let sketch = "- {sketch: opens, condition: evt.type = openat, key: [proc.name, fd.name], quota: {per: proc.name, new_keys: 5/h}}\n"
    var bench = try Bench(sketch, fields: ["sketch.count[opens]", "sketch.burst[opens]", "sketch.total[opens]"])
    let flood = (0..<20).map { Hazard.Step.open(100, 3, "/f\($0)") }
    let results = try bench.feed([.process(100, "flood"), .process(200, "calm")] + flood + [.open(200, 3, "/a"), .open(100, 3, "/f1"), .open(200, 3, "/a")])
    for (number, result) in results.prefix(20).enumerated() { #expect(result.values["sketch.burst[opens]"] == .bool(number >= 5)) }
    #expect(results[20].values["sketch.burst[opens]"] == .bool(false))
    // What it had counted goes on to count.
    #expect(results[21].values["sketch.count[opens]"] == .unsigned(2) && results[21].values["sketch.burst[opens]"] == .bool(false))
    #expect(results[22].values["sketch.total[opens]"] == .unsigned(8))
  }

  @Test("what is counted of processes is found anew after they changed", arguments: [AnswerKeeping.kept, .compared, .forgotten])
  func processParts(answers: AnswerKeeping) throws {
    let sketch = "- {sketch: opens, condition: evt.type = openat, key: [proc.name, proc.pname, fd.name, proc.args], each: proc.args}\n"
      + "- {sketch: names, condition: evt.type = openat, key: [proc.name, proc.pname, fd.name]}\n"
    var bench = try Bench(sketch, fields: ["sketch.count[names]", "sketch.key[names]"], answers: answers)
    let results = try bench.feed([
      .process(100, "cat"), .process(200, "cat"), .open(100, 3, "/a"), .open(100, 3, "/a"), .execve(100, "/bin/vi"),
      .open(100, 3, "/a"), .open(200, 3, "/a"), .open(100, 3, "/a"),
    ])
    #expect(results.map { $0.values["sketch.count[names]"] } == [.unsigned(1), .unsigned(2), .missing, .unsigned(1), .unsigned(3), .unsigned(2)])
    #expect(bench.engine.processPartCounters.wrong == 0)
    #expect((bench.engine.processPartCounters.reused > 0) == (answers != .forgotten))
  }

  @Test("the order of rules, and of sketches, is nothing to the counts", arguments: [RuleMatching.first, .all])
  func order(matching: RuleMatching) throws {
    let parts = [
      "- {sketch: a, condition: evt.type = openat, key: [fd.name]}", "- {sketch: b, condition: evt.type = openat, key: [proc.name, fd.name]}",
      "- {rule: r, desc: d, priority: info, output: o, condition: 'evt.type = openat and sketch.count[a] > 3 and sketch.count[b] <= 1'}",
      "- {rule: s, desc: d, priority: info, output: o, condition: 'evt.type = openat and sketch.count[b] = 7'}",
    ]
    var seen: [[Set<String>]] = []
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
      var bench = try Bench(order.map { parts[$0] }.joined(separator: "\n"), fields: ["evt.num"], matching: matching)
      let steps = (0..<200).map { Hazard.Step.open($0 % 11 == 0 ? 100 : 200, 3, "/f\($0 * 7 % 13)") }
      seen.append(try bench.feed([.process(100, "a"), .process(200, "b")] + steps).map { Set($0.rules) })
    }
    #expect(seen[0].contains { !$0.isEmpty })
    #expect(seen[0] == seen[1] && seen[1] == seen[2])
  }

  @Test("other rules in place of those that run keep what the same sketches counted")
  func reload() throws {
    var bench = try Bench(Self.opens, fields: ["sketch.count[opens]"])
    _ = try bench.feed([.process(100, "cat"), .open(100, 3, "/a"), .open(100, 3, "/a")])
    let text = "- {macro: unrelated, condition: evt.type = close}\n" + Self.opens.replacing("index: 0", with: "index: 5") + """
      - {rule: r, desc: d, priority: info, output: o, condition: 'evt.type = openat and sketch.count[opens] = 3'}
      """
    let program = try #require(CompiledText(text).compilation.sources.first?.program)
    var options = EngineOptions()
    options.sketchKey = SketchKey(first: 1, second: 2)
    bench.engine.replaceRules(program, options: options, catalog: .syscall, events: .syscall)
    var file = try CaptureFile.open(bytes: Array((Hazard.Step.process(100, "cat").line + "\n" + Hazard.Step.open(100, 3, "/a").line + "\n").utf8))
    while let item = try file.next() {
      switch item {
      case .snapshot(let snapshot): bench.engine.load(snapshot)
      case .event(let event): bench.engine.process(event)
      }
    }
    #expect(bench.engine.matches.count == 1)
  }

  @Test("a sketch is tried in no event that it does not count, and costs those nothing")
  func entries() throws {
    let program = try #require(CompiledText(Self.opens).compilation.sources.first?.program.program)
    let openat = try #require(EventTable.syscall.events(named: "openat")?.codes.last)
    let close = try #require(EventTable.syscall.events(named: "close")?.codes.last)
    #expect(program.entry(for: openat)?.counting != nil)
    #expect(program.entry(for: close) == nil)
  }
}
