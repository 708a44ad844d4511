import Foundation
import Runtime
import Testing

@testable import Commands

@Suite("What is said of sketches that cannot be relied upon")
struct SketchWatchTests {
  private let finding = SketchWatch.Finding(
    kind: .untrusted, sketch: "opens", rules: ["Rare open", "New file"], noise: 7, threshold: 5, distinct: 480_000, bytes: 1 << 20)

  @Test("for receivers of alerts, as alerts of ours are")
  func alert() throws {
    var options = AlertOptions()
    options.form = .json
    options.hostName = Array("web-1".utf8)
    let line = InternalAlert(finding, time: 1_700_000_000_000_000_000).line(options)
    let object = try #require(JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
    #expect(object["source"] as? String == "internal" && object["priority"] as? String == "Warning")
    #expect(object["rule"] as? String == "rulec internal: sketch health")
    #expect(object["time"] as? String == "2023-11-14T22:13:20.000000000Z")
    let fields = try #require(object["output_fields"] as? [String: String])
    #expect(
      fields == [
        "sketch": "opens", "rules": "Rare open, New file", "noise": "7", "threshold": "5", "distinct": "480000", "bytes": "1048576",
        "state": "untrusted",
      ])
    #expect(line.last == UInt8(ascii: "\n") && line.count { $0 == UInt8(ascii: "\n") } == 1)
  }

  @Test("for people, with a way out")
  func text() {
    #expect(finding.text.contains("a key that was never counted may have a count of 7, rules ask for less than 5"))
    #expect(finding.text.contains("'rulec sketch size --distinct 480000 --threshold 5'"))
  }
}
