import Foundation
import TestSupport
import Testing

/// The rules that are shipped, on the lab's captures (captures/README.md).
@Suite("The rules of this repository", .needsSharedData)
struct OwnRulesTests {
  private func alerts(_ capture: String) throws -> [(number: Int, rule: String)] {
    let rules = PackageLayout.root.appendingPathComponent("rules").path
    let source = SharedData.url("captures/lab/\(capture).scap").path
    let run = try RulecProcess(["run", "--json", "--append-field", "evt.num", "--rules", rules, "--source", source])
    #expect(run.status == 0, "\(run.messages)")
    return try run.output.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      let fields = try #require(object?["output_fields"] as? [String: Any])
      return (try #require(fields["evt.num"] as? Int), try #require(object?["rule"] as? String))
    }
  }

  @Test("find what happens in the lab") func attacks() throws {
    let marks = try SharedData.text("captures/lab/attacks.scenarios.tsv").split(separator: "\n").dropFirst().map { line in
      let columns = line.split(separator: "\t")
      return (first: try #require(Int(columns[0])), name: String(columns[1]))
    }
    let found = try Set(alerts("attacks").compactMap { alert in marks.last { $0.first <= alert.number }?.name })
    let missed = marks.map(\.name).filter { $0 != "end" && !found.contains($0) }
    #expect(missed == [])
  }

  @Test("say nothing about everyday work") func train() throws {
    #expect(try alerts("train").map(\.rule) == [])
  }
}
