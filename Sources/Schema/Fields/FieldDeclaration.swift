/// A field that is not built in, as somebody else describes it.
package struct FieldDeclaration: Sendable {
  package var name: String
  package var type: ValueType
  package var isList: Bool
  package var argument: FieldArgument
  package var documentation: String

  package init(name: String, type: ValueType, isList: Bool, argument: FieldArgument, documentation: String) {
    self.name = name
    self.type = type
    self.isList = isList
    self.argument = argument
    self.documentation = documentation
  }

  /// Whether a text can be the name of a field: words joined by dots, at least two, as the lexer takes them.
  package static func isName(_ text: String) -> Bool {
    let words = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return words.count > 1
      && words.allSatisfy { word in
        word.first.map(isLetter) == true && word.allSatisfy { isLetter($0) || $0 &- 0x30 < 10 || $0 == UInt8(ascii: "_") }
      }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  /// Types that fields can have: not those of parameters only, and not what takes its type from something else.
  package static let types = ValueType.allCases.filter { $0.family != .opaque && $0 != .dynamic }

  /// Nanoseconds; what a plugin takes to find a value is not known. Rules are only checked against such fields, never run.
  private static let cost = 1000

  fileprivate var row: String {
    let words = documentation.split { $0.isWhitespace }.joined(separator: " ")
    return "\(name)\(argument.notation) \(type.name)\(isList ? "[]" : "") event event \(Self.cost)\n" + (words.isEmpty ? "" : "    \(words)\n")
  }
}

extension FieldBlock {
  /// - Precondition: the names are names (`FieldDeclaration.isName`).
  init(_ declarations: [FieldDeclaration]) {
    self.init(origin: .declared, rows: declarations.map(\.row).joined())
  }
}
