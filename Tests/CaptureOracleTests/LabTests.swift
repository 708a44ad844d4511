import Capture
import Foundation
import Runtime
import Schema
import TestSupport
import Testing

@Suite("The lab's captures", .needsSharedData)
struct LabTests {
  /// 77 events about users and groups come before those that the captures' README counts.
  @Test(
    "number of events",
    arguments: [("tiny", 15_524), ("attacks", 489_316), ("demo", 882_880), ("train", 3_330_040)] as [(String, UInt64)])
  func counts(capture: String, shown: UInt64) throws {
    let (snapshot, counters) = try replay(SharedData.url("captures/lab/\(capture).scap").path)
    #expect(snapshot.machine.hostName == Array("web-1".utf8))
    var expected = CaptureCounters()
    expected.events = shown + 77
    #expect(counters == expected)
  }

  private static let all =
    ["tiny", "attacks"].map { "captures/lab/\($0).scap" }
    + ["curl_google", "curl_google_comments", "single_ipv6_conn", "test_ipv6_client", "synthetic_modern"].map {
      "captures/upstream/\($0).scap"
    }

  /// Written from what was read, read again, compared event by event.
  @Test("what is written is what was read", arguments: all, [false, true])
  func roundTrip(capture: String, isCompressed: Bool) throws {
    let path = SharedData.url(capture).path
    let target = FileManager.default.temporaryDirectory.appendingPathComponent("rulec-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: target) }
    var source = try CaptureFile.open(path)
    var writer = try ScapWriter(path: target, isCompressed: isCompressed)
    var snapshots: [String] = []
    while let item = try source.next() {
      switch item {
      case .snapshot(let snapshot):
        snapshots.append("\(snapshot)")
        try writer.write(snapshot)
      case .event(let view): try writer.write(view)
      }
    }
    try writer.finish()

    var original = try CaptureFile.open(path)
    var copy = try CaptureFile.open(target)
    var events = 0
    while let item = try original.next() {
      guard let copied = try copy.next() else {
        Issue.record("the copy ends after \(events) events")
        return
      }
      switch (item, copied) {
      case (.snapshot, .snapshot(let snapshot)): #expect("\(snapshot)" == snapshots.removeFirst())
      case (.event(let view), .event(let other)):
        events += 1
        if !isSame(view, other) { Issue.record("event \(events) differs") }
      default: Issue.record("event \(events): a snapshot where none was")
      }
    }
    #expect(try copy.next() == nil)
    #expect(copy.counters.converted == 0)
  }

  private func isSame(_ a: borrowing EventView, _ b: borrowing EventView) -> Bool {
    guard a.cpu == b.cpu, a.isStateOnly == b.isStateOnly, a.bytes.count == b.bytes.count else { return false }
    for index in a.bytes.indices where a.bytes[index] != b.bytes[index] { return false }
    return true
  }
}
