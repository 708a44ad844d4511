import Diagnostics
import Formatter
import RuleFile
import Runtime

/// The language server: takes messages one by one and answers each before the next (protocol version 3.17).
struct LanguageServer {
  private var stream: MessageStream
  private var workspace = Workspace()
  /// By folder: texts about which something was said, which has to be taken back when it no longer holds.
  private var marked: [String: Set<String>] = [:]
  private var wasShutDown = false

  init(_ stream: MessageStream) {
    self.stream = stream
  }

  /// - Returns: whether the editor ended it as agreed: `shutdown`, then `exit`.
  mutating func run() -> Bool {
    while true {
      switch stream.receive() {
      case .end: return wasShutDown
      case .unreadable(let reason): fail(.null, code: -32700, reason)
      case .message(let message):
        if message["method"].string == "exit" { return wasShutDown }
        handle(message)
      }
    }
  }

  private mutating func handle(_ message: JSONText) {
    let (id, parameters) = (message["id"], message["params"])
    let method = message["method"].string
    guard id != .null else { return notify(method, parameters) }
    switch method {
    case "initialize": answer(id) { Self.writeCapabilities(&$0) }
    case "shutdown":
      wasShutDown = true
      answer(id) { $0.nullField("result") }
    case "textDocument/completion": complete(id, parameters)
    case "textDocument/hover": hover(id, parameters)
    case "textDocument/definition": locate(id, parameters) { $0.isItem }
    case "textDocument/references": locate(id, parameters) { _ in true }
    case "textDocument/prepareRename": prepareRename(id, parameters)
    case "textDocument/rename": rename(id, parameters)
    case "textDocument/formatting": format(id, parameters)
    case "textDocument/codeAction": fix(id, parameters)
    case "textDocument/inlayHint": hint(id, parameters)
    case "": break  // an answer to a question, and none is asked
    default: fail(id, code: -32601, "the method '\(method)' is not known")
    }
  }

  private mutating func notify(_ method: String, _ parameters: JSONText) {
    let uri = parameters["textDocument"]["uri"].string
    switch method {
    case "textDocument/didOpen":
      workspace.open(uri, parameters["textDocument"]["text"].text)
      publish(about: uri)
    case "textDocument/didChange":
      // Whole texts are asked for.
      guard let text = parameters["contentChanges"].elements.last?["text"].text else { return }
      workspace.open(uri, text)
      publish(about: uri)
    case "textDocument/didClose":
      workspace.close(uri)
      publish(about: uri)
    case "textDocument/didSave", "workspace/didChangeWatchedFiles":
      workspace.forgetFolders()
      for uri in Array(workspace.openTexts) { publish(about: uri) }
    default: break
    }
  }

  // MARK: Answers

  private func answer(_ id: JSONText, _ body: (inout JSONWriter) -> Void) {
    stream.send { json in
      json.key("id")
      id.write(to: &json)
      body(&json)
    }
  }

  private func fail(_ id: JSONText, code: Int, _ reason: String) {
    answer(id) { json in
      json.field("error") { json in
        json.field("code", code)
        json.field("message", reason)
      }
    }
  }

  private static func writeCapabilities(_ json: inout JSONWriter) {
    json.field("result") { json in
      json.field("capabilities") { json in
        json.field("textDocumentSync") { json in
          json.field("openClose", true)
          json.field("change", 1)
          json.field("save", true)
        }
        json.field("completionProvider") { json in
          json.field("triggerCharacters", [".", "%", "(", " "]) { $0.string($1) }
        }
        json.field("renameProvider") { json in json.field("prepareProvider", true) }
        json.field("codeActionProvider") { json in json.field("codeActionKinds", ["quickfix"]) { $0.string($1) } }
        for name in ["hover", "definition", "references", "documentFormatting", "inlayHint"] { json.field("\(name)Provider", true) }
      }
      json.field("serverInfo") { json in
        json.field("name", "rulec")
        json.field("version", ToolVersion.current)
      }
    }
  }

  // MARK: Diagnostics

  /// Says what is wrong with the files of a text's folder, and takes back what no longer is.
  private mutating func publish(about uri: String) {
    guard !uri.isEmpty else { return }
    let analysis = workspace.analysis(of: uri)
    let folder = Workspace.folder(of: uri)
    var before = marked[folder] ?? []
    var now: Set<String> = []
    for file in analysis.map.files {
      let diagnostics = analysis.diagnostics(of: file)
      let uri = Workspace.uri(ofPath: file.name)
      let wasMarked = before.remove(uri) != nil
      if !diagnostics.isEmpty { now.insert(uri) }
      if !diagnostics.isEmpty || wasMarked || workspace.text(of: uri) != nil { send(diagnostics, about: uri, analysis) }
    }
    // Files that are gone.
    for uri in before { send([], about: uri, analysis) }
    marked[folder] = now
  }

  private func send(_ diagnostics: [Diagnostic], about uri: String, _ analysis: FolderAnalysis) {
    stream.send { json in
      json.field("method", "textDocument/publishDiagnostics")
      json.field("params") { json in
        json.field("uri", uri)
        json.field("diagnostics", diagnostics) { json, diagnostic in diagnostic.write(analysis, to: &json) }
      }
    }
  }

  // MARK: Requests about a place

  /// A text, its analysis, and an offset in it.
  private struct Place {
    var text: [UInt8]
    var offset: Int
    var file: SourceFile
    var analysis: FolderAnalysis

    var symbol: SymbolIndex.Occurrence? { analysis.symbols.occurrence(at: file.base + UInt32(offset)) }
  }

  private mutating func place(_ parameters: JSONText) -> Place? {
    let uri = parameters["textDocument"]["uri"].string
    guard let text = workspace.text(of: uri) else { return nil }
    let analysis = workspace.analysis(of: uri)
    guard let file = analysis.file(of: uri) else { return nil }
    let position = TextPosition(
      line: parameters["position"]["line"].integer ?? 0, character: parameters["position"]["character"].integer ?? 0)
    return Place(text: text, offset: TextPositions(text).offset(of: position), file: file, analysis: analysis)
  }

  private mutating func complete(_ id: JSONText, _ parameters: JSONText) {
    guard let place = place(parameters) else { return nothing(id) }
    let completion = Completion(place.text, at: place.offset, place.analysis)
    answer(id) { completion.write(TextPositions(place.text), to: &$0) }
  }

  private mutating func hover(_ id: JSONText, _ parameters: JSONText) {
    guard let place = place(parameters), let found = Hover.text(place.text, at: place.offset, place.symbol, place.analysis) else {
      return nothing(id)
    }
    answer(id) { json in
      json.field("result") { json in
        json.field("contents") { json in
          json.field("kind", "markdown")
          json.field("value", found.text)
        }
        TextPositions(place.text).range(found.word).write(to: &json)
      }
    }
  }

  private mutating func locate(_ id: JSONText, _ parameters: JSONText, where isWanted: (SymbolIndex.Occurrence) -> Bool) {
    guard let place = place(parameters), let symbol = place.symbol else { return nothing(id) }
    let found = place.analysis.symbols.occurrences(of: symbol).filter(isWanted)
    answer(id) { json in
      json.field("result", found) { json, occurrence in
        json.object { json in
          json.field("uri", place.analysis.uri(of: occurrence.span))
          place.analysis.range(of: occurrence.span).write(to: &json)
        }
      }
    }
  }

  private mutating func prepareRename(_ id: JSONText, _ parameters: JSONText) {
    guard let place = place(parameters), let symbol = place.symbol else { return nothing(id) }
    answer(id) { json in
      json.field("result") { json in
        place.analysis.range(of: symbol.span).write(to: &json)
        json.field("placeholder", symbol.name)
      }
    }
  }

  private mutating func rename(_ id: JSONText, _ parameters: JSONText) {
    guard let place = place(parameters), let symbol = place.symbol else { return nothing(id) }
    let name = parameters["newName"].string
    if let reason = Self.refusal(of: name, for: symbol, place.analysis) { return fail(id, code: -32602, reason) }
    let byFile = Dictionary(grouping: place.analysis.symbols.occurrences(of: symbol)) { place.analysis.uri(of: $0.span) }
    answer(id) { json in
      json.field("result") { json in
        json.field("changes") { json in
          for (uri, occurrences) in byFile.sorted(by: { $0.key < $1.key }) {
            json.field(uri, occurrences) { json, occurrence in
              json.object { place.analysis.range(of: occurrence.span).writeEdit(name, to: &$0) }
            }
          }
        }
      }
    }
  }

  /// Why something cannot have a name.
  private static func refusal(of name: String, for symbol: SymbolIndex.Occurrence, _ analysis: FolderAnalysis) -> String? {
    if analysis.symbols.occurrences.contains(where: { $0.kind == symbol.kind && $0.name == name && $0.isItem }) {
      return "there is a \(symbol.kind.rawValue) '\(name)' already"
    }
    if symbol.kind == .rule {
      let isPlain = !name.isEmpty && !name.contains { "\n:#'\"".contains($0) } && name.first != " " && name.last != " "
      return isPlain ? nil : "a name with these signs needs quotes; change it by hand"
    }
    guard let first = name.utf8.first, UnicodeScalar(first).properties.isAlphabetic,
      name.utf8.allSatisfy({ $0 < 0x80 && (UnicodeScalar($0).properties.isAlphabetic || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x5F || $0 == 0x2D) })
    else { return "a \(symbol.kind.rawValue) is named by letters, digits, _ and -, a letter first" }
    return ["and", "or", "not"].contains(name) ? "'\(name)' is a word of the language" : nil
  }

  private func nothing(_ id: JSONText) { answer(id) { $0.nullField("result") } }

  // MARK: Requests about a text

  private mutating func format(_ id: JSONText, _ parameters: JSONText) {
    let uri = parameters["textDocument"]["uri"].string
    guard let text = workspace.text(of: uri) else { return nothing(id) }
    let analysis = workspace.analysis(of: uri)
    guard let file = analysis.file(of: uri) else { return nothing(id) }
    switch RuleFileFormatter.format(file, id: analysis.map.file(containing: file.base)) {
    case .refused(let reason): fail(id, code: -32803, "this file is left as it is: \(reason)")
    case .formatted(let bytes, _):
      let whole = TextPositions(text).range(0..<text.count)
      answer(id) { json in
        json.field("result", bytes == text ? [] : [bytes]) { json, bytes in
          json.object { whole.writeEdit(String(decoding: bytes, as: UTF8.self), to: &$0) }
        }
      }
    }
  }

  private mutating func fix(_ id: JSONText, _ parameters: JSONText) {
    let uri = parameters["textDocument"]["uri"].string
    guard workspace.text(of: uri) != nil else { return nothing(id) }
    let analysis = workspace.analysis(of: uri)
    guard let file = analysis.file(of: uri) else { return nothing(id) }
    let positions = TextPositions(file.bytes)
    func offset(_ end: StaticString) -> UInt32 {
      let place = parameters["range"][end]
      let position = TextPosition(line: place["line"].integer ?? 0, character: place["character"].integer ?? 0)
      return file.base + UInt32(positions.offset(of: position))
    }
    let (start, end) = (offset("start"), offset("end"))
    let found = analysis.diagnostics(of: file).filter {
      $0.fix != nil && $0.primary.span.start <= end && $0.primary.span.end >= start
    }
    answer(id) { json in
      json.field("result", found) { json, diagnostic in diagnostic.writeFix(analysis, to: &json) }
    }
  }

  private mutating func hint(_ id: JSONText, _ parameters: JSONText) {
    let uri = parameters["textDocument"]["uri"].string
    guard workspace.text(of: uri) != nil else { return nothing(id) }
    let analysis = workspace.analysis(of: uri)
    guard let file = analysis.file(of: uri) else { return nothing(id) }
    let items = analysis.symbols.occurrences.filter {
      $0.isItem && file.span.touches($0.span.start) && analysis.eventTypes(of: $0.kind, named: $0.name) != nil
    }
    answer(id) { json in
      json.field("result", items) { json, item in
        json.object { json in
          analysis.range(of: item.span).end.write("position", to: &json)
          json.field("label", Self.hint(analysis.eventTypes(of: item.kind, named: item.name)))
          json.field("paddingLeft", true)
        }
      }
    }
  }

  private static func hint(_ types: EventTypeNames?) -> String {
    switch types {
    case nil: ""
    case .any: "→ any event"
    case .only([]): "→ no event"
    case .only(let names): "→ " + names.prefix(4).joined(separator: ", ") + (names.count > 4 ? " and \(names.count - 4) more" : "")
    }
  }
}

extension Diagnostic {
  fileprivate func write(_ analysis: FolderAnalysis, to json: inout JSONWriter) {
    json.object { json in
      analysis.range(of: primary.span).write(to: &json)
      json.field("severity", severity == .error ? 1 : severity == .warning ? 2 : 3)
      json.field("code", code.rawValue)
      json.field("source", "rulec")
      let details = [primary.text] + help
      json.field("message", ([message] + details.filter { !$0.isEmpty }).joined(separator: "\n"))
      json.field("relatedInformation", secondary.filter { !$0.text.isEmpty }) { json, label in
        json.object { json in
          json.field("location") { json in
            json.field("uri", analysis.uri(of: label.span))
            analysis.range(of: label.span).write(to: &json)
          }
          json.field("message", label.text)
        }
      }
    }
  }

  fileprivate func writeFix(_ analysis: FolderAnalysis, to json: inout JSONWriter) {
    guard let fix else { return }
    let byFile = Dictionary(grouping: fix.edits) { analysis.uri(of: $0.span) }
    json.object { json in
      json.field("title", fix.title)
      json.field("kind", "quickfix")
      json.field("isPreferred", fix.keepsMeaning)
      json.field("diagnostics", [self]) { json, diagnostic in diagnostic.write(analysis, to: &json) }
      json.field("edit") { json in
        json.field("changes") { json in
          for (uri, edits) in byFile.sorted(by: { $0.key < $1.key }) {
            json.field(uri, edits) { json, edit in
              json.object { analysis.range(of: edit.span).writeEdit(edit.replacement, to: &$0) }
            }
          }
        }
      }
    }
  }
}

extension JSONText {
  var string: String { String(decoding: text, as: UTF8.self) }

  /// A value that goes back as it came: the id of a request.
  fileprivate func write(to json: inout JSONWriter) {
    switch self {
    case .number(let digits): json.fragment(digits)
    case .string(let bytes): json.string(String(decoding: bytes, as: UTF8.self))
    default: json.null()
    }
  }
}
