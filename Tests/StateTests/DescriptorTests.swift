import TestSupport
import Testing

@testable import Runtime

/// Descriptors other than sockets: state-engine.md §2, §5, corrections B6.
@Suite("Descriptors")
struct DescriptorTests {
  // MARK: Opening

  @Test("names of opened files", arguments: [
    ("/etc/passwd", Int64(-100), "/etc/passwd"), ("x/../y", -100, "/home/u/y"), ("f", 9, "/srv/f"), ("../f", 9, "/f"),
    ("f", 77, "<UNKNOWN>f"), ("/etc//./x", 77, "/etc/x"), ("a\u{1}b", -100, "/home/u/a\u{FFFD}b"),
  ])
  func openNames(path: String, directory: Int64, name: String) throws {
    let scene = Scene()
    scene.open("/srv", as: 9, flags: 0x401)
    let facts = scene.open(path, as: 3, directory: directory)
    #expect(scene.name(facts) == name)
    #expect(facts.descriptorNumber == 3)
    let descriptor = try #require(scene.descriptor(3))
    #expect(scene.text(descriptor.rawName) == path)
    #expect((descriptor.kind, descriptor.device, descriptor.inode, descriptor.openFlags) == (.fileV2, 0x801, 7, 1))
  }

  @Test("a failed open has no descriptor, and its path can be joined")
  func failedOpen() throws {
    let scene = Scene()
    let facts = scene.open("x", as: -2)
    #expect((facts.descriptorNumber, facts.result, facts.descriptor) == (-1, -2, nil))
    var text: [UInt8] = []
    scene.state.appendJoined(Array("x".utf8).span, inDirectory: -100, facts.thread, to: &text)
    #expect(String(decoding: text, as: UTF8.self) == "/home/u/x")
  }

  @Test("what the flags say")
  func flags() {
    let scene = Scene()
    scene.open("/srv", as: 3, flags: 0x401)
    #expect(scene.descriptor(3)?.kind == .directory)
    scene.open("/a", as: 4, flags: 1 | 0x8000)
    scene.open("/b", as: 5, flags: 1 | 0x10000)
    #expect(scene.descriptor(4)?.status == .isInUpperLayer)
    #expect(scene.descriptor(5)?.status == .isInLowerLayer)
    scene.event("SYSCALL_CREAT_X", [.int64(6), .text("/c"), .uint32(0), .uint32(1), .uint64(2), .uint16(1)])
    #expect(scene.descriptor(6)?.status == .isInUpperLayer)
    #expect(scene.descriptor(6)?.inode == 2)
  }

  @Test("other opens")
  func otherOpens() {
    let scene = Scene()
    scene.event("SYSCALL_OPEN_X", [.int64(3), .text("a"), .uint32(1), .uint32(0), .uint32(5), .uint64(6)])
    scene.event(
      "SYSCALL_OPENAT2_X",
      [.int64(4), .int64(-100), .text("b"), .uint32(1), .uint32(0), .uint32(0), .uint32(5), .uint64(8)])
    scene.event(
      "SYSCALL_OPEN_BY_HANDLE_AT_X", [.int64(5), .int64(9), .uint32(1), .text("/abs/x"), .uint32(5), .uint64(9)])
    scene.event(
      "SYSCALL_OPEN_BY_HANDLE_AT_X", [.int64(6), .int64(9), .uint32(1), .text("rel"), .uint32(5), .uint64(9)])
    #expect([3, 4, 5, 6].map { scene.name($0) } == ["/home/u/a", "/home/u/b", "/abs/x", "rel"])
    #expect([3, 4, 5].map { scene.descriptor($0)?.inode } == [6, 8, 9])
  }

  @Test("a path that changed during the call: the enter event wins, the exit keeps what only it knows")
  func enterWins() throws {
    let scene = Scene()
    let enter = scene.event(
      "SYSCALL_OPENAT_2_E", [.int64(-100), .text("/etc/shadow"), .uint32(2), .uint32(0)])
    #expect(enter.isHidden)
    let facts = scene.open("/tmp/harmless", as: 3, flags: 1 | 0x4000 | 0x8000, directory: 77)
    #expect(!facts.isHidden)
    let descriptor = try #require(scene.descriptor(3))
    #expect(scene.text(descriptor.name) == "/etc/shadow")
    #expect(scene.text(descriptor.rawName) == "/etc/shadow")
    #expect(descriptor.openFlags == 2 | 0x4000 | 0x8000)
    // Used up.
    scene.open("/tmp/next", as: 4)
    #expect(scene.name(4) == "/tmp/next")
  }

  @Test("an enter event that does not belong to the exit, or says nothing, does not count")
  func otherEnter() {
    let scene = Scene()
    scene.event("SYSCALL_OPEN_E", [.text("/lost"), .uint32(2), .uint32(0)])
    scene.open("/tmp/a", as: 3)
    #expect(scene.name(3) == "/tmp/a")
    scene.event("SYSCALL_OPENAT_2_E", [.int64(-100), .absent, .absent, .absent])
    scene.open("/tmp/b", as: 4)
    #expect(scene.name(4) == "/tmp/b")
    // Another thread's.
    scene.event("SYSCALL_OPENAT_2_E", tid: 50, [.int64(-100), .text("/other"), .uint32(2), .uint32(0)])
    scene.open("/tmp/c", as: 5)
    #expect(scene.name(5) == "/tmp/c")
  }

  // MARK: The event's descriptor

  /// state-engine.md §2.
  @Test("where events have their descriptor", arguments: [
    ("SYSCALL_CLOSE_X", [.int64(0), .int64(3)]), ("SYSCALL_READ_X", [.int64(1), .bytes([1, 2, 3]), .int64(3), .uint32(9)]),
    ("SYSCALL_READV_X", [.int64(1), .uint32(4), .bytes([1]), .int64(3)]),
    ("SYSCALL_PREADV_X", [.int64(1), .uint32(4), .bytes([1]), .int64(3), .uint64(0)]),
    ("SOCKET_RECVFROM_X", [.int64(1), .bytes([1]), .absent, .int64(3), .uint32(1)]),
    ("SOCKET_RECVMSG_X", [.int64(1), .uint32(1), .bytes([1]), .absent, .absent, .int64(3)]),
    (
      "SYSCALL_MMAP_X",
      [
        .int64(1), .uint32(1), .uint32(1), .uint32(1), .uint64(1), .uint64(1), .uint32(1), .uint32(1), .int64(3),
        .uint64(0),
      ]
    ),
    ("SYSCALL_SPLICE_X", [.int64(1), .int64(8), .int64(3), .uint64(1), .uint32(0)]),
    ("SYSCALL_SENDFILE_X", [.int64(1), .uint64(8), .int64(3), .int64(9), .uint64(1)]),
    ("SYSCALL_SYMLINKAT_X", [.int64(0), .text("t"), .int64(3), .text("l")]),
    ("SYSCALL_NEWFSTATAT_X", [.int64(0), .int64(3), .text("l"), .uint32(0)]),
    ("SYSCALL_IOCTL_3_X", [.int64(0), .int64(3), .uint64(1), .uint64(1)]),
    ("SYSCALL_COPY_FILE_RANGE_X", [.int64(0), .int64(3), .uint64(1), .int64(8), .uint64(1), .uint64(1)]),
  ] as [(String, [EventBuilder.Parameter])])
  func places(type: String, parameters: [EventBuilder.Parameter]) {
    let scene = Scene()
    scene.open("/tmp/x", as: 3)
    let facts = scene.event(type, parameters)
    #expect(facts.descriptorNumber == 3)
    #expect(scene.name(facts) == "/tmp/x")
  }

  @Test("numbers without an entry")
  func withoutEntry() {
    let scene = Scene()
    let facts = scene.event("SYSCALL_NEWFSTATAT_X", [.int64(0), .int64(-100), .text("l"), .uint32(0)])
    #expect((facts.descriptorNumber, facts.descriptor) == (-100, nil))
    #expect(scene.event("SYSCALL_GETUID_X", [.uint32(0)]).descriptorNumber == -1)
  }

  /// The quirk of §2: only enter events replace what counts as the last event.
  @Test("a connect without its enter event keeps the descriptor that was last in use")
  func lostEnter() {
    let scene = Scene()
    scene.event("SOCKET_CONNECT_E", [.int64(3), .ipv4("1.2.3.4", port: 5)])
    let connect: [EventBuilder.Parameter] = [.int64(-111), .absent, .int64(3), .absent]
    #expect(scene.event("SOCKET_CONNECT_X", connect).descriptorNumber == 3)
    scene.event("SYSCALL_READ_X", [.int64(1), .absent, .int64(8), .uint32(9)])
    #expect(scene.event("SOCKET_CONNECT_X", connect).descriptorNumber == 8)
    // Another enter event between, and the exit's own number counts again.
    scene.event("SYSCALL_OPEN_E", [.text("/x"), .uint32(2), .uint32(0)])
    #expect(scene.event("SOCKET_CONNECT_X", connect).descriptorNumber == 3)
  }

  // MARK: Closing

  @Test("a closed descriptor is there until the next event; a failed close closes nothing")
  func close() {
    let scene = Scene()
    scene.open("/tmp/x", as: 3)
    let failed = scene.event("SYSCALL_CLOSE_X", [.int64(-9), .int64(3)])
    #expect(scene.name(failed) == "/tmp/x")
    scene.nothing()
    #expect(scene.numbers() == [3])
    let closed = scene.event("SYSCALL_CLOSE_X", [.int64(0), .int64(3)])
    #expect(scene.name(closed) == "/tmp/x")
    #expect(scene.numbers() == [3])
    scene.nothing(tid: 50)
    #expect(scene.numbers() == [])
  }

  @Test("closed by one thread, closed for all")
  func closeShared() {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 101, tid: 100, ptid: 50, flags: [.thread, .files]))
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 200, tid: 100, ptid: 50))
    scene.open("/tmp/x", as: 3)
    scene.event("SYSCALL_CLOSE_X", tid: 101, [.int64(0), .int64(3)])
    scene.open("/tmp/y", as: 3, tid: 101)
    #expect(scene.name(3) == "/tmp/y")
    #expect(scene.numbers(200) == [])
  }

  @Test("the process that closed a descriptor ends before the next event")
  func closeAndExit() {
    let scene = Scene()
    scene.open("/tmp/x", as: 3)
    scene.event("SYSCALL_CLOSE_X", [.int64(0), .int64(3)])
    scene.event("PROCEXIT_1_E", [.int64(0), .int64(0), .uint8(0), .uint8(0), .int64(0)])
    scene.nothing(tid: 50)
    #expect(scene.thread(100) == nil)
    #expect(scene.state.descriptors.count == 0)
  }

  @Test("close_range")
  func closeRange() {
    let scene = Scene()
    for number in 3...9 as ClosedRange<Int64> { scene.open("/tmp/\(number)", as: number) }
    scene.event("SYSCALL_CLOSE_RANGE_X", [.int64(0), .uint32(4), .uint32(5), .uint32(0)])
    #expect(scene.numbers() == [3, 6, 7, 8, 9])
    scene.event("SYSCALL_CLOSE_RANGE_X", [.int64(-22), .uint32(6), .uint32(7), .uint32(0)])
    scene.event("SYSCALL_CLOSE_RANGE_X", [.int64(0), .uint32(8), .uint32(.max), .uint32(4)])
    #expect(scene.numbers() == [3, 6, 7, 8, 9])
    scene.event("SYSCALL_EXECVE_19_X", Parameters.exec(comm: "sh", exepath: "/bin/sh"))
    #expect(scene.numbers() == [3, 6, 7])
  }

  // MARK: Copies

  @Test("dup and its relatives: the event's descriptor is the new one", arguments: [
    ("SYSCALL_DUP_1_X", [.int64(7), .int64(3)], false), ("SYSCALL_DUP2_X", [.int64(7), .int64(3), .int64(7)], false),
    ("SYSCALL_DUP3_X", [.int64(7), .int64(3), .int64(7), .uint32(0)], false),
    ("SYSCALL_DUP3_X", [.int64(7), .int64(3), .int64(7), .uint32(0x1000)], true),
    ("SYSCALL_FCNTL_X", [.int64(7), .int64(3), .uint8(1), .uint64(5)], false),
    ("SYSCALL_FCNTL_X", [.int64(7), .int64(3), .uint8(26), .uint64(5)], true),
  ] as [(String, [EventBuilder.Parameter], Bool)])
  func dup(type: String, parameters: [EventBuilder.Parameter], closesOnExec: Bool) {
    let scene = Scene()
    scene.open("/tmp/old", as: 7)
    scene.open("/tmp/x", as: 3, flags: 0x1001)
    let facts = scene.event(type, parameters)
    #expect(facts.descriptorNumber == 7)
    #expect(scene.name(facts) == "/tmp/x")
    #expect(scene.name(7) == "/tmp/x")
    #expect(scene.descriptor(7)?.openFlags == (closesOnExec ? 0x1001 : 1))
    #expect(scene.descriptor(3)?.openFlags == 0x1001)
  }

  @Test("a failed dup keeps the old number; one to itself changes nothing, and so does one of an unknown")
  func dupElse() {
    let scene = Scene()
    scene.open("/tmp/x", as: 3, flags: 0x1001)
    #expect(scene.event("SYSCALL_DUP2_X", [.int64(-9), .int64(3), .int64(7)]).descriptorNumber == 3)
    scene.event("SYSCALL_DUP2_X", [.int64(3), .int64(3), .int64(3)])
    #expect(scene.descriptor(3)?.openFlags == 0x1001)
    // The event is then about the unknown one.
    let facts = scene.event("SYSCALL_DUP2_X", [.int64(3), .int64(88), .int64(3)])
    #expect(facts.descriptorNumber == 88 && facts.descriptor == nil)
    #expect(scene.numbers() == [3])
  }

  @Test("ends of a pipe as standard input and output mark the thread")
  func pipeline() {
    let scene = Scene()
    let facts = scene.event("SYSCALL_PIPE2_X", [.int64(0), .int64(3), .int64(4), .uint64(99), .uint32(0x1000)])
    #expect(facts.descriptorNumber == 4)
    #expect([3, 4].map { scene.descriptor($0)?.kind } == [.fifo, .fifo])
    #expect([3, 4].map { scene.descriptor($0)?.inode } == [99, 99])
    #expect(scene.name(3) == "")
    scene.event("SYSCALL_DUP2_X", [.int64(0), .int64(3), .int64(0)])
    #expect(scene.thread(100)?.flags.contains(.pipeDestination) == true)
    scene.event("SYSCALL_DUP2_X", [.int64(1), .int64(4), .int64(1)])
    #expect(scene.thread(100)?.flags.isSuperset(of: [.pipeDestination, .pipeSource]) == true)
  }

  @Test("F_SETFD changes this process's descriptor only")
  func setFlags() {
    let scene = Scene()
    scene.open("/tmp/x", as: 3)
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 200, tid: 100, ptid: 50))
    scene.event("SYSCALL_FCNTL_X", [.int64(0), .int64(3), .uint8(3), .uint64(1)])
    #expect(scene.descriptor(3)?.openFlags == 0x1001)
    #expect(scene.descriptor(3, of: 200)?.openFlags == 1)
    scene.event("SYSCALL_FCNTL_X", [.int64(0), .int64(3), .uint8(3), .uint64(0)])
    #expect(scene.descriptor(3)?.openFlags == 1)
  }

  @Test("descriptors without a file", arguments: [
    ("SYSCALL_EVENTFD_X", [.int64(3), .uint64(0), .uint32(0)], .event),
    ("SYSCALL_EVENTFD2_X", [.int64(3), .uint16(0), .uint64(0)], .event),
    ("SYSCALL_EPOLL_CREATE_X", [.int64(3), .int32(1)], .eventpoll),
    ("SYSCALL_EPOLL_CREATE1_X", [.int64(3), .uint32(1)], .eventpoll),
    ("SYSCALL_INOTIFY_INIT_X", [.int64(3), .uint8(0)], .inotify),
    ("SYSCALL_INOTIFY_INIT1_X", [.int64(3), .uint16(0)], .inotify),
    ("SYSCALL_TIMERFD_CREATE_X", [.int64(3), .uint8(0), .uint8(0)], .timerfd),
    ("SYSCALL_SIGNALFD_X", [.int64(3), .int64(-1), .uint32(0), .uint8(0)], .signalfd),
    ("SYSCALL_SIGNALFD4_X", [.int64(3), .uint16(0), .int64(-1), .uint32(0)], .signalfd),
    ("SYSCALL_USERFAULTFD_X", [.int64(3), .uint32(0)], .userfaultfd),
    ("SYSCALL_IO_URING_SETUP_X", [.int64(3), .uint32(1)], .ioUring), ("SYSCALL_BPF_2_X", [.int64(3), .uint32(0)], .bpf),
  ] as [(String, [EventBuilder.Parameter], DescriptorKind)])
  func anonymous(type: String, parameters: [EventBuilder.Parameter], kind: DescriptorKind) {
    let scene = Scene()
    let facts = scene.event(type, parameters)
    #expect(facts.descriptorNumber == 3)
    #expect(scene.descriptor(3)?.kind == kind)
    #expect(scene.name(3) == "")
  }

  @Test("memory and processes as descriptors")
  func memfdAndPidfd() {
    let scene = Scene()
    scene.event("SYSCALL_MEMFD_CREATE_X", [.int64(3), .text("secret"), .uint32(0)])
    #expect(scene.descriptor(3)?.kind == .memfd)
    #expect(scene.name(3) == "secret")
    scene.open("/root/x", as: 12, tid: 50)
    scene.event("SYSCALL_PIDFD_OPEN_X", [.int64(4), .int64(50), .uint32(0)])
    #expect(scene.name(4) == "/proc/50")
    #expect(scene.descriptor(4)?.pid == 50)
    let facts = scene.event("SYSCALL_PIDFD_GETFD_X", [.int64(5), .int64(4), .int64(12), .uint32(0)])
    #expect(scene.name(facts) == "/root/x")
    #expect(scene.name(5) == "/root/x")
    // The copy is closed by the next program, the pidfd is not: so the reference has it (synthetic_modern, event 98).
    scene.event("SYSCALL_EXECVE_19_X", Parameters.exec(comm: "sh", exepath: "/bin/sh"))
    #expect(scene.numbers() == [3, 4])
  }

  /// evt 1 to 46 of synthetic_modern.
  @Test("an event that gives a descriptor a name has changed it; a copy has not")
  func changedName() {
    let scene = Scene()
    #expect(scene.open("/tmp/x", as: 3).changedName)
    #expect(!scene.event("SYSCALL_DUP_1_X", [.int64(7), .int64(3)]).changedName)
    #expect(!scene.event("SYSCALL_EVENTFD_X", [.int64(4), .uint64(0), .uint32(0)]).changedName)
    #expect(!scene.event("SYSCALL_READ_X", [.int64(1), .absent, .int64(3), .uint32(9)]).changedName)
    #expect(scene.event("SYSCALL_MEMFD_CREATE_X", [.int64(5), .text("m"), .uint32(0)]).changedName)
  }
}
