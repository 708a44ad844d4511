import Foundation
import TestSupport
import Testing

/// `rulec run` on captures, while somebody signals it.
@Suite("Signals to a replay", .serialized)
struct InterruptionTests {
  private static let rules = """
    - {sketch: opens, condition: 'evt.type in (open, openat, openat2)', key: [evt.type], memory: 1MB}
    - {rule: Opened, desc: d, condition: 'evt.type in (open, openat, openat2)', output: "opened %evt.num", priority: INFO}

    """
  private static let opened = "{\"evt\": \"openat\", \"tid\": 100, \"args\": {\"fd\": 3, \"dirfd\": -100, \"name\": \"/f\", \"flags\": 1}}\n"

  /// A run that has not ended yet: `-` is a pipe, and what it says goes to files of the folder, or to a pipe that nobody reads.
  private final class Run {
    let folder: ScratchFolder
    let input = Pipe()
    private let process = Process()
    private let unread = Pipe()

    init(_ source: String, in folder: ScratchFolder, readsOutput: Bool = true) throws {
      self.folder = folder
      // Whoever runs the tests may ignore them, and what is ignored stays so.
      for signal in [SIGINT, SIGTERM] { _ = Foundation.signal(signal, SIG_DFL) }
      _ = Foundation.signal(SIGPIPE, SIG_IGN)
      process.executableURL = RulecProcess.program
      process.currentDirectoryURL = folder.url
      process.arguments = [
        "run", "-r", "rules.yaml", "--source", source, "--state-dir", ".", "--stats", "stats.json", "--no-suggested-output",
      ]
      process.standardInput = input
      process.standardOutput = readsOutput ? try FileHandle(forWritingTo: folder.write("", to: "output")) : unread
      process.standardError = try FileHandle(forWritingTo: folder.write("", to: "messages"))
      try process.run()
      // So that nothing breaks off where the other end goes first.
      try? input.fileHandleForReading.close()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    var alerts: Int { (try? folder.text("output").count { $0 == "\n" }) ?? 0 }

    /// Waits until so many alerts are there.
    func waitForAlerts(_ count: Int) throws {
      let end = ContinuousClock.now + .seconds(30)
      while alerts < count {
        let messages = try folder.text("messages")
        try #require(ContinuousClock.now < end, "\(alerts) of \(count) alerts: \(messages)")
        usleep(5_000)
      }
    }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// How it ended, negative for a signal, and how long that took from now on; nil where it did not within the time.
    func end(within limit: Duration = .seconds(10)) -> (status: Int32, time: Duration)? {
      let start = ContinuousClock.now
      while process.isRunning {
        if ContinuousClock.now - start > limit { return nil }
        usleep(1_000)
      }
      return (process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus, ContinuousClock.now - start)
    }

    /// Events that the sketch has counted, by its file.
    func counted() throws -> Int {
      let asked = try RulecProcess(["sketch", "query", "opens.rsk", "evt.type=openat"], in: folder.url)
      let words = asked.output.split { " ;(\n".contains($0) }
      return try #require(words.count > 1 ? Int(words[1].filter(\.isNumber)) : nil, "\(asked.output)\(asked.messages)")
    }
  }

  private static func capture(_ form: String) throws -> Data {
    if form == "JSON lines" { return Data(String(repeating: opened, count: 1000).utf8) }
    let compressed = PackageLayout.root.appendingPathComponent("demo/attack.scap")
    if form == "gzip" { return try Data(contentsOf: compressed) }
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", compressed.path]
    process.standardOutput = pipe
    try process.run()
    return pipe.fileHandleForReading.readDataToEndOfFile()
  }

  @Test(
    "ends the reading of a pipe that stays open, with all that came",
    arguments: ["plain", "gzip", "JSON lines"], [SIGINT, SIGTERM])
  func pipe(_ form: String, _ signal: Int32) throws {
    let data = try Self.capture(form)
    let whole = try Run("-", in: ScratchFolder(["rules.yaml": Self.rules]))
    try whole.input.fileHandleForWriting.write(contentsOf: data)
    try whole.input.fileHandleForWriting.close()
    #expect(whole.end(within: .seconds(30))?.status == 0)
    #expect(try !whole.folder.text("messages").contains("interrupted") && !whole.folder.text("stats.json").contains("interrupted"))
    let run = try Run("-", in: ScratchFolder(["rules.yaml": Self.rules]))
    try run.input.fileHandleForWriting.write(contentsOf: data)
    try run.waitForAlerts(whole.alerts)
    run.signal(signal)
    let end = try #require(run.end(), "it did not end")
    #expect(end.status == 0 && end.time < .milliseconds(300), "\(end)")
    #expect(run.alerts == whole.alerts && whole.alerts > 500)
    #expect(try run.counted() == whole.counted())
    #expect(try run.folder.text("output") == whole.folder.text("output"))
    let name = signal == SIGINT ? "SIGINT" : "SIGTERM"
    #expect(try run.folder.text("messages").contains("\ninterrupted by \(name): what was left was not read\n"))
    #expect(try run.folder.text("stats.json").contains("\"interrupted_by\": \"\(name)\""))
  }

  @Test("ends the wait for a first byte, also where a named pipe has no writer yet", arguments: ["-", "named"])
  func nothing(_ source: String) throws {
    let folder = try ScratchFolder(["rules.yaml": Self.rules])
    let made = unsafe mkfifo(folder.url.appendingPathComponent("named").path, 0o600)
    #expect(made == 0)
    let run = try Run(source, in: folder)
    // Until it waits.
    usleep(500_000)
    run.signal(SIGTERM)
    let end = try #require(run.end(), "it did not end")
    #expect(end.status == 0 && end.time < .milliseconds(300), "\(end)")
    #expect(try folder.text("messages").contains("interrupted by SIGTERM"))
  }

  @Test("ends a long file in its midst: what it says it counted is what it alerted on")
  func file() throws {
    let lines = 200_000
    let folder = try ScratchFolder(["rules.yaml": Self.rules, "long": String(repeating: Self.opened, count: lines)])
    let run = try Run("long", in: folder)
    try run.waitForAlerts(1)
    run.signal(SIGINT)
    let end = try #require(run.end(), "it did not end")
    #expect(end.status == 0 && end.time < .milliseconds(300), "\(end)")
    #expect(run.alerts > 0 && run.alerts < lines)
    // A counter ends at 65 535.
    #expect(try min(run.alerts, 65_535) == run.counted())
  }

  @Test("the second ends it at once")
  func second() throws {
    let run = try Run("-", in: ScratchFolder(["rules.yaml": Self.rules]), readsOutput: false)
    let lines = Data(String(repeating: Self.opened, count: 1000).utf8)
    let writing = run.input.fileHandleForWriting
    // More alerts than a pipe and a queue hold: the run stands still, and so does whoever writes to it.
    Thread.detachNewThread { for _ in 0..<10_000 where (try? writing.write(contentsOf: lines)) == nil { return } }
    usleep(1_500_000)
    run.signal(SIGTERM)
    #expect(run.end(within: .milliseconds(500)) == nil, "nobody takes its alerts, so it cannot have ended in order")
    run.signal(SIGTERM)
    let end = try #require(run.end(), "it did not end")
    #expect(end.status == -SIGTERM && end.time < .milliseconds(100), "\(end)")
  }
}
