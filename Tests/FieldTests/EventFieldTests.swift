import Foundation
import Runtime
import Schema
import TestSupport
import Testing

/// Whether the C library's local time is universal time here.
let isUniversalTime = TimeZone.current.secondsFromGMT(for: Date(timeIntervalSince1970: 1_700_000_000)) == 0

@Suite("Fields of events")
struct EventFieldTests {
  private let close = EventSample("SYSCALL_CLOSE_X", .int64(-9), .int64(77))

  @Test("times", .enabled(if: isUniversalTime, "the time zone is not UTC"), arguments: [
    ("evt.time", "22:13:20.123456789"), ("evt.time.s", "22:13:20"), ("evt.outputtime", "22:13:20.123456789"),
    ("evt.time.iso8601", "2023-11-14T22:13:20.123456789+0000"), ("evt.datetime", "2023-11-14 22:13:20.123456789"),
    ("evt.datetime.s", "2023-11-14 22:13:20"), ("evt.rawtime", "1700000000123456789"),
    ("evt.rawtime.s", "1700000000"), ("evt.rawtime.ns", "123456789"),
  ])
  func times(field: String, text: String) { #expect(close.field(field) == text) }

  @Test("times relative to others")
  func relativeTimes() {
    var event = close
    event.facts.firstTime = 1_699_999_998_000_000_000
    event.facts.previousTime = 1_700_000_000_000_000_000
    #expect(event.field("evt.reltime") == "2123456789")
    #expect(event.field("evt.reltime.s") == "2")
    #expect(event.field("evt.reltime.ns") == "123456789")
    #expect(event.field("evt.deltatime") == "123456789")
    #expect(event.field("evt.deltatime.s") == "0")
    #expect(close.field("evt.deltatime") == "0")
    #expect(event.field("evt.deltatime.ns") == "123456789")
    for field in [
      "evt.latency", "evt.latency.s", "evt.latency.ns", "evt.latency.quantized", "evt.wait_latency",
    ] {
      #expect(close.field(field) == "0", "\(field)")
    }
    #expect(close.field("evt.latency.human") == "0ns")
  }

  @Test("around a moment, in milliseconds rounded up", arguments: [
    (1_700_000_000_123_456_789, "0"), (1_700_000_000_123_456_788, "1"), (1_700_000_000_125_456_789, "2"),
    (1_700_000_000_125_456_790, "3"),
  ] as [(UInt64, String)])
  func around(moment: UInt64, milliseconds: String) {
    #expect(close.field("evt.around[\(moment)]") == milliseconds)
  }

  @Test("names of types")
  func types() {
    #expect(close.field("evt.type") == "close")
    #expect(close.field("syscall.type") == "close")
    #expect(close.field("evt.dir") == "<")
    #expect(close.field("evt.cpu") == "3")
    #expect(close.field("evt.source") == "syscall")
    #expect(close.field("evt.hostname") == "")
    let exit = EventSample("PROCEXIT_1_E", .int64(0))
    #expect(exit.field("evt.type") == "procexit")
    #expect(exit.field("evt.dir") == ">")
    #expect(exit.field("syscall.type") == nil)
    let async = EventSample("ASYNCEVENT_E", .uint32(0), .text("myasync"), .bytes([1, 2]))
    #expect(async.field("evt.type") == "myasync")
    #expect(async.field("evt.asynctype") == "myasync")
    #expect(async.field("evt.is_async") == "true")
    #expect(async.field("syscall.type") == nil)
    #expect(close.field("evt.asynctype") == nil)
  }

  @Test("one type, by its first entry in the table", arguments: [
    ("SYSCALL_OPENAT_2_X", "openat", "0"), ("SYSCALL_EXECVE_19_X", "execve", "0"), ("SYSCALL_UNLINKAT_2_X", "unlinkat", "0"),
    ("PROCEXIT_1_E", "procexit", "0"), ("SOCKET_CONNECT_X", "connect", "1"), ("SYSCALL_CLOSE_X", "close", "1"),
    ("SYSCALL_READ_X", "read", "1"), ("SYSCALL_CLONE3_X", "clone3", "1"), ("GENERIC_X", "syscall", "1"),
    ("SYSCALL_CLOSE_X", "open", "0"),
  ])
  func isType(symbol: String, name: String, value: String) {
    #expect(EventSample(symbol).field("evt.type.is.\(name)") == value)
  }

  @Test("categories that the type alone decides", arguments: [
    ("SYSCALL_OPENAT_2_X", "file"), ("SOCKET_SOCKET_X", "net"), ("SYSCALL_FUTEX_X", "IPC"), ("SYSCALL_MMAP_X", "memory"),
    ("SYSCALL_EXECVE_19_X", "process"), ("SYSCALL_NANOSLEEP_X", "sleep"), ("SYSCALL_KILL_X", "signal"),
    ("SYSCALL_SETUID_X", "user"), ("SYSCALL_READ_X", "unknown"), ("GENERIC_X", "other"), ("SCHEDSWITCH_6_E", "scheduler"),
    ("PROCINFO_E", "internal"),
  ])
  func categories(symbol: String, category: String) {
    #expect(EventSample(symbol).field("evt.category") == category)
  }

  @Test("results")
  func results() {
    #expect(close.field("evt.res") == "EBADF")
    #expect(close.field("evt.rawres") == "-9")
    #expect(close.field("evt.failed") == "true")
    #expect(close.field("evt.count.error") == "1")
    #expect(close.field("evt.count.error.other") == "1")
    #expect(close.field("evt.count.error.file") == nil)
    let done = EventSample("SYSCALL_CLOSE_X", .int64(0), .int64(7))
    #expect(done.field("evt.res") == "SUCCESS")
    #expect(done.field("evt.failed") == "false")
    #expect(done.field("evt.count.error") == nil)
    #expect(done.field("evt.count.error.other") == nil)
    #expect(done.field("evt.count") == "1")
    let generic = EventSample("GENERIC_X", .uint16(11), .uint16(201))
    #expect(generic.field("evt.res") == nil)
    #expect(generic.field("evt.failed") == nil)
    #expect(generic.field("evt.count.exit") == "1")
    #expect(EventSample("SYSCALL_OPENAT_2_X", .int64(-13), .int64(-100), .text("/x")).field("evt.count.error.file") == "1")
    #expect(EventSample("SOCKET_ACCEPT4_6_X", .int64(-11)).field("evt.count.error.net") == "1")
    #expect(EventSample("SYSCALL_MMAP_X", .int64(-12)).field("evt.count.error.memory") == "1")
    #expect(EventSample("SYSCALL_MMAP_X", .int64(-12)).field("evt.count.error.other") == nil)
  }

  @Test("reports of processor use")
  func procinfo() {
    var state = sampleState()
    var report = EventSample("PROCINFO_E", .uint64(1), .uint64(2))
    report.apply(to: &state)
    #expect(report.field("evt.count.procinfo", state) == "1")
    #expect(report.field("evt.count.threadinfo", state) == "1")
    #expect(close.field("evt.count.threadinfo") == "0")
  }

  @Test("reading, writing, waiting", arguments: [
    ("SYSCALL_READ_X", true, false, "read"), ("SYSCALL_WRITE_X", false, true, "write"),
    ("SYSCALL_COPY_FILE_RANGE_X", true, true, "write"), ("SYSCALL_CLOSE_X", false, false, nil),
  ] as [(String, Bool, Bool, String?)])
  func flow(symbol: String, reads: Bool, writes: Bool, direction: String?) {
    let event = EventSample(symbol)
    #expect(event.field("evt.is_io_read") == String(reads))
    #expect(event.field("evt.is_io_write") == String(writes))
    #expect(event.field("evt.is_io") == String(reads || writes))
    #expect(event.field("evt.io_dir") == direction)
    #expect(EventSample("SYSCALL_POLL_X").field("evt.is_wait") == "true")
  }

  /// state-engine.md §9: RDWR is 3; the file was not there before: 0x4000; TMPFILE 0x2000; CREAT 4.
  @Test("opens", arguments: [
    ("SYSCALL_OPENAT_2_X", 5, 1, 0, "true false false false"), ("SYSCALL_OPENAT_2_X", 5, 2, 0, "false true false false"),
    ("SYSCALL_OPENAT_2_X", 5, 3, 0o755, "true true false false"), ("SYSCALL_OPENAT_2_X", -2, 1, 0, "true false false false"),
    ("SYSCALL_OPENAT_2_X", 5, 0x4006, 0o755, "false true true true"), ("SYSCALL_OPENAT_2_X", 5, 6, 0o644, "false true false false"),
    ("SYSCALL_OPENAT_2_X", 5, 0x2401, 0, "true false true false"), ("SYSCALL_OPENAT_2_X", -2, 0x2401, 0, "true false false false"),
    ("SYSCALL_OPENAT2_X", 5, 4, 0o100, "false false false true"),
  ] as [(String, Int64, UInt32, UInt32, String)])
  func opens(symbol: String, result: Int64, flags: UInt32, mode: UInt32, expected: String) {
    let event = EventSample(symbol, .int64(result), .int64(-100), .text("/x"), .uint32(flags), .uint32(mode))
    let names = ["evt.is_open_read", "evt.is_open_write", "evt.is_open_create", "evt.is_open_exec"]
    #expect(names.map { event.field($0) ?? "-" }.joined(separator: " ") == expected)
  }

  @Test("other ways to open")
  func otherOpens() {
    let creat = EventSample("SYSCALL_CREAT_X", .int64(3), .text("/x"), .uint32(0o700), .uint32(0), .uint64(0), .uint16(0))
    #expect(creat.field("evt.is_open_exec") == "true")
    #expect(creat.field("evt.is_open_create") == "false")
    #expect(creat.field("evt.is_open_write") == "false")
    let open = EventSample("SYSCALL_OPEN_X", .int64(3), .text("/x"), .uint32(0x4006), .uint32(0o111), .uint32(0), .uint64(0))
    #expect(open.field("evt.is_open_exec") == "true")
    #expect(open.field("evt.is_open_create") == "true")
    let handle = EventSample(
      "SYSCALL_OPEN_BY_HANDLE_AT_X", .int64(3), .int64(4), .uint32(0x4005), .text("/x"), .uint32(0), .uint64(0))
    #expect(handle.field("evt.is_open_read") == "true")
    #expect(handle.field("evt.is_open_exec") == "false")
    #expect(close.field("evt.is_open_read") == "false")
  }

  @Test("buffers are bytes, and only of calls that move some")
  func buffers() {
    let read = EventSample("SYSCALL_READ_X", .int64(3), .bytes([0x61, 0, 0x62]), .int64(3), .uint32(3))
    #expect(read.field("evt.buffer") == "a\0b")
    #expect(EventSample("SYSCALL_READ_X", .int64(0), .absent, .int64(3), .uint32(3)).field("evt.buffer") == "")
    #expect(close.field("evt.buffer") == nil)
    #expect(read.field("evt.buflen") == nil, "no descriptor is known")
  }

  @Test("docker's infrastructure events")
  func docker() {
    let event = EventSample(
      "INFRASTRUCTURE_EVENT_E", .text("docker"), .text("Container Started"),
      .text("Event:start; ID: 0123456789abcdef;name:web;Image:nginx"), .text(""))
    #expect(event.field("evt.infra.docker.name") == "start")
    #expect(event.field("evt.infra.docker.container.id") == "0123456789ab")
    #expect(event.field("evt.infra.docker.container.name") == "web")
    #expect(event.field("evt.infra.docker.container.image") == "nginx")
    #expect(close.field("evt.infra.docker.name") == nil)
  }
}
