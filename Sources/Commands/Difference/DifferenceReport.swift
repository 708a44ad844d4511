import Diagnostics

/// What `rulec diff` says.
struct DifferenceReport {
  let difference: RuleSetDifference
  /// Where both sets ran over a capture.
  let alerts: AlertDifference?

  private static let nothing = "Nothing changed in meaning."

  var text: String {
    var text = difference.changes.isEmpty ? Self.nothing + "\n" : ""
    for level in RuleSetDifference.Class.allCases {
      let changes = difference.changes.filter { $0.level == level }
      if changes.isEmpty { continue }
      text += (text.isEmpty ? "" : "\n") + "\(level.rawValue):\n"
      for change in changes {
        text += "  \(change.text)\n"
        for line in change.details { text += "    \(line)\n" }
      }
    }
    guard let alerts else { return text }
    text += "\nalerts: \(alerts.same) in both\n"
    for (sign, list) in [("+", alerts.gained), ("-", alerts.lost)] {
      for entry in list { text += "  \(sign)\(entry.count) \(entry.rule) (\(Self.events(entry)))\n" }
    }
    return text
  }

  var markdown: String {
    var text = "### Rules: \(difference.level.map { "a \($0.rawValue) change" } ?? "no change in meaning")\n"
    for level in RuleSetDifference.Class.allCases {
      let changes = difference.changes.filter { $0.level == level }
      if changes.isEmpty { continue }
      text += "\n**\(level.rawValue.prefix(1).uppercased() + level.rawValue.dropFirst())**\n\n"
      for change in changes {
        text += "* \(change.text)\n"
        if !change.details.isEmpty { text += "\n  ```diff\n" + change.details.map { "  \($0)\n" }.joined() + "  ```\n\n" }
      }
    }
    guard let alerts else { return text }
    text += "\n**Alerts on the capture**: \(alerts.same) in both\n"
    if alerts.gained.isEmpty, alerts.lost.isEmpty { return text }
    text += "\n| | rule | alerts | events |\n| --- | --- | --- | --- |\n"
    for (word, list) in [("gained", alerts.gained), ("lost", alerts.lost)] {
      for entry in list { text += "| \(word) | \(entry.rule) | \(entry.count) | \(Self.events(entry)) |\n" }
    }
    return text
  }

  var json: [UInt8] {
    var writer = JSONWriter()
    writer.object { json in
      json.field("level", difference.level?.rawValue ?? "none")
      json.field("changes", difference.changes) { json, change in
        json.object { json in
          json.field("level", change.level.rawValue)
          json.field("text", change.text)
          json.field("details", change.details) { json, line in json.string(line) }
        }
      }
      guard let alerts else { return }
      json.field("alerts_in_both", alerts.same)
      for (name, list) in [("alerts_gained", alerts.gained), ("alerts_lost", alerts.lost)] {
        json.field(name, list) { json, entry in
          json.object { json in
            json.field("rule", entry.rule)
            json.field("count", entry.count)
            json.field("events", entry.events) { json, number in json.number(Int(number)) }
          }
        }
      }
    }
    return writer.bytes
  }

  private static func events(_ alerts: AlertDifference.Alerts) -> String {
    let numbers = alerts.events.map(String.init).joined(separator: ", ")
    return "event\(alerts.count == 1 ? "" : "s") \(numbers)\(alerts.count > alerts.events.count ? ", …" : "")"
  }
}
