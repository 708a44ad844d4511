import Diagnostics
import Foundation
import TestSupport
import Testing

/// Twenty different mistakes in two files: each is reported where the author made it, in one run, and none is the
/// consequence of another.
@Suite("Twenty mistakes")
struct TwentyMistakesTests {
  /// Code, file, line, first column, the column behind the last, and the text between.
  private static let expected = """
    LOAD_ERR_YAML_VALIDATE      first.yaml    6  17  18 ~
    LOAD_ERR_COMPILE_CONDITION  first.yaml   10  17  23 opneat
    LOAD_ERR_COMPILE_CONDITION  first.yaml   17  36  45 proc.nmae
    LOAD_ERR_VALIDATE           first.yaml   23   9  16 spwaned
    LOAD_ERR_COMPILE_CONDITION  first.yaml   27  43  51 contains
    LOAD_ERR_COMPILE_CONDITION  first.yaml   35   9  10 (
    LOAD_ERR_COMPILE_OUTPUT     first.yaml   44  13  22 proc.nmae
    LOAD_ERR_COMPILE_OUTPUT     first.yaml   44  32  33 %
    LOAD_ERR_YAML_VALIDATE      first.yaml   49   3   7 decs
    LOAD_ERR_YAML_VALIDATE      first.yaml   53  13  17 HIGH
    LOAD_ERR_YAML_VALIDATE      first.yaml   55  12  17 maybe
    LOAD_UNKNOWN_KEY            first.yaml   57   3  11 severity
    LOAD_ERR_YAML_PARSE         first.yaml   65   9  10 [
    LOAD_ERR_COMPILE_CONDITION  second.yaml   4  29  30 =
    LOAD_ERR_COMPILE_CONDITION  second.yaml  11  36  39 one
    LOAD_ERR_VALIDATE           second.yaml  17  16  25 proc.nmae
    LOAD_ERR_VALIDATE           second.yaml  24  11  16 [cat]
    LOAD_ERR_VALIDATE           second.yaml  27   9  20 Nonexistent
    LOAD_UNUSED_MACRO           second.yaml  33  10  16 unused
    LOAD_UNKNOWN_SOURCE         second.yaml  42  11  17 syscal
    """

  @Test("all of them, at their places, and nothing else")
  func places() throws {
    let checked = try check()
    var locator = SourceLocator(checked.map)
    let found = Report(map: checked.map, diagnostics: checked.bag.all).diagnostics.map { diagnostic in
      let start = locator.location(of: diagnostic.primary.span.start)
      let end = locator.location(of: diagnostic.primary.span.end)
      #expect(start.line == end.line)
      let file = checked.map[start.file].name
      return [
        diagnostic.code.rawValue, file, "\(start.line)", "\(start.column)", "\(end.column)",
        checked.map.text(of: diagnostic.primary.span),
      ]
    }
    let expected = Self.expected.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(expected.count == 20)
    #expect(found == expected)
  }

  @Test("as a person sees them")
  func report() throws {
    try expectGolden(try check().report, at: Self.folder.appendingPathComponent("report.golden"))
  }

  private static let folder = PackageLayout.root.appendingPathComponent("\(Cases.folder)/twenty")

  private func check() throws -> Checked {
    try Checked(["first.yaml", "second.yaml"].map(Self.folder.appendingPathComponent))
  }
}
