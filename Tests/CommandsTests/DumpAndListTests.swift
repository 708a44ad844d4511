import Foundation
import TestSupport
import Testing

private let rules = """
  - list: shells
    items: [bash, zsh]
  - macro: shell
    condition: proc.name in (shells)
  - rule: Shell opens a file
    desc: d
    condition: >
      evt.type in (open, openat) and
      shell and not fd.name startswith "/dev/"
    output: "%proc.name"
    priority: NOTICE
    tags: [b, a]
  - rule: Other
    desc: d
    condition: evt.type = close
    output: x
    priority: DEBUG
    enabled: false

  """

@Suite("rulec dump")
struct DumpTests {
  @Test("every stage of one rule", arguments: ["tokens", "ast", "resolved", "typed", "ir", "bytecode", "condition"])
  func stage(stage: String) throws {
    let run = try RulecProcess(["dump", "--stage", stage, "--rule", "Shell opens a file", "-"], input: rules)
    #expect(run.status == 0)
    #expect(run.messages.isEmpty)
    try expectGolden(run.output, "dump.\(stage)")
  }

  @Test func aConditionGivenHerePrintsUnresolved() throws {
    let run = try RulecProcess(["dump", "--stage", "condition", "--condition", "shell or evt.num=1"])
    #expect(run.output == "(shell or evt.num = 1)\n")
    #expect(run.status == 0)
  }

  @Test func whatIsWrongIsToldBesideWhatThereIs() throws {
    let run = try RulecProcess(["dump", "--stage", "ast", "--condition", "evt.num = 1 and"])
    #expect(run.status == 1)
    #expect(run.output.contains("check ="))
    #expect(run.messages.contains(" --> <condition>:1:"))
  }

  @Test func anUnknownRuleIsNamed() throws {
    let run = try RulecProcess(["dump", "--stage", "ast", "--rule", "Othre", "-"], input: rules)
    #expect(run.status == 2)
    #expect(run.messages == "rulec: no rule is named 'Othre'; did you mean 'Other'?\n")
  }
}

@Suite("rulec list")
struct ListTests {
  @Test("what files define", arguments: ["rules", "macros", "lists"], ["text", "json", "markdown"])
  func ofFiles(kind: String, format: String) throws {
    let run = try RulecProcess(["list", kind, "--format", format, "-"], input: rules)
    #expect(run.status == 0)
    try expectGolden(run.output, "list.\(kind).\(format)")
  }

  @Test("what rulec knows", arguments: ["fields", "events", "operators", "transformers", "codes"])
  func vocabulary(kind: String) throws {
    let text = try RulecProcess(["list", kind])
    let json = try RulecProcess(["list", kind, "--format", "json"])
    #expect(text.status == 0 && json.status == 0)
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
    #expect(rows.count > 5)
    #expect(text.output.split(separator: "\n").count == rows.count)
  }
}
