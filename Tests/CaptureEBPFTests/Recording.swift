import Foundation
import Runtime
import Schema
import TestSupport
import Testing

@testable import CaptureEBPF

extension Trait where Self == ConditionTrait {
  /// Skips the test, with the reason, where programs cannot be loaded into the kernel.
  static var needsKernelPrograms: Self {
    .enabled(if: Privilege().obstacle == nil, "\(Privilege().obstacle ?? "")")
  }
}

/// Tests that load programs, one after the other: each counts on the machine not being slowed down by the others' programs,
/// and one counts programs.
@Suite("The running kernel", .serialized, .needsKernelPrograms)
struct KernelTests {}

/// What the live source told while a process did what is known.
struct Recording: Sendable {
  /// Of the process and all that it started.
  private(set) var own: [ReceivedEvent] = []
  private(set) var snapshot = StateSnapshot()
  private(set) var drops: [String] = []
  /// The process, and all that it started.
  private(set) var threads: Set<Int64> = []
  /// Whoever made an event.
  private(set) var allThreads: Set<Int64> = []
  /// What it wrote down, by name of file.
  private var written: [String: String] = [:]
  /// Where it did it; gone by now.
  let folder: String

  /// Starts `Tests/LiveActor` in a folder of its own, and takes all events until its last.
  static let ofActor = Result { try Recording() }

  private init() throws {
    let place = try ScratchFolder([:])
    folder = place.url.path
    var options = LiveOptions()
    options.events = EventTable.syscall.allCodes
    // Of all processes, with every read and write: other work on the machine may be much.
    (options.buffer, options.processBuffer) = (1 << 27, 1 << 26)
    var source = try LiveSource(options)
    snapshot = source.snapshot()
    let actor = try Child("LiveActor", [folder])
    try take(from: &source, until: actor)
    for name in ["connections", "arguments"] { written[name] = try place.text(name) }
    drops = source.drops.entries.map { "\($0.syscall): \($0.count), \($0.cause)" }
  }

  private mutating func take(from source: inout LiveSource, until child: Child) throws {
    threads = [child.pid]
    // Generous: a machine without hardware acceleration takes minutes.
    let deadline = ContinuousClock.now + .seconds(300)
    var hasEnded = false
    while !hasEnded {
      guard ContinuousClock.now < deadline else { throw LiveError("the process's last event did not come within 300 s") }
      _ = source.withEvents { run in
        while let view = run.next() {
          allThreads.insert(view.threadID)
          let isMaker = Self.makers.contains(EventTable.syscall[view.type].name)
          // Of others nothing is kept: they may do much meanwhile. A child's own event may come before its parent's.
          guard isMaker || threads.contains(view.threadID) else { continue }
          let event = ReceivedEvent(view)
          if isMaker, event.result == 0, let pid = Int64(event.fields["pid"] ?? ""), let parent = Int64(event.fields["ptid"] ?? ""),
            threads.contains(pid) || threads.contains(parent)
          {
            threads.insert(event.thread)
          }
          guard threads.contains(event.thread) else { continue }
          own.append(event)
          if isMaker, let result = event.result, result > 0 { threads.insert(result) }
          if event.thread == child.pid, event.symbol == "PROCEXIT_1_E" { hasEnded = true }
        }
      }
    }
    #expect(child.status == 0)
  }

  private static let makers: Set<String> = ["clone", "clone3", "fork", "vfork"]

  func lines(of file: String) -> [String] { (written[file] ?? "").split(separator: "\n").map(String.init) }

}

/// A process of ours, ended with the object.
final class Child {
  private let process = Process()

  /// - Parameter program: a path, or the name of an executable of the package, which lies beside the test bundle.
  init(_ program: String, _ arguments: [String]) throws {
    process.executableURL =
      program.hasPrefix("/")
      ? URL(fileURLWithPath: program) : RulecProcess.program.deletingLastPathComponent().appendingPathComponent(program)
    process.standardOutput = FileHandle.nullDevice
    process.arguments = arguments
    try process.run()
  }

  deinit { if process.isRunning { process.terminate() } }

  var pid: Int64 { Int64(process.processIdentifier) }

  /// Waits for the end.
  var status: Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }
}
