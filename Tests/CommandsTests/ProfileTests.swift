import Foundation
import TestSupport
import Testing

private let rules = """
  - list: readers
    items: [cat, less]
  - rule: Secret read
    desc: d
    condition: >
      evt.type = openat and fd.name regex /e[st]c/.*
      and proc.name in (readers)
    output: "%fd.name"
    priority: WARNING
  - rule: Closed
    desc: d
    condition: evt.type = close
    output: x
    priority: DEBUG
  - rule: Never offered
    desc: d
    condition: evt.type = mkdirat and fd.num = 3
    output: x
    priority: DEBUG
  - rule: Off
    desc: d
    condition: evt.type = openat
    output: x
    priority: DEBUG
    enabled: false

  """

private let paths = ["/etc/passwd", "/srv/a", "/srv/b"]

/// Processes that open all paths one after the other, and close nothing but the last file.
private func events(_ names: [String] = ["cat", "python"]) -> String {
  var lines = ""
  for (index, name) in names.enumerated() {
    lines += "{\"process\": {\"tid\": \(100 + index), \"name\": \"\(name)\"}}\n"
  }
  for tid in 100..<100 + names.count {
    for path in paths {
      lines += "{\"evt\": \"openat\", \"tid\": \(tid), \"args\": {\"fd\": 3, \"dirfd\": -100, \"name\": \"\(path)\", \"flags\": 1}}\n"
    }
    lines += "{\"evt\": \"close\", \"tid\": \(tid), \"args\": {\"res\": 0, \"fd\": 3}}\n"
  }
  return lines
}

private func profile(_ options: [String] = [], rules: String = rules, in folder: ScratchFolder? = nil) throws -> RulecProcess {
  let folder = try folder ?? ScratchFolder(["rules.yaml": rules, "events": events()])
  return try RulecProcess(["profile", "-r", "rules.yaml", "--source", "events"] + options, in: folder.url)
}

private func json(_ run: RulecProcess) throws -> [String: Any] {
  #expect(run.status == 0, "\(run.messages)")
  return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
}

private func rule(_ name: String, in report: [String: Any]) throws -> [String: Any] {
  let rules = try #require(report["rules"] as? [[String: Any]])
  return try #require(rules.first { $0["rule"] as? String == name })
}

@Suite("rulec profile")
struct ProfileTests {
  @Test("the text, but for times") func text() throws {
    // One check only: which of two costs more would be for the clock to say, which stands still for neither.
    let rules = rules.replacing("\n    and proc.name in (readers)", with: "")
    let run = try profile(["--rule-matching", "all"], rules: rules)
    #expect(run.status == 0, "\(run.messages)")
    try expectGolden(run.output.replacing(#/\ *[0-9]+\.[0-9]\ %/#, with: " #.# %"), "profile.text")
  }

  @Test func countsAreThoseOfTheEvents() throws {
    let report = try json(try profile(["--json"]))
    #expect(report["events"] as? Int == 8)
    #expect(report["events_with_rules"] as? Int == 8)
    let secret = try rule("Secret read", in: report)
    // Two processes open three files each; two of these are in /etc, and one of them is opened by cat.
    #expect(secret["offered"] as? Int == 6)
    #expect(secret["evaluated"] as? Int == 6)
    #expect(secret["matches"] as? Int == 1)
    let rejecting = try #require(secret["rejecting_check"] as? [String: Any])
    // A pattern comes last, so the name of the process is asked first, and rejects what python opens.
    #expect(rejecting["check"] as? String == "proc.name in (readers)")
    #expect(rejecting["count"] as? Int == 3)
    let place = try #require(rejecting["place"] as? [String: Any])
    #expect(place["file"] as? String == "rules.yaml" && place["line"] as? Int == 7 && place["column"] as? Int == 9)
    let closed = try rule("Closed", in: report)
    #expect(closed["offered"] as? Int == 2)
    #expect(closed["matches"] as? Int == 2)
    #expect(closed["costliest_check"] == nil)
    #expect(try rule("Never offered", in: report)["offered"] as? Int == 0)
    let rules = try #require(report["rules"] as? [[String: Any]])
    #expect(!rules.contains { $0["rule"] as? String == "Off" })
    let work = try #require(report["work"] as? [String: Any])
    #expect(work["checks"] as? Int == 6 + 3)
  }

  @Test func keysAreStable() throws {
    let run = try profile(["--json"])
    let report = try json(run)
    #expect(
      report.keys.sorted() == [
        "checks", "events", "events_with_rules", "look_ups", "passes", "rules", "shared", "sources", "work",
      ])
    #expect(
      try rule("Secret read", in: report).keys.sorted() == [
        "costliest_check", "evaluated", "matches", "not_tried", "offered", "rejecting_check", "rule", "ruled_out", "share",
      ])
    let checks = try #require(report["checks"] as? [[String: Any]])
    #expect(checks.map { $0["check"] as? String } == ["fd.name regex /e[st]c/.*", "proc.name in (cat, less)"])
    #expect(checks.map { $0["evaluated"] as? Int } == [3, 6])
    #expect(checks.map { $0["held"] as? Int } == [1, 3])
    let passes = try #require(report["passes"] as? [[String: Any]])
    #expect(passes.map { $0["pass"] as? String } == ["specialize", "order", "trigger"])
    #expect(passes.allSatisfy { $0.keys.sorted() == ["pass", "saved_checks", "saved_instructions", "saved_look_ups", "saved_nanoseconds", "without"] })
    // The type of an event is known: without that, rules of other types are not tried still, but each asks for the type.
    #expect((passes[0]["saved_checks"] as? Int).map { $0 >= 8 } == true)
    // Keys come in the order of the alphabet.
    let outer = run.output.matches(of: /(?m)^  "([a-z_]+)":/).map { String($0.1) }
    #expect(outer == outer.sorted() && outer.count == 9)
  }

  @Test func sharesAddUp() throws {
    let report = try json(try profile(["--json"], rules: rules.replacing("and proc.name in (readers)", with: "and fd.num = 3")))
    let rules = try #require(report["rules"] as? [[String: Any]])
    let shared = try #require((report["shared"] as? [String: Any])?["share"] as? Double)
    let lookUps = try #require((report["look_ups"] as? [String: Any])?["share"] as? Double)
    let sum = rules.compactMap { $0["share"] as? Double }.reduce(shared + lookUps, +)
    #expect(abs(sum - 1) < 1e-6 || sum == 0)
  }

  @Test("what several rules ask is asked for none of them, and rules them out") func shared() throws {
    let rule = { (name: String, condition: String) in
      "- {rule: \(name), desc: d, condition: 'evt.type = openat and proc.name = cat and \(condition)', output: x, priority: INFO}\n"
    }
    let two = rule("One", "fd.num = 3") + rule("Two", "fd.num = 4")
    let report = try json(try profile(["--json"], rules: two))
    for name in ["One", "Two"] {
      let rule = try CommandsTests.rule(name, in: report)
      #expect(rule["offered"] as? Int == 6)
      #expect(rule["ruled_out"] as? Int == 3)
      #expect(rule["evaluated"] as? Int == 3)
      #expect((rule["rejecting_check"] as? [String: Any])?["check"] as? String == "proc.name = cat")
    }
    let costliest = try #require((report["shared"] as? [String: Any])?["costliest_check"] as? [String: Any])
    #expect(costliest["check"] as? String == "proc.name = cat")
    #expect(costliest["evaluated"] as? Int == 6)
  }

  @Test func standardInputIsReadOnce() throws {
    let folder = try ScratchFolder(["rules.yaml": rules])
    let run = try RulecProcess(["profile", "-r", "rules.yaml", "--source", "-", "--json"], input: events(), in: folder.url)
    #expect(run.messages.contains("standard input cannot be read again"))
    #expect((try json(run)["passes"] as? [Any])?.count == 0)
  }

  @Test func severalCapturesAreOneReport() throws {
    let folder = try ScratchFolder(["rules.yaml": rules, "events": events(), "more": events(["less"])])
    let report = try json(try profile(["more", "--json"], in: folder))
    #expect(report["events"] as? Int == 12)
    #expect(try rule("Secret read", in: report)["offered"] as? Int == 9)
    #expect(try rule("Secret read", in: report)["matches"] as? Int == 2)
  }

  @Test("a command line that cannot be carried out", arguments: [
    (["--top", "0"], "--top takes a number from 1 on"), (["--source", "missing"], "cannot read 'missing'"),
    (["--rule", "Secret reed"], "did you mean 'Secret read'?"), (["--output", "no/such/file"], "cannot write 'no/such/file'"),
  ] as [([String], String)])
  func failures(options: [String], message: String) throws {
    let run = try profile(options)
    #expect(run.status == 2)
    #expect(run.messages.contains(message), "\(run.messages)")
  }
}

@Suite("A recorded profile")
struct RecordedProfileTests {
  /// Reads as if `proc.name` had cost the most and rejected nothing.
  private func recorded(_ text: String = "proc.name in (cat, less)", held: Int = 6, nanoseconds: String = "100.0") -> String {
    """
    {"checks": [
      {"check": "\(text)", "evaluated": 6, "held": \(held), "nanoseconds": \(nanoseconds)},
      {"check": "fd.name regex /e[st]c/.*", "evaluated": 6, "held": 2, "nanoseconds": 10.5}
    ]}
    """
  }

  private func order(_ profile: String) throws -> [String] {
    let folder = try ScratchFolder(["rules.yaml": rules, "profile.json": profile])
    let run = try RulecProcess(
      ["dump", "--stage", "bytecode", "--rule", "Secret read", "--profile", "profile.json", "rules.yaml"], in: folder.url)
    #expect(run.status == 0, "\(run.messages)")
    let checks = run.output.matches(of: /require c[0-9]+ else [0-9]+   ; (\S+)/).map { String($0.1) }
    return Array(checks.filter { $0 != "evt.type" }.suffix(2))
  }

  @Test("orders checks by what they cost and how often they decide", arguments: [
    (6, "100.0", ["fd.name", "proc.name"]), (6, "1", ["proc.name", "fd.name"]),
    // Rejects nearly always: worth ten times the cost.
    (0, "10.5", ["proc.name", "fd.name"]), (6, "10.5", ["fd.name", "proc.name"]),
  ] as [(Int, String, [String])])
  func steers(held: Int, nanoseconds: String, expected: [String]) throws {
    #expect(try order(recorded(held: held, nanoseconds: nanoseconds)) == expected)
  }

  @Test func comesFromProfile() throws {
    let folder = try ScratchFolder(["rules.yaml": rules, "events": events()])
    #expect(try profile(["--json", "--output", "profile.json"], in: folder).status == 0)
    let options = ["run", "-r", "rules.yaml", "--source", "events", "--rule-matching", "all"]
    let plain = try RulecProcess(options, in: folder.url)
    let steered = try RulecProcess(options + ["--profile", "profile.json"], in: folder.url)
    #expect(plain.output == steered.output && plain.output.split(separator: "\n").count == 3)
    #expect(!steered.messages.contains("profile"))
  }

  @Test func checksThatAreGoneAreNoError() throws {
    let folder = try ScratchFolder(["rules.yaml": rules, "events": events(), "old.json": recorded("proc.name = dog")])
    let run = try RulecProcess(["run", "-r", "rules.yaml", "--source", "events", "--profile", "old.json"], in: folder.url)
    #expect(run.status == 0)
    #expect(run.messages.contains("rulec: 1 of the 2 checks of the profile are in no rule, and left out\n"))
  }

  @Test("what is no profile is refused", arguments: [
    ("", "it is not JSON"), ("{}", "it has no list 'checks'"), ("[1, 2", "it is not JSON"),
    ("{\"checks\": [1]}", "checks[0] has no text 'check'"),
    ("{\"checks\": [{\"check\": \"a\", \"evaluated\": -1}]}", "checks[0] has no count 'evaluated'"),
    ("{\"checks\": [{\"check\": \"a\", \"evaluated\": 1, \"held\": 2}]}", "checks[0] held more often than it was evaluated"),
    ("{\"checks\": [{\"check\": \"a\", \"evaluated\": 1, \"held\": 1, \"nanoseconds\": 1e400}]}", "has no time 'nanoseconds'"),
  ])
  func refused(text: String, problem: String) throws {
    let folder = try ScratchFolder(["rules.yaml": rules, "events": events(), "p.json": text])
    let run = try RulecProcess(["run", "-r", "rules.yaml", "--source", "events", "--profile", "p.json"], in: folder.url)
    #expect(run.status == 2)
    #expect(run.messages.contains("'p.json' is no profile: ") && run.messages.contains(problem), "\(run.messages)")
    let missing = try RulecProcess(["run", "-r", "rules.yaml", "--source", "events", "--profile", "none"], in: folder.url)
    #expect(missing.status == 2 && missing.messages.contains("cannot read 'none': No such file"))
  }
}
