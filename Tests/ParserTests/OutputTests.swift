import Diagnostics
import Parser
import Schema
import TestSupport
import Testing

/// The rows of reference/edge-cases.md D that syntax decides, and the extent of tokens.
@Suite struct OutputTests {
  /// The output's parts: literals as they are, tokens in braces.
  private func parts(_ output: String) -> [String] {
    let template = OutputParser.parse(text(output), catalog: .syscall)
    #expect(template.problems.map(\.diagnostic.message) == [], "\(output)")
    return template.parts.map { part in
      switch part {
      case .literal(let range): template.operands.string(range)
      case .token(_, let width, let operand):
        "{\(width.map { "\($0):" } ?? "")\(TreePrinter.canonical(operand, of: template.operands))}"
      }
    }
  }

  @Test(arguments: [
    (124, "%proc.names", ["{proc.name}", "s"]),
    (124, "%proc.name.foo", ["{proc.name}", ".foo"]),
    (124, "%proc.name[1]", ["{proc.name}", "[1]"]),
    (125, "%10proc.name|", ["{10:proc.name}", "|"]),
    (125, "%3proc.name|", ["{3:proc.name}", "|"]),
    (127, "%fd.ip", ["{fd.ip}"]),
    (128, "%len(proc.name)", ["{len(proc.name)}"]),
    (130, "%concat(proc.name,\"-\",proc.exepath)", ["{concat(proc.name,-,proc.exepath)}"]),
    (0, "a %proc.name.", ["a ", "{proc.name}", "."]),
    (0, "%proc.aname[2]x", ["{proc.aname[2]}", "x"]),
    (0, "%proc.aname[x]", ["{proc.aname}", "[x]"]),
    (0, "%proc.env[A]%proc.env[\"A B\"]", ["{proc.env[A]}", "{proc.env[\"A B\"]}"]),
    (0, "%evt.arg.flags,%evt.arg[0]", ["{evt.arg.flags}", ",", "{evt.arg[0]}"]),
    (0, "%evt.arg.flags.Next", ["{evt.arg.flags}", ".Next"]),
    (0, "user=%user.name(%user.uid)", ["user=", "{user.name}", "(", "{user.uid}", ")"]),
    (0, "%tolower(basename(proc.exepath))!", ["{tolower(basename(proc.exepath))}", "!"]),
    (0, "*%proc.name", ["*", "{proc.name}"]),
    (0, "plain", ["plain"]),
  ])
  func reads(row: Int, output: String, expected: [String]) {
    #expect(parts(output) == expected, "row \(row)")
  }

  private typealias Kind = OutputTemplate.Problem.Kind

  @Test(arguments: [
    (123, "100«%»% done", "a percent sign itself cannot be written in an output", true),
    (123, "100«%» done", "a percent sign itself cannot be written in an output", true),
    (123, "50«%»", "no field follows '%' at the end of the output", false),
    (123, "«%12»", "no field follows '%12' at the end of the output", false),
    (129, "%«val»(proc.name)", "'val(...)' cannot stand in an output", true),
    (129, "%«foo»", "unknown field 'foo'", true),
    (129, "«%» proc.name", "a percent sign itself cannot be written in an output", true),
    (0, "%«proc.nme»", "unknown field 'proc.nme'", true),
    (0, "%tolower(«proc.nme»)", "unknown field 'proc.nme'", true),
    (0, "%«evt.arg» x", "field 'evt.arg' needs an argument", true),
    (0, "%«99999»proc.name", "the width of a token is at most 4096", false),
    (0, "%tolower(«init»)", "'init' must stand in quotes as the argument of a transformer", false),
    (0, "%tolower«(»proc.name", "this call is never closed", false),
  ])
  func refuses(row: Int, marked: String, message: String, isUnknownField: Bool) throws {
    let source = MarkedSource(marked)
    let template = OutputParser.parse(text(source.text), catalog: .syscall)
    let problem = try #require(template.problems.first)
    #expect(template.problems.count == 1)
    #expect(problem.diagnostic.message == message)
    #expect(problem.diagnostic.code == .compileOutput)
    #expect(problem.kind == (isUnknownField ? .unknownField : .syntax))
    let span = problem.diagnostic.primary.span
    #expect([Int(span.start)..<Int(span.end)] == source.ranges, "row \(row)")
    checkInvariants(template.operands)
  }

  @Test func reportsAllProblems() {
    let template = OutputParser.parse(text("%foo %proc.nme 5%% %proc.name %"), catalog: .syscall)
    #expect(template.problems.count == 4)
    #expect(template.parts.count == 5)
  }

  @Test func emptyOutputIsAProblem() {
    #expect(
      OutputParser.parse(text(""), catalog: .syscall).problems.map(\.diagnostic.message) == ["the output is empty"])
  }
}
