import Foundation
import TestSupport
import Testing

/// The alerts of whole captures against those that the incumbent gave (captures/README.md): the same rules on the same
/// events in the same order, with the same fields and text.
@Suite("Alerts against the incumbent's", .needsSharedData)
struct AlertParityTests {
  enum RuleFiles: String, CaseIterable {
    /// The three stock files in the order of the oracle.
    case all
    /// The first of them alone.
    case stable

    var paths: [String] {
      let names = ["falco_rules", "falco-incubating_rules", "falco-sandbox_rules"].prefix(self == .all ? 3 : 1)
      return names.map { SharedData.url("corpus/falco-rules/\($0).yaml").path }
    }
  }

  @Test("every alert", arguments: ["tiny", "attacks", "demo", "train"], RuleFiles.allCases)
  func alerts(capture: String, files: RuleFiles) throws {
    let added = ["evt.num", "evt.type", "proc.pid", "thread.tid"].flatMap { ["--append-field", $0] }
    let source = SharedData.url("captures/lab/\(capture).scap").path
    let run = try RulecProcess(["run", "--json", "--source", source, "--rules"] + files.paths + added)
    #expect(run.status == 0, "\(run.messages)")
    let ours = try ReplayedAlert.all(in: run.output)
    let theirs = try ReplayedAlert.all(in: SharedData.text("captures/lab/\(capture).alerts.\(files.rawValue).jsonl"))
    let report = differences(ours: ours, theirs: theirs)
    #expect(report.isEmpty, "\(report.count) differences, of which the first:\n\(report.prefix(12).joined(separator: "\n"))")
  }

  /// The lines of an alert, each with what the other side says.
  private func differences(ours: [ReplayedAlert], theirs: [ReplayedAlert]) -> [String] {
    var report: [String] = []
    let (ourKeys, theirKeys) = (Set(ours.map(\.key)), Set(theirs.map(\.key)))
    report += theirs.filter { !ourKeys.contains($0.key) }.map { "missing: \($0.key)" }
    report += ours.filter { !theirKeys.contains($0.key) }.map { "not in the oracle: \($0.key): \($0.text)" }
    if report.isEmpty, ours.map(\.key) != theirs.map(\.key) { report.append("the same alerts in another order") }
    let byKey = Dictionary(ours.map { ($0.key, $0) }) { first, _ in first }
    for alert in theirs {
      guard let own = byKey[alert.key] else { continue }
      for name in Set(own.members.keys).union(alert.members.keys).sorted() where own.members[name] != alert.members[name] {
        report.append(
          "\(alert.key): \(name)\n    ours   \(own.members[name] ?? "absent")\n    theirs \(alert.members[name] ?? "absent")")
      }
    }
    return report
  }
}

/// One line, taken apart into what is compared.
private struct ReplayedAlert {
  /// Event number and rule.
  let key: String
  /// Everything but what needs a container engine's API or names the machine; fields by their own names.
  let members: [String: String]
  var text: String { members["output"] ?? "" }

  static func all(in lines: String) throws -> [ReplayedAlert] {
    try lines.split(separator: "\n").map { try ReplayedAlert(String($0)) }
  }

  init(_ line: String) throws {
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    let fields = try #require(object["output_fields"] as? [String: Any])
    let number = try #require(fields["evt.num"] as? Int)
    let rule = try #require(object["rule"] as? String)
    key = "event \(number), \(rule)"
    var members: [String: String] = [:]
    for (name, value) in fields where !Self.isFromEngine(name) { members["output_fields.\(name)"] = try Self.json(value) }
    for (name, value) in object where name != "hostname" && name != "output_fields" { members[name] = try Self.json(value) }
    let output = try #require(object["output"] as? String)
    members["output"] = output.components(separatedBy: " container_id=")[0]
    self.members = members
  }

  private static func isFromEngine(_ name: String) -> Bool {
    name == "container.name" || name.hasPrefix("container.image.") || name.hasPrefix("k8s.")
  }

  private static func json(_ value: Any) throws -> String {
    let data = try JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys])
    return String(decoding: data, as: UTF8.self)
  }
}
