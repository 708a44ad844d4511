import FuzzDriver
import FuzzTargets
import Parser
import Schema

fuzz { input in
  let tree = try ConditionTarget.run(input)
  if PlantedBug.isPlanted, tree.hasPlantedShape { PlantedBug.strike() }
}

extension ConditionTree {
  /// A well-formed condition with an `or` below a `not`, a check with `iglob`, and a transformer on a right side.
  fileprivate var hasPlantedShape: Bool {
    guard isWellFormed else { return false }
    let negatesOr = nodes.contains { node in
      if case .not(let inner) = node, case .or = self[inner] { true } else { false }
    }
    let hasGlob = nodes.contains { node in
      if case .check(let check) = node { check.op == .iglob } else { false }
    }
    let comparesWithCall = nodes.contains { node in
      if case .check(let check) = node, case .operand(let right) = check.right, case .call = self[right] { true } else { false }
    }
    return negatesOr && hasGlob && comparesWithCall
  }
}
