import Foundation
import TestSupport
import Testing

/// The tables are whole, and docs/compatibility.md lists what they mark.
@Suite("Edge cases: coverage") struct DocumentTests {
  /// Rows in code: see ConditionTests.swift.
  private static let inCode: Set<Int> = [17, 33, 38, 39]
  /// Rows in code that differ.
  private static let differingInCode: Set<Int> = [38]

  @Test("every row that needs no event has a case")
  func rows() {
    let rows = Set(Tables.all.map(\.row)).union(Self.inCode)
    #expect(rows == Set(1...82).union(123...133).union(134...191))
  }

  /// `(row 5, rows 7, 9)` at the end of a line.
  private func documentedRows() throws -> Set<Int> {
    let url = PackageLayout.root.appendingPathComponent("docs/compatibility.md")
    var rows: Set<Int> = []
    for match in try String(contentsOf: url, encoding: .utf8).matches(of: /\(rows? ([0-9, ]+)\)/) {
      rows.formUnion(match.1.split(separator: ", ").compactMap { Int($0) })
    }
    return rows
  }

  @Test("each row marked ≠ is in docs/compatibility.md, and each row there that needs no event is marked")
  func differences() throws {
    let marked = Set(Tables.all.filter(\.differs).map(\.row)).union(Self.differingInCode)
    let documented = try documentedRows().filter { !(83...122).contains($0) }
    #expect(documented == marked)
  }
}
