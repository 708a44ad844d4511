import Diagnostics
import Parser
import TestSupport
import Testing

/// The rows of reference/edge-cases.md A that syntax decides.
@Suite struct EdgeCaseTests {
  /// Row, condition, canonical text of the tree.
  static let accepted: [(Int, String, String)] = [
    (1, "not user.name=a and proc.pid=1", "(not user.name = a and proc.pid = 1)"),
    (2, "user.name=a or proc.pid=1 and proc.pid=2", "(user.name = a or (proc.pid = 1 and proc.pid = 2))"),
    (3, "proc.pid=1 and(proc.pid=1)and proc.pid=1", "(proc.pid = 1 and proc.pid = 1 and proc.pid = 1)"),
    (5, "proc.pid=1 or (proc.pid=2) and proc.pid=3", "(proc.pid = 1 or (proc.pid = 2 and proc.pid = 3))"),
    (7, "proc.name existsand proc.pid=1", "(proc.name exists and proc.pid = 1)"),
    (8, "proc.name inside", "proc.name in (side)"),
    (9, "proc.name intersectsx", "proc.name intersects (x)"),
    (11, "proc.name in(\"a\")", "proc.name in (a)"),
    (13, "proc.pid>=1and proc.name=x", "(proc.pid >= 1 and proc.name = x)"),
    (14, "not not proc.pid=1", "proc.pid = 1"),
    (15, "not(not(proc.pid=1))", "not not proc.pid = 1"),
    (16, "proc.pid=1 and not", "(proc.pid = 1 and not)"),
    (17, "android", "android"),
    (17, "order", "order"),
    (17, "notify", "notify"),
    (17, "not_x", "not_x"),
    (17, "and", "and"),
    (17, "or", "or"),
    (23, "proc.name = a;b", "proc.name = a;b"),
    (23, "proc.name = a[0]", "proc.name = a[0]"),
    (23, "proc.name = a>b", "proc.name = a>b"),
    (23, "proc.name = a#b", "proc.name = a#b"),
    (23, "proc.name = *", "proc.name = *"),
    (23, "proc.name = !x", "proc.name = !x"),
    (23, "proc.name = {a}", "proc.name = {a}"),
    (27, #"proc.name = "foo\\x""#, #"proc.name = "foo\\x""#),
    (29, #"proc.name = "a\ b""#, #"proc.name = "a\\b""#),
    (30, #"proc.name = "\x41""#, "proc.name = A"),
    (31, #"proc.name = "a\x00b""#, #"proc.name = "a\x00b""#),
    (32, #"proc.name = a\tb"#, #"proc.name = "a\\tb""#),
    (34, "proc.env[\"A B\"]=x", "proc.env[\"A B\"] = x"),
    (35, "proc.env['x]y']=x", "proc.env[x]y] = x"),
    (36, "proc.aname[1.5] = x", "proc.aname[1.5] = x"),
    (36, "proc.aname[x] = x", "proc.aname[x] = x"),
    (37, "proc.aname[\"1\"]=a", "proc.aname[1] = a"),
    (41, "proc.name in ()", "proc.name in ()"),
    (42, "proc.name = anyof and proc.pid=1", "(proc.name = anyof and proc.pid = 1)"),
    (42, "proc.name = anyof", "proc.name = anyof"),
    (48, "proc.name in val(proc.name)", "proc.name in val(proc.name)"),
    // rule-language.md, beyond the rows.
    (0, "notproc.name exists", "notproc.name exists"),
    (0, "a and(b)and c", "(a and b and c)"),
    (0, "not(a)and b", "(not a and b)"),
    (0, "proc.name == x", "proc.name = x"),
    (0, "proc.name != allof (a, b)", "proc.name != allof (a, b)"),
    (0, "proc.name startswith anyof list_of_names", "proc.name startswith anyof (list_of_names)"),
    (0, "proc.env[\"\"] exists", "proc.env[\"\"] exists"),
    (0, "proc.name=\"\"", "proc.name = "),
    (0, "getopt((\"-a\", proc.name, 5),\"an:\")[n] = 1", "getopt((-a, proc.name, 5),an:)[n] = 1"),
    (0, "concat( tolower(proc.name) ,\"-\" ) = val( proc.pname )", "concat(tolower(proc.name),-) = val(proc.pname)"),
    (0, "proc.pid > limit_list", "proc.pid > limit_list"),
    (0, "proc.pid = -5 and proc.pid <= 1.5e+3", "(proc.pid = -5 and proc.pid <= 1.5e+3)"),
    (0, "proc.pid < 0x1F", "proc.pid < 0x1F"),
    (0, "\t(\n a \r)\u{8}", "a"),
    (0, "a or b or (c or d)", "(a or b or (c or d))"),
    (0, "proc.name = \"don't\"", "proc.name = \"don't\""),
  ]

  @Test(arguments: accepted)
  func accepts(row: Int, condition: String, canonical: String) {
    let parsed = Parsed(condition)
    #expect(parsed.errors.map(\.message) == [], "row \(row)")
    #expect(parsed.canonical == canonical, "row \(row)")
    #expect(parsed.tree.isWellFormed)
    checkInvariants(parsed.tree)
  }

  /// Row, condition with the place of each diagnostic marked, the messages in order.
  static let refused: [(Int, String, [String])] = [
    (4, "proc.pid=1 or(proc.pid=2) «and» proc.pid=3", ["'and' cannot follow 'or(...)' directly"]),
    (6, "proc.pid=1 «andproc.name»=x", ["no blank between 'and' and what follows: 'andproc.name'"]),
    (10, "proc.name «startswith»\"a\"", ["no blank behind 'startswith'"]),
    (10, "proc.name «contains»(a)", ["no blank behind 'contains'"]),
    (12, "proc.pid=1and «proc.name»=x", ["expected 'and' or 'or' behind the value '1and', found 'proc.name'"]),
    (18, "proc.name exists «or_x»", ["no blank between 'or' and what follows: 'or_x'"]),
    (19, "a «AND» b", ["'AND' is written 'and'"]),
    (19, "a «&&» b", ["'&&' is written 'and'"]),
    (19, "«!» a", ["'!' is written 'not'"]),
    (20, "«()»", ["nothing stands between the parentheses"]),
    (20, "(«proc.name»)", ["no operator follows 'proc.name'"]),
    (20, "(proc.pid=1)«(»proc.pid=1)", ["expected 'and' or 'or', found '('"]),
    (21, "«proc.name»", ["no operator follows 'proc.name'"]),
    (22, "proc.name = «a,b»", ["'a,b' must stand in quotes"]),
    (22, "proc.name = «a=b»", ["'a=b' must stand in quotes"]),
    (22, "proc.name = «a\"b»", ["'a\"b' must stand in quotes"]),
    (24, "proc.name «===» x", ["unknown operator '==='"]),
    (24, "proc.name «=!» x", ["unknown operator '=!'"]),
    (24, "proc.name «<>» x", ["unknown operator '<>'"]),
    (24, "proc.name «like» x", ["unknown operator 'like'"]),
    (25, "proc.name = x «#» note", ["conditions have no comments"]),
    (26, #"proc.name = «"foo\\"»"#, ["a quoted value cannot end in a backslash"]),
    (28, #"proc.name = 'say «\"»x«\"»'"#, [#"'\"' is not an escape between these quotes"#, #"'\"' is not an escape between these quotes"#]),
    (30, #"proc.name = "«\x4»""#, [#"'\x4' is not an escape: '\x' needs two hexadecimal digits"#]),
    (30, #"proc.name = "«\x»ZZ""#, [#"'\x' is not an escape: '\x' needs two hexadecimal digits"#]),
    (30, #"proc.name = "«\q»""#, [#"unknown escape '\q'"#]),
    (34, "proc.env«[A B]»=x", ["'[A B]' is not an argument"]),
    (34, "proc.env«[]» exists", ["nothing stands between the brackets"]),
    (34, "proc.env« [»x] = 1", ["a blank stands between a field and its '['"]),
    (36, "proc.aname«[ 1 ]» = x", ["'[ 1 ]' is not an argument"]),
    (40, "proc.name in (a«,»)", ["no value follows this comma"]),
    (40, "proc.name in («,»a)", ["no value stands before this comma"]),
    (40, "proc.name in (a «b»)", ["a comma is missing between 'a' and 'b'"]),
    (40, "proc.name in («(»a))", ["a list cannot stand inside a list"]),
    (40, "proc.name in «[a]»", ["a list stands in parentheses, found '[a]'"]),
    (40, "proc.name in «\"a\"»", ["a list stands in parentheses, found '\"a\"'"]),
    (43, "proc.name =«anyof» (a)", ["'anyof' needs a blank before it"]),
    (44, "proc.pid > «oneof» (1)", ["'oneof' cannot stand behind '>'"]),
    (44, "proc.name in «oneof» (a)", ["'oneof' cannot stand behind 'in'"]),
    (45, "«tolower» (proc.name)=x", ["a blank stands between 'tolower' and its parenthesis"]),
    (45, "«foo»(proc.name)=x", ["unknown transformer 'foo'"]),
    (45, "tolower«()»=x", ["'tolower(...)' has no arguments"]),
    (46, "toupper(«init»)=x", ["'init' must stand in quotes as the argument of a transformer"]),
    (47, "«val»(proc.name)=x", ["'val(...)' may only stand on the right of an operator"]),
    (47, "proc.name=val(«\"x\"»)", ["'val(...)' takes a field, found '\"x\"'"]),
    (47, "proc.name=val(«tolower»(proc.name))", ["'val(...)' takes a field, found 'tolower'"]),
    (48, "proc.name in («val»(proc.name))", ["'val(...)' cannot stand in a list"]),
    (56, "proc.duration > «1s»", ["'1s' is not a number"]),
    (63, "proc.name >= «\"A\"»", ["'>=' takes a number, found '\"A\"'"]),
  ]

  @Test(arguments: refused)
  func refuses(row: Int, marked: String, messages: [String]) {
    expect(marked, messages, "row \(row)")
  }
}

/// The diagnostics of the marked condition are `messages`, in the order of their places, which are the marks.
func expect(
  _ marked: String, _ messages: [String], _ comment: Comment? = nil,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  let source = MarkedSource(marked)
  let parsed = Parsed(source.text)
  let found = parsed.errors.sorted { $0.primary.span.start < $1.primary.span.start }
  #expect(found.map(\.message) == messages, comment, sourceLocation: sourceLocation)
  #expect(
    found.map { Int($0.primary.span.start)..<Int($0.primary.span.end) } == source.ranges, comment,
    sourceLocation: sourceLocation)
  #expect(parsed.tree.isWellFormed == messages.isEmpty, comment, sourceLocation: sourceLocation)
  checkInvariants(parsed.tree, sourceLocation: sourceLocation)
}
