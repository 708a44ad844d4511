import Foundation
import TestSupport
import Testing

/// The rules that are shipped, on the lab's captures (captures/README.md).
@Suite("The rules of this repository", .needsSharedData)
struct OwnRulesTests {
  private func alerts(_ capture: String, state: ScratchFolder? = nil) throws -> [(number: Int, rule: String)] {
    let rules = PackageLayout.root.appendingPathComponent("rules").path
    let source = SharedData.url("captures/lab/\(capture).scap").path
    var arguments = ["run", "--json", "--append-field", "evt.num", "--rules", rules, "--source", source]
    if let state { arguments += ["--rule-matching", "all", "--state-dir", state.url.path] }
    let run = try RulecProcess(arguments)
    #expect(run.status == 0, "\(run.messages)")
    return try run.output.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      let fields = try #require(object?["output_fields"] as? [String: Any])
      return (try #require(fields["evt.num"] as? Int), try #require(object?["rule"] as? String))
    }
  }

  private func marks(_ capture: String) throws -> [(first: Int, name: String)] {
    try SharedData.text("captures/lab/\(capture).scenarios.tsv").split(separator: "\n").dropFirst().map { line in
      let columns = line.split(separator: "\t")
      return (first: try #require(Int(columns[0])), name: String(columns[1]))
    }
  }

  @Test("find what happens in the lab") func attacks() throws {
    let marks = try marks("attacks")
    let found = try Set(alerts("attacks").compactMap { alert in marks.last { $0.first <= alert.number }?.name })
    let missed = marks.map(\.name).filter { $0 != "end" && !found.contains($0) }
    #expect(missed == [])
  }

  @Test("say nothing about everyday work") func train() throws {
    #expect(try alerts("train").map(\.rule) == [])
  }

  /// The sketches learn from everyday work, which is by itself no alert, and then see the same work with three attacks in it.
  @Test("learn what is normal, and find what is not") func sketches() throws {
    let rare: Set<String> = [
      "File that the program never opened before", "Program that its parent never started before",
      "Shell command with words never seen before", "Connection that the program never made before",
    ]
    let folder = try ScratchFolder()
    #expect(try alerts("train", state: folder).map(\.rule) == [])
    let marks = try marks("demo")
    let found = try alerts("demo", state: folder).filter { rare.contains($0.rule) }
    let names = found.map { alert in marks.last { $0.first <= alert.number }?.name ?? "before" }
    #expect(Set(names) == ["web-path-traversal", "web-command-injection", "web-injection-drop"])
  }
}
