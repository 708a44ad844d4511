import Bytecode
import Capture
import Diagnostics
import Matching
import Runtime
import Schema

/// What a run has to tell about itself: to people in its last lines, to programs by `--stats`.
struct RunFigures {
  let source: String
  let engine: EngineCounters
  let capture: CaptureCounters
  let state: StateCounters
  let tables: StateSizes
  let regex: RegexScratch.Counters
  /// By rule.
  let alerts: [UInt64]
  let program: Program
  /// By sink.
  let alertsDropped: [(name: String, count: UInt64)]
  let elapsed: Duration
  let usage = ProcessUsage.current

  private var total: UInt64 { alerts.reduce(0, +) }
  private var seconds: Double { elapsed / .seconds(1) }

  /// Rules that matched, the gravest first, then in the order of the rules.
  private var matched: [(rule: RuleEntry, count: UInt64)] {
    zip(program.rules, alerts).filter { $0.1 > 0 }.enumerated()
      .sorted { ($0.element.0.priority, $0.offset) < ($1.element.0.priority, $1.offset) }
      .map { ($0.element.0, $0.element.1) }
  }

  // MARK: For people

  var summary: String {
    let rate = seconds > 0 ? Double(engine.events) / seconds : 0
    var lines = [
      "\(count(total, "alert")) in \(count(engine.events, "event")), \(decimals(seconds, 1)) s, \(grouped(UInt64(rate))) events/s"
    ]
    let width = matched.map { grouped($0.count).count }.max() ?? 0
    for (rule, count) in matched {
      let number = grouped(count)
      let priority = rule.priority.name
      lines.append(
        "  " + String(repeating: " ", count: width - number.count) + number + "  " + priority
          + String(repeating: " ", count: 15 - priority.count) + program.strings.text(rule.name))
    }
    let unusable = capture.malformed + capture.unknownTypes + state.malformedEvents
    if unusable > 0 { lines.append("\(count(unusable, "event")) did not fit the type and changed nothing") }
    for (name, dropped) in alertsDropped where dropped > 0 { lines.append("\(count(dropped, "alert")) did not reach \(name)") }
    return lines.joined(separator: "\n")
  }

  private func count(_ number: UInt64, _ noun: String) -> String { "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")" }

  // MARK: For programs

  var json: [UInt8] {
    var writer = JSONWriter()
    writer.object { json in
      json.field("source", source)
      json.field("events", Int(clamping: engine.events))
      json.field("events_hidden", Int(clamping: engine.hidden))
      json.field("alerts", Int(clamping: total))
      json.field("alerts_by_rule") { json in
        for (rule, count) in matched { json.field(program.strings.text(rule.name), Int(clamping: count)) }
      }
      json.field("drops") { json in
        json.field("malformed_events", Int(clamping: capture.malformed))
        json.field("unknown_event_types", Int(clamping: capture.unknownTypes + state.unknownTypes))
        json.field("malformed_tables", Int(clamping: capture.malformedTables))
        json.field("alerts") { json in
          for (name, dropped) in alertsDropped { json.field(name, Int(clamping: dropped)) }
        }
      }
      json.field("malformed_state_changes", Int(clamping: state.malformedEvents))
      json.field("tables") { json in
        json.field("threads", tables.threads)
        json.field("descriptors", tables.descriptors)
        json.field("containers", tables.containers)
        json.field("users", tables.users)
        json.field("symbols", tables.symbols)
        json.field("bytes", tables.bytes)
      }
      json.field("evictions") { json in
        json.field("threads", Int(clamping: tables.droppedThreads))
        json.field("descriptors", Int(clamping: tables.droppedDescriptors))
        json.field("containers", Int(clamping: tables.droppedContainers))
      }
      json.field("regex") { json in
        json.field("limits_hit", regex.backtrackingLimits)
        json.field("undecided", regex.undecided)
        json.field("repaired_values", regex.repairedValues)
      }
      json.field("elapsed_s", seconds)
      json.field("cpu_user_s", usage.userSeconds)
      json.field("cpu_system_s", usage.systemSeconds)
      json.field("peak_rss_bytes", usage.peakResidentBytes)
    }
    return writer.bytes
  }
}

/// `1,234,567`.
func grouped(_ number: UInt64) -> String {
  var text = ""
  for (index, digit) in String(number).reversed().enumerated() {
    if index > 0, index % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return String(text.reversed())
}

/// A number of seconds or the like, which is never negative, with so many digits behind the point.
func decimals(_ value: Double, _ digits: Int) -> String {
  var unit: UInt64 = 1
  for _ in 0..<digits { unit *= 10 }
  let scaled = UInt64(exactly: (value * Double(unit)).rounded()) ?? 0
  let rest = String(scaled % unit)
  return "\(grouped(scaled / unit)).\(String(repeating: "0", count: digits - rest.count))\(rest)"
}
