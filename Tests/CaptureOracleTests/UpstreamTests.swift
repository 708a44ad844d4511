import Capture
import Foundation
import Matching
import Runtime
import Schema
import TestSupport
import Testing

private let captures = ["curl_google", "curl_google_comments", "single_ipv6_conn", "test_ipv6_client", "synthetic_modern"]

/// Reads a whole capture and calls `body` for each event.
@discardableResult
func replay(
  _ path: String, _ body: (borrowing EventView) -> Void = { _ in }
) throws -> (snapshot: StateSnapshot, counters: CaptureCounters) {
  var file = try CaptureFile.open(path)
  var first: StateSnapshot?
  while let item = try file.next() {
    switch item {
    case .snapshot(let snapshot): first = first ?? snapshot
    case .event(let view): body(view)
    }
  }
  return (try #require(first), file.counters)
}

@Suite("The reference's captures", .needsSharedData)
struct UpstreamTests {
  private func path(_ capture: String) -> String { SharedData.url("captures/upstream/\(capture).scap").path }

  @Test("blocks, counted by their frames", arguments: captures)
  func blocks(capture: String) throws {
    let figures = try ReferenceFigures()
    let walker = BlockWalker(try decompressed("captures/upstream/\(capture).scap"))
    #expect(!walker.isDamaged)
    let names: [(String, UInt32)] = [
      ("SHB", 0x0A0D_0D0A), ("MI", 0x201), ("IL_V1", 0x205), ("UL_V1", 0x206), ("PL_V5", 0x211), ("FDL_V1", 0x203),
      ("EV_V1", 0x204), ("IL_V2", 0x219), ("UL_V2", 0x220), ("PL_V9", 0x215), ("FDL_V2", 0x218), ("EV_V2", 0x216),
      ("EVF_V2", 0x217), ("EV_V2_LARGE", 0x221),
    ]
    for (name, id) in names {
      #expect(walker.blocks[id] ?? 0 == figures.number("blocks \(name)", capture, below: "## 1"), "\(name)")
    }
    let (_, counters) = try replay(path(capture))
    #expect(Int(counters.events + counters.absorbed) == figures.number("events", capture, below: "## 1"))
    #expect(counters.malformed == 0 && counters.unknownTypes == 0 && counters.malformedTables == 0)
  }

  @Test("events by type, as the file has them", arguments: captures.filter { $0 != "curl_google_comments" })
  func types(capture: String) throws {
    let bytes = try decompressed("captures/upstream/\(capture).scap")
    let types = EventTable.syscall.types
    var counts: [String: Int] = [:]
    for block in BlockWalker(bytes).events {
      // Id, length, processor; then flags, if the block has them; the type stands behind time, thread and length.
      let hasFlags = [0x208, 0x217, 0x222].contains(Int(bytes[block.lowerBound]) | Int(bytes[block.lowerBound + 1]) << 8)
      let place = block.lowerBound + 10 + (hasFlags ? 4 : 0) + 20
      let type = types[Int(bytes[place]) | Int(bytes[place + 1]) << 8]
      counts[String(type.symbol.dropFirst("PPME_".count)), default: 0] += 1
    }
    #expect(try counts == ReferenceFigures().types(capture))
  }

  @Test("machine, times, processors", arguments: captures)
  func header(capture: String) throws {
    let figures = try ReferenceFigures()
    var cpus: [UInt16: Int] = [:]
    var times: (first: UInt64?, last: UInt64) = (nil, 0)
    var stateOnly = 0
    let (snapshot, counters) = try replay(path(capture)) { view in
      cpus[view.cpu, default: 0] += 1
      times = (times.first ?? view.time, view.time)
      if view.isStateOnly { stateOnly += 1 }
    }
    let machine = snapshot.machine
    #expect(Int(machine.cpuCount) == figures.number("CPUs (MI)", capture, below: "## 1"))
    #expect(Int(machine.memoryBytes) == figures.number("memory bytes", capture, below: "## 1"))
    #expect(String(decoding: machine.hostName, as: UTF8.self) == figures.cell("host name", capture, below: "## 1"))
    #expect(Int(machine.bootTime) == figures.number("boot ts", capture, below: "## 1"))
    #expect(times.last == figures.cell("last event ts", capture, below: "## 1").flatMap { UInt64($0) })
    #expect(stateOnly == figures.number("state-only flagged", capture, below: "## 1"))
    let twin = capture == "curl_google_comments" ? "curl_google" : capture
    #expect(Int(counters.events) == figures.number("evt.num of last shown event", twin, below: "## 5"))
    #expect(cpus.keys.sorted() == (capture == "single_ipv6_conn" ? [0, 1] : [0]))
  }

  @Test("events shown, by name, after conversion", arguments: captures)
  func shown(capture: String) throws {
    let types = EventTable.syscall.types
    var names: [String: Int] = [:]
    try replay(path(capture)) { view in
      let type = types[Int(view.type.rawValue)]
      // Enter events of calls are hidden by the state engine, as are events for the state alone.
      if view.isStateOnly || type.producer == .syscall && type.isEnter { return }
      var name = type.name
      if view.type.rawValue == 1, let code: UInt16 = view.number(0) { name = SyscallTable.shared.all[Int(code)].name }
      if name == "asyncevent", let text = view.parameter(1) {
        name = String(decoding: text.indices.dropLast().map { text[$0] }, as: UTF8.self)
      }
      names[name, default: 0] += 1
    }
    let expected = try ReferenceFigures().shown(capture == "curl_google_comments" ? "curl_google" : capture)
    #expect(names == expected)
  }

  @Test("users, interfaces, descriptors", arguments: captures)
  func tables(capture: String) throws {
    let figures = try ReferenceFigures()
    let (snapshot, _) = try replay(path(capture))
    #expect("\(snapshot.users.count) / \(snapshot.groups.count)" == figures.cell("users / groups", capture, below: "## 1"))
    #expect(snapshot.interfaces.count == figures.number("interfaces", capture, below: "## 1"))
    #expect(snapshot.descriptors.filter { $0.entries.isEmpty }.count == figures.number("empty FDL blocks", capture, below: "## 1"))
    let entries = snapshot.descriptors.flatMap(\.entries)
    #expect(entries.count == figures.number("fds in FDL", capture, below: "## 1"))
    var kinds: [String: Int] = [:]
    var nameBytes = 0
    for entry in entries {
      let (kind, name) = Self.kind(entry.body)
      kinds[kind, default: 0] += 1
      nameBytes += name
    }
    let rows = [
      "1 file(old)", "2 directory", "3 ipv4", "5 ipv4 server", "6 ipv6 server", "7 fifo", "8 unix", "9 eventfd",
      "11 signalfd", "12 eventpoll", "13 inotify", "14 timerfd", "16 file v2",
    ]
    for row in rows {
      #expect(kinds[row] ?? 0 == figures.number(row, capture, below: "## 3"), "\(row)")
    }
    #expect(entries.reduce(0) { $0 + Int($1.number) } == figures.number("sum of fd numbers", capture, below: "## 4"))
    #expect(nameBytes == figures.number("sum of fd name bytes", capture, below: "## 4"))
  }

  /// The reference's row, and the bytes of the name.
  private static func kind(_ body: StateSnapshot.DescriptorEntry.Body) -> (String, Int) {
    switch body {
    case .named(let kind, let name):
      let row = switch kind {
      case .file: "1 file(old)"
      case .directory: "2 directory"
      case .fifo: "7 fifo"
      case .event: "9 eventfd"
      case .signalfd: "11 signalfd"
      case .eventpoll: "12 eventpoll"
      case .inotify: "13 inotify"
      case .timerfd: "14 timerfd"
      default: "\(kind)"
      }
      return (row, name.count)
    case .file(_, let path, _): return ("16 file v2", path.count)
    case .connection(let tuple, _): return (tuple.sourceAddress.isV4 ? "3 ipv4" : "4 ipv6", 0)
    case .server(let address, _, _): return (address.isV4 ? "5 ipv4 server" : "6 ipv6 server", 0)
    case .unix(_, _, let path): return ("8 unix", path.count)
    case .unknownType(let code): return ("unknown \(code)", 0)
    }
  }

  @Test("processes, line by line", arguments: captures)
  func processes(capture: String) throws {
    let figures = try ReferenceFigures()
    let (snapshot, _) = try replay(path(capture))
    let threads = snapshot.threads
    #expect(threads.count == figures.number("threads in PL", capture, below: "## 1"))
    #expect(threads.reduce(0) { $0 + Int($1.tid) } == figures.number("sum of tids", capture, below: "## 4"))
    #expect(threads.reduce(0) { $0 + Int($1.ptid) } == figures.number("sum of ptids", capture, below: "## 4"))
    #expect(threads.reduce(0) { $0 + Int($1.uid) } == figures.number("sum of uids", capture, below: "## 4"))
    #expect(threads.reduce(0) { $0 + Int($1.flags) } == figures.number("sum of flags", capture, below: "## 4"))
    #expect(threads.reduce(0) { $0 + $1.env.count } == figures.number("total env bytes", capture, below: "## 4"))
    #expect(threads.reduce(0) { $0 + $1.args.count } == figures.number("total args bytes", capture, below: "## 4"))
    #expect(threads.reduce(0) { $0 + $1.cgroups.count } == figures.number("total cgroup bytes", capture, below: "## 4"))

    let source = capture == "curl_google_comments" ? "curl_google" : capture
    let lines = try SharedData.text("captures/upstream/procs-\(source).tsv").split(separator: "\n").dropFirst()
    #expect(lines.count == threads.count)
    for (line, thread) in zip(lines, threads) {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      let descriptors = snapshot.descriptors.first { $0.tid == UInt64(thread.tid) }?.entries.count ?? 0
      // "-" stands for what the file's version does not have.
      #expect(
        columns[..<18].map(String.init) == zip(columns, Self.columns(thread)).map { $0 == "-" && ["-1", ""].contains($1) ? "-" : $1 })
      #expect(columns[18] == "-" ? thread.loginuid == .max : UInt32(columns[18]) == thread.loginuid)
      #expect(Int(columns[20]) == thread.env.count && Int(columns[21]) == descriptors)
    }
  }

  private static func columns(_ thread: StateSnapshot.Thread) -> [String] {
    func text(_ bytes: [UInt8]) -> String {
      String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\0", with: "\\0")
        .replacingOccurrences(of: "\t", with: "\\t").replacingOccurrences(of: "\n", with: "\\n")
    }
    return [
      "\(thread.tid)", "\(thread.pid)", "\(thread.ptid)", "\(thread.sid)", "\(thread.vpgid)", text(thread.comm), text(thread.exe),
      text(thread.exepath), text(thread.args), text(thread.cwd), "\(thread.descriptorLimit)", "\(thread.flags)",
      "\(thread.uid)", "\(thread.gid)", "\(thread.vtid)", "\(thread.vpid)", text(thread.root), text(thread.cgroups),
    ]
  }
}
