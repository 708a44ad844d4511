import CBPF
import Foundation
import TestSupport
import Testing

@testable import CaptureEBPF

extension KernelTests {
  /// `rulec run --source ebpf` and `rulec record`, as a user starts them.
  @Suite("Live runs", .serialized)
  struct RunTests {
    private static func rules(_ name: String, opening path: String) -> String {
      """
      - rule: \(name)
        desc: a file of the test is opened
        condition: evt.type in (open, openat, openat2) and fd.name = \(path)
        output: \(name) %proc.name %proc.pid parent=%proc.ppid
        priority: INFO

      """
    }

    /// Starts rulec, waits until it collects, does something, and goes on.
    private func start(_ arguments: [String]) throws -> LiveProcess {
      let process = try LiveProcess(arguments)
      try process.waitUntilCollecting()
      return process
    }

    @Test("an alert for what a process did, and a summary at SIGINT")
    func alert() throws {
      let folder = try ScratchFolder(["wanted": "x"])
      let path = folder.url.appendingPathComponent("wanted").path
      try Data(Self.rules("opened", opening: path).utf8).write(to: folder.url.appendingPathComponent("rules.yaml"))
      let rulec = try start(["run", "--rules", folder.url.appendingPathComponent("rules.yaml").path, "--source", "ebpf", "--no-suggested-output"])
      let cat = try Child("/bin/cat", [path])
      #expect(cat.status == 0)
      try rulec.waitForOutput("opened cat \(cat.pid) parent=\(getpid())")
      rulec.signal(SIGINT)
      #expect(rulec.status == 0)
      #expect(rulec.messages.contains("1 alert in "))
      #expect(!rulec.messages.contains("lost"))
    }

    @Test("SIGHUP takes other rules, and keeps those from before where the others are wrong")
    func reload() throws {
      let folder = try ScratchFolder(["first": "", "second": ""])
      let (first, second) = (folder.url.appendingPathComponent("first").path, folder.url.appendingPathComponent("second").path)
      let rules = folder.url.appendingPathComponent("rules.yaml")
      try Data(Self.rules("before", opening: first).utf8).write(to: rules)
      let rulec = try start(["run", "--rules", rules.path, "--source", "ebpf", "--no-suggested-output"])
      try Data("- rule: broken\n  condition: evt.tyype = open\n".utf8).write(to: rules)
      rulec.signal(SIGHUP)
      try rulec.waitForMessage("those from before go on")
      _ = try Child("/bin/cat", [first]).status
      try rulec.waitForOutput("before cat")
      try Data(Self.rules("after", opening: second).utf8).write(to: rules)
      rulec.signal(SIGHUP)
      try rulec.waitForMessage("the rules were read again")
      let cat = try Child("/bin/cat", [second])
      _ = cat.status
      try rulec.waitForOutput("after cat \(cat.pid) parent=\(getpid())")
      rulec.signal(SIGTERM)
      #expect(rulec.status == 0)
    }

    @Test("SIGUSR1 opens the output file anew")
    func reopen() throws {
      let folder = try ScratchFolder(["wanted": ""])
      let path = folder.url.appendingPathComponent("wanted").path
      let rules = folder.url.appendingPathComponent("rules.yaml")
      try Data(Self.rules("opened", opening: path).utf8).write(to: rules)
      let (log, moved) = (folder.url.appendingPathComponent("log"), folder.url.appendingPathComponent("log.1"))
      let rulec = try start(["run", "--rules", rules.path, "--source", "ebpf", "--output-file", log.path])
      _ = try Child("/bin/cat", [path]).status
      try rulec.waitForOutput("opened cat")
      try FileManager.default.moveItem(at: log, to: moved)
      rulec.signal(SIGUSR1)
      // The run looks for signals between two rounds, 20 ms apart at most; an event behind one is behind the signal.
      let deadline = ContinuousClock.now + .seconds(20)
      while !FileManager.default.fileExists(atPath: log.path), ContinuousClock.now < deadline {
        _ = try Child("/bin/cat", [path]).status
        usleep(50_000)
      }
      rulec.signal(SIGINT)
      #expect(rulec.status == 0)
      #expect(try String(contentsOf: moved, encoding: .utf8).contains("opened cat"))
      #expect(try String(contentsOf: log, encoding: .utf8).contains("opened cat"))
    }

    @Test("a recording, replayed, gives the alert that the live run would have given")
    func record() throws {
      let folder = try ScratchFolder(["wanted": ""])
      let path = folder.url.appendingPathComponent("wanted").path
      let (rules, capture) = (folder.url.appendingPathComponent("rules.yaml"), folder.url.appendingPathComponent("a.scap"))
      try Data(Self.rules("opened", opening: path).utf8).write(to: rules)
      let recorder = try start(["record", "-o", capture.path])
      let cat = try Child("/bin/cat", [path])
      _ = cat.status
      // What was before the signal is in the file.
      usleep(100_000)
      recorder.signal(SIGINT)
      #expect(recorder.status == 0)
      let replay = try RulecProcess(["run", "--rules", rules.path, "--source", capture.path, "--no-suggested-output"])
      #expect(replay.status == 0)
      #expect(replay.output.contains("opened cat \(cat.pid) parent=\(getpid())"))
    }

    @Test("without privileges one line says what is missing")
    func privileges() throws {
      let folder = try ScratchFolder(["rules.yaml": Self.rules("nothing", opening: "/nowhere"), "rulec": ""])
      // The binary where everybody may run it.
      let program = folder.url.appendingPathComponent("rulec")
      try FileManager.default.removeItem(at: program)
      try FileManager.default.copyItem(at: RulecProcess.program, to: program)
      let rules = folder.url.appendingPathComponent("rules.yaml").path
      for (capabilities, missing) in [("-all", "CAP_BPF and CAP_PERFMON"), ("-all,+bpf", "CAP_PERFMON")] {
        let process = Process()
        let messages = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
        process.arguments = [
          "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=\(capabilities)", "--ambient-caps=\(capabilities)",
          program.path, "run", "--rules", rules, "--source", "ebpf", "--duration", "1",
        ]
        process.standardError = messages
        try process.run()
        let text = String(decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 2)
        #expect(text == "rulec: live events need \(missing): run rulec as root, or give it the capabilities\n")
      }
    }

    @Test("the capabilities of least privilege suffice, and what is missing for /proc is said")
    func leastPrivilege() throws {
      let folder = try ScratchFolder(["wanted": "", "rulec": "", "rules.yaml": ""])
      let program = folder.url.appendingPathComponent("rulec")
      try FileManager.default.removeItem(at: program)
      try FileManager.default.copyItem(at: RulecProcess.program, to: program)
      let path = folder.url.appendingPathComponent("wanted").path
      try Data(Self.rules("opened", opening: path).utf8).write(to: folder.url.appendingPathComponent("rules.yaml"))
      let capabilities = "-all,+bpf,+perfmon"
      let rulec = try LiveProcess(
        [
          "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=\(capabilities)", "--ambient-caps=\(capabilities)", program.path,
          "run", "--rules", folder.url.appendingPathComponent("rules.yaml").path, "--source", "ebpf", "--no-suggested-output",
        ], program: URL(fileURLWithPath: "/usr/bin/setpriv"))
      try rulec.waitUntilCollecting()
      let cat = try Child("/bin/cat", [path])
      _ = cat.status
      try rulec.waitForOutput("opened cat \(cat.pid)")
      rulec.signal(SIGINT)
      #expect(rulec.status == 0)
      #expect(rulec.messages.contains("without CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH, descriptors and environments"))
    }

    @Test("what only loading needs is given up by all threads")
    func reducedPrivileges() throws {
      let folder = try ScratchFolder(["rules.yaml": Self.rules("nothing", opening: "/nowhere")])
      let rulec = try start(["run", "--rules", folder.url.appendingPathComponent("rules.yaml").path, "--source", "ebpf"])
      // CAP_BPF, CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH; a test may have fewer.
      let allowed: UInt64 = 1 << 39 | 1 << 19 | 1 << 2
      let tasks = ProcessFile.numbers(in: "/proc/\(rulec.pid)/task")
      #expect(tasks.count > 1)
      for task in tasks {
        let text = ProcessFile.read("/proc/\(rulec.pid)/task/\(task)/status").value(ofLine: "CapPrm:")
        let permitted = try #require(text.flatMap { UInt64($0, radix: 16) })
        #expect(permitted & ~allowed == 0, "thread \(task)")
      }
      rulec.signal(SIGINT)
      #expect(rulec.status == 0)
    }

    @Test("after kill -9 no program and no map stays in the kernel")
    func killed() throws {
      let folder = try ScratchFolder(["rules.yaml": Self.rules("nothing", opening: "/nowhere")])
      let (programs, maps) = (KernelObjects.programs, KernelObjects.maps)
      let rulec = try start(["run", "--rules", folder.url.appendingPathComponent("rules.yaml").path, "--source", "ebpf"])
      #expect(KernelObjects.programs.subtracting(programs).count > 60)
      #expect(KernelObjects.maps.subtracting(maps).count > 3)
      rulec.signal(SIGKILL)
      _ = rulec.status
      // The kernel takes a moment.
      let deadline = ContinuousClock.now + .seconds(10)
      while !(KernelObjects.programs.isSubset(of: programs) && KernelObjects.maps.isSubset(of: maps)), ContinuousClock.now < deadline {
        usleep(10_000)
      }
      #expect(KernelObjects.programs.subtracting(programs) == [])
      #expect(KernelObjects.maps.subtracting(maps) == [])
    }

    @Test("a second run is told of the first, and works")
    func second() throws {
      let folder = try ScratchFolder(["rules.yaml": Self.rules("nothing", opening: "/nowhere")])
      let arguments = ["run", "--rules", folder.url.appendingPathComponent("rules.yaml").path, "--source", "ebpf"]
      let first = try start(arguments)
      let second = try start(arguments + ["--duration", "0.2"])
      #expect(second.status == 0)
      #expect(second.messages.contains("another rulec collects live events too; each slows down the machine"))
      #expect(!first.messages.contains("another rulec"))
      first.signal(SIGINT)
      #expect(first.status == 0)
    }

    @Test("a run ends by itself after a time, or after so many events")
    func limits() throws {
      let folder = try ScratchFolder(["rules.yaml": Self.rules("nothing", opening: "/nowhere")])
      let rules = folder.url.appendingPathComponent("rules.yaml").path
      let timed = try RulecProcess(["run", "--rules", rules, "--source", "ebpf", "--duration", "0.5"])
      #expect(timed.status == 0)
      let counted = try start(["run", "--rules", rules, "--source", "ebpf", "--max-events", "100"])
      _ = try Child("LiveActor", ["storm", "10", "20"]).status
      #expect(counted.status == 0)
    }
  }
}

/// rulec at work, with its output so far.
final class LiveProcess {
  private let process = Process()
  private let folder: ScratchFolder
  /// Virtual machines that emulate a processor take minutes for what takes seconds elsewhere.
  private let deadline = ContinuousClock.now + .seconds(300)

  init(_ arguments: [String], program: URL = RulecProcess.program) throws {
    folder = try ScratchFolder(["output": "", "messages": ""])
    process.executableURL = program
    process.arguments = arguments
    process.standardOutput = try FileHandle(forWritingTo: folder.url.appendingPathComponent("output"))
    process.standardError = try FileHandle(forWritingTo: folder.url.appendingPathComponent("messages"))
    try process.run()
  }

  deinit { if process.isRunning { process.terminate() } }

  var output: String { (try? folder.text("output")) ?? "" }
  var messages: String { (try? folder.text("messages")) ?? "" }

  /// Waits for the end.
  var status: Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }

  var pid: Int32 { process.processIdentifier }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// - Parameter act: what makes the output, again and again: others on the machine may fill a small buffer.
  func waitForOutput(_ text: String, doing act: () -> Void = {}) throws { try wait(for: text, doing: act) { output } }
  func waitForMessage(_ text: String) throws { try wait(for: text) { messages } }

  /// The buffers are mapped once programs are attached.
  func waitUntilCollecting() throws { try waitForMessage("collecting") }

  private func wait(for text: String, doing act: () -> Void = {}, in current: () -> String) throws {
    while !current().contains(text) {
      act()
      guard ContinuousClock.now < deadline, process.isRunning else {
        throw LiveError("'\(text)' did not come; there is: \(output.suffix(1000))\n\(messages)")
      }
      usleep(50_000)
    }
  }
}

/// What is loaded into the kernel, by number.
enum KernelObjects {
  static var programs: Set<UInt32> { unsafe numbers(bpf_prog_get_next_id) }
  static var maps: Set<UInt32> { unsafe numbers(bpf_map_get_next_id) }

  private static func numbers(_ next: (UInt32, UnsafeMutablePointer<UInt32>?) -> Int32) -> Set<UInt32> {
    var numbers: Set<UInt32> = []
    var number: UInt32 = 0
    // Writes the next number.
    while unsafe next(number, &number) == 0 { numbers.insert(number) }
    return numbers
  }
}
