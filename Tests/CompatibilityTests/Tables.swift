import Foundation
import TestSupport
import Testing

// CompatibilityTests: the rows of reference/edge-cases.md that need no event, as texts in `Tables`, and the tests that
// read them. Each table says at its top how to read it.

/// What comes of an input: a text (canonical condition, parts of an output) and the codes of all findings but notes.
struct Outcome: Hashable, CustomStringConvertible {
  /// nil where it is not to be compared.
  var text: String?
  var codes: [String]

  init(text: String?, codes: [String]) {
    self.text = text
    self.codes = codes
  }

  /// `TEXT [CODE, CODE]`; either part may be missing.
  init(parsing description: Substring) {
    var text = description.trimmingBlanks
    codes = []
    if text.hasSuffix("]"), let open = text.lastIndex(of: "["), text[open...].contains("_") {
      codes = text[open...].dropFirst().dropLast().split(separator: ", ").map(String.init)
      text = text[..<open].trimmingBlanks
    }
    self.text = text.isEmpty ? nil : String(text)
  }

  var description: String { "\(text ?? "") [\(codes.joined(separator: ", "))]" }
}

/// One input of a row.
struct TableCase: CustomTestStringConvertible {
  var row: Int
  /// rulec differs from Falco 0.44.1 on purpose.
  var differs: Bool
  var title: String
  /// The input: a condition, an output, or the text of each file.
  var input: [String]
  var expected: Outcome
  /// Codes of each file's result in Falco, where they are not those of `expected`.
  var falco: [[String]]?

  var testDescription: String { "\(row) \(title)" }
}

enum Tables {
  static let conditions = lines(of: "A-conditions") + lines(of: "B-types")
  static let outputs = lines(of: "D-outputs")
  static let ruleFiles = blocks(of: "E-rule-files")
  static var all: [TableCase] { conditions + outputs + ruleFiles }

  private static func text(_ name: String) -> String {
    let url = PackageLayout.root.appendingPathComponent("Tests/CompatibilityTests/Tables/\(name).txt")
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { preconditionFailure("no table \(name)") }
    return text
  }

  /// `ROW input ⇒ outcome`.
  private static func lines(of name: String) -> [TableCase] {
    text(name).split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let halves = line.split(separator: "⇒", maxSplits: 1, omittingEmptySubsequences: false)
      precondition(halves.count == 2, "no ⇒ in '\(line)'")
      let (row, differs, input) = heading(halves[0])
      return TableCase(
        row: row, differs: differs, title: input, input: [input], expected: Outcome(parsing: halves[1]))
    }
  }

  /// `ROW rest` or `ROW≠ rest`.
  private static func heading(_ line: Substring) -> (row: Int, differs: Bool, rest: String) {
    let digits = line.prefix { $0.isNumber }
    let rest = line.dropFirst(digits.count)
    guard let row = Int(digits) else { preconditionFailure("no row number in '\(line)'") }
    return (row, rest.hasPrefix("≠"), String(rest.drop { $0 == "≠" }.trimmingBlanks))
  }

  private static func blocks(of name: String) -> [TableCase] {
    var cases: [TableCase] = []
    var body: [Substring] = []
    for line in text(name).split(separator: "\n") {
      if line.hasPrefix("=> falco:") {
        let results = line.dropFirst(9).split(separator: "/", omittingEmptySubsequences: false).map { Outcome(parsing: $0) }
        cases[cases.count - 1].falco = results.filter { $0.text != "no result" }.map(\.codes)
      } else if line.hasPrefix("=>") {
        cases[cases.count - 1].expected = Outcome(parsing: line.dropFirst(2))
        cases[cases.count - 1].input = files(body)
      } else if line.hasPrefix("# "), line.dropFirst(2).first?.isNumber == true {
        let (row, differs, title) = heading(line.dropFirst(2))
        cases.append(
          TableCase(row: row, differs: differs, title: title, input: [], expected: Outcome(text: nil, codes: [])))
        body = []
      } else if !cases.isEmpty {
        body.append(line)
      }
    }
    return cases
  }

  private static func files(_ body: [Substring]) -> [String] {
    body.split(separator: "-----", omittingEmptySubsequences: false).map { lines in
      lines.map { expanded($0) + "\n" }.joined()
    }
  }

  /// A line `RULE{keys} condition` as a rule, `→` as a tab.
  private static func expanded(_ line: Substring) -> String {
    guard line.hasPrefix("RULE") else { return String(line).replacing("→", with: "\t") }
    var rest = line.dropFirst(4)
    var keys = ""
    if rest.hasPrefix("{"), let end = rest.firstRange(of: "} ") {
      keys = rest[rest.startIndex..<end.lowerBound].dropFirst() + ", "
      rest = rest[end.lowerBound...].dropFirst()
    }
    let condition = String(rest.trimmingBlanks).replacing("'", with: "''")
    return "- {rule: r, \(keys)desc: d, output: o, priority: INFO, condition: '\(condition)'}"
  }
}

extension Substring {
  var trimmingBlanks: Substring {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
