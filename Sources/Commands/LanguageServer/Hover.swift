import Compiler
import Diagnostics
import RuleFile
import Schema

/// What is to be said of the word under the cursor, as markdown.
enum Hover {
  static func text(_ text: [UInt8], at offset: Int, _ symbol: SymbolIndex.Occurrence?, _ analysis: FolderAnalysis) -> (text: String, word: Range<Int>)? {
    let word = word(text, around: offset)
    if let symbol, let said = describe(symbol, analysis) { return (said, word) }
    let name = String(decoding: text[word], as: UTF8.self)
    return describe(name, analysis.fields).map { ($0, word) }
  }

  private static func word(_ text: [UInt8], around offset: Int) -> Range<Int> {
    let end = text[offset...].firstIndex { !isPartOfName($0) } ?? text.count
    let start = text[..<offset].lastIndex { !isPartOfName($0) }.map { $0 + 1 } ?? 0
    return start..<max(start, end)
  }

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    UnicodeScalar(byte).properties.isAlphabetic && byte < 0x80 || byte >= 0x30 && byte <= 0x39 || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
  }

  private static func describe(_ symbol: SymbolIndex.Occurrence, _ analysis: FolderAnalysis) -> String? {
    let ruleSet = analysis.ruleSet
    switch symbol.kind {
    case .macro:
      guard let macro = ruleSet.macros.first(where: { $0.origin.name == symbol.name }) else { return nil }
      return "macro `\(symbol.name)`\n\n```\n\(macro.condition?.string ?? "")\n```\n\n" + events(analysis.eventTypes(of: .macro, named: symbol.name))
    case .list:
      guard let list = ruleSet.lists.first(where: { $0.origin.name == symbol.name }) else { return nil }
      let shown = list.items.prefix(40).map { "`\($0.string)`" }.joined(separator: ", ")
      return "list `\(symbol.name)` of \(list.items.count)\n\n\(shown)\(list.items.count > 40 ? ", …" : "")"
    case .rule:
      guard let rule = ruleSet.rules.first(where: { $0.origin.name == symbol.name }) else { return nil }
      return "rule `\(symbol.name)`, priority \(rule.priority?.name ?? "unknown")\n\n\(rule.description?.string ?? "")\n\n"
        + events(analysis.eventTypes(of: .rule, named: symbol.name))
    }
  }

  private static func events(_ types: EventTypeNames?) -> String {
    switch types {
    case nil: ""
    case .any: "Looks at every event type."
    case .only([]): "True for no event type."
    case .only(let names): "Looks at " + names.map { "`\($0)`" }.joined(separator: ", ") + "."
    }
  }

  private static func describe(_ name: String, _ fields: KnownFields) -> String? {
    if let field = fields.field(written: name) {
      let notes = field.isDeprecated ? "\n\nDeprecated." : ""
      return "field `\(name)`: \(Completion.type(of: field))\n\n\(field.documentation)\(notes)"
    }
    if let found = Operator.allCases.first(where: { $0.spelling == name }) { return "operator `\(name)`\n\n\(found.info.summary)" }
    if let found = Transformer.allCases.first(where: { $0.spelling == name }) { return "transformer `\(name)`\n\n\(found.info.summary)" }
    if let type = EventTable.syscall.types.last(where: { $0.name == name }), !name.isEmpty {
      let parameters = type.parameters.map { "`\($0.name)`" }.joined(separator: ", ")
      return "event `\(name)`\n\nParameters: \(parameters.isEmpty ? "none" : parameters)."
    }
    return nil
  }
}
