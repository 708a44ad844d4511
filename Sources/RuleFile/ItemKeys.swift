import Diagnostics
import Schema

/// Every key that some kind of item knows.
enum ItemKey: String, CaseIterable {
  case requiredEngineVersion = "required_engine_version"
  case requiredPluginVersions = "required_plugin_versions"
  case list, macro, rule
  case items, condition, output, desc, priority, source, enabled, tags, exceptions, capture
  case captureDuration = "capture_duration"
  case warnEventTypes = "warn_evttypes"
  case skipIfUnknownFilter = "skip-if-unknown-filter"
  case append, override
  // Sketches.
  case sketch, index, key, normalize, each, weight, memory, error, size, backend, counter, window, learn, quota, top, base
  case countOncePer = "count_once_per"
  case learnFrom = "learn_from"
  case decay
  case alertWhileLearning = "alert_while_learning"
  case epsilon, delta, `for`, events, per, rare, common
  case distinctRate = "distinct_rate"
  case newKeys = "new_keys"
  // Inside exception entries and plugin entries.
  case name, fields, comps, values, version, alternatives

  /// Keys by the number of bytes in their names. Every key of a file is looked up, so no text is made of it.
  private static let byLength: [[(name: [UInt8], key: ItemKey)]] = {
    var table: [[(name: [UInt8], key: ItemKey)]] = []
    for key in allCases {
      let name = Array(key.rawValue.utf8)
      while table.count <= name.count { table.append([]) }
      table[name.count].append((name, key))
    }
    return table
  }()

  init?(_ name: ArraySlice<UInt8>) {
    guard name.count < Self.byLength.count,
      let match = Self.byLength[name.count].first(where: { $0.name.span.isEqual(to: name.span) })
    else { return nil }
    self = match.key
  }
}

extension RuleKey {
  var itemKey: ItemKey {
    guard let key = ItemKey(rawValue: rawValue) else { preconditionFailure("every rule key is an item key") }
    return key
  }
}

/// The kinds of items, in the order in which their keys are looked for (rule-files.md §2): the first one that is
/// there decides, the others are then unknown keys.
enum ItemKind: CaseIterable {
  case requiredEngineVersion, requiredPluginVersions, list, macro, rule, sketch

  var key: ItemKey {
    switch self {
    case .requiredEngineVersion: .requiredEngineVersion
    case .requiredPluginVersions: .requiredPluginVersions
    case .list: .list
    case .macro: .macro
    case .rule: .rule
    case .sketch: .sketch
    }
  }

  /// Those that the incumbent knows.
  static let falco = allCases.filter { $0 != .sketch }

  /// All keys an item of this kind may have.
  var allowedKeys: [ItemKey] {
    switch self {
    case .requiredEngineVersion: [.requiredEngineVersion]
    case .requiredPluginVersions: [.requiredPluginVersions]
    case .list: [.list, .items, .append, .override]
    case .macro: [.macro, .condition, .append, .override]
    case .rule:
      [
        .rule, .condition, .output, .desc, .priority, .source, .enabled, .tags, .exceptions, .warnEventTypes,
        .skipIfUnknownFilter, .capture, .captureDuration, .append, .override,
      ]
    case .sketch: [.sketch, .source, .append, .override] + SketchItemKey.allCases.map(\.itemKey)
    }
  }
}

/// A mapping whose keys have been looked up. The first of equal keys counts.
struct KeyedMapping {
  struct Entry {
    var key: YAMLTree.NodeID
    var value: YAMLTree.NodeID
    /// nil for a key that no kind of item knows, or that is no text.
    var name: ItemKey?
  }

  let span: SourceSpan
  private(set) var entries: [Entry]

  init(_ id: YAMLTree.NodeID, in tree: borrowing YAMLTree) {
    span = tree.span(of: id)
    var entries: [Entry] = []
    entries.reserveCapacity(16)
    var cursor = tree.entryCursor(of: id)
    while let (key, value) = tree.nextEntry(&cursor) {
      let name = tree.kind(of: key) == .scalar ? ItemKey(tree.value(of: key)) : nil
      entries.append(Entry(key: key, value: value, name: name))
    }
    self.entries = entries
  }

  func entry(_ key: ItemKey) -> Entry? { entries.first { $0.name == key } }
  func value(_ key: ItemKey) -> YAMLTree.NodeID? { entry(key)?.value }
  func has(_ key: ItemKey) -> Bool { entry(key) != nil }

  /// Takes the key of an entry for `key`, which the author most likely meant.
  mutating func read(entryAt index: Int, as key: ItemKey) { entries[index].name = key }
}
