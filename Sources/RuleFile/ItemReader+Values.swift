import Diagnostics
import Schema

/// What became of a value that was asked for.
enum Reading<Value> {
  case absent
  /// It is there, and what is wrong with it has been reported.
  case unusable
  case value(Value)

  var value: Value? {
    if case .value(let value) = self { value } else { nil }
  }
}

/// Reading single values by type. Whether a key has to be there is the caller's question; a key that is there must
/// hold a usable value (rule-files.md §2).
extension ItemReader {
  /// Text, of any YAML style, and not empty.
  mutating func text(_ key: ItemKey, in mapping: KeyedMapping) -> Reading<Scalar> {
    guard let entry = mapping.entry(key) else { return .absent }
    switch tree.kind(of: entry.value) {
    case .hole, .alias:
      isBroken = true
      return .unusable
    case .sequence, .mapping:
      report(.valueIsNoText(key, at: tree.span(of: entry.value), owner: owner))
      return .unusable
    case .scalar: break
    }
    if tree.value(of: entry.value).isEmpty || tree.isNull(entry.value), isCutOff || isDamaged {
      // Its text is what could not be read.
      isBroken = true
      return .unusable
    }
    if tree.isNull(entry.value) {
      report(.valueIsNull(key, at: tree.span(of: entry.key), owner: owner))
      return .unusable
    }
    if tree.value(of: entry.value).isEmpty {
      report(.valueIsEmpty(key, at: tree.span(of: entry.value), owner: owner))
      return .unusable
    }
    return .value(tree.scalar(entry.value))
  }

  mutating func boolean(_ key: ItemKey, in mapping: KeyedMapping) -> Reading<Bool> {
    switch text(key, in: mapping) {
    case .absent: return .absent
    case .unusable: return .unusable
    case .value(let scalar):
      if let value = RuleFile.boolean(scalar.string) { return .value(value) }
      report(.notBoolean(key, scalar, owner: owner))
      return .unusable
    }
  }

  mutating func unsigned(_ key: ItemKey, in mapping: KeyedMapping) -> Reading<UInt32> {
    switch text(key, in: mapping) {
    case .absent: return .absent
    case .unusable: return .unusable
    case .value(let scalar):
      if let value = parseUnsigned(scalar.text.bytes) { return .value(value) }
      report(.notUnsigned(key, scalar, owner: owner))
      return .unusable
    }
  }

  mutating func priority(in mapping: KeyedMapping) -> Reading<Priority> {
    switch text(.priority, in: mapping) {
    case .absent: return .absent
    case .unusable: return .unusable
    case .value(let scalar):
      if let value = Priority(word: scalar.string) { return .value(value) }
      report(.notPriority(scalar, owner: owner))
      return .unusable
    }
  }

  /// The elements of a sequence, which may be empty.
  mutating func sequence(_ key: ItemKey, in mapping: KeyedMapping) -> Reading<[YAMLTree.NodeID]> {
    guard let entry = mapping.entry(key) else { return .absent }
    switch tree.kind(of: entry.value) {
    case .sequence: return .value(tree.elements(of: entry.value))
    case .hole, .alias:
      isBroken = true
      return .unusable
    case .scalar, .mapping:
      let isNull = tree.isNull(entry.value)
      if isNull, isCutOff || isDamaged {
        isBroken = true
        return .unusable
      }
      let span = tree.span(of: isNull ? entry.key : entry.value)
      report(.valueIsNoSequence(key, at: span, isNull: isNull, owner: owner))
      return .unusable
    }
  }

  /// An element of a sequence of texts; unlike a key's value it may be empty.
  mutating func elementText(_ id: YAMLTree.NodeID, of key: ItemKey) -> Scalar? {
    isElementText(id, of: key) ? tree.scalar(id) : nil
  }

  /// Whether an element of a sequence of texts is one; if not, that is reported.
  private mutating func isElementText(_ id: YAMLTree.NodeID, of key: ItemKey) -> Bool {
    switch tree.kind(of: id) {
    case .scalar where !tree.isNull(id): return true
    case .hole: isBroken = true
    case .scalar, .sequence, .mapping, .alias:
      report(.elementIsNoText(of: key, at: tree.span(of: id), isNull: tree.isNull(id), owner: owner))
    }
    return false
  }

  /// The set of tags, sorted.
  mutating func tags(in mapping: KeyedMapping) -> Reading<[String]> {
    switch sequence(.tags, in: mapping) {
    case .absent: return .absent
    case .unusable: return .unusable
    case .value(let elements):
      var tags: [String] = []
      tags.reserveCapacity(elements.count)
      for element in elements where isElementText(element, of: .tags) { tags.append(tree.string(of: element)) }
      tags = tags.sortedByBytes()
      var unique: [String] = []
      unique.reserveCapacity(tags.count)
      for tag in tags where tag != unique.last { unique.append(tag) }
      return .value(unique)
    }
  }

  mutating func reportMissing(_ keys: [ItemKey], at span: SourceSpan, override: SourceSpan? = nil) {
    guard !keys.isEmpty else { return }
    guard !isCutOff, !isDamaged else { return isBroken = true }
    report(.missingKeys(keys, at: span, owner: owner, uselessOverride: override))
  }

  // MARK: Keys

  /// Where a mapping stands decides who knows its keys.
  enum MappingRole {
    case item
    /// Inside an item, where the incumbent does not look at unknown keys.
    case entry(String)
  }

  /// Reports unknown keys and keys given twice.
  mutating func checkKeys(of mapping: KeyedMapping, allowed: [ItemKey], _ role: MappingRole) {
    if hasOnlyKeys(mapping, allowed) { return }
    let free = allowed.filter { !mapping.has($0) }.map(\.rawValue)
    var seen: [String: SourceSpan] = [:]
    for entry in mapping.entries {
      let span = tree.span(of: entry.key)
      guard tree.kind(of: entry.key) == .scalar else {
        if tree.kind(of: entry.key) == .hole { isBroken = true } else { report(.keyIsNoText(at: span, owner: owner)) }
        continue
      }
      let name = tree.string(of: entry.key)
      if let first = seen[name] {
        report(.duplicateKey(name, at: span, first: first, owner: owner, bothCount: false))
        continue
      }
      seen[name] = span
      guard entry.name.map(allowed.contains) != true else { continue }
      report(.unknownKey(name, at: span, role: role, owner: owner, near: nearestName(to: name, among: free)))
    }
  }

  /// A misspelt key where a needed one is missing is one mistake: it is reported, and read as what was meant.
  mutating func readMisspeltKeys(in mapping: inout KeyedMapping, kind: ItemKind) {
    guard mapping.entries.contains(where: { $0.name == nil }) else { return }
    var missing = neededKeys(of: mapping, kind: kind).filter { !mapping.has($0) }
    for (index, entry) in mapping.entries.enumerated() {
      guard entry.name == nil, tree.kind(of: entry.key) == .scalar else { continue }
      let name = tree.string(of: entry.key)
      guard let near = nearestName(to: name, among: missing.map(\.rawValue)), let key = ItemKey(rawValue: near) else {
        continue
      }
      report(.misspeltKey(name, meant: near, at: tree.span(of: entry.key), owner: owner))
      mapping.read(entryAt: index, as: key)
      missing.removeAll { $0 == key }
    }
  }

  /// The keys without which an item is incomplete.
  private func neededKeys(of mapping: KeyedMapping, kind: ItemKind) -> [ItemKey] {
    let overridden = mapping.value(.override).map(tree.entries(of:)) ?? []
    if !overridden.isEmpty {
      return overridden.compactMap { key, _ in tree.kind(of: key) == .scalar ? ItemKey(rawValue: tree.string(of: key)) : nil }
    }
    switch kind {
    case .requiredEngineVersion, .requiredPluginVersions: return []
    case .list: return [.items]
    case .macro: return [.condition]
    case .sketch: return [.condition, .key]
    case .rule:
      if mapping.has(.append) { return [.condition] }
      let defining: [ItemKey] = [.condition, .output, .desc, .priority]
      return defining.contains(where: mapping.has) ? defining : [.enabled]
    }
  }

  /// The common case, decided without a table: nothing but allowed keys, each once.
  private func hasOnlyKeys(_ mapping: KeyedMapping, _ allowed: [ItemKey]) -> Bool {
    guard mapping.entries.count <= allowed.count else { return false }
    return mapping.entries.indices.allSatisfy { index in
      guard let name = mapping.entries[index].name, allowed.contains(name) else { return false }
      return !mapping.entries[..<index].contains { $0.name == name }
    }
  }
}

/// YAML 1.1's words: in small letters, with a capital, or in capitals.
private func boolean(_ word: String) -> Bool? {
  switch word {
  case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y": true
  case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N": false
  default: nil
  }
}

/// A number of 32 bits as the incumbent's YAML library reads it: decimal, `0x` hexadecimal or `0` octal.
func parseUnsigned(_ text: [UInt8]) -> UInt32? {
  var digits = text[...]
  if digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
  guard let first = digits.first, first &- 0x30 < 10 else { return nil }
  var radix = 10
  if first == UInt8(ascii: "0"), digits.count > 1 {
    let isHexadecimal = digits[digits.startIndex + 1] | 0x20 == UInt8(ascii: "x")
    radix = isHexadecimal ? 16 : 8
    digits = digits.dropFirst(isHexadecimal ? 2 : 1)
    guard let next = digits.first, next != UInt8(ascii: "+"), next != UInt8(ascii: "-") else { return nil }
  }
  return UInt32(String(decoding: digits, as: UTF8.self), radix: radix)
}

extension Priority {
  private static let words: [(word: String, priority: Priority)] =
    allCases.map { ($0.name.lowercased(), $0) } + [("info", .informational)]

  /// - Parameter word: in any case; "info" is short for "informational".
  package init?(word: String) {
    let word = word.lowercased()
    guard let match = Self.words.first(where: { $0.word == word }) else { return nil }
    self = match.priority
  }
}

extension Collection<String> {
  /// Sorted as the incumbent sorts: by bytes.
  func sortedByBytes() -> [String] {
    // Texts of ASCII compare as Swift compares them, which is much quicker.
    allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } } ? sorted() : sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
