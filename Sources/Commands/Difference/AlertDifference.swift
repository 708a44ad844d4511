import Bytecode
import Capture
import Runtime
import Schema

/// Alerts that one rule set gives on a capture and the other does not.
struct AlertDifference {
  struct Alerts {
    var rule: String
    var count: Int
    /// The numbers of the first events.
    var events: [UInt64]
  }

  /// Event numbers named for each rule.
  private static let mostEvents = 5

  private(set) var same = 0
  private var gainedByRule: [String: [UInt64]] = [:]
  private var lostByRule: [String: [UInt64]] = [:]

  var gained: [Alerts] { Self.sorted(gainedByRule) }
  var lost: [Alerts] { Self.sorted(lostByRule) }

  /// - Parameter matching: how many rules of a set may match an event.
  init(from old: VerifiedProgram, to new: VerifiedProgram, source: String, _ options: EngineOptions) throws {
    var before = Engine(program: old, catalog: .syscall, events: .syscall, options: options)
    var after = Engine(program: new, catalog: .syscall, events: .syscall, options: options)
    do {
      var reader = try CaptureFile.open(source)
      while let item = try reader.next() {
        switch item {
        case .snapshot(let snapshot):
          before.load(snapshot)
          after.load(snapshot)
        case .event(let event):
          before.process(event)
          after.process(event)
          if before.matches.isEmpty, after.matches.isEmpty { continue }
          add(old.names(before.matches), new.names(after.matches), before.facts.number)
        }
      }
      if !reader.problems.isEmpty { throw CommandFailure(reader.problems, source: source) }
    } catch let error as CaptureError {
      throw CommandFailure(error, source: source)
    }
  }

  private mutating func add(_ before: [String], _ after: [String], _ number: UInt64) {
    for name in before { if after.contains(name) { same += 1 } else { lostByRule[name, default: []].append(number) } }
    for name in after where !before.contains(name) { gainedByRule[name, default: []].append(number) }
  }

  private static func sorted(_ alerts: [String: [UInt64]]) -> [Alerts] {
    alerts.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map {
      Alerts(rule: $0.key, count: $0.value.count, events: Array($0.value.prefix(mostEvents)))
    }
  }
}

extension VerifiedProgram {
  fileprivate func names(_ matches: [RuleID]) -> [String] {
    matches.map { program.strings.text(program.rules[Int($0.rawValue)].name) }
  }
}
