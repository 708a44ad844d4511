import Parser
import Schema
import TestSupport
import Testing

/// The text that `rulec dump --stage tokens|ast` shows.
@Suite struct ListingTests {
  static let condition =
    "not (proc.aname[1] startswith anyof (\"/a b\", /c) or evt.num >= -1) and spawned and "
    + "concat(tolower(proc.name),\"\\t\") = val(proc.pname) and proc.name in shells and fd.name bad x"

  @Test func tokens() throws {
    try expectGolden(SyntaxListing.tokens(Parsed(Self.condition).tree), "condition.tokens")
  }

  @Test func ast() throws {
    try expectGolden(SyntaxListing.ast(Parsed(Self.condition).tree), "condition.ast")
  }

  @Test func output() throws {
    let template = OutputParser.parse(text("Shell %10proc.name by %tolower(user.name) (%foo)"), catalog: .syscall)
    try expectGolden(SyntaxListing.tokens(template) + SyntaxListing.ast(template), "output.listing")
  }
}
