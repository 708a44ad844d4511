import ArgumentParser
import Diagnostics
import Schema

/// `rulec list`: the vocabulary of rule files.
struct ListCommand: ParsableCommand {
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case operators, transformers, codes
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
}
