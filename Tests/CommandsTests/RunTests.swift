import Foundation
import TestSupport
import Testing

private let rules = """
  - rule: Secret opened
    desc: d
    condition: evt.type = openat and fd.name startswith "/etc/"
    output: "%proc.name opened %fd.name, parent %proc.pname"
    priority: WARNING
    tags: [b, a]
  - rule: Anything opened
    desc: d
    condition: evt.type = openat
    output: 'opened "%fd.name"'
    priority: DEBUG
    tags: [a]
  - rule: Off
    desc: d
    condition: evt.type = openat
    output: off
    priority: INFO
    enabled: false

  """

/// A process, and the files that it opens one second after the other.
private func events(name: String = "cat", opening paths: [String] = ["/etc/passwd", "/srv/x"]) throws -> String {
  func line(_ object: [String: Any]) throws -> String {
    String(decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys), as: UTF8.self) + "\n"
  }
  var lines = try line(["machine": ["hostname": "web-9"]])
  lines += try line(["process": ["tid": 100, "name": name, "exe": "/bin/cat", "ppid": 1]])
  for (index, path) in paths.enumerated() {
    let arguments: [String: Any] = ["fd": 3 + index, "dirfd": -100, "name": path, "flags": 1]
    lines += try line(["evt": "openat", "tid": 100, "time": 1_795_463_057_150_039_540 + index * 1_000_000_000, "args": arguments])
  }
  return lines
}

private func run(_ options: String..., events: String? = nil) throws -> RulecProcess {
  let folder = try ScratchFolder(["rules.yaml": rules])
  return try RulecProcess(["run", "--rules", "rules.yaml", "--source", "-"] + options, input: events ?? CommandsTests.events(), in: folder.url)
}

private func names(_ run: RulecProcess) throws -> [String] {
  try run.output.split(separator: "\n").map { line in
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    return try #require(object?["rule"] as? String)
  }
}

@Suite("rulec run")
struct RunTests {
  @Test func alertsAreTextAndTheRestIsMessages() throws {
    let run = try run()
    #expect(run.status == 0)
    let suffix = "container_id=host container_name=host container_image_repository= container_image_tag= k8s_pod_name=<NA> k8s_ns_name=<NA>"
    #expect(
      run.output == """
        19:44:17.150039540: Warning cat opened /etc/passwd, parent <NA> \(suffix)
        19:44:18.150039540: Debug opened \\"/srv/x\\" \(suffix)

        """)
    #expect(run.messages.hasPrefix("2 alerts in 2 events, "))
  }

  @Test func alertsAreJSON() throws {
    let run = try run("--json", "--no-suggested-output", "--append-field", "evt.num", "--append-field", "proc.aname[2]")
    #expect(
      run.output == """
        {"hostname":"web-9","output":"19:44:17.150039540: Warning cat opened /etc/passwd, parent <NA>",\
        "output_fields":{"evt.num":1,"evt.time":1795463057150039540,"fd.name":"/etc/passwd","proc.aname[2]":null,"proc.name":"cat",\
        "proc.pname":null},"priority":"Warning","rule":"Secret opened","source":"syscall","tags":["a","b"],\
        "time":"2026-11-23T19:44:17.150039540Z"}
        {"hostname":"web-9","output":"19:44:18.150039540: Debug opened \\"/srv/x\\"",\
        "output_fields":{"evt.num":2,"evt.time":1795463058150039540,"fd.name":"/srv/x","proc.aname[2]":null},\
        "priority":"Debug","rule":"Anything opened","source":"syscall","tags":["a"],"time":"2026-11-23T19:44:18.150039540Z"}

        """)
  }

  @Test func timesMayBeISO8601() throws {
    let text = try run("--time-format-iso-8601", "--no-suggested-output")
    #expect(text.output.hasPrefix("2026-11-23T19:44:17.150039540+0000: Warning cat"))
    let json = try run("--time-format-iso-8601", "--no-suggested-output", "--json")
    #expect(json.output.contains("\"output\":\"2026-11-23T19:44:17.150039540+0000: Warning cat"))
    #expect(json.output.contains("\"evt.time.iso8601\":1795463057150039540"))
  }

  @Test("a hostile name forges no line and sends no escape", arguments: [[], ["--json"]])
  func hostile(options: [String]) throws {
    let name = "x\n12:00:00.000000000: Critical Forged\u{1B}[2J\u{9B}1m\u{202E}\u{7F}\r"
    let folder = try ScratchFolder(["rules.yaml": rules])
    let run = try RulecProcess(
      ["run", "--rules", "rules.yaml", "--source", "-"] + options, input: events(name: name, opening: ["/etc/a\u{1B}]0;b\u{7}\nc"]),
      in: folder.url)
    #expect(run.output.split(separator: "\n").count == 1)
    #expect(run.output.unicodeScalars.dropLast().allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && $0 != "\u{202E}" })
    #expect(run.output.contains("x\u{FFFD}12:00:00.000000000: Critical Forged\u{FFFD}[2J"))
  }

  @Test("options choose rules", arguments: [
    ([], ["Secret opened", "Anything opened"]),
    (["--rule-matching", "all"], ["Secret opened", "Anything opened", "Anything opened"]),
    (["--tag", "b"], ["Secret opened"]), (["--tag", "a", "--disable-tag", "b"], ["Anything opened", "Anything opened"]),
    (["--rule", "Off"], ["Off", "Off"]), (["--rule", "*opened"], ["Secret opened", "Anything opened"]),
    (["--disable-rule", "Secret*"], ["Anything opened", "Anything opened"]), (["--priority", "warning"], ["Secret opened"]),
    (["--rule", "Off", "--priority", "info"], ["Off", "Off"]), (["--rule", "Off", "--priority", "notice"], []),
    (["--disable-rule", "*"], []),
  ] as [([String], [String])])
  func choice(options: [String], expected: [String]) throws {
    let folder = try ScratchFolder(["rules.yaml": rules])
    let run = try RulecProcess(["run", "-r", "rules.yaml", "--json", "--source", "-"] + options, input: events(), in: folder.url)
    #expect(run.status == 0, "\(run.messages)")
    #expect(try names(run) == expected)
  }

  @Test func alertsAreAppendedToAFileToo() throws {
    let folder = try ScratchFolder(["rules.yaml": rules, "alerts.log": "before\n"])
    let run = try RulecProcess(["run", "-r", "rules.yaml", "--source", "-", "--output-file", "alerts.log"], input: events(), in: folder.url)
    #expect(try folder.text("alerts.log") == "before\n" + run.output)
    #expect(run.output.split(separator: "\n").count == 2)
  }

  @Test func figures() throws {
    let folder = try ScratchFolder(["rules.yaml": rules])
    let run = try RulecProcess(["run", "-r", "rules.yaml", "--source", "-", "--stats", "out.json"], input: events(), in: folder.url)
    #expect(run.status == 0)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(folder.text("out.json").utf8)) as? [String: Any])
    #expect(object["events"] as? Int == 2)
    #expect(object["alerts"] as? Int == 2)
    #expect(object["alerts_by_rule"] as? [String: Int] == ["Secret opened": 1, "Anything opened": 1])
    for key in ["drops", "tables", "evictions", "regex"] { #expect(object[key] is [String: Any], "\(key)") }
    for key in ["cpu_user_s", "cpu_system_s", "elapsed_s"] { #expect((object[key] as? Double).map { $0 >= 0 } == true, "\(key)") }
    #expect((object["peak_rss_bytes"] as? Int).map { $0 > 1 << 20 } == true)
  }

  // MARK: What does not work

  @Test func rulesWithAnErrorDoNotRun() throws {
    let folder = try ScratchFolder(["rules.yaml": rules.replacing("fd.name startswith", with: "fd.nmae startswith")])
    let run = try RulecProcess(["run", "-r", "rules.yaml", "--source", "-"], input: events(), in: folder.url)
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(run.messages.contains("unknown field 'fd.nmae'") && run.messages.contains("--> rules.yaml:3:"))
  }

  @Test func rulesOfOtherSourcesAreNamed() throws {
    let folder = try ScratchFolder(["rules.yaml": rules.replacing("  desc: d", with: "  desc: d\n  source: k8s_audit")])
    let run = try RulecProcess(["run", "-r", "rules.yaml", "--source", "-"], input: events(), in: folder.url)
    #expect(run.status == 0)
    #expect(run.messages.contains("no rule is about system calls"))
  }

  @Test("a command line that cannot be carried out", arguments: [
    (["--source", "missing.scap", "--duration", "3"], "are for '--source ebpf'"), (["--source", "missing.scap"], "cannot read 'missing.scap': No such file"),
    (["--source", "."], "cannot read '.'"), (["--source", "rules.yaml"], "is no capture"), (["--source", "empty"], "is no capture"),
    (["--source", "-", "--rule", "Secret opend"], "no rule is named 'Secret opend'; did you mean 'Secret opened'?"),
    (["--source", "-", "--disable-tag", "c"], "no rule has the tag 'c'"),
    (["--source", "-", "--append-field", "proc.nmae"], "unknown field 'proc.nmae'; did you mean 'proc.name'?"),
    (["--source", "-", "--append-field", "proc.names"], "unknown field 'proc.names'; did you mean 'proc.name'?"),
    (["--source", "-", "--output-file", "no/such/folder"], "cannot write 'no/such/folder'"),
    (["--source", "-", "--priority", "grave"], "priority"), ([], "--source"), (["--source", "-", "-r", "-"], "standard input"),
  ] as [([String], String)])
  func failures(options: [String], message: String) throws {
    let folder = try ScratchFolder(["rules.yaml": rules, "empty": ""])
    let run = try RulecProcess(["run", "-r", "rules.yaml"] + options, input: events(), in: folder.url)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.messages.contains(message), "\(run.messages)")
  }

  @Test func beforeTheDamageEverythingIsUsed() throws {
    let capture = try Data(contentsOf: PackageLayout.root.appendingPathComponent("demo/attack.scap"))
    let folder = try ScratchFolder([:])
    try capture.prefix(capture.count / 2).write(to: folder.url.appendingPathComponent("cut"))
    let rules = PackageLayout.root.appendingPathComponent("rules").path
    let run = try RulecProcess(["run", "-r", rules, "--source", "cut"], in: folder.url)
    #expect(run.status == 2)
    #expect(run.output.contains("Shell below a server"))
    #expect(run.messages.contains("'cut' is damaged at byte "))
  }

  @Test func linesThatAreNoEventsAreTold() throws {
    let run = try run(events: events() + "{\"evt\":\"opnat\",\"tid\":100}\n")
    #expect(run.status == 2)
    #expect(run.output.split(separator: "\n").count == 2)
    #expect(run.messages.contains("<stdin>:5:8: unknown event 'opnat'; did you mean 'openat'?"))
  }

  @Test("output that nobody takes ends the run with one line", arguments: [
    (">/dev/full", "No space left on device"), ("| true", "Broken pipe"),
  ])
  func lostOutput(target: String, reason: String) throws {
    let folder = try ScratchFolder(["rules.yaml": rules, "events": events()])
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.currentDirectoryURL = folder.url
    let command = "'\(RulecProcess.program.path)' run -r rules.yaml --source events"
    process.arguments = ["-c", "{ sleep 0.3; \(command) 2>messages; echo $? >status; } \(target)"]
    try process.run()
    process.waitUntilExit()
    #expect(try folder.text("status") == "2\n")
    #expect(try folder.text("messages").contains("rulec: cannot write standard output: \(reason)"))
  }
}

@Suite("The bundled capture")
struct BundledCaptureTests {
  @Test("shows rules of every gravity at work") func demo() throws {
    let run = try RulecProcess(
      ["run", "--rules", "rules/", "--source", "demo/attack.scap", "--no-suggested-output"], in: PackageLayout.root)
    #expect(run.status == 0, "\(run.messages)")
    try expectGolden(run.output, "run.demo")
  }
}
