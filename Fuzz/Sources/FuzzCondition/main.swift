import FuzzDriver
import FuzzTargets
import Parser
import Schema

fuzz { input in
  let tree = try ConditionTarget.run(input)
  if PlantedBug.isPlanted, tree.hasPlantedShape { PlantedBug.strike() }
}

extension ConditionTree {
  /// A well-formed condition that asks `iglob` and negates something.
  fileprivate var hasPlantedShape: Bool {
    guard isWellFormed, nodes.contains(where: asksIglob) else { return false }
    return nodes.contains { node in
      if case .not = node { true } else { false }
    }
  }

  private func asksIglob(_ node: Node) -> Bool {
    if case .check(let check) = node { check.op == .iglob } else { false }
  }
}
