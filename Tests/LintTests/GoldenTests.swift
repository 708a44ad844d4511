import Diagnostics
import Foundation
import TestSupport
import Testing

@Suite("Goldens of the lints")
struct LintGoldenTests {
  private static let folder = "Tests/LintTests/Cases"
  static let cases = PackageLayout.files(below: folder, suffix: ".yaml")

  @Test("a case reports its own code and no other", arguments: cases)
  func report(_ file: URL) throws {
    let code = try #require(DiagnosticCode(rawValue: file.deletingLastPathComponent().lastPathComponent))
    let linted = Linted([(file.lastPathComponent, try String(contentsOf: file, encoding: .utf8))], style: code.info.isStyle)
    #expect(linted.codes == [code.rawValue], "\(linted.report)")
    try expectGolden(linted.report, at: file.deletingPathExtension().appendingPathExtension("golden"))
    let fixed = linted.fixed
    guard fixed != (try String(contentsOf: file, encoding: .utf8)) else { return }
    try expectGolden(fixed, at: file.deletingPathExtension().appendingPathExtension("fixed"))
    let again = Linted([(file.lastPathComponent, fixed)], style: code.info.isStyle)
    #expect(again.diagnostics.count < linted.diagnostics.count)
    #expect(again.diagnostics.allSatisfy { $0.severity != .error }, "\(again.report)")
  }
}

@Suite("Pages of the codes")
struct PageTests {
  private static let codes = DiagnosticCode.allCases.filter { !$0.info.isReserved }

  @Test("every code has a page, a reserved one has none")
  func exist() {
    for code in DiagnosticCode.allCases {
      #expect((code.page != nil) != code.info.isReserved, "\(code.rawValue)")
      guard let page = code.page else { continue }
      #expect(page.meaning.count > 25, "\(code.rawValue)")
      #expect((page.suppression == nil) == (code.severity == .error), "\(code.rawValue)")
      #expect(page.wrong.isEmpty == page.right.isEmpty, "\(code.rawValue)")
    }
  }

  @Test("the wrong example is reported, the right one is clean", arguments: codes.filter { $0.page?.wrong.isEmpty == false })
  func examples(_ code: DiagnosticCode) throws {
    let page = try #require(code.page)
    let wrong = Linted(Self.whole(page.wrong))
    #expect(wrong.codes.contains(code.rawValue), "\(wrong.report)")
    let right = Linted(Self.whole(page.right))
    #expect(right.diagnostics.isEmpty, "\(right.report)")
  }

  /// Items stay; the keys of a rule get the other keys that a rule must have.
  private static func whole(_ example: String) -> String {
    if example.hasPrefix("- ") { return example + "\n" }
    var text = "- rule: Example\n  desc: An example.\n"
    for line in example.split(separator: "\n") { text += "  \(line)\n" }
    if !example.contains("output:") { text += "  output: seen\n" }
    if !example.contains("priority:") { text += "  priority: NOTICE\n" }
    return text
  }

  @Test("docs/lints.md is made of the pages; RULEC_BLESS=1 writes it anew")
  func document() throws {
    let groups: [(title: String, codes: [DiagnosticCode])] = [
      ("What rules mean", Self.codes.filter { $0.origin == .rulec && !$0.info.isStyle }), ("Matters of style", Self.codes.filter(\.info.isStyle)),
      ("Falco's codes", Self.codes.filter { $0.origin == .falco }),
    ]
    var text = """
      # What `rulec check` reports

      Each code with what it means, an example that is wrong, the example put right, and when to suppress it; `rulec explain CODE` shows
      the same. Made of the pages in `Sources/Diagnostics/Pages`; a test holds the two together. What the lints say of the rules that
      Falco ships is in [lints-on-stock-rules.md](lints-on-stock-rules.md); how to set levels and suppress findings, in [ci.md](ci.md).


      """
    for group in groups { text += "## \(group.title)\n\n" + group.codes.compactMap(\.pageMarkdown).joined(separator: "\n") + "\n" }
    try expectGolden(text, at: PackageLayout.root.appendingPathComponent("docs/lints.md"))
  }
}
