import Bytecode
import Diagnostics
import Runtime
import Schema

/// What a run has to tell about itself: to people in its last lines, to programs by `--stats`.
struct RunFigures {
  /// In the order of the command line; the first is always there.
  let sources: [(name: String, figures: SourceFigures)]
  let program: Program
  /// By sink.
  let alertsDropped: [(name: String, count: UInt64)]
  /// Of a live source.
  var lost: LostEvents? = nil
  /// Of a live source: what container engines told and nobody took in time.
  var lostNotices: UInt64 = 0
  /// The name of the signal that ended the run before its sources did.
  var interruption: String? = nil
  let elapsed: Duration
  let usage = ProcessUsage.current

  /// Of all sources together.
  var sum: SourceFigures {
    var sum = sources[0].figures
    for source in sources.dropFirst() { sum.add(source.figures) }
    sum.elapsed = elapsed
    return sum
  }

  /// Rules that matched, the gravest first, then in the order of the rules.
  private func matched(_ figures: SourceFigures) -> [(rule: RuleEntry, count: UInt64)] {
    zip(program.rules, figures.alerts).filter { $0.1 > 0 }.enumerated()
      .sorted { ($0.element.0.priority, $0.offset) < ($1.element.0.priority, $1.offset) }
      .map { ($0.element.0, $0.element.1) }
  }

  // MARK: For people

  var summary: String {
    let sum = sum
    let rate = sum.seconds > 0 ? Double(sum.events) / sum.seconds : 0
    var lines = [
      "\(count(sum.alertCount, "alert")) in \(count(sum.events, "event")), \(decimals(sum.seconds, 1)) s, \(grouped(UInt64(rate))) events/s"
    ]
    let matched = matched(sum)
    let width = matched.map { grouped($0.count).count }.max() ?? 0
    for (rule, count) in matched {
      let number = grouped(count)
      let priority = rule.priority.name
      lines.append(
        "  " + String(repeating: " ", count: width - number.count) + number + "  " + priority
          + String(repeating: " ", count: 15 - priority.count) + program.strings.text(rule.name))
    }
    if sources.count > 1 {
      for (name, figures) in sources {
        lines.append("\(name == "-" ? "standard input" : name): \(count(figures.alertCount, "alert")) in \(count(figures.events, "event"))")
      }
    }
    if let interruption { lines.append("interrupted by \(interruption): what was left was not read") }
    if sum.unusable > 0 { lines.append("\(count(sum.unusable, "event")) did not fit the type and changed nothing") }
    if let lost, !lost.isEmpty { lines.append("lost \(lost.text)") }
    for (name, dropped) in alertsDropped where dropped > 0 { lines.append("\(count(dropped, "alert")) did not reach \(name)") }
    return lines.joined(separator: "\n")
  }

  private func count(_ number: UInt64, _ noun: String) -> String { "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")" }

  // MARK: For programs

  /// The sum of several sources, with an object for each of them.
  var json: [UInt8] {
    var writer = JSONWriter()
    writer.object { json in
      if sources.count == 1 { json.field("source", sources[0].name) }
      write(sum, alertsDropped, to: &json)
      if let interruption { json.field("interrupted_by", interruption) }
      json.field("cpu_user_s", usage.userSeconds)
      json.field("cpu_system_s", usage.systemSeconds)
      json.field("peak_rss_bytes", usage.peakResidentBytes)
      guard sources.count > 1 else { return }
      json.field("sources", sources) { json, source in
        json.object { json in
          json.field("source", source.name)
          write(source.figures, nil, to: &json)
        }
      }
    }
    return writer.bytes
  }

  /// - Parameter alertsDropped: nil where it is not about the sinks.
  private func write(_ figures: SourceFigures, _ alertsDropped: [(name: String, count: UInt64)]?, to json: inout JSONWriter) {
    json.field("events", Int(clamping: figures.events))
    json.field("events_hidden", Int(clamping: figures.hidden))
    json.field("alerts", Int(clamping: figures.alertCount))
    json.field("alerts_by_rule") { json in
      for (rule, count) in matched(figures) { json.field(program.strings.text(rule.name), Int(clamping: count)) }
    }
    json.field("drops") { json in
      json.field("malformed_events", Int(clamping: figures.malformed))
      json.field("unknown_event_types", Int(clamping: figures.unknownTypes))
      json.field("malformed_tables", Int(clamping: figures.malformedTables))
      guard let alertsDropped else { return }
      guard let lost else { return }
      write(lost, to: &json)
      json.field("container_notices", Int(clamping: lostNotices))
      json.field("alerts") { json in
        for (name, dropped) in alertsDropped { json.field(name, Int(clamping: dropped)) }
      }
    }
    json.field("malformed_state_changes", Int(clamping: figures.malformedStateChanges))
    json.field("tables") { json in
      json.field("threads", figures.tables.threads)
      json.field("descriptors", figures.tables.descriptors)
      json.field("containers", figures.tables.containers)
      json.field("users", figures.tables.users)
      json.field("symbols", figures.tables.symbols)
      json.field("bytes", figures.tables.bytes)
    }
    json.field("evictions") { json in
      json.field("threads", Int(clamping: figures.tables.droppedThreads))
      json.field("descriptors", Int(clamping: figures.tables.droppedDescriptors))
      json.field("containers", Int(clamping: figures.tables.droppedContainers))
    }
    json.field("regex") { json in
      json.field("limits_hit", figures.regexLimits)
      json.field("undecided", figures.regexUndecided)
      json.field("repaired_values", figures.regexRepaired)
    }
    json.field("elapsed_s", figures.seconds)
  }

  private func write(_ lost: LostEvents, to json: inout JSONWriter) {
    json.field("by_cause") { json in
      for cause in LostEvents.Cause.allCases {
        json.field(cause.rawValue, Int(clamping: lost.byCause.first { $0.cause == cause }?.count ?? 0))
      }
    }
    json.field("by_syscall") { json in
      for (call, count) in lost.byCall { json.field(call, Int(clamping: count)) }
    }
  }
}

extension SourceFigures {
  fileprivate var seconds: Double { elapsed / .seconds(1) }
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
