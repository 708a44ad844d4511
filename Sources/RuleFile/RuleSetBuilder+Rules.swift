import Diagnostics

extension RuleDefinition {
  /// A definition as an item gives it, with defaults for what it leaves out.
  init(_ rule: RuleItem, origin: ItemOrigin, isBroken: Bool) {
    self.init(
      origin: origin, source: rule.source?.string ?? "syscall", sourceSpan: rule.source?.span,
      condition: rule.condition, output: rule.output?.trimmed(), description: rule.description,
      priority: rule.priority, isEnabled: rule.isEnabled ?? true, tags: rule.tags ?? [],
      warnsAboutEventTypes: rule.warnsAboutEventTypes ?? true,
      skipsIfUnknownFilter: rule.skipsIfUnknownFilter ?? false, capture: rule.capture ?? false,
      captureDuration: rule.captureDuration ?? 0,
      exceptions: (rule.exceptions ?? []).map(ExceptionDefinition.init), isBroken: isBroken)
  }
}

extension ExceptionDefinition {
  init(_ item: ExceptionItem) {
    self.init(
      name: item.name, span: item.span, fields: item.fields, comps: item.comps, values: item.values,
      isBroken: item.isBroken)
  }
}

/// Changing a rule that exists: `append: true` and `override` (rule-files.md §4, §5, §6.3).
extension RuleSetBuilder {
  /// Changes the rule at `at`. Everything happens in place, since a file may change one rule thousands of times.
  /// - Returns: what is wrong with the change.
  mutating func change(_ at: Int, by rule: RuleItem, isBroken: Bool) -> [Diagnostic] {
    switch rule.operation {
    case .define, .enable: preconditionFailure("definitions and switches are no changes")
    case .append:
      guard rule.condition != nil || rule.exceptions != nil || isBroken else {
        return [.nothingToAppend(rule.name.string, at: rule.name.span)]
      }
      return append(rule, to: at, keys: [.condition, .exceptions])
    case .override(let appended, let replaced):
      let findings = append(rule, to: at, keys: appended)
      if replaced.contains(.exceptions) { exceptionPositions[at] = nil }
      for key in replaced { ruleSet.rules[at].replace(key, by: rule) }
      return findings
    }
  }

  private mutating func append(_ rule: RuleItem, to at: Int, keys: Set<RuleKey>) -> [Diagnostic] {
    if keys.contains(.condition) { RuleFile.append(rule.condition, to: &ruleSet.rules[at].condition) }
    if keys.contains(.output) { RuleFile.append(rule.output, to: &ruleSet.rules[at].output) }
    if keys.contains(.desc) { RuleFile.append(rule.description, to: &ruleSet.rules[at].description) }
    if keys.contains(.tags) {
      for tag in rule.tags ?? [] { ruleSet.rules[at].insertTag(tag) }
    }
    guard keys.contains(.exceptions) else { return [] }
    return (rule.exceptions ?? []).compactMap { append($0, to: at) }
  }

  /// Values are added to an exception that exists; a new one has to be complete.
  private mutating func append(_ exception: ExceptionItem, to at: Int) -> Diagnostic? {
    let rule = ruleSet.rules[at].origin.name
    let name = exception.name.string
    if exceptionPositions[at] == nil {
      let names = ruleSet.rules[at].exceptions.enumerated().map { ($1.name.string, $0) }
      exceptionPositions[at] = Dictionary(names, uniquingKeysWith: { first, _ in first })
    }
    guard let position = exceptionPositions[at]?[name] else {
      let isComplete = exception.isBroken || exception.fields != nil && !exception.values.isEmpty
      let near = isComplete ? nil : nearName(to: name, among: ruleSet.rules[at].exceptions.lazy.map(\.name.string))
      var new = ExceptionDefinition(exception)
      if new.fields == nil { new.isBroken = true }
      exceptionPositions[at]?[name] = ruleSet.rules[at].exceptions.count
      ruleSet.rules[at].exceptions.append(new)
      return isComplete ? nil : .incompleteNewException(exception, rule: rule, near: near)
    }
    ruleSet.rules[at].exceptions[position].values.append(contentsOf: exception.values)
    if exception.isBroken { ruleSet.rules[at].exceptions[position].isBroken = true }
    let first = ruleSet.rules[at].exceptions[position].name.span
    if let span = exception.fieldsSpan {
      return .exceptionFieldsGivenAgain("fields", name, at: span, first: first, rule: rule)
    }
    if exception.comps != nil, let span = exception.compsSpan {
      return .exceptionFieldsGivenAgain("comps", name, at: span, first: first, rule: rule)
    }
    return nil
  }
}

extension RuleDefinition {
  fileprivate mutating func replace(_ key: RuleKey, by rule: RuleItem) {
    switch key {
    case .condition: condition = rule.condition
    case .output: output = rule.output
    case .desc: description = rule.description
    case .tags: tags = rule.tags ?? tags
    case .exceptions: exceptions = rule.exceptions?.map(ExceptionDefinition.init) ?? exceptions
    case .priority: priority = rule.priority ?? priority
    case .enabled: isEnabled = rule.isEnabled ?? isEnabled
    case .capture: capture = rule.capture ?? capture
    case .captureDuration: captureDuration = rule.captureDuration ?? captureDuration
    case .warnEventTypes: warnsAboutEventTypes = rule.warnsAboutEventTypes ?? warnsAboutEventTypes
    case .skipIfUnknownFilter: skipsIfUnknownFilter = rule.skipsIfUnknownFilter ?? skipsIfUnknownFilter
    }
  }

  /// Keeps `tags` sorted by bytes, each once.
  fileprivate mutating func insertTag(_ tag: String) {
    var low = 0
    var high = tags.count
    while low < high {
      let middle = (low + high) / 2
      if tags[middle].utf8.lexicographicallyPrecedes(tag.utf8) { low = middle + 1 } else { high = middle }
    }
    if low == tags.count || tags[low] != tag { tags.insert(tag, at: low) }
  }
}

extension EmbeddedText {
  /// Without blanks and line breaks at both ends; the whole scalar stays its place.
  func trimmed() -> EmbeddedText {
    func isWhite(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    guard let first = bytes.firstIndex(where: { !isWhite($0) }), let last = bytes.lastIndex(where: { !isWhite($0) })
    else { return EmbeddedText(bytes: [], segments: [], span: span) }
    guard last - first + 1 < bytes.count else { return self }
    let inner = slice(first..<last + 1)
    return EmbeddedText(bytes: inner.bytes, segments: inner.segments, span: span)
  }
}
