import Bytecode
import Diagnostics
import Lexer
import Matching
import Parser
import RuleFile
import Schema

/// The output of a rule with its fields among the operands of the conditions.
struct ResolvedOutput {
  enum Part {
    case literal(StringID)
    case term(ResolvedOperandID, width: UInt32?)
  }

  var parts: [Part] = []
  var problems: [Problem] = []
  var warnings: [Diagnostic] = []
}

/// Reads outputs (rule-language.md §9).
enum OutputReader {
  private static let token = Array("%container.info".utf8)

  static func read(
    _ text: EmbeddedText, catalog: FieldCatalog, into conditions: inout ResolvedConditions
  ) -> ResolvedOutput {
    var output = ResolvedOutput()
    var remaining = removeContainerInfo(from: text, &output)
    if remaining.bytes.trimmingBlanks().isEmpty { remaining.remove(0..<remaining.bytes.count) }
    let template = OutputParser.parse(remaining, catalog: catalog)
    output.problems += template.problems.map { Problem($0.diagnostic, isSkippable: $0.kind == .unknownField) }
    let resolver = TreeResolver(template.operands, in: &conditions)
    resolver.addOperands(to: &conditions)
    output.parts.reserveCapacity(template.parts.count)
    for part in template.parts {
      switch part {
      case .literal(let range):
        output.parts.append(.literal(conditions.strings.intern(remaining.bytes[range.range])))
      case .token(_, let width, let operand):
        output.parts.append(.term(resolver.shifted(operand), width: width.map { UInt32(clamping: $0) }))
        warnIfDeprecated(template.operands, operand, &output)
      }
    }
    return output
  }

  /// `%container.info` is taken out, with a warning (rule-language.md §9.5).
  private static func removeContainerInfo(from text: EmbeddedText, _ output: inout ResolvedOutput) -> EmbeddedText {
    var remaining = text
    var start = 0
    while let place = remaining.bytes.span.extracting(start...).firstIndex(of: token.span) {
      let range = start + place..<start + place + token.count
      output.warnings.append(.containerInfo(at: remaining.span(of: range)))
      remaining.remove(range)
      start = range.lowerBound
    }
    return remaining
  }

  private static func warnIfDeprecated(_ tree: ConditionTree, _ id: OperandID, _ output: inout ResolvedOutput) {
    guard case .field(let name, _) = tree[id], DeprecatedFields.contains(tree.text.bytes[name.range]) else { return }
    output.warnings.append(.deprecatedField(tree.string(name), at: tree.span(of: name)))
  }
}

/// Fields whose use the incumbent warns about (rule-files.md §8.2). Others are flagged deprecated without a warning.
enum DeprecatedFields {
  static let names = [
    "evt.dir", "evt.latency", "evt.latency.s", "evt.latency.ns", "evt.latency.human", "evt.wait_latency",
  ]
  private static let bytes = names.map { Array($0.utf8) }

  static func contains(_ name: ArraySlice<UInt8>) -> Bool {
    // Every field of every rule is asked about.
    guard name.first == UInt8(ascii: "e") else { return false }
    return bytes.contains { $0.count == name.count && $0[...] == name }
  }
}
