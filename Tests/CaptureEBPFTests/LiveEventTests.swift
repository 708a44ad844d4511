import Foundation
import Runtime
import Schema
import TestSupport
import Testing

@testable import CaptureEBPF

/// Something that `Tests/LiveActor` did, and what the event has to say of it: the facts stand there, and in call(2).
struct Expectation: CustomTestStringConvertible {
  let symbol: String
  let fields: [String: String]

  init(_ symbol: String, _ fields: String) {
    self.symbol = symbol
    self.fields = Dictionary(
      uniqueKeysWithValues: fields.split(separator: "; ").map { field in
        let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), String(parts[1]))
      })
  }

  var testDescription: String { symbol + " " + fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ") }

  func holds(for event: ReceivedEvent) -> Bool {
    event.symbol == symbol && fields.allSatisfy { event.fields[$0.key] == $0.value }
  }
}

extension KernelTests {
  @Suite("Live events", .serialized)
  struct LiveEventTests {
    let recording: Recording

    init() throws { recording = try Recording.ofActor.get() }

    @Test("nothing was lost, so what is missing did not happen")
    func drops() {
      #expect(recording.drops == [])
    }

    @Test("every event has the parameters of its type")
    func layout() {
      #expect(recording.own.count > 250)
      for event in recording.own { #expect(event.misfits == [], "\(event)") }
    }

    @Test("events of a thread come in the order of their times")
    func order() {
      var last: [Int64: UInt64] = [:]
      for event in recording.own {
        #expect(event.time >= last[event.thread] ?? 0, "\(event)")
        last[event.thread] = event.time
      }
    }

    @Test("what a process does arrives, with its arguments", arguments: Self.expectations)
    func arrives(_ expected: Expectation) {
      let candidates = recording.own.filter { $0.symbol == expected.symbol }
      #expect(candidates.contains { expected.holds(for: $0) }, "these came: \(candidates.map(\.description).joined(separator: "\n"))")
    }

    @Test("every type of event that the programs make was seen")
    func allTypes() throws {
      let made = Set(try KernelSource.events().map(\.name))
      let seen = Set(recording.own.map(\.symbol))
      #expect(made.subtracting(seen) == [])
    }

    @Test("our own events are left out")
    func ownProcess() {
      #expect(!recording.allThreads.contains(Int64(getpid())))
    }

    @Test("the path of a file far down is whole")
    func deepPath() {
      let path = recording.folder + String(repeating: "/" + String(repeating: "d", count: 100), count: 20) + "/deep"
      let events = recording.own.filter { $0.symbol == "SYSCALL_OPEN_BY_HANDLE_AT_X" }
      #expect(events.map { $0.fields["path"] } == [path])
    }

    @Test("of a call with many messages the first sixteen make events")
    func manyMessages() {
      let events = recording.own.filter { $0.symbol == "SOCKET_SENDMMSG_X" && $0.fields["data"] == "one of many" }
      #expect(events.count == 16)
      #expect(events.allSatisfy { $0.fields["res"] == "11" && $0.fields["size"] == "11" })
    }

    @Test("a signal tells who sent it and who got it")
    func signals() {
      let parents = recording.own.filter { $0.symbol == "SYSCALL_KILL_X" && $0.fields["sig"] == "12" }
      let kill = parents.first
      let delivered = recording.own.filter { $0.symbol == "SIGNALDELIVER_E" && $0.fields["sig"] == "12" }
      #expect(delivered.map { $0.fields["spid"] } == [kill.map { "\($0.thread)" }])
      #expect(delivered.map { $0.fields["dpid"] } == [kill?.fields["pid"]])
    }

    @Test("the end of a connection is the socket's, however the address is rewritten meanwhile")
    func rewrittenAddress() {
      let connects = recording.own.filter { $0.symbol == "SOCKET_CONNECT_X" && $0.fields["addr"]?.hasPrefix("127.0.0.1:2198") == true }
      let ports = connects.compactMap { $0.fields["tuple"]?.split(separator: ":").last.map(String.init) }.filter { ["21980", "21981"].contains($0) }
      #expect(recording.lines(of: "connections").count == 500)
      #expect(ports == recording.lines(of: "connections"))
    }

    @Test("arguments of a program are those that it got, however they are rewritten meanwhile")
    func rewrittenArgument() {
      let told = recording.own.filter { $0.symbol == "SYSCALL_EXECVE_19_X" && $0.fields["comm"] == "sh" && $0.fields["res"] == "0" }
        .compactMap { $0.fields["args"]?.split(separator: "|").last.map(String.init) }
      // Each of the programs writes down its own arguments, a line each; the last is the one that changed.
      let seen = recording.lines(of: "arguments").filter { $0.hasSuffix("rgument") }
      #expect(told.count == 20)
      #expect(told == seen)
    }
  }
}
