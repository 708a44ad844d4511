import Bytecode
import Diagnostics
import RuleFile
import Schema
import Sketches

// What can be wrong with what a sketch counts, and with fields that ask it.

extension Diagnostic {
  private static func sketch(_ message: String, at span: SourceSpan, _ note: String = "", help: String) -> Diagnostic {
    Diagnostic(.validate, message, at: Label(span, note), help: [help])
  }

  /// `'proc.nmae' is not a field`
  static func sketchFieldUnreadable(_ field: Scalar, because cause: Diagnostic?) -> Diagnostic {
    sketch(
      "'\(field.string)' is not a field", at: field.span, cause?.message ?? "",
      help: "name a field such as 'proc.name', with an argument or a transformer if it takes one")
  }

  /// `unknown sketch 'opened'`
  static func unknownSketch(_ name: String, _ sketches: SketchNames, at span: SourceSpan) -> Diagnostic {
    let near = nearestName(to: name, among: sketches.all)
    return Diagnostic(
      .compileCondition, "unknown sketch '\(name)'", at: Label(span),
      help: [near.map { "did you mean '\($0)'?" } ?? sketches.known])
  }

  /// `no sketch has the index 3`
  static func unknownSketchIndex(_ index: String, _ sketches: SketchNames, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .compileCondition, "no sketch has the index \(index)", at: Label(span),
      help: ["give a sketch 'index: \(index)', or ask it by name, as 'sketch.count[NAME]'; \(sketches.known)"])
  }

  /// `sketch 'x' counts no parts`
  static func sketchWithoutParts(_ name: String, _ field: Field, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .compileCondition, "'\(field.spelling)' asks for parts, and sketch '\(name)' counts none", at: Label(span),
      help: ["add 'each: FIELD' to the sketch, for example 'each: proc.args', or ask for 'sketch.count[\(name)]'"])
  }

  /// `'fd.sketch0.count' asks sketch 'x', whose key has no field of the descriptor`
  static func sketchWithoutDescriptor(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .compileCondition, "a count of descriptors is asked of sketch '\(name)', whose key has no field that begins with 'fd.'",
      at: Label(span), help: ["write 'proc.sketchN.count' or 'sketch.count[\(name)]', or add such a field to the key"])
  }

  /// `a sketch cannot count by what a sketch says`
  static func sketchAsksSketch(_ name: String, at span: SourceSpan) -> Diagnostic {
    sketch("sketch '\(name)' cannot hang on what a sketch says", at: span, help: "use fields of the event, the process or the descriptor")
  }

  /// `normalize names 'fd.nam', which is no field of the key`
  static func normalizesNoKeyField(_ field: Scalar, key: [Scalar]) -> Diagnostic {
    let near = nearestName(to: field.string, among: key.map(\.string))
    return sketch(
      "'normalize' names '\(field.string)', which is no field of the key", at: field.span,
      help: near.map { "did you mean '\($0)'?" } ?? "the key has \(key.map(\.string).joined(separator: ", "))")
  }

  /// `unknown normalizer 'digit'`
  static func unknownNormalizer(_ name: Scalar) -> Diagnostic {
    let known = KeyNormalizer.allCases.map(\.rawValue)
    return sketch(
      "unknown normalizer '\(name.string)'", at: name.span,
      help: nearestName(to: name.string, among: known).map { "did you mean '\($0)'?" } ?? "there are \(known.joined(separator: ", "))")
  }

  /// `field 'fd.num' is no text that could be normalized`
  static func normalizesNumber(_ field: Scalar) -> Diagnostic {
    sketch("field '\(field.string)' is a number; only texts are normalized", at: field.span, help: "remove it from 'normalize'")
  }

  /// `'each' names 'proc.args', which is no field of the key`
  static func eachIsNoKeyField(_ field: Scalar, key: [Scalar]) -> Diagnostic {
    sketch(
      "'each' names '\(field.string)', which is no field of the key", at: field.span,
      help: "add it to the key; it has \(key.map(\.string).joined(separator: ", "))")
  }

  /// `field 'fd.num' has no parts`
  static func eachHasNoParts(_ field: Scalar) -> Diagnostic {
    sketch("field '\(field.string)' is a number, which has no parts", at: field.span, help: "'each' takes a text, whose words are counted, or a list")
  }

  /// `'weight' must be a number`
  static func weightIsNoNumber(_ field: Scalar) -> Diagnostic {
    sketch("'weight' names '\(field.string)', which is no number", at: field.span, help: "for example 'weight: evt.buflen'")
  }

  /// `a table counts in 16 bits`
  static func tableCannot(_ what: String, at span: SourceSpan) -> Diagnostic {
    sketch("a table \(what)", at: span, help: "give the sketch 'backend: cms'")
  }

  static func decayWithoutWindow(at span: SourceSpan) -> Diagnostic {
    sketch("counts are halved at the end of each window, and the sketch has none", at: span, help: "say how long: 'window: 7d'")
  }

  static func sketchShape(_ problem: String, at span: SourceSpan) -> Diagnostic {
    sketch("the sketch cannot be made: \(problem)", at: span, help: "change 'memory', 'error' or 'size'")
  }

  static func sketchTooLarge(at span: SourceSpan, bytes: Int, limit: Int) -> Diagnostic {
    Diagnostic(
      .limit, "the sketch would take \(bytes >> 20) MiB", at: Label(span), help: ["at most \(limit >> 20) MiB are allowed for one sketch"])
  }

  static func sketchConditionTooLong(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.limit, "what the sketch counts has too many checks to be compared with what a file has counted", at: Label(span))
  }

  /// `sketch 'x' is not asked by any rule`
  static func unusedSketch(_ rule: RuleDefinition) -> Diagnostic {
    Diagnostic(
      .unusedSketch, "no rule asks sketch '\(rule.origin.name)'", at: Label(rule.origin.nameSpan),
      help: ["ask it in a condition, for example 'sketch.count[\(rule.origin.name)] < 5', or remove it"])
  }

  /// `fd.sketch0.count > 70000`
  static func beyondSaturation(_ field: Field, limit: UInt64, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .sketchThreshold, "'\(field.spelling)' never says more than \(limit): the counters of the sketch end there", at: Label(span),
      help: ["compare with less, or give the sketch 'backend: cms' and 'counter: 32'"])
  }
}

extension Field {
  /// With a place for the number of the sketch.
  fileprivate var spelling: String {
    argument == .requiredSketchNumber ? name.split(separator: ".").map { $0 == "sketch" ? "sketchN" : $0 }.joined(separator: ".") : name
  }
}
