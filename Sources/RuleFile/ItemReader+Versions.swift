import Diagnostics

/// `required_engine_version` and `required_plugin_versions`. Whether the versions are met is asked when the item is
/// merged; here only whether they can be read.
extension ItemReader {
  mutating func readEngineVersion(_ mapping: KeyedMapping) -> RuleFileItem.Body {
    guard let scalar = text(.requiredEngineVersion, in: mapping).value else { return .none }
    if let version = Version(engine: scalar.text.bytes) { return .engineVersion(version, scalar.span) }
    report(.badEngineVersion(scalar))
    return .none
  }

  mutating func readPluginVersions(_ mapping: KeyedMapping) -> RuleFileItem.Body {
    guard case .value(let entries) = sequence(.requiredPluginVersions, in: mapping) else { return .none }
    var requirements: [PluginRequirement] = []
    for entry in entries {
      let allowed: [ItemKey] = [.name, .version, .alternatives]
      guard let (plugin, mapping) = readPlugin(entry, allowed: allowed) else { continue }
      var alternatives = [plugin].compactMap(\.self)
      if case .value(let others) = sequence(.alternatives, in: mapping) {
        for other in others {
          if let plugin = readPlugin(other, allowed: [.name, .version])?.plugin { alternatives.append(plugin) }
        }
      }
      // With a broken alternative nothing can be said about what is met.
      if !isBroken { requirements.append(PluginRequirement(alternatives: alternatives, span: mapping.span)) }
    }
    return .pluginVersions(requirements)
  }

  private mutating func readPlugin(
    _ id: YAMLTree.NodeID, allowed: [ItemKey]
  ) -> (plugin: PluginRequirement.Alternative?, mapping: KeyedMapping)? {
    guard tree.kind(of: id) == .mapping else {
      if tree.kind(of: id) == .hole { isBroken = true } else { report(.pluginIsNoMapping(at: tree.span(of: id))) }
      return nil
    }
    let mapping = KeyedMapping(id, in: tree)
    checkKeys(of: mapping, allowed: allowed, .entry("plugin entry"))
    let missing = [ItemKey.name, .version].filter { !mapping.has($0) }
    if !missing.isEmpty { report(.pluginIncomplete(missing, at: mapping.span)) }
    let name = text(.name, in: mapping).value
    let version = text(.version, in: mapping).value
    guard let name, let version else { return (nil, mapping) }
    return (PluginRequirement.Alternative(name: name, version: version), mapping)
  }
}

extension Version {
  /// Reads the version of an engine: a bare number is the minor version of engine 0.
  package init?(engine text: some Collection<UInt8>) {
    if let minor = parseUnsigned(Array(text)) { self.init(0, minor, 0) } else { self.init(scanning: text) }
  }

  /// Reads `X.Y.Z` at the beginning of a text; what follows does not matter ("0.26.0-rc1").
  package init?(scanning text: some Collection<UInt8>) {
    var rest = text[...]
    var numbers: [UInt32] = []
    while numbers.count < 3 {
      if !numbers.isEmpty {
        guard rest.first == UInt8(ascii: ".") else { return nil }
        rest = rest.dropFirst()
      }
      let digits = rest.prefix { $0 &- 0x30 < 10 }
      guard let number = UInt32(String(decoding: digits, as: UTF8.self)) else { return nil }
      numbers.append(number)
      rest = rest.dropFirst(digits.count)
    }
    self.init(numbers[0], numbers[1], numbers[2])
  }
}
