import TestSupport
import Testing

@testable import Runtime

/// What is known after events were lost: state-engine.md §3.7, §11.
@Suite("State that is in doubt")
struct HealTests {
  /// What would be looked up in front of an event that changes nothing.
  private func question(_ scene: Scene, _ tid: Int64, code: UInt16 = 5, _ parameters: [EventBuilder.Parameter] = [.int64(0), .int64(99)]) -> Int64? {
    let bytes = EventBuilder(code: code, time: scene.time + 1, threadID: tid, hasLargePayload: false, parameters: parameters).bytes
    guard let view = EventView(bytes.span, hasLargePayload: false) else { preconditionFailure("a whole event") }
    return scene.state.question(about: view)
  }

  /// An event clone: its result, and who it is about.
  private func clone(_ result: Int64, pid: Int64, ptid: Int64) -> [EventBuilder.Parameter] {
    [
      .int64(result), .text("x"), .absent, .int64(0), .int64(pid), .int64(ptid), .absent, .int64(0), .uint64(0), .uint64(0), .uint32(0),
      .uint32(0), .uint32(0), .text("x"), .absent, .uint32(0), .uint32(0), .uint32(0), .int64(0), .int64(0), .uint64(0),
    ]
  }

  @Test("who is known is not asked about until something was lost, and then once")
  func periods() {
    let scene = Scene()
    #expect(question(scene, 100) == nil)
    #expect(question(scene, 777) == 777)
    scene.state.doubtAll()
    #expect(question(scene, 100) == 100)
    scene.state.correct(StateSnapshot.thread(100, ptid: 50, comm: "prog"), nil, replacesProgram: false)
    #expect(question(scene, 100) == nil)
    #expect(question(scene, 50) == 50)
  }

  @Test("who is gone is not asked about again in the period")
  func gone() {
    let scene = Scene()
    scene.state.note(asGone: 777)
    #expect(question(scene, 777) == nil)
    scene.state.doubtAll()
    #expect(question(scene, 777) == 777)
  }

  @Test("a new process is not asked about, who makes it is: the caller, the parent, or the leader of a thread")
  func makers() {
    let scene = Scene()
    #expect(question(scene, 777, code: 223, clone(900, pid: 777, ptid: 1)) == 777)
    #expect(question(scene, 900, code: 223, clone(0, pid: 900, ptid: 777)) == 777)
    #expect(question(scene, 900, code: 223, clone(0, pid: 888, ptid: 1)) == 888)
    #expect(question(scene, 900, code: 223, clone(0, pid: 900, ptid: 100)) == nil)
    #expect(question(scene, 777, code: 223, clone(-11, pid: 777, ptid: 1)) == nil)
  }

  @Test("a lost exec: the program is another, what events told of the process besides stays")
  func exec() throws {
    let scene = Scene()
    scene.state.doubtAll()
    var found = StateSnapshot.thread(100, ptid: 1, comm: "other", cwd: "/srv")
    found.uid = 7
    scene.state.correct(found, nil, replacesProgram: false)
    #expect(scene.text(try #require(scene.thread(100)).comm) == "prog", "no event of a process was lost")
    scene.state.correct(found, nil, replacesProgram: true)
    let record = try #require(scene.thread(100))
    #expect(scene.text(record.comm) == "other" && scene.text(record.exepath) == "/bin/other" && record.uid == 7)
    #expect(scene.directory(100) == "/srv/")
    #expect(scene.parent(100) == 1, "its parent has ended, and it was given to another")
    #expect(scene.liveThreads(100) == 1)
  }

  @Test("a number that belongs to another process by now")
  func reuse() throws {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", tid: 200, clone(0, pid: 200, ptid: 100))
    scene.open("/old", as: 3, tid: 200)
    var found = StateSnapshot.thread(200, ptid: 50, comm: "new")
    found.cloneTime = scene.time + 60_000_000_000
    scene.state.doubtAll()
    scene.state.correct(found, StateSnapshot.DescriptorList(tid: 200, entries: []), replacesProgram: false)
    #expect(scene.text(try #require(scene.thread(200)).comm) == "new")
    #expect(scene.parent(200) == 50)
    #expect(scene.numbers(200) == [])
  }

  @Test("descriptors: what is gone goes, what came comes, and what is the same stays as events told of it")
  func descriptors() {
    let scene = Scene()
    scene.open("link/to/file", as: 3)
    scene.open("/closed", as: 4)
    scene.open("/before", as: 5)
    func file(_ number: Int64, _ path: String, inode: UInt64) -> StateSnapshot.DescriptorEntry {
      StateSnapshot.DescriptorEntry(number: number, inode: inode, body: .file(openFlags: 1, path: Array(path.utf8), device: 0x801))
    }
    scene.state.doubtAll()
    let list = StateSnapshot.DescriptorList(
      tid: 100, entries: [file(3, "/srv/file", inode: 7), file(5, "/after", inode: 8), file(6, "/new", inode: 9)])
    scene.state.correct(StateSnapshot.thread(100, ptid: 50, comm: "prog"), list, replacesProgram: false)
    #expect(scene.numbers() == [3, 5, 6])
    #expect(scene.name(3) == "/home/u/link/to/file" && scene.name(5) == "/after" && scene.name(6) == "/new")
  }

  @Test("a thread that was found to be gone is removed, unless its number was given again")
  func removal() {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", tid: 200, clone(0, pid: 200, ptid: 100))
    scene.state.remove(200, goneBefore: scene.time - 1)
    #expect(scene.thread(200) != nil)
    scene.state.remove(200, goneBefore: scene.time + 1)
    #expect(scene.thread(200) == nil)
    scene.state.remove(50, goneBefore: scene.time)
    #expect(scene.parent(100) == 1)
  }

  @Test("an exit that waits for the next event is carried out before anything is corrected")
  func pendingExit() {
    let scene = Scene()
    scene.event("PROCEXIT_1_E", [.int64(0), .int64(0), .uint8(0), .uint8(0), .int64(0)])
    scene.state.correct(StateSnapshot.thread(300, ptid: 50, comm: "next"), nil, replacesProgram: true)
    #expect(scene.thread(100) == nil)
    #expect(scene.text(scene.thread(300)?.comm ?? .empty) == "next")
    scene.nothing(tid: 300)
    #expect(scene.thread(300) != nil)
  }
}
