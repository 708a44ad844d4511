import Diagnostics
import RuleFile
import Testing

@Suite struct CommentTests {
  private func comments(_ source: String) throws -> FileComments {
    try #require(Loaded(source).files.files.first).comments()
  }

  @Test func commentsStandBesideTheirItems() throws {
    let found = try comments(
      """
      # head

      # about a
      - list: a   # the name
        # inside
        items: [b] # last
        # indented behind

      # about m
      # two lines


      - macro: m # name
        condition: > # header
          a # no comment
          # none either
      # end
      """)
    #expect(found.items.count == 2)
    #expect(found.items[0].leading.map(\.text) == ["# head", "# about a"])
    #expect(found.items[0].leading.map(\.blankLinesBefore) == [0, 1])
    #expect(found.items[0].blankLinesBefore == 0)
    #expect(found.items[0].inside.map(\.text) == ["# the name", "# inside", "# last", "# indented behind"])
    #expect(found.items[0].inside.map(\.isWholeLine) == [false, true, false, true])
    #expect(found.items[1].leading.map(\.text) == ["# about m", "# two lines"])
    #expect(found.items[1].blankLinesBefore == 2)
    #expect(found.items[1].inside.map(\.text) == ["# name", "# header"])
    #expect(found.trailing.map(\.text) == ["# end"])
  }

  @Test func aSignInsideATextIsNoComment() throws {
    let found = try comments("- list: a#b\n  items: ['# x', \"y # z\", c#d]\n  #e\n")
    #expect(found.items[0].inside.map(\.text) == ["#e"])
  }

  @Test(.enabled(if: Shared.folder != nil, "the shared corpus is not there"))
  func everyCommentOfTheStockRulesIsFound() {
    for path in Shared.stockFiles {
      let loaded = Loaded([.path(path)])
      let file = loaded.files.files[0]
      let found = file.comments()
      let lines = String(decoding: loaded.files.map[file.file].bytes, as: UTF8.self).split(separator: "\n")
      let expected = lines.count { $0.hasPrefix("#") }
      let all = found.trailing + found.items.flatMap { $0.leading + $0.inside }
      #expect(all.count { $0.isWholeLine && loaded.text($0.span).hasPrefix("#") } >= expected)
      #expect(all.count { $0.text.hasPrefix("#") } == all.count)
    }
  }
}
