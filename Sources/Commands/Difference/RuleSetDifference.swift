import Schema

/// What changed in meaning from one rule set to another, with what it asks of the version of a rules repository: Falco's own repository
/// sorts changes so (its checker's `compare`). A condition that changes without changing its event types is a patch here too.
struct RuleSetDifference {
  enum Class: String, CaseIterable, Comparable {
    /// What somebody counts on is gone.
    case major
    /// Something new, or more is asked of the engine.
    case minor
    /// Everything else.
    case patch

    static func < (a: Class, b: Class) -> Bool { allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)! }
  }

  struct Change {
    var level: Class
    var text: String
    /// Lines with more of it, each with its sign.
    var details: [String] = []
  }

  private(set) var changes: [Change] = []

  init(from old: RuleSetFacts, to new: RuleSetFacts) {
    compareVersions(old, new)
    comparePlugins(old.pluginRequirements, new.pluginRequirements)
    compareNames("rule", old.rules.map(\.name), new.rules.map(\.name))
    compareNames("macro", old.macros.map(\.name), new.macros.map(\.name))
    compareNames("list", old.lists.map(\.name), new.lists.map(\.name))
    let rules = Dictionary(new.rules.map { ($0.name, $0.facts) }) { first, _ in first }
    for (name, before) in old.rules {
      guard let after = rules[name] else { continue }
      compare("rule '\(name)'", before, after)
    }
    let macros = Dictionary(new.macros.map { ($0.name, $0.events) }) { first, _ in first }
    for (name, before) in old.macros {
      guard let after = macros[name], before != after else { continue }
      add(.major, "macro '\(name)' holds for other event types", Self.details(before ?? ["any"], after ?? ["any"]))
    }
    let lists = Dictionary(new.lists.map { ($0.name, $0.items) }) { first, _ in first }
    for (name, before) in old.lists {
      guard let after = lists[name], before != after else { continue }
      add(.patch, "list '\(name)' has other items", Self.details(before, after))
    }
  }

  /// What the version of the rules must go up by; nil where nothing changed.
  var level: Class? { changes.map(\.level).min() }

  private mutating func add(_ level: Class, _ text: String, _ details: [String] = []) {
    changes.append(Change(level: level, text: text, details: details))
  }

  private mutating func compareVersions(_ old: RuleSetFacts, _ new: RuleSetFacts) {
    guard let after = new.engineVersion, let before = old.engineVersion else {
      if let after = new.engineVersion { add(.minor, "engine version \(after) is required") }
      if let before = old.engineVersion { add(.patch, "engine version \(before) is no longer required") }
      return
    }
    if before < after { add(.minor, "the required engine version goes from \(before) to \(after)") }
    if after < before { add(.patch, "the required engine version goes from \(before) to \(after)") }
  }

  private typealias PluginRequirement = RuleSetFacts.PluginRequirement

  /// Requirements have no names: one is the same as another if a plugin is in both.
  private mutating func comparePlugins(_ old: [PluginRequirement], _ new: [PluginRequirement]) {
    for requirement in old {
      guard let after = Self.same(as: requirement, in: new) else {
        add(.patch, "\(Self.text(of: requirement)) is no longer required")
        continue
      }
      for (plugin, version) in requirement {
        guard let other = after.first(where: { $0.plugin == plugin })?.version else {
          add(.major, "plugin '\(plugin)' is no longer an alternative")
          continue
        }
        if version != other {
          add(version < other ? .minor : .patch, "the required version of plugin '\(plugin)' goes from \(version) to \(other)")
        }
      }
    }
    for requirement in new {
      guard let before = Self.same(as: requirement, in: old) else {
        add(.minor, "\(Self.text(of: requirement)) is required")
        continue
      }
      for (plugin, version) in requirement where !before.contains(where: { $0.plugin == plugin }) {
        add(.patch, "plugin '\(plugin)' \(version) is a new alternative")
      }
    }
  }

  private static func same(as requirement: PluginRequirement, in all: [PluginRequirement]) -> PluginRequirement? {
    all.first { other in requirement.contains { plugin, _ in other.contains { $0.plugin == plugin } } }
  }

  private static func text(of requirement: PluginRequirement) -> String {
    "plugin " + requirement.map { "'\($0.plugin)' \($0.version)" }.joined(separator: " or ")
  }

  private mutating func compareNames(_ kind: String, _ old: [String], _ new: [String]) {
    let (before, after) = (Set(old), Set(new))
    for name in old where !after.contains(name) { add(.major, "\(kind) '\(name)' is gone") }
    for name in new where !before.contains(name) { add(.minor, "\(kind) '\(name)' is new") }
  }

  private mutating func compare(_ rule: String, _ old: RuleSetFacts.Rule, _ new: RuleSetFacts.Rule) {
    if old.source != new.source { add(.major, "\(rule) is about another source: \(new.source), not \(old.source)") }
    if old.isEnabled, !new.isEnabled { add(.major, "\(rule) is no longer enabled") }
    if !old.isEnabled, new.isEnabled { add(.patch, "\(rule) is enabled now") }
    if old.priority < new.priority {
      add(.major, "\(rule) is less urgent: \(new.priority.name), not \(old.priority.name)")
    } else if old.priority > new.priority {
      add(.patch, "\(rule) is more urgent: \(new.priority.name), not \(old.priority.name)")
    }
    compareEvents(rule, old.events, new.events)
    let lostTags = old.tags.subtracting(new.tags)
    let newTags = new.tags.subtracting(old.tags)
    if !lostTags.isEmpty { add(.major, "\(rule) has fewer tags", lostTags.sorted().map { "- \($0)" }) }
    if !newTags.isEmpty { add(.patch, "\(rule) has more tags", newTags.sorted().map { "+ \($0)" }) }
    if old.exceptions != new.exceptions { add(.patch, "\(rule) has other exceptions", Self.details(old.exceptions, new.exceptions)) }
    if old.outputFields != new.outputFields {
      add(.patch, "\(rule) has other output fields", Self.details(old.outputFields, new.outputFields))
    } else if old.output != new.output {
      add(.patch, "\(rule) has another output", ["- \(old.output)", "+ \(new.output)"])
    }
    let condition = ConditionDifference.details(from: old.conjuncts, to: new.conjuncts)
    if !condition.isEmpty { add(.patch, "\(rule) has another condition", condition) }
  }

  private mutating func compareEvents(_ rule: String, _ old: Set<String>?, _ new: Set<String>?) {
    guard old != new else { return }
    // Nil stands for all of them.
    let lost = new.map { (old ?? ["any"]).subtracting($0) } ?? []
    let gained = old.map { (new ?? ["any"]).subtracting($0) } ?? []
    if !lost.isEmpty { add(.major, "\(rule) looks at fewer event types", lost.sorted().map { "- \($0)" }) }
    if !gained.isEmpty { add(.patch, "\(rule) looks at more event types", gained.sorted().map { "+ \($0)" }) }
  }

  private static func details(_ old: Set<String>, _ new: Set<String>) -> [String] {
    old.subtracting(new).sorted().map { "- \($0)" } + new.subtracting(old).sorted().map { "+ \($0)" }
  }
}

/// What changed between two conditions, part by part.
enum ConditionDifference {
  /// Lines with their signs; of parts that differ in the items of one list only the items.
  static func details(from old: [String], to new: [String]) -> [String] {
    let (before, after) = (Set(old), Set(new))
    var removed = old.filter { !after.contains($0) }
    var lines: [String] = []
    for part in new where !before.contains(part) {
      if let place = removed.firstIndex(where: { listDifference($0, part) != nil }), let line = listDifference(removed[place], part) {
        removed.remove(at: place)
        lines.append(line)
      } else {
        lines.append("+ \(part)")
      }
    }
    return removed.map { "- \($0)" } + lines
  }

  private static func listDifference(_ old: String, _ new: String) -> String? {
    let (left, right) = (Array(old), Array(new))
    var start = 0
    while start < min(left.count, right.count), left[start] == right[start] { start += 1 }
    var end = 0
    while end < min(left.count, right.count) - start, left[left.count - 1 - end] == right[right.count - 1 - end] { end += 1 }
    // Out to the parentheses of the list that both are in. Items may have parentheses too: behind a comma, in front of one.
    let opens = { (place: Int) in left[place] == "(" && place > 1 && left[place - 1] == " " && left[place - 2] != "," }
    let closes = { (place: Int) in left[place] == ")" && (place + 1 == left.count || " )".contains(left[place + 1])) }
    guard let open = left.indices[..<start].last(where: opens), let close = left.indices[(left.count - end)...].first(where: closes)
    else { return nil }
    let tail = left.count - close
    guard open < right.count - tail else { return nil }
    let (oldItems, newItems) = (left[(open + 1)..<close], right[(open + 1)..<(right.count - tail)])
    let (before, after) = (items(oldItems), items(newItems))
    let changes = before.subtracting(after).sorted().map { "-\($0)" } + after.subtracting(before).sorted().map { "+\($0)" }
    guard !changes.isEmpty, !before.isDisjoint(with: after) else { return nil }
    let head = String(left[...open])
    return "~ \(head.count > 60 ? "…" + head.suffix(60) : head)…\(String(left[close...]).prefix(20)): \(changes.joined(separator: " "))"
  }

  private static func items(_ text: ArraySlice<Character>) -> Set<String> {
    Set(String(text).split(separator: ", ").map(String.init))
  }
}
