import Bytecode
import Capture
import Compiler
import CompilerSupport
import Foundation
import Runtime
import Schema
import TestSupport
import Testing

/// Whichever passes run, the same rules match the same events.
@Suite("Passes on the lab's captures", .needsSharedData)
struct PassTests {
  private struct Match: Hashable {
    var event: UInt64
    var rules: [RuleID]
  }

  private func matches(_ capture: String, _ passes: [Pass], _ matching: RuleMatching) throws -> [Match] {
    let program = try #require(CompiledText.stockRules(passes: passes).compilation.sources.first).program
    var options = EngineOptions()
    options.matching = matching
    var engine = Engine(program: program, catalog: .syscall, events: .syscall, options: options)
    var file = try CaptureFile.open(SharedData.url("captures/lab/\(capture).scap").path)
    var found: [Match] = []
    while true {
      file.withRun { run in
        while engine.process(&run) != nil { found.append(Match(event: engine.facts.number, rules: engine.matches)) }
      }
      guard let item = try file.next() else { return found }
      switch item {
      case .snapshot(let snapshot): engine.load(snapshot)
      case .event(let event):
        engine.process(event)
        if !engine.matches.isEmpty { found.append(Match(event: engine.facts.number, rules: engine.matches)) }
      }
    }
  }

  @Test("every subset of them", arguments: ["tiny", "attacks"])
  func subsets(capture: String) throws {
    for matching in [RuleMatching.first, .all] {
      let expected = try matches(capture, [], matching)
      #expect(capture == "tiny" || expected.count > 100)
      for passes in Pass.subsets.dropFirst() { #expect(try matches(capture, passes, matching) == expected) }
    }
  }
}
