import FuzzDriver
import FuzzTargets
import Parser
import Schema

fuzz { input in
  let tree = try ConditionTarget.run(input)
  if PlantedBug.isPlanted, tree.hasPlantedShape { PlantedBug.strike() }
}

extension ConditionTree {
  /// A well-formed condition that negates something and compares something with a transformer's result.
  fileprivate var hasPlantedShape: Bool {
    guard isWellFormed else { return false }
    let negates = nodes.contains { node in
      if case .not = node { true } else { false }
    }
    let comparesWithCall = nodes.contains { node in
      if case .check(let check) = node, case .operand(let right) = check.right, case .call = self[right] { true } else { false }
    }
    return negates && comparesWithCall
  }
}
