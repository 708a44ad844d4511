import Foundation
import TestSupport
import Testing

private let shell = """
  - rule: Shell
    desc: d
    condition: evt.type = execve and evt.dir = < and proc.name in (bash, sh, bash)
    output: "%proc.name"
    priority: Notice

  """
private let long = """
  - rule: Long
    desc: d
    condition: evt.type = execve and proc.name = a-name-that-is-too-long
    output: "%proc.name"
    priority: NOTICE

  """

@Suite("rulec check: lints")
struct LintCommandTests {
  @Test("lints are warnings, and style comes when it is asked for")
  func levels() throws {
    let folder = try ScratchFolder(["long.yaml": long, "shell.yaml": shell])
    func run(_ arguments: String...) throws -> RulecProcess { try RulecProcess(["check", "--format", "compact"] + arguments, in: folder.url) }
    #expect(try run("long.yaml").status == 0)
    #expect(try run("--fail-level", "warning", "long.yaml").status == 1)
    #expect(try run("--fail-level", "warning", "--exit-zero", "long.yaml").status == 0)
    #expect(try run("long.yaml").output.contains("warning[RULEC_LONG_NAME]"))
    #expect(try !run("shell.yaml").output.contains("RULEC_PRIORITY"))
    #expect(try run("--style", "shell.yaml").output.contains("note[RULEC_PRIORITY]"))
    #expect(try run("--exit-zero", "missing.yaml").status == 2)
  }

  @Test("--diff shows, --fix does, and then there is nothing left to do")
  func fixing() throws {
    let folder = try ScratchFolder(["shell.yaml": shell, "long.yaml": long])
    let diff = try RulecProcess(["check", "--style", "--diff", "shell.yaml", "long.yaml"], in: folder.url)
    #expect(diff.status == 1)
    try expectGolden(diff.output, "check.diff")
    #expect(try folder.text("shell.yaml") == shell)
    let fix = try RulecProcess(["check", "--style", "--fix", "--format", "compact", "shell.yaml", "long.yaml"], in: folder.url)
    #expect(fix.status == 0)
    #expect(fix.messages == "fixed 3 problems in 1 file\n1 warning in 2 files\n")
    #expect(fix.output.hasPrefix("long.yaml:3:"))
    let fixed = shell.replacing(" and evt.dir = <", with: "").replacing(", sh, bash", with: ", sh").replacing("Notice", with: "NOTICE")
    #expect(try folder.text("shell.yaml") == fixed)
    #expect(try folder.text("long.yaml") == long)
    let again = try RulecProcess(["check", "--style", "--diff", "shell.yaml", "long.yaml"], in: folder.url)
    #expect(again.status == 0 && again.output.isEmpty)
  }

  @Test("wrong usage", arguments: [["--fix", "--diff", "x"], ["--fix", "-"]])
  func usage(arguments: [String]) throws {
    #expect(try RulecProcess(["check"] + arguments).status == 2)
  }

  @Test("the configuration is found above, and its paths are from there")
  func configuration() throws {
    let folder = try ScratchFolder([
      ".rulec.yaml": "levels: {RULEC_LONG_NAME: error}\nignore: [{path: deep/vendor}]\n", "deep/rules/a.yaml": long, "deep/vendor/b.yaml": long,
    ])
    func run(_ arguments: String..., in path: String) throws -> RulecProcess {
      try RulecProcess(["check", "--format", "compact"] + arguments, in: folder.url.appendingPathComponent(path))
    }
    #expect(try run("rules", in: "deep").status == 1)
    #expect(try run("rules", in: "deep").output.contains("error[RULEC_LONG_NAME]"))
    #expect(try run("vendor", in: "deep").status == 0)
    #expect(try run("../vendor/b.yaml", in: "deep/rules").output.isEmpty)
    #expect(try run(folder.url.appendingPathComponent("deep/vendor/b.yaml").path, in: "deep/rules").output.isEmpty)
    // Above a repository nothing is looked for.
    _ = try FileManager.default.createDirectory(at: folder.url.appendingPathComponent("deep/.git"), withIntermediateDirectories: true)
    #expect(try run("rules", in: "deep").status == 0)
  }

  @Test("a mistake in the configuration is an error with its place")
  func wrongConfiguration() throws {
    let folder = try ScratchFolder([".rulec.yaml": "levels:\n  RULEC_LONG_NAM: error\n", "a.yaml": shell])
    let run = try RulecProcess(["check", "--format", "compact", "a.yaml"], in: folder.url)
    #expect(run.status == 1)
    #expect(run.output.contains(".rulec.yaml:2:3: error[RULEC_CONFIGURATION]: no code is named 'RULEC_LONG_NAM'"))
  }

  @Test("falco-json knows neither lints nor comments nor configuration")
  func falcoJSON() throws {
    let folder = try ScratchFolder([".rulec.yaml": "levels: {LOAD_DEPRECATED_ITEM: ignore}\n", "a.yaml": shell, "b.yaml": "# rulec: ignore X\n" + long])
    let run = try RulecProcess(["check", "--format", "falco-json", "a.yaml", "b.yaml"], in: folder.url)
    #expect(run.status == 0)
    #expect(run.output.contains("LOAD_DEPRECATED_ITEM"))
    #expect(!run.output.contains("RULEC_"))
  }

  @Test("explain tells about every code that is listed")
  func explain() throws {
    let codes = try RulecProcess(["list", "codes"]).output.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(codes.count > 45)
    for code in [codes[0], codes[codes.count / 2], codes[codes.count - 1]] {
      let run = try RulecProcess(["explain", code])
      #expect(run.status == 0 && run.output.hasPrefix("\(code) ("))
    }
    let unknown = try RulecProcess(["explain", "RULEC_LONG_NAM"])
    #expect(unknown.status == 2 && unknown.messages.contains("did you mean 'RULEC_LONG_NAME'?"))
    #expect(try RulecProcess(["explain"]).status == 2)
  }

  @Test("the rules of this repository are clean")
  func ownRules() throws {
    let run = try RulecProcess(["check", "--fail-level", "warning", PackageLayout.root.appendingPathComponent("rules").path])
    #expect(run.status == 0, "\(run.output)")
  }

  @Test("what the document says of the stock rules is what is found", .needsSharedData)
  func stockRules() throws {
    let names = ["falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml"]
    let files = names.map { SharedData.url("corpus/falco-rules/\($0)").path }
    let run = try RulecProcess(["check", "--style", "--format", "compact"] + files)
    let found = Set(
      run.output.split(separator: "\n").compactMap { line -> String? in
        guard let match = line.firstMatch(of: /([^\/]+\.yaml):(\d+):\d+: \w+\[(\w+)\]/) else { return nil }
        return "| \(match.1):\(match.2) | \(match.3) |"
      })
    let document = try String(contentsOf: PackageLayout.root.appendingPathComponent("docs/lints-on-stock-rules.md"), encoding: .utf8)
    let told = Set(document.split(separator: "\n").compactMap { $0.firstMatch(of: /^\| [^|]+\.yaml:\d+ \| \w+ \|/).map { String($0.0) } })
    #expect(found == told, "\(found.symmetricDifference(told).sorted())")
    let classes = document.matches(of: /\| (real|stylistic|false) \|/).map { String($0.1) }
    #expect(classes.count == told.count && !classes.contains("false"))
  }
}
