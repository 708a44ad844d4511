import Foundation
import TestSupport

/// The tables of reference/expected-captures.md, by their first column and the capture.
struct ReferenceFigures {
  private let lines: [Substring]

  init() throws {
    lines = try SharedData.text("reference/expected-captures.md").split(separator: "\n")
  }

  /// The cell of a row under a capture's column, in the first table with such a row and column below `heading`.
  func cell(_ row: String, _ capture: String, below heading: String) -> String? {
    var columns: [String] = []
    let start = lines.firstIndex { $0.hasPrefix(heading) } ?? 0
    for line in lines[start...] where line.hasPrefix("|") {
      let cells = line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      if cells.contains(where: { $0.hasPrefix(capture) }) { columns = cells }
      // Twins of a capture may share its column: "curl_google (= comments)".
      let column = columns.firstIndex(of: capture) ?? columns.firstIndex { $0.hasPrefix(capture) && $0.dropFirst(capture.count).first != "_" }
      if cells.first == row, let column { return cells[column] }
    }
    return nil
  }

  /// The first number of a cell.
  func number(_ row: String, _ capture: String, below heading: String) -> Int? {
    cell(row, capture, below: heading).flatMap { Int($0.prefix { $0.isNumber }) }
  }

  /// Events shown, by name: a line "* capture: name count, …".
  func shown(_ capture: String) -> [String: Int] {
    guard let line = lines.first(where: { $0.hasPrefix("* \(capture): procinfo") || $0.hasPrefix("* \(capture): openat") }) else { return [:] }
    var result: [String: Int] = [:]
    for part in line.dropFirst("* \(capture): ".count).split(separator: ",") {
      let words = part.split(separator: " ")
      result[String(words[0])] = Int(words[1])
    }
    return result
  }

  /// Events by their type's symbol, before conversion: a table with a column for each capture, and a line for one.
  func types(_ capture: String) -> [String: Int] {
    var result: [String: Int] = [:]
    if let line = lines.first(where: { $0.hasPrefix("\(capture): GENERIC") }) {
      for part in line.dropFirst("\(capture): ".count).split(separator: ",") {
        let words = part.split(whereSeparator: { $0 == " " || $0 == "." })
        result[String(words[0])] = Int(words[1])
      }
      return result
    }
    let start = lines.firstIndex { $0.hasPrefix("## 2") } ?? 0
    for line in lines[start...].prefix(while: { !$0.hasPrefix("## 3") }) where line.hasPrefix("|") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
      guard Int(cells[1]) != nil, let count = cell(cells[1], capture, below: "## 2").flatMap({ Int($0) }) else { continue }
      result[cells[2]] = count
    }
    return result
  }
}
