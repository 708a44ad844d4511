import Compiler
import Diagnostics
import Lexer
import Parser
import Reference

/// Which parts of a rule's condition made the difference in its cases.
///
/// A part decides an answer if the answer would be another one were the part's: from the root down, all parts of an `and`
/// that holds, otherwise its only part that does not, and for `or` the same the other way round. A macro that stands in
/// two places is two parts.
struct ConditionCoverage {
  /// What the cases have to show of a part.
  enum Wanted: Hashable {
    /// Of an alternative of an `or`: that it alone makes the difference.
    case holding
    /// Of a part of an `and`: that without it alone the rule, or its exception, does not hold.
    case failing
  }

  struct Item: Hashable {
    /// The macros it stands in, from the root down, and the part itself, as the rule files write them.
    var path: [String]
    var wanted: Wanted
    /// It cannot be shown: `evt.num` is never 0, nothing is in an empty list, and what is assumed holds.
    var isSettled: Bool

    var text: String { path.joined(separator: " > ") + (wanted == .holding ? " holds" : " fails") }
  }

  private(set) var items: [Item] = []
  private(set) var isShown: [Bool] = []
  private let conditions: ResolvedConditions
  private let root: ResolvedID
  /// By node: what it never does.
  private var neverHolds: [Bool]
  private var neverFails: [Bool]
  /// By node: a check of the assumed field.
  private var isAssumed: [Bool]
  /// The nodes of the rule, parts before wholes.
  private let nodes: [Int]
  /// By node: whether it holds in the case that is looked at.
  private var holds: [Bool]

  /// - Parameter assumed: a field whose checks are taken to hold.
  init(_ conditions: ResolvedConditions, _ root: ResolvedID, assumed: String?) {
    self.conditions = conditions
    self.root = root
    nodes = Self.nodes(below: root, conditions)
    holds = Array(repeating: false, count: conditions.nodes.count)
    (neverHolds, neverFails, isAssumed) = (holds, holds, holds)
    for index in nodes {
      switch conditions.nodes[index] {
      case .check(let id):
        let text = Self.text(conditions[id].place, conditions)
        if case .list(let range) = conditions[id].right, range.isEmpty { neverHolds[index] = true }
        if text.replacing(" ", with: "") == "evt.num=0" { neverHolds[index] = true }
        isAssumed[index] = assumed.map { text.hasPrefix($0 + " ") || text.hasPrefix($0 + "=") } ?? false
        neverFails[index] = isAssumed[index]
      case .and(let slice): neverHolds[index] = conditions.children[slice.range].contains { neverHolds[Int($0.rawValue)] }
      case .or(let slice): neverHolds[index] = conditions.children[slice.range].allSatisfy { neverHolds[Int($0.rawValue)] }
      case .not(let part): neverFails[index] = neverHolds[Int(part.rawValue)]
      case .expansion(_, let body):
        neverHolds[index] = neverHolds[Int(body.rawValue)]
        neverFails[index] = neverFails[Int(body.rawValue)]
      case .error, .guess: break
      }
    }
    collect(root, [], nil)
    isShown = Array(repeating: false, count: items.count)
  }

  // MARK: The parts of a condition

  private enum Relation { case and, or, inside }

  private static func parts(of node: ResolvedConditions.Node, _ conditions: ResolvedConditions) -> ([ResolvedID], Relation) {
    switch node {
    case .and(let slice): (Array(conditions.children[slice.range]), .and)
    case .or(let slice): (Array(conditions.children[slice.range]), .or)
    case .not(let part), .expansion(_, let part), .guess(let part): ([part], .inside)
    case .check, .error: ([], .inside)
    }
  }

  private static func nodes(below root: ResolvedID, _ conditions: ResolvedConditions) -> [Int] {
    var isBelow: Set<Int> = [Int(root.rawValue)]
    // Ids ascend from parts to wholes.
    for index in conditions.nodes.indices.reversed() where isBelow.contains(index) {
      isBelow.formUnion(parts(of: conditions.nodes[index], conditions).0.map { Int($0.rawValue) })
    }
    return isBelow.sorted()
  }

  private static func text(_ place: Place, _ conditions: ResolvedConditions) -> String {
    let bytes = conditions.texts[Int(place.text)].bytes[place.range.range]
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Parts inside a part that never holds are not asked for one by one.
  private mutating func collect(_ id: ResolvedID, _ path: [String], _ wanted: Wanted?) {
    let index = Int(id.rawValue)
    let label = Self.text(conditions.places[index], conditions)
    if let wanted {
      let isSettled = wanted == .holding ? neverHolds[index] : neverFails[index]
      items.append(Item(path: path + [label], wanted: wanted, isSettled: isSettled))
    }
    if neverHolds[index] { return }
    var path = path
    if case .expansion = conditions[id] { path.append(label) }
    let (parts, relation) = Self.parts(of: conditions[id], conditions)
    for part in parts { collect(part, path, Self.wanted(relation)) }
  }

  private static func wanted(_ relation: Relation) -> Wanted? {
    switch relation {
    case .and: .failing
    case .or: .holding
    case .inside: nil
    }
  }

  // MARK: What a case shows

  /// Notes what the answers to one event show.
  /// - Returns: whether the condition holds, with what is assumed.
  mutating func note(_ answers: ReferenceEvaluator.Answers) -> Bool {
    for index in nodes {
      let (parts, relation) = Self.parts(of: conditions.nodes[index], conditions)
      let answersOfParts = parts.map { holds[Int($0.rawValue)] }
      switch (conditions.nodes[index], relation) {
      case (.check, _): holds[index] = isAssumed[index] || answers[ResolvedID(rawValue: UInt32(index))] == true
      case (.not, _): holds[index] = !answersOfParts[0]
      case (_, .or): holds[index] = answersOfParts.contains(true)
      default: holds[index] = !answersOfParts.contains(false) && !parts.isEmpty
      }
    }
    var next = 0
    visit(root, decides: true, wanted: nil, &next)
    return holds[Int(root.rawValue)]
  }

  /// In the order of `collect`.
  private mutating func visit(_ id: ResolvedID, decides: Bool, wanted: Wanted?, _ next: inout Int) {
    let index = Int(id.rawValue)
    if let wanted {
      if decides, holds[index] == (wanted == .holding) { isShown[next] = true }
      next += 1
    }
    if neverHolds[index] { return }
    let (parts, relation) = Self.parts(of: conditions[id], conditions)
    // Those that are not as all are where they do not matter.
    let odd = relation == .inside ? [] : parts.filter { holds[Int($0.rawValue)] != (relation == .and) }
    for part in parts {
      visit(part, decides: decides && (odd.isEmpty || odd == [part]), wanted: Self.wanted(relation), &next)
    }
  }
}
