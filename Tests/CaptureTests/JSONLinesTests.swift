import Capture
import Foundation
import Matching
import Runtime
import Schema
import TestSupport
import Testing

@Suite("JSON lines")
struct JSONLinesTests {
  private func replay(_ lines: String...) -> Replay { Replay(text(lines.joined(separator: "\n"))) }

  /// The one event of one line.
  private func event(_ line: String) throws -> Received {
    let replay = replay(line)
    #expect(replay.problems == [] && replay.error == nil)
    return try #require(replay.events.first)
  }

  /// The bytes of a parameter that a value is written as.
  private func parameter(_ event: String, _ name: String, _ value: String) throws -> [UInt8] {
    let received = try self.event(#"{"evt":"\#(event)","tid":1,"args":{"\#(name)":\#(value)}}"#)
    let type = EventTable.syscall.types[Int(received.type)]
    return received.parameters[try #require(type.parameters.firstIndex { $0.name == name })]
  }

  // MARK: Events

  @Test("an event with its header")
  func header() throws {
    let event = try event(
      #"{"time": 1700000000123456789, "tid": 100, "cpu": 3, "evt": "openat", "state_only": true, "args": {"fd": 3, "dirfd": "AT_FDCWD", "name": "/etc/passwd", "flags": "O_RDONLY|O_CLOEXEC", "mode": 0}}"#)
    #expect((event.time, event.threadID, event.type, event.cpu) == (1_700_000_000_123_456_789, 100, 307, 3))
    #expect(event.isStateOnly)
    #expect(
      event.parameters == [
        littleEndian(3 as Int64), littleEndian(-100 as Int64), terminated("/etc/passwd"), littleEndian(0x1001 as UInt32),
        littleEndian(0 as UInt32), [], [],
      ])
  }

  @Test(
    "names of events: the current exit type, or what dir says",
    arguments: [
      (#""evt":"openat""#, 307), (#""evt":"openat","dir":"enter""#, 306), (#""evt":"openat","dir":"<""#, 307),
      (#""evt":"execve""#, 293), (#""evt":"clone""#, 223), (#""evt":"close""#, 5), (#""evt":"connect","dir":">""#, 22),
      (#""evt":"procexit""#, 186), (#""evt":"signaldeliver""#, 232), (#""evt":"accept4""#, 389), (#""evt":"mkdir""#, 277),
      (#""evt":"syscall""#, 1), (#""evt":"container""#, 324), (#""evt":"asyncevent""#, 402),
    ] as [(String, UInt16)])
  func names(keys: String, type: UInt16) throws {
    #expect(try event("{\(keys),\"tid\":1}").type == type)
  }

  @Test("a system call without a type of its own is a generic event")
  func generic() throws {
    let event = try event(#"{"evt":"getpriority","tid":1}"#)
    let code = try #require(SyscallTable.shared.code(named: "getpriority"))
    #expect(event.type == 1)
    #expect(event.parameters == [littleEndian(code.rawValue), littleEndian(140 as UInt16)])
  }

  @Test("every current type can be written, and what is not given is empty")
  func allTypes() throws {
    for type in EventTable.syscall.types where type.flags.isDisjoint(with: [.oldVersion, .unused]) {
      let event = try event(#"{"evt":"\#(type.name)","tid":1,"dir":"\#(type.isEnter ? "enter" : "exit")"}"#)
      #expect(event.type == type.code.rawValue)
      #expect(event.parameters == [[UInt8]](repeating: [], count: type.parameters.count))
    }
  }

  @Test("the kernel's path of an open: a text or bytes; refused where there is none to tell")
  func resolvedPath() throws {
    #expect(try event(#"{"evt":"open","tid":1,"resolved_path":{"hex":"2f ff"}}"#).bytes.suffix(2) == [0x2F, 0xFF])
    let problems = [
      (#"{"evt":"mkdir","tid":1,"resolved_path":"/x"}"#, "only opens have a 'resolved_path'"),
      (#"{"evt":"open","dir":">","tid":1,"resolved_path":"/x"}"#, "only opens have a 'resolved_path'"),
      (#"{"evt":"open","tid":1,"resolved_path":""}"#, "'resolved_path' takes a path"),
      (#"{"evt":"open","tid":1,"resolved_path":7}"#, "'resolved_path' takes bytes"),
    ]
    for (line, problem) in problems { #expect(replay(line).problems.first?.contains(problem) == true, "\(line)") }
  }

  @Test("metaevents need no thread")
  func threads() throws {
    #expect(try event(#"{"evt":"useradded","args":{"uid":5}}"#).threadID == -1)
    #expect(replay(#"{"evt":"close"}"#).problems.first?.contains("'tid'") == true)
  }

  @Test("times: by themselves, given, or from the event before")
  func times() {
    let replay = replay(
      #"{"evt":"close","tid":1}"#, #"{"evt":"close","tid":1}"#, #"{"evt":"close","tid":1,"time":"+2.5s"}"#,
      #"{"evt":"close","tid":1,"time":"2024-02-29T12:00:00.5Z"}"#, #"{"evt":"close","tid":1,"time":"+20us"}"#,
      #"{"evt":"close","tid":1,"time":18446744073709551615}"#, #"{"evt":"close","tid":1}"#,
      #"{"evt":"close","tid":1,"time":1}"#)
    let start: UInt64 = 1_700_000_000_000_000_000
    let leapDay: UInt64 = 1_709_208_000_500_000_000
    #expect(
      replay.events.map(\.time) == [
        start + 1_000_000, start + 2_000_000, start + 2_502_000_000, leapDay, leapDay + 20_000, .max, 1,
      ])
    // The seventh would be later than 64 bits can say.
    #expect(replay.problems.count == 1 && replay.problems[0].hasPrefix("7:1: 'time' takes"))
  }

  // MARK: Values

  @Test(
    "values of each type",
    arguments: [
      ("close", "res", "0", littleEndian(0 as Int64)), ("close", "res", "-9223372036854775808", littleEndian(Int64.min)),
      ("close", "res", #""EBADF""#, littleEndian(-9 as Int64)), ("close", "res", #""SUCCESS""#, littleEndian(0 as Int64)),
      ("openat", "fd", #""ENOENT""#, littleEndian(-2 as Int64)), ("openat", "mode", #""0o644""#, littleEndian(0o644 as UInt32)),
      ("openat", "flags", #""O_RDWR | O_CREAT""#, littleEndian(7 as UInt32)), ("openat", "flags", "4097", littleEndian(4097 as UInt32)),
      ("openat", "name", #"{"hex":"2f ff"}"#, [0x2F, 0xFF, 0]), ("openat", "name", "null", []),
      ("openat", "name", #""""#, [0]), ("openat", "ino", #""0xffffffffffffffff""#, littleEndian(UInt64.max)),
      ("read", "data", #""a\u0000b""#, [0x61, 0, 0x62]), ("read", "data", #"{"hex":"00Ff"}"#, [0, 0xFF]),
      ("execve", "args", #"["-c","ls"]"#, terminated("-c", "ls")), ("execve", "uid", "-1", littleEndian(UInt32.max)),
      ("execve", "exe_ino_ctime", #""1970-01-01T00:00:01Z""#, littleEndian(1_000_000_000 as UInt64)),
      ("nanosleep", "interval", #""1.5s""#, littleEndian(1_500_000_000 as UInt64)),
      ("socket", "domain", #""AF_INET6""#, littleEndian(10 as UInt32)), ("kill", "sig", #""SIGKILL""#, [9]), ("kill", "sig", "64", [64]),
      ("syscall", "ID", #""read""#, littleEndian(3 as UInt16)), ("chmod", "mode", #""S_IRUSR|S_IXUSR""#, littleEndian(0x140 as UInt32)),
      ("connect", "addr", #""10.0.0.2:443""#, [2, 10, 0, 0, 2] + littleEndian(443 as UInt16)),
      ("connect", "addr", #""[::1]:80""#, [10] + [UInt8](repeating: 0, count: 15) + [1] + littleEndian(80 as UInt16)),
      ("connect", "addr", #""::1:80""#, [10] + [UInt8](repeating: 0, count: 15) + [1] + littleEndian(80 as UInt16)),
      ("connect", "addr", #""/run/x.sock""#, [1] + terminated("/run/x.sock")),
      ("connect", "addr", #"{"unix":"abstract"}"#, [1] + terminated("abstract")),
      ("connect", "tuple", #""10.0.0.1:4000->10.0.0.2:443""#,
        [2, 10, 0, 0, 1] + littleEndian(4000 as UInt16) + [10, 0, 0, 2] + littleEndian(443 as UInt16)),
      ("connect", "tuple", #"{"unix":"/s","source":1,"destination":2}"#,
        [1] + littleEndian(1 as UInt64) + littleEndian(2 as UInt64) + terminated("/s")),
      ("poll", "fds", #"[{"fd":3,"flags":"POLLIN|POLLOUT"},{"fd":-1}]"#,
        littleEndian(2 as UInt16) + littleEndian(3 as Int64) + littleEndian(5 as UInt16) + littleEndian(-1 as Int64) + [0, 0]),
      ("setsockopt", "val", #"{"variant":2,"value":7}"#, [2] + littleEndian(7 as UInt32)),
      ("ptrace", "data", #"{"variant":1,"value":"SIGSTOP"}"#, [1, 19]),
      ("keyctl", "arg2", #"{"variant":1,"value":"key"}"#, [1] + terminated("key")),
      ("keyctl", "arg2", #"{"variant":1,"value":null}"#, [1]),
      ("task", "argv", #"["a","b"]"#, terminated("a", "b")),
      ("task_file_socket_inet", "local_ip", #""10.0.0.1""#, [10, 0, 0, 1]),
      ("openat", "name", #""\u00e9\ud83d\ude00\t\/""#, text("é😀\t/") + [0]),
    ] as [(String, String, String, [UInt8])])
  func values(event: String, name: String, value: String, expected: [UInt8]) throws {
    #expect(try parameter(event, name, value) == expected)
  }

  // MARK: State

  @Test("lines of state make the snapshot")
  func state() throws {
    let replay = replay(
      #"{"machine":{"hostname":"web-1","cpus":4,"memory":8589934592,"boot_time":"2026-01-01T00:00:00Z"}}"#,
      #"{"user":{"uid":1000,"name":"alice","home":"/home/alice","shell":"/bin/bash"}}"#,
      #"{"group":{"gid":1000,"name":"staff"}}"#,
      #"{"interface":{"name":"lo","address":"127.0.0.1","netmask":"255.0.0.0"}}"#,
      #"{"process":{"tid":100,"ppid":1,"name":"bash","exepath":"/bin/bash","args":["-c","ls"],"user":"alice","env":["A=1"],"container":"0123456789ab"}}"#,
      #"{"process":{"tid":101,"pid":100,"name":"worker","uid":7,"gid":8,"flags":"CLONE_THREAD","cgroups":["cpu=/x"],"exe_upper_layer":true,"vpid":1}}"#,
      #"{"descriptor":{"tid":100,"fd":0,"name":"/dev/null","flags":"O_RDWR"}}"#,
      #"{"descriptor":{"tid":100,"fd":3,"connection":"10.0.0.1:4000->10.0.0.2:443"}}"#,
      #"{"descriptor":{"tid":100,"fd":4,"listen":"[::]:53","protocol":"udp"}}"#,
      #"{"descriptor":{"tid":100,"fd":5,"type":"pipe","name":"pipe:[7]","ino":7}}"#,
      #"{"evt":"close","tid":100}"#)
    #expect(replay.problems == [])
    #expect(replay.positions == [0] && replay.events.count == 1)
    let snapshot = try #require(replay.snapshots.first)
    #expect(snapshot.machine.hostName == text("web-1") && snapshot.machine.bootTime == 1_767_225_600_000_000_000)
    #expect(snapshot.users == [UserRecord(uid: 1000, gid: 1000, name: text("alice"), home: text("/home/alice"), shell: text("/bin/bash"))])
    #expect(snapshot.groups == [GroupRecord(gid: 1000, name: text("staff"))])
    #expect(snapshot.interfaces.map(\.netmask) == [.v4(0xFF00_0000)])
    let leader = snapshot.threads[0]
    #expect((leader.pid, leader.ptid, leader.vpid, leader.uid, leader.flags) == (100, 1, 100, 1000, 0))
    #expect(leader.exe == text("bash") && leader.args == terminated("-c", "ls") && leader.cwd == text("/"))
    #expect(String(decoding: leader.cgroups, as: UTF8.self).hasPrefix("memory=/docker/0123456789ab000"))
    let worker = snapshot.threads[1]
    #expect((worker.pid, worker.uid, worker.gid, worker.flags, worker.vpid) == (100, 7, 8, 0x2000, 1))
    #expect(worker.cgroups == terminated("cpu=/x") && worker.exeIsInUpperLayer)
    #expect(snapshot.descriptors.map(\.tid) == [100])
    #expect(snapshot.descriptors[0].entries.map(\.number) == [0, 3, 4, 5])
    guard case .file(3, let path, 0) = snapshot.descriptors[0].entries[0].body else { throw Wrong() }
    #expect(path == text("/dev/null"))
    guard case .connection(let tuple, .tcp) = snapshot.descriptors[0].entries[1].body else { throw Wrong() }
    #expect(tuple.destinationPort == 443)
    guard case .server(.v6(0, 0), 53, .udp) = snapshot.descriptors[0].entries[2].body else { throw Wrong() }
    guard case .named(.fifo, _) = snapshot.descriptors[0].entries[3].body else { throw Wrong() }
  }

  private struct Wrong: Error {}

  @Test("state alone is a source without events")
  func stateAlone() {
    let replay = replay(#"{"user":{"uid":1,"name":"a"}}"#)
    #expect(replay.snapshots.count == 1 && replay.events.isEmpty && replay.error == nil)
  }

  // MARK: Lines

  @Test("blank lines, other line ends, a byte order mark, no end at the end")
  func lines() {
    let replay = Replay([0xEF, 0xBB, 0xBF] + text("\r\n\n  \r\n{\"evt\":\"close\",\"tid\":1}\r\n\t\n{\"evt\":\"close\",\"tid\":2}"))
    #expect(replay.error == nil && replay.problems == [])
    #expect(replay.events.map(\.threadID) == [1, 2])
  }

  @Test("compressed lines")
  func compressed() throws {
    #expect(Replay(try gzip(text(#"{"evt":"close","tid":1}"#))).events.count == 1)
  }

  @Test("a line that is too long is left out")
  func longLine() {
    let long = #"{"evt":"read","tid":1,"args":{"data":""# + String(repeating: "x", count: 2 << 20) + #""}}"#
    let replay = replay(#"{"evt":"close","tid":1}"#, long, #"{"evt":"close","tid":2}"#)
    #expect(replay.events.map(\.threadID) == [1, 2])
    #expect(replay.problems == ["2:1: the line is longer than 1 MiB"])
  }

  @Test("parameters beyond 65535 bytes have no place, but in events for large ones")
  func longParameters() {
    let long = String(repeating: "x", count: 70_000)
    #expect(replay(#"{"evt":"read","tid":1,"args":{"data":"\#(long)"}}"#).problems.count == 1)
    #expect(replay(#"{"evt":"container","args":{"json":"\#(long)"}}"#).events.first?.parameters[0].count == 70_001)
  }

  @Test("problems are counted, and the first hundred told")
  func manyProblems() {
    let replay = Replay(text(String(repeating: "{}\n", count: 250)))
    #expect(replay.problems.count == 100 && replay.counters.malformed == 250)
  }

  @Test("what is wrong with a line")
  func problems() throws {
    let input = try #require(try? String(contentsOf: PackageLayout.root.appendingPathComponent("Tests/CaptureTests/Fixtures/mistakes.jsonl"), encoding: .utf8))
    let lines = input.split(separator: "\n", omittingEmptySubsequences: false)
    var output = ""
    for problem in Replay(text(input)).problems {
      let number = Int(problem.prefix { $0 != ":" }) ?? 0
      output += "\(lines[number - 1])\n    \(problem)\n"
    }
    try expectGolden(output, "mistakes.txt")
  }
}
