import Diagnostics
import Lexer
import Parser
import Schema
import TestSupport
import Testing

@Suite(.needsSharedData) struct StockRuleTests {
  @Test func everyConditionParses() {
    #expect(Corpus.conditions.count > 400)
    for condition in Corpus.conditions {
      let parsed = Parsed(condition)
      #expect(parsed.diagnostics.map(\.message) == [], "\(condition)")
      checkInvariants(parsed.tree)
    }
  }

  @Test func everyOutputParses() {
    #expect(Corpus.outputs.count >= 93)
    for output in Corpus.outputs {
      let template = OutputParser.parse(text(output), catalog: .syscall)
      #expect(template.problems.map(\.diagnostic.message) == [], "\(output)")
    }
  }

  @Test func sourceParsesToTheSameTree() {
    for condition in Corpus.conditions {
      let tree = Parsed(condition).tree
      let again = Parsed(TreePrinter.source(tree)).tree
      #expect(shape(again) == shape(tree), "\(condition)")
    }
  }

  /// Each token of each condition left out or doubled: parsing ends, and what it says lies in the text.
  @Test func damagedConditionsStayInBounds() {
    for condition in Corpus.conditions where condition.utf8.count < 1500 {
      let bytes = Array(condition.utf8)
      for token in Parsed(condition).tree.tokens {
        for replacement in [[], bytes[token.range.range] + bytes[token.range.range]] {
          var damaged = bytes
          damaged.replaceSubrange(token.range.range, with: replacement)
          let parsed = Parsed(text(damaged))
          checkInvariants(parsed.tree)
          let isInside = parsed.diagnostics.allSatisfy { Int($0.primary.span.end) <= damaged.count }
          #expect(isInside, "\(String(decoding: damaged, as: UTF8.self))")
          // One token more or less is one mistake, or two where it joins two words into something else.
          #expect(
            parsed.errors.count <= 2, "\(String(decoding: damaged, as: UTF8.self)): \(parsed.errors.map(\.message))")
        }
      }
    }
  }
}
