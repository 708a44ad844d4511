import Foundation
import TestSupport
import Testing

extension KernelTests {
  /// Live runs with sketches at work.
  @Suite("Live runs with sketches", .serialized)
  struct SketchRunTests {
    /// Starts rulec with rules and a folder for what is counted, and waits until it collects.
    private func start(_ rules: String, _ folder: ScratchFolder) throws -> LiveProcess {
      let path = folder.url.appendingPathComponent("rules.yaml")
      try Data(rules.utf8).write(to: path)
      let rulec = try LiveProcess([
        "run", "--rules", path.path, "--source", "ebpf", "--json", "--state-dir", folder.url.path, "--no-suggested-output",
      ])
      try rulec.waitUntilCollecting()
      return rulec
    }

    /// sketches.md §5.10, target 10: upstream's plugin hangs when it is stopped with a window at work.
    @Test("SIGINT ends a run with windows in a tenth of a second, and what was counted is in the file")
    func stop() throws {
      var times: [Duration] = []
      for _ in 0..<5 {
        let folder = try ScratchFolder(["wanted": ""])
        let wanted = folder.url.appendingPathComponent("wanted").path
        let rulec = try start(
          """
          - {sketch: opens, condition: 'evt.type in (open, openat) and evt.failed = false', key: [proc.name, fd.name], window: 2s, memory: 2MB}
          - rule: opened
            desc: d
            priority: info
            output: counted=%sketch.count[opens]
            condition: evt.type in (open, openat) and fd.name = \(wanted) and sketch.count[opens] > 0

          """, folder)
        try rulec.waitForOutput("counted=") { _ = try? Child("/bin/cat", [wanted]).status }
        let start = ContinuousClock.now
        rulec.signal(SIGINT)
        #expect(rulec.status == 0)
        times.append(ContinuousClock.now - start)
        let asked = try RulecProcess([
          "sketch", "query", folder.url.appendingPathComponent("opens.rsk").path, "proc.name=cat", "fd.name=\(wanted)",
        ])
        #expect(asked.status == 0 && asked.output.hasPrefix("count ") && !asked.output.hasPrefix("count 0 "), "\(asked.output)\(asked.messages)")
      }
      print("from the signal to the end: \(times.sorted())")
      #expect(times.sorted()[2] < .milliseconds(100), "\(times)")
    }

    @Test("a sketch that cannot be relied upon any more is an alert, once")
    func health() throws {
      let folder = try ScratchFolder(["wanted": ""])
      let rulec = try start(
        """
        - {sketch: small, condition: 'evt.type in (open, openat)', key: [fd.name], size: [2, 16]}
        - {rule: rare, desc: d, priority: info, output: o, condition: 'evt.type in (open, openat) and sketch.count[small] < 3'}

        """, folder)
      var number = 0
      try rulec.waitForOutput("rulec internal: sketch health") {
        for _ in 0..<100 {
          number += 1
          _ = FileManager.default.contents(atPath: folder.url.appendingPathComponent("absent\(number)").path)
        }
      }
      // Another look or two.
      usleep(2_500_000)
      rulec.signal(SIGINT)
      #expect(rulec.status == 0)
      let alerts = rulec.output.split(separator: "\n").filter { $0.contains("rulec internal: sketch health") }
      #expect(alerts.count == 1)
      let alert = try #require(JSONSerialization.jsonObject(with: Data(alerts[0].utf8)) as? [String: Any])
      let fields = try #require(alert["output_fields"] as? [String: String])
      #expect(alert["source"] as? String == "internal")
      #expect(fields["sketch"] == "small" && fields["rules"] == "rare" && fields["state"] == "untrusted" && fields["threshold"] == "3")
      #expect(rulec.messages.contains("sketch 'small' cannot tell rare from common any more"))
    }
  }
}
