import Diagnostics
import RuleFile
import Schema

// What the resolving passes tell the author.

extension Diagnostic {
  /// `macro 'spawned_proces' is not defined`
  static func undefinedMacro(_ name: String, suggestion: String?, isList: Bool, at span: SourceSpan) -> Diagnostic {
    var help: [String] = []
    if isList {
      help.append("compare a field with the list's values: 'FIELD in (\(name))'")
    } else if let suggestion {
      help.append("did you mean '\(suggestion)'?")
    } else {
      help.append("a name that stands alone is a macro; define it, or compare a field: 'FIELD = VALUE'")
    }
    return Diagnostic(
      .validate, isList ? "'\(name)' is a list, not a macro" : "macro '\(name)' is not defined",
      at: Label(span), help: help)
  }

  /// `macro 'b' is not defined yet where macro 'a' uses it`
  static func macroNotVisible(_ used: ItemOrigin, from user: ItemOrigin, at span: SourceSpan) -> Diagnostic {
    if used.name == user.name {
      return Diagnostic(
        .validate, "macro '\(user.name)' refers to itself", at: Label(span),
        help: ["to add to an existing macro, use 'override: {condition: append}'"])
    }
    return Diagnostic(
      .validate, "macro '\(used.name)' is not defined yet where macro '\(user.name)' uses it", at: Label(span),
      secondary: [Label(used.firstDefinition, "first defined here")],
      help: ["a macro sees only macros defined before it; move '\(used.name)' in front of '\(user.name)'"])
  }

  /// `macros 'a' and 'b' refer to each other`
  static func macroLoop(_ used: ItemOrigin, from user: ItemOrigin, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .validate, "macro '\(used.name)' refers back to itself through macro '\(user.name)'", at: Label(span),
      secondary: [Label(used.nameSpan, "this macro")], help: ["break the loop: one of them must not use the other"])
  }

  /// `list 'a' contains itself`
  static func listContainsItself(_ list: ItemOrigin, item: Scalar, inner: ItemOrigin) -> Diagnostic {
    let isDirect = list.name == inner.name
    return Diagnostic(
      .listCycle,
      isDirect
        ? "list '\(list.name)' contains itself" : "list '\(list.name)' contains list '\(inner.name)', which contains it",
      at: Label(item.span, "taken as the plain value '\(inner.name)'"),
      secondary: [Label(inner.nameSpan, "defined here")],
      help: ["to add to an existing list, use 'override: {items: append}'"],
      subject: Subject(kind: "list", name: list.name, span: list.itemSpan))
  }

  /// `list 'a' has more than 4000000 values`
  static func listTooLarge(_ list: ItemOrigin, limit: Int) -> Diagnostic {
    Diagnostic(
      .limit, "list '\(list.name)' expands to more than \(limit) values", at: Label(list.nameSpan),
      help: ["lists that contain lists multiply; name each list once"],
      subject: Subject(kind: "list", name: list.name, span: list.itemSpan))
  }

  /// `the conditions hold more than 4000000 constants`
  static func tooManyConstants(at span: SourceSpan, limit: Int) -> Diagnostic {
    Diagnostic(
      .limit, "with this list, the conditions hold more than \(limit) constants", at: Label(span),
      help: ["put the check with the large list into one macro and use the macro"])
  }

  /// Falco leaves the name of a list three levels down as a value.
  static func thirdListLevel(_ list: ItemOrigin, item: Scalar, innermost: Scalar) -> Diagnostic {
    differs(
      "list '\(item.string)' inside '\(list.name)' contains list '\(innermost.string)', and Falco does not expand a third level: it keeps the text '\(innermost.string)' as a value",
      at: item.span, because: Label(innermost.span, "expanded here, not in Falco"))
  }

  /// Falco replaces the name of a list inside quotes.
  static func listNameInQuotes(_ name: String, at span: SourceSpan) -> Diagnostic {
    differs(
      "'\(name)' inside these quotes is the name of a list, and Falco replaces it by the list's items", at: span,
      because: nil)
  }

  /// Falco replaces the name of a list where a keyword stands.
  static func listNamedLikeKeyword(_ list: ItemOrigin) -> Diagnostic {
    differs(
      "list '\(list.name)' has the name of a keyword, and Falco replaces every '\(list.name)' in conditions by its items",
      at: list.nameSpan, because: nil)
  }

  /// Falco replaces the name of a list where a macro is meant.
  static func listNamedLikeMacro(_ list: ItemOrigin, macro: ItemOrigin) -> Diagnostic {
    differs(
      "list '\(list.name)' has the name of a macro, and Falco replaces uses of the macro by the list's items",
      at: list.nameSpan, because: Label(macro.nameSpan, "the macro"))
  }

  /// Falco puts quotes around an item with a blank, and does not escape those inside.
  static func quoteInListItem(_ item: Scalar) -> Diagnostic {
    differs(
      "this value has a blank and a '\"' inside, and Falco breaks the condition with it", at: item.span, because: nil)
  }

  /// A construct that means here what is written, and something else in the incumbent.
  static func differs(_ what: String, at span: SourceSpan, because label: Label?) -> Diagnostic {
    Diagnostic(
      .differsFromFalco, what, at: Label(span), secondary: label.map { [$0] } ?? [],
      help: ["rulec does what is written; see docs/compatibility.md"])
  }

  /// `list 'ports' has 3 items where one value belongs`
  static func listWhereOneValueBelongs(
    name: String, count: Int, op: Operator, modifier: Modifier?, at span: SourceSpan
  ) -> Diagnostic {
    let takesList = op.info.rightSide == .list || modifier != nil
    let help: String
    if takesList {
      help = "put the list in parentheses: '\(op.spelling)\(modifier.map { " " + $0.spelling } ?? "") (\(name))'"
    } else if op == .equal {
      help = "to compare with every item, write 'in (\(name))'"
    } else if op.info.rightSide == .string {
      help = "to compare with every item, write '\(op.spelling) anyof (\(name))'"
    } else {
      help = "write the number itself"
    }
    let amount = count == 0 ? "is empty" : "has \(count) items"
    return Diagnostic(
      .compileCondition, "list '\(name)' \(amount) where one value belongs", at: Label(span), help: [help])
  }

  /// `'>' compares with a number, not with 'abc'`
  static func numberExpected(after op: Operator, found: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .compileCondition, "'\(op.spelling)' compares with a number, not with '\(found)'", at: Label(span),
      help: ["write digits, or compare with another field: '\(op.spelling) val(FIELD)'"])
  }
}

// MARK: - Exceptions

extension Diagnostic {
  private static func exception(
    _ code: DiagnosticCode, _ message: String, at label: Label, secondary: [Label] = [], help: String
  ) -> Diagnostic {
    Diagnostic(code, message, at: label, secondary: secondary, help: [help])
  }

  /// `exception 'x': 'fields' is a list and 'comps' is one word`
  static func exceptionShapesDiffer(_ name: Scalar, fieldsAreList: Bool, at span: SourceSpan) -> Diagnostic {
    let (one, other) = fieldsAreList ? ("a list", "one word") : ("one name", "a list")
    return exception(
      .validate, "exception '\(name.string)': 'fields' is \(one) and 'comps' is \(other)", at: Label(span),
      help: "give both as lists of equal length, or both as one word")
  }

  /// `exception 'x' has 2 fields and 1 operator in 'comps'`
  static func exceptionLengthsDiffer(
    _ name: Scalar, fields: Int, comps: Int, at span: SourceSpan, fieldsAt: SourceSpan
  ) -> Diagnostic {
    exception(
      .validate, "exception '\(name.string)' has \(fields) fields and \(comps) \(comps == 1 ? "operator" : "operators") in 'comps'", at: Label(span),
      secondary: [Label(fieldsAt, "\(fields) fields here")], help: "give one operator for each field, in the same order")
  }

  /// `'proc name' is not a field`
  static func exceptionFieldUnreadable(_ field: Scalar, because cause: Diagnostic?) -> Diagnostic {
    exception(
      .validate, "'\(field.string)' is not a field", at: Label(field.span, cause?.message ?? ""),
      help: "name a field such as 'proc.name', with an argument or a transformer if it takes one")
  }

  /// `'liek' is not an operator`
  static func exceptionComparison(_ comp: Scalar, singleField: Bool) -> Diagnostic {
    let known = Operator.allCases.map(\.spelling)
    let text = comp.string
    if singleField, known.contains(text) {
      return exception(
        .validate, "an exception with one field cannot use '\(text)': it compares with a list of values",
        at: Label(comp.span), help: "use 'in', 'pmatch' or 'intersects', add a modifier as in 'startswith anyof', or give 'fields' as a list")
    }
    let suggestion = nearestName(to: text, among: known).map { "did you mean '\($0)'?" }
    return exception(
      .validate, "'\(text)' is not an operator", at: Label(comp.span),
      help: suggestion ?? "use an operator such as '=', 'in' or 'startswith', or one with a modifier and one blank between: 'startswith anyof'")
  }

  /// `exception 'x' has 2 fields: each of its values is a list of 2`
  static func exceptionTupleExpected(_ name: Scalar, fields: Int, at span: SourceSpan) -> Diagnostic {
    exception(
      .validate, "exception '\(name.string)' has its fields as a list, so each of its values is a list of \(fields)",
      at: Label(span), help: "write '- [VALUE, …]' with one value for each field")
  }

  /// `this value of exception 'x' has 3 elements for 2 fields`
  static func exceptionTupleLength(_ name: Scalar, fields: Int, values: Int, at span: SourceSpan) -> Diagnostic {
    exception(
      .validate, "this value of exception '\(name.string)' has \(values) \(values == 1 ? "element" : "elements") for \(fields) \(fields == 1 ? "field" : "fields")", at: Label(span),
      help: "give one element for each field, in the same order")
  }

  /// `'=' compares with one value, and this is a list`
  static func exceptionListWithoutListComparison(_ op: Operator, at span: SourceSpan) -> Diagnostic {
    exception(
      .compileCondition, "'\(op.spelling)' compares with one value, and this is a list", at: Label(span),
      help: "use 'in' as the field's comparison, or a modifier as in '\(op.spelling) anyof'")
  }

  /// `an exception value is text or a list of texts`
  static func exceptionValueShape(at span: SourceSpan) -> Diagnostic {
    exception(
      .yamlValidate, "an exception value is text or a list of texts, and this is a mapping", at: Label(span),
      help: "put quotes around a value that contains ': '")
  }

  /// `'exists' takes no value`
  static func exceptionExistsTakesNoValue(at span: SourceSpan) -> Diagnostic {
    exception(
      .compileCondition, "the comparison of this field is 'exists', which takes no value", at: Label(span),
      help: "compare with something: an exception needs a value for each of its fields")
  }

  /// `exception 'x' has one field: its values are texts, not lists`
  static func exceptionScalarExpected(_ name: Scalar, at span: SourceSpan) -> Diagnostic {
    exception(
      .validate, "a value of exception '\(name.string)' is text here, not a list or mapping", at: Label(span),
      help: "with 'fields: NAME' write 'values: [a, b]'; to use lists as values, give 'fields' as a list")
  }
}

// MARK: - Outputs

extension Diagnostic {
  /// `'%container.info' is deprecated`
  static func containerInfo(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .deprecatedItem, "'%container.info' is deprecated and stands for nothing", at: Label(span),
      help: ["remove it; Falco adds container fields by itself (suggested output)"])
  }

  /// `field 'evt.dir' is deprecated`
  static func deprecatedField(_ name: String, at span: SourceSpan) -> Diagnostic {
    let help =
      name == "evt.dir"
      ? "events are seen at their end only; remove the check"
      : "latencies are no longer measured: the value is always 0; remove it"
    return Diagnostic(.deprecatedItem, "field '\(name)' is deprecated", at: Label(span), help: [help])
  }
}
