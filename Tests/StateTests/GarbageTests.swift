import Schema
import TestSupport
import Testing

@testable import Runtime

/// Whatever events say, the state stays whole: nothing traps, lists end, counts agree.
@Suite("Events that make no sense")
struct GarbageTests {
  /// Parameters of the right size with likely and unlikely values, or bytes of any length.
  private func parameter(_ type: ValueType, _ random: inout SplitMix64) -> EventBuilder.Parameter {
    if random.chance(12) { return .bytes((0..<Int.random(in: 0..<60, using: &random)).map { _ in UInt8(truncatingIfNeeded: random.next()) }) }
    if random.chance(12) { return .absent }
    // Small numbers meet existing threads and descriptors.
    let small = Int64.random(in: -3..<12, using: &random)
    let number = random.chance(8) ? Int64(bitPattern: random.next()) : small
    switch type {
    case .int8, .uint8, .sigtype, .l4proto, .sockfamily, .flags8, .enumflags8:
      return .uint8(UInt8(truncatingIfNeeded: random.chance(3) ? Int64(bitPattern: random.next()) : number))
    case .int16, .uint16, .syscallid, .port, .flags16, .enumflags16: return .uint16(UInt16(truncatingIfNeeded: number))
    case .int32, .uint32, .bool, .ipv4addr, .flags32, .enumflags32, .uid, .gid, .sigset, .mode, .fd32, .pid32:
      return .uint32(random.chance(2) ? UInt32(truncatingIfNeeded: random.next()) : UInt32(truncatingIfNeeded: number))
    case .int64, .uint64, .errno, .fd, .pid, .reltime, .abstime, .double: return .int64(number)
    case .sockaddr:
      return random.chance(2) ? .ipv4("10.1.2.\(small & 7)", port: UInt16(small & 3)) : .unix("/run/\(small)")
    case .socktuple:
      return random.chance(2)
        ? .ipv4Tuple("0.0.0.0", UInt16(small & 3), "10.1.2.\(small & 7)", 5) : .unixTuple(1, UInt64(small & 7), "/s")
    case .bytebuf: return .strings(["a\(small)", "cpu=/docker/\(small)"])
    default:
      let paths = ["/etc/passwd", "x", "../..", "", "/a//b/./c", "\u{1}", String(repeating: "p/", count: 600)]
      return .text(paths[Int.random(in: 0..<paths.count, using: &random)])
    }
  }

  @Test("random events over few threads and descriptors", arguments: 0..<12 as Range<UInt64>)
  func random(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var limits = StateLimits()
    limits.threads = 40
    limits.descriptorsPerProcess = 50
    let scene = Scene(.small, limits: limits)
    // Types that change state more often than others.
    let busy = EventTable.syscall.types.filter { $0.flags.contains(.modifiesState) && !$0.flags.contains(.unused) }
    let all = EventTable.syscall.types.filter { !$0.flags.contains(.unused) }
    for step in 0..<4000 {
      let types = random.chance(5) ? all : busy
      let type = types[Int.random(in: 0..<types.count, using: &random)]
      var parameters = type.parameters.map { parameter($0.type, &random) }
      if random.chance(10) { parameters.removeLast(Int.random(in: 0...parameters.count, using: &random)) }
      let tid = random.chance(20) ? Int64(bitPattern: random.next()) : [1, 50, 100, 2, 3, 4, 5, 6][Int.random(in: 0..<8, using: &random)]
      scene.event(
        String(type.symbol.dropFirst("PPME_".count)), tid: tid, after: random.chance(5) ? 3_000_000_000 : 10, parameters)
      if step % 50 == 0 { try check(scene) }
    }
    try check(scene)
    // What is left can be written, loaded and replaced.
    let snapshot = scene.state.snapshot()
    scene.state.load(snapshot)
    #expect(scene.state.threads.count == snapshot.threads.count)
    try check(scene)
    scene.state.load(.small)
    #expect(scene.state.threads.count == 3)
    #expect(scene.state.descriptors.count == 0)
  }

  /// Groups and families agree with the records.
  private func check(_ scene: Scene) throws {
    let all = scene.state.threads.all()
    #expect(all.count == scene.state.threads.count)
    var alive: [GroupIndex: UInt32] = [:]
    for thread in all {
      let record = scene.state.threads[thread]
      #expect(scene.index(record.tid) == thread)
      if let group = record.group, !record.isClosed { alive[group, default: 0] += 1 }
      if let main = record.main { #expect(scene.state.threads[main].tid == record.pid) }
      if let parent = record.parent {
        #expect(scene.state.threads[parent].tid == record.ptid)
        var child = scene.state.threads[parent].firstChild
        var steps = 0
        while let current = child, current != thread, steps <= all.count {
          child = scene.state.threads[current].nextSibling
          steps += 1
        }
        #expect(child == thread, "a child is in its parent's list")
      }
    }
    for thread in all {
      guard let group = scene.state.threads[thread].group else { continue }
      #expect(scene.state.threads.groups[group.rawValue].liveThreads == alive[group, default: 0])
    }
  }

  @Test("types that the table does not have are counted")
  func unknownType() {
    let scene = Scene()
    let bytes = EventBuilder(code: 999, time: 1, threadID: 100, parameters: [.int64(0)]).bytes
    guard let view = EventView(bytes.span, hasLargePayload: false) else {
      Issue.record("a whole event")
      return
    }
    let facts = scene.state.apply(view)
    scene.state.finish(view, facts)
    #expect(facts.thread == nil)
    #expect(scene.state.counters.unknownTypes == 1)
  }

  @Test("an event without its parameters is malformed and changes nothing", arguments: [
    "SYSCALL_OPENAT_2_X", "SYSCALL_CLOSE_X", "SYSCALL_CLONE_20_X", "SYSCALL_EXECVE_19_X", "SOCKET_SOCKET_X",
    "SOCKET_ACCEPT_5_X", "SYSCALL_DUP2_X", "SYSCALL_EVENTFD_X", "USER_ADDED_E", "GROUP_ADDED_E", "CONTAINER_JSON_2_E",
  ])
  func malformed(type: String) {
    let scene = Scene()
    let before = scene.state.counters.malformedEvents
    scene.event(type, [])
    #expect(scene.state.counters.malformedEvents == before + 1)
    #expect(scene.state.threads.count == 3)
    #expect(scene.numbers() == [])
  }
}
