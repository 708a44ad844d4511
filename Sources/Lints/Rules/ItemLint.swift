import Bytecode
import Compiler
import Diagnostics
import Parser
import RuleFile
import Schema

extension Lint {
  /// Elements of lists that say nothing new.
  static let items = Lint(codes: [.repeatedItem]) { context, bag in
    for list in context.ruleSet.lists {
      var seen: [[UInt8]: SourceSpan] = [:]
      for item in list.items {
        if let first = seen[item.text.bytes] {
          bag.report(Diagnostic.repeatedItem(item.string, at: item.span, first: first).about(kind: "list", list.origin))
        } else {
          seen[item.text.bytes] = item.span
        }
      }
    }
    let conditions = context.conditions
    for check in context.soundChecks {
      guard case .list(let range) = conditions[check].right, conditions[check].modifier != .oneof else { continue }
      var seen: [UInt32: SourceSpan] = [:]
      for index in range where conditions.values[index].use == nil {
        let value = conditions.values[index]
        let span = conditions.span(of: value.place)
        if let first = seen[value.string.rawValue] {
          var diagnostic = Diagnostic.repeatedItem(conditions.strings.text(value.string), at: span, first: first)
          diagnostic.fix = conditions.removal(ofElement: value).map { Fix("remove it", [$0]) }
          bag.report(context.placed(diagnostic, in: value.place))
        } else {
          seen[value.string.rawValue] = span
        }
      }
    }
  }

  /// Definitions that replace another one with other contents, without saying so.
  static let redefinitions = Lint(codes: [.redefinition]) { context, bag in
    for replaced in context.ruleSet.replaced where !replaced.isSame && !replaced.isPlaceholder {
      let key =
        switch replaced.oldBody {
        case .items: "items"
        case .condition: "condition"
        }
      bag.report(
        Diagnostic(
          .redefinition, "\(replaced.kind) '\(replaced.new.name)' is defined anew with different contents", at: Label(replaced.new.nameSpan),
          secondary: [Label(replaced.old.nameSpan, "this definition has no effect any more")],
          help: ["to replace it on purpose, write 'override: {\(key): replace}'; to add to it, 'override: {\(key): append}'"]
        ).about(kind: replaced.kind, replaced.new))
    }
  }
}

extension ReplacedDefinition {
  /// The contents are the same but for blanks, parentheses, and the order of a list.
  fileprivate var isSame: Bool {
    switch (oldBody, newBody) {
    case (.items(let old), .items(let new)): old.count == new.count && (old.map(\.text.bytes) == new.map(\.text.bytes) || Set(old.map(\.text.bytes)) == Set(new.map(\.text.bytes)))
    case (.condition(let old?), .condition(let new?)): old.bytes == new.bytes || old.words == new.words || old.canonical == new.canonical
    case (.condition(let old), .condition(let new)): old == new
    case (.items, .condition), (.condition, .items): false
    }
  }

  /// What is there to be replaced: an empty list, or a macro that is never or always true by name.
  fileprivate var isPlaceholder: Bool {
    switch oldBody {
    case .items(let items): return items.isEmpty
    case .condition(let text):
      guard kind == "macro", let bytes = text?.bytes else { return false }
      let name = bytes.filter { !$0.isBlank && $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: ")") }
      return name.elementsEqual("never_true".utf8) || name.elementsEqual("always_true".utf8)
    }
  }
}

extension EmbeddedText {
  fileprivate var words: [ArraySlice<UInt8>] { bytes.split(whereSeparator: \.isBlank) }

  /// As a condition, without parentheses that change nothing.
  fileprivate var canonical: String {
    var bag = DiagnosticBag()
    return TreePrinter.canonical(ConditionParser.parse(self, into: &bag))
  }
}

extension Diagnostic {
  /// `'cat' stands in this list twice`
  fileprivate static func repeatedItem(_ text: String, at span: SourceSpan, first: SourceSpan) -> Diagnostic {
    Diagnostic(
      .repeatedItem, "'\(text)' stands in this list twice", at: Label(span), secondary: [Label(first, "here already")],
      help: ["leave one of them out"])
  }
}
