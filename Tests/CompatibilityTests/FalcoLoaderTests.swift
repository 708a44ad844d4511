import Commands
import Diagnostics
import Testing

/// `--format falco-json`: the verdict of Falco 0.44.1, file by file.
@Suite("falco-json") struct FalcoLoaderTests {
  private func results(_ files: [String]) -> [FalcoLoadResult] {
    var map = SourceMap()
    for (index, text) in files.enumerated() {
      guard map.add(name: "\(index).yaml", bytes: Array(text.utf8)) != nil else { preconditionFailure("the map is full") }
    }
    return FalcoLoader.load(map)
  }

  private func codes(_ result: FalcoLoadResult) -> [String] {
    ((result.error.map { [$0] } ?? []) + result.warnings).map(\.code.rawValue).sorted()
  }

  /// Rows whose difference is one that falco-json shows too; docs/compatibility.md says why.
  private static let unlike: Set<Int> = [142, 143, 175, 188]

  @Test("table E", arguments: Tables.ruleFiles)
  func table(entry: TableCase) {
    let found = results(entry.input)
    let expected = entry.falco ?? [entry.expected.codes.filter { $0.hasPrefix("LOAD_") }]
    #expect(found.map(codes) == expected)
    for result in found { #expect(result.isSuccessful == !codes(result).contains { $0.hasPrefix("LOAD_ERR_") }) }
  }

  @Test("what Falco does not load differently from us is no difference of falco-json")
  func differing() {
    let differing = Set(Tables.ruleFiles.filter(\.differs).map(\.row))
    #expect(Self.unlike.isSubset(of: differing))
  }
}
