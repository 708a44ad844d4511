package import Diagnostics

extension RuleSet {
  /// Adds a rule that is no more than a condition, for tools that show one. It sees every macro and list.
  package mutating func addCondition(_ condition: EmbeddedText, named name: String) {
    let last = ItemIndex(rawValue: .max)
    rules.append(
      RuleDefinition(
        origin: ItemOrigin(
          name: name, firstDefinition: condition.span, nameSpan: condition.span, itemSpan: condition.span, index: last,
          visibility: last),
        source: "syscall", sourceSpan: nil, condition: condition, output: nil, description: nil, priority: nil,
        isEnabled: true, tags: [], warnsAboutEventTypes: true, skipsIfUnknownFilter: false, capture: false,
        captureDuration: 0, exceptions: [], isBroken: false))
  }
}

extension RuleSet {
  /// With a rule behind the others for each macro that has a condition, for who asks of macros what is known of rules only.
  package var withMacrosAsRules: RuleSet {
    var all = self
    for macro in macros { if let condition = macro.condition { all.addCondition(condition, named: macro.origin.name) } }
    return all
  }
}

extension RuleSet {
  /// Adds a rule that is no more than an output, for fields that are wanted besides those of the rules. It never
  /// matches.
  ///
  /// - Parameter never: the text of a condition that is never true, `evt.num = 0`.
  package mutating func addOutput(_ output: EmbeddedText, never: EmbeddedText, named name: String) {
    addCondition(never, named: name)
    rules[rules.count - 1].output = output
  }
}

extension RuleSet {
  /// The sketches stand behind the rules, in their order: what one counts is a condition like any other.
  package var withSketchesAsRules: RuleSet {
    var all = self
    for sketch in sketches {
      let settings = sketch.settings
      all.rules.append(
        RuleDefinition(
          origin: sketch.origin, source: settings.source?.string ?? "syscall", sourceSpan: settings.source?.span,
          condition: settings.condition, output: nil, description: settings.description, priority: nil, isEnabled: true, tags: [],
          warnsAboutEventTypes: true, skipsIfUnknownFilter: false, capture: false, captureDuration: 0, exceptions: [],
          isBroken: sketch.isBroken, sketch: settings))
    }
    return all
  }
}
