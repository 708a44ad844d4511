import Bytecode
import RuleFile

/// Which macros and lists are used, and how firmly that is known.
struct ItemUses: Sendable {
  /// A condition that compiled refers to it.
  private(set) var macros: [Bool]
  private(set) var lists: [Bool]
  /// Something that could not be read, resolved or compiled names it. Such an item is not reported as unused: the
  /// author would be told of a consequence of another mistake. The incumbent does report it.
  private(set) var mentionedMacros: [Bool]
  private(set) var mentionedLists: [Bool]
  /// Macros that text which did not parse names. They are checked like used ones: mending that text must not bring
  /// new mistakes to light.
  private(set) var macrosToCheck: [Bool]
  /// Macros that each rule refers to itself.
  private(set) var macrosOfRules: [[MacroID]]

  init(_ ruleSet: RuleSet) {
    macros = Array(repeating: false, count: ruleSet.macros.count)
    lists = Array(repeating: false, count: ruleSet.lists.count)
    mentionedMacros = macros
    macrosToCheck = macros
    mentionedLists = lists
    macrosOfRules = Array(repeating: [], count: ruleSet.rules.count)
  }

  mutating func use(_ id: MacroID, byRule rule: Int?) {
    if let rule { macrosOfRules[rule].append(id) } else { macros[Int(id.rawValue)] = true }
  }

  mutating func use(_ id: ListID) { lists[Int(id.rawValue)] = true }
  mutating func mention(_ id: MacroID) { mentionedMacros[Int(id.rawValue)] = true }
  mutating func check(_ id: MacroID) { macrosToCheck[Int(id.rawValue)] = true }
  mutating func mention(_ id: ListID) { mentionedLists[Int(id.rawValue)] = true }

  /// Counts the rule's own references; not called for rules that were set aside.
  mutating func settle(rule: Int) {
    for id in macrosOfRules[rule] { macros[Int(id.rawValue)] = true }
  }

  /// The references of a rule that was set aside become mentions.
  mutating func setAside(rule: Int) {
    for id in macrosOfRules[rule] { mention(id) }
  }
}
