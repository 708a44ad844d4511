import ArgumentParser
import Diagnostics
import Schema

/// `rulec list`: the vocabulary of rule files.
struct ListCommand: ParsableCommand {
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case fields, events, operators, transformers, codes
  }

  static let configuration = CommandConfiguration(commandName: "list", abstract: "Show what rules can be made of.")

  @Argument(help: "What to list.")
  var kind: Kind

  @Option(help: "How the listing looks.")
  var format: Table.Format = .text

  func run() throws {
    try Output.standard.write(table.rendered(as: format))
  }

  private var table: Table {
    switch kind {
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
        return [field.name, type, (field.isDeprecated ? "Deprecated. " : "") + field.documentation]
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
}
