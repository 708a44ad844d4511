import Compiler
import FuzzDriver
import FuzzTargets
import RuleFile

fuzz { input in
  let compilation = try RuleFileTarget.run(input)
  if PlantedBug.isPlanted, compilation.ruleSet.hasPlantedShape { PlantedBug.strike() }
}

extension RuleSet {
  /// A rule, macro or list whose name has a sign in it that no seed's name has.
  fileprivate var hasPlantedShape: Bool {
    let names = rules.map(\.origin.name) + macros.map(\.origin.name) + lists.map(\.origin.name)
    return names.contains { $0.utf8.contains { "!$*;<>?@^`{|}~".utf8.contains($0) } }
  }
}
