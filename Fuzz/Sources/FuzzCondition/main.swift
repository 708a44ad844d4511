import Diagnostics
import FuzzDriver
import FuzzTargets
import Lexer
import Parser
import Schema

fuzz { input in
  let tree = try ConditionTarget.run(input)
  if PlantedBug.isPlanted, tree.hasPlantedShape { PlantedBug.strike() }
}

extension ConditionTree {
  /// A well-formed condition with a control character inside a constant: no seed has one, and values are where they
  /// slip through in practice.
  fileprivate var hasPlantedShape: Bool {
    isWellFormed && values.contains { value in text.bytes[value.range.range].contains { $0 < 0x20 || $0 == 0x7F } }
  }
}
