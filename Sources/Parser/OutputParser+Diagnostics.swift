internal import Diagnostics
internal import Schema

/// What is said about outputs. The doc comment of each factory shows the headline.
extension Diagnostic {
  private static func output(
    _ message: String, _ label: String = "", at span: SourceSpan, help: String...
  ) -> Diagnostic {
    Diagnostic(.compileOutput, message, at: Label(span, label), help: help)
  }

  /// the output is empty
  static func emptyOutput(at span: SourceSpan) -> Diagnostic {
    output(
      "the output is empty", at: span, help: "write what an alert is to say, such as 'shell started by %user.name'")
  }

  /// no field follows '%' at the end of the output
  static func percentAtEnd(_ found: String, at span: SourceSpan) -> Diagnostic {
    output(
      "no field follows '\(found)' at the end of the output", at: span,
      help: "name a field behind it, or write 'percent': a percent sign itself cannot be written")
  }

  /// a percent sign itself cannot be written in an output
  static func literalPercent(at span: SourceSpan) -> Diagnostic {
    output(
      "a percent sign itself cannot be written in an output", "a field must follow '%' directly", at: span,
      help: "there is no escape for it, '%%' included: write 'percent', or name a field as in '%proc.name'")
  }

  /// the width of a token is at most 4096
  static func widthTooLarge(limit: Int, at span: SourceSpan) -> Diagnostic {
    output(
      "the width of a token is at most \(limit)", at: span, help: "'%20proc.name' fills the name up to 20 characters")
  }

  /// unknown field 'proc.nme'
  static func unknownOutputField(
    _ name: String, source: String, nearest: String?, at span: SourceSpan
  ) -> Diagnostic {
    output(
      "unknown field '\(name)'", at: span,
      help: nearest.map { "did you mean '\($0)'?" } ?? "'rulec list fields' shows the fields of source '\(source)'")
  }

  /// field 'evt.arg' needs an argument
  static func fieldWithoutArgument(_ field: Field, at span: SourceSpan) -> Diagnostic {
    let example =
      switch field.argument {
      case .requiredIndexOrParameter: "'\(field.name).NAME' or '\(field.name)[0]'"
      case .requiredParameter, .requiredEventName: "'\(field.name).NAME'"
      case .requiredTimestamp: "'\(field.name)[NANOSECONDS]'"
      default: "'\(field.name)[KEY]'"
      }
    return output("field '\(field.name)' needs an argument", at: span, help: "write \(example)")
  }

  /// 'val(...)' cannot stand in an output
  static func valInOutput(at span: SourceSpan) -> Diagnostic {
    output("'val(...)' cannot stand in an output", at: span, help: "write the field itself: '%proc.name'")
  }
}
