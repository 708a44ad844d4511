import Compiler
import Diagnostics
import Runtime

/// The keys that a recorded profile is read by.
enum ProfileKey {
  static let checks: StaticString = "checks"
  static let check: StaticString = "check"
  static let evaluated: StaticString = "evaluated"
  static let held: StaticString = "held"
  static let nanoseconds: StaticString = "nanoseconds"
}

extension ProfileReport {
  /// Keys in the order of the alphabet; rules as in the text, checks by their text.
  var json: [UInt8] {
    var writer = JSONWriter()
    writer.object { json in
      json.field("\(ProfileKey.checks)", checks) { json, check in
        json.object { json in
          json.field("\(ProfileKey.check)", check.text)
          json.field("\(ProfileKey.evaluated)", Int(clamping: check.counts.evaluated))
          json.field("\(ProfileKey.held)", Int(clamping: check.counts.held))
          json.field("\(ProfileKey.nanoseconds)", check.counts.timing.mean)
          json.place(check.place.place)
        }
      }
      json.field("events", Int(clamping: events))
      json.field("events_with_rules", Int(clamping: eventsWithRules))
      json.field("look_ups") { json in
        json.field("count", Int(clamping: work.lookUps))
        json.field("share", lookUpShare)
      }
      json.field("passes", withoutPass) { json, without in
        json.object { json in
          json.field("pass", without.pass?.rawValue ?? "")
          json.field("saved_checks", saved(without.checks, work.checks))
          json.field("saved_instructions", saved(without.instructions, work.instructions))
          json.field("saved_look_ups", saved(without.lookUps, work.lookUps))
          json.field("saved_nanoseconds", without.nanoseconds - work.nanoseconds)
          json.field("without") { $0.fields(of: without) }
        }
      }
      json.field("rules", rules) { json, rule in json.object { $0.fields(of: rule) } }
      json.field("shared") { json in
        json.optional("costliest_check", sharedCostliest) { $0.fields(ofCost: $1) }
        json.field("share", sharedShare)
      }
      json.field("sources", sources) { json, source in json.string(source) }
      json.field("work") { $0.fields(of: work) }
    }
    return writer.bytes
  }

  /// Negative for a pass that costs more than it saves.
  private func saved(_ without: UInt64, _ with: UInt64) -> Int { Int(clamping: without) - Int(clamping: with) }
}

extension JSONWriter {
  fileprivate mutating func fields(of rule: ProfileReport.Rule) {
    optional("costliest_check", rule.costliest) { $0.fields(ofCost: $1) }
    field("evaluated", Int(clamping: rule.counts.evaluated))
    field("matches", Int(clamping: rule.matches))
    field("not_tried", Int(clamping: rule.notTried))
    field("offered", Int(clamping: rule.counts.offered))
    optional("rejecting_check", rule.rejecting) { json, finding in
      json.field("check", finding.check.text)
      json.field("count", Int(clamping: finding.count))
      json.place(finding.check.place)
    }
    field("rule", rule.name)
    field("ruled_out", Int(clamping: rule.counts.ruledOut))
    field("share", rule.share)
  }

  fileprivate mutating func fields(ofCost finding: ProfileReport.Finding) {
    field("check", finding.check.text)
    field("evaluated", Int(clamping: finding.count))
    place(finding.check.place)
    field("share", finding.share)
  }

  fileprivate mutating func fields(of work: ProfileReport.Work) {
    field("checks", Int(clamping: work.checks))
    field("instructions", Int(clamping: work.instructions))
    field("look_ups", Int(clamping: work.lookUps))
    field("nanoseconds", work.nanoseconds)
  }

  /// The key is left out where there is no value.
  fileprivate mutating func optional<Value>(_ name: String, _ value: Value?, _ body: (inout JSONWriter, Value) -> Void) {
    guard let value else { return }
    field(name) { body(&$0, value) }
  }
}
