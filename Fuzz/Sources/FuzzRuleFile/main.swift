import Compiler
import FuzzDriver
import FuzzTargets
import RuleFile

fuzz { input in
  let compilation = try RuleFileTarget.run(input)
  if PlantedBug.isPlanted, compilation.ruleSet.hasPlantedShape { PlantedBug.strike() }
}

extension RuleSet {
  /// An engine version is required that is older than any seed's.
  fileprivate var hasPlantedShape: Bool {
    requiredEngineVersion.map { $0.major == 0 && $0.minor < 57 } ?? false
  }
}
