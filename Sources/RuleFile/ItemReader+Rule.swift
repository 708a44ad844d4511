import Diagnostics
import Schema

/// Rules: which of the four things an item is, and the keys each of them reads (rule-files.md §2.6, §5).
extension ItemReader {
  mutating func readRule(_ mapping: KeyedMapping, name: Scalar) -> RuleItem {
    var rule = RuleItem(name: name, operation: .define)
    let appends = readAppendFlag(mapping, ignored: [.output, .desc, .priority, .tags, .enabled])
    let overrides = readOverrides(mapping) { key in
      guard let key = RuleKey(rawValue: key.rawValue) else { return .none }
      return key.canAppend ? .both : .replace
    }
    if let overrides {
      if appends, let flag = mapping.entry(.append) {
        report(.appendWithOverride(at: tree.span(of: flag.key), override: overrides.span, owner: owner))
      }
      readOverride(&rule, mapping, overrides)
    } else if appends {
      readAppend(&rule, mapping)
    } else if !isCutOff, ![.condition, .output, .desc, .priority].contains(where: mapping.has) {
      readEnable(&rule, mapping)
    } else {
      readDefinition(&rule, mapping)
    }
    return rule
  }

  private mutating func readDefinition(_ rule: inout RuleItem, _ mapping: KeyedMapping) {
    let required: [ItemKey] = [.condition, .output, .desc, .priority]
    reportMissing(required.filter { !mapping.has($0) }, at: rule.name.span, override: uselessOverride(mapping))
    rule.condition = text(.condition, in: mapping).value?.text
    rule.output = text(.output, in: mapping).value?.text
    rule.description = text(.desc, in: mapping).value?.text
    rule.priority = priority(in: mapping).value
    rule.source = text(.source, in: mapping).value
    rule.isEnabled = boolean(.enabled, in: mapping).value
    rule.warnsAboutEventTypes = boolean(.warnEventTypes, in: mapping).value
    rule.skipsIfUnknownFilter = boolean(.skipIfUnknownFilter, in: mapping).value
    rule.capture = boolean(.capture, in: mapping).value
    rule.captureDuration = unsigned(.captureDuration, in: mapping).value
    rule.tags = tags(in: mapping).value
    rule.exceptions = exceptions(in: mapping, use: .define)
  }

  private mutating func readAppend(_ rule: inout RuleItem, _ mapping: KeyedMapping) {
    rule.operation = .append
    rule.source = sourceIfGiven(mapping)
    rule.condition = text(.condition, in: mapping).value?.text
    rule.exceptions = exceptions(in: mapping, use: .append)
  }

  private mutating func readEnable(_ rule: inout RuleItem, _ mapping: KeyedMapping) {
    rule.operation = .enable
    rule.source = sourceIfGiven(mapping)
    switch boolean(.enabled, in: mapping) {
    case .absent:
      report(.ruleWithoutContent(at: rule.name.span, owner: owner, uselessOverride: uselessOverride(mapping)))
    case .unusable: break
    case .value(let isEnabled):
      rule.isEnabled = isEnabled
      if let entry = mapping.entry(.enabled) {
        report(.deprecatedEnable(at: tree.span(of: entry.key), owner: owner))
      }
    }
  }

  private mutating func readOverride(_ rule: inout RuleItem, _ mapping: KeyedMapping, _ overrides: Overrides) {
    rule.source = sourceIfGiven(mapping)
    var appended: Set<RuleKey> = []
    var replaced: Set<RuleKey> = []
    for key in RuleKey.allCases {
      let isAppended = overrides.appended.contains(key.itemKey)
      let isReplaced = overrides.replaced.contains(key.itemKey)
      if isAppended { appended.insert(key) }
      if isReplaced { replaced.insert(key) }
      guard isAppended || isReplaced else {
        if let entry = mapping.entry(key.itemKey), !overrides.mentions(key.itemKey) {
          report(.keyNotInOverride(key.rawValue, at: tree.span(of: entry.key), override: overrides.span, owner: owner))
        }
        continue
      }
      guard mapping.has(key.itemKey) else {
        if !isCutOff, !isDamaged, let span = overrides.spans[key.itemKey] {
          report(.overriddenKeyMissing(key.rawValue, at: span, item: rule.name.span, owner: owner))
        }
        continue
      }
      readValue(of: key, into: &rule, mapping, exceptionUse: isAppended ? .append : .replace)
    }
    rule.operation = .override(appended: appended, replaced: replaced)
  }

  private mutating func readValue(
    of key: RuleKey, into rule: inout RuleItem, _ mapping: KeyedMapping, exceptionUse: ExceptionUse
  ) {
    switch key {
    case .condition: rule.condition = text(.condition, in: mapping).value?.text
    case .output: rule.output = text(.output, in: mapping).value?.text
    case .desc: rule.description = text(.desc, in: mapping).value?.text
    case .tags: rule.tags = tags(in: mapping).value
    case .exceptions: rule.exceptions = exceptions(in: mapping, use: exceptionUse)
    case .priority: rule.priority = priority(in: mapping).value
    case .enabled: rule.isEnabled = boolean(.enabled, in: mapping).value
    case .capture: rule.capture = boolean(.capture, in: mapping).value
    case .captureDuration: rule.captureDuration = unsigned(.captureDuration, in: mapping).value
    case .warnEventTypes: rule.warnsAboutEventTypes = boolean(.warnEventTypes, in: mapping).value
    case .skipIfUnknownFilter: rule.skipsIfUnknownFilter = boolean(.skipIfUnknownFilter, in: mapping).value
    }
  }

  /// `source` of an item that changes another: null and empty text count as not given.
  private mutating func sourceIfGiven(_ mapping: KeyedMapping) -> Scalar? {
    guard let value = mapping.value(.source), tree.kind(of: value) == .scalar else {
      return text(.source, in: mapping).value
    }
    return tree.isNull(value) || tree.value(of: value).isEmpty ? nil : tree.scalar(value)
  }

  // MARK: append and override

  /// Reads `append`, which is deprecated where it is true.
  /// - Parameter ignored: keys that have no effect beside it.
  mutating func readAppendFlag(_ mapping: KeyedMapping, ignored: [ItemKey]) -> Bool {
    guard boolean(.append, in: mapping).value == true, let entry = mapping.entry(.append) else { return false }
    // Beside 'override' it is an error, which the caller reports.
    guard mapping.value(.override).map({ tree.entries(of: $0).isEmpty }) ?? true else { return true }
    let ignored = ignored.filter(mapping.has).map(\.rawValue)
    report(.deprecatedAppend(at: tree.span(of: entry.key), ignored: ignored, owner: owner))
    return true
  }

  /// What may be done to a key.
  enum Permission { case none, replace, both }

  struct Overrides {
    /// The key `override`.
    var span: SourceSpan
    var appended: Set<ItemKey> = []
    var replaced: Set<ItemKey> = []
    /// Where each key stands in the map.
    var spans: [ItemKey: SourceSpan] = [:]
    /// Keys named with a mistake in the name or the operation; that has been reported.
    var faulty: Set<ItemKey> = []

    func mentions(_ key: ItemKey) -> Bool { faulty.contains(key) || spans[key] != nil }
  }

  /// The span of an `override` that is there and counts as none.
  private func uselessOverride(_ mapping: KeyedMapping) -> SourceSpan? {
    mapping.entry(.override).map { tree.span(of: $0.key) }
  }

  /// Reads `override`. nil without one, and where the incumbent sees none: an empty mapping, or no mapping.
  mutating func readOverrides(_ mapping: KeyedMapping, permission: (ItemKey) -> Permission) -> Overrides? {
    guard let entry = mapping.entry(.override) else { return nil }
    guard tree.kind(of: entry.value) != .hole else {
      isBroken = true
      return nil
    }
    let map = KeyedMapping(entry.value, in: tree)
    guard !map.entries.isEmpty else { return nil }
    var overrides = Overrides(span: tree.span(of: entry.key))
    var seen: [String: SourceSpan] = [:]
    for entry in map.entries {
      let span = tree.span(of: entry.key)
      guard tree.kind(of: entry.key) == .scalar else {
        if tree.kind(of: entry.key) == .hole { isBroken = true } else { report(.keyIsNoText(at: span, owner: owner)) }
        continue
      }
      let name = tree.string(of: entry.key)
      if let first = seen[name] {
        report(.duplicateKey(name, at: span, first: first, owner: owner, bothCount: true))
      }
      seen[name] = seen[name] ?? span
      readOverride(entry, named: name, permission: permission, into: &overrides)
    }
    return overrides
  }

  private mutating func readOverride(
    _ entry: KeyedMapping.Entry, named name: String, permission: (ItemKey) -> Permission,
    into overrides: inout Overrides
  ) {
    let span = tree.span(of: entry.key)
    let allowed = entry.name.map(permission) ?? .none
    let isText = tree.kind(of: entry.value) == .scalar
    let operation = isText ? tree.string(of: entry.value) : ""
    if allowed == .none {
      let known = ItemKey.allCases.filter { permission($0) != .none }.map(\.rawValue)
      let near = nearestName(to: name, among: known)
      if let key = near.flatMap(ItemKey.init(rawValue:)) { overrides.faulty.insert(key) }
      if let key = entry.name { overrides.faulty.insert(key) }
      return report(.notOverridable(name, at: span, known: known, near: near, owner: owner))
    }
    guard let key = entry.name else { return }
    switch operation {
    case "append" where allowed == .both: overrides.appended.insert(key)
    case "append":
      overrides.faulty.insert(key)
      return report(.notAppendable(name, at: tree.span(of: entry.value), owner: owner))
    case "replace": overrides.replaced.insert(key)
    default:
      overrides.faulty.insert(key)
      guard tree.kind(of: entry.value) != .hole else { return isBroken = true }
      return report(
        .badOperation(operation, key: name, at: tree.span(of: entry.value), canAppend: allowed == .both, owner: owner))
    }
    overrides.spans[key] = span
  }
}
