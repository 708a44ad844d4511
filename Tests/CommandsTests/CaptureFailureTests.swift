import Foundation
import TestSupport
import Testing

/// What `rulec test` says where a capture gives other alerts than those that are expected.
@Suite("rulec test: captures that fail")
struct CaptureFailureTests {
  private static let sequence = """
    {"evt": "openat", "tid": 1, "args": {"fd": 3, "dirfd": "AT_FDCWD", "name": "/etc/shadow", "flags": "O_RDONLY"}}
    {"evt": "openat", "tid": 1, "args": {"fd": 4, "dirfd": "AT_FDCWD", "name": "/etc/passwd", "flags": "O_RDONLY"}}
    {"evt": "openat", "tid": 1, "args": {"fd": 5, "dirfd": "AT_FDCWD", "name": "/etc/passwd", "flags": "O_RDONLY"}}
    {"evt": "openat", "tid": 1, "args": {"fd": 6, "dirfd": "AT_FDCWD", "name": "/srv/a", "flags": "O_RDONLY"}}
    {"evt": "openat", "tid": 1, "args": {"fd": 7, "dirfd": "AT_FDCWD", "name": "/etc/shadow", "flags": "O_RDONLY"}}

    """
  private static let sequenceRules = """
    - rule: Shadow
      desc: d
      condition: evt.type = openat and fd.name = /etc/shadow
      output: x
      priority: INFO
    - rule: Missing
      desc: d
      condition: evt.type = openat and fd.directory = /etc and fd.filename startswith pass and fd.num > 10
      output: x
      priority: INFO
    - rule: Removed
      desc: d
      condition: evt.type = unlinkat
      output: x
      priority: INFO

    """

  /// The lines of a report with the number of an event, and with what decided.
  private func told(_ keys: String) throws -> [String] {
    let text = "rules: [../rules.yaml]\ntests:\n  - {name: t, capture: a.jsonl, \(keys)}\n"
    let folder = try ScratchFolder(["rules.yaml": Self.sequenceRules, "tests/a.yaml": text, "tests/a.jsonl": Self.sequence])
    let run = try RulecProcess(["test", "tests"], in: folder.url)
    #expect(run.status == 1, "\(run.messages)")
    return run.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
      $0.hasPrefix("event ") || $0.hasPrefix("decided by") || $0.hasPrefix("no event")
    }
  }

  @Test("an alert of a capture too many is explained, and what decided")
  func oneAlertTooMany() throws {
    let decided = [
      "decided by ✓ evt.type = openat  ← \"openat\" (rules.yaml:3:14)", "decided by ✓ fd.name = /etc/shadow  ← \"/etc/shadow\" (rules.yaml:3:36)",
    ]
    #expect(try told("alerts: {Shadow: 1}") == ["event 5: openat"] + decided)
    #expect(try told("alerts: {Shadow: 0}") == ["event 1: openat"] + decided)
    #expect(try told("rule: Shadow, expectNoAlert: true") == ["event 1 gives an alert, and none is expected", "event 1: openat"] + decided)
  }

  @Test("of an alert that is missing in a capture, the event is explained that came nearest")
  func oneAlertTooFew() throws {
    let nearest = ["event 2: openat", "decided by ✗ fd.num > 10  ← 4 (rules.yaml:8:92)"]
    #expect(try told("alerts: {Missing: 1}") == nearest)
    #expect(try told("rule: Missing") == ["no event gives an alert, and one is expected"] + nearest)
    // Both alerts are there; of the others those of the right type are equal.
    #expect(try told("alerts: {Shadow: 3}").first == "event 2: openat")
    #expect(try told("alerts: {Shadow: 3, Missing: 1}").filter { $0.hasPrefix("event") } == ["event 2: openat", "event 2: openat"])
    #expect(try told("rule: Removed") == ["no event gives an alert, and one is expected", "no event has a type that rule 'Removed' looks at"])
  }
}
