import Diagnostics
import Parser
import Schema
import Testing

/// Values of exceptions, items of lists, and fields that stand by themselves.
@Suite struct FragmentTests {
  private func values(_ fragment: ParsedFragment) -> [String]? {
    let ids: [ValueID]
    switch fragment.rightSide {
    case .value(let id), .word(let id): ids = [id]
    case .list(let slice): ids = Array(fragment.tree.listElements[slice.range])
    case .none, .operand: return nil
    }
    return ids.map { String(decoding: fragment.tree.bytes(of: $0), as: UTF8.self) }
  }

  private func parse(_ body: (inout DiagnosticBag) -> ParsedFragment) -> (ParsedFragment, [String]) {
    var bag = DiagnosticBag()
    let fragment = body(&bag)
    checkInvariants(fragment.tree)
    #expect(fragment.tree.isWellFormed == !bag.hasErrors)
    return (fragment, bag.all.map(\.message))
  }

  /// rule-files.md §3.1; edge-cases.md 145.
  @Test(arguments: [
    ("sh", ["sh"]),
    ("a b", ["a b"]),
    ("a \"b\" (c)", ["a \"b\" (c)"]),
    ("'a b'", ["a b"]),
    ("\"(x)\"", ["(x)"]),
    ("a,b", ["a", "b"]),
    ("/usr/bin/*", ["/usr/bin/*"]),
    ("#x", ["#x"]),
  ])
  func listItem(item: String, expected: [String]) {
    let (fragment, messages) = parse { ConditionParser.parseListItem(text(item), into: &$0) }
    #expect(messages == [])
    #expect(values(fragment) == expected)
  }

  @Test(arguments: [
    ("a(b)", "a list cannot stand inside a list"), ("a=b", "'a=b' must stand in quotes"),
    ("(a)", "a list cannot stand inside a list"), ("a)", "this ')' closes nothing"),
    ("'a' b", "a comma is missing between ''a'' and 'b'"), ("'a", "this quote is never closed"),
    ("a,", "no value follows this comma"), (",a", "no value stands before this comma"),
  ])
  func brokenListItem(item: String, message: String) {
    let (fragment, messages) = parse { ConditionParser.parseListItem(text(item), into: &$0) }
    #expect(messages == [message])
    #expect(fragment.rightSide == .none)
  }

  /// rule-files.md §6.2; edge-cases.md 171, 172.
  @Test(arguments: [
    (Operator.equal, nil as Modifier?, "x", ["x"]),
    (.equal, nil, "a b", ["a b"]),
    (.equal, nil, "\"a b\"", ["a b"]),
    (.equal, nil, "anyof (a)", ["anyof (a)"]),
    (.in, nil, "a", ["a"]),
    (.in, nil, "a,b", ["a", "b"]),
    (.in, nil, "(a, b)", ["a", "b"]),
    (.pmatch, nil, "()", []),
    (.startswith, .anyof, "(/a, /b)", ["/a", "/b"]),
    (.greater, nil, "5", ["5"]),
  ])
  func rightSide(op: Operator, modifier: Modifier?, value: String, expected: [String]) {
    let (fragment, messages) = parse {
      ConditionParser.parseRightSide(of: op, modifier: modifier, text: text(value), into: &$0)
    }
    #expect(messages == [])
    #expect(values(fragment) == expected)
  }

  @Test(arguments: [
    (Operator.in, "a b", "a comma is missing between 'a' and 'b'"),
    (.equal, "a,b", "'a,b' must stand in quotes"),
    (.equal, "", "no value follows '='"),
    (.equal, "(a)", "'=' takes one value, not a list"),
    (.exists, "x", "'exists' takes no value"),
    (.in, "(a) (b)", "expected the end, found '(b)'"),
    (.equal, "=x", "'=x' must stand in quotes"),
  ])
  func brokenRightSide(op: Operator, value: String, message: String) {
    let (fragment, messages) = parse {
      ConditionParser.parseRightSide(of: op, modifier: nil, text: text(value), into: &$0)
    }
    #expect(messages == [message])
    #expect(fragment.rightSide == .none)
  }

  @Test func rightSideMayBeACall() throws {
    let (fragment, _) = parse {
      ConditionParser.parseRightSide(of: .equal, modifier: nil, text: text("tolower(proc.pname)"), into: &$0)
    }
    guard case .operand(let id) = fragment.rightSide else { throw ExpectationFailedError() }
    #expect(TreePrinter.canonical(id, of: fragment.tree) == "tolower(proc.pname)")
  }

  @Test(arguments: ["proc.name", "proc.aname[2]", "tolower(proc.name)", "getopt((\"-a\"),a)[a]"])
  func leftSide(field: String) {
    let source = field.replacing(",a", with: ",\"a\"")
    let (fragment, messages) = parse { ConditionParser.parseLeftSide(text(source), into: &$0) }
    #expect(messages == [])
    guard case .operand(let id) = fragment.rightSide else {
      Issue.record("no operand")
      return
    }
    #expect(TreePrinter.canonical(id, of: fragment.tree) == field.replacing("\"", with: ""))
  }

  @Test(arguments: [
    ("name", "expected a field or a transformer, found 'name'"), ("proc.name x", "expected the end, found 'x'"),
    ("", "expected a field or a transformer"), ("proc.aname[", "this '[' is never closed"),
  ])
  func brokenLeftSide(field: String, message: String) {
    let (fragment, messages) = parse { ConditionParser.parseLeftSide(text(field), into: &$0) }
    #expect(messages == [message])
    #expect(fragment.rightSide == .none)
  }
}

private struct ExpectationFailedError: Error {}
