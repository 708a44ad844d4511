import Diagnostics
import Lexer
import Parser
import Schema
import Testing

/// Section D: outputs that are accepted or refused, and their parts.
@Suite("Edge cases: outputs") struct OutputTests {
  @Test("table D", arguments: Tables.outputs)
  func table(entry: TableCase) {
    let output = entry.input[0]
    #expect(Loaded(output: output).codes == entry.expected.codes)
    if let text = entry.expected.text { #expect(parts(of: output) == text) }
  }

  private func parts(of output: String) -> String {
    let bytes = Array(output.utf8)
    let text = EmbeddedText(verbatim: bytes, at: SourceSpan(start: 0, length: UInt32(bytes.count)))
    let template = OutputParser.parse(text, catalog: .syscall)
    return template.parts.map { part in
      switch part {
      case .literal(let range): return String(template.operands.string(range))
      case .token(_, let width, let operand):
        let term = TreePrinter.canonical(operand, of: template.operands)
        return "{" + (width.map { "\($0):" } ?? "") + term + "}"
      }
    }.joined()
  }
}
