import AllocationCounter
import Bytecode
import Capture
import Compiler
import CompilerSupport
import Foundation
@testable import Runtime
import Schema
import TestSupport
import Testing

/// Design.md §5: the event path allocates nothing. Counted in release mode; unoptimized code allocates on its own.
@Suite("Memory on the event path", .needsSharedData)
struct AllocationTests {
  @Test("the counter counts") func counter() {
    let before = allocationCount()
    let array = [UInt8](repeating: 1, count: 4000 + Int(before & 1))
    #expect(allocationCount() > before && array.count >= 4000)
  }

  @Test("is allocated neither for events that change no state nor, but for one in a thousand, for others")
  func train() throws {
    var engine = try stockEngine()
    var reader = try ScapReader(path: SharedData.url("captures/lab/train.scap").path)
    var counts = Counts()
    var before = allocationCount()
    while let item = try reader.next() {
      switch item {
      case .snapshot(let snapshot): engine.load(snapshot)
      case .event(let event):
        let placeholders = engine.state.counters.placeholders
        engine.process(event)
        let allocations = allocationCount() - before
        // An unknown thread gets a record, whatever the type.
        let isQuiet = engine.state.rules[Int(event.type.rawValue)].handler == .none
          && engine.state.counters.placeholders == placeholders
        counts.add(allocations, isQuiet: isQuiet)
      }
      before = allocationCount()
    }
    #expect(counts.events == 3_330_117)
    #expect(counts.quietEvents > 1_000_000)
    #expect(counts.byQuietEvents == 0)
    // Halves by number: what a program needs, it has by the middle of its first capture.
    let second = counts.total - counts.atMiddle
    #expect(Double(second) <= 0.001 * Double(counts.events - Counts.middle), "\(second) allocations")
  }

  private func stockEngine() throws -> Engine {
    let compiled = try CompiledText.stockRules()
    let program = try #require(compiled.compilation.sources.first).program
    #expect(program.program.rules.count == 93)
    return Engine(program: program, catalog: .syscall, events: .syscall)
  }
}

private struct Counts {
  static let middle = 3_330_117 / 2

  var events = 0
  var total: UInt64 = 0
  var atMiddle: UInt64 = 0
  var quietEvents = 0
  var byQuietEvents: UInt64 = 0

  mutating func add(_ allocations: UInt64, isQuiet: Bool) {
    events += 1
    total += allocations
    if events == Self.middle { atMiddle = total }
    guard isQuiet else { return }
    quietEvents += 1
    byQuietEvents += allocations
  }
}
