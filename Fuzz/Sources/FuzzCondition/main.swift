import FuzzDriver
import FuzzTargets
import Parser
import Schema

fuzz { input in
  let tree = try ConditionTarget.run(input)
  if PlantedBug.isPlanted, tree.hasPlantedShape { PlantedBug.strike() }
}

extension ConditionTree {
  /// A well-formed condition that asks `iglob`, as no seed does.
  fileprivate var hasPlantedShape: Bool {
    isWellFormed
      && nodes.contains { node in
        if case .check(let check) = node { check.op == .iglob } else { false }
      }
  }
}
