import Diagnostics
import Lints
import RuleFile
import Schema

/// Reads a file that describes fields: a list of mappings, as YAML or as JSON, which YAML includes.
///
/// The keys are those with which plugins of Falco tell of their fields (`name`, `type`, `isList`, `arg`, `desc`), those of
/// `rulec list fields --format json` (`field`, `type`, `description`), and `list` and `argument` for people.
struct FieldFileReader {
  private let tree: YAMLTree
  private var seen: Set<String> = []
  private var declarations: [FieldDeclaration] = []

  /// Ids of fields have 16 bits.
  private static let limit = 10_000

  static func read(_ file: SourceFile, into bag: inout DiagnosticBag) -> [FieldDeclaration] {
    let content = YAMLReader.read(file)
    bag.report(content.diagnostics)
    var reader = FieldFileReader(tree: content.tree)
    for part in content.parts {
      guard case .item = part.role else {
        bag.report(.configuration("a file of fields is a list", at: content.tree.span(of: part.node), help: example))
        continue
      }
      reader.readField(part.node, &bag)
    }
    return reader.declarations
  }

  private init(tree: YAMLTree) { self.tree = tree }

  private static let example = "write '- {name: ka.verb, type: string, desc: What was done.}'"

  /// Keys that mean something, and those of plugins that mean nothing here.
  private static let keys = [
    "name", "field", "type", "list", "isList", "argument", "arg", "desc", "description", "display", "addOutput", "properties",
  ]

  private mutating func readField(_ node: YAMLTree.NodeID, _ bag: inout DiagnosticBag) {
    var (name, type, argument, documentation) = (nil as YAMLTree.NodeID?, nil as FieldType?, FieldArgument.none, "")
    var (isList, isSound) = (false, true)
    for (key, value) in tree.entries(of: node) {
      switch tree.string(of: key) {
      case "name", "field": name = value
      case "type":
        type = fieldType(value, &bag)
        isSound = isSound && type != nil
      case "list", "isList": isList = isTrue(value)
      case "argument": if let read = readArgument(value, &bag) { argument = read } else { isSound = false }
      case "arg": argument = pluginArgument(value)
      case "desc", "description": documentation = tree.string(of: value)
      case let word where Self.keys.contains(word): break
      case let word:
        let near = nearestName(to: word, among: Self.keys).map { "did you mean '\($0)'?" }
        bag.report(.configuration("unknown key '\(word)'", at: tree.span(of: key), help: near ?? Self.example))
      }
    }
    guard let name = readName(name, node, &bag), isSound else { return }
    guard let type else { return bag.report(.configuration("field '\(name)' has no type", at: tree.span(of: node), help: Self.example)) }
    declarations.append(
      FieldDeclaration(name: name, type: type.type, isList: isList || type.isList, argument: argument, documentation: documentation))
  }

  private mutating func readName(_ node: YAMLTree.NodeID?, _ field: YAMLTree.NodeID, _ bag: inout DiagnosticBag) -> String? {
    guard let node else {
      bag.report(.configuration("a field has no name", at: tree.span(of: field), help: Self.example))
      return nil
    }
    let name = tree.string(of: node)
    if !FieldDeclaration.isName(name) {
      bag.report(.configuration("'\(name)' is no name of a field", at: tree.span(of: node), help: "names are words joined by dots, as ka.user.name"))
    } else if !seen.insert(name).inserted {
      bag.report(.configuration("field '\(name)' is described twice", at: tree.span(of: node)))
    } else if declarations.count >= Self.limit {
      if declarations.count == Self.limit { bag.report(.configuration("a file describes at most \(Self.limit) fields", at: tree.span(of: node))) }
    } else {
      return name
    }
    return nil
  }

  // MARK: Values

  private struct FieldType { var type: ValueType; var isList: Bool }

  /// As Falco and rulec spell types, or as plugins do.
  private func fieldType(_ node: YAMLTree.NodeID, _ bag: inout DiagnosticBag) -> FieldType? {
    var word = tree.string(of: node)
    let isList = word.hasPrefix("list of ")
    if isList { word.removeFirst("list of ".count) }
    let spelling = word == "string" ? ValueType.charbuf.name : word.uppercased()
    if let type = FieldDeclaration.types.first(where: { $0.name == spelling }) { return FieldType(type: type, isList: isList) }
    bag.report(
      .configuration("'\(word)' is no type of a field", at: tree.span(of: node), help: "types are string, uint64, int64, bool, double, reltime, abstime, ipaddr, ipnet and others that 'rulec list fields' shows"))
    return nil
  }

  private static let arguments: [String: FieldArgument] = [
    "none": .none, "index?": .optionalIndex, "key": .requiredKey, "key?": .optionalKey, "index or key": .requiredIndexOrKey,
    "index or key?": .optionalIndexOrKey,
  ]

  private func readArgument(_ node: YAMLTree.NodeID, _ bag: inout DiagnosticBag) -> FieldArgument? {
    if let argument = Self.arguments[tree.string(of: node)] { return argument }
    bag.report(
      .configuration("'\(tree.string(of: node))' is no argument of a field", at: tree.span(of: node), help: "arguments are \(Self.arguments.keys.sorted().joined(separator: ", ")); ? means that it may be missing"))
    return nil
  }

  /// `{"isRequired": …, "isIndex": …, "isKey": …}`
  private func pluginArgument(_ node: YAMLTree.NodeID) -> FieldArgument {
    let flags = Dictionary(tree.entries(of: node).map { (tree.string(of: $0.key), isTrue($0.value)) }) { first, _ in first }
    let (isIndex, isKey, isRequired) = (flags["isIndex"] == true, flags["isKey"] == true, flags["isRequired"] == true)
    return switch (isIndex, isKey) {
    case (false, false): .none
    case (true, false): isRequired ? .requiredIndexOrKey : .optionalIndex
    case (false, true): isRequired ? .requiredKey : .optionalKey
    case (true, true): isRequired ? .requiredIndexOrKey : .optionalIndexOrKey
    }
  }

  private func isTrue(_ node: YAMLTree.NodeID) -> Bool { tree.string(of: node) == "true" }
}
