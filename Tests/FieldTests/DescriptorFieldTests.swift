import Runtime
import Schema
import TestSupport
import Testing

/// Expected values: state-engine.md §6, corrections.md B1-B3, B6, B9-B11, B14.
@Suite("Fields of descriptors")
struct DescriptorFieldTests {
  /// Several fields of one event, as `name=value …`; `-` for no value.
  private func fields(_ event: EventSample, _ names: String) -> String {
    var state = sampleState()
    var event = event
    event.apply(to: &state)
    var values: [String] = []
    for name in names.split(separator: " ") { values.append(event.field(String(name), state) ?? "-") }
    return values.joined(separator: " ")
  }

  private func read(_ descriptor: Int64) -> EventSample {
    EventSample("SYSCALL_READ_X", .int64(5), .bytes(Array("hello".utf8)), .int64(descriptor), .uint32(64))
  }

  @Test("kinds", arguments: [
    (3, "directory d <NA> - false"), (4, "file f <NA> - false"), (5, "ipv4 4 tcp ip false"), (6, "ipv4 4 tcp ip true"),
    (7, "unix u <NA> unix false"), (8, "pipe p <NA> - false"), (9, "ipv6 6 <NA> ip false"),
    (11, "eventpoll l <NA> - false"), (77, "- o - - -"),
  ] as [(Int64, String)])
  func kinds(descriptor: Int64, expected: String) {
    #expect(fields(read(descriptor), "fd.type fd.typechar fd.l4proto fd.sockfamily fd.is_server") == expected)
  }

  @Test("names and their parts", arguments: [
    (3, "/srv/data /srv/data - :/srv/data"), (4, "/srv/data/f.txt /srv/data f.txt :/srv/data"),
    (5, "10.1.2.3:40000->93.184.216.34:443 - - -"), (6, "0.0.0.0:8080 - - -"), (8, "pipe:[9] - - -"), (77, " / - :/"),
  ] as [(Int64, String)])
  func names(descriptor: Int64, expected: String) {
    #expect(fields(read(descriptor), "fd.name fd.directory fd.filename fd.containerdirectory") == expected)
  }

  @Test("numbers", arguments: [
    (4, "4 3004 2049 8 1 77 false"), (77, "77 30077 - - - - -"), (-1, "-1 300-1 - - - - -"),
    (-100, "-100 300-100 - - - - -"),
  ] as [(Int64, String)])
  func numbers(descriptor: Int64, expected: String) {
    let names = "fd.num fd.uid fd.dev fd.dev.major fd.dev.minor fd.ino fd.connected"
    #expect(fields(read(descriptor), names) == expected)
  }

  @Test("ends of a connection", arguments: [
    (5, "10.1.2.3 93.184.216.34 10.1.2.3 93.184.216.34 40000 443 40000 443 40000 443 443"),
    // A listening socket of the snapshot has no role: a port, but no address.
    (6, "- - - - - 8080 - - -  -"),
    // IPv6 connections of a snapshot have no role.
    (9, "- - - - - - - - - - -"), (4, "- - - - - - - - - - -"), (77, "- - - - - - - - - - -"),
  ] as [(Int64, String)])
  func ends(descriptor: Int64, expected: String) {
    let names = "fd.cip fd.sip fd.lip fd.rip fd.cport fd.sport fd.lport fd.rport fd.cproto fd.sproto fd.rproto"
    #expect(fields(read(descriptor), names) == expected)
  }

  /// As in the incumbent's table of `synthetic_modern`: sockets with a role, not those that listen.
  @Test("connected", arguments: [(5, "true"), (6, "false"), (9, "false"), (4, "false"), (77, "-")] as [(Int64, String)])
  func connected(descriptor: Int64, expected: String) {
    #expect(fields(read(descriptor), "fd.connected") == expected)
  }

  @Test("pairs of ends, for conditions", arguments: [
    (5, "(10.1.2.3,93.184.216.34) (40000,443) (10.1.2.3,93.184.216.34) (40000,443)"),
    (6, "(0.0.0.0) (8080) (0.0.0.0) (8080)"), (4, "() () () ()"), (77, "- - - -"),
  ] as [(Int64, String)])
  func pairs(descriptor: Int64, expected: String) {
    #expect(fields(read(descriptor), "fd.ip fd.port fd.net fd.proto") == expected)
  }

  @Test("nothing has a value on events that are not about a descriptor")
  func otherEvents() {
    let kill = EventSample("SYSCALL_KILL_X", .int64(0), .int64(200), .uint8(9))
    #expect(fields(kill, "fd.num fd.name fd.type fd.typechar fd.uid fd.types fd.port") == "- - - - - - -")
  }

  @Test("opens that fail")
  func failedOpens() {
    let openat = EventSample(
      "SYSCALL_OPENAT_2_X", .int64(-2), .int64(-100), .text("..//etc/./x"), .uint32(1), .uint32(0), .uint32(0), .uint64(0))
    let names = "fd.num fd.name fd.nameraw fd.directory fd.filename fd.type fd.typechar fd.uid fd.containername"
    #expect(
      fields(openat, names) == "-1 /home/alice/etc/x ../etc/./x /home/alice/etc - - f 300-1 :/home/alice/etc/x")
    let inDirectory = EventSample(
      "SYSCALL_OPENAT_2_X", .int64(-2), .int64(3), .text("x"), .uint32(1), .uint32(0), .uint32(0), .uint64(0))
    #expect(fields(inDirectory, "fd.name") == "/srv/data/x")
    let inUnknown = EventSample(
      "SYSCALL_OPENAT_2_X", .int64(-2), .int64(99), .text("rel"), .uint32(1), .uint32(0), .uint32(0), .uint64(0))
    #expect(fields(inUnknown, "fd.name") == "<UNKNOWN>rel")
    let open = EventSample("SYSCALL_OPEN_X", .int64(-2), .text("x"), .uint32(1), .uint32(0), .uint32(0), .uint64(0))
    #expect(fields(open, "fd.name fd.typechar") == "/home/alice/work/x o")
    let creat = EventSample("SYSCALL_CREAT_X", .int64(-13), .text("/x"), .uint32(0), .uint32(0), .uint64(0), .uint16(0))
    #expect(fields(creat, "fd.name fd.typechar fd.directory") == "/x f /")
  }

  @Test("an open that succeeds")
  func opens() {
    let openat = EventSample(
      "SYSCALL_OPENAT_2_X", .int64(10), .int64(-100), .text("../etc/./cfg"), .uint32(4097), .uint32(0), .uint32(0x801), .uint64(555))
    let names = "fd.num fd.name fd.nameraw fd.type fd.dev fd.ino evt.arg.fd evt.arg.name"
    #expect(
      fields(openat, names)
        == "10 /home/alice/etc/cfg ../etc/./cfg file 2049 555 <f>/home/alice/etc/cfg /home/alice/etc/cfg")
  }

  @Test("accepts that fail")
  func failedAccepts() {
    let accept = EventSample("SOCKET_ACCEPT4_6_X", .int64(-11), .absent, .uint8(0), .uint32(0), .uint32(0), .int32(0))
    #expect(fields(accept, "fd.num fd.name fd.typechar fd.type") == "-1 NULL 4 -")
  }

  @Test("descriptors in parameters")
  func parameters() {
    let close = EventSample("SYSCALL_CLOSE_X", .int64(0), .int64(5))
    #expect(fields(close, "evt.args") == "res=0 fd=5(<4t>10.1.2.3:40000->93.184.216.34:443)")
    #expect(fields(read(77), "evt.arg.fd") == "77")
    #expect(fields(read(-1), "evt.arg.fd") == "EPERM")
    #expect(fields(read(-100), "evt.arg.fd") == "AT_FDCWD")
    #expect(fields(read(9), "evt.arg.fd") == "<6>2001:db8::3:1->::1:22")
    let kill = EventSample("SYSCALL_KILL_X", .int64(0), .int64(200), .uint8(9))
    #expect(fields(kill, "evt.args") == "res=0 pid=200(bash) sig=9(SIGKILL)")
    let setuid = EventSample("SYSCALL_SETUID_X", .int64(0), .uint32(0))
    #expect(fields(setuid, "evt.args") == "res=0 uid=0(root)")
    let setgid = EventSample("SYSCALL_SETGID_X", .int64(0), .uint32(4))
    #expect(fields(setgid, "evt.args") == "res=0 gid=4(adm)")
  }

  @Test("reads and writes are about what their descriptor is", arguments: [
    (4, "file 5 5 - 5"), (5, "net 5 - 5 5"), (8, "ipc 5 - - 5"), (11, "unknown 5 - - 5"), (77, "unknown - - - -"),
  ] as [(Int64, String)])
  func flows(descriptor: Int64, expected: String) {
    let names = "evt.category evt.buflen evt.buflen.file evt.buflen.net evt.buflen.in"
    #expect(fields(read(descriptor), names) == expected)
  }

  @Test("which way bytes go, and through what", arguments: [
    (4, "5 - 5 - - -", "5 - 5 - -"), (5, "5 - - - 5 -", "5 - - - 5"), (8, "5 - - - - -", "5 - - - -"),
    (77, "- - - - - -", "- - - - -"),
  ] as [(Int64, String, String)])
  func directions(descriptor: Int64, reading: String, writing: String) {
    #expect(
      fields(
        read(descriptor),
        "evt.buflen.in evt.buflen.out evt.buflen.file.in evt.buflen.file.out evt.buflen.net.in evt.buflen.net.out") == reading)
    let write = EventSample("SYSCALL_WRITE_X", .int64(5), .bytes(Array("hello".utf8)), .int64(descriptor), .uint32(64))
    #expect(
      fields(
        write, "evt.buflen.out evt.buflen.in evt.buflen.file.out evt.buflen.file.in evt.buflen.net.out") == writing)
  }

  @Test("networks and services of the local and the remote end; nothing resolves names", arguments: [
    (5, "10.1.2.3 93.184.216.34 40000 () () () ()"), (6, "- - - () () () ()"), (4, "- - - () () () ()"),
    (77, "- - - - - - -"),
  ] as [(Int64, String)])
  func farAndNear(descriptor: Int64, expected: String) {
    #expect(
      fields(read(descriptor), "fd.lnet fd.rnet fd.lproto fd.cip.name fd.sip.name fd.lip.name fd.rip.name") == expected)
  }

  @Test("the system log")
  func syslog() {
    let write = EventSample("SYSCALL_WRITE_X", .int64(1), .bytes([1]), .int64(7), .uint32(1))
    #expect(fields(write, "evt.is_syslog fd.name") == "true /run/dev/log")
    #expect(fields(read(7), "evt.is_syslog") == "false")
  }

  @Test("lists of what a poll waits for")
  func lists() {
    func entry(_ number: Int64, _ flags: Int16) -> [UInt8] {
      EventBuilder.Parameter.int64(number).encoded + EventBuilder.Parameter.int16(flags).encoded
    }
    let list = [4, 0] + entry(5, 0x41) + entry(999, 4) + entry(11, 0) + entry(-1, -1)
    let poll = EventSample("SYSCALL_POLL_X", .int64(1), .bytes(list), .int64(100))
    #expect(
      fields(poll, "fdlist.nums fdlist.names fdlist.cips fdlist.sips fdlist.cports fdlist.sports")
        == "5,999,11,-1 10.1.2.3:40000->93.184.216.34:443,<NA>,<NA>,<NA> 10.1.2.3 93.184.216.34 40000 443")
    #expect(fields(poll, "evt.arg.fds") == "5:441 999:?4 11:l0 18446744073709551615:?ffffffff")
    #expect(fields(EventSample("SYSCALL_POLL_X", .int64(0), .bytes([0, 0]), .int64(1)), "fdlist.nums") == "-")
    #expect(fields(read(5), "fdlist.nums") == "-")
    // A count beyond the bytes.
    let cut = EventSample("SYSCALL_POLL_X", .int64(1), .bytes([9, 0] + entry(8, 0)), .int64(100))
    #expect(fields(cut, "fdlist.nums") == "8")
  }

  @Test("types of all descriptors, each once")
  func types() {
    let words = fields(read(5), "fd.types").dropFirst().dropLast().split(separator: ",").sorted()
    #expect(words == ["directory", "eventpoll", "file", "ipv4", "ipv6", "pipe", "unix"])
    #expect(fields(read(5), "fd.types[8] fd.types[99]") == "(pipe) -")
  }
}
