import Capture
import Foundation
import Runtime
import Schema
import TestSupport
import Testing

/// `getcwd`, exit: current, two parameters, handed over as it is.
private let getcwd = Bytes.event(93, [littleEndian(0 as Int64), terminated("/tmp")])
private let oneEvent = Bytes.section() + Bytes.eventBlock(getcwd)

@Suite("Captures")
struct ScapReaderTests {
  @Test("an event in its block, with what stands around it")
  func event() throws {
    let replay = Replay(Bytes.section() + Bytes.eventBlock(getcwd, cpu: 3))
    #expect(replay.error == nil)
    #expect(replay.snapshots.count == 1)
    let event = try #require(replay.events.first)
    #expect(event.bytes == getcwd)
    #expect((event.time, event.threadID, event.type, event.cpu) == (1, 7, 93, 3))
    #expect(event.parameters == [littleEndian(0 as Int64), terminated("/tmp")])
    #expect(!event.isStateOnly)
    #expect(replay.counters.events == 1)
  }

  @Test("bit 0 of the flags word means state only", arguments: [(0, false), (1, true), (2, false), (5, true)] as [(UInt32, Bool)])
  func stateOnly(flags: UInt32, isStateOnly: Bool) {
    let replay = Replay(Bytes.section() + Bytes.eventBlock(getcwd, id: 0x217, flags: flags))
    #expect(replay.events.map(\.isStateOnly) == [isStateOnly])
  }

  @Test("options behind an event are no part of it")
  func options() {
    let replay = Replay(Bytes.section() + Bytes.eventBlock(getcwd + [UInt8](repeating: 0xAA, count: 46)))
    #expect(replay.events.map(\.bytes) == [getcwd])
  }

  @Test("large events have lengths of 32 bits", arguments: [(0x221, nil), (0x222, 1)] as [(UInt32, UInt32?)])
  func large(id: UInt32, flags: UInt32?) {
    let json = [UInt8](repeating: 0x20, count: 300_000) + [0]
    let event = Bytes.event(324, [json], tid: -1, wide: true)
    let replay = Replay(Bytes.section() + Bytes.eventBlock(event, id: id, flags: flags) + Bytes.eventBlock(getcwd))
    #expect(replay.error == nil)
    #expect(replay.events.first?.parameters == [json])
    #expect(replay.events.last?.bytes == getcwd)
  }

  @Test("a section behind events begins anew", arguments: [1, 3])
  func restart(sections: Int) {
    let host = Bytes.block(0x201, littleEndian(5 as UInt32) + [UInt8](repeating: 0, count: 176))
    let section = Bytes.section() + host + Bytes.eventBlock(getcwd) + Bytes.eventBlock(getcwd)
    let replay = Replay(Array(repeatElement(section, count: sections).joined()))
    #expect(replay.error == nil)
    #expect(replay.positions == (0..<sections).map { 2 * $0 })
    #expect(replay.snapshots.allSatisfy { $0.machine.cpuCount == 5 })
    #expect(replay.events.count == 2 * sections)
  }

  @Test("blocks that we do not know are stepped over in front of the events")
  func unknownBlocks() {
    let replay = Replay(Bytes.section() + Bytes.block(0x999, [1, 2, 3]) + Bytes.eventBlock(getcwd))
    #expect(replay.error == nil && replay.events.count == 1)
  }

  @Test("events that do not fit their block, and of types to come, are counted and left out")
  func malformed() {
    var tooLong = getcwd
    tooLong[16] = 200
    var tooManyParameters = getcwd
    tooManyParameters[22] = 60
    var longParameter = getcwd
    longParameter[28] = 0xFF
    let unknown = Bytes.event(454, [])
    let bad = [tooLong, tooManyParameters, longParameter, [UInt8](repeating: 0, count: 10), unknown]
    let replay = Replay(Bytes.section() + bad.flatMap { Bytes.eventBlock($0) } + Bytes.eventBlock(getcwd))
    #expect(replay.error == nil)
    #expect(replay.events.map(\.bytes) == [getcwd])
    #expect(replay.counters.malformed == 4 && replay.counters.unknownTypes == 1)
  }

  @Test("events of version 1 get the number of parameters that fits", arguments: [0, 1, 2])
  func version1(count: Int) {
    // stat has two parameters: `res` and `path`.
    let parameters = Array([littleEndian(0 as Int64), terminated("/etc")].prefix(count))
    let replay = Replay(
      Bytes.section() + Bytes.eventBlock(Bytes.event(67, parameters, isVersion1: true), id: 0x204)
        + Bytes.eventBlock(Bytes.event(67, parameters, isVersion1: true), id: 0x8010_ABCD)
        + Bytes.eventBlock(Bytes.event(67, parameters, isVersion1: true), id: 0x208, flags: 1))
    #expect(replay.error == nil)
    #expect(replay.events.map(\.bytes) == [[UInt8]](repeating: Bytes.event(67, parameters), count: 3))
    #expect(replay.events.map(\.isStateOnly) == [false, false, true])
  }

  @Test("the first writers of two types counted three bytes too many", arguments: [280, 286] as [UInt16])
  func version1Length(type: UInt16) {
    let parameters = type == 280 ? [terminated("id"), terminated("text")] : [terminated("a"), [], [], terminated("b")]
    var event = Bytes.event(type, parameters, isVersion1: true)
    event[16] += 3
    let replay = Replay(Bytes.section() + Bytes.eventBlock(event + [0, 0, 0], id: 0x204))
    #expect(replay.events.map(\.parameters) == [parameters])
  }

  // MARK: Compression

  @Test("compressed files, of several members, padded")
  func compressed() throws {
    let second = Bytes.eventBlock(getcwd)
    let whole = try gzip(oneEvent) + gzip(second + second) + [0, 0, 0]
    let replay = Replay(whole)
    #expect(replay.error == nil)
    #expect(replay.events.count == 3)
  }

  @Test("a compressed file that is cut gives every whole event before", arguments: [1, 9, 100, 5000])
  func cutCompressed(missing: Int) throws {
    let tiny = try Data(contentsOf: fixture)
    let replay = Replay([UInt8](tiny.dropLast(missing)))
    let error = try #require(replay.error)
    #expect(error.cause == .damaged && error.problem.contains("break off"))
    let whole = Replay(path: fixture.path)
    #expect(whole.events.count == 15_601)
    #expect(replay.events == Array(whole.events.prefix(replay.events.count)))
    // Less than 12 bytes of compressed data are the checksum alone.
    #expect(missing < 12 ? replay.events.count == 15_601 : replay.events.count > 10_000)
  }

  @Test("damage inside compressed data")
  func damagedCompressed() throws {
    var bytes = [UInt8](try Data(contentsOf: fixture))
    bytes[bytes.count - 6] ^= 1
    let replay = Replay(bytes)
    #expect(replay.events.count == 15_601)
    #expect(replay.error?.problem.contains("the compressed data are damaged") == true)
  }

  @Test("a reader may be dropped at any time", arguments: [0, 1, 5000])
  func dropped(count: Int) throws {
    var file = try CaptureFile.open(fixture.path)
    for _ in 0..<count { _ = try file.next() != nil }
    #expect(file.format == .scap)
  }

  // MARK: Errors

  private static let damages: [(name: String, bytes: [UInt8], cause: CaptureError.Cause, offset: UInt64?, words: String)] = [
    ("empty", [], .unknownFormat, 0, "the file is empty"),
    ("other", text("hello, world"), .unknownFormat, 0, "68 65 6c 6c 6f 2c 20 77"),
    ("no events", Bytes.section(), .noEvents, 28, "before its first event"),
    ("only the begin of a frame", oneEvent + [0x16, 2, 0], .damaged, 88, "after 3 of the 12 bytes"),
    ("short block", Bytes.section() + littleEndian(0x216 as UInt32) + littleEndian(11 as UInt32) + [0, 0, 0, 0], .damaged, 28, "at least 12 bytes; the length here is 11"),
    ("cut block", Array(oneEvent.dropLast(1)), .damaged, 28, "a block of 60 bytes begins here, and the file ends after 59"),
    ("trailer", Array(oneEvent.dropLast(1)) + [9], .damaged, 28, "the length of a block is 60 in front and 150995004"),
    ("table behind events", oneEvent + Bytes.block(0x219, []), .damaged, 88, "not a block of type 0x219"),
    ("newer format", Bytes.section(major: 2), .damaged, 0, "format version 2"),
    ("large without leave", Bytes.section() + Bytes.eventBlock(getcwd + [UInt8](repeating: 0, count: 65_536)), .damaged, 28, "is not that long"),
  ]

  @Test("damage is told with its place", arguments: 0..<damages.count)
  func errors(index: Int) throws {
    let (name, bytes, cause, offset, words) = Self.damages[index]
    let error = try #require(Replay(bytes).error, "\(name)")
    #expect(error.cause == cause && error.offset == offset, "\(name): \(error)")
    #expect(error.problem.contains(words), "\(name): \(error.problem)")
  }

  @Test("the other byte order is refused in words")
  func byteOrder() {
    var bytes = oneEvent
    bytes.swapAt(8, 11)
    bytes.swapAt(9, 10)
    #expect(Replay(bytes).error?.problem.contains("big-endian") == true)
  }

  @Test("what cannot be opened", arguments: [("/no/such/file", "No such file or directory"), ("/tmp", "Is a directory")])
  func unreadable(path: String, words: String) {
    let error = Replay(path: path).error
    #expect(error?.cause == .unreadable && error?.problem == words)
  }

  @Test("no length field makes the reader take memory that the file does not fill")
  func boundedMemory() {
    let huge = littleEndian(0x221 as UInt32) + littleEndian(100 << 20 as UInt32) + [UInt8](repeating: 0, count: 100)
    let replay = Replay(oneEvent + huge)
    #expect(replay.events.count == 1 && replay.error?.cause == .damaged)
    let more = littleEndian(0x221 as UInt32) + littleEndian(UInt32.max) + [UInt8](repeating: 0, count: 100)
    #expect(Replay(oneEvent + more).error?.problem.contains("is not that long") == true)
  }
}

let fixture = PackageLayout.root.appendingPathComponent("Tests/CaptureTests/Fixtures/tiny.scap")
