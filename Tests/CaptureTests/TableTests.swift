import Capture
import Matching
import Runtime
import Testing

private let anEvent = Bytes.eventBlock(Bytes.event(93, [littleEndian(0 as Int64), terminated("/")]))

private func snapshot(_ blocks: [UInt8]...) throws -> StateSnapshot {
  let replay = Replay(Bytes.section() + blocks.joined() + anEvent)
  try #require(replay.error == nil)
  return try #require(replay.snapshots.first)
}

private func malformedTables(_ blocks: [UInt8]...) -> UInt64 {
  Replay(Bytes.section() + blocks.joined() + anEvent).counters.malformedTables
}

@Suite("Tables in front of the events")
struct TableTests {
  @Test("machine", arguments: [0x201, 0x8002_ABCD] as [UInt32])
  func machine(id: UInt32) throws {
    let body = Bytes.make {
      $0.add(4 as UInt32)
      $0.add(8 << 30 as UInt64)
      $0.add(32768 as UInt64)
      $0.add(text("web-1") + [UInt8](repeating: 0, count: 123))
      $0.add(1_690_000_000 as UInt64)
      for _ in 0..<3 { $0.add(UInt64.max) }
    }
    let machine = try snapshot(Bytes.block(id, body)).machine
    #expect(machine.cpuCount == 4 && machine.memoryBytes == 8 << 30 && machine.maximumPID == 32768)
    #expect(machine.hostName == text("web-1") && machine.bootTime == 1_690_000_000)
  }

  // MARK: Processes

  /// The fields of scap-format.md §2.2, each with the version that brought it.
  private static func process(version: Int, tid: Int64 = 100) -> Bytes {
    var entry = Bytes()
    entry.add(tid)
    entry.add(99 as Int64)
    entry.add(1 as Int64)
    if version >= 6 { entry.add(55 as Int64) }
    if version >= 8 { entry.add(56 as Int64) }
    entry.add("comm")
    entry.add("exe")
    if version >= 7 { entry.add("/bin/exe") }
    entry.add("a\0b\0")
    entry.add("/cwd")
    entry.add(1024 as Int64)
    entry.add(0x2000 as UInt32)
    entry.add(1000 as UInt32)
    entry.add(1001 as UInt32)
    if version >= 2 {
      for number in 1...3 as ClosedRange<UInt32> { entry.add(number) }
      for number in 4...5 as ClosedRange<UInt64> { entry.add(number) }
    }
    if version >= 3 { entry.add("E=1\0") }
    if version >= 4 {
      entry.add(10 as Int64)
      entry.add(9 as Int64)
      entry.add("cpu=/x\0")
    }
    if version >= 5 { entry.add("/root") }
    return entry
  }

  private static let processIDs: [(id: UInt32, version: Int)] = [
    (0x202, 1), (0x8000_ABCD, 1), (0x207, 2), (0x8013_ABCD, 2), (0x209, 3), (0x8014_ABCD, 3), (0x210, 4), (0x211, 5),
    (0x212, 6), (0x213, 7), (0x214, 8), (0x215, 9),
  ]

  @Test("processes of each version, two in a list", arguments: processIDs)
  func processes(id: UInt32, version: Int) throws {
    var body: [UInt8] = []
    for tid in [100, 101] as [Int64] {
      let entry = Self.process(version: version, tid: tid).all
      body += version == 9 ? littleEndian(UInt32(entry.count + 4)) + entry : entry
    }
    let threads = try snapshot(Bytes.block(id, body)).threads
    #expect(threads.map(\.tid) == [100, 101])
    for thread in threads {
      #expect((thread.pid, thread.ptid) == (99, 1))
      #expect((thread.sid, thread.vpgid) == (version >= 6 ? 55 : -1, version >= 8 ? 56 : -1))
      #expect(thread.comm == text("comm") && thread.exe == text("exe") && thread.cwd == text("/cwd"))
      #expect(thread.exepath == (version >= 7 ? text("/bin/exe") : []))
      #expect(thread.args == terminated("a", "b") && thread.descriptorLimit == 1024)
      #expect((thread.flags, thread.uid, thread.gid) == (0x2000, 1000, 1001))
      #expect((thread.vmSize, thread.vmResident, thread.vmSwap) == (version >= 2 ? (1, 2, 3) : (0, 0, 0)))
      #expect((thread.majorFaults, thread.minorFaults) == (version >= 2 ? (4, 5) : (0, 0)))
      #expect(thread.env == (version >= 3 ? terminated("E=1") : []))
      #expect((thread.vtid, thread.vpid) == (version >= 4 ? (10, 9) : (-1, -1)))
      #expect(thread.cgroups == (version >= 4 ? terminated("cpu=/x") : []))
      #expect(thread.root == (version >= 5 ? text("/root") : []))
      #expect(thread.loginuid == .max && thread.pgid == -1)
    }
  }

  /// The tail of version 9: the bytes after each field of the current order.
  private static let tail = Bytes.make {
    $0.add(11 as UInt64)
    $0.add(12 as UInt32)
    $0.add(13 as UInt32)
    $0.add(1 as UInt8)
    for number in [14, 15, 16] as [UInt64] { $0.add(number) }
    $0.add(1 as UInt8)
    for number in [17, 18, 19] as [UInt64] { $0.add(number) }
    $0.add(1 as UInt8)
    $0.add(1 as UInt8)
    $0.add(20 as Int64)
  }

  @Test("the tail of version 9 may end behind any field", arguments: [41, 42, 50, 58, 66, 67, 68, 76, 80])
  func tails(length: Int) throws {
    let entry = Self.process(version: 9).all + (Self.tail + [1, 2, 3, 4]).prefix(length)
    let thread = try #require(snapshot(Bytes.block(0x215, littleEndian(UInt32(entry.count + 4)) + entry)).threads.first)
    #expect((thread.namespaceStartTime, thread.tty, thread.loginuid) == (11, 12, 13))
    #expect(thread.exeIsWritable)
    #expect((thread.capInheritable, thread.capPermitted, thread.capEffective) == (14, 15, 16))
    #expect(thread.exeIsInUpperLayer == (length >= 42) && thread.exeInode == (length >= 50 ? 17 : 0))
    #expect(thread.exeChangeTime == (length >= 58 ? 18 : 0) && thread.exeModificationTime == (length >= 66 ? 19 : 0))
    #expect(thread.exeIsFromMemfd == (length >= 67) && thread.exeIsInLowerLayer == (length >= 68))
    #expect(thread.pgid == (length >= 76 ? 20 : -1))
  }

  @Test("the first writers of version 9 began their tails with loginuid", arguments: [0, 4, 5, 29])
  func earlyTails(length: Int) throws {
    let entry = Self.process(version: 9).all + Self.tail[12..<12 + length]
    let thread = try #require(snapshot(Bytes.block(0x215, littleEndian(UInt32(entry.count + 4)) + entry)).threads.first)
    #expect((thread.namespaceStartTime, thread.tty) == (0, 0))
    #expect(thread.loginuid == (length >= 4 ? 13 : .max) && thread.exeIsWritable == (length >= 5))
    #expect(thread.capEffective == (length >= 29 ? 16 : 0))
  }

  @Test("an entry that does not fit is left out, and the others stay")
  func malformedProcess() throws {
    let good = Self.process(version: 9).all
    var bad = good
    // The length of comm: beyond the entry.
    bad[40] = 0xFF
    bad[41] = 0xFF
    let body = [bad, good].flatMap { littleEndian(UInt32($0.count + 4)) + $0 }
    #expect(try snapshot(Bytes.block(0x215, body)).threads.count == 1)
    #expect(malformedTables(Bytes.block(0x215, body)) == 1)
    // A length beyond the block ends the list.
    let long = littleEndian(UInt32(good.count + 4)) + good + littleEndian(5000 as UInt32) + good
    #expect(try snapshot(Bytes.block(0x215, long)).threads.count == 1)
    #expect(malformedTables(Bytes.block(0x215, long)) == 1)
  }

  // MARK: Descriptors

  private static let bodies: [(type: UInt8, body: [UInt8], expected: String)] = [
    (1, named("/a"), "named(file, /a)"), (2, named("/d"), "named(directory, /d)"),
    (3, [10, 0, 0, 1, 10, 0, 0, 2] + littleEndian(4000 as UInt16) + littleEndian(443 as UInt16) + [2], "10.0.0.1:4000->10.0.0.2:443 tcp"),
    (4, loopback + [UInt8](repeating: 0, count: 15) + [2] + littleEndian(1 as UInt16) + littleEndian(53 as UInt16) + [3], "::1:1->::2:53 udp"),
    (5, [127, 0, 0, 1] + littleEndian(80 as UInt16) + [2], "127.0.0.1:80 tcp"),
    (6, loopback + littleEndian(80 as UInt16) + [5], "::1:80 raw"),
    (7, named("pipe:[1]"), "named(fifo, pipe:[1])"),
    (8, littleEndian(1 as UInt64) + littleEndian(2 as UInt64) + named("/s"), "unix 1 2 /s"),
    (9, named("e"), "named(event, e)"), (10, named("u"), "named(unsupported, u)"), (11, named("s"), "named(signalfd, s)"),
    (12, named("p"), "named(eventpoll, p)"), (13, named("i"), "named(inotify, i)"), (14, named("t"), "named(timerfd, t)"),
    (15, named("n"), "named(netlink, n)"), (16, littleEndian(3 as UInt32) + named("/f"), "file 3 /f 0"),
    (17, named("b"), "named(bpf, b)"), (18, named("u"), "named(userfaultfd, u)"), (19, named("r"), "named(ioUring, r)"),
    (20, named("m"), "named(memfd, m)"), (21, named("d"), "named(pidfd, d)"),
  ]
  private static let loopback = [UInt8](repeating: 0, count: 15) + [1]
  private static func named(_ name: String) -> [UInt8] { Bytes.make { $0.add(name) } }

  private func describe(_ body: StateSnapshot.DescriptorEntry.Body) -> String {
    func name(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    func address(_ address: IPAddress) -> String {
      var output: [UInt8] = []
      address.append(to: &output)
      return name(output)
    }
    return switch body {
    case .named(let kind, let bytes): "named(\(kind), \(name(bytes)))"
    case .file(let flags, let path, let device): "file \(flags) \(name(path)) \(device)"
    case .connection(let tuple, let layer4):
      "\(address(tuple.sourceAddress)):\(tuple.sourcePort)->\(address(tuple.destinationAddress)):\(tuple.destinationPort) \(layer4)"
    case .server(let ip, let port, let layer4): "\(address(ip)):\(port) \(layer4)"
    case .unix(let source, let destination, let path): "unix \(source) \(destination) \(name(path))"
    case .unknownType(let code): "unknown \(code)"
    }
  }

  @Test("descriptors of each type, in both versions", arguments: 0..<bodies.count)
  func descriptors(index: Int) throws {
    let (type, body, expected) = Self.bodies[index]
    let entry = littleEndian(-3 as Int64) + littleEndian(77 as UInt64) + [type] + body
    let withLength = littleEndian(UInt32(entry.count + 4)) + entry
    for (id, entry) in [(0x203, entry), (0x8001_ABCD, entry), (0x218, withLength)] as [(UInt32, [UInt8])] {
      let list = try #require(snapshot(Bytes.block(id, littleEndian(42 as UInt64) + entry + entry)).descriptors.first)
      #expect(list.tid == 42 && list.entries.count == 2)
      #expect(list.entries.allSatisfy { $0.number == -3 && $0.inode == 77 })
      #expect(list.entries.map { describe($0.body) } == [expected, expected])
    }
  }

  @Test("version 2: a device behind the path, types to come, empty lists")
  func descriptorVersion2() throws {
    func list(_ entries: [UInt8]...) -> [UInt8] {
      Bytes.block(0x218, littleEndian(42 as UInt64) + entries.flatMap { littleEndian(UInt32($0.count + 4)) + $0 })
    }
    let head = littleEndian(5 as Int64) + littleEndian(0 as UInt64)
    let file = head + [16] + littleEndian(1 as UInt32) + Self.named("/f") + littleEndian(259 as UInt32)
    let found = try snapshot(list(file, head + [22, 1, 2, 3], file), list())
    #expect(found.descriptors[0].entries.map { describe($0.body) } == ["file 1 /f 259", "unknown 22", "file 1 /f 259"])
    #expect(found.descriptors[1].entries.isEmpty)
    // Without lengths there is no way over an unknown type.
    let old = Bytes.block(0x203, littleEndian(42 as UInt64) + head + [22, 1, 2, 3])
    #expect(try snapshot(old).descriptors[0].entries.isEmpty)
    #expect(malformedTables(old) == 1)
  }

  // MARK: Interfaces and users

  @Test("interfaces: the length of version 2 does not count itself")
  func interfaces() throws {
    func entry(_ type: UInt16, _ addresses: [UInt8], speed: UInt64?) -> [UInt8] {
      littleEndian(type) + littleEndian(4 as UInt16) + addresses + (speed.map { littleEndian($0) } ?? []) + text("eth0")
    }
    let v4: [UInt8] = [10, 0, 0, 1, 255, 255, 255, 0, 10, 0, 0, 255]
    let v6 = (0..<48).map { UInt8($0) }
    let entries = [entry(1, v4, speed: 1000), entry(2, v6, speed: 7), entry(3, v4, speed: nil), entry(4, v6, speed: nil)]
    let version2 = entries.flatMap { littleEndian(UInt32($0.count)) + $0 }
    for (id, body) in [(0x205, entries.flatMap { $0 }), (0x8011_ABCD, entries.flatMap { $0 }), (0x219, version2)] as [(UInt32, [UInt8])] {
      let found = try snapshot(Bytes.block(id, body)).interfaces
      #expect(found.map(\.linkSpeed) == [1000, 7, nil, nil])
      #expect(found.allSatisfy { $0.name == text("eth0") })
      #expect(found[0].address == .v4(0x0A00_0001) && found[0].netmask == .v4(0xFFFF_FF00) && found[0].broadcast == .v4(0x0A00_00FF))
      #expect(found[1].netmask == .v6(high: 0x1011_1213_1415_1617, low: 0x1819_1A1B_1C1D_1E1F))
    }
    #expect(malformedTables(Bytes.block(0x219, littleEndian(20 as UInt32) + [UInt8](repeating: 9, count: 20))) == 1)
  }

  @Test("users and groups")
  func users() throws {
    let user = Bytes.make {
      $0.add(0 as UInt8)
      $0.add(1000 as UInt32)
      $0.add(1001 as UInt32)
      $0.add("alice")
      $0.add("/home/alice")
      $0.add("/bin/sh")
    }
    let group = Bytes.make {
      $0.add(1 as UInt8)
      $0.add(1001 as UInt32)
      $0.add("staff")
    }
    let version2 = [user, group].flatMap { littleEndian(UInt32($0.count + 4)) + $0 }
    for (id, body) in [(0x206, user + group), (0x8012_ABCD, user + group), (0x220, version2)] as [(UInt32, [UInt8])] {
      let found = try snapshot(Bytes.block(id, body))
      #expect(
        found.users == [UserRecord(uid: 1000, gid: 1001, name: text("alice"), home: text("/home/alice"), shell: text("/bin/sh"))])
      #expect(found.groups == [GroupRecord(gid: 1001, name: text("staff"))])
    }
  }
}
