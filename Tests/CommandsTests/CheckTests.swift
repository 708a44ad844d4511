import Foundation
import TestSupport
import Testing

private let clean = """
  - rule: good
    desc: d
    condition: evt.type = open and proc.name = cat
    output: "%proc.name"
    priority: NOTICE

  """
private let wrong = clean.replacing("proc.name = cat", with: "proc.nmae = cat")
private let unused = clean + "- list: nobody\n  items: [a]\n"

@Suite("rulec check")
struct CheckTests {
  private static let formats = ["pretty", "compact", "json", "github", "sarif", "junit", "checkstyle", "gitlab"]

  @Test("exit codes are the same for every format", arguments: formats)
  func exitCodes(format: String) throws {
    let folder = try ScratchFolder(["clean.yaml": clean, "wrong.yaml": wrong, "unused.yaml": unused])
    func status(_ arguments: String...) throws -> Int32 {
      try RulecProcess(["check", "--format", format] + arguments, in: folder.url).status
    }
    #expect(try status("clean.yaml") == 0)
    #expect(try status("unused.yaml") == 0)
    #expect(try status("--fail-level", "warning", "unused.yaml") == 1)
    #expect(try status("wrong.yaml") == 1)
    #expect(try status("missing.yaml") == 2)
    #expect(try status("wrong.yaml", "missing.yaml") == 2)
  }

  @Test("wrong usage ends with 2", arguments: [
    ["check"], ["check", "--format", "nice", "x"], ["check", "--fail-level", "fatal", "x"], ["chekc"], ["--no-such"],
    ["dump", "--stage", "ast"], ["list", "rules"], ["list", "fields", "x.yaml"],
    ["dump", "--stage", "ast", "--rule", "a", "--condition", "b", "c"],
  ])
  func usage(arguments: [String]) throws {
    let run = try RulecProcess(arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(!run.messages.isEmpty)
  }

  @Test("help and version end with 0", arguments: [["--help"], ["--version"], ["check", "--help"], ["help", "dump"]])
  func help(arguments: [String]) throws {
    let run = try RulecProcess(arguments)
    #expect(run.status == 0)
    #expect(!run.output.isEmpty)
    #expect(run.messages.isEmpty)
  }

  @Test func theReportGoesToOutputAndTheSummaryToTheMessages() throws {
    let folder = try ScratchFolder(["rules/b.yml": wrong, "rules/a.yaml": clean, "rules/c.txt": "x", "rules/d/e.yaml": "x"])
    let run = try RulecProcess(["check", "rules"], in: folder.url)
    #expect(run.status == 1)
    try expectGolden(run.output, "check.pretty")
    #expect(run.messages == "1 error in 2 files\n")
  }

  @Test func standardInputIsAFile() throws {
    let run = try RulecProcess(["check", "--format", "compact", "-", "-"], input: wrong)
    #expect(run.status == 1)
    #expect(run.output.hasPrefix("<stdin>:3:"))
    #expect(run.messages == "1 error in 1 file\n")
  }

  @Test func aFileIsReadOnceHoweverManyPathsLeadToIt() throws {
    let folder = try ScratchFolder(["rules/a.yaml": wrong])
    let run = try RulecProcess(["check", "--format", "compact", "rules/a.yaml", "./rules", "rules/"], in: folder.url)
    #expect(run.messages == "1 error in 1 file\n")
    #expect(run.output.hasPrefix("rules/a.yaml:3:"))
  }

  @Test func aDirectoryWithoutRulesIsAMistake() throws {
    let folder = try ScratchFolder(["rules/readme.txt": ""])
    let run = try RulecProcess(["check", "rules"], in: folder.url)
    #expect(run.status == 2)
    #expect(run.output.contains("there is no rule file in 'rules'"))
  }

  @Test func outputGoesToAFileInAnyFormat() throws {
    let folder = try ScratchFolder(["a.yaml": wrong])
    let run = try RulecProcess(["check", "--format", "json", "--output", "out.json", "a.yaml"], in: folder.url)
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    let object = try JSONSerialization.jsonObject(with: Data(folder.text("out.json").utf8)) as? [String: Any]
    #expect((object?["summary"] as? [String: Int])?["errors"] == 1)
    #expect(try RulecProcess(["check", "--output", "no/such/folder", "a.yaml"], in: folder.url).status == 2)
  }

  @Test func colourComesOnlyWhenAskedForOrOnATerminal() throws {
    let folder = try ScratchFolder(["a.yaml": wrong])
    #expect(try !RulecProcess(["check", "a.yaml"], in: folder.url).output.contains("\u{1B}"))
    #expect(try RulecProcess(["check", "--color", "always", "a.yaml"], in: folder.url).output.contains("\u{1B}[1;31m"))
  }

  @Test("the stock rules have no error, and no format changes what is counted", .needsSharedData, arguments: formats)
  func stockRules(format: String) throws {
    let files = SharedData.files(in: "corpus/falco-rules", suffix: ".yaml").map(\.path)
    #expect(files.count == 3)
    let run = try RulecProcess(["check", "--format", format] + files)
    #expect(run.status == 0)
  }

  @Test("the counts of the stock rules", .needsSharedData)
  func stockCounts() throws {
    let files = SharedData.files(in: "corpus/falco-rules", suffix: ".yaml").map(\.path)
    let run = try RulecProcess(["check", "--format", "json"] + files)
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let summary = try #require(object?["summary"] as? [String: Int])
    #expect(summary["files"] == 3)
    #expect(summary["rules"] == 93)
  }
}
