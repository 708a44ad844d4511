/// Parts of stock conditions that no case can show, with the reason.
enum Unreached {
  struct Entry {
    /// Nil for every rule.
    var rule: String?
    /// The end of an item's path: the part itself, with macros before it where that makes it plain.
    var part: [String]
    var wanted: ConditionCoverage.Wanted
    var reason: String

    init(_ rule: String?, _ part: String..., when wanted: ConditionCoverage.Wanted, _ reason: String) {
      (self.rule, self.part, self.wanted, self.reason) = (rule, part, wanted, reason)
    }
  }

  static let entries: [Entry] = [
  ]

  static func reason(_ rule: String, _ item: ConditionCoverage.Item) -> String? {
    if item.isSettled { return "evt.num counts from 1, and nothing is in an empty list" }
    return entries.first { entry in
      (entry.rule == nil || entry.rule == rule) && entry.wanted == item.wanted
        && item.path.suffix(entry.part.count).elementsEqual(entry.part)
    }?.reason
  }
}
