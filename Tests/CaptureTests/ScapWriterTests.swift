import Capture
import Foundation
import Matching
import Runtime
import Testing

@Suite("Written captures")
struct ScapWriterTests {
  /// A snapshot in which every field has a value of its own.
  private static let snapshot: StateSnapshot = {
    var snapshot = StateSnapshot()
    snapshot.machine.cpuCount = 4
    snapshot.machine.memoryBytes = 8 << 30
    snapshot.machine.maximumPID = 32768
    snapshot.machine.hostName = text("web-1")
    snapshot.machine.bootTime = 99
    let v6: IPAddress = .v6(high: 1, low: 2)
    snapshot.interfaces = [
      NetworkInterface(name: text("eth0"), address: .v4(1), netmask: .v4(2), broadcast: .v4(3), linkSpeed: 4),
      NetworkInterface(name: text("lo"), address: v6, netmask: v6, broadcast: v6, linkSpeed: nil),
    ]
    snapshot.users = [UserRecord(uid: 1, gid: 2, name: text("a"), home: text("/a"), shell: text("/b"))]
    snapshot.groups = [GroupRecord(gid: 3, name: text("g"))]
    var thread = StateSnapshot.Thread(tid: 1, pid: 2, ptid: 3)
    (thread.sid, thread.vpgid, thread.vtid, thread.vpid, thread.pgid) = (4, 5, 6, 7, 8)
    (thread.comm, thread.exe, thread.exepath) = (text("c"), text("e"), text("/p"))
    (thread.args, thread.cwd, thread.env) = (terminated("x", "y"), text("/w"), terminated("E=1"))
    (thread.cgroups, thread.root, thread.descriptorLimit) = (terminated("cpu=/"), text("/r"), 9)
    (thread.flags, thread.uid, thread.gid, thread.vmSize, thread.vmResident, thread.vmSwap) = (10, 11, 12, 13, 14, 15)
    (thread.majorFaults, thread.minorFaults, thread.namespaceStartTime, thread.tty, thread.loginuid) = (16, 17, 18, 19, 20)
    (thread.capInheritable, thread.capPermitted, thread.capEffective) = (21, 22, 23)
    (thread.exeInode, thread.exeChangeTime, thread.exeModificationTime) = (24, 25, 26)
    (thread.exeIsWritable, thread.exeIsInUpperLayer, thread.exeIsFromMemfd, thread.exeIsInLowerLayer) = (true, true, true, true)
    snapshot.threads = [thread]
    let tuple = SocketTuple(sourceAddress: v6, sourcePort: 1, destinationAddress: v6, destinationPort: 2)
    let bodies: [StateSnapshot.DescriptorEntry.Body] = [
      .named(.fifo, text("pipe")), .file(openFlags: 3, path: text("/f"), device: 4), .connection(tuple, .udp),
      .server(address: .v4(5), port: 6, .tcp), .unix(source: 7, destination: 8, path: text("/u")), .unknownType(99),
    ]
    snapshot.descriptors = [
      StateSnapshot.DescriptorList(
        tid: 1, entries: bodies.enumerated().map { .init(number: Int64($0), inode: UInt64($0) + 50, body: $1) }),
      StateSnapshot.DescriptorList(tid: 2, entries: []),
    ]
    return snapshot
  }()

  @Test("what is written is read again", arguments: [false, true])
  func roundTrip(isCompressed: Bool) throws {
    let file = TemporaryFile()
    defer { file.remove() }
    let events = Bytes.section() + Bytes.eventBlock(Bytes.event(93, [littleEndian(0 as Int64), terminated("/")]), cpu: 5)
      + Bytes.eventBlock(Bytes.event(93, [[], [1]]), id: 0x217, flags: 1)
      + Bytes.eventBlock(Bytes.event(324, [[UInt8](repeating: 7, count: 90_000)], tid: -1, wide: true), id: 0x221)
    var source = try CaptureFile.open(bytes: events)
    var writer = try ScapWriter(path: file.path, isCompressed: isCompressed)
    try writer.write(Self.snapshot)
    while let item = try source.next() {
      if case .event(let view) = item { try writer.write(view) }
    }
    try writer.finish()

    let written = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file.path)))
    #expect(written.starts(with: [0x1F, 0x8B]) == isCompressed)
    let replay = Replay(path: file.path)
    #expect(replay.error == nil)
    #expect(replay.events == Replay(events).events)
    // Snapshots have no `==`; their descriptions hold every field.
    #expect("\(try #require(replay.snapshots.first))" == "\(Self.snapshot)")
  }

  @Test("a kernel's path behind an event is kept; it lies outside of the event, where other readers do not look",
    arguments: ["/etc/x", "/etc/xy", "/etc/xyz", "/etc/xyzz"], ["a", "ab", "abc", "abcd"])
  func resolvedPath(path: String, name: String) throws {
    let file = TemporaryFile()
    defer { file.remove() }
    let line = #"{"evt":"openat","tid":1,"resolved_path":"\#(path)","args":{"fd":3,"name":"\#(name)"}}"#
    let told = try #require(Replay(text(line)).events.first)
    #expect(told.bytes.suffix(path.utf8.count) == text(path)[...])
    var source = try CaptureFile.open(bytes: text(line))
    var writer = try ScapWriter(path: file.path, isCompressed: false)
    try writer.write(Self.snapshot)
    while let item = try source.next() {
      if case .event(let view) = item { try writer.write(view) }
    }
    try writer.finish()
    #expect(Replay(path: file.path).events == [told])
    // The event ends in front of the option, by its own length.
    let length = told.bytes[16..<20].reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(length <= told.bytes.count - path.utf8.count - 4)
    #expect(told.parameters[2] == terminated(name))
  }

  @Test("text beyond what other readers take is cut off")
  func longTexts() throws {
    let file = TemporaryFile()
    defer { file.remove() }
    var snapshot = StateSnapshot()
    var thread = StateSnapshot.Thread(tid: 1, pid: 1, ptid: 0)
    thread.comm = [UInt8](repeating: 0x61, count: 70_000)
    thread.args = [UInt8](repeating: 0x61, count: 70_000)
    snapshot.threads = [thread]
    var writer = try ScapWriter(path: file.path, isCompressed: false)
    try writer.write(snapshot)
    var source = try CaptureFile.open(bytes: Bytes.section() + Bytes.eventBlock(Bytes.event(93, [[], []])))
    while let item = try source.next() {
      if case .event(let view) = item { try writer.write(view) }
    }
    try writer.finish()
    let found = try #require(Replay(path: file.path).snapshots.first?.threads.first)
    #expect(found.comm.count == 1024 && found.args.count == 4096)
  }

  @Test("a slice has the events asked for, under the given state", arguments: [false, true])
  func slice(isCompressed: Bool) throws {
    let file = TemporaryFile()
    defer { file.remove() }
    var source = try CaptureFile.open(fixture.path)
    let count = try CaptureSlice.copy(100...150, of: &source, snapshot: Self.snapshot, to: file.path, isCompressed: isCompressed)
    let replay = Replay(path: file.path)
    #expect(count == 51 && replay.error == nil)
    #expect(replay.events == Array(Replay(path: fixture.path).events[99..<150]))
    #expect(replay.snapshots.count == 1 && replay.snapshots[0].threads[0].comm == text("c"))
  }

  @Test("a slice behind the end")
  func sliceBehindEnd() throws {
    let file = TemporaryFile()
    defer { file.remove() }
    var source = try CaptureFile.open(fixture.path)
    #expect(throws: CaptureError.self) {
      try CaptureSlice.copy(20_000...20_001, of: &source, snapshot: Self.snapshot, to: file.path, isCompressed: false)
    }
    var again = try CaptureFile.open(fixture.path)
    let count = try CaptureSlice.copy(15_600...99_999, of: &again, snapshot: Self.snapshot, to: file.path, isCompressed: false)
    #expect(count == 2 && Replay(path: file.path).events.count == 2)
  }

  @Test("what cannot be written")
  func unwritable() throws {
    #expect(throws: CaptureError(.unwritable, "No such file or directory")) {
      _ = try ScapWriter(path: "/no/such/folder/x.scap", isCompressed: false)
    }
    var full = try ScapWriter(path: "/dev/full", isCompressed: false)
    try full.write(Self.snapshot)
    #expect(throws: CaptureError(.unwritable, "No space left on device")) { try full.finish() }
  }
}
