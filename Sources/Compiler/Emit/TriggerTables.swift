import Bytecode
import Schema

/// Collects the triggers of all entries: for each key a group, for each check of it the rules that it leads to.
struct TriggerTables {
  private var groups: [TriggerGroup] = []
  private var triggers: [Trigger] = []
  private var triggered: [TriggeredRule] = []
  private let keys: TriggerKeys

  init(_ keys: TriggerKeys) { self.keys = keys }

  /// The groups of one entry, in the order of their keys.
  mutating func add(_ rules: [ClassRule], condition: (GraphID) -> SubconditionID) -> TableRange {
    var byCheck: [CheckID: [TriggeredRule]] = [:]
    for rule in rules {
      guard let id = rule.goal.rule else { continue }
      for check in rule.triggers {
        byCheck[check, default: []].append(TriggeredRule(rule: id, condition: condition(rule.root)))
      }
    }
    var byKey: [TermID: [(check: CheckID, subject: Trigger.Subject)]] = [:]
    for check in byCheck.keys {
      guard let key = keys.key(check) else { preconditionFailure("a trigger that is not looked up") }
      byKey[key.term, default: []].append((check, key.subject))
    }
    let start = groups.count
    for key in byKey.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
      let first = triggers.count
      for (check, subject) in (byKey[key] ?? []).sorted(by: { $0.check.rawValue < $1.check.rawValue }) {
        let led = byCheck[check] ?? []
        triggered += led
        triggers.append(
          Trigger(check: check, subject: subject, rules: TableRange(start: triggered.count - led.count, count: led.count)))
      }
      groups.append(TriggerGroup(key: key, triggers: TableRange(start: first, count: triggers.count - first)))
    }
    return TableRange(start: start, count: groups.count - start)
  }

  func finish(into program: inout Program) {
    program.triggerGroups = groups
    program.triggers = triggers
    program.triggeredRules = triggered
  }
}
