import Compiler
import Diagnostics
import Parser
import RuleFile
import Schema
import TestSupport

// MistakeTests: mistakes of known kinds, put into sound rule files at random places, are found: each with its code, at
// its place, and nothing beside it. Not here: single mistakes with their wording (GoldenTests).

/// Rule files without a finding, and where in them mistakes can be made.
struct CleanRules: Sendable {
  struct File: Sendable {
    let name: String
    let bytes: [UInt8]
    var items: [Item] = []
  }

  /// One item of a file, with offsets in that file.
  struct Item: Sendable {
    let kind: ItemKind
    let name: String
    let nameRange: Range<Int>
    /// From its `- ` to its last byte.
    let range: Range<Int>
    let entries: [Entry]
    let condition: ConditionTree?
    let output: EmbeddedText?
    /// Offset of the file in the space of the tree's spans.
    let base: Int
  }

  struct Entry: Sendable {
    let key: String
    let keyRange: Range<Int>
    let valueRange: Range<Int>
    /// The value has a line to itself with its key.
    let isOneLine: Bool
  }

  enum ItemKind: Sendable { case list, macro, rule }

  private(set) var files: [File] = []
  /// Names of the items that count.
  private(set) var macroNames: Set<String> = []
  private(set) var listNames: Set<String> = []
  /// What is said about the files as they are: notes only.
  let notes: [String]

  init(_ texts: [(name: String, bytes: [UInt8])]) {
    let checked = Checked(texts)
    notes = checked.found.map(\.headline)
    for (file, id) in zip(texts, checked.files) {
      files.append(Self.file(file.name, file.bytes, items: id, base: Int(checked.map[id.file].base)))
    }
    keepLastDefinitions()
    for item in files.flatMap(\.items) {
      if item.kind == .macro { macroNames.insert(item.name) }
      if item.kind == .list { listNames.insert(item.name) }
    }
  }

  private static func file(_ name: String, _ bytes: [UInt8], items: FileItems, base: Int) -> File {
    func local(_ span: SourceSpan) -> Range<Int> { Int(span.start) - base..<Int(span.end) - base }
    var file = File(name: name, bytes: bytes)
    let nodes = topLevelItems(items.tree)
    for (item, node) in zip(items.items, nodes) {
      let description: (ItemKind, Scalar, EmbeddedText?, EmbeddedText?)
      switch item.body {
      case .list(let list): description = (.list, list.name, nil, nil)
      case .macro(let macro): description = (.macro, macro.name, macro.condition, nil)
      case .rule(let rule): description = (.rule, rule.name, rule.condition, rule.output)
      case .engineVersion, .pluginVersions, .sketch, .none: continue
      }
      var ignored = DiagnosticBag()
      let entries = items.tree.entries(of: node).map { key, value in
        let (keyRange, valueRange) = (local(items.tree.span(of: key)), local(items.tree.span(of: value)))
        return Entry(
          key: items.tree.string(of: key), keyRange: keyRange, valueRange: valueRange,
          isOneLine: !bytes[keyRange.lowerBound..<valueRange.upperBound].contains(UInt8(ascii: "\n")))
      }
      let span = local(item.span)
      file.items.append(
        Item(
          kind: description.0, name: description.1.string, nameRange: local(description.1.span),
          range: span.lowerBound - 2..<span.upperBound, entries: entries,
          condition: description.2.map { ConditionParser.parse($0, into: &ignored) }, output: description.3, base: base))
    }
    return file
  }

  /// The files define some names again; of those only the last definition counts, and is looked at.
  private mutating func keepLastDefinitions() {
    var seen: Set<String> = []
    for file in files.indices.reversed() {
      files[file].items = files[file].items.reversed().filter { seen.insert("\($0.kind) \($0.name)").inserted }.reversed()
    }
  }

  /// The mappings of the one document that a stock file is.
  private static func topLevelItems(_ tree: YAMLTree) -> [YAMLTree.NodeID] {
    tree.elements(of: YAMLTree.NodeID(rawValue: 0))
  }
}

/// Texts through the whole front half.
struct Checked {
  struct Finding: Hashable {
    var code: DiagnosticCode
    var severity: Severity
    var range: Range<Int>
    var file: Int
    var headline: String
  }

  var map = SourceMap()
  var files: [FileItems] = []
  var found: [Finding] = []

  init(_ texts: [(name: String, bytes: [UInt8])]) {
    var builder = RuleSetBuilder()
    var bag = DiagnosticBag()
    for (name, bytes) in texts {
      guard let id = map.add(name: name, bytes: bytes) else { preconditionFailure("the map is full") }
      files.append(ItemReader.read(map[id], id: id))
      builder.add(files[files.count - 1], to: &bag)
    }
    _ = RuleCompiler.check(builder.ruleSet, into: &bag)
    found = bag.all.map { diagnostic in
      let id = map.file(containing: diagnostic.primary.span.start)
      let base = Int(map[id].base)
      let span = diagnostic.primary.span
      return Finding(
        code: diagnostic.code, severity: diagnostic.severity, range: Int(span.start) - base..<Int(span.end) - base,
        file: Int(id.rawValue), headline: diagnostic.message)
    }
  }
}
