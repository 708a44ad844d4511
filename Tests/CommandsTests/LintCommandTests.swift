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

  @Test("what an engine that is aimed at does not know is an error")
  func engineTarget() throws {
    let rules = """
      - required_engine_version: 0.57.0
      - rule: Joined
        desc: d
        condition: evt.type = execve and concat(proc.name, proc.pname) contains oneof (a, b) and len(proc.name) > 3 and proc.name = val(proc.pname)
        output: "%proc.name"
        priority: NOTICE

      """
    func run(_ engine: String, _ rules: String = rules, _ arguments: String...) throws -> [String] {
      let folder = try ScratchFolder([".rulec.yaml": "engine: \(engine)\n", "a.yaml": rules])
      let run = try RulecProcess(["check", "--format", "compact"] + arguments + ["a.yaml"], in: folder.url)
      return run.output.split(separator: "\n").filter { $0.contains("error[") }.map { String($0.drop { $0 != " " }.dropFirst()) }
    }
    let concat = "error[LOAD_ERR_COMPILE_CONDITION]: transformer 'concat' needs engine 0.62.0, and .rulec.yaml says"
    let modifier = "error[LOAD_ERR_COMPILE_CONDITION]: 'oneof' needs engine 0.62.0, and .rulec.yaml says"
    #expect(try run("0.62.0").isEmpty)
    #expect(try run("0.63.0", rules.replacing("0.57.0", with: "0.63.0")).isEmpty)
    let with57 = try run("57")
    #expect(with57.count == 2 && with57[0].hasPrefix(concat + " 0.57.0") && with57[1].hasPrefix(modifier + " 0.57.0"), "\(with57)")
    // That of 0.43 has no len yet, and does not read the file at all.
    let with43 = try run("0.43.0")
    #expect(with43.count == 4 && with43.contains { $0.contains("'len' needs engine 0.46.0") }, "\(with43)")
    #expect(with43.contains { $0.hasPrefix("error[LOAD_ERR_VALIDATE]") && $0.contains("0.57.0") && $0.contains("0.43.0") }, "\(with43)")
    #expect(try run("0.39.0").contains { $0.contains("a field on the right side needs engine 0.40.0") })
    // No engine of Falco has our fields; a rule may ask to be left out.
    let own = rules.replacing("evt.type = execve", with: "proc.lineage intersects (x) and evt.type = execve")
    let lacking = try run("0.62.0", own)
    #expect(lacking.count == 1 && lacking[0].contains("in Falco, which refuses the whole file"), "\(lacking)")
    // Asked for in both ways it is said once.
    #expect(try run("0.62.0", own, "--compat", "falco") == lacking)
    #expect(try run("0.62.0", own.replacing("  priority", with: "  skip-if-unknown-filter: true\n  priority")).isEmpty)
  }

  private static let auditRule = """
    - rule: Audit
      desc: d
      condition: ka.verb = create and ka.user.name in (a, b) and ka.req.images intersects (x) and ka.count > 3 and ka.param[command] exists
      output: "%ka.user.name %evt.time"
      priority: NOTICE
      source: k8s_audit

    """
  private static let auditFields = """
    [{"name": "ka.verb", "type": "string", "desc": "What was done."},
     {"name": "ka.user.name", "type": "string", "display": "User", "desc": "Who did it.", "arg": {"isRequired": false}},
     {"name": "ka.req.images", "type": "string", "isList": true, "arg": {"isRequired": false, "isIndex": true, "isKey": false}},
     {"name": "ka.param", "type": "string", "arg": {"isRequired": true, "isIndex": false, "isKey": true}},
     {"field": "ka.count", "type": "UINT64", "description": "How many."}]
    """

  @Test("rules are checked against fields of a plugin that the configuration describes")
  func declaredFields() throws {
    let folder = try ScratchFolder([
      ".rulec.yaml": "fields: [{path: fields/audit.json, source: k8s_audit}, fields/own.yaml]\n", "fields/audit.json": Self.auditFields,
      "fields/own.yaml": "- {name: my.owner, type: string}\n- {name: proc.name, type: uint64}\n", "rules/a.yaml": Self.auditRule,
    ])
    func run(_ rules: String, _ arguments: String...) throws -> RulecProcess {
      _ = try folder.write(rules, to: "rules/a.yaml")
      return try RulecProcess(["check", "--format", "compact", "--fail-level", "note"] + arguments + ["../rules"], in: folder.url.appendingPathComponent("fields"))
    }
    let clean = try run(Self.auditRule)
    #expect(clean.status == 0 && clean.output.isEmpty, "\(clean.output)")
    for (text, mistake, told) in [
      ("ka.verb", "ka.vreb", "unknown field 'ka.vreb'"), ("ka.count > 3", "ka.count > x", "a number"), ("ka.param[command]", "ka.param", "needs an argument"),
      ("ka.req.images intersects (x)", "ka.req.images = x", "list"), ("ka.verb = create", "proc.name = create", "belongs to source 'syscall'"),
    ] {
      let wrong = try run(Self.auditRule.replacing(text, with: mistake))
      #expect(wrong.status == 1 && wrong.output.contains(told), "\(text): \(wrong.output)")
    }
    // Among system calls; what is built in stays as it is.
    let own = "- rule: Own\n  desc: d\n  condition: evt.type = execve and my.owner = x and proc.name = y\n  output: \"%my.owner\"\n  priority: NOTICE\n"
    #expect(try run(own).status == 0)
    #expect(try run(own, "--compat", "falco").status == 0)
    // Nothing reads them: where rules run they are unknown.
    let events = try folder.write("", to: "events.jsonl")
    let replay = try RulecProcess(["run", "--rules", "rules", "--source", events.path], in: folder.url)
    #expect(replay.status == 1 && replay.messages.contains("unknown field 'my.owner'"))
  }

  @Test("mistakes in files of fields have their places", arguments: [
    ("- {name: a.b, type: sting}\n", "fields.yaml:1:21", "'sting' is no type of a field"),
    ("- {name: a, type: string}\n", "fields.yaml:1:10", "'a' is no name of a field"),
    ("- {type: string}\n", "fields.yaml:1:3", "a field has no name"), ("- {name: a.b}\n", "fields.yaml:1:3", "field 'a.b' has no type"),
    ("- {name: a.b, type: string}\n- {name: a.b, type: string}\n", "fields.yaml:2:10", "field 'a.b' is described twice"),
    ("- {name: a.b, type: string, argument: some}\n", "fields.yaml:1:39", "'some' is no argument of a field"),
    ("- {name: a.b, tpye: string}\n", "fields.yaml:1:15", "unknown key 'tpye'"), ("name: a.b\n", "fields.yaml:1:1", "a file of fields is a list"),
    ("- [a.b]\n", "fields.yaml:1:3", "a field has no name"), ("- {name: a.b\n", "fields.yaml:1:3", "is never closed"),
  ])
  func wrongFields(text: String, place: String, told: String) throws {
    let folder = try ScratchFolder([".rulec.yaml": "fields: [fields.yaml]\n", "fields.yaml": text, "a.yaml": long])
    let run = try RulecProcess(["check", "--format", "compact", "a.yaml"], in: folder.url)
    #expect(run.status == 1)
    #expect(run.output.contains("\(place): error[") && run.output.contains(told), "\(run.output)")
  }

  @Test("a file of fields that is not there")
  func missingFields() throws {
    let folder = try ScratchFolder([".rulec.yaml": "fields:\n  - path: none.json\n", "a.yaml": long])
    let run = try RulecProcess(["check", "--format", "compact", "a.yaml"], in: folder.url)
    #expect(run.status == 1 && run.output.contains(".rulec.yaml:2:11: error[RULEC_CONFIGURATION]: cannot read 'none.json'"), "\(run.output)")
  }

  @Test("SARIF tells of what is silenced and why; other formats and the exit code do not")
  func suppressed() throws {
    let folder = try ScratchFolder([
      ".rulec.yaml": "ignore: [{path: b.yaml, reason: not ours}]\nlevels: {LOAD_DEPRECATED_ITEM: ignore}\n",
      "a.yaml": "# rulec: ignore RULEC_LONG_NAME -- a kernel thread\n" + long, "b.yaml": long.replacing("Long", with: "Longer").replacing("too-long", with: "too-long-too"), "c.yaml": shell,
    ])
    let run = try RulecProcess(["check", "--fail-level", "note", "--format", "sarif", "."], in: folder.url)
    #expect(run.status == 0 && run.messages.isEmpty)
    let sarif = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let results = try #require((sarif["runs"] as? [[String: Any]])?.first?["results"] as? [[String: Any]])
    let told = results.map { result in
      let suppressions = (result["suppressions"] as? [[String: String]] ?? []).map { "\($0["kind"] ?? "") \($0["justification"] ?? "-")" }
      return "\(result["ruleId"] ?? ""): \(suppressions.joined())"
    }
    #expect(told == ["RULEC_LONG_NAME: inSource a kernel thread", "RULEC_LONG_NAME: external not ours", "LOAD_DEPRECATED_ITEM: external -"])
    let compact = try RulecProcess(["check", "--fail-level", "note", "--format", "compact", "."], in: folder.url)
    #expect(compact.status == 0 && compact.output.isEmpty)
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
