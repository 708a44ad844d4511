import Diagnostics

extension ItemReader {
  mutating func readSketch(_ mapping: KeyedMapping, name: Scalar) -> SketchItem {
    var sketch = SketchItem(name: name, operation: .define, settings: SketchSettings())
    let overrides = readOverrides(mapping) { key in
      SketchItemKey(key).map { $0.canAppend ? .both : .replace } ?? .none
    }
    if boolean(.append, in: mapping).value == true, let flag = mapping.entry(.append) {
      report(.appendOnSketch(at: tree.span(of: flag.key), owner: owner))
    }
    if let overrides {
      sketch.operation = .override(
        appended: Set(overrides.appended.compactMap(SketchItemKey.init)),
        replaced: Set(overrides.replaced.compactMap(SketchItemKey.init)))
      reportKeysOutsideOverride(mapping, overrides)
    } else {
      reportMissing([.condition, .key].filter { !mapping.has($0) }, at: name.span)
    }
    readSettings(&sketch.settings, mapping)
    return sketch
  }

  private mutating func reportKeysOutsideOverride(_ mapping: KeyedMapping, _ overrides: Overrides) {
    for key in SketchItemKey.allCases.map(\.itemKey) {
      let isListed = overrides.appended.contains(key) || overrides.replaced.contains(key)
      if isListed, !mapping.has(key), !isCutOff, !isDamaged, let span = overrides.spans[key] {
        report(.overriddenKeyMissing(key.rawValue, at: span, item: mapping.span, owner: owner))
      }
      if !isListed, !overrides.mentions(key), let entry = mapping.entry(key) {
        report(.keyNotInOverride(key.rawValue, at: tree.span(of: entry.key), override: overrides.span, owner: owner))
      }
    }
  }

  private mutating func readSettings(_ settings: inout SketchSettings, _ mapping: KeyedMapping) {
    settings.source = text(.source, in: mapping).value
    settings.index = unsigned(.index, in: mapping).value
    settings.description = text(.desc, in: mapping).value?.text
    settings.condition = text(.condition, in: mapping).value?.text
    settings.key = texts(.key, in: mapping)
    settings.normalizations = normalizations(in: mapping)
    settings.each = text(.each, in: mapping).value
    settings.weight = text(.weight, in: mapping).value
    readSize(&settings, mapping)
    settings.backend = choice(.backend, in: mapping, ["table": .table, "cms": .countMin])
    settings.counterBits = choice(.counter, in: mapping, ["16": 16, "32": 32])
    settings.window = quantity(.window, in: mapping, "a duration such as 7d, 12h or 30m", parseDuration)
    settings.halves = choice(.decay, in: mapping, ["generations": false, "halve": true])
    settings.decaySpan = mapping.entry(.decay).map { tree.span(of: $0.value) }
    settings.learning = learning(in: mapping)
    settings.countOncePer = quantity(.countOncePer, in: mapping, "a duration such as 10m", parseDuration)
    settings.learnsFromUnmatchedOnly = choice(.learnFrom, in: mapping, ["all": false, "unmatched": true])
    settings.quota = quota(in: mapping)
    settings.top = unsigned(.top, in: mapping).value
    settings.base = text(.base, in: mapping).value
    settings.tags = tagLimits(in: mapping)
    settings.alertsWhileLearning = boolean(.alertWhileLearning, in: mapping).value
  }

  // MARK: Parts

  private mutating func readSize(_ settings: inout SketchSettings, _ mapping: KeyedMapping) {
    let given = [ItemKey.memory, .error, .size].filter { mapping.has($0) }
    if given.count > 1, let second = mapping.entry(given[1]), let first = mapping.entry(given[0]) {
      report(.severalSizes(given.map(\.rawValue), at: tree.span(of: second.key), first: tree.span(of: first.key), owner: owner))
    }
    guard let key = given.first, let entry = mapping.entry(key) else { return }
    settings.sizeSpan = tree.span(of: entry.value)
    switch key {
    case .memory:
      settings.size = quantity(.memory, in: mapping, "an amount of memory such as 2MB or 512KiB", parseMemory).map { .memory($0) }
    case .error:
      guard let parts = nested(.error, in: mapping, allowed: [.epsilon, .delta], required: [.epsilon, .delta]) else { return }
      let probability: (String) -> Double? = { text in Double(text).flatMap { $0 > 0 && $0 < 1 ? $0 : nil } }
      guard let epsilon = quantity(.epsilon, in: parts, "a number between 0 and 1 such as 0.0001", probability),
        let delta = quantity(.delta, in: parts, "a number between 0 and 1 such as 0.001", probability)
      else { return }
      settings.size = .error(epsilon: epsilon, delta: delta)
    default:
      guard let numbers = texts(.size, in: mapping) else { return }
      let values = numbers.map { parseUnsigned($0.text.bytes) }
      guard values.count == 2, let rows = values[0], let columns = values[1] else {
        report(.notDimensions(at: tree.span(of: entry.value), owner: owner))
        return
      }
      settings.size = .dimensions(rows: rows, columns: columns)
    }
  }

  private mutating func normalizations(in mapping: KeyedMapping) -> [SketchSettings.Normalization]? {
    guard let entry = mapping.entry(.normalize) else { return nil }
    guard let fields = nestedMapping(.normalize, entry) else { return nil }
    var result: [SketchSettings.Normalization] = []
    for field in fields.entries {
      guard tree.kind(of: field.key) == .scalar else {
        report(.keyIsNoText(at: tree.span(of: field.key), owner: owner))
        continue
      }
      var names: [Scalar] = []
      if tree.kind(of: field.value) == .sequence {
        for element in tree.elements(of: field.value) {
          if let name = elementText(element, of: .normalize) { names.append(name) }
        }
      } else if let name = elementText(field.value, of: .normalize) {
        names = [name]
      }
      result.append(SketchSettings.Normalization(field: tree.scalar(field.key), normalizers: names))
    }
    return result
  }

  private mutating func learning(in mapping: KeyedMapping) -> SketchSettings.Learning? {
    guard let parts = nested(.learn, in: mapping, allowed: [.for, .events, .distinctRate], required: []) else { return nil }
    var learning = SketchSettings.Learning()
    learning.duration = quantity(.for, in: parts, "a duration such as 1h", parseDuration) ?? learning.duration
    learning.events = quantity(.events, in: parts, "a number of events") { UInt64($0) } ?? learning.events
    learning.newKeysPerMillion =
      quantity(.distinctRate, in: parts, "a share such as 0.1%", parseShare) ?? learning.newKeysPerMillion
    return learning
  }

  private mutating func quota(in mapping: KeyedMapping) -> SketchSettings.Quota? {
    guard let parts = nested(.quota, in: mapping, allowed: [.per, .newKeys], required: [.per, .newKeys]) else { return nil }
    let owner = text(.per, in: parts).value
    let rate = quantity(.newKeys, in: parts, "a rate such as 20000/h", parseRate)
    guard let owner, let rate else { return nil }
    return SketchSettings.Quota(owner: owner, newKeys: rate.count, period: rate.period)
  }

  private mutating func tagLimits(in mapping: KeyedMapping) -> SketchSettings.TagLimits? {
    guard let parts = nested(.tags, in: mapping, allowed: [.rare, .common], required: []) else { return nil }
    var limits = SketchSettings.TagLimits()
    limits.rarePerMille = quantity(.rare, in: parts, "a share such as 0.1%", parseShare).map { UInt16($0 / 1000) }
    limits.common = quantity(.common, in: parts, "a count") { UInt64($0) }
    return limits
  }

  // MARK: Values

  private mutating func quantity<Value>(
    _ key: ItemKey, in mapping: KeyedMapping, _ expected: String, _ parse: (String) -> Value?
  ) -> Value? {
    guard case .value(let scalar) = text(key, in: mapping) else { return nil }
    if let value = parse(scalar.string) { return value }
    report(.notQuantity(key, scalar, expected: expected, owner: owner))
    return nil
  }

  private mutating func choice<Value>(_ key: ItemKey, in mapping: KeyedMapping, _ choices: [String: Value]) -> Value? {
    let words = choices.keys.sorted()
    return quantity(key, in: mapping, words.joined(separator: " or ")) { choices[$0] }
  }

  /// A list of texts, or one text.
  private mutating func texts(_ key: ItemKey, in mapping: KeyedMapping) -> [Scalar]? {
    if let entry = mapping.entry(key), tree.kind(of: entry.value) == .scalar, !tree.isNull(entry.value) {
      return text(key, in: mapping).value.map { [$0] }
    }
    guard case .value(let elements) = sequence(key, in: mapping) else { return nil }
    let texts = elements.compactMap { elementText($0, of: key) }
    if texts.isEmpty, !isBroken, let entry = mapping.entry(key) {
      report(.valueIsEmpty(key, at: tree.span(of: entry.value), owner: owner))
    }
    return texts
  }

  private mutating func nested(
    _ key: ItemKey, in mapping: KeyedMapping, allowed: [ItemKey], required: [ItemKey]
  ) -> KeyedMapping? {
    guard let entry = mapping.entry(key), let parts = nestedMapping(key, entry) else { return nil }
    checkKeys(of: parts, allowed: allowed, .entry("'\(key.rawValue)'"))
    reportMissing(required.filter { !parts.has($0) }, at: tree.span(of: entry.key))
    return parts
  }

  private mutating func nestedMapping(_ key: ItemKey, _ entry: KeyedMapping.Entry) -> KeyedMapping? {
    switch tree.kind(of: entry.value) {
    case .mapping: return KeyedMapping(entry.value, in: tree)
    case .hole, .alias: isBroken = true
    case .scalar, .sequence: report(.valueIsNoMapping(key, at: tree.span(of: entry.value), owner: owner))
    }
    return nil
  }
}

extension SketchItemKey {
  init?(_ key: ItemKey) {
    guard let match = Self.allCases.first(where: { $0.itemKey == key }) else { return nil }
    self = match
  }

  var itemKey: ItemKey {
    switch self {
    case .index: .index
    case .description: .desc
    case .condition: .condition
    case .key: .key
    case .normalize: .normalize
    case .each: .each
    case .weight: .weight
    case .memory: .memory
    case .error: .error
    case .size: .size
    case .backend: .backend
    case .counter: .counter
    case .window: .window
    case .learn: .learn
    case .countOncePer: .countOncePer
    case .learnFrom: .learnFrom
    case .quota: .quota
    case .top: .top
    case .base: .base
    case .tags: .tags
    case .alertWhileLearning: .alertWhileLearning
    case .decay: .decay
    }
  }
}
