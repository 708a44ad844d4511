import Foundation
import TestSupport
import Testing

private let rules = """
  - list: readers
    items: [cat, less]
  - macro: opened
    condition: evt.type = openat and fd.num >= 0
  - macro: secret
    condition: (fd.name startswith /etc/shadow or fd.name = /etc/gshadow)
  - rule: Secret read
    desc: d
    condition: opened and secret and (proc.name in (readers) or proc.pname = ssh) and user.uid = 0
    output: "%fd.name"
    priority: WARNING
    exceptions:
      - name: known
        fields: [proc.name, fd.name]
        values:
          - [less, /etc/shadow]
  - rule: Twice
    desc: d
    condition: (opened and proc.name = nosuch) or (opened and fd.name = val(proc.exepath))
    output: x
    priority: INFO
    enabled: false

  """

private func events(_ name: String, _ path: String) -> String {
  """
  {"process": {"tid": 7, "name": "\(name)", "exepath": "/bin/x"}}
  {"evt": "openat", "tid": 7, "args": {"fd": 3, "dirfd": -100, "name": "\(path)", "flags": 1}}
  {"evt": "open", "dir": ">", "tid": 7, "args": {"name": "/a"}}

  """
}

private func explain(_ options: [String], name: String = "cat", path: String = "/etc/shadow") throws -> RulecProcess {
  let folder = try ScratchFolder(["rules.yaml": rules, "events": events(name, path)])
  return try RulecProcess(["explain", "-r", "rules.yaml", "--source", "events"] + options, in: folder.url)
}

/// What stands behind the facts about the event.
private func explanation(_ run: RulecProcess) -> String {
  #expect(run.status == 0, "\(run.messages)")
  return run.output.components(separatedBy: "\n\n").dropFirst().joined(separator: "\n\n")
}

struct ExplainTests {
  @Test func alertsOfARun() throws {
    let folder = try ScratchFolder(["rules.yaml": rules, "events": events("cat", "/etc/shadow")])
    let run = ["run", "-r", "rules.yaml", "--source", "events", "--no-suggested-output", "--explain"]
    let text = try RulecProcess(run, in: folder.url)
    #expect(text.output.contains("Warning /etc/shadow\n    Secret read (rules.yaml:7:9): the condition holds\n"))
    #expect(text.output.contains("\u{2713} user.uid = 0  \u{2190} 0"))
    let json = try RulecProcess(run + ["--json"], in: folder.url)
    let alert = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let explanation = try #require(alert["explanation"] as? [String: Any])
    #expect(alert["rule"] as? String == "Secret read")
    #expect(explanation["holds"] as? Bool == true)
    #expect((explanation["parts"] as? [Any])?.count ?? 0 > 8)
  }

  @Test func plainWords() throws {
    let folder = try ScratchFolder(["rules.yaml": rules])
    let run = try RulecProcess(["explain", "-r", "rules.yaml", "--rule", "Secret read"], in: folder.url)
    #expect(run.status == 0)
    #expect(
      run.output == """
        Secret read (rules.yaml:7:9)
          d

          priority    Warning
          looks at    openat

        Gives an alert when all of this holds:
          - opened
          - secret
          - one of
            - proc.name is one of cat, less
            - proc.pname is ssh
          - user.uid is 0

        But not, by the exception 'known', when
          - proc.name is less
          - fd.name is /etc/shadow

        The macros:
          opened: evt.type = openat and fd.num >= 0
          secret: (fd.name startswith /etc/shadow or fd.name = /etc/gshadow)

        """)
    let json = try RulecProcess(["explain", "-r", "rules.yaml", "--json"], in: folder.url)
    #expect(json.output.contains("\"events\": [\n"))
    #expect(try RulecProcess(["explain", "-r", "rules.yaml", "--event", "3"], in: folder.url).status == 2)
  }

  @Test func aRuleThatHolds() throws {
    let run = try explain(["--event", "1"])
    #expect(
      run.output == """
        event 1: openat
          evt.res = "SUCCESS"
          fd.name = "/etc/shadow"
          proc.cmdline = "cat"
          proc.pid = 7
          proc.lineage = ["cat"]
          user.name = "root"
          container.id = "host"

        Secret read (rules.yaml:7:9): the condition holds
          decided by ✓ evt.type = openat  ← "openat" (rules.yaml:4:14)
          decided by ✓ fd.num >= 0  ← 3 (rules.yaml:4:36)
          decided by ✓ fd.name startswith /etc/shadow  ← "/etc/shadow" (rules.yaml:6:15)
          decided by ✓ proc.name in (readers)  ← "cat" (rules.yaml:9:37)
          decided by ✓ user.uid = 0  ← 0 (rules.yaml:9:85)
          decided by ✗ proc.name = less  ← "cat" (rules.yaml:16:12)
          ✓ and
            ✓ and
              ✓ macro opened
                ✓ and
                  ✓ evt.type = openat  ← "openat"
                  ✓ fd.num >= 0  ← 3
              ✓ macro secret
                ✓ or
                  ✓ fd.name startswith /etc/shadow  ← "/etc/shadow"
                  · fd.name = /etc/gshadow
              ✓ or
                ✓ proc.name in (readers)  ← "cat"
                · proc.pname = ssh
              ✓ user.uid = 0  ← 0
            ✓ exception known
              ✗ and
                ✗ proc.name = less  ← "cat"
                · fd.name = /etc/shadow

        """)
  }

  @Test func anExceptionThatLetsThrough() throws {
    let text = explanation(try explain(["--event", "1", "--rule", "Secret*"], name: "less"))
    #expect(text.contains("the condition does not hold\n  the exception 'known' lets the event through\n"))
    #expect(text.contains("  decided by ✓ proc.name = less  ← \"less\" (rules.yaml:16:12)\n"))
    // What decided nothing stays closed.
    #expect(text.contains("✓ macro opened …\n"))
  }

  @Test func theFirstPartThatFails() throws {
    let text = explanation(try explain(["--event", "1", "--rule", "Secret read"], name: "vi"))
    #expect(
      text == """
        Secret read (rules.yaml:7:9): the condition does not hold
          decided by ✗ proc.name in (readers)  ← "vi" (rules.yaml:9:37)
          decided by ✗ proc.pname = ssh  ← null (rules.yaml:9:63)
          ✗ and
            ✗ and
              ✓ macro opened …
              ✓ macro secret …
              ✗ or
                ✗ proc.name in (readers)  ← "vi"
                ✗ proc.pname = ssh  ← null
              · user.uid = 0
            · exception known …

        """)
  }

  /// A rule that does not run is explained where it is named; both sides of a comparison of fields; a macro that is used again.
  @Test func namedRules() throws {
    let text = explanation(try explain(["--event", "1", "--rule", "Twice"]))
    #expect(text.contains("✗ fd.name = val(proc.exepath)  ← \"/etc/shadow\", \"/bin/x\"\n"))
    #expect(text.contains("macro opened (as above)\n"))
  }

  @Test func json() throws {
    let run = try explain(["--event", "1", "--rule", "Secret read", "--json"], name: "less")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let event = try #require(object["event"] as? [String: Any])
    #expect(event["number"] as? Int == 1 && (event["fields"] as? [String: Any])?["fd.name"] as? String == "/etc/shadow")
    let rule = try #require((object["rules"] as? [[String: Any]])?.first)
    #expect(rule["holds"] as? Bool == false && rule["exceptions"] as? [String] == ["known"])
    let parts = try #require(rule["parts"] as? [[String: Any]])
    // Nothing is left closed.
    #expect(parts.count == 18)
    let check = try #require(parts.first { $0["text"] as? String == "fd.num >= 0" })
    #expect(check["values"] as? [Int] == [3] && check["decisive"] as? Bool == false && check["reached"] as? Bool == true)
    #expect(check["depth"] as? Int == 4 && (check["place"] as? [String: Any])?["line"] as? Int == 4)
  }

  @Test func noRule() throws {
    let text = explanation(try explain(["--event", "1"], path: "/srv/a"))
    #expect(text == "No rule's condition holds for it; '--rule NAME' shows why one does not.\n")
  }

  @Test func failures() throws {
    for (options, message) in [
      (["--event", "3"], "there is no event 3: the last one is 2"),
      (["--event", "2"], "event 2 only changes state: rules do not see it"),
      (["--event", "0"], "--event takes a number from 1 on"),
      (["--event", "1", "--rule", "Secred read"], "no rule is named 'Secred read'"),
    ] {
      let run = try explain(options)
      #expect(run.status == 2 && run.messages.contains(message) && run.output.isEmpty, "\(options): \(run.messages)")
    }
  }

  /// Each use of a macro but the first is a line, however often macros are doubled.
  @Test func doublingMacros() throws {
    var text = "- macro: m0\n  condition: proc.name = nosuch\n"
    for number in 1...60 { text += "- macro: m\(number)\n  condition: m\(number - 1) or m\(number - 1)\n" }
    text += "- {rule: r, desc: d, priority: INFO, output: o, condition: evt.type = openat and m60}\n"
    let folder = try ScratchFolder(["rules.yaml": text, "events": events("cat", "/a")])
    let run = try RulecProcess(
      ["explain", "-r", "rules.yaml", "--source", "events", "--event", "1", "--rule", "r"], in: folder.url)
    #expect(run.status == 0 && run.output.split(separator: "\n").count < 200)
  }
}
