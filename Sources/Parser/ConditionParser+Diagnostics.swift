internal import Diagnostics
internal import Schema

/// What is said about conditions. The doc comment of each factory shows the headline.
extension Diagnostic {
  private static func condition(
    _ message: String, _ label: String = "", at span: SourceSpan, help: String...
  ) -> Diagnostic {
    Diagnostic(.compileCondition, message, at: Label(span, label), help: help)
  }

  /// For mistakes at the first word of a piece that was appended to `earlierPiece`.
  mutating func addSeam(earlierPiece: SourceSpan) {
    secondary.append(Label(earlierPiece, "appended to this"))
    help.append("appended text goes on where the earlier text ends: it usually begins with 'and' or 'or'")
  }

  /// parentheses are nested more than 1000 deep
  static func nestedTooDeeply(limit: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .limit, "parentheses are nested more than \(limit) deep", at: Label(span, "one too many"),
      help: ["move the inner parts to macros"])
  }

  // MARK: and, or, not, parentheses

  /// the condition is empty
  static func emptyCondition(at span: SourceSpan) -> Diagnostic {
    condition("the condition is empty", at: span, help: "write at least one check, such as 'evt.type = execve'")
  }

  /// nothing stands between the parentheses
  static func emptyParentheses(at span: SourceSpan) -> Diagnostic {
    condition("nothing stands between the parentheses", "a check is expected here", at: span)
  }

  /// 'and' is followed by no check
  static func operandMissing(_ keyword: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "'\(keyword)' is followed by no check", at: span,
      help: "add a check or the name of a macro, or remove '\(keyword)'")
  }

  /// no check stands before 'or'
  static func operandMissing(before keyword: String, behind other: String?, at span: SourceSpan) -> Diagnostic {
    let between = other.map { " (it stands directly behind '\($0)')" } ?? ""
    return condition(
      "no check stands before '\(keyword)'\(between)", at: span, help: "add a check before it, or remove '\(keyword)'")
  }

  /// no blank between 'and' and what follows: 'andproc.name=x'
  static func blankMissing(behind keyword: String, found: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "no blank between '\(keyword)' and what follows: '\(found)'", "read as '\(keyword)' here", at: span,
      help: "'\(keyword)' needs a blank or '(' behind it")
  }

  /// 'and' cannot follow 'or(...)' directly
  static func andBehindOrGroup(at span: SourceSpan) -> Diagnostic {
    condition(
      "'and' cannot follow 'or(...)' directly", "what 'or(' opened is a whole operand of 'or'", at: span,
      help: "put a blank between 'or' and the parenthesis: 'a or (b) and c'")
  }

  /// this '(' is never closed
  static func unclosedParentheses(at spans: [SourceSpan]) -> Diagnostic {
    var diagnostic = condition(
      spans.count == 1 ? "this '(' is never closed" : "\(spans.count) parentheses are never closed", at: spans[0],
      help: "add \(spans.count == 1 ? "a ')'" : "\(spans.count) ')'") where the group ends")
    diagnostic.secondary = spans.dropFirst().prefix(3).map { Label($0, "nor is this one") }
    return diagnostic
  }

  /// this ')' closes nothing
  static func unopenedParenthesis(at span: SourceSpan) -> Diagnostic {
    condition(
      "this ')' closes nothing", "every '(' before it is already closed", at: span, help: "remove it, or add the '('")
  }

  /// '&&' is written 'and'
  static func foreignKeyword(_ found: String, _ keyword: String, at span: SourceSpan) -> Diagnostic {
    condition("'\(found)' is written '\(keyword)'", "write '\(keyword)'", at: span)
  }

  /// conditions have no comments
  static func comment(at span: SourceSpan) -> Diagnostic {
    condition(
      "conditions have no comments", "'#' is an ordinary character here", at: span,
      help: "YAML comments end where the text of the condition begins: move it above the key")
  }

  /// expected 'and' or 'or', found 'x'
  static func unexpected(_ found: String, at span: SourceSpan) -> Diagnostic {
    condition("expected 'and' or 'or', found '\(found)'", at: span, help: "checks are joined with 'and' or 'or'")
  }

  /// expected 'and' or 'or' behind the value 'a', found 'b'
  static func unexpected(
    _ found: String, behindValue value: String, swallowing keyword: String?, at span: SourceSpan
  ) -> Diagnostic {
    let message = "expected 'and' or 'or' behind the value '\(value)', found '\(found)'"
    guard let keyword else {
      let quotes = "a value with blanks must stand in quotes: \"\(value) \(found)\""
      guard found.contains(".") else { return condition(message, at: span, help: quotes) }
      return condition(message, at: span, help: "checks are joined with 'and' or 'or'", quotes)
    }
    return condition(message, at: span, help: "'\(keyword)' is part of the value here: put a blank before it")
  }

  // MARK: Operands

  /// expected a field, a transformer or a macro, found '='
  static func checkExpected(_ found: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "expected a field, a transformer or a macro, found '\(found)'", "a check begins here", at: span,
      help: "checks have the form 'field operator value', such as 'proc.name = cat'")
  }

  /// expected a field or a transformer, found '5'
  static func fieldExpected(_ found: String, at span: SourceSpan) -> Diagnostic {
    condition(
      found.isEmpty ? "expected a field or a transformer" : "expected a field or a transformer, found '\(found)'",
      at: span, help: "fields look like 'proc.name' or 'proc.aname[2]', transformers like 'tolower(proc.name)'")
  }

  /// 'my-macro' is not a name
  static func malformedName(_ found: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "'\(found)' is not a name", at: span,
      help: "macro names consist of letters, digits and '_' and begin with a letter; field names are such names joined by '.'")
  }

  /// 'evt.type.is.3' is not a field name
  static func malformedField(_ found: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "'\(found)' is not a field name", at: span, help: "each part between dots must begin with a letter")
  }

  /// 'procname' is not a field, so '=' cannot follow it
  static func macroCompared(_ name: String, op: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "'\(name)' is not a field, so '\(op)' cannot follow it", "read as the name of a macro", at: span,
      help: "field names have a dot, such as 'proc.name'; a macro stands alone")
  }

  /// unknown transformer 'foo'
  static func unknownTransformer(_ name: String, at span: SourceSpan) -> Diagnostic {
    let names = Transformer.allCases.map(\.spelling)
    let way = nearestName(to: name, among: names).map { "did you mean '\($0)'?" }
    return condition(
      "unknown transformer '\(name)'", at: span,
      help: way ?? "transformers are \(names.joined(separator: ", ")); a value with parentheses must stand in quotes")
  }

  /// a blank stands between 'tolower' and its parenthesis
  static func blankBeforeParenthesis(_ name: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "a blank stands between '\(name)' and its parenthesis", at: span, help: "write '\(name)(...)' without the blank")
  }

  /// a blank stands between a field and its '['
  static func blankBeforeBracket(at span: SourceSpan) -> Diagnostic {
    condition("a blank stands between a field and its '['", at: span, help: "write 'field[argument]' without the blank")
  }

  /// 'val(...)' may only stand on the right of an operator
  static func valOutOfPlace(at span: SourceSpan) -> Diagnostic {
    condition(
      "'val(...)' may only stand on the right of an operator", at: span,
      help: "on the left and inside transformers write the field itself, without 'val'")
  }

  /// 'val(...)' takes a field, found '"x"'
  static func valWithoutField(_ found: String, isCall: Bool, at span: SourceSpan) -> Diagnostic {
    condition(
      found.isEmpty ? "'val(...)' takes a field" : "'val(...)' takes a field, found '\(found)'", at: span,
      help: isCall
        ? "a transformer may stand on the right without 'val'" : "constants are written without 'val'")
  }

  /// nothing may follow 'val(...)' in brackets
  static func selectorOnVal(at span: SourceSpan) -> Diagnostic {
    condition(
      "nothing may follow 'val(...)' in brackets", at: span,
      help: "the field's argument stands inside: 'val(proc.aname[1])'")
  }

  // MARK: Operators

  /// no operator follows 'proc.name'
  static func operatorMissing(_ field: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "no operator follows '\(field)'", at: span,
      help: "a field by itself is not a check: write '\(field) = value', or '\(field) exists' to ask whether it has one",
      "operators are \(operatorNames)")
  }

  /// unknown operator 'contain'
  static func unknownOperator(_ found: String, at span: SourceSpan) -> Diagnostic {
    let message = "unknown operator '\(found)'"
    if let meant = operatorMeant(by: found) {
      return condition(message, at: span, help: "did you mean '\(meant)'?")
    }
    return condition(message, at: span, help: "operators are \(operatorNames)")
  }

  /// 'not' cannot stand behind 'proc.name'
  static func notBehindField(_ field: String, op: String?, at span: SourceSpan) -> Diagnostic {
    condition(
      "'not' cannot stand behind '\(field)'", at: span,
      help: "'not' comes before the whole check: 'not \(field) \(op ?? "=") ...'")
  }

  /// no blank behind 'startswith'
  static func blankMissingBehindOperator(_ op: String, at span: SourceSpan) -> Diagnostic {
    condition("no blank behind '\(op)'", at: span, help: "operators that are words need a blank before the value")
  }

  private static var operatorNames: String {
    Operator.allCases.map(\.spelling).joined(separator: " ")
  }

  /// The operator of ours for one of other languages, in other case, or misspelt.
  private static func operatorMeant(by found: String) -> String? {
    let foreign = [
      "===": "=", "=:": "=", "is": "=", "eq": "=", "equals": "=", "equal": "=", "<>": "!=", "!==": "!=", "ne": "!=",
      "neq": "!=", "!": "!=", "=!": "!=", "! =": "!=", "= !": "!=", "lt": "<", "le": "<=", "lte": "<=", "=<": "<=",
      "= <": "<=", "< =": "<=", "gt": ">", "ge": ">=", "gte": ">=", "=>": ">=", "= >": ">=", "> =": ">=", "= =": "=",
      "like": "glob", "ilike": "iglob", "matches": "regex", "match": "regex", "rlike": "regex", "~": "regex",
      "=~": "regex", "= ~": "regex", "~=": "regex", "has": "contains", "includes": "contains", "include": "contains",
      "starts": "startswith", "beginswith": "startswith", "starts_with": "startswith", "ends": "endswith",
      "ends_with": "endswith",
    ]
    return foreign[found.lowercased()] ?? nearestName(to: found, among: Operator.allCases.map(\.spelling))
  }
}
