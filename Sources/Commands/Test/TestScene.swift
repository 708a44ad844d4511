import Diagnostics
import RuleFile
import Schema

/// Makes the JSON lines of a test: its context as lines of state, then its events.
struct TestScene {
  private let owner: String
  private var lines = EventLines()
  /// The thread of events that name none: that of the last process.
  private var actor: EventLines.Value = .number(firstThread)
  private var users: Set<String> = ["root"]
  private var nextUser = 1000

  /// Processes without a `tid` have numbers from here on.
  private static let firstThread = 1000
  /// The container of `context.container` where it has no id.
  private static let containerID = "0c0ffee00001"

  static func lines(
    context: YAMLNode?, events: [YAMLNode], owner: String, _ found: inout TestFindings
  ) -> EventLines {
    var scene = TestScene(owner: owner)
    var container: Container?
    if let context, let mapping = TestMapping(context, "\(owner): 'context'", known: ["processes", "state", "container"], &found) {
      scene.addState(mapping, &found)
      container = Container(mapping["container"], owner, &found)
      scene.addProcesses(mapping, container, &found)
    }
    if let container { scene.add(container) }
    for event in events { scene.add(event: event, &found) }
    return scene.lines
  }

  private init(owner: String) { self.owner = owner }

  // MARK: State

  private mutating func addState(_ context: TestMapping, _ found: inout TestFindings) {
    for node in context.list("state", of: "lines of state", &found) ?? [] {
      guard let line = TestMapping(node, "\(owner): a line of state", known: nil, &found) else { continue }
      if case .mapping(let entries, _)? = line["user"] {
        for entry in entries {
          if case .scalar(let key) = entry.key, key.string == "name", case .scalar(let name) = entry.value {
            users.insert(name.string)
          }
        }
      }
      lines.add(line.entries.map { EventLines.Entry($0.key.string, at: $0.key.span, .node($0.value)) })
    }
  }

  /// A chain: each is the child of the one before.
  private mutating func addProcesses(_ context: TestMapping, _ container: Container?, _ found: inout TestFindings) {
    var parent: EventLines.Value?
    for (index, node) in (context.list("processes", of: "processes", &found) ?? []).enumerated() {
      guard let process = TestMapping(node, "\(owner): a process", known: nil, &found) else { continue }
      let tid = process["tid"].map { EventLines.Value.node($0) } ?? .number(Self.firstThread + index)
      var entries = [EventLines.Entry("tid", at: process.place(of: "tid"), tid)]
      if !process.has("ppid"), let parent { entries.append(EventLines.Entry("ppid", at: process.span, parent)) }
      if !process.has("name"), let name = Self.lastPart(process["exepath"] ?? process["exePath"]) {
        entries.append(EventLines.Entry("name", at: process.span, .text(name)))
      }
      if let container, !process.has("container"), !process.has("cgroups") {
        entries.append(EventLines.Entry("container", at: container.place, .text(container.id)))
      }
      for (key, value) in process.entries where key.string != "tid" {
        entries.append(entry(key, value))
        if key.string == "user" { addUser(value, process) }
      }
      lines.add([EventLines.Entry("process", at: process.span, .object(entries))])
      parent = tid
      actor = tid
    }
  }

  /// A key of a process, also as event-generator spells it: `exePath`, arguments as one text, variables as a mapping.
  private func entry(_ key: Scalar, _ value: YAMLNode) -> EventLines.Entry {
    switch (key.string, value) {
    case ("exePath", _): EventLines.Entry("exepath", at: key.span, .node(value))
    case ("args", .scalar(let text)) where !text.isNull:
      EventLines.Entry("args", at: key.span, .texts(Self.words(of: text.string)))
    case ("env", .mapping(let variables, _)):
      EventLines.Entry(
        "env", at: key.span,
        .texts(
          variables.compactMap { variable in
            guard case .scalar(let name) = variable.key, case .scalar(let text) = variable.value else { return nil }
            return "\(name.string)=\(text.string)"
          }))
    default: EventLines.Entry(key.string, at: key.span, .node(value))
    }
  }

  /// A user whom nothing has named before comes into being, with the `uid` that the process has.
  private mutating func addUser(_ value: YAMLNode, _ process: TestMapping) {
    guard case .scalar(let name) = value, users.insert(name.string).inserted else { return }
    let uid = process["uid"].map { EventLines.Value.node($0) } ?? .number(nextUser)
    nextUser += 1
    lines.add([
      EventLines.Entry(
        "user", at: value.span,
        .object([EventLines.Entry("uid", at: value.span, uid), EventLines.Entry("name", value)]))
    ])
  }

  private static func lastPart(_ path: YAMLNode?) -> String? {
    guard case .scalar(let path)? = path else { return nil }
    return path.string.split(separator: "/").last.map(String.init)
  }

  /// Words as a shell sees them: blanks separate, quotes keep together.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in text {
      if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if quote == nil, character == " " {
        if let finished = word { words.append(finished) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }

  // MARK: Containers

  private struct Container {
    let id: String
    let name: String
    let image: String
    let isPrivileged: Bool
    let place: SourceSpan

    init?(_ node: YAMLNode?, _ owner: String, _ found: inout TestFindings) {
      guard let node else { return nil }
      if case .scalar(let scalar) = node, scalar.isNull { return nil }
      let known = ["id", "name", "image", "privileged"]
      guard let mapping = TestMapping(node, "\(owner): 'container'", known: known, &found) else { return nil }
      id = mapping.text("id", &found)?.string ?? TestScene.containerID
      name = mapping.text("name", &found)?.string ?? "test"
      image = mapping.text("image", &found)?.string ?? "test:latest"
      isPrivileged = mapping.flag("privileged", &found) ?? false
      place = node.span
    }

    /// What a container engine would tell.
    var json: String {
      var json = JSONWriter(.oneLine)
      let tag = image.split(separator: "/").last?.split(separator: ":").dropFirst().last.map(String.init) ?? ""
      json.object { json in
        json.field("container") { json in
          json.field("id", String(id.prefix(12)))
          json.field("image", image)
          json.field("imagerepo", tag.isEmpty ? image : String(image.dropLast(tag.count + 1)))
          json.field("imagetag", tag)
          json.field("name", name)
          json.field("privileged", isPrivileged)
          json.field("type", 0)
        }
      }
      return String(decoding: json.bytes.dropLast(), as: UTF8.self)
    }
  }

  /// The event by which the engine learns of the container; rules do not see it.
  private mutating func add(_ container: Container) {
    lines.add([
      EventLines.Entry("evt", at: container.place, .text("container")),
      EventLines.Entry("state_only", at: container.place, .bool(true)),
      EventLines.Entry("args", at: container.place, .object([EventLines.Entry("json", at: container.place, .text(container.json))])),
    ])
  }

  // MARK: Events

  private mutating func add(event node: YAMLNode, _ found: inout TestFindings) {
    guard let event = TestMapping(node, "\(owner): an event", known: nil, &found) else { return }
    var entries: [EventLines.Entry] = []
    var arguments: [EventLines.Entry] = []
    var name: String?
    var count = 1
    for (key, value) in event.entries {
      let text = key.string
      if text == "evt" || text == "evt.type", case .scalar(let scalar) = value { name = scalar.string }
      switch text {
      case "repeat": count = repetitions(value, &found)
      case "evt.type": entries.append(EventLines.Entry("evt", at: key.span, .node(value)))
      case "evt.dir", "evt.cpu": entries.append(EventLines.Entry(String(text.dropFirst(4)), at: key.span, .node(value)))
      case "evt.res": arguments.append(EventLines.Entry("res", at: key.span, .node(value)))
      case _ where text.hasPrefix("evt.arg."):
        arguments.append(EventLines.Entry(String(text.dropFirst(8)), at: key.span, .node(value)))
      case "args":
        guard let given = TestMapping(value, "\(owner): 'args'", known: nil, &found) else { continue }
        arguments += given.entries.map { EventLines.Entry($0.key.string, at: $0.key.span, .node($0.value)) }
      default: entries.append(EventLines.Entry(text, at: key.span, .node(value)))
      }
    }
    if !event.has("tid"), Self.hasThread(name) { entries.append(EventLines.Entry("tid", at: event.span, actor)) }
    if !arguments.isEmpty { entries.append(EventLines.Entry("args", at: event.place(of: "args"), .object(arguments))) }
    for _ in 0..<count { lines.add(entries) }
  }

  private static let mostRepetitions = 100_000

  /// How often an event happens: sketches learn from many.
  private func repetitions(_ value: YAMLNode, _ found: inout TestFindings) -> Int {
    if case .scalar(let scalar) = value, let count = Int(scalar.string), (1...Self.mostRepetitions).contains(count) { return count }
    found.report(.testValue("\(owner): 'repeat'", takes: "a number from 1 to \(Self.mostRepetitions)", at: value.span))
    return 1
  }

  /// False for events that no thread makes.
  private static func hasThread(_ name: String?) -> Bool {
    guard let name, let code = EventTable.syscall.events(named: name)?.codes.last else { return true }
    let type = EventTable.syscall[code]
    return !(type.producer == .metaevent || type.producer == .plugin || type.flags.contains(.skipsParserReset))
  }
}
