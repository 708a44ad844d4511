import Foundation
import TestSupport
import Testing

/// What an editor sends, and what comes back. `scripts/lsp-test` does the same with a client of others.
@Suite("rulec lsp")
struct LanguageServerTests {
  private static let shared = "- list: shells\n  items: [sh, bash]\n- macro: spawned\n  condition: evt.type = execve\n"
  private static let text = """
    - rule: Shell
      desc: ü 𝄞
      condition: spawned and proc.name in (shells) and not proc.pname in (shells)
      output: shell %proc.name
      priority: WARNING
      tags: [ a ]

    """

  /// Sends messages one behind the other and gives back what is answered, by id; diagnostics by the end of their URI.
  private struct Session {
    var answers: [Int: NSDictionary] = [:]
    var diagnostics: [String: [NSDictionary]] = [:]
    var status: Int32

    init(_ folder: ScratchFolder, _ messages: [[String: Any]]) throws {
      var all: [[String: Any]] = [["id": 0, "method": "initialize", "params": [:] as [String: Any]]]
      all += messages + [["id": 99, "method": "shutdown"], ["method": "exit"]]
      let input = try all.map { message in
        let body = try JSONSerialization.data(withJSONObject: message.merging(["jsonrpc": "2.0"]) { first, _ in first })
        return "Content-Length: \(body.count)\r\n\r\n" + String(decoding: body, as: UTF8.self)
      }
      let run = try RulecProcess(["lsp"], input: input.joined(), in: folder.url)
      status = run.status
      for part in run.output.components(separatedBy: "Content-Length: ").dropFirst() {
        let body = try #require(part.components(separatedBy: "\r\n\r\n").last)
        let message = try #require(try JSONSerialization.jsonObject(with: Data(body.utf8)) as? NSDictionary)
        if let id = message["id"] as? Int { answers[id] = message }
        if let parameters = message["params"] as? NSDictionary, let uri = parameters["uri"] as? String {
          diagnostics[String(uri.split(separator: "/").last ?? ""), default: []] = parameters["diagnostics"] as? [NSDictionary] ?? []
        }
      }
    }

    func result<Value>(_ id: Int, _ path: String) throws -> Value {
      try #require(LanguageServerTests.value(answers[id], path) as? Value, "\(String(describing: answers[id]))")
    }
  }

  /// The value at a path of keys; of a list that of each element.
  private static func value(_ whole: Any?, _ path: String) -> Any? {
    path.split(separator: ".").reduce(whole) { value, key in
      if let list = value as? [NSDictionary] { return list.compactMap { $0[String(key)] } }
      return (value as? NSDictionary)?[String(key)]
    }
  }

  private let folder: ScratchFolder
  private let uri: String

  init() throws {
    folder = try ScratchFolder(["a.yaml": Self.shared, "b.yaml": Self.text])
    uri = "file://" + folder.url.path + "/b.yaml"
  }

  private func open(_ text: String) -> [String: Any] {
    ["method": "textDocument/didOpen", "params": ["textDocument": ["uri": uri, "languageId": "yaml", "version": 1, "text": text]]]
  }

  /// Asks about the place of a word, `extra` signs behind its begin.
  private func ask(_ id: Int, _ method: String, _ word: String, _ extra: Int = 1, in text: String = text, with more: [String: Any] = [:]) -> [String: Any] {
    let before = text[..<(text.range(of: word)?.lowerBound ?? text.startIndex)]
    let line = before.count { $0 == "\n" }
    let column = before.split(separator: "\n", omittingEmptySubsequences: false).last?.utf16.count ?? 0
    var parameters: [String: Any] = ["textDocument": ["uri": uri], "position": ["line": line, "character": column + extra]]
    parameters.merge(more) { first, _ in first }
    return ["id": id, "method": "textDocument/\(method)", "params": parameters]
  }

  @Test("diagnostics are those of a check, and go when the mistake goes")
  func diagnostics() throws {
    let broken = Self.text.replacing("proc.pname", with: "proc.pnam")
    let session = try Session(folder, [open(broken)])
    #expect(session.status == 0)
    let found = try #require(session.diagnostics["b.yaml"]?.first)
    #expect(found["code"] as? String == "LOAD_ERR_COMPILE_CONDITION")
    #expect((found["message"] as? String)?.contains("unknown field 'proc.pnam'") == true)
    #expect(Self.value(found, "range.start.line") as? Int == 2)
    #expect(Self.value(found, "range.start.character") as? Int == 55)
    let change: [String: Any] = [
      "method": "textDocument/didChange",
      "params": ["textDocument": ["uri": uri, "version": 2], "contentChanges": [["text": Self.text]]] as [String: Any],
    ]
    #expect(try Session(folder, [open(broken), change]).diagnostics["b.yaml"]?.isEmpty == true)
  }

  @Test("a folder below keeps its diagnostics when something changes above")
  func folders() throws {
    let below = folder.url.appendingPathComponent("below")
    try FileManager.default.createDirectory(at: below, withIntermediateDirectories: true)
    let mistake = "- rule: Shell\n"
    try Data(mistake.utf8).write(to: below.appendingPathComponent("c.yaml"))
    let other: [String: Any] = [
      "method": "textDocument/didOpen",
      "params": ["textDocument": ["uri": "file://" + below.path + "/c.yaml", "languageId": "yaml", "version": 1, "text": mistake]],
    ]
    #expect(try Session(folder, [other, open(Self.text)]).diagnostics["c.yaml"]?.isEmpty == false)
  }

  @Test("hover tells what a name stands for")
  func hover() throws {
    let session = try Session(
      folder, [open(Self.text), ask(1, "hover", "spawned"), ask(2, "hover", "shells"), ask(3, "hover", "proc.name"), ask(4, "hover", "desc")])
    #expect(try session.result(1, "result.contents.value") as String == "macro `spawned`\n\n```\nevt.type = execve\n```\n\nLooks at `execve`.")
    #expect(try session.result(2, "result.contents.value") as String == "list `shells` of 2\n\n`sh`, `bash`")
    #expect(try (session.result(3, "result.contents.value") as String).hasPrefix("field `proc.name`: CHARBUF"))
    #expect(session.answers[4]?["result"] is NSNull)
  }

  @Test("definition, references and rename, over files")
  func names() throws {
    let session = try Session(
      folder,
      [
        open(Self.text), ask(1, "definition", "shells"), ask(2, "references", "shells"), ask(3, "rename", "shells", with: ["newName": "programs"]),
        ask(4, "rename", "shells", with: ["newName": "a b"]), ask(5, "prepareRename", "shells"),
      ])
    #expect(try (session.result(1, "result.uri") as [String]).first?.hasSuffix("/a.yaml") == true)
    #expect(try (session.result(2, "result") as [NSDictionary]).count == 3)
    let changes: NSDictionary = try session.result(3, "result.changes")
    #expect(changes.allKeys.count == 2)
    #expect((changes[uri] as? [NSDictionary])?.compactMap { $0["newText"] as? String } == ["programs", "programs"])
    #expect(try (session.result(4, "error.message") as String).contains("letters, digits"))
    #expect(try session.result(5, "result.placeholder") as String == "shells")
  }

  @Test("fields that a configuration declares are known everywhere")
  func declaredFields() throws {
    let text = "- rule: Audit\n  desc: d\n  source: audit\n  condition: audit.verb = get\n  output: o\n  priority: NOTICE\n"
    let half = text.replacing("audit.verb = get", with: "audit.")
    let operators = text.replacing("audit.verb = get", with: "audit.verb ")
    let folder = try ScratchFolder([
      ".rulec.yaml": "fields: [{path: audit.fields, source: audit}]\n", "audit.fields": "- {name: audit.verb, type: string, desc: What was asked for.}\n", "b.yaml": text,
    ])
    let uri = "file://" + folder.url.path + "/b.yaml"
    func position(_ id: Int, _ method: String, _ column: Int) -> [String: Any] {
      ["id": id, "method": "textDocument/\(method)", "params": ["textDocument": ["uri": uri], "position": ["line": 3, "character": column]]]
    }
    func open(_ text: String) -> [String: Any] {
      ["method": "textDocument/didOpen", "params": ["textDocument": ["uri": uri, "languageId": "yaml", "version": 1, "text": text]]]
    }
    let whole = try Session(folder, [open(text), position(1, "hover", 15)])
    #expect(whole.diagnostics["b.yaml"]?.isEmpty == true)
    #expect(try whole.result(1, "result.contents.value") as String == "field `audit.verb`: CHARBUF\n\nWhat was asked for.")
    let completion = try Session(folder, [open(half), position(1, "completion", 19)])
    #expect(try (completion.result(1, "result.items.label") as [String]).filter { $0.hasPrefix("audit.") } == ["audit.verb"])
    let comparison = try Session(folder, [open(operators), position(1, "completion", 24)])
    #expect(try (comparison.result(1, "result.items.label") as [String]).contains("startswith"))
  }

  @Test("completion offers what may stand there")
  func completion() throws {
    func labels(_ session: Session, _ id: Int) throws -> Set<String> { Set(try session.result(id, "result.items.label") as [String]) }
    let half = Self.text.replacing("not proc.pname in (shells)", with: "proc.")
    let operators = Self.text.replacing("not proc.pname in (shells)", with: "proc.pid ")
    let types = Self.text.replacing("not proc.pname in (shells)", with: "evt.type in (open, ")
    let operand = try Session(folder, [open(half), ask(1, "completion", "and proc.\n", 9, in: half), ask(2, "completion", "[ a", 2, in: half), ask(3, "completion", "%proc", 1, in: half)])
    #expect(try labels(operand, 1).isSuperset(of: ["proc.name", "spawned", "not", "tolower"]))
    #expect(try labels(operand, 2) == ["a"])
    #expect(try labels(operand, 3).contains("fd.name"))
    let comparison = try Session(folder, [open(operators), ask(1, "completion", "proc.pid ", 9, in: operators)])
    #expect(try labels(comparison, 1) == ["exists", "=", "!=", "<", "<=", ">", ">=", "in", "intersects"])
    let values = try Session(folder, [open(types), ask(1, "completion", "(open, ", 7, in: types)])
    #expect(try labels(values, 1).isSuperset(of: ["openat", "execve", "shells"]))
  }

  @Test("formatting, hints of event types, fixes")
  func texts() throws {
    let direction = Self.text.replacing("spawned and", with: "spawned and evt.dir = < and")
    let whole: [String: Any] = ["range": ["start": ["line": 0, "character": 0], "end": ["line": 9, "character": 0]]]
    let session = try Session(
      folder, [open(direction), ask(1, "formatting", "- rule"), ask(2, "inlayHint", "- rule", with: whole), ask(3, "codeAction", "- rule", with: whole)])
    #expect(try (session.result(1, "result.newText") as [String]).first?.contains("tags: [a]") == true)
    #expect(try session.result(2, "result.label") as [String] == ["→ execve"])
    #expect(try (session.result(3, "result") as [NSDictionary]).isEmpty == false)
  }

  @Test("what is no message, an unknown method and an end without goodbye are answered, not survived by luck")
  func mistakes() throws {
    let unknown = try Session(folder, [["id": 1, "method": "textDocument/unknown", "params": [:] as [String: Any]]])
    #expect(try unknown.result(1, "error.code") as Int == -32601)
    let run = try RulecProcess(["lsp"], input: "Content-Length: 3\r\n\r\n{x}")
    #expect(run.status == 1)
    #expect(run.output.contains("-32700"))
    #expect(try RulecProcess(["lsp"], input: "nonsense").status == 1)
  }
}
