import TestSupport
import Testing

@Suite("rulec diff")
struct DiffTests {
  private static let old = """
    - required_engine_version: 0.50.0
    - list: shells
      items: [sh, bash]
    - list: gone
      items: [x]
    - macro: opened
      condition: evt.type in (open, openat)
    - rule: Shell
      desc: d
      condition: evt.type = execve and proc.name in (shells) and not proc.pname in (gone)
      output: shell %proc.name
      priority: WARNING
      tags: [a, b]
    - rule: Opened
      desc: d
      condition: opened and fd.name = /etc/shadow
      output: opened
      priority: NOTICE
      enabled: false
    - rule: Old
      desc: d
      condition: evt.type = chmod
      output: x
      priority: DEBUG

    """

  private static let new = """
    - required_engine_version: 0.51.0
    - list: shells
      items: [sh, bash, zsh]
    - macro: opened
      condition: evt.type = openat
    - rule: Shell
      desc: another text, which means nothing
      condition: proc.name in (shells) and evt.type=execve and not proc.pname in (x)
      output: shell %proc.name %user.name
      priority: ERROR
      tags: [a, c]
    - rule: Opened
      desc: d
      condition: opened and fd.name = /etc/shadow
      output: opened
      priority: INFO
    - rule: New
      desc: d
      condition: evt.type = chown
      output: x
      priority: DEBUG

    """

  private func diff(_ old: String, _ new: String, _ arguments: String...) throws -> RulecProcess {
    let folder = try ScratchFolder(["old.yaml": old, "new.yaml": new])
    return try RulecProcess(["diff", "old.yaml", "new.yaml"] + arguments, in: folder.url)
  }

  @Test("each change in its class")
  func classes() throws {
    let run = try diff(Self.old, Self.new)
    #expect(run.status == 0)
    #expect(
      run.output == """
        major:
          rule 'Old' is gone
          list 'gone' is gone
          rule 'Shell' has fewer tags
            - b
          rule 'Opened' is less urgent: Informational, not Notice
          rule 'Opened' looks at fewer event types
            - open
          macro 'opened' holds for other event types
            - open

        minor:
          the required engine version goes from 0.50.0 to 0.51.0
          rule 'New' is new

        patch:
          rule 'Shell' is more urgent: Error, not Warning
          rule 'Shell' has more tags
            + c
          rule 'Shell' has other output fields
            + user.name
          rule 'Shell' has another condition
            ~ proc.name in (…): +zsh
          rule 'Opened' is enabled now
          rule 'Opened' has another condition
            - evt.type in (open, openat)
            + evt.type = openat
          list 'shells' has other items
            + zsh

        """)
  }

  @Test("required plugins, as Falco's own checker sorts their changes", arguments: [
    ("[{name: a, version: 1.0.0}]", "[]", "patch: plugin 'a' 1.0.0 is no longer required"),
    ("[]", "[{name: a, version: 1.0.0}]", "minor: plugin 'a' 1.0.0 is required"),
    ("[{name: a, version: 1.0.0}]", "[{name: a, version: 1.10.0}]", "minor: the required version of plugin 'a' goes from 1.0.0 to 1.10.0"),
    ("[{name: a, version: 1.10.0}]", "[{name: a, version: 1.9.0}]", "patch: the required version of plugin 'a' goes from 1.10.0 to 1.9.0"),
    (
      "[{name: a, version: 1.0.0}]", "[{name: a, version: 1.0.0, alternatives: [{name: b, version: 2.0.0}]}]",
      "patch: plugin 'b' 2.0.0 is a new alternative"
    ),
    (
      "[{name: a, version: 1.0.0, alternatives: [{name: b, version: 2.0.0}]}]", "[{name: b, version: 2.0.0}]",
      "major: plugin 'a' is no longer an alternative"
    ),
    (
      "[{name: a, version: 1.0.0, alternatives: [{name: b, version: 2.0.0}]}]", "[{name: c, version: 2.0.0}]",
      "minor: plugin 'c' 2.0.0 is required; patch: plugin 'a' 1.0.0 or 'b' 2.0.0 is no longer required"
    ),
    ("[{name: a, version: 1.0.0}]", "[{name: a, version: 1.0.0}]", "Nothing changed in meaning."),
  ])
  func plugins(before: String, after: String, told: String) throws {
    let run = try diff("- required_plugin_versions: \(before)\n" + Self.old, "- required_plugin_versions: \(after)\n" + Self.old)
    let words = run.output.replacing("\n\n", with: "; ").replacing(":\n  ", with: ": ").replacing("\n", with: "")
    #expect(run.status == 0 && words == told)
  }

  @Test("required engines", arguments: [
    ("0.50.0", "0.51.0", "minor:\n  the required engine version goes from 0.50.0 to 0.51.0\n"),
    ("0.50.0", "0.9.0", "patch:\n  the required engine version goes from 0.50.0 to 0.9.0\n"),
  ])
  func engines(before: String, after: String, told: String) throws {
    #expect(try diff(Self.old.replacing("0.50.0", with: before), Self.old.replacing("0.50.0", with: after)).output == told)
  }

  @Test("a mistake in a macro that no rule uses does not end it; one in a macro that a rule uses does")
  func brokenMacros() throws {
    let macro = "- macro: m\n  condition: proc.nmae = x\n"
    #expect(try diff(Self.old, macro + Self.old).output == "minor:\n  macro 'm' is new\n")
    let used = try diff(Self.old, macro + Self.old.replacing("evt.type = chmod", with: "evt.type = chmod and m"))
    #expect(used.status == 1 && used.messages.contains("unknown field 'proc.nmae'"))
  }

  @Test("the order of parts, comments and layout mean nothing")
  func nothing() throws {
    let other = Self.old.replacing("evt.type = execve and proc.name in (shells)", with: "proc.name in (shells) and evt.type=execve")
    let run = try diff(Self.old, "# a comment\n" + other)
    #expect(run.output == "Nothing changed in meaning.\n")
  }

  @Test("alerts that only one of the sets gives")
  func alerts() throws {
    let events = """
      {"evt": "openat", "tid": 1, "args": {"fd": 3, "dirfd": "AT_FDCWD", "name": "/etc/shadow", "flags": "O_RDONLY"}}
      {"evt": "chmod", "tid": 1, "args": {"res": 0, "filename": "/x"}}
      {"evt": "chown", "tid": 1, "args": {"res": 0, "path": "/x"}}

      """
    let folder = try ScratchFolder(["old.yaml": Self.old, "new.yaml": Self.new, "events.jsonl": events])
    let run = try RulecProcess(["diff", "old.yaml", "new.yaml", "--source", "events.jsonl"], in: folder.url)
    #expect(run.messages == "")
    #expect(run.output.hasSuffix("\nalerts: 0 in both\n  +1 New (event 3)\n  +1 Opened (event 1)\n  -1 Old (event 2)\n"))
    let markdown = try RulecProcess(["diff", "old.yaml", "new.yaml", "--source", "events.jsonl", "--format", "markdown"], in: folder.url)
    #expect(markdown.output.hasPrefix("### Rules: a major change\n"))
    #expect(markdown.output.contains("\n| lost | Old | 1 | event 2 |\n"))
    let json = try RulecProcess(["diff", "old.yaml", "new.yaml", "--format", "json"], in: folder.url)
    #expect(json.output.contains("\"level\": \"major\""))
  }

  @Test("rules with a mistake end it as they end a check")
  func mistakes() throws {
    let run = try diff(Self.old, "- rule: x\n  desc: d\n  condition: evt.type = \n  output: x\n  priority: DEBUG\n")
    #expect(run.status == 1)
    #expect(run.messages.contains("LOAD_ERR_COMPILE_CONDITION"))
  }
}
