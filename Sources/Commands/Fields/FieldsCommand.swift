import ArgumentParser
import Bytecode
import Capture
import Compiler
import Diagnostics
import RuleFile
import Runtime
import Schema
import SystemPackage

/// `rulec fields`: what fields are on each event, one JSON object a line.
struct FieldsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fields", abstract: "Show fields of every event of a capture, as JSON.",
    discussion: "Values are as in output_fields of alerts; null where there is none. Events that rules do not see are left out.")

  @Option(
    help: ArgumentHelp("A capture file of whatever kind, or - for standard input.", valueName: "file"), completion: .file())
  var source: String

  @Option(help: ArgumentHelp("The fields, with commas between them.", valueName: "names"))
  var fields: String

  @Option(help: ArgumentHelp("Leave out events before this number (evt.num).", valueName: "number"))
  var from: UInt64 = 0

  @Option(help: ArgumentHelp("Stop behind the event of this number (evt.num).", valueName: "number"))
  var to: UInt64 = .max

  func run() throws {
    var table = try FieldTable(Self.names(in: fields))
    BrokenPipe.isAnError()
    do {
      var reader = try CaptureFile.open(source)
      while let item = try reader.next() {
        switch item {
        case .snapshot(let snapshot): table.engine.load(snapshot)
        case .event(let event): table.add(event, numbers: from...max(from, to))
        }
        if table.isFull { try table.write() }
        if table.engine.facts.number >= to { break }
      }
      try table.write()
      if !reader.problems.isEmpty { throw CommandFailure(reader.problems, source: source) }
    } catch let error as CaptureError {
      try table.write()
      throw CommandFailure(error, source: source)
    }
  }

  /// The names between commas, except commas inside brackets, parentheses and quotes.
  private static func names(in text: String) -> [String] {
    var names = [""]
    var depth = 0
    var quote: Character?
    for character in text {
      switch character {
      case "\"", "'": quote = quote == nil ? character : quote == character ? nil : quote
      case "(", "[": if quote == nil { depth += 1 }
      case ")", "]": if quote == nil { depth -= 1 }
      case "," where depth == 0 && quote == nil:
        names.append("")
        continue
      default: break
      }
      names[names.count - 1].append(character)
    }
    return names.map { String($0.drop { $0 == " " }) }
  }
}

/// Writes one object for each event.
private struct FieldTable: ~Copyable {
  private struct Column {
    /// With its quotes and colon.
    var key: [UInt8]
    var term: TermID
    var style: PrintStyle
    var parameter: ParameterName?
  }

  var engine: Engine
  private var columns: [Column] = []
  private var bytes: [UInt8] = []

  var isFull: Bool { bytes.count >= 1 << 16 }

  init(_ names: [String]) throws {
    let environment = CompilerEnvironment.standard
    let (verified, terms) = try WantedFields.compile(names, option: "--fields", environment)
    let program = verified.program
    let fields = OutputFields(program: program, catalog: .syscall, events: environment.events)
    for (name, term) in zip(names, terms) {
      var key = [UInt8(ascii: "\"")]
      EscapedText.append(Array(name.utf8).span, to: &key)
      key += Array("\":".utf8)
      columns.append(Column(key: key, term: term, style: fields.style(of: term), parameter: fields.parameter(of: term)))
    }
    engine = Engine(program: verified, catalog: .syscall, events: environment.events)
  }

  mutating func add(_ event: borrowing EventView, numbers: ClosedRange<UInt64>) {
    engine.process(event)
    guard !engine.facts.isHidden, numbers.contains(engine.facts.number) else { return }
    for (index, column) in columns.enumerated() {
      bytes.append(index == 0 ? UInt8(ascii: "{") : UInt8(ascii: ","))
      bytes += column.key
      let style = column.parameter.map { engine.style(of: $0, event) } ?? column.style
      engine.outputValue(of: column.term, event).appendJSON(style, event, engine, to: &bytes)
    }
    bytes += Array("}\n".utf8)
  }

  mutating func write() throws(CommandFailure) {
    try Output.standard.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
