import Commands
import Diagnostics
import Foundation
import RuleFile
import Testing

/// The JSON of `--format falco-json` (rule-files.md §9.1).
@Suite("falco-json: the text") struct FalcoResultsJSONTests {
  private func results(_ files: [(String, String)]) throws -> [[String: Any]] {
    var map = SourceMap()
    var builder = RuleSetBuilder()
    var bag = DiagnosticBag()
    for (name, text) in files {
      guard let id = map.add(name: name, bytes: Array(text.utf8)) else { preconditionFailure("the map is full") }
      builder.add(ItemReader.read(map[id], id: id), to: &bag)
    }
    let bytes = FalcoResultsJSON.bytes(of: FalcoLoader.load(map), in: map, ruleSet: builder.ruleSet)
    #expect(bytes.last == 0x0A)
    #expect(!bytes.dropLast().contains(0x0A), "one line")
    let json = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    #expect(json?.keys.sorted() == ["falco_load_results"])
    return try #require(json?["falco_load_results"] as? [[String: Any]])
  }

  private func locations(_ finding: [String: Any]) -> [String] {
    let context = finding["context"] as? [String: Any]
    let locations = context?["locations"] as? [[String: Any]] ?? []
    return locations.map { location in
      let position = location["position"] as? [String: Any] ?? [:]
      let numbers = ["line", "column", "offset"].map { "\(position[$0] as? Int ?? -1)" }.joined(separator: ":")
      return "\(location["item_type"] ?? "") '\(location["item_name"] ?? "")' \(position["name"] ?? "") \(numbers)"
    }
  }

  @Test("an error in a condition")
  func conditionError() throws {
    let text = """
      # é
      - rule: r
        desc: d
        condition: evt.type = open and foo.bar = x
        output: o
        priority: INFO

      """
    let result = try #require(try results([("a.yaml", text)]).first)
    #expect(result.keys.sorted() == ["errors", "name", "schema_valid", "schema_warnings", "successful", "warnings"])
    #expect(result["successful"] as? Bool == false)
    #expect(result["schema_valid"] as? Bool == true)
    let error = try #require((result["errors"] as? [[String: Any]])?.first)
    #expect(error["code"] as? String == "LOAD_ERR_COMPILE_CONDITION")
    #expect(error["codedesc"] as? String == "Error compiling condition")
    #expect(
      locations(error) == [
        "rules content '' a.yaml 0:0:0", "rules content item '' a.yaml 1:2:6", "rule 'r' a.yaml 1:2:6",
        "rule condition '' a.yaml 3:13:37", "condition expression '' \"evt.type = open a...\" 3:33:57",
      ])
    let snippet = (error["context"] as? [String: Any])?["snippet"] as? String
    #expect(snippet == "  condition: evt.type = open and foo.bar = x\n\(String(repeating: " ", count: 33))^\n")
  }

  @Test("a warning of a macro, which the next file reports again, in the file where the macro stands")
  func warning() throws {
    let found = try results([("a.yaml", "- {macro: m, condition: proc.name=x}\n"), ("b.yaml", "- {list: l, items: [a]}\n")])
    let warnings = found.map { $0["warnings"] as? [[String: Any]] ?? [] }
    #expect(warnings.map { $0.map { $0["code"] as? String } } == [["LOAD_UNUSED_MACRO"], ["LOAD_UNUSED_MACRO", "LOAD_UNUSED_LIST"]])
    for warning in [warnings[0][0], warnings[1][0]] {
      #expect(
        locations(warning) == [
          "rules content '' a.yaml 0:0:0", "rules content item '' a.yaml 0:2:2", "macro 'm' a.yaml 0:2:2",
        ])
    }
  }

  @Test("long lines are cut on both sides of the place")
  func longLine() throws {
    let padding = String(repeating: "z", count: 300)
    let text = "- {rule: r, desc: \(padding), priority: NO, condition: evt.type=open, output: \(padding)}\n"
    let error = try #require((try results([("a.yaml", text)])[0]["errors"] as? [[String: Any]])?.first)
    let lines = ((error["context"] as? [String: Any])?["snippet"] as? String ?? "").split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("...") && lines[0].hasSuffix("...") && lines[0].count <= 170)
    #expect(lines[0].dropFirst(lines[1].count - 1).hasPrefix("NO"))
  }
}
