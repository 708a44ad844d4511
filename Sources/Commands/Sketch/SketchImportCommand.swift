import ArgumentParser
import Diagnostics
import RuleFile
import Schema

/// `rulec sketch import`: the sketches of Falco's anomaly detection plugin, which has them in its configuration, as items of a rule
/// file.
struct SketchImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Turn the configuration of Falco's anomaly detection plugin into sketches.",
    discussion: """
      Takes a falco.yaml, or the plugin's init_config alone. Rules that ask anomaly.count_min_sketch[N] need no change. Fields that only \
      the plugin has are left out, with a comment.
      """)

  @Argument(help: "The configuration.", completion: .file()) var file: String
  @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"), completion: .file())
  var output: String?

  func run() throws {
    let input = RuleInput.path(file)
    let collected = InputCollector.collect([input])
    guard let id = collected.files.first, collected.unreadable.isEmpty else {
      throw CommandFailure(message: collected.unreadable.values.first?.message ?? "'\(file)' cannot be read")
    }
    let content = YAMLReader.read(collected.map[id])
    if let problem = content.diagnostics.first(where: { $0.severity == .error }) {
      throw CommandFailure(message: "'\(file)' is no YAML: \(problem.message)")
    }
    let nodes = content.parts.compactMap { content.tree.node($0.node) }
    guard let config = nodes.lazy.compactMap({ Self.find("count_min_sketch", in: $0) }).first else {
      throw CommandFailure(message: "'\(file)' has no 'count_min_sketch': it is no configuration of the plugin")
    }
    try (output.map(Output.file) ?? .standard).write(try Self.items(config, file))
  }

  /// The value of the first such key, wherever it is.
  private static func find(_ key: String, in root: YAMLNode) -> YAMLNode? {
    var pending = [root]
    while let node = pending.popLast() {
      switch node {
      case .scalar: break
      case .sequence(let elements, _): pending += elements.reversed()
      case .mapping(let entries, _):
        for entry in entries {
          if case .scalar(let name) = entry.key, name.string == key { return entry.value }
        }
        pending += entries.map(\.value).reversed()
      }
    }
    return nil
  }

  private static func items(_ config: YAMLNode, _ file: String) throws(CommandFailure) -> String {
    guard case .sequence(let profiles, _)? = config["behavior_profiles"], !profiles.isEmpty else {
      throw CommandFailure(message: "'\(file)' has no 'behavior_profiles', which say what is counted")
    }
    var out = "# Made from '\(file)' by 'rulec sketch import'.\n"
    for (index, profile) in profiles.enumerated() {
      out += try item(index, profile, dimensions: config["rows_cols"]?[index], bounds: config["gamma_eps"]?[index])
    }
    return out
  }

  private static func item(
    _ index: Int, _ profile: YAMLNode, dimensions: YAMLNode?, bounds: YAMLNode?
  ) throws(CommandFailure) -> String {
    let events = (profile["event_codes"]?.elements ?? []).compactMap { Int($0.text ?? "") }
    let types = events.compactMap { code in
      EventTable.syscall.types.indices.contains(code) ? EventTable.syscall.types[code].name : nil
    }
    guard !types.isEmpty, types.count == events.count else {
      throw CommandFailure(message: "behaviour profile \(index) has no 'event_codes', or one that is no event")
    }
    let words = (profile["fields"]?.text ?? "").split(separator: " ").map { $0.drop { $0 == "%" } }
    let known = words.filter { FieldCatalog.syscall.resolve(Array($0.prefix { $0 != "[" }.utf8)[...]) != nil }
    guard !known.isEmpty else { throw CommandFailure(message: "behaviour profile \(index) has no field that is known here") }
    var lines = ["- sketch: profile\(index)", "  index: \(index)"]
    let lost = words.filter { !known.contains($0) }
    if !lost.isEmpty { lines.append("  # Left out, since only the plugin has them: \(lost.joined(separator: ", "))") }
    lines.append("  condition: evt.type in (\(Set(types).sorted().joined(separator: ", ")))")
    lines.append("  key: [\(known.map { $0.contains("[") ? "\"\($0)\"" : String($0) }.joined(separator: ", "))]")
    if let dimensions, dimensions.elements.count == 2 {
      lines.append("  size: [\(dimensions.elements.map { $0.text ?? "" }.joined(separator: ", "))]")
    } else if let bounds, bounds.elements.count == 2 {
      lines.append("  error: {epsilon: \(bounds.elements[1].text ?? ""), delta: \(bounds.elements[0].text ?? "")}")
    }
    lines.append("  counter: 32")
    lines.append("  backend: cms")
    if let reset = profile["reset_timer_ms"]?.text.flatMap({ UInt64($0) }), reset > 100 { lines.append("  window: \(reset)ms") }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension YAMLNode {
  fileprivate subscript(key: String) -> YAMLNode? {
    guard case .mapping(let entries, _) = self else { return nil }
    return entries.first { if case .scalar(let name) = $0.key { name.string == key } else { false } }?.value
  }

  fileprivate subscript(index: Int) -> YAMLNode? {
    elements.indices.contains(index) ? elements[index] : nil
  }

  fileprivate var elements: [YAMLNode] { if case .sequence(let elements, _) = self { elements } else { [] } }
  fileprivate var text: String? { if case .scalar(let scalar) = self { scalar.string } else { nil } }
}
