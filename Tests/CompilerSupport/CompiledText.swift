package import Compiler
import Diagnostics
import Foundation
import RuleFile
import TestSupport

/// Rules from memory, compiled; unsound ones are left out.
package struct CompiledText {
  package let compilation: Compilation
  /// What it was compiled from.
  package let checked: CheckedRules
  /// Message and place of each error.
  package let errors: [String]

  package init(_ text: String, passes: [Pass] = Pass.allCases, profile: CheckProfile? = nil) {
    self.init([text], passes: passes, profile: profile)
  }

  /// - Parameter texts: one for each file, in the order of loading.
  package init(_ texts: [String], passes: [Pass] = Pass.allCases, profile: CheckProfile? = nil) {
    var map = SourceMap()
    var bag = DiagnosticBag()
    var builder = RuleSetBuilder()
    for text in texts {
      guard let id = map.add(name: "test.yaml", bytes: Array(text.utf8)) else { preconditionFailure("tests are small") }
      builder.add(ItemReader.read(map[id], id: id), to: &bag)
    }
    checked = RuleCompiler.check(builder.ruleSet, into: &bag)
    compilation = checked.compile(passes, profile: profile)
    errors = bag.all.filter { $0.severity == .error }.map { "\($0.message): \(map.text(of: $0.primary.span))" }
  }
}

extension CompiledText {
  /// The stock rules, all files.
  package static func stockRules(passes: [Pass] = Pass.allCases, profile: CheckProfile? = nil) throws -> CompiledText {
    let texts = try SharedData.files(in: "corpus/falco-rules", suffix: ".yaml").map {
      try String(contentsOf: $0, encoding: .utf8)
    }
    return CompiledText(texts, passes: passes, profile: profile)
  }
}

extension Pass {
  /// Every subset of the passes, in their order; the first is empty, the last has all.
  package static let subsets: [[Pass]] = (0..<(1 << allCases.count)).map { number in
    allCases.enumerated().filter { number >> $0.offset & 1 == 1 }.map(\.element)
  }
}
