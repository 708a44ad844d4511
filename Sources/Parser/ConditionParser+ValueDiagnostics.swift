internal import Diagnostics
internal import Schema

/// What is said about values, lists, arguments and quoted strings. The doc comment of each factory shows the headline.
extension Diagnostic {
  private static func condition(
    _ message: String, _ label: String = "", at span: SourceSpan, help: String...
  ) -> Diagnostic {
    Diagnostic(.compileCondition, message, at: Label(span, label), help: help)
  }

  // MARK: Values

  /// no value follows 'contains'
  static func valueMissing(_ op: Operator, at span: SourceSpan) -> Diagnostic {
    condition(
      "no value follows '\(op.spelling)'", at: span,
      help: "write '\(op.spelling) \(op.example)'; the empty text is written \"\"")
  }

  /// '=' is followed by 'and' instead of a value
  static func valueMissing(_ op: Operator, before keyword: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "'\(op.spelling)' is followed by '\(keyword)' instead of a value", at: span,
      help: "write '\(op.spelling) \(op.example)'; if the text '\(keyword)' is meant, put it in quotes")
  }

  /// 'not' cannot stand before a value
  static func notBeforeValue(_ op: Operator, at span: SourceSpan) -> Diagnostic {
    condition(
      "'not' cannot stand before a value", at: span,
      help: op == .equal
        ? "write 'field != value'" : "'not' comes before the whole check: 'not field \(op.spelling) ...'")
  }

  /// 'a,b' must stand in quotes
  static func unquotedValue(_ found: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "'\(found)' must stand in quotes", at: span,
      help: "a value with blanks or any of ( ) = , \" ' must be quoted, with \"...\" or '...'")
  }

  /// '=' takes one value, not a list
  static func listNotTaken(_ op: Operator, at span: SourceSpan) -> Diagnostic {
    let way =
      switch op.info.rightSide {
      case .string where op == .equal: "for any of several values write 'in (...)'"
      case .string: "for any of several values write '\(op.spelling) anyof (...)'"
      default: "compare with each value by itself, joined with 'and' or 'or'"
      }
    return condition("'\(op.spelling)' takes one value, not a list", "a list begins here", at: span, help: way)
  }

  /// '5s' is not a number
  static func malformedNumber(_ found: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "'\(found)' is not a number", at: span,
      help: "numbers have no unit: durations are nanoseconds, one second is 1000000000")
  }

  /// '>' takes a number, found '"5"'
  static func quotedNumber(_ found: String, _ op: Operator, at span: SourceSpan) -> Diagnostic {
    condition("'\(op.spelling)' takes a number, found '\(found)'", at: span, help: "write the number without quotes")
  }

  /// 'anyof' cannot stand behind 'in'
  static func modifierNotTaken(_ modifier: String, _ op: Operator, at span: SourceSpan) -> Diagnostic {
    condition(
      "'\(modifier)' cannot stand behind '\(op.spelling)'", at: span,
      help: op.info.rightSide == .list
        ? "'\(op.spelling)' takes its list directly: '\(op.spelling) (...)'"
        : "modifiers follow =, != and the operators on text, such as 'startswith anyof (...)'")
  }

  /// 'anyof' needs a blank before it
  static func modifierOutOfPlace(
    _ modifier: String, blankBefore: Bool, isList: Bool, at span: SourceSpan
  ) -> Diagnostic {
    let problem =
      switch (isList, blankBefore) {
      case (true, true): "needs a blank behind it"
      case (true, false): "needs a blank before it"
      default: "is followed by no list"
      }
    return condition(
      "'\(modifier)' \(problem)", at: span,
      help: "write '= \(modifier) (a, b)'; if the text '\(modifier)' is meant, put it in quotes")
  }

  /// 'exists' takes no value
  static func valueNotTaken(_ op: Operator, at span: SourceSpan) -> Diagnostic {
    condition("'\(op.spelling)' takes no value", at: span, help: "remove what follows it")
  }

  /// expected the end, found 'b'
  static func unexpectedRest(_ found: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "expected the end, found '\(found)'", at: span, help: "a value with blanks or any of ( ) = , \" ' must be quoted")
  }

  // MARK: Lists

  /// a list stands in parentheses, found '[a]'
  static func parenthesesMissing(_ found: String, isBracketed: Bool, at span: SourceSpan) -> Diagnostic {
    let list = isBracketed ? String(found.dropFirst().dropLast(found.hasSuffix("]") ? 1 : 0)) : found
    return condition(
      "a list stands in parentheses, found '\(found)'", at: span,
      help: isBracketed ? "write '(\(list))'" : "write '(\(list))', or '(\(list), ...)' for more values")
  }

  /// this list is never closed
  static func notClosed(_ what: String, at span: SourceSpan) -> Diagnostic {
    condition("this \(what) is never closed", "opened here", at: span, help: "add the ')'")
  }

  /// no value follows this comma
  static func trailingComma(at span: SourceSpan) -> Diagnostic {
    condition("no value follows this comma", at: span, help: "remove it, or add a value")
  }

  /// no value stands before this comma
  static func emptyElement(at span: SourceSpan) -> Diagnostic {
    condition(
      "no value stands before this comma", at: span, help: "remove it, or add a value; the empty text is written \"\"")
  }

  /// a comma is missing between 'a' and 'b'
  static func commaMissing(between value: String, and found: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "a comma is missing between '\(value)' and '\(found)'", at: span,
      help: "write '\(value), \(found)'; a value with blanks must stand in quotes")
  }

  /// a list cannot stand inside a list
  static func nestedList(at span: SourceSpan) -> Diagnostic {
    condition(
      "a list cannot stand inside a list", at: span,
      help: "write all values in one list; a value with '(' must be quoted")
  }

  /// 'val(...)' cannot stand in a list
  static func callInList(_ name: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "'\(name)(...)' cannot stand in a list", at: span,
      help: "it may be the whole right side, without parentheses around it: 'in \(name)(...)'")
  }

  // MARK: Arguments and calls

  /// this '[' is never closed
  static func argumentNotClosed(at span: SourceSpan) -> Diagnostic {
    condition(
      "this '[' is never closed", at: span,
      help: "an argument with parentheses, brackets or blanks must stand in quotes: [\"...\"]")
  }

  /// nothing stands between the brackets
  static func emptyArgument(at span: SourceSpan) -> Diagnostic {
    condition(
      "nothing stands between the brackets", at: span,
      help: "remove them, or write [\"\"] if the argument is the empty text")
  }

  /// '[ 1 ]' is not an argument
  static func malformedArgument(_ found: String, isPadded: Bool, at span: SourceSpan) -> Diagnostic {
    condition(
      "'\(found)' is not an argument", at: span,
      help: isPadded
        ? "no blanks may stand just inside the brackets"
        : "an argument with blanks or quotes must stand in quotes: [\"...\"]")
  }

  /// 'tolower(...)' has no arguments
  static func callWithoutArguments(_ name: String, at span: SourceSpan) -> Diagnostic {
    condition("'\(name)(...)' has no arguments", at: span, help: "write '\(name)(field)'")
  }

  /// 'init' must stand in quotes as the argument of a transformer
  static func bareCallArgument(_ found: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "'\(found)' must stand in quotes as the argument of a transformer", at: span,
      help: "write \"\(found)\"; only fields, numbers and transformers stand there without quotes")
  }

  /// expected ',' or ')' behind an argument, found 'x'
  static func argumentNotFollowed(_ found: String, at span: SourceSpan) -> Diagnostic {
    condition("expected ',' or ')' behind an argument, found '\(found)'", at: span)
  }

  // MARK: Quoted strings

  /// this quote is never closed
  static func unclosedQuote(_ quote: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "this quote is never closed", at: span,
      help: "add a \(quote) where the value ends; one inside the value is written \\\(quote)")
  }

  /// a quoted value cannot end in a backslash
  static func quotedBackslash(_ found: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "a quoted value cannot end in a backslash", "a quote behind a backslash never closes the value", at: span,
      help: "write the value without quotes if it has no blanks and none of ( ) = , \" '")
  }

  /// unknown escape '\q'
  static func unknownEscape(_ escape: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "unknown escape '\(escape)'", at: span,
      help: "escapes are \\b \\f \\n \\r \\t \\\\ \\/ \\\" \\' and \\xHH; a backslash itself is written \\\\")
  }

  /// '\"' is not an escape between these quotes
  static func foreignQuoteEscape(_ escape: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "'\(escape)' is not an escape between these quotes", at: span,
      help: "write \(escape.suffix(1)) without the backslash: only the enclosing quote is escaped")
  }

  /// '\x4' is not an escape: '\x' needs two hexadecimal digits
  static func malformedHexEscape(_ escape: String, at span: SourceSpan) -> Diagnostic {
    condition("'\(escape)' is not an escape: '\\x' needs two hexadecimal digits", at: span, help: "write, for example, \\x0a")
  }

  /// Falco 0.44 refuses the escape '\x41'
  static func hexEscape(_ escape: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .differsFromFalco, "Falco 0.44 refuses the escape '\(escape)'", at: Label(span),
      help: ["write the character itself if the rule is to load there"])
  }
}

extension Operator {
  /// A right side for messages.
  fileprivate var example: String {
    switch info.rightSide {
    case .none: ""
    case .number: "5"
    case .string: "value"
    case .list: "(a, b)"
    }
  }
}
