import Capture
import Foundation
import Schema
import TestSupport
import Testing

@testable import Runtime

@Suite("Snapshots")
struct SnapshotTests {
  /// A text of everything in a snapshot, so that two can be compared.
  private func text(_ snapshot: StateSnapshot) -> String {
    var lines: [String] = ["\(snapshot.machine)"]
    lines += snapshot.interfaces.map { "\($0)" }
    lines += snapshot.users.map { "\($0)" } + snapshot.groups.map { "\($0)" }
    lines += snapshot.threads.map { "\($0)" }
    for list in snapshot.descriptors { lines += ["of \(list.tid)"] + list.entries.map { "\($0)" } }
    return lines.joined(separator: "\n")
  }

  private func reloaded(_ snapshot: StateSnapshot) -> StateSnapshot {
    var state = State(events: .syscall)
    state.load(snapshot)
    return state.snapshot()
  }

  @Test("what is loaded comes out again")
  func roundTrip() {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 101, tid: 100, ptid: 50, flags: [.thread, .files]))
    scene.event(
      "SYSCALL_CLONE_20_X", Parameters.clone(result: 200, tid: 100, ptid: 50, cgroups: ["cpu=/docker/abc", "io=/x"]))
    scene.event("SYSCALL_EXECVE_19_X", tid: 200, Parameters.exec(tid: 200, ptid: 100, comm: "sh", exepath: "/bin/sh", flags: 5))
    scene.open("/tmp/x", as: 3, tid: 200, flags: 0x9001)
    scene.open("/tmp", as: 4, tid: 200, flags: 0x401)
    scene.event("SYSCALL_PIPE2_X", tid: 200, [.int64(0), .int64(5), .int64(6), .uint64(99), .uint32(0)])
    scene.event("SOCKET_SOCKET_X", tid: 200, [.int64(7), .uint32(2), .uint32(1), .uint32(0), .uint32(0)])
    scene.event("SOCKET_BIND_X", tid: 200, [.int64(0), .ipv4("0.0.0.0", port: 80), .int64(7)])
    scene.event(
      "SOCKET_ACCEPT4_6_X", tid: 200,
      [.int64(8), .ipv4Tuple("10.9.9.9", 5555, "10.1.2.3", 80), .uint8(0), .uint32(0), .uint32(0), .int32(0)])
    scene.event("SOCKET_SOCKET_X", tid: 200, [.int64(9), .uint32(2), .uint32(1), .uint32(0), .uint32(0)])
    scene.event(
      "SOCKET_CONNECT_X", tid: 200, [.int64(0), .ipv4Tuple("10.1.2.3", 40000, "1.2.3.4", 443), .int64(9), .absent])
    scene.event("SOCKET_SOCKET_X", tid: 200, [.int64(10), .uint32(1), .uint32(1), .uint32(0), .uint32(0)])
    scene.event("SOCKET_BIND_X", tid: 200, [.int64(0), .unix("/run/x"), .int64(10)])
    scene.event(
      "USER_ADDED_E", tid: -1, [.uint32(5), .uint32(6), .text("eve"), .text("/home/eve"), .text("/bin/sh"), .text("c")])
    scene.event("GROUP_ADDED_E", tid: -1, [.uint32(6), .text("g"), .text("")])
    scene.nothing(tid: 900)
    let snapshot = scene.state.snapshot()
    #expect(snapshot.threads.map(\.tid) == [1, 50, 100, 101, 200, 900])
    #expect(snapshot.descriptors.last { $0.tid == 200 }?.entries.map(\.number) == [3, 4, 5, 6, 7, 8, 9, 10])
    #expect(snapshot.descriptors.first { $0.tid == 101 }?.entries.isEmpty == true)
    #expect(text(reloaded(snapshot)) == text(snapshot))

    var state = State(events: .syscall)
    state.load(snapshot)
    let loaded = Scene(snapshot)
    #expect([7, 8, 9, 10].map { loaded.name($0, of: 200) } == [7, 8, 9, 10].map { scene.name($0, of: 200) })
    #expect(loaded.descriptor(8, of: 200)?.status.contains(.isServer) == true)
    #expect(loaded.descriptor(9, of: 200)?.status.contains(.isClient) == true)
    #expect(loaded.parent(200) == 100)
    #expect(loaded.thread(900)?.isPlaceholder == true)
    #expect(loaded.thread(101)?.main == loaded.index(100))
  }

  @Test("loading replaces everything, also what the last event left to be done")
  func replaces() {
    let scene = Scene()
    scene.open("/tmp/x", as: 3)
    scene.event("SYSCALL_CLOSE_X", [.int64(0), .int64(3)])
    let size = scene.state.sizes
    for _ in 0..<3 { scene.state.load(.small) }
    #expect(scene.state.threads.count == 3)
    #expect(scene.state.descriptors.count == 0)
    #expect(scene.state.sizes.bytes == size.bytes)
    scene.open("/tmp/y", as: 3)
    scene.nothing()
    #expect(scene.name(3) == "/tmp/y")
  }

  @Test("the heads of captures", .needsSharedData, arguments: ["tiny", "attacks"])
  func captures(name: String) throws {
    var reader = try ScapReader(path: SharedData.url("captures/lab/\(name).scap").path)
    let item = try reader.next()
    guard case .snapshot(let snapshot)? = item else {
      Issue.record("a capture begins with a snapshot")
      return
    }
    let first = reloaded(snapshot)
    #expect(first.threads.count == snapshot.threads.count)
    #expect(first.users.count == snapshot.users.count)
    #expect(text(reloaded(first)) == text(first))
  }
}
