import Diagnostics

/// Required versions of the engine and of plugins (rule-files.md §2.2, §2.3).
///
/// The incumbent checks plugins only after loading and then gives up without a result; here it is a finding of the
/// item that asks for them.
extension RuleSetBuilder {
  mutating func require(_ version: Version, at span: SourceSpan, _ item: RuleFileItem, _ bag: inout DiagnosticBag) {
    noteRequired(version)
    guard !environment.engineVersion.satisfies(version) else { return }
    let diagnostic = Diagnostic.engineTooOld(required: version, engine: environment.engineVersion, at: span)
    report([diagnostic], about: item, nil, kind: ItemKey.requiredEngineVersion.rawValue, &bag)
  }

  func require(_ requirements: [PluginRequirement], _ item: RuleFileItem, _ bag: inout DiagnosticBag) {
    for requirement in requirements {
      let findings = check(requirement)
      let name = requirement.alternatives.first?.name
      report(findings, about: item, name, kind: ItemKey.requiredPluginVersions.rawValue, &bag)
    }
  }

  private func check(_ requirement: PluginRequirement) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    var seen: [String: SourceSpan] = [:]
    for plugin in requirement.alternatives {
      if Version(scanning: plugin.version.text.bytes) == nil {
        findings.append(.badPluginVersion(plugin.version, plugin: plugin.name.string))
      }
      if let first = seen[plugin.name.string] {
        findings.append(.pluginNamedTwice(plugin.name, first: first))
      }
      // Nearly every requirement has one alternative, and needs no table.
      if requirement.alternatives.count > 1 { seen[plugin.name.string] = plugin.name.span }
    }
    guard findings.isEmpty else { return findings }
    // The first alternative that is there decides, even if a later one would do.
    for plugin in requirement.alternatives {
      guard let loaded = environment.plugins.first(where: { $0.name == plugin.name.string }),
        let required = Version(scanning: plugin.version.text.bytes)
      else { continue }
      if loaded.version.satisfies(required) { return [] }
      return [.pluginIncompatible(plugin, loaded: loaded.version)]
    }
    return [.pluginMissing(requirement)]
  }
}

extension Version {
  /// Same major version, and not older.
  func satisfies(_ required: Version) -> Bool { major == required.major && self >= required }
}
