import CBPF
import Foundation
import Runtime
import Schema
import TestSupport
import Testing

@testable import CaptureEBPF

/// What one process did, as far as these tests ask: opens, closes, and children.
private struct Tally {
  var sequence: [String] = []
  /// The descriptor of its opens, once one of them has come.
  var descriptor: Int64?
  var children: Set<Int64> = []
  /// Of all threads: a child may end before its parent's fork returns.
  var exits: Set<Int64> = []
  var hasEnded = false

  var childrenExited: Set<Int64> { children.intersection(exits) }

  mutating func add(_ event: ReceivedEvent, of pid: Int64) {
    if event.symbol == "PROCEXIT_1_E" { exits.insert(event.thread) }
    guard event.thread == pid else { return }
    switch event.symbol {
    case "SYSCALL_OPENAT_2_X":
      guard event.fields["name"] == "/dev/null" else { return }
      descriptor = event.result
      sequence.append("open")
    // Its open may be lost: a close, which is shorter, can fit where that did not.
    case "SYSCALL_CLOSE_X": if descriptor != nil, event.fields["fd"] == descriptor.map({ "\($0)" }) { sequence.append("close") }
    case "SYSCALL_FORK_20_X":
      sequence.append("fork")
      if let child = event.result { children.insert(child) }
    case "PROCEXIT_1_E": hasEnded = true
    default: break
    }
  }
}

extension KernelTests {
  @Suite("Live events in numbers", .serialized)
  struct StormTests {
    private static func options(buffer: Int) -> LiveOptions {
      var options = LiveOptions()
      options.buffer = buffer
      return options
    }

    /// Takes events until every process has ended.
    private func take(from source: inout LiveSource, until tallies: inout [Int64: Tally], within time: Duration) throws {
      let deadline = ContinuousClock.now + time
      while !tallies.values.allSatisfy(\.hasEnded) {
        guard ContinuousClock.now < deadline else { throw LiveError("the last event did not come within \(time)") }
        _ = source.withEvents { run in
          while let view = run.next() {
            let event = ReceivedEvent(view)
            for pid in tallies.keys { tallies[pid]?.add(event, of: pid) }
          }
        }
      }
    }

    @Test("events of several processes at once come whole, and each process's in its own order, from both buffers")
    func order() throws {
      var source = try LiveSource(Self.options(buffer: 16 << 20))
      let actors = try (0..<3).map { _ in try Child("LiveActor", ["storm", "20", "40"]) }
      var tallies = Dictionary(uniqueKeysWithValues: actors.map { ($0.pid, Tally()) })
      try take(from: &source, until: &tallies, within: .seconds(60))
      #expect(source.drops.isEmpty)
      let round = Array(repeating: ["open", "close"], count: 40).flatMap(\.self) + ["fork"]
      for tally in tallies.values {
        #expect(tally.sequence == Array(repeating: round, count: 20).flatMap(\.self))
        #expect(tally.childrenExited.count == 20)
      }
    }

    @Test("a storm of files fills its buffer, is counted, and loses no process")
    func storm() throws {
      let (forks, opens) = (30, 1000)
      var source = try LiveSource(Self.options(buffer: 1 << 16))
      let actor = try Child("LiveActor", ["storm", "\(forks)", "\(opens)"])
      // Nobody reads meanwhile.
      #expect(actor.status == 0)
      var tallies = [actor.pid: Tally()]
      try take(from: &source, until: &tallies, within: .seconds(60))
      let tally = try #require(tallies[actor.pid])
      let lost = Dictionary(uniqueKeysWithValues: source.drops.bySyscall.map { ($0.syscall, $0.count) })
      #expect(Set(source.drops.entries.map(\.cause)) == [.bufferFull])
      #expect(tally.sequence.count { $0 == "fork" } == forks)
      #expect(tally.childrenExited.count == forks)
      for (what, syscall) in [("open", "openat"), ("close", "close")] {
        let came = tally.sequence.count { $0 == what }
        #expect(came < forks * opens, "the buffer is too small for all")
        // Others may have lost some too.
        #expect(UInt64(came) + (lost[syscall] ?? 0) >= UInt64(forks * opens), "\(what)")
      }
      let processes: Set = ["fork", "procexit", "execve", "clone"]
      #expect(lost.keys.filter(processes.contains).isEmpty)
    }

    @Test("nothing stays in the kernel")
    func unloading() throws {
      let before = Self.programs()
      do {
        let source = try LiveSource(LiveOptions())
        #expect(Self.programs().subtracting(before).count > 60)
        _ = source.drops
      }
      // The kernel takes a moment.
      let deadline = ContinuousClock.now + .seconds(10)
      while !Self.programs().isSubset(of: before), ContinuousClock.now < deadline { usleep(10_000) }
      #expect(Self.programs().subtracting(before) == [])
    }

    /// The numbers of all programs in the kernel.
    private static func programs() -> Set<UInt32> {
      var programs: Set<UInt32> = []
      var id: UInt32 = 0
      // Writes the next number.
      while unsafe bpf_prog_get_next_id(id, &id) == 0 { programs.insert(id) }
      return programs
    }
  }
}
