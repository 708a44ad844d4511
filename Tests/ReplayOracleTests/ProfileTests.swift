import Foundation
import TestSupport
import Testing

/// What `rulec profile` counts, against what the incumbent says of the same captures.
@Suite("Profiles of the lab's captures", .needsSharedData)
struct ProfileTests {
  private let stock = ["falco_rules", "falco-incubating_rules", "falco-sandbox_rules"].map {
    SharedData.url("corpus/falco-rules/\($0).yaml").path
  }

  private func capture(_ name: String) -> String { SharedData.url("captures/lab/\(name).scap").path }

  private func report(_ run: RulecProcess) throws -> [String: Any] {
    #expect(run.status == 0, "\(run.messages)")
    return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
  }

  private func rules(_ report: [String: Any]) throws -> [[String: Any]] {
    try #require(report["rules"] as? [[String: Any]])
  }

  @Test("a rule is offered the events of its types") func offered() throws {
    var types: [String: Int] = [:]
    var lines = try OracleLines("tiny")
    while let members = lines.next() {
      guard let type = members.first(where: { $0.key.elementsEqual("evt.type".utf8) })?.value else { continue }
      types[String(decoding: type.dropFirst().dropLast(), as: UTF8.self), default: 0] += 1
    }
    let wanted = ["openat", "close", "execve", "read", "mmap", "connect", "clone3", "procexit"]
    var text = ""
    for type in wanted {
      // Two of each, of which one never matches; enough rules of a type for look-ups.
      for number in 0..<4 {
        text += "- {rule: \(type) \(number), desc: d, condition: 'evt.type = \(type) and proc.name = p\(number)', output: x, priority: INFO}\n"
      }
      text += "- {rule: \(type), desc: d, condition: evt.type = \(type), output: x, priority: INFO}\n"
    }
    let folder = try ScratchFolder(["rules.yaml": text])
    let run = try RulecProcess(
      ["profile", "--json", "--rule-matching", "all", "-r", "rules.yaml", "--source", capture("tiny")], in: folder.url)
    for rule in try rules(try report(run)) {
      let name = try #require(rule["rule"] as? String)
      let count = types[String(name.split(separator: " ")[0])] ?? 0
      #expect(rule["offered"] as? Int == count, "\(name)")
      if wanted.contains(name) {
        #expect(rule["evaluated"] as? Int == count && rule["matches"] as? Int == count, "\(name)")
      }
    }
    #expect((types["openat"] ?? 0) > 100)
  }

  @Test("matches are the incumbent's alerts") func matches() throws {
    var alerts: [String: Int] = [:]
    for line in try SharedData.text("captures/lab/attacks.alerts.all.jsonl").split(separator: "\n") {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      alerts[try #require(object?["rule"] as? String), default: 0] += 1
    }
    #expect(alerts.count > 20)
    let run = try RulecProcess(["profile", "--json", "-r"] + stock + ["--source", capture("attacks")])
    for rule in try rules(try report(run)) {
      let name = try #require(rule["rule"] as? String)
      #expect(rule["matches"] as? Int == alerts[name] ?? 0, "\(name)")
      let counts = try ["offered", "evaluated", "ruled_out", "not_tried"].map { try #require(rule[$0] as? Int) }
      #expect(counts[0] == counts[1] + counts[2] + counts[3], "\(name)")
    }
  }

  @Test("a profile changes no alert, and less is asked", arguments: ["tiny", "attacks"]) func steering(name: String) throws {
    let folder = try ScratchFolder([:])
    let input = ["-r"] + stock + ["--source", capture(name), "--rule-matching", "all"]
    let recorded = try RulecProcess(["profile", "--json", "--output", "profile.json"] + input, in: folder.url)
    #expect(recorded.status == 0, "\(recorded.messages)")
    let plain = try RulecProcess(["run", "--json"] + input, in: folder.url)
    let steered = try RulecProcess(["run", "--json", "--profile", "profile.json"] + input, in: folder.url)
    #expect(plain.status == 0 && steered.status == 0)
    #expect(plain.output == steered.output)
    #expect(plain.output.isEmpty == (name == "tiny"))
  }
}
