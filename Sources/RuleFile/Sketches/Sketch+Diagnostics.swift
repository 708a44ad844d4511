import Diagnostics

// What can be wrong with a sketch item, beside what can be wrong with any item.

extension Diagnostic {
  /// `sketch 'x': '7 days' is not a duration`
  static func notQuantity(_ key: ItemKey, _ value: Scalar, expected: String, owner: String) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "\(owner): '\(value.string.shortened())' is no value for '\(key.rawValue)'", at: Label(value.span),
      help: ["write \(expected)"])
  }

  /// `sketch 'x': 'learn' must have keys and values`
  static func valueIsNoMapping(_ key: ItemKey, at span: SourceSpan, owner: String) -> Diagnostic {
    let examples: [ItemKey: String] = [
      .normalize: "{fd.name: [digits, uuid]}", .error: "{epsilon: 0.0001, delta: 0.001}",
      .learn: "{for: 1h, events: 100000}", .quota: "{per: container.id, new_keys: 20000/h}",
      .tags: "{rare: 0.1%, common: 100}",
    ]
    return Diagnostic(
      .yamlValidate, "\(owner): '\(key.rawValue)' must have keys and values", at: Label(span),
      help: examples[key].map { ["for example '\(key.rawValue): \($0)'"] } ?? [])
  }

  /// `sketch 'x' has both 'memory' and 'error'`
  static func severalSizes(_ keys: [String], at span: SourceSpan, first: SourceSpan, owner: String) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "\(owner) has \(keys.map { "'\($0)'" }.joined(separator: " and ")), which say the same in different ways",
      at: Label(span), secondary: [Label(first, "the first one is here")],
      help: ["keep 'memory' (what it may take), 'error' (what it has to give) or 'size' (rows and columns)"])
  }

  /// `sketch 'x': 'size' must be two numbers`
  static func notDimensions(at span: SourceSpan, owner: String) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "\(owner): 'size' must be two numbers, rows and columns", at: Label(span), help: ["for example 'size: [7, 27183]'"])
  }

  /// `sketch 'x': 'append' is for lists, macros and rules`
  static func appendOnSketch(at span: SourceSpan, owner: String) -> Diagnostic {
    Diagnostic(
      .yamlValidate, "\(owner): 'append: true' is for lists, macros and rules", at: Label(span),
      help: ["list what is appended under 'override', for example 'override: {condition: append}'"])
  }

  /// `sketches 'x' and 'y' have the same index`
  static func sameSketchIndex(_ index: UInt32, _ name: String, at span: SourceSpan, first: ItemOrigin) -> Diagnostic {
    Diagnostic(
      .validate, "sketch '\(name)' has the index \(index), which sketch '\(first.name)' has", at: Label(span),
      secondary: [Label(first.nameSpan, "has it already")], help: ["give each an index of its own, or refer to them by name"])
  }
}
