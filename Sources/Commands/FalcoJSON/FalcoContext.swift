import Diagnostics
import RuleFile

/// Where a finding is, as the incumbent tells it: the way from the file to the item and into it, and the line
/// (rule-files.md §9.1).
///
/// Its positions count from 0. Inside conditions it adds up numbers that do not point at the place; here they are the
/// place.
struct FalcoContext {
  struct Location {
    var itemType: String
    var itemName = ""
    var position: Position
  }

  struct Position {
    var name: String
    var line = 0
    var column = 0
    var offset = 0
  }

  var locations: [Location]
  var snippet: String

  /// The conditions that findings can be about.
  struct Conditions {
    private let rules: [String: EmbeddedText]
    private let macros: [String: EmbeddedText]

    init(_ ruleSet: RuleSet) {
      let rules = ruleSet.rules.compactMap { rule in rule.condition.map { (rule.origin.name, $0) } }
      let macros = ruleSet.macros.compactMap { macro in macro.condition.map { (macro.origin.name, $0) } }
      self.rules = Dictionary(rules) { first, _ in first }
      self.macros = Dictionary(macros) { first, _ in first }
    }

    /// The condition that a finding is in, or, for one in a macro, the condition of the rule that uses the macro.
    func condition(of diagnostic: Diagnostic) -> EmbeddedText? {
      guard let subject = diagnostic.subject else { return nil }
      let text =
        switch subject.kind {
        case "rule": rules[subject.name]
        case "macro": macros[subject.name]
        default: EmbeddedText?.none
        }
      // Much else than conditions is validated.
      guard let text, diagnostic.code == .validate else { return text }
      return text.pieceSpans.contains { $0.contains(diagnostic.primary.span) } ? text : nil
    }
  }

  init(of diagnostic: Diagnostic, in conditions: Conditions, _ locator: inout SourceLocator) {
    let span = diagnostic.primary.span
    let file = diagnostic.subject?.span ?? span
    let name = locator.map[locator.map.file(containing: file.start)].name
    locations = [Location(itemType: "rules content", position: Position(name: name))]
    if let subject = diagnostic.subject {
      let item = Position(of: subject.span.start, &locator)
      locations.append(Location(itemType: "rules content item", position: item))
      locations.append(Location(itemType: Self.itemType(subject.kind), itemName: subject.name, position: item))
    }
    switch diagnostic.code {
    case .compileCondition, .conditionHint, .validate:
      if let text = conditions.condition(of: diagnostic) {
        let kind = diagnostic.subject?.kind ?? "rule"
        locations.append(
          Location(itemType: "\(kind) condition", position: Position(of: text.span.start, &locator)))
        var expression = Position(of: span.start, &locator)
        expression.name = Self.beginning(of: text.string)
        locations.append(Location(itemType: "condition expression", position: expression))
      }
    case .compileOutput:
      locations.append(Location(itemType: "rule output", position: Position(of: span.start, &locator)))
    default: break
    }
    snippet = Self.snippet(at: span.start, &locator)
  }

  /// As the incumbent spells kinds of items.
  private static func itemType(_ kind: String) -> String {
    kind == "required_plugin_versions" ? "required plugin versions" : kind
  }

  /// A short condition in quotes, or how a long one begins.
  private static func beginning(of condition: String) -> String {
    let text = condition.unicodeScalars
    return text.count <= 20 ? "\"\(condition)\"" : "\"\(String(text.prefix(17)))...\""
  }

  /// How much of a long line is shown on either side of the place, in bytes.
  private static let reach = 80

  /// The line around a place, and below it a caret.
  private static func snippet(at offset: UInt32, _ locator: inout SourceLocator) -> String {
    let file = locator.map[locator.map.file(containing: offset)]
    let at = min(Int(offset - file.base), file.bytes.count)
    func isInLine(_ index: Int) -> Bool { file.bytes[index] != UInt8(ascii: "\n") && file.bytes[index] != UInt8(ascii: "\r") }
    var lower = at
    while lower > 0, isInLine(lower - 1), at - lower < reach || isContinuation(file.bytes[lower]) { lower -= 1 }
    var upper = at
    while upper < file.bytes.count, isInLine(upper), upper - at < reach || isContinuation(file.bytes[upper]) { upper += 1 }
    let front = lower > 0 && isInLine(lower - 1) ? "..." : ""
    let back = upper < file.bytes.count && isInLine(upper) ? "..." : ""
    let before = front + String(decoding: file.bytes[lower..<at], as: UTF8.self)
    let behind = String(decoding: file.bytes[at..<upper], as: UTF8.self) + back
    return "\(before)\(behind)\n\(String(repeating: " ", count: before.unicodeScalars.count))^\n"
  }

  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}

extension FalcoContext.Position {
  init(of offset: UInt32, _ locator: inout SourceLocator) {
    let location = locator.location(of: offset)
    name = locator.map[location.file].name
    line = location.line - 1
    column = location.column - 1
    self.offset = locator.scalarOffset(of: offset)
  }
}
