import Schema
import Testing

@testable import Runtime

@Suite("Fields of processes")
struct ProcessFieldTests {
  /// systemd (1) – sshd (40) – bash (50) – cat (100).
  private let chain = ProcessSample(
    .process(1, "systemd", parent: 0, exe: "/sbin/init"), .process(40, "sshd", parent: 1, args: ["-D"]),
    .process(50, "bash", parent: 40, exe: "-bash"), .process(100, "cat", parent: 50, args: ["-n", "a b", "/etc/passwd"]))

  @Test("every case is a field, and every field that has a reader is of its group")
  func cases() {
    let names = ProcessField.allCases.map(\.rawValue) + UserField.allCases.map(\.rawValue)
      + ContainerField.allCases.map(\.rawValue)
    for name in names {
      let field = FieldCatalog.syscall.field(named: name)
      #expect(field.map { FieldReader($0) != .never } == true, "\(name)")
    }
    #expect(Set(names).count == names.count)
  }

  @Test("fields of processes, users and containers without a reader are those that no capture can give")
  func withoutReader() {
    let prefixes = ["proc.", "thread.", "user.", "group.", "container.", "k8s."]
    let without = FieldCatalog.syscall.fields.filter { field in
      prefixes.contains { field.name.hasPrefix($0) } && FieldReader(field) == .never
    }
    let samples = ["thread.cpu", "thread.cpu.user", "thread.cpu.system"]
    let deprecated = ["container.healthcheck", "container.liveness_probe", "container.readiness_probe"]
    for field in without {
      let isOld = field.name.hasPrefix("k8s.") && field.isDeprecated
      #expect(isOld || samples.contains(field.name) || deprecated.contains(field.name), "\(field.name)")
    }
  }

  @Test(
    "texts of the process",
    arguments: [
      ("proc.name", "cat"), ("proc.exe", "cat"), ("proc.exepath", "/bin/cat"), ("proc.args", "-n a b /etc/passwd"),
      ("proc.args[0]", "-n"), ("proc.args[1]", "a b"), ("proc.args[2]", "/etc/passwd"), ("proc.args[3]", ""),
      ("proc.args[18446744073709551615]", ""), ("proc.cmdline", "cat -n a b /etc/passwd"),
      ("proc.exeline", "cat -n a b /etc/passwd"), ("proc.cmdnargs", "3"), ("proc.cmdlenargs", "16"),
      ("proc.cwd", "/home/"), ("thread.nametid", "cat100"),
    ])
  func texts(field: String, expected: String) { #expect(chain.field(field) == expected) }

  @Test("arguments as the incumbent counts them", arguments: [
    ([], 0, "cat", "cat "), ([0], 0, "cat", "cat "), ([0, 0], 2, "cat  ", "cat  "), (Array("a\0".utf8), 1, "cat a", "cat a"),
    // Without a terminator the last one counts all the same.
    (Array("a\0b".utf8), 2, "cat a b", "cat a b"), (Array("a\0\0".utf8), 2, "cat a ", "cat a "),
  ] as [([UInt8], Int, String, String)])
  func arguments(blob: [UInt8], count: Int, commandLine: String, exeLine: String) {
    let sample = ProcessSample(StateSnapshot.Thread.process(100, "cat", parent: 1).with { $0.args = blob })
    #expect(sample.field("proc.cmdnargs") == String(count))
    #expect(sample.field("proc.cmdline") == commandLine)
    #expect(sample.field("proc.exeline") == exeLine)
  }

  @Test("arguments of any length")
  func hugeArguments() {
    let argument = String(repeating: "x", count: 300_000)
    let sample = ProcessSample(.process(100, "cat", parent: 1, args: [argument, ""]))
    #expect(sample.field("proc.cmdlenargs") == "300000")
    #expect(sample.field("proc.cmdline") == "cat " + argument + " ")
  }

  @Test(
    "ancestors by level",
    arguments: [
      ("proc.pname", "bash"), ("proc.pexe", "-bash"), ("proc.pexepath", "/bin/bash"), ("proc.pcmdline", "bash"),
      ("proc.ppid", "50"), ("proc.pvpid", "50"), ("proc.aname[0]", "cat"), ("proc.aname[1]", "bash"),
      ("proc.aname[2]", "sshd"), ("proc.aname[3]", "systemd"), ("proc.aname[4]", nil),
      ("proc.aname[18446744073709551615]", nil), ("proc.aexe[3]", "/sbin/init"), ("proc.aexepath[2]", "/bin/sshd"),
      ("proc.acmdline[2]", "sshd -D"), ("proc.aargs[2]", "-D"), ("proc.aargs", "-n a b /etc/passwd"),
      ("proc.apid[0]", "100"), ("proc.apid[2]", "40"), ("proc.apid[9]", nil), ("proc.loginshellid", "50"),
    ] as [(String, String?)])
  func levels(field: String, expected: String?) { #expect(chain.field(field) == expected) }

  @Test(
    "without an index a condition sees all ancestors, an output something else",
    arguments: [
      ("proc.aname", "(bash,sshd,systemd)", "bash sshd systemd"),
      ("proc.aexe", "(-bash,sshd,/sbin/init)", "-bash sshd /sbin/init"),
      ("proc.aexepath", "(/bin/bash,/bin/sshd,/bin/systemd)", "/bin/bash /bin/sshd /bin/systemd"),
      ("proc.acmdline", "(bash,sshd -D,systemd)", "bash sshd -D systemd"),
      ("proc.apid", "(50,40,1)", "100"),
      ("proc.name", "cat", "cat"),
      ("proc.aname[1]", "bash", "bash"),
    ])
  func allAncestors(field: String, condition: String, output: String) {
    #expect(chain.field(field) == condition)
    #expect(chain.field(field, inOutput: true) == output)
  }

  @Test("the topmost process of a chain has no ancestors")
  func top() {
    #expect(chain.field("proc.aname", tid: 1) == "()")
    #expect(chain.field("proc.aname", tid: 1, inOutput: true) == nil)
    #expect(chain.field("proc.pname", tid: 1) == nil)
    #expect(chain.field("proc.ppid", tid: 1) == nil)
  }

  @Test("levels count main threads, a search follows the threads that the numbers name")
  func secondaryThreads() {
    // A thread "http-1" (71) of java (70) started the shell.
    let sample = ProcessSample(
      .process(1, "systemd", parent: 0), .process(70, "java", parent: 1),
      .process(71, "http-1", parent: 1, pid: 70), .process(100, "sh", parent: 71),
      .process(101, "worker", parent: 71, pid: 100))
    #expect(sample.field("proc.aname[1]") == "java")
    #expect(sample.field("proc.pname") == "java")
    #expect(sample.field("proc.ppid") == "70")
    #expect(sample.field("proc.aname") == "(http-1,systemd)")
    #expect(sample.field("proc.lineage") == "(sh,java,systemd)")
    // On a secondary thread with a name of its own (corrections.md B17).
    #expect(sample.field("proc.name", tid: 101) == "worker")
    #expect(sample.field("proc.aname[0]", tid: 101) == "sh")
    #expect(sample.field("thread.ismain", tid: 101) == "false")
    #expect(sample.field("thread.ismain") == "true")
    #expect(sample.field("proc.nthreads", tid: 101) == "2")
    #expect(sample.field("proc.nchilds", tid: 101) == "1")
  }

  @Test("chains that run in circles end", .timeLimit(.minutes(1)), arguments: [
    [(100, 100)], [(100, 50), (50, 100)], [(100, 50), (50, 40), (40, 50)], [(100, 90), (90, 80), (80, 70), (70, 90)],
  ] as [[(Int64, Int64)]])
  func circles(parents: [(Int64, Int64)]) {
    var sample = ProcessSample()
    sample.snapshot.threads = parents.map { .process($0.0, "sh", parent: 1) }
    sample.change = { tid, record in record.ptid = parents.first { $0.0 == tid }?.1 ?? 0 }
    for field in ["proc.aname", "proc.acmdline", "proc.aenv[X]", "proc.loginshellid", "proc.lineage", "proc.sname"] {
      #expect(sample.field(field) != nil, "\(field)")
      #expect((sample.field(field)?.count ?? 0) < 200)
    }
    #expect(sample.field("proc.aname[1000000]") == nil)
    #expect(sample.field("proc.ancestor[name=java]") == nil)
    #expect(sample.field("proc.lineage.path[java > **]") == nil)
  }

  @Test(
    "a thread of which only the number is known",
    arguments: [
      ("proc.name", "<NA>"), ("proc.exe", "<NA>"), ("proc.args", ""), ("proc.cmdline", "<NA>"), ("proc.exeline", "<NA> "),
      ("proc.env", ""), ("proc.env[PATH]", ""), ("proc.cwd", "./"), ("proc.pid", "-1"), ("proc.vpid", nil),
      ("thread.vtid", nil), ("proc.sid", "-1"), ("proc.vpgid", "-1"), ("proc.is_sid_leader", "true"), ("proc.sname", ""),
      ("proc.pname", nil), ("proc.ppid", nil), ("proc.aname[0]", nil), ("proc.aname", nil), ("proc.loginshellid", nil),
      ("proc.nthreads", "0"), ("proc.nchilds", "0"), ("proc.fdopencount", "0"), ("proc.stdin.type", nil),
      ("thread.tid", "777"), ("thread.ismain", "false"), ("proc.duration", nil), ("proc.exe_ino", nil),
      ("thread.cgroups", nil), ("thread.cgroup.cpu", nil), ("thread.cap_effective", ""), ("proc.lineage", nil),
      ("proc.lineage.path[a]", nil), ("proc.ancestor[pid=1]", nil), ("user.name", "<NA>"), ("user.uid", "4294967295"),
      ("user.loginuid", "-1"), ("group.name", "<NA>"), ("container.id", "host"), ("proc.fdusage", "0.0"),
    ] as [(String, String?)])
  func placeholder(field: String, expected: String?) { #expect(ProcessSample().field(field, tid: 777) == expected) }

  @Test("variables of the environment", arguments: [
    ("proc.env", "PATH=/bin A= A=  two  A=three BC=4"), ("proc.env[PATH]", "/bin"), ("proc.env[A]", "two"),
    ("proc.env[B]", ""), ("proc.env[BC]", "4"), ("proc.env[]", ""), ("proc.env[NOPE]", ""),
  ])
  func environment(field: String, expected: String) {
    let sample = ProcessSample(
      StateSnapshot.Thread.process(100, "cat", parent: 1).with {
        $0.env = Array("PATH=/bin\0A=\0A=  two \0A=three\0BC=4\0".utf8)
      })
    #expect(sample.field(field) == expected)
  }

  @Test("environments of ancestors")
  func ancestorEnvironments() {
    let sample = ProcessSample(
      StateSnapshot.Thread.process(1, "systemd", parent: 0).with { $0.env = Array("A=init\0B=b\0".utf8) },
      StateSnapshot.Thread.process(50, "bash", parent: 1).with { $0.env = Array("A=shell\0".utf8) },
      StateSnapshot.Thread.process(100, "cat", parent: 50).with { $0.env = Array("A=own\0".utf8) })
    #expect(sample.field("proc.aenv[A]") == "shell")
    #expect(sample.field("proc.aenv[B]") == "b")
    #expect(sample.field("proc.aenv[C]") == "")
    // A condition searches all, whatever the index; an output takes the index at its word.
    #expect(sample.field("proc.aenv[2]") == "(A=shell,A=init B=b)")
    #expect(sample.field("proc.aenv[2]", inOutput: true) == "A=init B=b")
    #expect(sample.field("proc.aenv[3]", inOutput: true) == nil)
    #expect(sample.field("proc.aenv", inOutput: true) == "A=own")
  }

  @Test("leaders outside of pid namespaces are looked up, else the oldest ancestor stands in")
  func leaders() {
    var sample = chain
    for field in ["proc.sname", "proc.vpgid.name", "proc.pgid.name"] { #expect(sample.field(field) != nil) }
    #expect(sample.field("proc.sname") == "bash")
    #expect(sample.field("proc.sid.exe") == "-bash")
    #expect(sample.field("proc.sid.exepath") == "/bin/bash")
    #expect(sample.field("proc.is_sid_leader") == "false")
    #expect(sample.field("proc.is_sid_leader", tid: 50) == "true")
    #expect(sample.field("proc.is_pgid_leader") == "true")
    #expect(sample.field("proc.pgid.name") == "cat")
    #expect(sample.field("proc.pgid.exe") == "cat")
    #expect(sample.field("proc.pgid.exepath") == "/bin/cat")
    // The leader has gone: sshd is the oldest ancestor in the session without a gap.
    sample.change = { tid, record in record.sid = tid == 1 ? 1 : 49 }
    #expect(sample.field("proc.sname") == "sshd")
    // In a namespace the number means another process.
    sample.change = { _, record in (record.vpid, record.vtid, record.sid) = (record.pid + 7, record.tid + 7, 50) }
    #expect(sample.field("proc.sname") == "systemd")
    // A leader in a namespace is no candidate itself.
    sample.change = { tid, record in
      if tid == 100 { (record.vpid, record.vtid, record.sid, record.vpgid, record.pgid) = (1, 1, 1, 1, 100) }
    }
    #expect(sample.field("proc.sname") == "")
    #expect(sample.field("proc.vpgid.name") == "")
    #expect(sample.field("proc.pgid.name") == "cat")
  }

  @Test("times", arguments: [
    ("proc.pid.ts", "3000"), ("proc.duration", "2000"), ("proc.ppid.ts", nil), ("proc.ppid.duration", "0"),
    ("proc.exe_ino.ctime", "17"), ("proc.exe_ino.mtime", nil), ("proc.exe_ino", "9"),
    ("proc.exe_ino.ctime_duration_proc_start", "2983"), ("proc.exe_ino.ctime_duration_pidns_start", nil),
    ("proc.pidns_init_start_ts", "11"), ("container.start_ts", "11"), ("container.duration", "4989"),
    ("thread.exectime", "0"), ("thread.totexectime", "0"),
  ] as [(String, String?)])
  func times(field: String, expected: String?) {
    var sample = chain
    sample.change = { tid, record in
      guard tid == 100 else { return }
      record.cloneTime = 3000
      record.exeInode = 9
      record.exeChangeTime = 17
      record.changeTimeBeforeClone = 2983
      record.namespaceStartTime = 11
    }
    #expect(sample.field(field) == expected)
  }

  @Test("an event in front of its process's start has lasted no time")
  func negativeDuration() {
    var sample = chain
    sample.change = { _, record in record.cloneTime = 6000 }
    #expect(sample.field("proc.duration", time: 5000) == "0")
    #expect(sample.field("proc.ppid.duration", time: 6100) == "100")
  }

  @Test("capabilities by name, lowest bit first", arguments: [
    (0, ""), (1, "CAP_CHOWN"), (1 << 21 | 1 << 5, "CAP_KILL CAP_SYS_ADMIN"), (1 << 40, "CAP_CHECKPOINT_RESTORE"),
    (1 << 41, ""),
  ] as [(UInt64, String)])
  func capabilities(set: UInt64, expected: String) {
    let sample = ProcessSample(StateSnapshot.Thread.process(100, "cat", parent: 1).with { $0.capEffective = set })
    #expect(sample.field("thread.cap_effective") == expected)
    #expect(sample.field("thread.cap_permitted") == "")
    let inheritable = ProcessSample(StateSnapshot.Thread.process(100, "cat", parent: 1).with { $0.capInheritable = set })
    #expect(inheritable.field("thread.cap_inheritable") == expected)
    #expect(inheritable.field("thread.cap_effective") == "")
  }

  @Test("numbers of the record", arguments: [
    ("proc.tty", "34816"), ("proc.fdlimit", "1024"), ("proc.vmsize", "10"), ("proc.vmrss", "20"), ("proc.vmswap", "30"),
    ("thread.pfmajor", "4"), ("thread.pfminor", "5"), ("thread.vmsize", "10"), ("thread.vmsize.b", "10240"),
    ("thread.vmrss", "20"), ("thread.vmrss.b", "20480"), ("proc.is_exe_writable", "true"), ("proc.is_exe_upper_layer", "false"),
    ("proc.is_exe_lower_layer", "true"), ("proc.is_exe_from_memfd", "false"),
    ("thread.cgroups", "cpu=/a memory=/b"), ("thread.cgroup.cpu", "/a"), ("thread.cgroup.memory", "/b"),
    ("thread.cgroup.mem", nil), ("thread.cgroup.c", nil), ("proc.is_container_healthcheck", "false"),
    ("proc.is_container_liveness_probe", "false"), ("proc.is_container_readiness_probe", "false"),
  ] as [(String, String?)])
  func numbers(field: String, expected: String?) {
    let sample = ProcessSample(
      StateSnapshot.Thread.process(100, "cat", parent: 1).with {
        $0.tty = 34816
        $0.descriptorLimit = 1024
        ($0.vmSize, $0.vmResident, $0.vmSwap, $0.majorFaults, $0.minorFaults) = (10, 20, 30, 4, 5)
        $0.exeIsWritable = true
        $0.exeIsInLowerLayer = true
        $0.cgroups = Array("cpu=/a\0memory=/b\0".utf8)
      })
    #expect(sample.field(field) == expected)
  }

  @Test("descriptors 0 to 2 and how many there are")
  func descriptors() {
    var sample = ProcessSample(
      StateSnapshot.Thread.process(100, "nc", parent: 1).with { $0.descriptorLimit = 4 },
      .process(101, "nc", parent: 1, pid: 100))
    sample.snapshot.descriptors = [
      .init(
        tid: 100,
        entries: [
          .init(number: 0, inode: 1, body: .file(openFlags: 1, path: Array("/dev/null".utf8), device: 5)),
          .init(number: 2, inode: 2, body: .named(.fifo, Array("pipe:[2]".utf8))),
          .init(number: 9, inode: 3, body: .named(.eventpoll, [])),
        ])
    ]
    for tid: Int64 in [100, 101] {
      #expect(sample.field("proc.stdin.type", tid: tid) == "file")
      #expect(sample.field("proc.stdin.name", tid: tid) == "/dev/null")
      #expect(sample.field("proc.stdout.type", tid: tid) == nil)
      #expect(sample.field("proc.stdout.name", tid: tid) == nil)
      #expect(sample.field("proc.stderr.type", tid: tid) == "pipe")
      #expect(sample.field("proc.stderr.name", tid: tid) == "pipe:[2]")
      #expect(sample.field("proc.fdopencount", tid: tid) == "3")
    }
    #expect(sample.field("proc.fdusage") == "75.0")
  }

  /// attacks.scap, event 142064.
  @Test("standard streams are the thread's own where it has a table of its own; the count is the process's")
  func ownDescriptors() {
    var sample = ProcessSample(
      StateSnapshot.Thread.process(100, "nc", parent: 1), .process(101, "nc", parent: 1, pid: 100).with { $0.flags = 0 })
    func file(_ path: String) -> StateSnapshot.DescriptorEntry {
      .init(number: 0, inode: 1, body: .file(openFlags: 1, path: Array(path.utf8), device: 5))
    }
    sample.snapshot.descriptors = [.init(tid: 100, entries: [file("/dev/pts/0")]), .init(tid: 101, entries: [file("/dev/null")])]
    #expect(sample.field("proc.stdin.name", tid: 100) == "/dev/pts/0")
    #expect(sample.field("proc.stdin.name", tid: 101) == "/dev/null")
    #expect(sample.field("proc.fdopencount", tid: 101) == "1")
  }
}
