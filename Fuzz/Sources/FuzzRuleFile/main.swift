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
  /// A disabled rule with a condition of two pieces that asks to be skipped, in a set that requires an engine version.
  fileprivate var hasPlantedShape: Bool {
    requiredEngineVersion != nil
      && rules.contains { rule in
        !rule.isEnabled && rule.skipsIfUnknownFilter && rule.condition.map { $0.pieceStarts.count > 1 } ?? false
      }
  }
}
