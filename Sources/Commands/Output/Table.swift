import ArgumentParser
import Diagnostics

/// What a listing command prints.
struct Table {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown
  }

  enum Cell {
    case text(String)
    case flag(Bool)
    case list([String])

    var text: String {
      switch self {
      case .text(let text): text
      case .flag(let isSet): isSet ? "yes" : "no"
      case .list(let elements): elements.joined(separator: ", ")
      }
    }
  }

  /// The names of the columns; in JSON the keys.
  let columns: [String]
  /// Each as long as `columns`.
  let rows: [[Cell]]

  init(columns: [String], rows: [[Cell]]) {
    self.columns = columns
    self.rows = rows
  }

  /// A table of texts.
  init(columns: [String], rows: [[String]]) {
    self.init(columns: columns, rows: rows.map { $0.map(Cell.text) })
  }

  func write(as format: Format, to output: Output) throws(CommandFailure) {
    switch format {
    case .text: try output.write(text)
    case .json: try output.write(json)
    case .markdown: try output.write(markdown)
    }
  }

  /// Columns under each other, two blanks between; no heading, so that `grep` and `cut` see only rows.
  private var text: String {
    let texts = rows.map { $0.map(\.text) }
    let widths = columns.indices.map { column in texts.reduce(0) { max($0, $1[column].count) } }
    return texts.map { row in
      var line = ""
      for (cell, width) in zip(row.dropLast(), widths) {
        line += cell + String(repeating: " ", count: width - cell.count + 2)
      }
      return line + (row.last ?? "") + "\n"
    }.joined()
  }

  private var json: [UInt8] {
    var writer = JSONWriter()
    writer.array(rows) { json, row in
      json.object { json in
        for (name, cell) in zip(columns, row) {
          switch cell {
          case .text(let text): json.field(name, text)
          case .flag(let isSet): json.field(name, isSet)
          case .list(let elements): json.field(name, elements) { json, element in json.string(element) }
          }
        }
      }
    }
    return writer.bytes
  }

  private var markdown: String {
    let lines = [columns, columns.map { _ in "---" }] + rows.map { $0.map { Self.escaped($0.text) } }
    return lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }

  /// A pipe would end the cell, and what looks like a tag would vanish.
  private static func escaped(_ cell: String) -> String {
    cell.replacing("|", with: "\\|").replacing("<", with: "&lt;")
  }
}
