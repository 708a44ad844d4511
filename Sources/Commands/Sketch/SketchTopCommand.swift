import ArgumentParser
import Runtime
import Sketches

/// `rulec sketch top`: the keys that are counted most.
struct SketchTopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "top", abstract: "List the keys that a sketch has counted most.")

  @ArgumentParser.Argument(help: "The file of a sketch.", completion: .file()) var file: String
  @Option(name: .shortAndLong, help: ArgumentHelp("How many keys.", valueName: "number")) var number = 20
  @Flag(help: "Those that were new last, after enough was learned, in their place.") var rare = false
  @OptionGroup var secret: SketchKeyOption

  func run() throws {
    let sketch = try Sketch.read(file, try secret.key(beside: file))
    let key = sketch.definition.schema.key.map(\.name).joined(separator: "|")
    let table = rare ? Self.recent(sketch, number, key) : Self.top(sketch, number, key)
    if table.rows.isEmpty { Output.message("rulec: '\(file)' has no names of keys") }
    try table.write(as: .text, to: .standard)
  }

  private static func top(_ sketch: borrowing Sketch, _ number: Int, _ key: String) -> Table {
    let rows = sketch.topKeys.prefix(max(number, 0)).map { [grouped($0.count), String(decoding: $0.text, as: UTF8.self)] }
    return Table(columns: ["count", key], rows: rows)
  }

  /// The last first.
  private static func recent(_ sketch: borrowing Sketch, _ number: Int, _ key: String) -> Table {
    let rows = sketch.recentKeys.prefix(max(number, 0)).map { recent in
      let calendar = CalendarTime(utc: recent.time)
      var time: [UInt8] = []
      time.append(dateOf: calendar)
      time.append(UInt8(ascii: "T"))
      time.append(timeOfDayOf: calendar)
      return [String(decoding: time, as: UTF8.self) + "Z", grouped(recent.count), String(decoding: recent.text, as: UTF8.self)]
    }
    return Table(columns: ["first seen", "count", key], rows: rows)
  }
}
