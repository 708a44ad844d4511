@testable import Commands
import Dispatch
import Foundation
import Synchronization
import TestSupport
import Testing

private let rules = """
  - {rule: Opened, desc: d, condition: evt.type = openat, output: "%proc.name %fd.name", priority: INFO}
  - {rule: Made, desc: d, condition: evt.type = mkdirat, output: "%proc.name %evt.arg.path", priority: NOTICE}

  """

/// A process of this name that opens files `/0`, `/1`, …, and then makes one directory.
private func events(_ name: String, opens: Int) -> String {
  var lines = "{\"process\": {\"tid\": 100, \"name\": \"\(name)\"}}\n"
  for number in 0..<opens {
    lines += "{\"evt\": \"openat\", \"tid\": 100, \"args\": {\"fd\": 3, \"dirfd\": -100, \"name\": \"/\(number)\", \"flags\": 1}}\n"
  }
  return lines + "{\"evt\": \"mkdirat\", \"tid\": 100, \"args\": {\"res\": 0, \"dirfd\": -100, \"path\": \"/d\", \"mode\": 0}}\n"
}

/// Three captures; the first is the longest, so that the others are done before it.
private func folder(second: String? = nil) throws -> ScratchFolder {
  try ScratchFolder([
    "rules.yaml": rules, "a": events("first", opens: 9000), "b": second ?? events("second", opens: 40),
    "c": events("third", opens: 700),
  ])
}

private func run(_ options: [String], in folder: ScratchFolder, input: String = "") throws -> RulecProcess {
  try RulecProcess(
    ["run", "-r", "rules.yaml", "--no-suggested-output"] + options, input: input, in: folder.url)
}

/// "first /0", … without time and priority.
private func texts(_ output: String) -> [Substring] {
  output.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 2).last ?? "" }
}

private func expected(_ name: String, opens: Int) -> [Substring] {
  (0..<opens).map { "\(name) /\($0)" } + ["\(name) /d"]
}

@Suite("rulec run with several captures")
struct SeveralSourcesTests {
  @Test("alerts come capture by capture, whatever the number of jobs", arguments: [nil, 1, 2, 3, 16] as [Int?])
  func order(jobs: Int?) throws {
    let folder = try folder()
    let run = try run(["--source", "a", "b", "--source", "c"] + (jobs.map { ["--jobs", "\($0)"] } ?? []), in: folder)
    #expect(run.status == 0, "\(run.messages)")
    #expect(texts(run.output) == expected("first", opens: 9000) + expected("second", opens: 40) + expected("third", opens: 700))
    #expect(run.messages.contains("9,743 alerts in 9,743 events, "))
    #expect(run.messages.contains("\na: 9,001 alerts in 9,001 events\nb: 41 alerts in 41 events\nc: 701 alerts in 701 events\n"))
  }

  @Test("the same to a file, and the same from run to run") func determinism() throws {
    let folder = try folder()
    let first = try run(["--source", "c", "b", "a", "--jobs", "3", "--json"], in: folder)
    for _ in 0..<5 {
      let again = try run(["--source", "c", "b", "a", "--jobs", "3", "--json", "--output-file", "alerts"], in: folder)
      #expect(again.output == first.output)
      #expect(try folder.text("alerts") == first.output)
      try FileManager.default.removeItem(at: folder.url.appendingPathComponent("alerts"))
    }
  }

  @Test("a damaged capture is told once the others are done", arguments: [1, 3])
  func damage(jobs: Int) throws {
    let folder = try folder()
    let capture = try Data(contentsOf: PackageLayout.root.appendingPathComponent("demo/attack.scap"))
    try capture.prefix(capture.count / 2).write(to: folder.url.appendingPathComponent("b"))
    let run = try run(["--rule", "Made", "--source", "a", "b", "c", "missing", "--jobs", "\(jobs)"], in: folder)
    #expect(run.status == 2)
    #expect(texts(run.output).filter { $0.hasSuffix(" /d") } == ["first /d", "third /d"])
    #expect(run.messages.contains("rulec: 'b' is damaged at byte "))
    #expect(run.messages.hasSuffix("rulec: cannot read 'missing': No such file or directory\n"), "\(run.messages)")
  }

  @Test("lines that are no events are told with their capture") func incomplete() throws {
    let folder = try folder(second: "{\"evt\": \"opnat\", \"tid\": 1}\n" + events("second", opens: 1))
    let run = try run(["--source", "a", "b", "c"], in: folder)
    #expect(run.status == 2)
    #expect(run.messages.contains("\nb:1:9: unknown event 'opnat'"), "\(run.messages)")
    #expect(texts(run.output).suffix(701) == expected("third", opens: 700)[...])
  }

  @Test("figures are given for all together and for each") func figures() throws {
    let folder = try folder()
    let run = try run(["--source", "a", "-", "c", "--stats", "out"], in: folder, input: events("second", opens: 40))
    #expect(run.status == 0, "\(run.messages)")
    let all = try #require(try JSONSerialization.jsonObject(with: Data(folder.text("out").utf8)) as? [String: Any])
    let each = try #require(all["sources"] as? [[String: Any]])
    #expect(each.map { $0["source"] as? String } == ["a", "-", "c"])
    #expect(each.map { $0["events"] as? Int } == [9001, 41, 701] && all["events"] as? Int == 9743)
    #expect(each.map { $0["alerts"] as? Int } == [9001, 41, 701] && all["alerts"] as? Int == 9743)
    #expect(each.map { $0["alerts_by_rule"] as? [String: Int] } == [9000, 40, 700].map { ["Opened": $0, "Made": 1] })
    #expect(all["alerts_by_rule"] as? [String: Int] == ["Opened": 9740, "Made": 3])
    let threads = (each + [all]).map { ($0["tables"] as? [String: Int])?["threads"] ?? 0 }
    #expect(threads[0] > 0 && threads.dropLast().reduce(0, +) == threads[3])
    #expect(all["source"] == nil && all["peak_rss_bytes"] != nil && each.allSatisfy { $0["peak_rss_bytes"] == nil })
  }

  @Test("output that nobody takes ends all of it with one line") func lostOutput() throws {
    let folder = try folder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.currentDirectoryURL = folder.url
    process.arguments = ["-c", "'\(RulecProcess.program.path)' run -r rules.yaml --source a b c --jobs 2 2>messages >/dev/full; echo $? >status"]
    try process.run()
    process.waitUntilExit()
    #expect(try folder.text("status") == "2\n")
    #expect(try folder.text("messages").split(separator: "\n").count { $0.hasPrefix("rulec: ") } == 1)
    #expect(try folder.text("messages").hasSuffix("rulec: cannot write standard output: No space left on device\n"))
  }

  @Test("a command line that cannot be carried out", arguments: [
    (["--source", "a", "b", "--jobs", "0"], "--jobs takes a number from 1 on"),
    (["--source", "a", "b", "--jobs", "-1"], "--jobs"), (["--source", "a", "--jobs", "x"], "--jobs"),
    (["--source", "-", "b", "-"], "Standard input can be read once"), (["--source", "a", "ebpf"], "A live source"),
  ] as [([String], String)])
  func usage(options: [String], message: String) throws {
    let run = try run(options, in: folder())
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.messages.contains(message), "\(run.messages)")
  }
}

/// Remembers every line.
private final class Lines: AlertSink {
  let name = "lines"
  private let lines = Mutex<[[UInt8]]>([])

  func write(_ batch: AlertBatch) throws(SinkFailure) {
    var start = 0
    for end in batch.ends {
      lines.withLock { $0.append(Array(batch.bytes[start..<end])) }
      start = end
    }
  }

  var count: Int { lines.withLock { $0.count } }
  var sources: [UInt8] { lines.withLock { $0.map { $0[0] } } }
}

@Suite("The order of alerts")
struct AlertOrderTests {
  /// A megabyte that says whose it is.
  private func line(_ source: Int) -> [UInt8] { Array(repeating: UInt8(source), count: 1 << 20) }

  @Test("a source far ahead waits for its turn, and loses nothing", .timeLimit(.minutes(1)))
  func bounded() {
    let sink = Lines()
    let queue = AlertQueue(to: sink, whenFull: .wait)
    let order = AlertOrder(sources: 3, to: [queue])
    let taken = Atomic(0)
    let group = DispatchGroup()
    for source in 1...2 {
      DispatchQueue(label: "source \(source)").async(group: group) {
        for _ in 0..<20 {
          order.append(line(source).span, of: source)
          taken.add(1, ordering: .relaxed)
        }
        order.finish(source)
      }
    }
    // Both together may be eight megabytes ahead; then they stand still.
    #expect(group.wait(timeout: .now() + 0.5) == .timedOut)
    #expect(taken.load(ordering: .relaxed) == 8)
    #expect(sink.count == 0)
    order.append(line(0).span, of: 0)
    order.finish(0)
    #expect(group.wait(timeout: .now() + 30) == .success)
    queue.finish()
    #expect(sink.sources == [0] + Array(repeating: 1, count: 20) + Array(repeating: 2, count: 20))
  }

  @Test("sources that finish in any order come out in theirs", arguments: [
    [0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 3, 1, 0], [3, 0, 2, 1],
  ])
  func finishing(in sequence: [Int]) {
    let sink = Lines()
    let queue = AlertQueue(to: sink, whenFull: .wait)
    let order = AlertOrder(sources: 4, to: [queue])
    for source in 0..<4 where source != 1 { order.append([UInt8(source)].span, of: source) }
    for source in sequence { order.finish(source) }
    queue.finish()
    #expect(sink.sources == [0, 2, 3])
  }

  @Test("what was kept goes out when the turn comes, without another alert", .timeLimit(.minutes(1)))
  func kept() {
    let sink = Lines()
    let queue = AlertQueue(to: sink, whenFull: .wait)
    let order = AlertOrder(sources: 2, to: [queue])
    order.append([1].span, of: 1)
    order.deliverKept(of: 1)
    order.finish(0)
    order.deliverKept(of: 1)
    // The source has not finished, and the sink has its alert.
    while sink.count == 0 { usleep(1000) }
    queue.finish()
    #expect(sink.sources == [1])
  }
}
