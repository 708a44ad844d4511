import Runtime
import Schema
import TestSupport
import Testing

/// Expected texts are those of state-engine.md §9.1, rule-language.md §8.2 and corrections.md B13, and of samples of the
/// incumbent's output.
@Suite("Texts of parameters")
struct ParameterTextTests {
  private static func openat(flags: UInt32, mode: UInt32 = 0, dev: UInt32 = 0) -> EventSample {
    EventSample(
      "SYSCALL_OPENAT_2_X", .int64(10), .int64(-100), .text("/etc/x"), .uint32(flags), .uint32(mode), .uint32(dev), .uint64(555))
  }

  @Test("flags", arguments: [
    (4097, "flags=4097(O_RDONLY|O_CLOEXEC)"),
    (0, "flags=0(O_NONE)"),
    (7, "flags=7(O_CREAT|O_RDWR)"),
    (16390, "flags=16390(O_CREAT|O_WRONLY|O_F_CREATED)"),
    (13313, "flags=13313(O_DIRECTORY|O_RDONLY|O_CLOEXEC|O_TMPFILE)"),
    (0x8000_0000, "flags=2147483648"),
  ] as [(UInt32, String)])
  func flags(value: UInt32, text: String) {
    let args = Self.openat(flags: value).field("evt.args") ?? ""
    #expect(args.contains(" \(text) mode="))
  }

  @Test("numbers in octal and hex have no prefix but the octal zero")
  func formats() {
    let args = Self.openat(flags: 1, mode: 0o644, dev: 0x801).field("evt.args")
    #expect(args == "fd=10 dirfd=-100 name=/etc/x flags=1(O_RDONLY) mode=0644 dev=801 ino=555")
    #expect(Self.openat(flags: 1).field("evt.arg.mode") == "0")
  }

  @Test("32-bit and 64-bit numbers print signed in decimal, whatever their type")
  func signedness() {
    let chown = EventSample("SYSCALL_CHOWN_X", .int64(0), .text("/x"), .uint32(.max), .uint32(1002))
    #expect(chown.field("evt.args") == "res=0 path=/x uid=-1 gid=1002")
    let poll = EventSample("SYSCALL_POLL_X", .int64(1), .bytes([0, 0]), .int64(4_294_967_295))
    #expect(poll.field("evt.arg.timeout") == "4294967295")
  }

  @Test("errors", arguments: [(-2, "ENOENT"), (-115, "EINPROGRESS"), (-512, "ERESTARTSYS"), (-41, "-41"), (0, "0")] as [(Int64, String)])
  func errors(result: Int64, text: String) {
    let unlink = EventSample("SYSCALL_UNLINK_2_X", .int64(result), .text("/x"))
    #expect(unlink.field("evt.arg.res") == text)
  }

  @Test("values of an enumeration have all their names")
  func enumerations() {
    let socket = EventSample("SOCKET_SOCKET_X", .int64(-97), .uint32(1), .uint32(526_337), .uint32(0), .uint32(0))
    #expect(socket.field("evt.arg.domain") == "AF_LOCAL|AF_UNIX")
    #expect(socket.field("evt.arg.type") == "526337")
    let fcntl = EventSample("SYSCALL_FCNTL_X", .int64(0), .int64(3), .uint8(3), .uint64(0x1E))
    #expect(fcntl.field("evt.args") == "res=0 fd=3 cmd=3(F_SETFD) arg=1E")
  }

  @Test("modes", arguments: [
    (0o600, "mode=0600(S_IWUSR|S_IRUSR)"), (0o644, "mode=0644(S_IROTH|S_IRGRP|S_IWUSR|S_IRUSR)"), (0, "mode=0"),
  ] as [(UInt32, String)])
  func modes(mode: UInt32, text: String) {
    let chmod = EventSample("SYSCALL_CHMOD_X", .int64(0), .text("/x"), .uint32(mode))
    #expect(chmod.field("evt.args") == "res=0 filename=/x \(text)")
  }

  @Test("signals")
  func signals() {
    let kill = EventSample("SYSCALL_KILL_X", .int64(0), .int64(999), .uint8(9))
    #expect(kill.field("evt.args") == "res=0 pid=999 sig=9(SIGKILL)")
    #expect(EventSample("SYSCALL_KILL_X", .int64(0), .int64(0), .uint8(0)).field("evt.args") == "res=0 pid=0 sig=0")
    let ppoll = EventSample("SYSCALL_PPOLL_X", .int64(0), .bytes([0, 0]), .uint64(.max), .uint32(5))
    #expect(ppoll.field("evt.arg.sigmask") == "SIGHUP SIGQUIT")
    #expect(ppoll.field("evt.arg.timeout") == "none")
  }

  @Test("durations have six digits, as C's %g", arguments: [
    (1_500_000_000, "1.5s"), (10_000_000, "0.01s"), (20_000, "2e-05s"), (24_998_745_000, "24.9987s"), (0, "0s"),
    (1, "1e-09s"), (123_456_789, "0.123457s"), (999_999_600, "1s"), (3_600_000_000_000, "3600s"),
    (1_234_567_000_000_000, "1.23457e+06s"), (100_000_000_000_000, "100000s"), (999_999_500, "1s"), (100_000, "0.0001s"),
    (99_999, "9.9999e-05s"),
  ] as [(UInt64, String)])
  func durations(nanoseconds: UInt64, text: String) {
    let sleep = EventSample("SYSCALL_NANOSLEEP_X", .int64(0), .uint64(nanoseconds))
    #expect(sleep.field("evt.arg.interval") == text)
    #expect(sleep.field("evt.args") == "res=0 interval=\(nanoseconds)(\(text))")
  }

  @Test("users and groups without a name")
  func users() {
    let setresuid = EventSample("SYSCALL_SETRESUID_X", .int64(0), .uint32(.max), .uint32(1001), .uint32(0))
    #expect(setresuid.field("evt.args") == "res=0 ruid=-1(<NONE>) euid=1001(<NA>) suid=0(<NA>)")
  }

  @Test("buffers show dots, texts do not")
  func buffers() {
    let write = EventSample("SYSCALL_WRITE_X", .int64(3), .bytes(Array("a\0b\nc\u{7F}é".utf8)), .int64(1), .uint32(3))
    #expect(write.field("evt.arg.data") == "a.b.c...")
    #expect(write.field("evt.arg[1]") == "a.b.c...")
  }

  /// The table of `synthetic_modern` shows `evt.rawarg.fd` of fchdir, which has no format, as a number.
  @Test("how raw parameters print", arguments: [
    ("SYSCALL_FCHDIR_X", "fd", .decimal), ("SYSCALL_CLOSE_X", "fd", .decimal), ("SYSCALL_CHMOD_X", "mode", .octal),
    ("SYSCALL_FCNTL_X", "arg", .hex), ("SYSCALL_UNLINK_2_X", "path", .none),
  ] as [(String, String, PrintStyle.Number)])
  func rawStyles(symbol: String, name: String, style: PrintStyle.Number) throws {
    let parameter = try #require(EventSample(symbol).type.parameters.first { $0.name == name })
    #expect(PrintStyle(parameter).number == style)
  }

  @Test("what is absent, and what is empty")
  func absence() {
    let read = EventSample("SYSCALL_READ_X", .int64(0), .absent, .int64(3), .absent)
    #expect(read.field("evt.args") == "res=0 data=NULL fd=3 size=<NA>")
    let mount = EventSample("SYSCALL_MOUNT_X", .int64(0), .text(""), .text("/m"), .absent, .uint32(4096))
    #expect(mount.field("evt.args") == "res=0 dev= dir=/m type=<NA> flags=4096(BIND)")
    let connect = EventSample("SOCKET_CONNECT_X", .int64(-2), .absent, .int64(3), .absent)
    #expect(connect.field("evt.args") == "res=-2(ENOENT) tuple=NULL fd=3 addr=<NA>")
    #expect(EventSample("SYSCALL_POLL_X", .int64(0), .bytes([0, 0]), .int64(5)).field("evt.args") == "res=0 fds= timeout=5")
    let nullPointer = EventSample("SYSCALL_UNLINK_2_X", .int64(-14), .text("(NULL)"))
    #expect(nullPointer.field("evt.args") == "res=-14(EFAULT) path=<NA>")
  }

  @Test("parameters that the file lacks are not there")
  func shortEvents() {
    let exit = EventSample("PROCEXIT_1_E", .int64(0))
    #expect(exit.field("evt.args") == "status=0")
    #expect(exit.field("evt.arg.ret") == nil)
    #expect(exit.field("evt.arg[1]") == nil)
    #expect(exit.field("evt.arg.flags") == nil)
    #expect(exit.field("evt.rawarg.status") == "0")
  }

  @Test("what does not print is cleaned in texts")
  func cleaning() {
    let bytes: [UInt8] = Array("/a\nb".utf8) + [0xFF] + Array("é".utf8) + [0]
    let unlink = EventSample("SYSCALL_UNLINK_2_X", .int64(0), .bytes(bytes))
    #expect(unlink.field("evt.arg.path") == "/a\u{FFFD}b\u{FFFD}é")
    let memfd = EventSample("SYSCALL_MEMFD_CREATE_X", .int64(-1), .bytes(bytes), .uint32(0))
    #expect(memfd.field("evt.arg.name") == "/a\u{FFFD}b\u{FFFD}é")
    #expect(memfd.field("evt.rawarg.name")?.contains("\n") == true)
  }

  @Test("dynamic parameters take the type that their first byte says")
  func dynamicTypes() {
    func option(_ bytes: [UInt8]) -> String? {
      EventSample(
        "SOCKET_GETSOCKOPT_X", .int64(0), .int64(5), .uint8(1), .uint8(4), .bytes(bytes), .uint32(4)
      ).field("evt.arg.val")
    }
    #expect(option([0, 0x2C, 0, 0x41]) == ",.A")
    #expect(option([1] + EventBuilder.Parameter.int64(-111).encoded) == "ECONNREFUSED")
    #expect(option([2] + EventBuilder.Parameter.uint32(1).encoded) == "1")
    #expect(option([3] + EventBuilder.Parameter.uint64(77).encoded) == "77")
    #expect(option([4] + EventBuilder.Parameter.uint64(2_000_000_000).encoded) == "2s")
    #expect(option([9, 1, 2]) == "INVALID DYNAMIC PARAMETER")
    #expect(option([]) == "NULL")
    let ptrace = EventSample(
      "SYSCALL_PTRACE_X", .int64(0), .bytes([0] + EventBuilder.Parameter.uint64(0xABC).encoded), .bytes([1, 9]), .uint16(13), .int64(971))
    #expect(ptrace.field("evt.args") == "res=0 addr=ABC data=9(SIGKILL) request=13(PTRACE_SYSCALL) pid=971")
  }

  /// The digests of attacks.scap say so: keyctl joins keyrings that have no name.
  @Test("a dynamic text without a byte reads (null), an empty one is empty")
  func dynamicTextWithoutBytes() {
    func keyring(_ name: [UInt8]) -> String? {
      let zero = EventBuilder.Parameter.bytes([0] + EventBuilder.Parameter.int64(0).encoded)
      return EventSample("SYSCALL_KEYCTL_X", .int64(7), .uint32(1), .bytes([1] + name), zero, zero, zero).field("evt.args")
    }
    #expect(keyring([]) == "res=7 operation=1(KEYCTL_JOIN_SESSION_KEYRING) arg2=(null) arg3=0 arg4=0 arg5=0")
    #expect(keyring([0]) == "res=7 operation=1(KEYCTL_JOIN_SESSION_KEYRING) arg2= arg3=0 arg4=0 arg5=0")
  }

  @Test("moments are local time", .enabled(if: isUniversalTime, "the time zone is not UTC"))
  func moments() {
    let sample = EventSample("SYSCALL_EXECVE_19_X")
    var execve = sample
    execve.parameters = sample.type.parameters.map { _ in EventBuilder.Parameter.absent }
    execve.parameters[24] = .uint64(1_795_462_059_000_000_000)
    #expect(execve.field("evt.arg.exe_ino_ctime") == "2026-11-23 19:27:39.000000000")
  }

  @Test("addresses and connections", arguments: [
    ([2, 1, 2, 3, 4, 0xBB, 0x01], "1.2.3.4:443"),
    ([10] + Array(repeating: 0, count: 16) + [0x82, 0x23], ":::9090"),
    ([1] + Array("/run/x".utf8) + [0], "/run/x"),
    ([2, 1, 2], "INVALID IPv4"),
    ([16], "family 16"),
  ] as [([UInt8], String)])
  func addresses(bytes: [UInt8], text: String) {
    let bind = EventSample("SOCKET_BIND_X", .int64(0), .bytes(bytes), .int64(3))
    #expect(bind.field("evt.arg.addr") == text)
  }

  @Test("connections", arguments: [
    ([2, 10, 1, 2, 3, 0x50, 0xC3, 1, 2, 3, 4, 0xBB, 0x01], "10.1.2.3:50000->1.2.3.4:443"),
    ([1, 0, 0x5C, 4, 0x8A, 0xE6, 0xD4, 0x31, 0xFF] + Array(repeating: 0, count: 8) + Array("/run/d".utf8) + [0],
      "ff31d4e68a045c00->0 /run/d"),
    ([10] + mapped(127, 0, 0, 1) + [1, 0] + mapped(10, 0, 0, 9) + [2, 0], "127.0.0.1:1->10.0.0.9:2"),
    ([10] + Array(repeating: 0, count: 15) + [1, 1, 0] + mapped(10, 0, 0, 9) + [2, 0], "::1:1->::ffff:10.0.0.9:2"),
    ([10, 1], "INVALID IPv6"),
  ] as [([UInt8], String)])
  func connections(bytes: [UInt8], text: String) {
    let connect = EventSample("SOCKET_CONNECT_X", .int64(0), .bytes(bytes), .int64(3), .absent)
    #expect(connect.field("evt.arg.tuple") == text)
  }

  @Test("generic calls show nothing together, and their name and number one by one")
  func generic() {
    let call = EventSample("GENERIC_X", .uint16(0), .uint16(318))
    #expect(call.field("evt.type") == "getrandom")
    #expect(call.field("evt.args") == "")
    #expect(call.field("evt.arg[1]") == "318")
    #expect(EventSample("GENERIC_X", .uint16(9999), .uint16(1)).field("evt.arg.ID") == "<unknown syscall>")
  }

  @Test("raw values keep their kind")
  func rawValues() {
    let openat = Self.openat(flags: 4097, mode: 0o755)
    #expect(openat.field("evt.rawarg.flags") == "4097")
    #expect(openat.field("evt.rawarg.mode") == "493")
    #expect(openat.field("evt.rawarg.dirfd") == "-100")
    #expect(openat.field("evt.rawarg.name") == "/etc/x")
    #expect(EventSample("SYSCALL_READ_X", .int64(0), .absent, .int64(3), .absent).field("evt.rawarg.size") == nil)
  }
}

private func mapped(_ bytes: UInt8...) -> [UInt8] { Array(repeating: 0, count: 10) + [0xFF, 0xFF] + bytes }
