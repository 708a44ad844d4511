import Bytecode
import Diagnostics
import Matching
import Schema

/// What a field is asked for: its argument in brackets or the suffix behind its last dot, read by the field's own
/// rules (`FieldArgument`).
struct FieldSelection {
  let field: Field
  /// What the dotted name continues with: `flags` in `evt.arg.flags`.
  let suffix: ArraySlice<UInt8>?
  /// The text in brackets, quotes resolved.
  let argument: ArraySlice<UInt8>?

  struct Selected {
    var selector: FieldSelector
    var type: ValueType
  }

  enum Failure: Error {
    case missing
    /// The field takes none, or not in this form.
    case unwanted
    case notANumber(String)
    /// The argument is read again up to its first `]` (edge-cases.md row 35).
    case closingBracket
    case unknownParameter(String)
    case unknownEvent(String)
    case unknownSuffix(String)
    case unknownSketch(String)
    case unknownSketchIndex(String)
    case sketchWithoutParts(SketchID)
    case sketchWithoutDescriptor(SketchID)
    /// Of a lineage or an ancestor.
    case pattern(PatternSyntaxError, length: Int)
  }

  func read(events: EventTable, sketches: SketchNames, tables: inout ProgramTables) throws(Failure) -> Selected {
    let type = field.type
    switch field.argument {
    case .none:
      guard argument == nil, suffix == nil else { throw .unwanted }
      return Selected(selector: .none, type: type)
    case .optionalIndex, .requiredTimestamp:
      guard let argument else { return try absent(type) }
      return Selected(selector: try index(argument), type: type)
    case .requiredKey, .optionalKey, .requiredIndexOrKey, .optionalIndexOrKey:
      guard let argument else { return try absent(type) }
      guard !argument.contains(UInt8(ascii: "]")) else { throw .closingBracket }
      if field.argument == .requiredIndexOrKey || field.argument == .optionalIndexOrKey,
        let index = Self.number(argument)
      {
        return Selected(selector: .index(index), type: type)
      }
      return Selected(selector: .key(tables.intern(argument)), type: type)
    case .requiredSketch, .optionalSketchIndex, .requiredSketchNumber: return try sketch(sketches)
    case .requiredLineage: return try pattern(&tables) { LineagePattern.parse($0).map { _ in } }
    case .requiredAncestor: return try pattern(&tables) { AncestorPattern.parse($0).map { _ in } }
    case .requiredIndexOrParameter:
      if let argument { return Selected(selector: try index(argument), type: type) }
      return try parameter(events: events, tables: &tables, type: type)
    case .requiredParameter:
      guard argument == nil else { throw .unwanted }
      return try parameter(events: events, tables: &tables, type: type)
    case .requiredEventName:
      guard argument == nil else { throw .unwanted }
      guard let suffix else { throw .missing }
      let name = String(decoding: suffix, as: UTF8.self)
      guard events.isKnownEventName(name) else { throw .unknownEvent(name) }
      return Selected(selector: .name(tables.intern(suffix)), type: type)
    case .requiredSubsystem:
      guard argument == nil else { throw .unwanted }
      guard let suffix else { throw .missing }
      return Selected(selector: .name(tables.intern(suffix)), type: type)
    case .optionalSuffix:
      guard argument == nil else { throw .unwanted }
      guard let suffix else { return try absent(type) }
      let name = String(decoding: suffix, as: UTF8.self)
      guard name == "src" || name == "dst" else { throw .unknownSuffix(name) }
      return Selected(selector: .name(tables.intern(suffix)), type: type)
    }
  }

  private func absent(_ type: ValueType) throws(Failure) -> Selected {
    if field.argument.isRequired { throw .missing }
    return Selected(selector: .none, type: type)
  }

  private func pattern(
    _ tables: inout ProgramTables, _ parse: (Span<UInt8>) -> Result<Void, PatternSyntaxError>
  ) throws(Failure) -> Selected {
    guard let argument else { throw .missing }
    guard !argument.contains(UInt8(ascii: "]")) else { throw .closingBracket }
    if case .failure(let error) = parse(argument.span) { throw .pattern(error, length: argument.count) }
    return Selected(selector: .key(tables.intern(argument)), type: field.type)
  }

  private func sketch(_ sketches: SketchNames) throws(Failure) -> Selected {
    guard let argument = suffix ?? argument else {
      guard field.argument == .optionalSketchIndex else { throw .missing }
      return Selected(selector: sketches.sketch(at: 0).map { .sketch($0) } ?? .none, type: field.type)
    }
    let text = String(decoding: argument, as: UTF8.self)
    if let index = Self.number(argument) {
      guard let id = sketches.sketch(at: index) else {
        // A rule file of Falco's anomaly plugin, which has its sketches in its configuration.
        if field.argument == .optionalSketchIndex { return Selected(selector: .index(index), type: field.type) }
        throw .unknownSketchIndex(text)
      }
      return try check(id, sketches)
    }
    guard field.argument == .requiredSketch else { throw .notANumber(text) }
    guard let id = sketches.sketch(named: text) else { throw .unknownSketch(text) }
    return try check(id, sketches)
  }

  private func check(_ id: SketchID, _ sketches: SketchNames) throws(Failure) -> Selected {
    let ending = field.name.split(separator: ".").last ?? ""
    if ["min", "max", "avg", "sum", "tokens"].contains(ending), !sketches.hasParts(id) { throw .sketchWithoutParts(id) }
    if field.name.hasPrefix("fd."), !sketches.hasKeyField(id, beginning: "fd.") { throw .sketchWithoutDescriptor(id) }
    return Selected(selector: .sketch(id), type: field.type)
  }

  private func index(_ text: ArraySlice<UInt8>) throws(Failure) -> FieldSelector {
    guard let index = Self.number(text) else { throw .notANumber(String(decoding: text, as: UTF8.self)) }
    return .index(index)
  }

  private static func number(_ text: ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    guard !text.isEmpty, text.count <= 19 else { return nil }
    for byte in text {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + UInt64(byte - UInt8(ascii: "0"))
    }
    return value
  }

  private func parameter(
    events: EventTable, tables: inout ProgramTables, type: ValueType
  ) throws(Failure) -> Selected {
    guard let suffix else { throw .missing }
    let name = String(decoding: suffix, as: UTF8.self)
    guard events.hasParameter(named: name) else { throw .unknownParameter(name) }
    let parameterType = type == .dynamic ? events.rawParameterType(named: name) ?? .dynamic : type
    return Selected(selector: .name(tables.intern(suffix)), type: parameterType)
  }
}

extension FieldSelection.Failure {
  /// An unknown field in the incumbent's eyes is skippable; an unknown event argument is not (rule-files.md §7).
  func problem(
    field: Field, at span: SourceSpan, argument: SourceSpan?, events: EventTable, sketches: SketchNames
  ) -> Problem {
    switch self {
    case .missing: Problem(.fieldNeedsArgument(field, at: span))
    case .unwanted: Problem(.fieldTakesNoArgument(field, at: argument ?? span), isSkippable: true)
    case .notANumber(let text): Problem(.fieldIndexExpected(field, found: text, at: argument ?? span), isSkippable: true)
    case .closingBracket: Problem(.closingBracketInArgument(field, at: argument ?? span), isSkippable: true)
    case .unknownParameter(let name): Problem(.unknownEventArgument(name, field: field, events: events, at: span))
    case .unknownEvent(let name): Problem(.unknownEventName(name, events: events, at: span), isSkippable: true)
    case .pattern(let error, let length):
      Problem(.patternSyntax(error, length: length, field: field, at: argument ?? span))
    case .unknownSketch(let name): Problem(.unknownSketch(name, sketches, at: argument ?? span))
    case .unknownSketchIndex(let index): Problem(.unknownSketchIndex(index, sketches, at: argument ?? span))
    case .sketchWithoutParts(let id): Problem(.sketchWithoutParts(sketches.name(id), field, at: span))
    case .sketchWithoutDescriptor(let id): Problem(.sketchWithoutDescriptor(sketches.name(id), at: span))
    case .unknownSuffix(let name): Problem(.unknownSuffix(name, field: field, at: span), isSkippable: true)
    }
  }
}
