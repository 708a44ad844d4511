import Compiler
import Diagnostics
import RuleFile
import Schema

/// All that is known of the rule files of a folder.
final class FolderAnalysis {
  let checked: CheckedFiles
  let symbols: SymbolIndex
  /// Fields of all sources, each name once: those of system calls first.
  let fields: KnownFields
  private let environment: CompilerEnvironment
  private var locator: [FileID: TextPositions] = [:]
  private lazy var eventTypes = EventTypesByName(checked.input.ruleSet, environment)

  var map: SourceMap { checked.input.map }
  var ruleSet: RuleSet { checked.input.ruleSet }

  init(_ inputs: [RuleInput]) {
    checked = CheckedFiles(inputs, ConfigurationFile.find(), includesStyle: false)
    symbols = SymbolIndex(checked.input.files)
    environment = checked.environment
    fields = KnownFields(environment)
  }

  func file(of uri: String) -> SourceFile? {
    let name = Workspace.path(of: uri) ?? uri
    return map.files.first { $0.name == name }
  }

  func uri(of span: SourceSpan) -> String { Workspace.uri(ofPath: map[map.file(containing: span.start)].name) }

  func range(of span: SourceSpan) -> EditorRange {
    let id = map.file(containing: span.start)
    let base = map[id].base
    return positions(of: id).range(Int(span.start - base)..<Int(max(span.end, span.start) - base))
  }

  func positions(of id: FileID) -> TextPositions {
    if let known = locator[id] { return known }
    let made = TextPositions(map[id].bytes)
    locator[id] = made
    return made
  }

  /// The diagnostics of a file, as `rulec check` reports them.
  func diagnostics(of file: SourceFile) -> [Diagnostic] {
    checked.diagnostics.filter { file.span.touches($0.primary.span.start) }
  }

  /// The event types that a rule or macro can be true for; nil where it does not compile.
  func eventTypes(of kind: SymbolIndex.Kind, named name: String) -> EventTypeNames? { eventTypes[kind, name] }
}

extension SourceSpan {
  /// Whether a cursor there stands in it or at one of its ends.
  func touches(_ offset: UInt32) -> Bool { start <= offset && offset <= end }
}

/// The fields that a rule of whatever source may ask.
struct KnownFields {
  private let catalogs: [FieldCatalog]

  init(_ environment: CompilerEnvironment) {
    let others = environment.catalogs.keys.filter { $0 != "syscall" }.sorted()
    catalogs = (["syscall"] + others).compactMap { environment.catalogs[$0] }
  }

  /// Each name once: fields about any event are in all catalogs.
  var all: [Field] {
    var fields = catalogs.first?.fields ?? []
    for catalog in catalogs.dropFirst() {
      fields += catalog.fields.filter { field in catalogs.first?.field(named: field.name) == nil }
    }
    return fields
  }

  /// The field of a text such as `proc.aname[2]`.
  func field(written text: String) -> Field? {
    let text = ArraySlice(Array(text.utf8))
    for catalog in catalogs {
      if let match = catalog.resolve(text) { return match.field }
    }
    return nil
  }
}

/// The event types of rules and macros. Made only where somebody asks: it takes a compilation.
private struct EventTypesByName {
  private var rules: [String: EventTypeNames] = [:]
  private var macros: [String: EventTypeNames] = [:]

  init(_ ruleSet: RuleSet, _ environment: CompilerEnvironment) {
    let all = ruleSet.withMacrosAsRules
    var ignored = DiagnosticBag()
    let compilation = RuleCompiler.check(all, environment: environment, into: &ignored).compile()
    for (index, rule) in all.rules.enumerated() {
      guard let names = compilation.eventTypeNames(ofRule: index) else { continue }
      if index < ruleSet.rules.count { rules[rule.origin.name] = names } else { macros[rule.origin.name] = names }
    }
  }

  subscript(kind: SymbolIndex.Kind, name: String) -> EventTypeNames? {
    switch kind {
    case .rule: rules[name]
    case .macro: macros[name]
    case .list: nil
    }
  }
}
