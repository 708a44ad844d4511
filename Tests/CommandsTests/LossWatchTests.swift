import Foundation
import Runtime
import TestSupport
import Testing

@testable import Commands

@Suite("What is said of events that the kernel lost")
struct LossWatchTests {
  private let start = ContinuousClock.now

  private static func lost(_ rows: (LostEvents.Cause, String, UInt64)...) -> LostEvents {
    LostEvents(rows: rows.map { LostEvents.Row(cause: $0.0, call: $0.1, count: $0.2) })
  }

  @Test("nothing lost, nothing said")
  func silence() {
    var watch = LossWatch(from: start)
    for second in 1...100 {
      let finding = watch.look(LostEvents(), events: UInt64(second) * 1000, start + .seconds(second))
      #expect(finding.line == nil && finding.alert == nil)
    }
  }

  @Test("an alert when more than a tenth of a second's events is lost, and not again for 30 seconds")
  func alert() throws {
    var watch = LossWatch(from: start)
    // 100 of 1000 are a tenth, and not more.
    let tenth = watch.look(Self.lost((.bufferFull, "openat", 100)), events: 900, start + .seconds(1))
    #expect(tenth.alert == nil)
    let more = watch.look(Self.lost((.bufferFull, "openat", 201)), events: 1799, start + .seconds(2))
    let alert = try #require(more.alert)
    #expect(alert.lost.total == 101)
    #expect(alert.events == 1000)
    for second in 3...31 {
      let finding = watch.look(
        Self.lost((.bufferFull, "openat", UInt64(second) * 1000)), events: 1799, start + .seconds(second))
      #expect(finding.alert == nil)
    }
    let later = watch.look(Self.lost((.bufferFull, "openat", 32_000)), events: 1799, start + .seconds(32))
    #expect(later.alert?.lost.total == 1000)
  }

  @Test("one lost event of a process is an alert, whatever its share")
  func processes() {
    var watch = LossWatch(from: start)
    let finding = watch.look(Self.lost((.processBufferFull, "execve", 1)), events: 1_000_000, start + .seconds(1))
    #expect(finding.alert?.lost.total == 1)
  }

  @Test("one line in ten seconds, which tells all since the last; the end leaves it to the summary")
  func line() {
    var watch = LossWatch(from: start)
    #expect(watch.look(Self.lost((.bufferFull, "close", 1)), events: 1000, start + .seconds(1)).line?.total == 1)
    #expect(watch.look(Self.lost((.bufferFull, "close", 3)), events: 2000, start + .seconds(2)).line == nil)
    #expect(watch.look(Self.lost((.bufferFull, "close", 9)), events: 2000, start + .seconds(11)).line?.total == 8)
    #expect(watch.look(Self.lost((.bufferFull, "close", 9)), events: 2000, start + .seconds(30)).line == nil)
    #expect(watch.look(Self.lost((.bufferFull, "close", 10)), events: 2000, start + .seconds(50), isLast: true).line == nil)
  }

  @Test("the line names causes, the calls that lost the most, and what helps")
  func text() {
    let lost = Self.lost(
      (.processBufferFull, "clone", 2), (.bufferFull, "a", 1), (.bufferFull, "b", 1000), (.bufferFull, "c", 3), (.bufferFull, "d", 4),
      (.bufferFull, "e", 5), (.bufferFull, "f", 6))
    #expect(
      lost.text
        == "1,021 events: the buffer for processes was full (clone 2), the buffer was full (b 1,000, f 6, e 5, d 4, others 4); "
        + "a larger --buffer-size or fewer rules help")
    #expect(Self.lost((.tooLarge, "execve", 1)).text == "1 event: larger than events may be (execve 1)")
  }

  /// ecosystem.md §3, live-events.md §5; the values of real alerts are texts.
  @Test("the alert has the shape that receivers know")
  func shape() throws {
    let lost = Self.lost((.bufferFull, "openat", 7), (.bufferFull, "read", 2), (.processBufferFull, "clone3", 3), (.tooLarge, "execve", 1))
    let alert = InternalAlert(lost: lost, of: 500, time: 1_700_000_000_123_456_789)
    var options = AlertOptions()
    options.hostName = Array("box".utf8)
    options.form = .json
    let line = String(decoding: alert.line(options), as: UTF8.self)
    #expect(line.hasPrefix(#"{"hostname":"box","output":"Falco internal: syscall event drop. 13 system calls dropped in last second.","output_fields":{"#))
    #expect(line.hasSuffix(#""priority":"Debug","rule":"Falco internal: syscall event drop","source":"internal","time":"2023-11-14T22:13:20.123456789Z"}"# + "\n"))
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    let fields = try #require(object["output_fields"] as? [String: String], "all values are texts")
    #expect(fields["n_drops"] == "13" && fields["n_evts"] == "500" && fields["n_drops_buffer_total"] == "12")
    #expect(fields["n_drops_scratch_map"] == "1" && fields["ebpf_enabled"] == "1")
    #expect(fields["n_drops_buffer_open_exit"] == "7" && fields["n_drops_buffer_clone_fork_exit"] == "3")
    #expect(fields["n_drops_buffer_execve_exit"] == "0" && fields["n_drops_buffer_open_enter"] == "0")
    options.form = .text
    options.usesISOTime = true
    let text = String(decoding: alert.line(options), as: UTF8.self)
    #expect(
      text.hasPrefix(
        "2023-11-14T22:13:20.123456789+0000: Debug Falco internal: syscall event drop. 13 system calls dropped in last second. (ebpf_enabled=1 n_drops=13 "))
    #expect(text.hasSuffix(" n_evts=500)\n"))
  }

  @Test("sizes: presets as Falco has them, and powers of two", arguments: [
    ("1", 1 << 20), ("4", 8 << 20), ("10", 512 << 20), ("1M", 1 << 20), ("64M", 64 << 20), ("512M", 512 << 20),
  ])
  func sizes(_ argument: String, _ bytes: Int) throws {
    let size = try BufferSize(checking: argument)
    #expect(size.bytes == bytes)
    #expect(size.processBytes == max(bytes / 4, 1 << 20))
  }

  @Test("other sizes are refused with what is allowed", arguments: ["0", "11", "-1", "3M", "1024M", "0M", "8m", "M", "8388608"])
  func refusedSizes(_ argument: String) throws {
    let run = try RulecProcess(["run", "--rules", "none.yaml", "--source", "ebpf", "--buffer-size=\(argument)"])
    #expect(run.status == 2)
    #expect(run.messages.contains("a preset from 1 (1 MiB) to 10 (512 MiB), or a power of two from 1M to 512M, not '\(argument)'"))
  }
}
