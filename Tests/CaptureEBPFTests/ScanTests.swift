import Foundation
import Matching
import Runtime
import Schema
import TestSupport
import Testing

@testable import CaptureEBPF

@Suite("What is there before the first event")
struct ScanTests {
  @Test("this process, with what it knows of itself")
  func ownProcess() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("rulec-scan-\(UUID().uuidString)")
    try Data("x".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let handle = try FileHandle(forReadingFrom: file)
    let descriptor = handle.fileDescriptor
    let snapshot = ProcessScan.snapshot(bootTime: 1_000)
    let own = try #require(snapshot.threads.first { $0.tid == Int64(getpid()) })
    #expect(own.pid == own.tid)
    #expect(own.ptid == Int64(getppid()))
    #expect(own.uid == geteuid() && own.gid == getegid())
    #expect(String(decoding: own.cwd, as: UTF8.self) == FileManager.default.currentDirectoryPath)
    #expect(String(decoding: own.exe, as: UTF8.self) == CommandLine.arguments[0])
    #expect(own.args == CommandLine.arguments.dropFirst().flatMap { Array($0.utf8) + [0] })
    #expect(own.sid == Int64(getsid(0)) && own.pgid == Int64(getpgrp()))
    #expect(own.cloneTime > 1_000)
    let entries = try #require(snapshot.descriptors.first { $0.tid == UInt64(getpid()) }).entries
    let entry = try #require(entries.first { $0.number == Int64(descriptor) })
    guard case .file(let flags, let path, _) = entry.body else {
      Issue.record("\(entry) is no file")
      return
    }
    #expect(flags & 3 == 1)
    #expect(String(decoding: path, as: UTF8.self) == file.path)
    let status = try FileManager.default.attributesOfItem(atPath: file.path)
    #expect(entry.inode == (status[.systemFileNumber] as? NSNumber)?.uint64Value)
    #expect(snapshot.users.contains { $0.uid == 0 && $0.name == Array("root".utf8) })
    #expect(snapshot.interfaces.contains { $0.address == .v4(0x7F00_0001) })
    withExtendedLifetime(handle) {}
  }

  @Test("control groups of both versions, in the order of events")
  func controlGroups() {
    let mixed = "4:memory:/a/b\n2:cpu,cpuacct:/c\n1:name=systemd:/d\n0::/e\n"
    #expect(ControlGroupScan.text(Array(mixed.utf8)) == Array("cpuset=/e\0cpu=/c\0cpuacct=/c\0io=/e\0memory=/a/b\0".utf8))
    #expect(
      ControlGroupScan.text(Array("0::/x.slice/y:z\n".utf8))
        == Array("cpuset=/x.slice/y:z\0cpu=/x.slice/y:z\0cpuacct=/x.slice/y:z\0io=/x.slice/y:z\0memory=/x.slice/y:z\0".utf8))
    #expect(ControlGroupScan.text([]) == [])
  }

  @Test("a thread that nobody announced is looked up, with its ancestors")
  func unannounced() throws {
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/bin/sleep")
    child.arguments = ["60"]
    try child.run()
    defer { child.terminate() }
    let pid = Int64(child.processIdentifier)
    var state = State(events: .syscall)
    let event = closeEvent(of: pid)
    guard let view = EventView(event.span, hasLargePayload: false) else {
      Issue.record("the event has another layout")
      return
    }
    let facts = state.apply(view)
    // Until the exec, the child is a copy of this process.
    let deadline = ContinuousClock.now + .seconds(10)
    var found = try #require(ProcessScan.thread(pid, bootTime: 0))
    while found.0.comm != Array("sleep".utf8), ContinuousClock.now < deadline { found = try #require(ProcessScan.thread(pid, bootTime: 0)) }
    let parent = try #require(ProcessScan.thread(found.0.ptid, bootTime: 0))
    let before = state.isInDoubt(pid)
    state.correct(parent.0, parent.1, replacesProgram: true)
    state.correct(found.0, found.1, replacesProgram: true)
    let after = state.isInDoubt(pid)
    #expect(before && !after)
    let place = state.threads.find(pid)
    let index = try #require(place)
    #expect(index == facts.thread, "the record keeps its place")
    let record = state.threads[index]
    #expect(record.ptid == Int64(getpid()))
    #expect(bytes(of: record.comm, state) == Array("sleep".utf8))
    #expect(bytes(of: record.args, state) == Array("60\0".utf8))
    let table = try #require(record.descriptors)
    let input = state.descriptors.find(0, in: table)
    #expect(input != nil)
  }

  private func bytes(of symbol: Symbol, _ state: borrowing State) -> [UInt8] {
    let span = state.symbols.bytes(symbol)
    return span.indices.map { span[$0] }
  }

  /// Type 5, result 0, descriptor 99.
  private func closeEvent(of tid: Int64) -> [UInt8] {
    func little(_ number: UInt64, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) } }
    return little(1, 8) + little(UInt64(tid), 8) + little(46, 4) + little(5, 2) + little(2, 4) + little(8, 2) + little(8, 2)
      + little(0, 8) + little(99, 8)
  }
}
