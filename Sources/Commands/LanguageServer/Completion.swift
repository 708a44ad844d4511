import Compiler
import Diagnostics
import RuleFile
import Schema

/// What can stand where the cursor is.
struct Completion {
  struct Item {
    var label: String
    var kind: Kind
    var detail: String
    var documentation: String = ""
  }

  /// The protocol's numbers.
  enum Kind: Int {
    case function = 3, field = 5, variable = 6, property = 10, value = 12, keyword = 14, enumMember = 20, constant = 21, operatorSign = 24
  }

  let place: EditedPlace
  let items: [Item]

  init(_ text: [UInt8], at offset: Int, _ analysis: FolderAnalysis) {
    place = EditedPlace(text, at: offset)
    let ruleSet = analysis.ruleSet
    switch place.kind {
    case .operand: items = Self.items(of: analysis.fields) { $0.isFilterable } + Self.macros(ruleSet) + Self.transformers + Self.words(["not"])
    case .comparison(let field): items = Self.operators(for: analysis.fields.field(written: String(field.prefix { $0 != "[" })))
    case .value(let field, let isInList): items = Self.values(of: field, analysis.fields) + (isInList ? Self.lists(ruleSet) : [])
    case .outputField: items = Self.items(of: analysis.fields) { $0.isPrintable }
    case .priority: items = Priority.allCases.map { Item(label: $0.name.uppercased(), kind: .enumMember, detail: "priority") }
    case .tag: items = Set(ruleSet.rules.flatMap(\.tags)).sorted().map { Item(label: $0, kind: .constant, detail: "tag") }
    case .item: items = Self.lists(ruleSet)
    case .key: items = Self.keys
    case .nothing: items = []
    }
  }

  private static func items(of fields: KnownFields, where isWanted: (Field) -> Bool) -> [Item] {
    fields.all.filter { !$0.isHidden && isWanted($0) }.map {
      Item(label: $0.name, kind: .field, detail: Self.type(of: $0), documentation: $0.documentation)
    }
  }

  static func type(of field: Field) -> String { field.isList ? "list of \(field.type.name)" : field.type.name }

  private static func macros(_ ruleSet: RuleSet) -> [Item] {
    ruleSet.macros.map { Item(label: $0.origin.name, kind: .function, detail: "macro", documentation: $0.condition?.string ?? "") }
  }

  private static func lists(_ ruleSet: RuleSet) -> [Item] {
    ruleSet.lists.map {
      Item(label: $0.origin.name, kind: .variable, detail: "list of \($0.items.count)", documentation: $0.items.map(\.string).joined(separator: ", "))
    }
  }

  private static var transformers: [Item] {
    Transformer.allCases.map { Item(label: $0.spelling, kind: .function, detail: "transformer", documentation: "\($0.info.summary)") }
  }

  private static func words(_ words: [String]) -> [Item] { words.map { Item(label: $0, kind: .keyword, detail: "") } }

  private static func operators(for field: Field?) -> [Item] {
    guard let field else { return [] }
    return OperatorRules.allowed(for: field.type, isList: field.isList).map {
      Item(label: $0.spelling, kind: .operatorSign, detail: "operator", documentation: "\($0.info.summary)")
    }
  }

  private static func values(of name: String, _ fields: KnownFields) -> [Item] {
    if name == "evt.type" || name == "syscall.type" {
      return EventTable.syscall.names.map { Item(label: $0, kind: .enumMember, detail: "event type") }
    }
    guard let field = fields.field(written: name), field.type.family == .bool else { return [] }
    return ["true", "false"].map { Item(label: $0, kind: .value, detail: "bool") }
  }

  private static var keys: [Item] {
    ["rule", "macro", "list", "condition", "desc", "output", "priority", "tags", "source", "enabled", "exceptions", "override", "items"].map {
      Item(label: $0, kind: .property, detail: "key")
    }
  }

  // MARK: Answer

  func write(_ positions: TextPositions, to json: inout JSONWriter) {
    let range = positions.range(place.word)
    json.field("result") { json in
      json.field("isIncomplete", false)
      json.field("items", items) { json, item in
        json.object { json in
          json.field("label", item.label)
          json.field("kind", item.kind.rawValue)
          json.field("detail", item.detail)
          if !item.documentation.isEmpty { json.field("documentation", item.documentation) }
          // Names have dots, which editors take for the end of a word.
          json.field("textEdit") { json in
            range.writeEdit(item.label, to: &json)
          }
        }
      }
    }
  }
}
