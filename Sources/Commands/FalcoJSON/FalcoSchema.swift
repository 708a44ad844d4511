import Diagnostics
import RuleFile

/// The incumbent's schema for rule files (rule-files.md §11). What does not fit is told and has no other effect.
///
/// The schema is flat: it knows the keys of items, and not which of them belong to which kind of item. Scalars are tested
/// by what their text can be read as.
struct FalcoSchema {
  private indirect enum Shape: Sendable {
    case anything, text, boolean, integer
    case word(Set<String>)
    case list(of: Shape)
    case object(keys: [String: Shape], required: Set<String> = [], minimum: Int = 0)
  }

  private let tree: YAMLTree
  private var warnings: [String] = []

  /// - Returns: nil where there is no document to look at.
  static func warnings(about file: SourceFile) -> [String]? {
    let content = YAMLReader.read(file)
    var schema = FalcoSchema(tree: content.tree)
    var isEmpty = true
    var index = 0
    for part in content.parts {
      switch part.role {
      case .document where content.tree.isNull(part.node): continue
      case .document: _ = schema.check(part.node, .list(of: Self.item), at: "<root>")
      case .item:
        schema.checkElement(part.node, index, Self.item, of: "<root>")
        index += 1
      }
      isEmpty = false
    }
    return isEmpty ? nil : schema.warnings
  }

  private init(tree: YAMLTree) {
    self.tree = tree
  }

  // MARK: The schema

  private static let priorities: Set<String> = [
    "EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFO", "INFORMATIONAL", "DEBUG",
  ]

  private static let overridable = [
    "items", "desc", "condition", "output", "priority", "enabled", "exceptions", "capture", "capture_duration", "tags",
    "warn_evttypes", "skip-if-unknown-filter",
  ]

  private static let plugin: [String: Shape] = ["name": .text, "version": .text]

  private static let item: Shape = {
    var keys: [String: Shape] = [:]
    for key in ["required_engine_version", "macro", "condition", "list", "rule", "desc", "output", "source"] {
      keys[key] = .text
    }
    for key in ["enabled", "append", "capture", "warn_evttypes", "skip-if-unknown-filter"] { keys[key] = .boolean }
    keys["capture_duration"] = .integer
    keys["priority"] = .word(priorities)
    keys["items"] = .list(of: .text)
    keys["tags"] = .list(of: .text)
    keys["exceptions"] = .list(of: .object(keys: exception, required: ["name"]))
    let operations = overridable.map { ($0, Shape.word(["append", "replace"])) }
    keys["override"] = .object(keys: Dictionary(uniqueKeysWithValues: operations), minimum: 1)
    let alternative = Shape.object(keys: plugin, required: ["name", "version"])
    keys["required_plugin_versions"] = .list(
      of: .object(
        keys: plugin.merging(["alternatives": .list(of: alternative)]) { $1 }, required: ["name", "version"]))
    return .object(keys: keys)
  }()

  /// Of `fields`, `comps` and `values` it knows no more than that they may be there.
  private static let exception: [String: Shape] = [
    "name": .text, "fields": .anything, "comps": .anything, "values": .anything,
  ]

  // MARK: Checking

  private mutating func check(_ node: YAMLTree.NodeID, _ shape: Shape, at path: String) -> Bool {
    switch shape {
    case .anything: return true
    case .text: return expect(tree.kind(of: node) == .scalar, "a text", at: path)
    case .boolean: return expect(word(node).map(["true", "false"].contains) ?? false, "true or false", at: path)
    case .integer: return expect(word(node).flatMap { Int($0) } != nil, "a whole number", at: path)
    case .word(let words):
      return expect(word(node).map(words.contains) ?? false, "one of \(words.sorted().joined(separator: ", "))", at: path)
    case .list(let element):
      guard expect(tree.kind(of: node) == .sequence, "a list", at: path) else { return false }
      var fits = true
      for (index, child) in tree.elements(of: node).enumerated() {
        if !checkElement(child, index, element, of: path) { fits = false }
      }
      return fits
    case .object(let keys, let required, let minimum):
      guard expect(tree.kind(of: node) == .mapping, "a mapping", at: path) else { return false }
      return checkEntries(tree.entries(of: node), keys, required: required, minimum: minimum, at: path)
    }
  }

  @discardableResult
  private mutating func checkElement(_ node: YAMLTree.NodeID, _ index: Int, _ shape: Shape, of path: String) -> Bool {
    check(node, shape, at: "\(path)[\(index)]") ? true : fail("element \(index) does not fit", at: path)
  }

  private mutating func checkEntries(
    _ entries: [(key: YAMLTree.NodeID, value: YAMLTree.NodeID)], _ keys: [String: Shape], required: Set<String>,
    minimum: Int, at path: String
  ) -> Bool {
    var fits = true
    var missing = required
    for (key, value) in entries {
      let name = tree.string(of: key)
      missing.remove(name)
      if let shape = keys[name] {
        if check(value, shape, at: "\(path)[\(name)]") { continue }
        fits = fail("the value of '\(name)' does not fit", at: path)
      } else {
        fits = fail("there is no key '\(name)'", at: path)
      }
    }
    for name in missing.sorted() { fits = fail("the key '\(name)' is missing", at: path) }
    if entries.count < minimum { fits = fail("it must have \(minimum) key or more", at: path) }
    return fits
  }

  private func word(_ node: YAMLTree.NodeID) -> String? {
    tree.kind(of: node) == .scalar ? tree.string(of: node) : nil
  }

  private mutating func expect(_ isMet: Bool, _ wanted: String, at path: String) -> Bool {
    isMet ? true : fail("it must be \(wanted)", at: path)
  }

  /// - Returns: false, as whatever contains what failed fails with it.
  private mutating func fail(_ reason: String, at path: String) -> Bool {
    warnings.append("failed for \(path): \(reason)")
    return false
  }
}
