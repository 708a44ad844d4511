import Compiler
import FuzzDriver
import FuzzTargets
import RuleFile

fuzz { input in
  let compilation = try RuleFileTarget.run(input)
  if PlantedBug.isPlanted, compilation.ruleSet.hasPlantedShape { PlantedBug.strike() }
}

extension RuleSet {
  /// A required engine version that is no release: `0.9.1`.
  fileprivate var hasPlantedShape: Bool {
    guard let version = requiredEngineVersion, version.patch > 0 else { return false }
    return version.minor < 30
  }
}
