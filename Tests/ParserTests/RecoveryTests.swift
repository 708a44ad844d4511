import Diagnostics
import Parser
import Testing

/// Every mistake is reported once, at its place, and hides no other.
@Suite struct RecoveryTests {
  static let cases: [(String, [String])] = [
    // Several mistakes in one condition.
    (
      "proc.name «contain» x and fd.name = «a,b» or «proc.pid» and evt.type in (a «b»)",
      [
        "unknown operator 'contain'", "'a,b' must stand in quotes", "no operator follows 'proc.pid'",
        "a comma is missing between 'a' and 'b'",
      ]
    ),
    (
      "(proc.name «=~» x or «procname» = y) «AND» «foo»(proc.name) = 1",
      [
        "unknown operator '=~'", "'procname' is not a field, so '=' cannot follow it", "'AND' is written 'and'",
        "unknown transformer 'foo'",
      ]
    ),
    (
      #"proc.name = "«\q»«\w»" and proc.aname«[]» = "«\x»g""#,
      [
        #"unknown escape '\q'"#, #"unknown escape '\w'"#, "nothing stands between the brackets",
        #"'\x' is not an escape: '\x' needs two hexadecimal digits"#,
      ]
    ),
    // Parentheses.
    ("«(»a and (b or c)", ["this '(' is never closed"]),
    ("a and b«)» and c", ["this ')' closes nothing"]),
    ("a«)»)) and c", ["this ')' closes nothing"]),
    ("(a and proc.name in «(»x, y and proc.pid=1)", ["this list is never closed"]),
    ("(a and proc.name in «(»x, y", ["this list is never closed"]),
    ("(a and proc.name in «(»", ["this list is never closed"]),
    ("«(»", ["this '(' is never closed"]),
    ("a and «(»", ["this '(' is never closed"]),
    ("(«tolower(proc.name)»)", ["no operator follows 'tolower(proc.name)'"]),
    // Quotes.
    ("(proc.name = «\"»abc and proc.pid = 1)", ["this quote is never closed"]),
    ("proc.name in (a, «'»b, c)", ["this quote is never closed"]),
    ("«\"»a", ["this quote is never closed"]),
    ("a and «\"b\"»", ["expected a field, a transformer or a macro, found '\"b\"'"]),
    (
      #"proc.name in («"a\\"», b) and proc.name «bad» x"#,
      ["a quoted value cannot end in a backslash", "unknown operator 'bad'"]
    ),
    ("proc.name = «don't» and b", ["'don't' must stand in quotes"]),
    ("proc.name in («don't», b) and proc.name «bad» x", ["'don't' must stand in quotes", "unknown operator 'bad'"]),
    // Nothing where something is due.
    ("«and» a", ["no check stands before 'and'"]),
    ("a and «or» b", ["no check stands before 'or' (it stands directly behind 'and')"]),
    ("a «and» ", ["'and' is followed by no check"]),
    ("(a «or») and b", ["'or' is followed by no check"]),
    ("a and «not» ", ["'not' is followed by no check"]),
    ("proc.name «=»", ["no value follows '='"]),
    ("(proc.name «contains» )", ["no value follows 'contains'"]),
    ("proc.name «=» and proc.pid=1", ["'=' is followed by 'and' instead of a value"]),
    ("proc.name in «(»", ["this list is never closed"]),
    ("proc.name «in» and proc.pid=1", ["'in' is followed by 'and' instead of a value"]),
    ("proc.name «in»", ["no value follows 'in'"]),
    ("proc.pid «>» or a", ["'>' is followed by 'or' instead of a value"]),
    ("«=» 5 and a", ["expected a field, a transformer or a macro, found '='"]),
    // Operators.
    ("proc.name «not» in (a)", ["'not' cannot stand behind 'proc.name'"]),
    ("proc.name = «not» a", ["'not' cannot stand before a value"]),
    ("proc.name «IN» (a)", ["unknown operator 'IN'"]),
    ("proc.pid «= =» 5", ["unknown operator '= ='"]),
    ("proc.pid «> =» 5", ["unknown operator '> ='"]),
    ("proc.pid «=>» 5", ["unknown operator '=>'"]),
    ("proc.name «exist»", ["unknown operator 'exist'"]),
    ("«evt.type.is.3» = 1", ["'evt.type.is.3' is not a field name"]),
    ("«proc.name» and x", ["no operator follows 'proc.name'"]),
    ("proc.name «!!» x", ["unknown operator '!!'"]),
    ("«proc.name» || x", ["no operator follows 'proc.name'"]),
    // Values and lists.
    ("proc.name = «(»a, b)", ["'=' takes one value, not a list"]),
    ("proc.pid > «(»5)", ["'>' takes one value, not a list"]),
    ("proc.name = a «b» c and x", ["expected 'and' or 'or' behind the value 'a', found 'b'"]),
    ("proc.name = «foo»(bar) and x", ["unknown transformer 'foo'"]),
    ("proc.name = «/foo»(bar) and x", ["'/foo' must stand in quotes"]),
    ("proc.name in «a», b", ["a list stands in parentheses, found 'a'"]),
    ("proc.name in «/etc/passwd» and b", ["a list stands in parentheses, found '/etc/passwd'"]),
    ("proc.name in (a «and» b)", ["a comma is missing between 'a' and 'and'"]),
    ("proc.name in (a,«,»b)", ["no value stands before this comma"]),
    ("proc.name in («a=b», c)", ["'a=b' must stand in quotes"]),
    ("proc.name in («=a»)", ["'=a' must stand in quotes"]),
    ("proc.name = «anyof»(a)", ["'anyof' needs a blank behind it"]),
    ("proc.name = «anyof» \"a\"", ["'anyof' is followed by no list"]),
    ("proc.name = «val» (proc.pname)", ["a blank stands between 'val' and its parenthesis"]),
    ("proc.name = val«(»proc.pname", ["this val(...) is never closed"]),
    ("proc.name = val(proc.aname)«[1]»", ["nothing may follow 'val(...)' in brackets"]),
    // Arguments and calls.
    ("proc.aname«[»1 = x and b", ["this '[' is never closed"]),
    ("concat(proc.name«,») = x", ["no value follows this comma"]),
    ("concat(proc.name «proc.pname») = x", ["expected ',' or ')' behind an argument, found 'proc.pname'"]),
    (
      "concat(proc.name, «concat» (a)) = x and proc.name «bad» x",
      ["a blank stands between 'concat' and its parenthesis", "unknown operator 'bad'"]
    ),
    ("tolower(proc.name «=» x", ["expected ',' or ')' behind an argument, found '='"]),
    ("tolower«(»proc.name and b", ["this call is never closed"]),
    ("join((«(»proc.name)), \"a\") = x", ["a list cannot stand inside a list"]),
    ("len(«,»a) = x", ["no value stands before this comma"]),
    ("len(«val»(proc.name)) = x", ["'val(...)' may only stand on the right of an operator"]),
    ("proc.pid > «5x» and proc.pid < «7y»", ["'5x' is not a number", "'7y' is not a number"]),
    // Names.
    ("«my-macro» and b", ["'my-macro' is not a name"]),
    ("«procname» contains x", ["'procname' is not a field, so 'contains' cannot follow it"]),
    ("a «b» c and d", ["expected 'and' or 'or', found 'b'"]),
    ("a «,» b", ["expected 'and' or 'or', found ','"]),
    // Comments.
    ("a «#» one\nand b «#» (two\nand proc.name «bad» x", [
      "conditions have no comments", "conditions have no comments", "unknown operator 'bad'",
    ]),
    ("«#» one\na", ["conditions have no comments"]),
    ("proc.name in (a, «#» first\n b)", ["conditions have no comments"]),
    ("«NOT» a and «!»b", ["'NOT' is written 'not'", "'!' is written 'not'"]),
    ("a and ANDb «c»", ["expected 'and' or 'or', found 'c'"]),
  ]

  @Test(arguments: cases)
  func reportsEach(marked: String, messages: [String]) {
    expect(marked, messages)
  }
}

/// What is said at the seam of appended text.
@Suite struct AppendedTextTests {
  private func parsed(_ pieces: String...) -> Parsed { Parsed(text(pieces: pieces)) }

  @Test func appendedTextWithoutConnectiveIsExplained() throws {
    let diagnostic = try #require(parsed("a", "b and c").errors.first)
    #expect(diagnostic.message == "expected 'and' or 'or', found 'b'")
    #expect(diagnostic.primary.span == SourceSpan(start: 2, length: 1))
    #expect(diagnostic.secondary == [Label(SourceSpan(start: 0, length: 1), "appended to this")])
    #expect(diagnostic.help.contains { $0.contains("begins with 'and' or 'or'") })
  }

  @Test func mistakesInsideAPieceDoNotMentionTheSeam() throws {
    let diagnostic = try #require(parsed("a", "and b c").errors.first)
    #expect(diagnostic.message == "expected 'and' or 'or', found 'c'")
    #expect(diagnostic.secondary.isEmpty)
  }

  @Test func piecesAreOneText() {
    let tree = parsed("a and b", "or c", "and d").tree
    #expect(TreePrinter.canonical(tree) == "((a and b) or (c and d))")
    #expect(tree.span(of: tree.root) == SourceSpan(start: 0, length: 7), "cut at the end of the first piece")
    checkInvariants(tree)
  }

  @Test func valuesMayCrossSeamsOnlyAsTokens() {
    #expect(TreePrinter.canonical(parsed("proc.name =", "a and b").tree) == "(proc.name = a and b)")
    #expect(parsed("proc.name in (a,", "b)").errors.isEmpty)
  }
}
