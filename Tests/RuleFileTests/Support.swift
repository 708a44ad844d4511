import Diagnostics
import Foundation
import RuleFile
import Testing

/// A rule file of a test, read and merged.
struct Loaded {
  var files: LoadedFiles
  var rules: RuleSet
  /// In the order in which they were found.
  var diagnostics: [Diagnostic]

  init(_ sources: [String]) {
    self.init(sources.enumerated().map { .buffer(name: "test\($0).yaml", bytes: Array($1.utf8)) })
  }

  init(_ source: String) { self.init([source]) }

  init(_ bytes: [UInt8]) { self.init([RuleInput.buffer(name: "test.yaml", bytes: bytes)]) }

  init(_ inputs: [RuleInput]) {
    files = RuleFileLoader.load(inputs)
    var bag = DiagnosticBag()
    rules = files.merged(&bag)
    diagnostics = bag.all
  }

  var codes: [String] { diagnostics.map(\.code.rawValue) }
  var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
  func text(_ span: SourceSpan) -> String { files.map.text(of: span) }
  func rule(_ name: String) -> RuleDefinition? { rules.rules.first { $0.origin.name == name } }
  func macro(_ name: String) -> MacroDefinition? { rules.macros.first { $0.origin.name == name } }
  func list(_ name: String) -> ListDefinition? { rules.lists.first { $0.origin.name == name } }
}

/// Checks what is reported about a file: one code per mark, in the order of the marks. `«…»` marks the primary span,
/// `«»` a point.
func expect(
  _ marked: String, _ codes: String..., saying part: String? = nil,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  let (source, marks) = unmarked(marked)
  let loaded = Loaded(source)
  let found = loaded.diagnostics.sorted { $0.primary.span.start < $1.primary.span.start }
  let summary = found.map { "\($0.code.rawValue) at '\(loaded.text($0.primary.span))': \($0.message)" }
  #expect(found.map(\.code.rawValue) == codes, "\(summary)", sourceLocation: sourceLocation)
  #expect(found.map(\.primary.span) == marks, "\(summary)", sourceLocation: sourceLocation)
  if let part {
    #expect(found.contains { $0.message.contains(part) }, "\(summary)", sourceLocation: sourceLocation)
  }
}

/// The text without its marks, and the spans they enclose.
func unmarked(_ marked: String) -> (String, [SourceSpan]) {
  var bytes: [UInt8] = []
  var marks: [SourceSpan] = []
  var start: Int?
  for character in marked.unicodeScalars {
    switch character {
    case "«": start = bytes.count
    case "»":
      if let lower = start { marks.append(SourceSpan(start: UInt32(lower), length: UInt32(bytes.count - lower))) }
      start = nil
    default: bytes += Array(String(character).utf8)
    }
  }
  return (String(decoding: bytes, as: UTF8.self), marks)
}

/// The data shared between the projects, where it is there.
enum Shared {
  static let folder: String? = {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let places = [
      ProcessInfo.processInfo.environment["RULEC_SHARED"], package.deletingLastPathComponent().path() + "shared",
    ]
    return places.compactMap(\.self).first { FileManager.default.fileExists(atPath: $0 + "/corpus") }
  }()

  static let stockFiles = ["falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml"].map {
    (folder ?? "") + "/corpus/falco-rules/" + $0
  }

  static let pluginFiles = ["aws_cloudtrail_rules.yaml", "github.yaml", "k8s_audit_rules.yaml", "okta_rules.yaml"].map {
    (folder ?? "") + "/corpus/plugin-rules/" + $0
  }
}
