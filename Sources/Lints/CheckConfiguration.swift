package import Diagnostics
import Matching
package import RuleFile

/// What `.rulec.yaml` says about how rules are checked.
///
///     levels:
///       RULEC_LONG_NAME: error        # error, warning, note or ignore
///       style: note                   # all matters of style
///     ignore:
///       - path: rules/vendor/*.yaml   # from the folder of this file; a folder stands for all below it
///         codes: [RULEC_REDEFINED]    # all codes without it
///         reason: not ours            # for formats that show what is ignored
///     engine: 0.57.0                  # the oldest engine of Falco that the rules are to load in
///     fields:                         # of plugins, from files that describe them
///       - path: fields/k8saudit.json
///         source: k8s_audit           # syscall without it
package struct CheckConfiguration: Sendable {
  private enum Level: Sendable {
    case ignore
    case severity(Severity)
  }

  fileprivate struct Ignore: Sendable {
    var pattern: [UInt8]
    /// nil: all of them.
    var codes: Set<DiagnosticCode>?
    var reason: String?
  }

  private var levels: [DiagnosticCode: Level] = [:]
  private var style: Level?
  private var ignores: [Ignore] = []
  /// The version of Falco's engine that the rules are to load in.
  package private(set) var engine: Version?
  package private(set) var fieldFiles: [FieldFile] = []

  /// A file that describes fields.
  package struct FieldFile: Sendable {
    /// From the folder of the configuration.
    package var path = ""
    /// Whose fields they are.
    package var source = "syscall"
    /// Where the configuration names it.
    package var span: SourceSpan
  }

  package init() {}

  /// Which lints it wants. What is ignored is looked for all the same: some formats tell of it.
  package var selection: LintSelection {
    var selection = LintSelection()
    if case .severity = style { selection.includesStyle = true }
    for (code, level) in levels { if case .severity = level { selection.codes[code] = true } }
    return selection
  }

  /// The diagnostics at their levels, and those that are ignored. Errors stay errors: what does not load does not load.
  ///
  /// - Parameter path: of a file, from the folder of the configuration; nil for what lies elsewhere.
  package func apply(
    to diagnostics: [Diagnostic], path: (Diagnostic) -> String?
  ) -> (kept: [Diagnostic], suppressed: [SuppressedDiagnostic]) {
    guard !levels.isEmpty || style != nil || !ignores.isEmpty else { return (diagnostics, []) }
    var (kept, suppressed) = ([] as [Diagnostic], [] as [SuppressedDiagnostic])
    for diagnostic in diagnostics {
      var result = diagnostic
      if diagnostic.severity != .error {
        switch levels[diagnostic.code] ?? (diagnostic.code.info.isStyle ? style : nil) {
        case .ignore:
          suppressed.append(SuppressedDiagnostic(diagnostic, .external, reason: nil))
          continue
        case .severity(let severity): result.severity = severity
        case nil: break
        }
        if let ignore = ignore(for: diagnostic, path) {
          suppressed.append(SuppressedDiagnostic(result, .external, reason: ignore.reason))
          continue
        }
      }
      kept.append(result)
    }
    return (kept, suppressed)
  }

  private func ignore(for diagnostic: Diagnostic, _ path: (Diagnostic) -> String?) -> Ignore? {
    let ignoring = ignores.filter { $0.codes?.contains(diagnostic.code) ?? true }
    guard !ignoring.isEmpty, let path = path(diagnostic) else { return nil }
    return ignoring.first { $0.matches(Array(path.utf8)) }
  }
}

extension CheckConfiguration.Ignore {
  fileprivate func matches(_ path: [UInt8]) -> Bool {
    if Glob(pattern).matches(path.span) { return true }
    let folder = pattern.last == UInt8(ascii: "/") ? pattern : pattern + [UInt8(ascii: "/")]
    return path.starts(with: folder)
  }
}

// MARK: - Reading

extension CheckConfiguration {
  /// Reads a file; what is wrong with it goes to the bag.
  package init(reading file: SourceFile, into bag: inout DiagnosticBag) {
    let content = YAMLReader.read(file)
    bag.report(content.diagnostics)
    for part in content.parts {
      if case .item = part.role { bag.report(.configuration("a configuration is one mapping, not a list", at: content.tree.span(of: part.node))) }
      read(part.node, content.tree, &bag)
    }
  }

  private mutating func read(_ root: YAMLTree.NodeID, _ tree: YAMLTree, _ bag: inout DiagnosticBag) {
    for (key, value) in tree.entries(of: root) {
      switch tree.string(of: key) {
      case "levels": readLevels(value, tree, &bag)
      case "ignore": readIgnores(value, tree, &bag)
      case "engine": readEngine(value, tree, &bag)
      case "fields": readFieldFiles(value, tree, &bag)
      case let name:
        let near = nearestName(to: name, among: ["levels", "ignore", "engine", "fields"])
        bag.report(
          .configuration(
            "unknown key '\(name)'", at: tree.span(of: key),
            help: near.map { "did you mean '\($0)'?" } ?? "known keys are 'levels', 'ignore', 'engine' and 'fields'"))
      }
    }
  }

  private mutating func readLevels(_ node: YAMLTree.NodeID, _ tree: YAMLTree, _ bag: inout DiagnosticBag) {
    for (key, value) in tree.entries(of: node) {
      let (name, word) = (tree.string(of: key), tree.string(of: value))
      guard let level = word == "ignore" ? Level.ignore : Severity(rawValue: word).map(Level.severity) else {
        bag.report(.configuration("'\(word)' is no level", at: tree.span(of: value), help: "levels are error, warning, note and ignore"))
        continue
      }
      if name == "style" { style = level } else if let code = code(key, tree, &bag) { levels[code] = level }
    }
  }

  private func code(_ node: YAMLTree.NodeID, _ tree: YAMLTree, _ bag: inout DiagnosticBag) -> DiagnosticCode? {
    let name = tree.string(of: node)
    let all = DiagnosticCode.allCases.filter { !$0.info.isReserved }
    if let code = all.first(where: { $0.rawValue == name }) {
      if code.severity == .error {
        bag.report(.configuration("the level of \(name) cannot be changed: rules with errors do not load", at: tree.span(of: node)))
        return nil
      }
      return code
    }
    let near = nearestName(to: name, among: all.map(\.rawValue))
    bag.report(
      .configuration("no code is named '\(name)'", at: tree.span(of: node), help: near.map { "did you mean '\($0)'?" } ?? "'rulec list codes' shows all codes"))
    return nil
  }

  private mutating func readIgnores(_ node: YAMLTree.NodeID, _ tree: YAMLTree, _ bag: inout DiagnosticBag) {
    guard tree.kind(of: node) == .sequence else {
      bag.report(.configuration("'ignore' is a list", at: tree.span(of: node), help: "write '- path: rules/vendor/*.yaml'"))
      return
    }
    for element in tree.elements(of: node) {
      var ignore = Ignore(pattern: [], codes: nil)
      for (key, value) in tree.entries(of: element) {
        switch tree.string(of: key) {
        case "path": ignore.pattern = Array(tree.value(of: value))
        case "codes": ignore.codes = Set(tree.elements(of: value).compactMap { code($0, tree, &bag) })
        case "reason": ignore.reason = tree.string(of: value)
        case let name: bag.report(.configuration("unknown key '\(name)'", at: tree.span(of: key), help: "an entry has 'path', 'codes' and 'reason'"))
        }
      }
      if ignore.pattern.isEmpty {
        bag.report(.configuration("an entry of 'ignore' needs a path", at: tree.span(of: element), help: "write '- path: rules/vendor/*.yaml'"))
      } else {
        ignores.append(ignore)
      }
    }
  }
}

// MARK: - Engine and fields

extension CheckConfiguration {
  private mutating func readEngine(_ node: YAMLTree.NodeID, _ tree: YAMLTree, _ bag: inout DiagnosticBag) {
    engine = tree.kind(of: node) == .scalar ? Version(engine: tree.value(of: node)) : nil
    guard engine == nil else { return }
    bag.report(
      .configuration(
        "'engine' is the version of an engine", at: tree.span(of: node), help: "write it as 'required_engine_version' has it: 0.57.0 or 57"))
  }

  private mutating func readFieldFiles(_ node: YAMLTree.NodeID, _ tree: YAMLTree, _ bag: inout DiagnosticBag) {
    guard tree.kind(of: node) == .sequence else {
      bag.report(.configuration("'fields' is a list", at: tree.span(of: node), help: Self.fieldFileHelp))
      return
    }
    for element in tree.elements(of: node) {
      var file = FieldFile(span: tree.span(of: element))
      if tree.kind(of: element) == .scalar { file.path = tree.string(of: element) }
      for (key, value) in tree.entries(of: element) {
        switch tree.string(of: key) {
        case "path": (file.path, file.span) = (tree.string(of: value), tree.span(of: value))
        case "source": file.source = tree.string(of: value)
        case let name: bag.report(.configuration("unknown key '\(name)'", at: tree.span(of: key), help: "an entry has 'path' and 'source'"))
        }
      }
      if file.path.isEmpty || file.source.isEmpty {
        let missing = file.path.isEmpty ? "path" : "source"
        bag.report(.configuration("an entry of 'fields' needs a \(missing)", at: tree.span(of: element), help: Self.fieldFileHelp))
      } else {
        fieldFiles.append(file)
      }
    }
  }

  private static let fieldFileHelp = "write '- path: fields/plugin.json', with 'source: SOURCE' if the fields are not those of system calls"
}

extension Diagnostic {
  package static func configuration(_ message: String, at span: SourceSpan, help: String? = nil) -> Diagnostic {
    Diagnostic(.configuration, message, at: Label(span), help: help.map { [$0] } ?? [])
  }
}
