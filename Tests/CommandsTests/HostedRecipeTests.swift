import Diagnostics
import Foundation
import RuleFile
import TestSupport
import Testing

// What hosted services run of this repository, as far as that goes without them: `action.yml` as a runner of GitHub runs it,
// the example's workflow, and `.pre-commit-hooks.yaml` as pre-commit does it. `scripts/pre-commit-test` asks pre-commit itself.

/// A YAML file as values.
private enum Value {
  case text(String)
  case list([Value])
  case mapping([(key: String, value: Value)])

  init(file: URL) throws {
    var map = SourceMap()
    let id = try #require(map.add(name: file.lastPathComponent, bytes: Array(try Data(contentsOf: file))))
    let content = YAMLReader.read(map[id])
    #expect(content.diagnostics.isEmpty)
    let nodes = content.parts.compactMap { content.tree.node($0.node) }
    // A list at the top is read item by item.
    if case .item? = content.parts.first?.role { self = .list(nodes.map(Value.init)) } else { self = Value(try #require(nodes.first)) }
  }

  private init(_ node: YAMLNode) {
    switch node {
    case .scalar(let scalar): self = .text(scalar.string)
    case .sequence(let elements, _): self = .list(elements.map(Value.init))
    case .mapping(let entries, _):
      self = .mapping(
        entries.compactMap { entry in
          guard case .scalar(let key) = entry.key else { return nil }
          return (key.string, Value(entry.value))
        })
    }
  }

  subscript(key: String) -> Value? { entries.first { $0.key == key }?.value }
  var entries: [(key: String, value: Value)] { if case .mapping(let entries) = self { entries } else { [] } }
  var elements: [Value] { if case .list(let elements) = self { elements } else { [] } }
  var text: String? { if case .text(let text) = self { text } else { nil } }
}

private let wrong = "- rule: Wrong\n  desc: d\n  condition: evt.type = execve and proc.nmae = x\n  output: x\n  priority: NOTICE\n"
private let long = """
  - rule: Long
    desc: A name that the kernel cuts off.
    condition: evt.type = execve and proc.name = a-name-that-is-too-long
    output: A program ran | command=%proc.cmdline
    priority: NOTICE
    tags: [process]

  """

@Suite("action.yml")
struct ActionTests {
  private let action: Value

  init() throws { action = try Value(file: PackageLayout.root.appendingPathComponent("action.yml")) }

  /// Runs the steps one after the other until one fails.
  private func run(_ inputs: [String: String] = [:], in repository: ExampleRepository) throws -> (status: Int32, output: String) {
    #expect(action["runs"]?["using"]?.text == "composite")
    var values: [String: String] = [:]
    for (name, input) in action["inputs"]?.entries ?? [] { values[name] = input["default"]?.text ?? "" }
    for (name, value) in inputs {
      #expect(values[name] != nil, "the action has no input '\(name)'")
      values[name] = value
    }
    var output = ""
    for step in action["runs"]?["steps"]?.elements ?? [] {
      #expect(step["shell"]?.text == "bash")
      let script = try #require(step["run"]?.text)
      // What somebody else may have written must not become part of a script.
      #expect(!script.contains("${{"))
      var environment: [String: String] = [:]
      for (name, value) in step["env"]?.entries ?? [] { environment[name] = try filled(try #require(value.text), values) }
      try repository.write(script, to: "step.sh")
      let result = try repository.run(["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "step.sh"], environment)
      output += result.output
      if result.status != 0 { return (result.status, output) }
    }
    return (0, output)
  }

  private func filled(_ text: String, _ inputs: [String: String]) throws -> String {
    guard let match = text.wholeMatch(of: /\$\{\{ *inputs\.([a-z-]+) *\}\}/) else {
      #expect(!text.contains("${{"), "an expression that this test does not know: \(text)")
      return text
    }
    return try #require(inputs[String(match.1)], "the action has no input '\(match.1)'")
  }

  @Test("every input is described, and none is needed")
  func inputs() {
    let inputs = action["inputs"]?.entries ?? []
    #expect(inputs.count > 3)
    for (name, input) in inputs { #expect(input["description"]?.text?.isEmpty == false && input["default"] != nil, "\(name)") }
  }

  @Test("clean rules pass without a word")
  func clean() throws {
    let (status, output) = try run(["fail-level": "note", "style": "true"], in: ExampleRepository())
    #expect(status == 0 && output.isEmpty, "\(output)")
  }

  @Test("a mistake is annotated, and the job fails")
  func mistake() throws {
    let repository = try ExampleRepository()
    try repository.write(wrong, to: "rules/wrong.yaml")
    let (status, output) = try run(in: repository)
    #expect(status == 1, "\(output)")
    #expect(output.contains("::error file=rules/wrong.yaml,line=3,"), "\(output)")
  }

  @Test("the level decides whether a finding lets the job fail; it is annotated all the same", arguments: [("error", 0), ("warning", 1)])
  func level(level: String, expected: Int32) throws {
    let repository = try ExampleRepository()
    try repository.write(long, to: "rules/long.yaml")
    let (status, output) = try run(["fail-level": level], in: repository)
    #expect(status == expected && output.contains("::warning file=rules/long.yaml,line=3,"), "\(output)")
  }

  @Test("several paths, and a program that is not on the path")
  func pathsAndBinary() throws {
    let repository = try ExampleRepository()
    try repository.write(wrong, to: "wrong.yaml")
    let other = try run(["paths": "rules wrong.yaml", "binary": RulecProcess.program.path], in: repository)
    #expect(other.status == 1 && other.output.contains("::error file=wrong.yaml,line=3,"), "\(other.output)")
    #expect(try run(["paths": "rules nothing-here"], in: repository).status == 2)
    #expect(try run(["binary": "/nothing/here"], in: repository).status == 127)
  }

  @Test("what an input holds is never run")
  func injection() throws {
    let repository = try ExampleRepository()
    let (status, _) = try run(["fail-level": "$(touch made)", "paths": "rules;touch made"], in: repository)
    #expect(status == 2)
    #expect(!FileManager.default.fileExists(atPath: repository.url.appendingPathComponent("made").path))
  }
}

@Suite("The example's workflow")
struct WorkflowTests {
  @Test("its steps run on a pull request, and tell what it changes")
  func pullRequest() throws {
    let repository = try ExampleRepository()
    func git(_ arguments: String...) throws {
      let (status, output) = try repository.run(["git"] + arguments)
      #expect(status == 0, "git \(arguments): \(output)")
    }
    // The repository is its own remote: the base is there as origin/main.
    try git("init", "-q", "-b", "main")
    try git("add", ".")
    try git("commit", "-q", "-m", "base")
    try git("remote", "add", "origin", repository.url.path)
    try git("fetch", "-q", "origin")
    try git("checkout", "-q", "-b", "change")
    let rules = try repository.text("rules/shells.yaml")
    let name = try #require(rules.firstMatch(of: /- rule: (.+)\n/)).1
    try repository.write(rules.replacing("priority: ", with: "enabled: false\n  priority: ", maxReplacements: 1), to: "rules/shells.yaml")
    #expect(try repository.run(["rulec", "fmt", "rules"]).status == 0)
    try git("commit", "-q", "-a", "-m", "change")

    let workflow = try Value(file: repository.url.appendingPathComponent(".github/workflows/rules.yml"))
    let steps = try #require(workflow["jobs"]?["rules"]?["steps"]).elements.filter { $0["run"] != nil }
    #expect(steps.count == 2)
    let base = repository.url.appendingPathComponent("base").path
    let check = try repository.run(["bash", "-e", "-c", try #require(steps[0]["run"]?.text)], ["FORMAT": try #require(steps[0]["env"]?["FORMAT"]?.text)])
    #expect(check.status == 0, "\(check.output)")
    let script = try #require(steps[1]["run"]?.text).replacing("/tmp/base", with: base)
    let diff = try repository.run(["bash", "-e", "-c", script], ["GITHUB_BASE_REF": "main", "GITHUB_STEP_SUMMARY": base + ".md"])
    #expect(diff.status == 0, "\(diff.output)")
    let summary = try repository.text("base.md")
    #expect(summary.hasPrefix("### Rules: a major change\n") && summary.contains("* rule '\(name)' is no longer enabled"), "\(summary)")
  }
}

@Suite(".pre-commit-hooks.yaml")
struct PreCommitHookTests {
  private let hooks: [Value]

  init() throws { hooks = try Value(file: PackageLayout.root.appendingPathComponent(".pre-commit-hooks.yaml")).elements }

  /// Runs a hook over all files, as `pre-commit run --all-files` does.
  /// - Returns: nil where no file is of its kind.
  private func run(_ id: String, arguments: [String]? = nil, in repository: ExampleRepository) throws -> (status: Int32, output: String)? {
    let hook = try #require(hooks.first { $0["id"]?.text == id })
    #expect(hook["language"]?.text == "system")
    let pattern = try Regex(try #require(hook["files"]?.text))
    let root = repository.url.resolvingSymlinksInPath().path + "/"
    let files = (FileManager.default.enumerator(at: repository.url, includingPropertiesForKeys: nil)?.allObjects ?? [])
      .compactMap { ($0 as? URL)?.resolvingSymlinksInPath().path }.filter { !$0.hasSuffix("/") }.map { String($0.dropFirst(root.count)) }
      .filter { $0.contains(pattern) }.sorted()
    if files.isEmpty { return nil }
    let entry = try #require(hook["entry"]?.text).split(separator: " ").map(String.init)
    let own = arguments ?? (hook["args"]?.elements ?? []).compactMap(\.text)
    return try repository.run(entry + own + (hook["pass_filenames"]?.text == "false" ? [] : files))
  }

  @Test("all hooks pass on a clean repository")
  func clean() throws {
    let repository = try ExampleRepository()
    #expect(hooks.count == 3)
    for (id, arguments) in [("rulec-check", nil), ("rulec-fmt", nil), ("rulec-test", ["tests"])] as [(String, [String]?)] {
      let result = try #require(try run(id, arguments: arguments, in: repository))
      #expect(result.status == 0, "\(id): \(result.output)")
    }
    // Where tests lie in rules/tests, nothing has to be said.
    try FileManager.default.moveItem(at: repository.url.appendingPathComponent("tests"), to: repository.url.appendingPathComponent("rules/tests"))
    for name in ["files", "shells"] {
      let path = "rules/tests/\(name).yaml"
      try repository.write(try repository.text(path).replacing("../rules", with: ".."), to: path)
    }
    let tests = try #require(try run("rulec-test", in: repository))
    #expect(tests.status == 0, "\(tests.output)")
  }

  @Test("a mistake, a layout and a failing test are told")
  func mistakes() throws {
    let repository = try ExampleRepository()
    try repository.write(wrong, to: "rules/wrong.yaml")
    #expect(try run("rulec-check", in: repository)?.status == 1)
    try repository.write(wrong.replacing("proc.nmae", with: "proc.name   "), to: "rules/wrong.yaml")
    #expect(try run("rulec-check", in: repository)?.status == 0)
    // It writes the file; pre-commit fails because it changed.
    let before = try repository.text("rules/wrong.yaml")
    #expect(try run("rulec-fmt", in: repository)?.status == 0)
    #expect(try repository.text("rules/wrong.yaml") != before)
    let tests = try repository.text("tests/shells.yaml")
    try repository.write(tests.replacing("expectNoAlert: true", with: "expectNoAlert: false"), to: "tests/shells.yaml")
    #expect(try run("rulec-test", arguments: ["tests"], in: repository)?.status == 1)
  }

  @Test("a macro of another file is known")
  func otherFiles() throws {
    let repository = try ExampleRepository()
    try repository.write("- macro: a_macro\n  condition: (evt.type = chown)\n", to: "rules/a.yaml")
    try repository.write(wrong.replacing("proc.nmae = x", with: "a_macro"), to: "rules/b.yaml")
    #expect(try run("rulec-check", in: repository)?.status == 0)
  }
}
