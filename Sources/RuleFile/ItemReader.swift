package import Diagnostics

/// Makes items of the YAML of one file (rule-files.md §2): which kind, which keys, of which type.
///
/// The incumbent stops at the first error of a file. Here each is reported, in the order in which the incumbent
/// would come to it, and reading goes on.
package struct ItemReader {
  /// Findings per file. A file with more has one cause, or wants to fill memory.
  static let findingLimit = 10_000

  let tree: YAMLTree
  /// Kinds of items that are known.
  private let kinds: [ItemKind]
  private(set) var items: [RuleFileItem] = []
  private(set) var findings: [FileItems.Finding] = []
  /// Items of no known kind. What stands in them counts as unreadable.
  private var skipped: [SourceSpan] = []

  // The item that is being read.
  var position = ItemPosition(rawValue: 0)
  private var subject: Subject?
  var isBroken = false
  /// A syntax error cut the item off: nothing is missing by the author's fault.
  var isCutOff = false
  /// Bytes in it are no text, so a key may be there and not be seen.
  var isDamaged = false

  /// What diagnostics are about. Texts are made of it only where there is one.
  private struct Subject {
    var kind: ItemKind
    var name: Scalar?
    var span: SourceSpan
  }

  /// Reads one file. Files are independent of each other, so this may run for several at once.
  ///
  /// - Parameter knowsExtensions: false for what the incumbent sees.
  package static func read(_ file: SourceFile, id: FileID, knowsExtensions: Bool = true) -> FileItems {
    let content = YAMLReader.read(file)
    var reader = ItemReader(content, knowsExtensions ? ItemKind.allCases : ItemKind.falco)
    for part in content.parts { reader.read(part) }
    return FileItems(
      file: id, items: reader.items, findings: reader.findings, unreadable: content.unreadable,
      wordsInUnreadableParts: words(in: content.unreadable + reader.skipped, of: file), tree: content.tree)
  }

  private init(_ content: YAMLContent, _ kinds: [ItemKind]) {
    self.kinds = kinds
    tree = content.tree
    items.reserveCapacity(content.parts.count)
    findings = content.diagnostics.map { FileItems.Finding(position: nil, diagnostic: $0) }
  }

  // MARK: Reporting

  mutating func report(_ diagnostic: Diagnostic) {
    if diagnostic.severity == .error { isBroken = true }
    // Bytes there that are no text have been reported; what comes of them is no second mistake.
    guard !tree.isDamaged(diagnostic.primary.span) else { return }
    guard findings.count <= Self.findingLimit else { return }
    var diagnostic = diagnostic
    if findings.count == Self.findingLimit { diagnostic = .tooManyFindings(at: diagnostic.primary.span) }
    diagnostic.subject = subject.map { Diagnostic.Subject(kind: $0.kind.key.rawValue, name: $0.name?.string ?? "", span: $0.span) }
    findings.append(FileItems.Finding(position: position, diagnostic: diagnostic))
  }

  /// How a headline names the item.
  var owner: String {
    guard let subject else { return "this item" }
    let kind = subject.kind.key.rawValue
    return subject.name.map { "\(kind) '\($0.string)'" } ?? "this \(kind)"
  }

  // MARK: Parts

  private mutating func read(_ part: YAMLPart) {
    position = ItemPosition(rawValue: items.count)
    subject = nil
    isBroken = part.isCutOff
    isCutOff = part.isCutOff
    isDamaged = tree.isDamaged(tree.span(of: part.node))
    let body = part.role == .item ? readItem(part.node) : readDocument(part.node)
    items.append(
      RuleFileItem(position: position, span: tree.span(of: part.node), node: part.node, body: body, isBroken: isBroken))
  }

  /// A document that is no sequence.
  private mutating func readDocument(_ id: YAMLTree.NodeID) -> RuleFileItem.Body {
    guard !isCutOff, tree.kind(of: id) != .hole, !tree.isNull(id) else { return .none }
    guard tree.kind(of: id) == .mapping else {
      report(.documentIsNoList(at: tree.span(of: id)))
      return .none
    }
    let mapping = KeyedMapping(id, in: tree)
    let isItem = kinds.contains { mapping.has($0.key) }
    let key = mapping.entries.first.map { tree.span(of: $0.key) } ?? mapping.span
    report(.documentIsMapping(at: key, isItem: isItem))
    // Most likely the '- ' was forgotten: the names in it are meant to be defined.
    return isItem ? readItem(id) : .none
  }

  private mutating func readItem(_ id: YAMLTree.NodeID) -> RuleFileItem.Body {
    switch tree.kind(of: id) {
    case .mapping: break
    case .hole: return .none
    case .scalar where tree.isNull(id): return .none
    case .scalar, .sequence, .alias:
      guard !isCutOff else { return .none }
      report(.itemIsNoMapping(at: tree.span(of: id), isSequence: tree.kind(of: id) == .sequence))
      return .none
    }
    let mapping = KeyedMapping(id, in: tree)
    guard let kind = kinds.first(where: { mapping.has($0.key) }) else {
      if !isCutOff, !isDamaged { reportUnknownItem(mapping) }
      return .none
    }
    subject = Subject(kind: kind, span: mapping.span)
    return readItem(mapping, kind: kind)
  }

  private mutating func reportUnknownItem(_ mapping: KeyedMapping) {
    skipped.append(mapping.span)
    let keys = mapping.entries.filter { tree.kind(of: $0.key) == .scalar }
    let kinds = kinds.map(\.key.rawValue)
    for entry in keys {
      guard let near = nearestName(to: tree.string(of: entry.key), among: kinds) else { continue }
      return report(.unknownItem(at: tree.span(of: entry.key), key: tree.string(of: entry.key), near: near))
    }
    let first = keys.first.map { tree.span(of: $0.key) } ?? mapping.span
    report(.unknownItem(at: first, key: nil, near: nil))
  }

  private mutating func readItem(_ mapping: KeyedMapping, kind: ItemKind) -> RuleFileItem.Body {
    var mapping = mapping
    switch kind {
    case .requiredEngineVersion:
      checkKeys(of: mapping, allowed: kind.allowedKeys, .item)
      return readEngineVersion(mapping)
    case .requiredPluginVersions:
      checkKeys(of: mapping, allowed: kind.allowedKeys, .item)
      return readPluginVersions(mapping)
    case .list, .macro, .rule, .sketch:
      guard let name = readName(kind.key, in: mapping) else { return .none }
      readMisspeltKeys(in: &mapping, kind: kind)
      checkKeys(of: mapping, allowed: kind.allowedKeys, .item)
      switch kind {
      case .list: return .list(readList(mapping, name: name))
      case .macro: return .macro(readMacro(mapping, name: name))
      case .sketch: return .sketch(readSketch(mapping, name: name))
      default: return .rule(readRule(mapping, name: name))
      }
    }
  }

  private mutating func readName(_ key: ItemKey, in mapping: KeyedMapping) -> Scalar? {
    guard case .value(let name) = text(key, in: mapping) else { return nil }
    subject?.name = name
    return name
  }

  // MARK: Lists and macros

  private mutating func readList(_ mapping: KeyedMapping, name: Scalar) -> ListItem {
    if !isValidListName(name.text.bytes) {
      report(.invalidListName(name.string, at: name.span))
      isBroken = true
    }
    var items: [Scalar] = []
    switch sequence(.items, in: mapping) {
    case .absent: reportMissing([.items], at: name.span)
    case .unusable: break
    case .value(let elements):
      items.reserveCapacity(elements.count)
      for element in elements {
        if let item = elementText(element, of: .items) { items.append(item) }
      }
    }
    return ListItem(name: name, operation: readListOperation(mapping, key: .items), items: items)
  }

  private mutating func readMacro(_ mapping: KeyedMapping, name: Scalar) -> MacroItem {
    if !isValidMacroName(name.text.bytes) {
      report(.invalidMacroName(name.string, at: name.span))
      isBroken = true
    }
    var condition: EmbeddedText?
    switch text(.condition, in: mapping) {
    case .absent: reportMissing([.condition], at: name.span)
    case .unusable: break
    case .value(let scalar): condition = scalar.text
    }
    return MacroItem(name: name, operation: readListOperation(mapping, key: .condition), condition: condition)
  }

  /// Lists and macros have one thing that can be appended to, so appending is the same in both spellings, and a
  /// replacement is a definition.
  private mutating func readListOperation(_ mapping: KeyedMapping, key: ItemKey) -> ListOperation {
    let appends = readAppendFlag(mapping, ignored: [])
    let overrides = readOverrides(mapping) { $0 == key ? .both : .none }
    if appends, let span = overrides?.span, let flag = mapping.entry(.append) {
      report(.appendWithOverride(at: tree.span(of: flag.key), override: span, owner: owner))
    }
    return appends || overrides?.appended.contains(key) == true ? .append : .define
  }

  /// One or more bytes without blanks, `( ) " ' = ,`.
  private func isValidListName(_ name: [UInt8]) -> Bool {
    !name.contains { byte in
      switch byte {
      case 0x09...0x0D, 0x20, UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\""), UInt8(ascii: "'"),
        UInt8(ascii: "="), UInt8(ascii: ","):
        true
      default: false
      }
    }
  }

  /// A letter, then letters, digits and `_`.
  private func isValidMacroName(_ name: [UInt8]) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
    guard let first = name.first, isLetter(first) else { return false }
    return name.allSatisfy { isLetter($0) || $0 &- 0x30 < 10 || $0 == UInt8(ascii: "_") }
  }
}
