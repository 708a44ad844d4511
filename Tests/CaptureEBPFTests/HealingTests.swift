import Foundation
import TestSupport
import Testing

@testable import CaptureEBPF

extension KernelTests {
  /// What is known after both buffers were full: rulec is stopped meanwhile, so that nobody empties them.
  @Suite("After losses", .serialized)
  struct HealingTests {
    let folder: ScratchFolder
    let rulec: LiveProcess

    init() throws {
      folder = try ScratchFolder(["held": "", "wanted": "", "rules.yaml": ""])
      let rules = """
        - rule: changed
          desc: a file that was opened when nobody looked
          condition: evt.type = fchmod and fd.name = \(folder.url.path)/held
          output: changed %proc.name %proc.pid parent=%proc.pname(%proc.ppid) cmdline=%proc.cmdline fd=%fd.name
          priority: INFO
        - rule: opened
          desc: a file of the test is opened
          condition: evt.type in (open, openat, openat2) and fd.name = \(folder.url.path)/wanted
          output: opened %proc.name %proc.pid parent=%proc.pname(%proc.ppid) cmdline=%proc.cmdline children=%proc.nchilds
          priority: INFO

        """
      try Data(rules.utf8).write(to: folder.url.appendingPathComponent("rules.yaml"))
      rulec = try LiveProcess([
        "run", "--rules", folder.url.appendingPathComponent("rules.yaml").path, "--source", "ebpf", "--no-suggested-output",
        "--buffer-size", "1", "--stats", folder.url.appendingPathComponent("stats.json").path,
      ])
      try rulec.waitUntilCollecting()
    }

    /// Fills both buffers, lets something happen that nobody sees, and waits until the loss was noticed.
    private func loseEvents(during body: () throws -> Void) throws {
      rulec.signal(SIGSTOP)
      // Some 2 KB of events of processes for each, and 4 KB of others.
      #expect(try Child("LiveActor", ["storm", "1500", "20"]).status == 0)
      try body()
      rulec.signal(SIGCONT)
      try rulec.waitForMessage("the buffer for processes was full")
    }

    /// Opens a file, and then changes it and opens another with each line.
    private static let openAndWait = "open(F,'+<',$ARGV[0]);$|=1;print qq(ready\\n);while(<STDIN>){chmod(0600,*F);open(G,$ARGV[1])}"

    @Test("a process whose begin was lost has name, parent and descriptors at its first event")
    func unknownProcess() throws {
      var child: TalkingChild?
      try loseEvents {
        child = try TalkingChild("/usr/bin/perl", ["-e", Self.openAndWait, "\(folder.url.path)/held", "\(folder.url.path)/wanted"])
        try child?.waitForLine()
      }
      let perl = try #require(child)
      let parent = String(decoding: ProcessFile.read("/proc/self/comm").dropLast(), as: UTF8.self)
      try rulec.waitForOutput("changed perl \(perl.pid) parent=\(parent)(\(getpid())) cmdline=perl -e open(F") { perl.say("go") }
      try rulec.waitForOutput("fd=\(folder.url.path)/held\n")
      try rulec.waitForOutput("opened perl \(perl.pid) parent=\(parent)(\(getpid())) cmdline=perl -e open(F")
      #expect(!rulec.output.contains("changed <NA>"))
      rulec.signal(SIGINT)
      #expect(rulec.status == 0)
    }

    @Test("a process that became another when nobody looked has its new name, and another file behind a number")
    func lostExec() throws {
      let shell = try TalkingChild(
        "/bin/sh",
        [
          "-c", "exec 3<\(folder.url.path)/wanted; echo ready; read x; exec 3<\(folder.url.path)/held perl -e '$|=1;open(F,q(<&=3));print qq(ready\\n);while(<STDIN>){chmod(0600,*F)}'",
        ])
      try shell.waitForLine()
      // Now it is known, unless others on the machine filled the buffer.
      usleep(200_000)
      try loseEvents {
        shell.say("go")
        try shell.waitForLine()
      }
      try rulec.waitForOutput("changed perl \(shell.pid) parent=") { shell.say("go") }
      try rulec.waitForOutput("cmdline=perl -e $|=1;open(F,q(<&=3))")
      rulec.signal(SIGINT)
      #expect(rulec.status == 0)
    }

    @Test("processes whose end was lost are forgotten, and those that came are known, once it is quiet")
    func sweep() throws {
      let began = ContinuousClock.now
      let sleepers = try (0..<100).map { _ in try Child("/bin/sleep", ["120"]) }
      // What a hundred processes take here is a measure of the machine: under emulation it is a hundred times as much.
      let pace = ContinuousClock.now - began
      // Seen before the storm.
      let wanted = "\(folder.url.path)/wanted"
      try rulec.waitForOutput("opened cat") { _ = try? Child("/bin/cat", [wanted]).status }
      var others: [Child] = []
      try loseEvents {
        for sleeper in sleepers { kill(pid_t(sleeper.pid), SIGKILL) }
        for sleeper in sleepers { _ = sleeper.status }
        others = try (0..<10).map { _ in try Child("/bin/sleep", ["60"]) }
      }
      // The sweep begins a second after the last loss, and takes a tenth of the time.
      let quiet = min(Duration.seconds(3) + pace * 20, .seconds(40))
      let deadline = ContinuousClock.now + quiet + .seconds(20)
      var counts = (known: 0, there: 0)
      usleep(UInt32(quiet / .milliseconds(1)) * 1000)
      counts.there = ProcessFile.numbers(in: "/proc").reduce(0) { $0 + ProcessFile.numbers(in: "/proc/\($1)/task").count }
      rulec.signal(SIGINT)
      #expect(rulec.status == 0 && ContinuousClock.now < deadline)
      let object = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.url.appendingPathComponent("stats.json"))) as? [String: Any]
      counts.known = try #require((object?["tables"] as? [String: Any])?["threads"] as? Int)
      // Others on the machine come and go.
      #expect(abs(counts.known - counts.there) < 30, "\(counts)")
      let drops = try #require(object?["drops"] as? [String: Any])
      let causes = try #require(drops["by_cause"] as? [String: Int])
      #expect((causes["process_buffer_full"] ?? 0) > 0 && (causes["buffer_full"] ?? 0) > 0 && causes["too_large"] == 0)
      let calls = try #require(drops["by_syscall"] as? [String: Int])
      #expect((calls["openat"] ?? 0) > 0 && (calls["fork"] ?? 0) > 0 && (calls["procexit"] ?? 0) > 0)
      #expect(calls.values.reduce(0, +) == causes.values.reduce(0, +))
      // The alert about ourselves.
      #expect(rulec.output.contains("Debug Falco internal: syscall event drop. "))
      _ = others
    }
  }
}

/// A process that waits for a line now and then, and says when it got so far.
final class TalkingChild {
  private let process = Process()
  private let (input, output) = (Pipe(), Pipe())

  init(_ program: String, _ arguments: [String]) throws {
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  deinit { if process.isRunning { process.terminate() } }

  var pid: Int64 { Int64(process.processIdentifier) }

  func say(_ line: String) { input.fileHandleForWriting.write(Data((line + "\n").utf8)) }

  func waitForLine() throws {
    guard try output.fileHandleForReading.read(upToCount: 6) == Data("ready\n".utf8) else { throw LiveError("the child has ended") }
  }
}
