import Diagnostics
import Foundation
import RuleFile
import TestSupport
import Testing

/// Every diagnostic that can arise has a case in the folder of its code, which shows it as a person sees it.
@Suite("Goldens of the diagnostics")
struct DiagnosticTests {
  static let cases = Cases.all(in: "diagnostics", suffix: ".yaml")

  @Test("a case reports its own code and no other", arguments: cases)
  func report(_ file: Case) throws {
    let checked = try Checked([file.url])
    #expect(Set(checked.bag.all.map(\.code.rawValue)) == [file.topic])
    try expectGolden(checked.report, at: file.golden)
  }

  @Test("a file that cannot be read is told with the reason")
  func unreadableFile() throws {
    let missing = RuleFileLoader.load([.path("no/such/rules.yaml")])
    let diagnostics = Array(missing.inputs.unreadable.values)
    #expect(diagnostics.map(\.code) == [.fileRead])
    let golden = PackageLayout.root.appendingPathComponent("\(Cases.folder)/diagnostics/LOAD_ERR_FILE_READ/missing.golden")
    try expectGolden(Report(map: missing.map, diagnostics: diagnostics).pretty, at: golden)
  }

  /// What the lints say has its cases beside their tests, and a mistake in the configuration is in no rule file.
  private static let lintCases = PackageLayout.files(below: "Tests/LintTests/Cases", suffix: ".yaml").map(Case.init)

  @Test("every code has a case; a reserved one has none", arguments: DiagnosticCode.allCases)
  func isCovered(_ code: DiagnosticCode) {
    guard code != .fileRead, code != .configuration else { return }
    let hasCase = (Self.cases + Self.lintCases).contains { $0.topic == code.rawValue }
    #expect(hasCase != code.info.isReserved)
  }
}
