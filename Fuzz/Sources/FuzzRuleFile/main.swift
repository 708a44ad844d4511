import Compiler
import Diagnostics
import FuzzDriver
import FuzzTargets
import RuleFile

fuzz { input in
  let compilation = try RuleFileTarget.run(input)
  if PlantedBug.isPlanted, compilation.ruleSet.hasPlantedShape { PlantedBug.strike() }
}

extension RuleSet {
  /// A disabled rule whose condition was appended to.
  fileprivate var hasPlantedShape: Bool {
    rules.contains { rule in !rule.isEnabled && rule.condition.map { $0.pieceStarts.count > 1 } ?? false }
  }
}
