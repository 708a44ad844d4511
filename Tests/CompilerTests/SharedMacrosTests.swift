import Bytecode
import Compiler
import Diagnostics
import Testing

/// Macros that use macros twice: small files that would be astronomically large if every use were a copy.
struct SharedMacrosTests {
  private static func doubling(_ levels: Int) -> String {
    var text = "- macro: m0\n  condition: (proc.name = a or proc.pname = b)\n"
    for level in 1...levels {
      text += "- macro: m\(level)\n  condition: (m\(level - 1) and fd.name = x\(level)) or (m\(level - 1) and fd.num = \(level))\n"
    }
    return text + "- rule: r\n  desc: d\n  condition: evt.type = open and m\(levels)\n  output: o\n  priority: INFO\n"
  }

  @Test func fortyDoublingsStaySmall() throws {
    let compiled = Compiled(Self.doubling(40))
    #expect(compiled.bag.all == [])
    let program = try #require(compiled.compilation.sources.first).program
    // Two checks at the bottom, two for each level, and the event type.
    #expect(program.program.checks.count == 2 + 2 * 40 + 1)
    #expect(program.program.code.count < 1_000)
    #expect(program.maximumDepth <= 42)
  }

  @Test func whatIsTooLongIsNotWrittenOut() {
    let large = StagePrinter(Compiled(Self.doubling(40)).compilation, environment: .standard)
    #expect(large.isTooLongToWriteOut(rule: 0))
    #expect(large.canonicalCondition(ofRule: 0) == nil)
    let small = StagePrinter(Compiled(Self.doubling(1)).compilation, environment: .standard)
    #expect(!small.isTooLongToWriteOut(rule: 0))
    #expect(
      small.canonicalCondition(ofRule: 0)
        == "(evt.type = open and (((proc.name = a or proc.pname = b) and fd.name = x1) or ((proc.name = a or proc.pname = b) and fd.num = 1)))")
  }
}
