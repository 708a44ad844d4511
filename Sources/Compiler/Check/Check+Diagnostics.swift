import Bytecode
import Diagnostics
import Matching
import Schema

// What the type checker tells the author.

extension Diagnostic {
  private static func condition(
    _ message: String, at span: SourceSpan, secondary: [Label] = [], help: String...
  ) -> Diagnostic {
    Diagnostic(.compileCondition, message, at: Label(span), secondary: secondary, help: help)
  }

  /// "a string", "a list of numbers": a type in words.
  static func words(for type: ValueType, isList: Bool) -> String {
    let (one, many) = switch type.family {
    case .string: ("a string", "strings")
    case .buffer: ("a byte buffer", "byte buffers")
    case .signed, .unsigned, .double: ("a number", "numbers")
    case .port: ("a port", "ports")
    case .duration: ("a time in nanoseconds", "times")
    case .bool: ("true or false", "booleans")
    case .address: ("an IP address", "IP addresses")
    case .network: ("an IP network", "IP networks")
    case .opaque: ("of type \(type.name)", "values of type \(type.name)")
    }
    return isList ? "a list of \(many)" : one
  }

  // MARK: Fields

  /// `unknown field 'proc.nmae'`
  static func unknownField(
    _ name: String, catalog: FieldCatalog, elsewhere: String?, at span: SourceSpan
  ) -> Diagnostic {
    if let elsewhere {
      return condition(
        "field '\(name)' belongs to source '\(elsewhere)', not to '\(catalog.source)'", at: span,
        help: "set 'source: \(elsewhere)' on the rule, or use a field of '\(catalog.source)'")
    }
    if let field = catalog.fieldBefore(name) {
      return condition(
        "field '\(field.name)' has no part '\(name.dropFirst(field.name.count + 1))'", at: span,
        help: "the field is '\(field.name)'")
    }
    if let suggestion = nearestName(to: name, among: catalog.fields.lazy.filter { !$0.isHidden }.map(\.name)) {
      return condition("unknown field '\(name)'", at: span, help: "did you mean '\(suggestion)'?")
    }
    return condition(
      "unknown field '\(name)'", at: span,
      help: "'rulec list fields' shows the fields of source '\(catalog.source)'; a field of a plugin that is not loaded is unknown, too")
  }

  /// `field 'proc.env' needs an argument`
  static func fieldNeedsArgument(_ field: Field, at span: SourceSpan) -> Diagnostic {
    let example = switch field.argument {
    case .requiredIndexOrParameter, .requiredParameter: "\(field.name).NAME, where NAME is a parameter of the event"
    case .requiredEventName: "\(field.name).NAME, where NAME is an event type"
    case .requiredSubsystem: "\(field.name).NAME, where NAME is a control-group subsystem such as cpuacct"
    case .requiredLineage: "\(field.name)[\"java > ** > bash\"]"
    case .requiredAncestor: "\(field.name)[\"name=java exe=/usr/bin/*\"]"
    case .requiredTimestamp: "\(field.name)[NANOSECONDS]"
    case .requiredSketch: "\(field.name)[NAME], where NAME is a sketch of the rule files"
    case .requiredSketchNumber: "the index of a sketch behind 'sketch', as in fd.sketch0.count"
    case .requiredIndexOrKey: "\(field.name)[KEY] or \(field.name)[0]"
    default: "\(field.name)[KEY]"
    }
    return condition("field '\(field.name)' needs an argument", at: span, help: "write \(example)")
  }

  /// `field 'proc.name' takes no argument`
  static func fieldTakesNoArgument(_ field: Field, at span: SourceSpan) -> Diagnostic {
    switch field.argument {
    case .requiredParameter, .requiredEventName, .requiredSubsystem, .optionalSuffix:
      return condition(
        "field '\(field.name)' takes its argument behind a dot, not in brackets", at: span,
        help: "write \(field.name).NAME")
    default:
      return condition("field '\(field.name)' takes no argument", at: span, help: "remove it: '\(field.name)'")
    }
  }

  /// `the argument of field 'proc.aname' must be a whole number, not 'x'`
  static func fieldIndexExpected(_ field: Field, found: String, at span: SourceSpan) -> Diagnostic {
    condition(
      "the argument of field '\(field.name)' must be a whole number, not '\(found)'", at: span,
      help: field.hangsOn.contains(.ancestors)
        ? "\(field.name)[1] is the parent, \(field.name)[2] the grandparent, and so on"
        : "write digits only, as in \(field.name)[1]")
  }

  /// `an argument cannot contain ']'`
  static func closingBracketInArgument(_ field: Field, at span: SourceSpan) -> Diagnostic {
    condition(
      "the argument of field '\(field.name)' cannot contain ']'", at: span,
      help: "it ends at the first ']', quoted or not")
  }

  /// `a step of the pattern is empty, in the argument of field 'proc.lineage.path'`
  /// - Parameters:
  ///   - length: of the pattern.
  ///   - span: of the argument with its brackets and, mostly, quotes. Where there is nothing else, the mistake is
  ///     underlined up to the end of the pattern; where escapes were resolved, the whole argument is.
  static func patternSyntax(
    _ error: PatternSyntaxError, length: Int, field: Field, at span: SourceSpan
  ) -> Diagnostic {
    var place = span
    let around = Int(span.length) - length
    if around == 2 || around == 4 {
      let end = span.start + UInt32(around / 2 + length)
      place = SourceSpan(from: min(span.start + UInt32(around / 2 + error.offset), end - 1), to: end)
    }
    return condition("\(error.message), in the argument of field '\(field.name)'", at: place, help: error.help)
  }

  /// `no event has an argument 'flgas'`
  static func unknownEventArgument(
    _ name: String, field: Field, events: EventTable, at span: SourceSpan
  ) -> Diagnostic {
    let suggestion = nearestName(to: name, among: events.parameterNames)
    return condition(
      "no event has an argument '\(name)'", at: span,
      help: suggestion.map { "did you mean '\(field.name).\($0)'?" } ?? "'rulec list events' shows the arguments of each event")
  }

  /// `unknown event type 'opne'`
  static func unknownEventName(_ name: String, events: EventTable, at span: SourceSpan) -> Diagnostic {
    let suggestion = nearestName(to: name, among: events.names)
    return condition(
      "unknown event type '\(name)'", at: span,
      help: suggestion.map { "did you mean '\($0)'?" } ?? "'rulec list events' shows the event types")
  }

  /// `field 'evt.abspath' has no part 'foo'`
  static func unknownSuffix(_ name: String, field: Field, at span: SourceSpan) -> Diagnostic {
    condition(
      "field '\(field.name)' has no part '\(name)'", at: span,
      help: "write '\(field.name)', '\(field.name).src' or '\(field.name).dst'")
  }

  /// `field 'x' cannot be used in a condition`
  static func fieldOnlyForOutputs(_ field: Field, at span: SourceSpan) -> Diagnostic {
    condition("field '\(field.name)' cannot be used in a condition", at: span, help: "it can only be printed in an output")
  }

  // MARK: Transformers

  /// `'concat' takes at least 2 arguments, not 1`
  static func transformerArity(_ transformer: Transformer, found: Int, at span: SourceSpan) -> Diagnostic {
    let arity = transformer.info.arity
    let wanted = arity.upperBound == Int.max ? "at least \(arity.lowerBound)" : "\(arity.lowerBound)"
    let noun = wanted == "1" ? "argument" : "arguments"
    return condition(
      "'\(transformer.spelling)' takes \(wanted) \(noun), not \(found)", at: span, help: purpose(of: transformer))
  }

  /// `'tolower' takes a string, and 'proc.pid' is a number`
  static func transformerInput(
    _ transformer: Transformer, _ type: ValueType, isList: Bool, wants wanted: String, at span: SourceSpan
  ) -> Diagnostic {
    condition(
      "'\(transformer.spelling)' takes \(wanted), and this is \(words(for: type, isList: isList))", at: span,
      help: purpose(of: transformer))
  }

  private static func purpose(of transformer: Transformer) -> String {
    "what '\(transformer.spelling)' gives: \(transformer.info.summary)"
  }

  /// `field 'fd.ip' takes no transformer`
  static func fieldTakesNoTransformer(_ field: Field, _ transformer: Transformer, at span: SourceSpan) -> Diagnostic {
    condition(
      "field '\(field.name)' takes no transformer", at: span,
      help: "it compares in its own way; remove '\(transformer.spelling)'")
  }

  /// `only 'getopt' takes an argument in brackets`
  static func transformerTakesNoArgument(_ transformer: Transformer, at span: SourceSpan) -> Diagnostic {
    condition("'\(transformer.spelling)' takes no argument in brackets", at: span, help: "remove it; only 'getopt' takes one")
  }

  /// `the option of 'getopt' is one letter`
  static func optionLetterExpected(at span: SourceSpan) -> Diagnostic {
    condition("the option asked of 'getopt' is exactly one letter", at: span, help: "write getopt(ARGUMENTS, \"n:\")[n]")
  }

  /// `a list inside a transformer holds strings`
  static func listElementType(_ type: ValueType, isList: Bool, at span: SourceSpan) -> Diagnostic {
    condition(
      "a list inside a transformer holds strings and process numbers, and this is \(words(for: type, isList: isList))",
      at: span, help: "use a string field, a quoted string or a number")
  }

  // MARK: Operators

  /// `'contains' does not go with 'fd.sport', which is a port`
  static func operatorNotForType(
    _ op: Operator, _ refusal: OperatorRules.Refusal, name: String, type: TermInfo, at span: SourceSpan,
    left: SourceSpan
  ) -> Diagnostic {
    let allowed = OperatorRules.allowed(for: type.type, isList: type.isList).map { "'\($0.spelling)'" }
    let usable = allowed.count > 1 ? allowed.dropLast().joined(separator: ", ") + " or " + allowed[allowed.count - 1] : allowed[0]
    return condition(
      "'\(op.spelling)' does not go with '\(name)', which is \(words(for: type.type, isList: type.isList))", at: span,
      secondary: [Label(left, "\(words(for: type.type, isList: type.isList))")], help: "use \(usable)")
  }

  /// `'evt.around' is compared with '=' only`
  static func onlyEqual(_ field: Field, op: Operator, at span: SourceSpan) -> Diagnostic {
    condition("field '\(field.name)' is compared with '=' only", at: span, help: "use '=' instead of '\(op.spelling)'")
  }

  /// `'regex' needs a constant`
  static func operatorNeedsConstants(_ op: Operator, at span: SourceSpan) -> Diagnostic {
    condition(
      "'\(op.spelling)' compares with constants, not with another field", at: span,
      help: "write the pattern itself, in quotes")
  }

  /// `event types are compared with names, not with fields`
  static func eventTypeAgainstField(_ field: Field, at span: SourceSpan) -> Diagnostic {
    condition(
      "field '\(field.name)' is compared with event names, not with another field", at: span,
      help: "name the types, as in '\(field.name) in (open, openat)': they decide which events the rule runs on")
  }

  /// `'evt.type' takes no transformer`
  static func eventTypeTransformed(_ field: Field, at span: SourceSpan) -> Diagnostic {
    condition(
      "field '\(field.name)' takes no transformer", at: span,
      help: "event names are lower case; name them, as in '\(field.name) in (open, openat)'")
  }

  /// `field 'fd.snet' cannot be compared with another field`
  static func fieldTakesNoComparison(_ field: Field, at span: SourceSpan) -> Diagnostic {
    condition("field '\(field.name)' cannot be compared with another field", at: span, help: "compare it with constants")
  }

  /// `a number cannot be compared with a string`
  static func comparedTypesDiffer(_ a: TermInfo, _ b: TermInfo, at span: SourceSpan, left: SourceSpan) -> Diagnostic {
    let (first, second) = (words(for: a.type, isList: a.isList), words(for: b.type, isList: b.isList))
    let message =
      first == second
      ? "the two sides have the types \(a.type.name) and \(b.type.name)" : "the left side is \(first), the right side \(second)"
    return condition(
      "\(message): only equal types can be compared", at: span, secondary: [Label(left, first == second ? a.type.name : first)],
      help: "compare fields of the same type, or use a constant")
  }

  // MARK: Hints

  /// `regex "^foo.*" could be 'startswith'`
  static func regexCouldBeSimpler(_ op: String?, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .conditionHint, "this regular expression has no special characters inside", at: Label(span),
      help: [op.map { "'\($0)' does the same and is many times faster" } ?? "a simpler operator does the same and is many times faster"])
  }

  /// `'fd.name' is the name of a field, used here as plain text`
  static func fieldAsConstant(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .conditionHint, "'\(name)' is the name of a field, used here as plain text", at: Label(span),
      help: ["to compare with the field's value, write 'val(\(name))'"])
  }

  /// `'tolower(proc.name)' is compared as plain text`
  static func transformerAsConstant(_ text: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .conditionHint, "'\(text)' looks like a transformer and is used here as plain text", at: Label(span),
      help: ["remove the quotes to compare with its result"])
  }
}

extension FieldCatalog {
  /// The field that `name` begins with, followed by a dot.
  func fieldBefore(_ name: String) -> Field? {
    var front = name[...]
    while let dot = front.lastIndex(of: ".") {
      front = front[..<dot]
      if let field = field(named: String(front)) { return field }
    }
    return nil
  }

  /// Whether the text names a field, with or without an argument behind it.
  func namesField(_ text: ArraySlice<UInt8>) -> Bool {
    let name = text.prefix { $0 != UInt8(ascii: "[") }
    guard name.count == text.count || text.last == UInt8(ascii: "]"), let match = resolve(name) else { return false }
    return match.suffix == nil ? !match.field.argument.isRequired || name.count < text.count : true
  }
}
