import Foundation
import Runtime
import Schema
import TestSupport
import Testing

@testable import CaptureEBPF

extension KernelTests {
  /// Events of more than a page: what stands behind the first 4096 bytes must not come back to their begin.
  @Suite("Long arguments and environments", .serialized)
  struct LongExecTests {
    @Test("arguments, environment and path of a program arrive as they were, whatever their length", arguments: [0, 100, 1000, 2000, 3000, 4000])
    func whole(_ environment: Int) throws {
      let lengths = stride(from: 1700, to: 2300, by: 37).map(\.self)
      var options = LiveOptions()
      options.events = .init([293].map { .init(rawValue: $0) })
      var source = try LiveSource(options)
      var found: [Int: ReceivedEvent] = [:]
      for length in lengths {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/true")
        process.arguments = ["\(length)", String(repeating: "a", count: length)]
        process.environment = ["E": String(repeating: "e", count: environment)]
        try process.run()
        process.waitUntilExit()
      }
      let deadline = ContinuousClock.now + .seconds(20)
      while found.count < lengths.count, ContinuousClock.now < deadline {
        _ = source.withEvents { run in
          while let view = run.next() {
            let event = ReceivedEvent(view)
            guard event.symbol == "SYSCALL_EXECVE_19_X", event.fields["exe"] == "/usr/bin/true" else { continue }
            if let length = event.fields["args"]?.split(separator: "|").first.flatMap({ Int($0) }) { found[length] = event }
          }
        }
      }
      #expect(source.drops.isEmpty && source.malformed == 0)
      for length in lengths {
        let event = try #require(found[length], "\(length)")
        #expect(event.misfits == [])
        #expect(event.fields["args"] == "\(length)|" + String(repeating: "a", count: length) + "|")
        #expect(event.fields["env"] == "E=" + String(repeating: "e", count: environment) + "|")
        #expect(event.fields["trusted_exepath"] == "/usr/bin/true")
        #expect(event.fields["filename"] == "/usr/bin/true")
      }
    }
  }
}
