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
  /// - Returns: what is wrong with the change.
  func change(_ target: inout RuleDefinition, by rule: RuleItem, isBroken: Bool) -> [Diagnostic] {
    switch rule.operation {
    case .define, .enable: preconditionFailure("definitions and switches are no changes")
    case .append:
      guard rule.condition != nil || rule.exceptions != nil || isBroken else {
        return [.nothingToAppend(rule.name.string, at: rule.name.span)]
      }
      return append(rule, to: &target, keys: [.condition, .exceptions])
    case .override(let appended, let replaced):
      let findings = append(rule, to: &target, keys: appended)
      for key in replaced { replace(key, of: &target, by: rule) }
      return findings
    }
  }

  private func append(_ rule: RuleItem, to target: inout RuleDefinition, keys: Set<RuleKey>) -> [Diagnostic] {
    if keys.contains(.condition) { target.condition = joined(target.condition, rule.condition) }
    if keys.contains(.output) { target.output = joined(target.output, rule.output) }
    if keys.contains(.desc) { target.description = joined(target.description, rule.description) }
    if keys.contains(.tags), let tags = rule.tags { target.tags = Set(target.tags).union(tags).sortedByBytes() }
    guard keys.contains(.exceptions) else { return [] }
    return append(rule.exceptions ?? [], to: &target)
  }

  private func replace(_ key: RuleKey, of target: inout RuleDefinition, by rule: RuleItem) {
    switch key {
    case .condition: target.condition = rule.condition
    case .output: target.output = rule.output
    case .desc: target.description = rule.description
    case .tags: target.tags = rule.tags ?? target.tags
    case .exceptions: target.exceptions = rule.exceptions?.map(ExceptionDefinition.init) ?? target.exceptions
    case .priority: target.priority = rule.priority ?? target.priority
    case .enabled: target.isEnabled = rule.isEnabled ?? target.isEnabled
    case .capture: target.capture = rule.capture ?? target.capture
    case .captureDuration: target.captureDuration = rule.captureDuration ?? target.captureDuration
    case .warnEventTypes: target.warnsAboutEventTypes = rule.warnsAboutEventTypes ?? target.warnsAboutEventTypes
    case .skipIfUnknownFilter:
      target.skipsIfUnknownFilter = rule.skipsIfUnknownFilter ?? target.skipsIfUnknownFilter
    }
  }

  /// Values are added to an exception that exists; a new one has to be complete.
  private func append(_ exceptions: [ExceptionItem], to target: inout RuleDefinition) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    let rule = target.origin.name
    for exception in exceptions {
      let name = exception.name.string
      guard let at = target.exceptions.firstIndex(where: { $0.name.string == name }) else {
        if !exception.isBroken, exception.fields == nil || exception.values.isEmpty {
          findings.append(
            .incompleteNewException(
              exception, rule: rule, near: nearestName(to: name, among: target.exceptions.map(\.name.string))))
        }
        var new = ExceptionDefinition(exception)
        if new.fields == nil { new.isBroken = true }
        target.exceptions.append(new)
        continue
      }
      let first = target.exceptions[at].name.span
      if let span = exception.fieldsSpan {
        findings.append(.exceptionFieldsGivenAgain("fields", name, at: span, first: first, rule: rule))
      } else if exception.comps != nil, let span = exception.compsSpan {
        findings.append(.exceptionFieldsGivenAgain("comps", name, at: span, first: first, rule: rule))
      }
      target.exceptions[at].values.append(contentsOf: exception.values)
      if exception.isBroken { target.exceptions[at].isBroken = true }
    }
    return findings
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
