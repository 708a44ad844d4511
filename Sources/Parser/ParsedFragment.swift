package import Diagnostics
internal import Lexer
package import Schema

/// A piece of a check that stands in a rule file by itself: a value or field of an exception, an item of a list.
package struct ParsedFragment: Sendable {
  /// Holds operands and values, and no nodes.
  package let tree: ConditionTree
  /// What was parsed: `.operand` for a left side, `.list` for lists and list items. `.none` where something was wrong,
  /// which has been reported.
  package let rightSide: ConditionTree.RightSide
}

extension ConditionParser {
  /// Parses the value of an exception as if it stood behind `field op modifier ` (rule-files.md §6.2): under an
  /// operator that takes a list, as `parseValueList`; else text that has a blank and does not begin with a quote is
  /// one value as it is.
  package static func parseRightSide(
    of op: Operator, modifier: Modifier?, text: EmbeddedText, into bag: inout DiagnosticBag
  ) -> ParsedFragment {
    if modifier != nil || op.info.rightSide == .list { return parseValueList(text, into: &bag) }
    return parseFragment(text, into: &bag) { parser in
      if let whole = parser.parseWholeText() { return .value(whole) }
      // Stands for the operator in messages: the place is the text itself.
      let place = TextRange(0, 0)
      if op.info.rightSide == .none {
        parser.reportValueNotTaken(op)
        return nil
      }
      return parser.parseRightSide(of: op, place)?.right
    }
  }

  /// Parses what is to stand between parentheses; text that begins with one brings its own.
  package static func parseValueList(_ text: EmbeddedText, into bag: inout DiagnosticBag) -> ParsedFragment {
    parseFragment(text, into: &bag) { parser in
      if parser.lexer.next == UInt8(ascii: "(") { return parser.parseParenthesisedList() }
      return parser.parseValueList(until: .text).map { .list($0) }
    }
  }

  /// Parses an item of a list as the incumbent puts it into a condition (rule-files.md §3.1): text that has a blank
  /// and does not begin with a quote is one value as it is; other text is parsed, so `a,b` is two values.
  package static func parseListItem(_ text: EmbeddedText, into bag: inout DiagnosticBag) -> ParsedFragment {
    parseFragment(text, into: &bag) { parser in
      if let whole = parser.parseWholeText() {
        parser.tree.listElements.append(whole)
        return .list(Slice(start: 0, count: 1))
      }
      return parser.parseValueList(until: .text).map { .list($0) }
    }
  }

  /// Parses a field or a transformer call.
  package static func parseLeftSide(_ text: EmbeddedText, into bag: inout DiagnosticBag) -> ParsedFragment {
    parseFragment(text, into: &bag) { parser in
      parser.lexer.blanks()
      let operand: OperandID?
      if let name = parser.lexer.fieldName() {
        operand = parser.parseField(name)
      } else if let transformer = parser.lexer.transformer() {
        operand = parser.parseCall(transformer)
      } else {
        parser.reportFieldExpected()
        operand = nil
      }
      return operand.map { .operand($0) }
    }
  }

  /// A parser for text that is no condition: the stack has the whole text on it, as it has in one.
  init(fragment text: EmbeddedText) {
    self.init(text)
    groups.append(Group(open: 0, start: 0, negation: nil, followsOr: false, firstOr: 0, firstAnd: 0))
  }

  private static func parseFragment(
    _ text: EmbeddedText, into bag: inout DiagnosticBag,
    with parse: (inout ConditionParser) -> ConditionTree.RightSide?
  ) -> ParsedFragment {
    var parser = ConditionParser(fragment: text)
    let parsed = parse(&parser)
    parser.lexer.blanks()
    if !parser.lexer.isAtEnd {
      if parser.diagnostics.isEmpty { parser.reportUnexpectedRest() }
      parser.lexer.take(.invalid, to: text.bytes.count)
    }
    let tree = parser.finished(into: &bag)
    return ParsedFragment(tree: tree, rightSide: tree.isWellFormed ? parsed ?? .none : .none)
  }

  /// The whole text as one value, if it has a blank and does not begin with a quote.
  private mutating func parseWholeText() -> ValueID? {
    guard let first = lexer.next, !first.isQuote, lexer.bytes.contains(where: \.isBlank) else { return nil }
    return add(.bare, lexer.take(.bareString, to: lexer.bytes.count))
  }
}
