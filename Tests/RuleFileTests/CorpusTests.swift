import Diagnostics
import RuleFile
import Testing

@Suite(.enabled(if: Shared.folder != nil, "the shared corpus is not there"))
struct CorpusTests {
  @Test func stockFilesLoadWithoutFindings() {
    let loaded = Loaded(Shared.stockFiles.map { .path($0) })
    #expect(loaded.diagnostics.map(\.message) == [])
    #expect(loaded.rules.rules.count == 93)
    #expect(loaded.rules.macros.count == 315)
    #expect(loaded.rules.lists.count == 118)
    #expect(loaded.rules.requiredEngineVersion == Version(0, 57, 0))
    #expect(loaded.rules.wordsInUnreadableParts.isEmpty)
  }

  @Test(arguments: Shared.pluginFiles)
  func pluginFilesLoadWithoutErrors(_ path: String) {
    let loaded = Loaded([.path(path)])
    #expect(loaded.errors.map(\.message) == [])
    #expect(!loaded.rules.rules.isEmpty)
  }

  @Test func everyScalarIsDecodedExactly() {
    var count = 0
    for path in Shared.stockFiles + Shared.pluginFiles {
      let loaded = Loaded([.path(path)])
      let tree = loaded.files.files[0].tree
      #expect(tree.degradedScalars.map(loaded.text) == [])
      count += tree.scalars.count
    }
    #expect(count > 5000)
  }
}
