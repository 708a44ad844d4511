import AllocationCounter
import Bytecode
import Capture
import Compiler
import CompilerSupport
import Foundation
import Runtime
import Schema
import Sketches
import TestSupport
import Testing

/// The sketches of `rules/` on whole captures: what is remembered of processes is what would be read, and counting allocates
/// nothing.
@Suite("Sketches on the lab's captures", .needsSharedData)
struct SketchReplayTests {
  private struct Outcome: Equatable {
    /// Event, and the rules that match it.
    var matches: [[UInt64]] = []
    /// By sketch: events, different keys, prior counts by powers of two, the keys that were counted most.
    var sketches: [[UInt64]] = []
    var parts = ProcessPartCounters()
    var allocations: [UInt64] = []

    static func == (a: Self, b: Self) -> Bool { a.matches == b.matches && a.sketches == b.sketches }
  }

  private static func engine(_ answers: AnswerKeeping) throws -> Engine {
    let texts = try PackageLayout.files(below: "rules", suffix: ".yaml").filter { !$0.path.contains("/tests/") }
      .map { try String(contentsOf: $0, encoding: .utf8) }
    let compiled = CompiledText(texts)
    try #require(compiled.errors.isEmpty, "\(compiled.errors)")
    let program = try #require(compiled.compilation.sources.first).program
    var options = EngineOptions()
    options.answers = answers
    options.matching = .all
    options.sketchKey = SketchKey(first: 1, second: 2)
    let engine = Engine(program: program, catalog: .syscall, events: .syscall, options: options)
    #expect(engine.sketchNames.count == 7)
    return engine
  }

  private static func replay(_ capture: String, _ answers: AnswerKeeping) throws -> Outcome { try replay(capture, on: engine(answers)) }

  private static func replay(_ capture: String, on engine: consuming Engine) throws -> Outcome {
    var engine = engine
    var outcome = Outcome()
    outcome.matches.reserveCapacity(1 << 16)
    outcome.allocations.reserveCapacity(1 << 23)
    var reader = try ScapReader(path: SharedData.url("captures/lab/\(capture).scap").path)
    while let item = try reader.next() {
      switch item {
      case .snapshot(let snapshot): engine.load(snapshot)
      case .event(let event):
        let before = allocationCount()
        engine.process(event)
        outcome.allocations.append(allocationCount() - before)
        if !engine.matches.isEmpty { outcome.matches.append([engine.facts.number] + engine.matches.map { UInt64($0.rawValue) }) }
      }
    }
    for (id, _) in engine.sketchNames {
      engine.withSketch(id) { sketch in
        let powers = (0..<17).map { sketch.events(below: $0) }
        let top = sketch.topKeys.flatMap { [$0.key.rawValue, $0.count] }
        outcome.sketches.append([sketch.events, sketch.distinct, sketch.total] + powers + top)
      }
    }
    outcome.parts = engine.processPartCounters
    return outcome
  }

  @Test("kept, compared on every event, and read anew", arguments: ["tiny", "attacks", "train"])
  func processParts(capture: String) throws {
    let anew = try Self.replay(capture, .forgotten)
    let kept = try Self.replay(capture, .kept)
    #expect(kept == anew)
    #expect(anew.parts == ProcessPartCounters())
    let compared = try Self.replay(capture, .compared)
    #expect(compared == anew)
    #expect(compared.parts.wrong == 0 && compared.parts.compared == kept.parts.reused)
    // In the lab nothing connects to another machine.
    #expect(kept.sketches.count { $0[0] > 0 } >= 4)
    let share = Double(kept.parts.reused) / Double(kept.parts.reused + kept.parts.computed)
    print("\(capture): \(kept.parts.reused) of \(kept.parts.reused + kept.parts.computed) process parts were there")
    #expect(share > 0.5, "\(share)")
  }

  /// Neither counting nor the state takes memory once tables have the size that the capture's processes need.
  @Test("nothing is allocated to count")
  func allocations() throws {
    let outcome = try Self.replay("train", .kept)
    let second = outcome.allocations.dropFirst(outcome.allocations.count / 2)
    #expect(outcome.allocations.count > 3_000_000)
    print("train, second half: \(second.reduce(0, +)) allocations in \(second.count { $0 > 0 }) of \(second.count) events")
    #expect(second.allSatisfy { $0 == 0 })
  }
}

/// Nothing hangs on the order of rules, and nobody waits for sketches.
@Suite("Rules that ask sketches, in any order", .needsSharedData)
struct SketchOrderTests {
  /// The files of `rules/`, the rules of each in another order: what is no rule stays in front.
  private static func texts(_ order: ([String]) -> [String]) throws -> [String] {
    try PackageLayout.files(below: "rules", suffix: ".yaml").filter { !$0.path.contains("/tests/") }.map {
      let items = try String(contentsOf: $0, encoding: .utf8).split(separator: "\n- ", omittingEmptySubsequences: false)
      let rules = items.filter { $0.hasPrefix("rule:") }.map(String.init)
      let others = items.filter { !$0.hasPrefix("rule:") }.map(String.init)
      return (others + order(rules)).joined(separator: "\n- ") + "\n"
    }
  }

  private static func alerts(_ texts: [String]) throws -> [String] {
    let compiled = CompiledText(texts)
    try #require(compiled.errors.isEmpty, "\(compiled.errors)")
    let verified = try #require(compiled.compilation.sources.first).program
    var options = EngineOptions()
    options.matching = .all
    options.sketchKey = SketchKey(first: 1, second: 2)
    var engine = Engine(program: verified, catalog: .syscall, events: .syscall, options: options)
    var alerts: [String] = []
    for capture in ["tiny", "attacks"] {
      var reader = try ScapReader(path: SharedData.url("captures/lab/\(capture).scap").path)
      engine.beginInput()
      while let item = try reader.next() {
        switch item {
        case .snapshot(let snapshot): engine.load(snapshot)
        case .event(let event):
          engine.process(event)
          let names = engine.matches.map { verified.program.strings.text(verified.program.rules[Int($0.rawValue)].name) }
          if !names.isEmpty { alerts.append("\(capture) \(engine.facts.number): \(names.sorted())") }
        }
      }
    }
    return alerts
  }

  @Test("the same alerts")
  func order() throws {
    let expected = try Self.alerts(try Self.texts { $0 })
    #expect(expected.count > 100)
    for number in 1...3 {
      let other = try Self.alerts(
        try Self.texts { rules in
          number == 1 ? rules.reversed() : rules.indices.map { rules[($0 * 7 + number) % rules.count] }.uniqued(or: rules)
        })
      #expect(other == expected)
    }
  }

  @Test("other rules take over in less than a tenth of a second, with windows at work")
  func reload() throws {
    let verified = try #require(CompiledText(try Self.texts { $0 }).compilation.sources.first).program
    var engine = Engine(program: verified, catalog: .syscall, events: .syscall)
    var reader = try ScapReader(path: SharedData.url("captures/lab/tiny.scap").path)
    while let item = try reader.next() {
      switch item {
      case .snapshot(let snapshot): engine.load(snapshot)
      case .event(let event): engine.process(event)
      }
    }
    let elapsed = ContinuousClock().measure {
      engine.replaceRules(verified, options: EngineOptions(), catalog: .syscall, events: .syscall)
    }
    print("other rules after \(elapsed)")
    #expect(elapsed < .milliseconds(100))
    #expect(engine.sketchNames.count == 7)
    var seen: UInt64 = 0
    for (id, _) in engine.sketchNames { engine.withSketch(id) { seen = max(seen, $0.clock.seen) } }
    #expect(seen > 1_000_000_000)
  }
}

extension [String] {
  /// Itself where it holds all of `all`; a step that has a factor in common with their number leaves some out.
  fileprivate func uniqued(or all: [String]) -> [String] { Set(self).count == all.count ? self : Array(all.reversed()) }
}
