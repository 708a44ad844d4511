import Bytecode
import Capture
import Compiler
import Diagnostics
import Reference
import RuleFile
import Runtime
import Schema

/// Which answers of rules tests have seen: of each rule as a whole, and of each part of an `or` in its condition.
///
/// An answer counts where it was asked for: the second part of an `or` is seen only where the first did not hold. So a part
/// that holds made the `or` hold, and could have been the only one.
struct CoverageRecorder {
  struct Branch {
    let label: String
    let place: SourceSpan
    var hasHeld = false
    var hasFailed = false

    /// Of two answers.
    var seen: Int { (hasHeld ? 1 : 0) + (hasFailed ? 1 : 0) }
  }

  struct Rule {
    let name: String
    /// The first is the rule itself.
    var branches: [Branch]
    /// Of the branches: their places among the nodes of an explanation.
    fileprivate let nodes: [Int]
    fileprivate let root: ResolvedID
  }

  private(set) var rules: [Rule] = []
  /// Place in `rules`, by rule of the program.
  private var places: [RuleID: Int] = [:]
  private let reference: ReferenceEvaluator
  private let macros: [String]

  init(_ prepared: PreparedRules) {
    let source = prepared.systemCalls
    let compilation = prepared.compilation
    reference = ReferenceEvaluator(compilation, source, catalog: .syscall)
    macros = compilation.ruleSet.macros.map(\.origin.name)
    let carriers = prepared.carriers
    var engine = Engine(program: prepared.program, catalog: .syscall, events: prepared.environment.events)
    do throws(CaptureError) {
      // The shape of an explanation does not depend on the event, so that any will do.
      var reader = try CaptureFile.open(bytes: Array("{\"evt\": \"drop\"}".utf8))
      while let item = try reader.next() {
        guard case .event(let event) = item else { continue }
        engine.process(event)
        for (number, index) in source.ruleIndices.enumerated() {
          let id = RuleID(rawValue: UInt32(number))
          guard !carriers.contains(id), let root = compilation.conditions.ruleRoots[index] else { continue }
          places[id] = rules.count
          let nodes = reference.explain(root, macros: macros, &engine, event).nodes
          rules.append(Self.rule(compilation.ruleSet.rules[index].origin, root, nodes, prepared))
        }
      }
    } catch {
      preconditionFailure("this line is an event")
    }
  }

  private static func rule(
    _ origin: ItemOrigin, _ root: ResolvedID, _ nodes: [Explanation.Node], _ prepared: PreparedRules
  ) -> Rule {
    let places = branches(of: nodes)
    let branches = places.map { place in
      place == 0
        ? Branch(label: origin.name, place: origin.nameSpan)
        : Branch(label: label(nodes[place], prepared), place: nodes[place].span)
    }
    return Rule(name: origin.name, branches: branches, nodes: places, root: root)
  }

  /// The whole, and each part of an `or`: their places among the nodes.
  private static func branches(of nodes: [Explanation.Node]) -> [Int] {
    var found = [0]
    // By depth: whether the node there is an `or`.
    var isOr: [Bool] = []
    for (index, node) in nodes.enumerated() {
      isOr.removeLast(isOr.count - node.depth)
      if isOr.last == true { found.append(index) }
      isOr.append(node.part == .or)
    }
    return found
  }

  private static func label(_ node: Explanation.Node, _ prepared: PreparedRules) -> String {
    switch node.part {
    case .macro(let name): name
    case .check(let id) where node.isInException: prepared.compilation.text(of: id)
    default: prepared.map.textOnOneLine(of: node.span)
    }
  }

  mutating func record(_ rule: RuleID, _ engine: inout Engine, _ event: borrowing EventView) {
    guard let place = places[rule] else { return }
    let nodes = reference.explain(rules[place].root, macros: macros, &engine, event).nodes
    for (branch, index) in rules[place].nodes.enumerated() where nodes[index].isReached {
      if nodes[index].holds { rules[place].branches[branch].hasHeld = true } else { rules[place].branches[branch].hasFailed = true }
    }
  }
}
