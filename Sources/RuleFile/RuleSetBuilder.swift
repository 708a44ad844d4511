package import Diagnostics
import Schema

/// What rule files may require of the program that loads them.
package struct LoaderEnvironment: Sendable {
  package struct Plugin: Sendable {
    package var name: String
    package var version: Version

    package init(name: String, version: Version) {
      self.name = name
      self.version = version
    }
  }

  package var engineVersion: Version
  package var plugins: [Plugin]

  package init(engineVersion: Version, plugins: [Plugin]) {
    self.engineVersion = engineVersion
    self.plugins = plugins
  }

  /// The engine of Falco 0.44, with the container plugin's fields built in.
  package static let standard = LoaderEnvironment(
    engineVersion: Version(0, 62, 0), plugins: [Plugin(name: "container", version: Version(0, 7, 1))])
}

/// Merges items into a rule set (rule-files.md §3-§6): definitions replace, appends and overrides change, the place
/// of the first definition stays.
///
/// Items come one at a time, so that a caller can stop where the incumbent stops. Nothing is ever rolled back.
///
/// Not here, because it needs the vocabulary: unknown event sources, and every check of an exception's fields,
/// operators and lengths. The compiler does those, after merging, for `exceptions: replace` too.
package struct RuleSetBuilder {
  package internal(set) var ruleSet = RuleSet()
  let environment: LoaderEnvironment

  /// Names to places in the rule set.
  private var lists = NameTable(capacity: 256)
  private var macros = NameTable(capacity: 512)
  private var rules = NameTable(capacity: 256)
  var sketches = NameTable(capacity: 16)
  /// Lists and macros that something was appended to before they were defined. They stand in the rule set, broken,
  /// so that conditions that use them cause no second report.
  private var phantomLists: Set<String> = []
  private var phantomMacros: Set<String> = []
  /// For rules whose exceptions were appended to: where each exception stands.
  var exceptionPositions: [Int: [String: Int]] = [:]
  private var nextIndex: UInt32 = 0
  /// Searching a near name looks at every name; a file full of mistakes must not make that quadratic.
  private var nearNamesLeft = 200

  package init(environment: LoaderEnvironment = .standard) {
    self.environment = environment
  }

  /// Adds a whole file: its findings and those of merging, in the order in which the incumbent works.
  package mutating func add(_ file: FileItems, to bag: inout DiagnosticBag) {
    noteUnreadable(file.wordsInUnreadableParts)
    var findings = file.findings[...]
    func isDue(_ finding: FileItems.Finding, _ position: ItemPosition) -> Bool {
      finding.position.map { $0 <= position } ?? true
    }
    for index in file.items.indices {
      while let finding = findings.first, isDue(finding, file.items[index].position) {
        bag.report(finding.diagnostic)
        findings.removeFirst()
      }
      add(file.items[index], to: &bag)
    }
    bag.report(findings.map(\.diagnostic))
  }

  /// Words of parts that could not be read: names among them may be defined there, so nothing is said about them.
  package mutating func noteUnreadable(_ words: Set<String>) {
    ruleSet.wordsInUnreadableParts.formUnion(words)
  }

  /// Adds one item.
  package mutating func add(_ item: RuleFileItem, to bag: inout DiagnosticBag) {
    switch item.body {
    case .none: break
    case .engineVersion(let version, let span): require(version, at: span, item, &bag)
    case .pluginVersions(let requirements): require(requirements, item, &bag)
    case .list(let list): add(list, item, &bag)
    case .macro(let macro): add(macro, item, &bag)
    case .rule(let rule): add(rule, item, &bag)
    case .sketch(let sketch): add(sketch, item, &bag)
    }
  }

  mutating func takeIndex() -> ItemIndex {
    defer { nextIndex += 1 }
    return ItemIndex(rawValue: nextIndex)
  }

  func origin(_ name: Scalar, _ item: RuleFileItem, _ index: ItemIndex) -> ItemOrigin {
    ItemOrigin(
      name: name.string, firstDefinition: name.span, nameSpan: name.span, itemSpan: item.span, index: index,
      visibility: index)
  }

  /// The origin of a definition that replaces another: the first place stays.
  func redefined(_ old: ItemOrigin, by new: ItemOrigin) -> ItemOrigin {
    var origin = new
    origin.firstDefinition = old.firstDefinition
    origin.index = old.index
    return origin
  }

  /// Whether a missing target was perhaps defined in a part that could not be read.
  private func mayBeUnreadable(_ name: String) -> Bool {
    // Names may hold blanks; the words they consist of are what is known.
    let words = name.split { !($0.isASCII && ($0.isLetter || $0.isNumber) || "_.-".contains($0)) }
    return !words.isEmpty && words.allSatisfy { ruleSet.wordsInUnreadableParts.contains(String($0)) }
  }

  mutating func nearName(to name: String, among names: some Sequence<String>) -> String? {
    guard nearNamesLeft > 0 else { return nil }
    nearNamesLeft -= 1
    return nearestName(to: name, among: names)
  }

  // MARK: Lists

  private mutating func add(_ list: ListItem, _ item: RuleFileItem, _ bag: inout DiagnosticBag) {
    let index = takeIndex()
    let new = origin(list.name, item, index)
    let name = new.name
    var known = lists.index(of: list.name.text.bytes.span)
    if let at = known, phantomLists.contains(name), list.operation == .define {
      phantomLists.remove(name)
      ruleSet.lists[at].origin = new
    }
    if list.operation == .append, known == nil || phantomLists.contains(name) {
      reportMissingTarget(list.name, kind: "list", item, among: ruleSet.lists.lazy.map(\.origin.name), .append, &bag)
      phantomLists.insert(name)
    }
    if let at = known, list.operation == .define, !phantomLists.contains(name), !ruleSet.lists[at].isBroken {
      let old = ruleSet.lists[at]
      ruleSet.replaced.append(
        ReplacedDefinition(
          kind: "list", old: old.origin, new: new, oldBody: .items(old.items), newBody: .items(list.items)))
    }
    if known == nil {
      known = lists.insert(list.name.text.bytes.span).index
      ruleSet.lists.append(
        ListDefinition(origin: new, items: [], isBroken: phantomLists.contains(name)))
    }
    guard let at = known else { return }
    switch list.operation {
    case .define:
      let origin = redefined(ruleSet.lists[at].origin, by: new)
      ruleSet.lists[at] = ListDefinition(origin: origin, items: list.items, isBroken: item.isBroken)
    case .append:
      ruleSet.lists[at].items.append(contentsOf: list.items)
      ruleSet.lists[at].origin.visibility = index
      if item.isBroken { ruleSet.lists[at].isBroken = true }
    }
  }

  // MARK: Macros

  private mutating func add(_ macro: MacroItem, _ item: RuleFileItem, _ bag: inout DiagnosticBag) {
    let index = takeIndex()
    let new = origin(macro.name, item, index)
    let name = new.name
    var known = macros.index(of: macro.name.text.bytes.span)
    if let at = known, phantomMacros.contains(name), macro.operation == .define {
      phantomMacros.remove(name)
      ruleSet.macros[at].origin = new
    }
    if macro.operation == .append, known == nil || phantomMacros.contains(name) {
      reportMissingTarget(macro.name, kind: "macro", item, among: ruleSet.macros.lazy.map(\.origin.name), .append, &bag)
      phantomMacros.insert(name)
      // The text continues something that is not there: alone it may make no sense.
      noteUnreadable(macro.condition.map { words(in: $0.bytes) } ?? [])
    }
    if let at = known, macro.operation == .define, !phantomMacros.contains(name), !ruleSet.macros[at].isBroken {
      let old = ruleSet.macros[at]
      ruleSet.replaced.append(
        ReplacedDefinition(
          kind: "macro", old: old.origin, new: new, oldBody: .condition(old.condition),
          newBody: .condition(macro.condition)))
    }
    if known == nil {
      known = macros.insert(macro.name.text.bytes.span).index
      ruleSet.macros.append(
        MacroDefinition(
          origin: new, condition: nil, isBroken: phantomMacros.contains(name)))
    }
    guard let at = known else { return }
    switch macro.operation {
    case .define:
      let origin = redefined(ruleSet.macros[at].origin, by: new)
      ruleSet.macros[at] = MacroDefinition(origin: origin, condition: macro.condition, isBroken: item.isBroken)
    case .append:
      // Text that was appended to nothing (`or …`) is no condition.
      if !phantomMacros.contains(name) { append(macro.condition, to: &ruleSet.macros[at].condition) }
      ruleSet.macros[at].origin.visibility = index
      if item.isBroken { ruleSet.macros[at].isBroken = true }
    }
  }

  // MARK: Rules

  private mutating func add(_ rule: RuleItem, _ item: RuleFileItem, _ bag: inout DiagnosticBag) {
    if case .define = rule.operation { return define(rule, item, &bag) }
    let name = rule.name.string
    // Without a usable `enabled` it does nothing, and that has been reported.
    if case .enable = rule.operation, rule.isEnabled == nil { return }
    guard let at = rules.index(of: rule.name.text.bytes.span) else {
      noteUnreadable(rule.condition.map { words(in: $0.bytes) } ?? [])
      let purpose: TargetPurpose =
        switch rule.operation {
        case .enable: .enable
        case .override(let appended, _) where appended.isEmpty: .replace
        case .define, .append, .override: .append
        }
      return reportMissingTarget(
        rule.name, kind: "rule", item, among: ruleSet.rules.lazy.map(\.origin.name), purpose, &bag)
    }
    if case .enable = rule.operation {
      if let isEnabled = rule.isEnabled { ruleSet.rules[at].isEnabled = isEnabled }
      return
    }
    if let source = rule.source, source.string != ruleSet.rules[at].source {
      let was = ruleSet.rules[at]
      report(
        [.differentSource(source.span, name: name, was: was, isDefinition: false)], about: item, rule.name,
        kind: "rule", &bag)
      ruleSet.rules[at].isBroken = true
      return
    }
    ruleSet.rules[at].origin.visibility = takeIndex()
    let findings = change(at, by: rule, isBroken: item.isBroken)
    if item.isBroken || !findings.isEmpty { ruleSet.rules[at].isBroken = true }
    report(findings, about: item, rule.name, kind: "rule", &bag)
  }

  private mutating func define(_ rule: RuleItem, _ item: RuleFileItem, _ bag: inout DiagnosticBag) {
    var definition = RuleDefinition(rule, origin: origin(rule.name, item, takeIndex()), isBroken: item.isBroken)
    let name = definition.origin.name
    guard let at = rules.index(of: rule.name.text.bytes.span) else {
      _ = rules.insert(rule.name.text.bytes.span)
      ruleSet.rules.append(definition)
      return
    }
    let old = ruleSet.rules[at]
    exceptionPositions[at] = nil
    definition.origin = redefined(old.origin, by: definition.origin)
    if definition.source != old.source {
      // Without `source` the incumbent reads "syscall", and refuses; the author most likely wants the old one.
      let span = rule.source?.span ?? rule.name.span
      let diagnostic = Diagnostic.differentSource(span, name: name, was: old, isDefinition: rule.source == nil)
      report([diagnostic], about: item, rule.name, kind: "rule", &bag)
      if rule.source == nil { definition.source = old.source }
      definition.isBroken = true
    } else if !old.isBroken {
      ruleSet.replaced.append(
        ReplacedDefinition(
          kind: "rule", old: old.origin, new: definition.origin, oldBody: .condition(old.condition),
          newBody: .condition(rule.condition)))
    }
    ruleSet.rules[at] = definition
  }

  // MARK: Reporting

  enum TargetPurpose { case append, replace, enable }

  mutating func reportMissingTarget(
    _ name: Scalar, kind: String, _ item: RuleFileItem, among names: some Sequence<String>,
    _ purpose: TargetPurpose, _ bag: inout DiagnosticBag
  ) {
    guard !mayBeUnreadable(name.string) else { return }
    let near = nearName(to: name.string, among: names)
    report(
      [.missingTarget(name.string, at: name.span, kind: kind, purpose: purpose, near: near)], about: item, name,
      kind: kind, &bag)
  }

  func report(
    _ diagnostics: [Diagnostic], about item: RuleFileItem, _ name: Scalar?, kind: String, _ bag: inout DiagnosticBag
  ) {
    for var diagnostic in diagnostics {
      diagnostic.subject = Diagnostic.Subject(kind: kind, name: name?.string ?? "", span: item.span)
      bag.report(diagnostic)
    }
  }

  mutating func noteRequired(_ version: Version) {
    ruleSet.requiredEngineVersion = max(ruleSet.requiredEngineVersion ?? version, version)
  }
}

/// Joins two texts with one blank between them, either of which may be missing. In place: a file may append to one
/// item thousands of times.
func append(_ addition: EmbeddedText?, to text: inout EmbeddedText?) {
  guard let addition else { return }
  if text == nil { text = addition } else { text?.append(addition) }
}
