import Diagnostics
import Runtime

/// An alert about ourselves, in the shape that Falco's have (ecosystem.md §3): source `internal`, no tags, and values that
/// are texts, also where they are numbers, because receivers tell them by that.
struct InternalAlert {
  /// Nanoseconds since the epoch.
  let time: UInt64
  let rule: String
  let priority: String
  let message: String
  /// In the order of their names.
  let fields: [(name: String, value: String)]

  /// One line with its line feed.
  func line(_ options: AlertOptions) -> [UInt8] {
    switch options.form {
    case .json: json(options)
    case .text: text(options)
    }
  }

  private func json(_ options: AlertOptions) -> [UInt8] {
    var writer = JSONWriter(.oneLine)
    writer.object { json in
      json.field("hostname", String(decoding: options.hostName, as: UTF8.self))
      json.field("output", message)
      json.field("output_fields") { json in
        for (name, value) in fields { json.field(name, value) }
      }
      json.field("priority", priority)
      json.field("rule", rule)
      json.field("source", "internal")
      json.field("time", String(decoding: isoTime, as: UTF8.self) + "Z")
    }
    return writer.bytes
  }

  private func text(_ options: AlertOptions) -> [UInt8] {
    var line: [UInt8] = []
    if options.usesISOTime {
      line += isoTime + Array("+0000".utf8)
    } else {
      line.append(timeOfDayOf: CalendarTime(local: time))
    }
    let values = fields.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    return line + Array(": \(priority) \(message) (\(values))\n".utf8)
  }

  private var isoTime: [UInt8] {
    let calendar = CalendarTime(utc: time)
    var text: [UInt8] = []
    text.append(dateOf: calendar)
    text.append(UInt8(ascii: "T"))
    text.append(timeOfDayOf: calendar)
    return text
  }
}
