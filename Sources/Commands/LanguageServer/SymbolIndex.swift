import Diagnostics
import Parser
import RuleFile

/// Where the names of rules, macros and lists stand in the files of a folder.
struct SymbolIndex {
  enum Kind: String { case rule, macro, list }

  struct Occurrence {
    var kind: Kind
    var name: String
    /// The name, without quotes.
    var span: SourceSpan
    /// An item of this name begins here: its definition, or what appends to it or overrides it.
    var isItem: Bool
  }

  private(set) var occurrences: [Occurrence] = []
  private let lists: Set<String>

  init(_ files: [FileItems]) {
    lists = Set(
      files.flatMap(\.items).compactMap { item in if case .list(let list) = item.body { list.name.string } else { nil } })
    for file in files { for item in file.items { add(item) } }
  }

  /// What stands at a place; the place behind its last sign counts.
  func occurrence(at offset: UInt32) -> Occurrence? { occurrences.first { $0.span.touches(offset) } }

  func occurrences(of symbol: Occurrence) -> [Occurrence] {
    occurrences.filter { $0.kind == symbol.kind && $0.name == symbol.name }
  }

  // MARK: Reading

  private mutating func add(_ item: RuleFileItem) {
    switch item.body {
    case .list(let list):
      add(.list, list.name, isItem: true)
      for element in list.items { addList(element) }
    case .macro(let macro):
      add(.macro, macro.name, isItem: true)
      if let condition = macro.condition { add(condition) }
    case .rule(let rule):
      add(.rule, rule.name, isItem: true)
      if let condition = rule.condition { add(condition) }
      for exception in rule.exceptions ?? [] { for value in exception.values { add(value) } }
    case .sketch(let sketch):
      if let condition = sketch.settings.condition { add(condition) }
    case .engineVersion, .pluginVersions, .none: break
    }
  }

  private mutating func add(_ kind: Kind, _ name: Scalar, isItem: Bool) {
    let span = name.text.span(of: 0..<name.text.bytes.count)
    occurrences.append(Occurrence(kind: kind, name: name.string, span: span, isItem: isItem))
  }

  private mutating func addList(_ value: Scalar) {
    if lists.contains(value.string) { add(.list, value, isItem: false) }
  }

  private mutating func add(_ value: YAMLNode) {
    switch value {
    case .scalar(let scalar): addList(scalar)
    case .sequence(let elements, _): for element in elements { add(element) }
    case .mapping: break
    }
  }

  /// Macros are what stands for an operand, lists what stands among values.
  private mutating func add(_ condition: EmbeddedText) {
    var ignored = DiagnosticBag()
    let tree = ConditionParser.parse(condition, into: &ignored)
    for node in tree.nodes {
      if case .macro(let name) = node {
        occurrences.append(Occurrence(kind: .macro, name: tree.string(name), span: tree.span(of: name), isItem: false))
      }
    }
    for value in tree.values where value.kind == .bare {
      let name = tree.string(value.range)
      if lists.contains(name) {
        occurrences.append(Occurrence(kind: .list, name: name, span: tree.span(of: value.range), isItem: false))
      }
    }
  }
}
