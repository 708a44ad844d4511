import ArgumentParser
import Diagnostics
import Matching
import RuleFile
import Schema

/// Which of the rules run: the options of every command that evaluates rules.
///
/// `--rule` and `--tag` choose: with one of them only the rules so named run, also those that their files disable.
/// `--disable-rule` and `--disable-tag` take away from that. `--priority` comes last.
struct RuleChoice: ParsableArguments {
  @Option(help: ArgumentHelp("Run only rules with this name, in which * stands for anything; repeatable.", valueName: "name"))
  var rule: [String] = []

  @Option(help: ArgumentHelp("Run only rules with this tag; repeatable.", valueName: "tag"))
  var tag: [String] = []

  @Option(help: ArgumentHelp("Do not run rules with this name, in which * stands for anything; repeatable.", valueName: "name"))
  var disableRule: [String] = []

  @Option(help: ArgumentHelp("Do not run rules with this tag; repeatable.", valueName: "tag"))
  var disableTag: [String] = []

  @Option(help: ArgumentHelp("Run only rules of this priority or a graver one.", valueName: "priority"))
  var priority: Priority = .debug

  /// Sets `isEnabled` of each rule.
  func apply(to ruleSet: inout RuleSet) throws(CommandFailure) {
    try checkNames(of: ruleSet)
    let (wanted, unwanted) = (rule.map(NamePattern.init), disableRule.map(NamePattern.init))
    let chooses = !rule.isEmpty || !tag.isEmpty
    for index in ruleSet.rules.indices {
      let definition = ruleSet.rules[index]
      var runs = definition.isEnabled
      if chooses {
        runs = wanted.contains { $0.matches(definition.origin.name) } || !definition.tags.filter(tag.contains).isEmpty
      }
      if unwanted.contains(where: { $0.matches(definition.origin.name) }) { runs = false }
      if !definition.tags.filter(disableTag.contains).isEmpty { runs = false }
      if let own = definition.priority, own > priority { runs = false }
      ruleSet.rules[index].isEnabled = runs
    }
  }

  /// A name that no rule has is a mistake: the rule somebody counts on would not run, or the one to silence would.
  private func checkNames(of ruleSet: RuleSet) throws(CommandFailure) {
    let names = ruleSet.rules.map(\.origin.name)
    for text in rule + disableRule {
      let pattern = NamePattern(text)
      guard !names.contains(where: pattern.matches) else { continue }
      throw CommandFailure(message: "no rule is named '\(text)'\(Self.hint(text, names))")
    }
    let tags = Set(ruleSet.rules.flatMap(\.tags)).sorted()
    for text in tag + disableTag where !tags.contains(text) {
      throw CommandFailure(message: "no rule has the tag '\(text)'\(Self.hint(text, tags))")
    }
  }

  private static func hint(_ text: String, _ names: [String]) -> String {
    nearestName(to: text, among: names).map { "; did you mean '\($0)'?" } ?? ""
  }
}

/// A name of a rule, in which `*` stands for any text and everything else for itself.
struct NamePattern {
  private let glob: Glob

  init(_ text: String) {
    glob = Glob(text.utf8.flatMap { $0 == UInt8(ascii: "*") ? [$0] : [UInt8(ascii: "\\"), $0] })
  }

  func matches(_ name: String) -> Bool { glob.matches(Array(name.utf8).span) }
}

extension Priority: ExpressibleByArgument {
  public init?(argument: String) { self.init(word: argument) }

  public static var allValueStrings: [String] { allCases.map { $0.name.lowercased() } }
  public var defaultValueDescription: String { name.lowercased() }
}
