import Matching
import Runtime
import Schema
import TestSupport

/// A state and the events that a test lets happen to it. A class, because the macros of tests copy what they look at.
final class Scene {
  var state: State
  /// Of the last event.
  var time: UInt64 = 1_700_000_000_000_000_000
  private static let types = Dictionary(uniqueKeysWithValues: EventTable.syscall.types.map { ($0.symbol, $0) })

  /// - Parameter snapshot: what is known before the first event.
  init(_ snapshot: StateSnapshot = .small, limits: StateLimits = StateLimits()) {
    state = State(events: .syscall, limits: limits)
    state.load(snapshot)
  }

  /// Lets an event happen, both phases. What it ends is still there until the next.
  ///
  /// - Parameter symbol: of the type, without `PPME_`.
  @discardableResult
  func event(
    _ symbol: String, tid: Int64 = 100, after nanoseconds: UInt64 = 1000, _ parameters: [EventBuilder.Parameter]
  ) -> EventFacts {
    guard let type = Self.types["PPME_" + symbol] else { preconditionFailure("no event type \(symbol)") }
    time += nanoseconds
    let isLarge = type.flags.contains(.largePayload)
    let bytes = EventBuilder(
      code: type.code.rawValue, time: time, threadID: tid, hasLargePayload: isLarge, parameters: parameters
    ).bytes
    guard let view = EventView(bytes.span, hasLargePayload: isLarge) else { preconditionFailure("a whole event") }
    let facts = state.apply(view)
    state.finish(view, facts)
    return facts
  }

  /// Nothing that matters: what the event before ended goes now.
  func nothing(tid: Int64 = 100) { event("SYSCALL_GETUID_X", tid: tid, [.uint32(0)]) }

  @discardableResult
  func open(_ path: String, as number: Int64, tid: Int64 = 100, flags: UInt32 = 1, directory: Int64 = -100)
    -> EventFacts
  {
    event(
      "SYSCALL_OPENAT_2_X", tid: tid,
      [
        .int64(number), .int64(directory), .text(path), .uint32(flags), .uint32(0), .uint32(0x801), .uint64(7),
      ])
  }

  // MARK: What is known

  func text(_ symbol: Symbol) -> String { Self.text(symbol, state) }

  private static func text(_ symbol: Symbol, _ state: borrowing State) -> String {
    let bytes = state.symbols.bytes(symbol)
    return String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
  }

  func thread(_ tid: Int64) -> ThreadRecord? { state.threads.find(tid).map { state.threads[$0] } }

  func index(_ tid: Int64) -> ThreadIndex? { state.threads.find(tid) }

  func liveThreads(_ tid: Int64) -> Int? { index(tid).map { state.threads.liveThreads(inGroupOf: $0) } }

  func parent(_ tid: Int64) -> Int64? {
    state.threads.find(tid).flatMap { state.process(1, above: $0) }.map { state.threads[$0].tid }
  }

  func descriptor(_ number: Int64, of tid: Int64 = 100) -> Descriptor? {
    guard let table = thread(tid)?.descriptors else { return nil }
    return state.descriptors.find(number, in: table).map { state.descriptors[$0] }
  }

  /// The name of a descriptor, nil where none is open.
  func name(_ number: Int64, of tid: Int64 = 100) -> String? { descriptor(number, of: tid).map { text($0.name) } }

  func numbers(_ tid: Int64 = 100) -> [Int64] {
    guard let table = thread(tid)?.descriptors else { return [] }
    var numbers: [Int64] = []
    state.descriptors.forEach(in: table) { number, _ in numbers.append(number) }
    return numbers.sorted()
  }

  /// The name of the event's descriptor as rules see it.
  func name(_ facts: EventFacts) -> String? { facts.descriptor.map { text(state.descriptors[$0].name) } }

  func directory(_ tid: Int64 = 100) -> String? {
    state.threads.find(tid).map { text(state.currentDirectory(of: $0)) }
  }
}

extension StateSnapshot {
  /// init (1), a shell (50) below it, a program (100) below that; two interfaces.
  static var small: StateSnapshot {
    var snapshot = StateSnapshot()
    snapshot.threads = [
      thread(1, ptid: 0, comm: "systemd", cwd: "/"), thread(50, ptid: 1, comm: "bash", cwd: "/root"),
      thread(100, ptid: 50, comm: "prog", cwd: "/home/u"),
    ]
    snapshot.interfaces = [
      interface("lo", .v4(0x7F00_0001), mask: 0xFF00_0000), interface("eth0", .v4(0x0A01_0203), mask: 0xFFFF_FF00),
    ]
    return snapshot
  }

  static func thread(
    _ tid: Int64, pid: Int64? = nil, ptid: Int64, comm: String, cwd: String = "/", flags: UInt32 = 0
  ) -> Thread {
    var thread = Thread(tid: tid, pid: pid ?? tid, ptid: ptid)
    thread.comm = Array(comm.utf8)
    thread.exe = Array("/bin/\(comm)".utf8)
    thread.exepath = thread.exe
    thread.cwd = Array(cwd.utf8)
    thread.vtid = tid
    thread.vpid = pid ?? tid
    thread.sid = 50
    thread.flags = flags
    return thread
  }

  private static func interface(_ name: String, _ address: IPAddress, mask: UInt32) -> NetworkInterface {
    NetworkInterface(
      name: Array(name.utf8), address: address, netmask: .v4(mask), broadcast: .v4(0), linkSpeed: nil)
  }
}

/// The parameters of clone and execve events, named.
enum Parameters {
  static func clone(
    result: Int64, tid: Int64, pid: Int64? = nil, ptid: Int64, comm: String = "prog", flags: ThreadFlags = [],
    vtid: Int64? = nil, vpid: Int64? = nil, cgroups: [String] = [], uid: UInt32 = 1000
  ) -> [EventBuilder.Parameter] {
    [
      .int64(result), .text("/bin/\(comm)"), .strings(["-a"]), .int64(tid), .int64(pid ?? tid), .int64(ptid), .text(""),
      .int64(1024), .uint64(1), .uint64(2), .uint32(3), .uint32(4), .uint32(5), .text(comm), .strings(cgroups),
      .uint32(flags.rawValue), .uint32(uid), .uint32(uid), .int64(vtid ?? tid), .int64(vpid ?? pid ?? tid), .uint64(0),
    ]
  }

  static func exec(
    result: Int64 = 0, tid: Int64 = 100, pid: Int64? = nil, ptid: Int64 = 50, comm: String, exepath: String? = nil,
    env: [String] = ["A=1"], flags: UInt32 = 0, filename: String? = nil, cgroups: [String] = []
  ) -> [EventBuilder.Parameter] {
    [
      .int64(result), .text(comm), .strings(["x", "y"]), .int64(tid), .int64(pid ?? tid), .int64(ptid), .text(""),
      .uint64(1024), .uint64(0), .uint64(0), .uint32(0), .uint32(0), .uint32(0), .text(comm), .strings(cgroups),
      .strings(env), .uint32(34816), .int64(tid), .uint32(1000), .uint32(flags), .uint64(1), .uint64(2), .uint64(3),
      .uint64(77), .uint64(10), .uint64(11), .uint32(1000), exepath.map { .text($0) } ?? .absent, .int64(tid),
      .uint32(1000), filename.map { .text($0) } ?? .absent,
    ]
  }
}
