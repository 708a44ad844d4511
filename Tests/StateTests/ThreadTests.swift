import TestSupport
import Testing

@testable import Runtime

/// Processes and threads: state-engine.md §2, §3.
@Suite("Threads")
struct ThreadTests {
  // MARK: Look-up

  @Test("a thread that was never announced has a number and nothing else")
  func placeholder() throws {
    let scene = Scene()
    let facts = scene.event("SYSCALL_GETUID_X", tid: 733, [.uint32(0)])
    let thread = try #require(scene.thread(733))
    #expect(facts.thread != nil)
    #expect(thread.isPlaceholder)
    #expect((thread.pid, thread.ptid, thread.vpid, thread.sid) == (-1, -1, -1, -1))
    #expect(scene.text(thread.comm) == "<NA>")
    #expect(scene.text(thread.exe) == "<NA>")
    #expect(scene.text(thread.exepath) == "")
    #expect((thread.uid, thread.gid, thread.loginuid) == (.max, .max, .max))
    #expect(scene.directory(733) == "./")
    #expect(scene.liveThreads(733) == 0)
    #expect(scene.parent(733) == nil)
  }

  @Test("events that take only what the table has", arguments: ["PROCEXIT_1_E", "SCHEDSWITCH_6_E"])
  func existingOnly(type: String) {
    let scene = Scene()
    let facts = scene.event(type, tid: 733, [.int64(0)])
    #expect(facts.thread == nil)
    #expect(scene.thread(733) == nil)
  }

  @Test("events without a thread")
  func noThread() {
    let scene = Scene()
    #expect(scene.event("DROP_E", tid: 100, [.uint32(1)]).thread == nil)
    #expect(scene.event("SYSCALL_GETUID_X", tid: -1, [.uint32(1)]).thread == nil)
    // Known from the table only.
    #expect(scene.event("USER_ADDED_E", tid: 100, []).thread != nil)
    #expect(scene.event("USER_ADDED_E", tid: 101, []).thread == nil)
    #expect(scene.event("PROCINFO_E", tid: 100, []).thread != nil)
    #expect(scene.event("PROCINFO_E", tid: 101, []).thread == nil)
  }

  @Test("numbers and times of events")
  func numbers() {
    let scene = Scene()
    let first = scene.event("USER_ADDED_E", tid: -1, [.uint32(1), .uint32(1)])
    #expect((first.number, first.previousTime, first.firstTime) == (1, 0, 0))
    let time = scene.time
    let second = scene.event("SYSCALL_GETUID_X", [.uint32(0)])
    #expect((second.number, second.previousTime, second.firstTime) == (2, time, scene.time))
    let third = scene.event("SYSCALL_GETUID_X", [.uint32(0)])
    #expect(third.firstTime == second.firstTime + 0)
  }

  // MARK: Clone

  @Test("a fork as its parent tells it")
  func caller() throws {
    let scene = Scene()
    scene.open("/tmp/a", as: 3)
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 200, tid: 100, ptid: 50))
    let child = try #require(scene.thread(200))
    #expect((child.pid, child.ptid, child.vtid, child.vpid) == (200, 100, 200, 200))
    #expect(scene.parent(200) == 100)
    #expect(scene.text(child.exepath) == "/bin/prog")
    #expect(scene.directory(200) == "/home/u/")
    #expect(child.sid == 50)
    #expect(child.cloneTime == scene.time)
    #expect(child.uid == 1000)
    #expect(scene.name(3, of: 200) == "/tmp/a")
    // Not shared afterwards.
    scene.open("/tmp/b", as: 4)
    scene.open("/tmp/c", as: 3, tid: 200)
    #expect(scene.numbers(200) == [3])
    #expect(scene.name(3) == "/tmp/a")
  }

  @Test("a fork as the child tells it, first")
  func child() throws {
    let scene = Scene()
    scene.open("/tmp/a", as: 3)
    let facts = scene.event("SYSCALL_CLONE_20_X", tid: 200, Parameters.clone(result: 0, tid: 200, ptid: 100))
    let child = try #require(scene.thread(200))
    #expect(facts.thread != nil)
    #expect(child.flags.contains(.inverted))
    #expect(scene.parent(200) == 100)
    #expect(scene.name(3, of: 200) == "/tmp/a")
    let born = child.cloneTime
    // The parent's event comes late and changes nothing.
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 200, tid: 100, ptid: 50, comm: "other"))
    #expect(scene.thread(200).map { scene.text($0.comm) } == "prog")
    #expect(scene.thread(200)?.cloneTime == born)
  }

  @Test("the child's event after the parent's, within two seconds, changes nothing; later it is another thread")
  func childAfterParent() {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 200, tid: 100, ptid: 50))
    scene.event("SYSCALL_CLONE_20_X", tid: 200, Parameters.clone(result: 0, tid: 200, ptid: 100, comm: "new"))
    #expect(scene.thread(200).map { scene.text($0.comm) } == "prog")
    scene.event(
      "SYSCALL_CLONE_20_X", tid: 200, after: 2_000_000_000, Parameters.clone(result: 0, tid: 200, ptid: 100, comm: "new"))
    #expect(scene.thread(200).map { scene.text($0.comm) } == "new")
  }

  @Test("left to the child", arguments: [
    ThreadFlags.childInPIDNamespace, .newPIDNamespace, .parent, .vfork,
  ])
  func leftToChild(flags: ThreadFlags) {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 200, tid: 100, ptid: 50, flags: flags))
    #expect(scene.thread(200) == nil)
  }

  @Test("a vfork, and a caller in a namespace, leave it to the child too")
  func leftToChildElse() {
    let scene = Scene()
    scene.event("SYSCALL_VFORK_20_X", Parameters.clone(result: 200, tid: 100, ptid: 50))
    #expect(scene.thread(200) == nil)
    scene.event(
      "SYSCALL_CLONE_20_X", tid: 300, Parameters.clone(result: 0, tid: 300, ptid: 100, vtid: 7, vpid: 7))
    scene.event("SYSCALL_CLONE_20_X", tid: 300, Parameters.clone(result: 8, tid: 300, ptid: 100, vtid: 7, vpid: 7))
    #expect(scene.thread(8) == nil)
  }

  @Test("a child that ended before its parent's clone returned does not come back")
  func endedFirst() {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", tid: 200, Parameters.clone(result: 0, tid: 200, ptid: 100))
    scene.event("PROCEXIT_1_E", tid: 200, [.int64(0), .int64(0), .uint8(0), .uint8(0), .int64(1)])
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 200, tid: 100, ptid: 50))
    #expect(scene.thread(200) == nil)
    // The number is used again after a while.
    scene.event("SYSCALL_CLONE_20_X", after: 3_000_000_000, Parameters.clone(result: 200, tid: 100, ptid: 50))
    #expect(scene.thread(200) != nil)
  }

  @Test("a number that is used again, its exit lost")
  func reuse() {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 200, tid: 100, ptid: 50, comm: "old"))
    scene.open("/old", as: 9, tid: 200)
    scene.event("SYSCALL_CLONE_20_X", tid: 50, Parameters.clone(result: 200, tid: 50, ptid: 1, comm: "new"))
    #expect(scene.thread(200).map { scene.text($0.comm) } == "new")
    #expect(scene.parent(200) == 50)
    #expect(scene.numbers(200) == [])
  }

  @Test("an unknown caller is completed from its event")
  func unknownCaller() throws {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", tid: 400, Parameters.clone(result: 401, tid: 400, ptid: 50))
    let caller = try #require(scene.thread(400))
    #expect((caller.pid, caller.ptid, caller.vpid, caller.isPlaceholder) == (400, 50, 400, false))
    #expect(scene.parent(401) == 400)
    #expect(scene.parent(400) == 50)
  }

  @Test("a parent that nobody knows leaves no parent")
  func unknownParent() {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", tid: 200, Parameters.clone(result: 0, tid: 200, ptid: 999))
    #expect(scene.thread(200)?.ptid == 0)
    #expect(scene.thread(999)?.isPlaceholder == true)
  }

  @Test("a failed clone changes nothing")
  func failedClone() {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: -11, tid: 100, ptid: 50))
    #expect(scene.state.threads.count == 3)
  }

  @Test("a thread shares what its leader has")
  func thread() throws {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 101, tid: 100, ptid: 50, flags: [.thread, .files]))
    let thread = try #require(scene.thread(101))
    #expect((thread.pid, thread.ptid) == (100, 50))
    #expect(scene.directory(101) == "/home/u/")
    scene.open("/tmp/x", as: 5, tid: 101)
    #expect(scene.name(5) == "/tmp/x")
    #expect(scene.liveThreads(101) == 2)
  }

  @Test("a process may share descriptors, and has its own after an exec")
  func sharedTable() {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 200, tid: 100, ptid: 50, flags: .files))
    scene.open("/tmp/x", as: 5, tid: 200)
    #expect(scene.name(5) == "/tmp/x")
    scene.event("SYSCALL_EXECVE_19_X", tid: 200, Parameters.exec(tid: 200, ptid: 100, comm: "sh", exepath: "/bin/sh"))
    scene.open("/tmp/y", as: 6, tid: 200)
    #expect(scene.numbers() == [5])
    #expect(scene.numbers(200) == [5, 6])
  }

  /// attacks.scap, thread 1782 and 1289: the flags in a thread's own event need not say that it is one.
  @Test("a thread that shares descriptors shares its leader's, one that does not has a copy of the parent's", arguments: [
    (.files, [3, 5], "/tmp/leader"), ([], [4, 5], "/tmp/parent"),
  ] as [(ThreadFlags, [Int64], String)])
  func ownEventOfThread(flags: ThreadFlags, numbers: [Int64], path: String) throws {
    let scene = Scene()
    scene.open("/tmp/leader", as: 3)
    scene.open("/tmp/parent", as: 4, tid: 50)
    scene.event("SYSCALL_CLONE_20_X", tid: 101, Parameters.clone(result: 0, tid: 101, pid: 100, ptid: 50, flags: flags))
    scene.open("/tmp/x", as: 5, tid: 101)
    #expect(scene.numbers(101) == numbers)
    #expect(scene.name(numbers[0], of: 101) == path)
    #expect(scene.numbers(100) == (flags == .files ? [3, 5] : [3]))
  }

  // MARK: Exec

  @Test("an exec replaces the program")
  func exec() throws {
    let scene = Scene()
    scene.open("/tmp/stays", as: 3)
    scene.open("/tmp/goes", as: 4, flags: 0x1001)
    scene.event(
      "SYSCALL_EXECVE_19_X", Parameters.exec(comm: "sh", exepath: "/usr/bin/dash (deleted)", flags: 5))
    let thread = try #require(scene.thread(100))
    #expect(scene.text(thread.comm) == "sh")
    #expect(scene.text(thread.exepath) == "/usr/bin/dash")
    #expect(scene.text(thread.args) == "x\0y\0")
    #expect(scene.text(thread.env) == "A=1\0")
    #expect(thread.executable == [.isWritable, .isFromMemfd])
    #expect(thread.flags.isSuperset(of: [.active, .nameChanged]))
    #expect((thread.tty, thread.exeInode, thread.exeChangeTime, thread.pgid) == (34816, 77, 10, 100))
    #expect((thread.capInheritable, thread.capPermitted, thread.capEffective) == (1, 2, 3))
    #expect(thread.execTime == scene.time)
    #expect(scene.directory() == "/home/u/")
    #expect(scene.numbers() == [3])
  }

  @Test("a failed exec changes nothing")
  func failedExec() {
    let scene = Scene()
    scene.open("/tmp/goes", as: 4, flags: 0x1001)
    scene.event("SYSCALL_EXECVE_19_X", Parameters.exec(result: -2, comm: "sh", exepath: "/bin/sh"))
    #expect(scene.thread(100).map { scene.text($0.comm) } == "prog")
    #expect(scene.numbers() == [4])
  }

  @Test("an empty environment leaves the old one")
  func emptyEnvironment() {
    let scene = Scene()
    scene.event("SYSCALL_EXECVE_19_X", Parameters.exec(comm: "sh", exepath: "/bin/sh"))
    scene.event("SYSCALL_EXECVE_19_X", Parameters.exec(comm: "sh", exepath: "/bin/sh", env: []))
    #expect(scene.thread(100).map { scene.text($0.env) } == "A=1\0")
  }

  @Test("other threads are gone after an exec")
  func execEndsThreads() {
    let scene = Scene()
    for tid in 101...103 as ClosedRange<Int64> {
      scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: tid, tid: 100, ptid: 50, flags: [.thread, .files]))
    }
    scene.event("SYSCALL_EXECVE_19_X", Parameters.exec(comm: "sh", exepath: "/bin/sh"))
    #expect((101...103).allSatisfy { scene.thread($0) == nil })
    #expect(scene.liveThreads(100) == 1)
  }

  @Test("a leader that was thought dead runs again when a thread of it execs")
  func execOfDeadLeader() {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 101, tid: 100, ptid: 50, flags: [.thread, .files]))
    scene.event("PROCEXIT_1_E", [.int64(0), .int64(0), .uint8(0), .uint8(0), .int64(0)])
    scene.event("SYSCALL_EXECVE_19_X", Parameters.exec(comm: "sh", exepath: "/bin/sh"))
    #expect(scene.thread(100)?.isClosed == false)
    #expect(scene.thread(101) == nil)
    #expect(scene.liveThreads(100) == 1)
    scene.nothing()
    #expect(scene.thread(100) != nil)
  }

  @Test("without a trusted path, from the enter event or the file name")
  func exepath() {
    let scene = Scene()
    scene.event("SYSCALL_EXECVE_19_E", [.text("bin/tool")])
    scene.event("SYSCALL_EXECVE_19_X", Parameters.exec(comm: "tool"))
    #expect(scene.thread(100).map { scene.text($0.exepath) } == "/home/u/bin/tool")
    scene.event("SYSCALL_EXECVE_19_X", Parameters.exec(comm: "tool", filename: "./other"))
    #expect(scene.thread(100).map { scene.text($0.exepath) } == "./other")
    scene.open("/opt/app", as: 7)
    scene.event("SYSCALL_EXECVEAT_E", [.int64(7), .text(""), .uint32(1)])
    scene.event("SYSCALL_EXECVE_19_X", Parameters.exec(comm: "app"))
    #expect(scene.thread(100).map { scene.text($0.exepath) } == "/opt/app")
  }

  @Test("an exec makes a placeholder whole")
  func execOfPlaceholder() {
    let scene = Scene()
    scene.event("SYSCALL_EXECVE_19_X", tid: 700, Parameters.exec(tid: 700, ptid: 50, comm: "sh", exepath: "/bin/sh"))
    #expect(scene.parent(700) == 50)
    #expect(scene.thread(700)?.isPlaceholder == false)
    #expect(scene.thread(700)?.vpid == 700)
  }

  // MARK: Exit

  private func exit(_ scene: Scene, _ tid: Int64, reaper: Int64 = 0) {
    scene.event("PROCEXIT_1_E", tid: tid, [.int64(0), .int64(0), .uint8(0), .uint8(0), .int64(reaper)])
  }

  @Test("a thread that ends is there until the next event")
  func delayedExit() {
    let scene = Scene()
    exit(scene, 100)
    #expect(scene.thread(100)?.isClosed == true)
    scene.nothing(tid: 50)
    #expect(scene.thread(100) == nil)
    #expect(scene.state.threads.count == 2)
  }

  @Test("children go to the reaper that the kernel names")
  func namedReaper() {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 200, tid: 100, ptid: 50))
    exit(scene, 100, reaper: 50)
    #expect(scene.parent(200) == 100)
    scene.nothing(tid: 50)
    #expect(scene.parent(200) == 50)
    #expect(scene.thread(200)?.ptid == 50)
  }

  @Test("without one: another thread of the group, else the nearest reaper above")
  func foundReaper() {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 101, tid: 100, ptid: 50, flags: [.thread, .files]))
    scene.event("SYSCALL_CLONE_20_X", tid: 101, Parameters.clone(result: 200, tid: 101, pid: 100, ptid: 50))
    #expect(scene.thread(200)?.ptid == 101)
    exit(scene, 101)
    scene.nothing(tid: 50)
    #expect(scene.thread(200)?.ptid == 100)
    exit(scene, 100)
    scene.nothing(tid: 50)
    // The shell is no reaper; init is.
    #expect(scene.parent(200) == 1)
  }

  @Test("a sub-reaper takes them, until it gives that up", arguments: [(1, 50), (0, 1)] as [(Int64, Int64)])
  func subreaper(argument: Int64, parent: Int64) {
    let scene = Scene()
    scene.event("SYSCALL_PRCTL_X", tid: 50, [.int64(0), .uint32(36), .text(""), .int64(1)])
    scene.event("SYSCALL_PRCTL_X", tid: 50, [.int64(0), .uint32(36), .text(""), .int64(argument)])
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 200, tid: 100, ptid: 50))
    exit(scene, 100)
    scene.nothing(tid: 200)
    #expect(scene.parent(200) == parent)
  }

  @Test("a leader's record stays for its threads and goes with the last")
  func leaderStays() throws {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 101, tid: 100, ptid: 50, flags: [.thread, .files]))
    scene.open("/tmp/x", as: 3)
    exit(scene, 100)
    scene.nothing(tid: 101)
    #expect(scene.thread(100)?.isClosed == true)
    #expect(scene.directory(101) == "/home/u/")
    #expect(scene.name(3, of: 101) == "/tmp/x")
    exit(scene, 101)
    scene.nothing(tid: 50)
    #expect(scene.thread(100) == nil)
    #expect(scene.thread(101) == nil)
    #expect(scene.state.descriptors.count == 0)
  }

  @Test("a full table takes no more threads, and counts them")
  func limit() {
    var limits = StateLimits()
    limits.threads = 4
    limits.ownPID = 600
    let scene = Scene(.small, limits: limits)
    for tid in 200...202 as ClosedRange<Int64> {
      scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: tid, tid: 100, ptid: 50))
    }
    #expect(scene.thread(200) != nil)
    #expect(scene.thread(201) == nil)
    #expect(scene.state.sizes.droppedThreads == 2)
    #expect(scene.event("SYSCALL_GETUID_X", tid: 777, [.uint32(0)]).thread == nil)
    scene.event("SYSCALL_CLONE_20_X", tid: 600, Parameters.clone(result: 0, tid: 600, ptid: 100))
    #expect(scene.thread(600) != nil)
  }

  @Test("ancestors, level by level")
  func ancestors() throws {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 200, tid: 100, ptid: 50))
    let thread = try #require(scene.index(200))
    let chain = (0...4).map { level in
      scene.state.process(UInt64(level), above: thread).map { scene.state.threads[$0].tid }
    }
    #expect(chain == [200, 100, 50, 1, nil])
  }
}
