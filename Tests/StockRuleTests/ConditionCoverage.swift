import Compiler
import Diagnostics
import Lexer
import Parser
import Reference

/// Which parts of a rule's condition decided over its cases.
///
/// A part decides an answer if the answer would be another one were the part's: from the root down, all parts of an `and`
/// that holds, its only part that does not hold otherwise, and for `or` the same the other way round. A macro that stands
/// in two places is two parts.
struct ConditionCoverage {
  /// What a case has to show of a part.
  enum Wanted: Hashable {
    /// An alternative of an `or`: that it alone makes the difference.
    case holding
    /// A part of an `and`: that without it alone the rule is silent.
    case failing
  }

  struct Item: Hashable {
    /// The macros it stands in, from the root down, and the part itself, as the rule files write them.
    var path: [String]
    var wanted: Wanted
    /// It can be neither: `evt.num` is never 0, nothing is in an empty list, and what is assumed holds.
    var isSettled: Bool

    var text: String { path.joined(separator: " > ") + (wanted == .holding ? " holds" : " fails") }
  }

  private(set) var items: [Item] = []
  private(set) var reached: [Bool] = []
  private let conditions: ResolvedConditions
  private let root: ResolvedID
  /// By node: it holds for no event.
  private let neverHolds: [Bool]
  /// Checks of this field are taken to hold.
  private let assumed: String?

  init(_ conditions: ResolvedConditions, _ root: ResolvedID, assumed: String?) {
    self.conditions = conditions
    self.root = root
    self.assumed = assumed
    neverHolds = Self.neverHolds(conditions)
    collect(root, [], nil, isNegated: false)
    reached = Array(repeating: false, count: items.count)
  }

  // MARK: The items of a condition

  private static func neverHolds(_ conditions: ResolvedConditions) -> [Bool] {
    var never = Array(repeating: false, count: conditions.nodes.count)
    for index in conditions.nodes.indices {
      switch conditions.nodes[index] {
      case .check(let id):
        let check = conditions[id]
        if case .list(let range) = check.right, range.isEmpty { never[index] = true }
        if text(check.place, conditions).replacing(" ", with: "") == "evt.num=0" { never[index] = true }
      case .and(let slice): never[index] = conditions.children[slice.range].contains { never[Int($0.rawValue)] }
      case .or(let slice): never[index] = conditions.children[slice.range].allSatisfy { never[Int($0.rawValue)] }
      case .expansion(_, let body): never[index] = never[Int(body.rawValue)]
      case .not, .error, .guess: break
      }
    }
    return never
  }

  private static func text(_ place: Place, _ conditions: ResolvedConditions) -> String {
    let bytes = conditions.texts[Int(place.text)].bytes[place.range.range]
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func label(_ id: ResolvedID) -> String { Self.text(conditions.places[Int(id.rawValue)], conditions) }

  /// Parts inside a part that is settled are not asked for one by one.
  private mutating func collect(_ id: ResolvedID, _ path: [String], _ wanted: Wanted?, isNegated: Bool) {
    let isSettled = neverHolds[Int(id.rawValue)]
    if let wanted {
      var settled = wanted == .holding && isSettled
      if wanted == .failing, case .not(let inner) = conditions[id], neverHolds[Int(inner.rawValue)] { settled = true }
      if wanted == .failing, neverFails(id) { settled = true }
      items.append(Item(path: path + [label(id)], wanted: wanted, isSettled: settled))
    }
    if isSettled { return }
    var path = path
    if case .expansion = conditions[id] { path.append(label(id)) }
    walkParts(id) { part, kind in
      switch kind {
      case .and: collect(part, path, isNegated ? nil : .failing, isNegated: isNegated)
      case .or: collect(part, path, .holding, isNegated: isNegated)
      case .not: collect(part, path, nil, isNegated: !isNegated)
      case .expansion: collect(part, path, nil, isNegated: isNegated)
      }
    }
  }

  /// Only because it is assumed to hold.
  private func neverFails(_ id: ResolvedID) -> Bool {
    switch conditions[id] {
    case .expansion(_, let body): neverFails(body)
    case .check: isAssumed(id)
    case .and, .or, .not, .error, .guess: false
    }
  }

  private enum Kind { case and, or, not, expansion }

  private func walkParts(_ id: ResolvedID, _ body: (ResolvedID, Kind) -> Void) {
    switch conditions[id] {
    case .and(let slice): for part in conditions.children[slice.range] { body(part, .and) }
    case .or(let slice): for part in conditions.children[slice.range] { body(part, .or) }
    case .not(let part): body(part, .not)
    case .expansion(_, let part): body(part, .expansion)
    case .check, .error, .guess: break
    }
  }

  // MARK: What a case shows

  /// Notes what the answers to one event show.
  /// - Returns: whether the condition holds, with what is assumed.
  mutating func note(_ answers: ReferenceEvaluator.Answers) -> Bool {
    var next = 0
    let holds = self.holds(root, answers)
    visit(root, decides: true, wanted: nil, isNegated: false, answers, &next)
    return holds
  }

  private func holds(_ id: ResolvedID, _ answers: ReferenceEvaluator.Answers) -> Bool {
    switch conditions[id] {
    case .and(let slice): conditions.children[slice.range].allSatisfy { holds($0, answers) }
    case .or(let slice): conditions.children[slice.range].contains { holds($0, answers) }
    case .not(let part): !holds(part, answers)
    case .expansion(_, let part), .guess(let part): holds(part, answers)
    case .error: false
    case .check: isAssumed(id) || answers[id] == true
    }
  }

  private func isAssumed(_ id: ResolvedID) -> Bool {
    guard let assumed, case .check = conditions[id] else { return false }
    return label(id).hasPrefix(assumed + " ") || label(id).hasPrefix(assumed + "=")
  }

  /// In the order of `collect`.
  private mutating func visit(
    _ id: ResolvedID, decides: Bool, wanted: Wanted?, isNegated: Bool, _ answers: ReferenceEvaluator.Answers, _ next: inout Int
  ) {
    if let wanted {
      if decides, holds(id, answers) == (wanted == .holding) { reached[next] = true }
      next += 1
    }
    if neverHolds[Int(id.rawValue)] { return }
    switch conditions[id] {
    case .and(let slice), .or(let slice):
      let parts = Array(conditions.children[slice.range])
      let isAnd = if case .and = conditions[id] { true } else { false }
      let odd = parts.filter { holds($0, answers) != isAnd }
      for part in parts {
        let decidesToo = decides && (odd.isEmpty || odd == [part])
        let wanted: Wanted? = isAnd ? (isNegated ? nil : .failing) : .holding
        visit(part, decides: decidesToo, wanted: wanted, isNegated: isNegated, answers, &next)
      }
    case .not(let part): visit(part, decides: decides, wanted: nil, isNegated: !isNegated, answers, &next)
    case .expansion(_, let part): visit(part, decides: decides, wanted: nil, isNegated: isNegated, answers, &next)
    case .check, .error, .guess: break
    }
  }
}
