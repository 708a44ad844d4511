import Bytecode
import Compiler
import Diagnostics
import Matching
import Parser
import Schema

extension Lint {
  /// Regular expressions that only list alternatives. Those without any special sign are told by the compiler, as in the incumbent.
  static let simpleRegexes = Lint(codes: [.simpleRegex]) { context, bag in
    let conditions = context.conditions
    for check in context.soundChecks where conditions[check].op == .regex && conditions[check].modifier == nil {
      guard case .value(let index) = conditions[check].right else { continue }
      let value = conditions.values[index]
      guard let simpler = Self.simpler(Array(conditions.strings[value.string])) else { continue }
      bag.report(
        context.placed(
          Diagnostic(
            .simpleRegex, "this regular expression only lists alternatives", at: Label(conditions.span(of: value.place)),
            help: ["'\(conditions.text(of: conditions[check].left)) \(simpler)' does the same and is many times faster"]), in: value.place))
    }
  }

  /// An operator with a list that matches the same values.
  private static func simpler(_ pattern: [UInt8]) -> String? {
    var body = pattern[...]
    if body.first == UInt8(ascii: "("), body.last == UInt8(ascii: ")") { body = body.dropFirst().dropLast() }
    guard body.contains(UInt8(ascii: "|")), !body.contains(UInt8(ascii: "(")), !body.contains(UInt8(ascii: ")")) else { return nil }
    let parts = body.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
    var op: RegexSimplification.SimplerOperator?
    var texts: [String] = []
    for part in parts {
      guard let suggestion = RegexSimplification.suggestion(for: Array(part)), op == nil || op == suggestion.simplerOperator,
        !suggestion.text.isEmpty
      else { return nil }
      op = suggestion.simplerOperator
      texts.append(String(decoding: suggestion.text, as: UTF8.self))
    }
    guard let op, op != .exists else { return nil }
    let list = "(\(listing(texts, atMost: 8)))".replacing(" and ", with: ", ")
    return op == .equals ? "in \(list)" : "\(op.rawValue) anyof \(list)"
  }

  /// An expensive check in front of a cheap one, in what a rule itself writes. rulec orders checks by cost; Falco goes from left to
  /// right.
  static let checkOrder = Lint(codes: [.checkOrder]) { context, bag in
    for source in context.sources {
      for rule in source.rules {
        guard let (dear, cheap) = source.typed.wrongOrder(in: rule.root, context.conditions) else { continue }
        let (first, second) = (context.conditions.places[Int(dear.rawValue)], context.conditions.places[Int(cheap.rawValue)])
        bag.report(
          Diagnostic(
            .checkOrder, "this check costs much and stands before one that costs little", at: Label(context.conditions.span(of: first)),
            secondary: [Label(context.conditions.span(of: second), "cheaper")],
            help: ["Falco asks from left to right and stops at the first that fails; rulec orders checks by itself"]
          ).about(rule))
      }
    }
  }
}

extension TypedConditions {
  /// Nanoseconds from which on a check counts as expensive, and up to which as cheap: an ancestor's field or a regular expression
  /// against a plain comparison.
  private static let expensive: UInt32 = 60
  private static let cheap: UInt32 = 12

  fileprivate func wrongOrder(in root: ResolvedID, _ conditions: ResolvedConditions) -> (ResolvedID, ResolvedID)? {
    var dear: ResolvedID?
    var pending = [root]
    while let id = pending.popLast() {
      switch conditions[id] {
      case .and(let slice): pending += conditions.children[slice.range].reversed()
      case .check(let check):
        guard let known = checkIDs[Int(check.rawValue)] else { continue }
        let cost = program.checkInfo[Int(known.rawValue)].cost
        if let dear, cost <= Self.cheap { return (dear, id) }
        if cost >= Self.expensive, dear == nil { dear = id }
      default: break
      }
    }
    return nil
  }
}
