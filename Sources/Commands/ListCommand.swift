import ArgumentParser
import Diagnostics
import RuleFile
import Runtime
import Schema

/// `rulec list`: the vocabulary of rules, and what rule files define.
struct ListCommand: ParsableCommand {
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case fields, events, operators, transformers, codes
    case rules, macros, lists, sketches

    /// It lists what rule files define; the others list what rulec knows.
    var isOfFiles: Bool { self == .rules || self == .macros || self == .lists || self == .sketches }
  }

  static let configuration = CommandConfiguration(commandName: "list", abstract: "Show what rules can be made of.")

  @ArgumentParser.Argument(help: "What to list.")
  var kind: Kind

  @Option(help: "How the listing looks.")
  var format: Table.Format = .text

  @ArgumentParser.Argument(
    help: ArgumentHelp("Rule files, for rules, macros, lists and sketches.", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String] = []

  func validate() throws {
    if kind.isOfFiles, paths.isEmpty { throw ValidationError("'list \(kind)' needs rule files to look into.") }
    if !kind.isOfFiles, !paths.isEmpty { throw ValidationError("'list \(kind)' takes no rule files.") }
  }

  func run() throws {
    let input = RuleFiles(reading: paths)
    try table(of: input).write(as: format, to: .standard)
    try input.failOnErrors(among: input.found.all)
  }

  private func table(of input: RuleFiles) -> Table {
    switch kind {
    case .rules: rules(of: input)
    case .macros: items("macro", of: input, input.ruleSet.macros.map(\.origin))
    case .lists: items("list", of: input, input.ruleSet.lists.map(\.origin))
    case .sketches: sketches(of: input)
    case .fields: fields
    case .events: events
    case .operators:
      Table(
        columns: ["operator", "description"], rows: Operator.allCases.map { [$0.spelling, "\($0.info.summary)"] })
    case .transformers:
      Table(
        columns: ["transformer", "description"],
        rows: Transformer.allCases.map { [$0.spelling, "\($0.info.summary)"] })
    case .codes:
      Table(
        columns: ["code", "severity", "description"],
        rows: DiagnosticCode.allCases.filter { !$0.info.isReserved }.map {
          [$0.rawValue, $0.severity.rawValue, "\($0.info.title)"]
        })
    }
  }

  /// The fields that rules may use, by source and in the order of the catalogue.
  private var fields: Table {
    let shown = FieldCatalog.syscall.fields.filter { !$0.isHidden }
    return Table(
      columns: ["field", "type", "description"],
      rows: shown.map { field in
        let type = field.isList ? "list of \(field.type.name)" : field.type.name
        var remarks = field.isDeprecated ? "Deprecated. " : ""
        if !FieldReader(field).hasSource { remarks += "No source gives it a value yet. " }
        return [field.name, type, remarks + field.documentation]
      })
  }

  /// Each name that `evt.type` can have, with the parameters of its present version.
  private var events: Table {
    var present: [String: EventType] = [:]
    // The exit half follows its enter half and has all the parameters.
    for type in EventTable.syscall.types where type.flags.isDisjoint(with: [.unused, .oldVersion]) {
      present[type.name] = type
    }
    return Table(
      columns: ["event", "parameters"],
      rows: EventTable.syscall.names.map { name in
        [name, present[name]?.parameters.map(\.name).joined(separator: ", ") ?? ""]
      })
  }

  private func rules(of input: RuleFiles) -> Table {
    var locator = SourceLocator(input.map)
    return Table(
      columns: ["rule", "place", "source", "priority", "enabled", "tags"],
      rows: input.ruleSet.rules.map { rule in
        [
          .text(rule.origin.name), .text(locator.place(of: rule.origin)), .text(rule.source),
          .text(rule.priority?.name ?? ""), .flag(rule.isEnabled), .list(rule.tags),
        ]
      })
  }

  private func sketches(of input: RuleFiles) -> Table {
    var locator = SourceLocator(input.map)
    return Table(
      columns: ["sketch", "place", "index", "key", "window", "description"],
      rows: input.ruleSet.sketches.map { sketch in
        let settings = sketch.settings
        return [
          .text(sketch.origin.name), .text(locator.place(of: sketch.origin)), .text(settings.index.map { "\($0)" } ?? ""),
          .list(settings.key?.map(\.string) ?? []), .text(settings.window.map { SketchInfoCommand.duration($0) } ?? ""),
          .text(settings.description?.string ?? ""),
        ]
      })
  }

  private func items(_ kind: String, of input: RuleFiles, _ origins: [ItemOrigin]) -> Table {
    var locator = SourceLocator(input.map)
    return Table(columns: [kind, "place"], rows: origins.map { [$0.name, locator.place(of: $0)] })
  }
}

extension SourceLocator {
  /// `rules/web.yaml:12`: the definition now in force.
  fileprivate mutating func place(of origin: ItemOrigin) -> String {
    let location = location(of: origin.nameSpan.start)
    return "\(map[location.file].name):\(location.line)"
  }
}
