import Bytecode
import Capture
import Compiler
import CompilerSupport
import Runtime
import Schema
import Testing

/// Replays a capture and renders fields of its events as they stand in an alert.
struct FieldReplay: ~Copyable {
  private struct Column {
    var term: TermID
    var style: PrintStyle
    var parameter: ParameterName?
  }

  /// How values are written: as in `output_fields`, or as in the text of an alert.
  enum Form { case json, text }

  private var engine: Engine
  private let form: Form
  private let columns: [Column]

  /// - Parameter names: as they stand in outputs, without the percent sign.
  init(_ names: [String], form: Form = .json) throws {
    self.form = form
    // A line break ends each name: `%proc.names` would be `proc.name` and an "s".
    let output = names.map { "%\($0)\\n" }.joined().replacing("\"", with: "\\\"")
    let text = "- rule: fields\n  desc: d\n  condition: evt.num = 0\n  priority: debug\n  output: \"\(output)\"\n"
    let compiled = CompiledText(text)
    try #require(compiled.errors == [])
    let verified = try #require(compiled.compilation.sources.first).program
    let fields = OutputFields(program: verified.program, catalog: .syscall, events: .syscall)
    let terms = verified.program.rules[0].output.compactMap { part in
      if case .term(let term, _) = part { term } else { nil }
    }
    try #require(terms.count == names.count)
    columns = terms.map { Column(term: $0, style: fields.style(of: $0), parameter: fields.parameter(of: $0)) }
    engine = Engine(program: verified, catalog: .syscall, events: .syscall)
  }

  /// Calls `body` with each event that rules see, until it answers false.
  mutating func run(_ path: String, _ body: (inout FieldRow) throws -> Bool) throws {
    var reader = try ScapReader(path: path)
    var row = FieldRow()
    while let item = try reader.next() {
      switch item {
      case .snapshot(let snapshot): engine.load(snapshot)
      case .event(let event):
        engine.process(event)
        guard !engine.facts.isHidden, !event.isStateOnly else { continue }
        row.number = engine.facts.number
        if row.wanted.map({ $0 == row.number }) ?? true { render(event, into: &row) }
        guard try body(&row) else { return }
      }
    }
  }

  private mutating func render(_ event: borrowing EventView, into row: inout FieldRow) {
    row.bytes.removeAll(keepingCapacity: true)
    row.ends.removeAll(keepingCapacity: true)
    for column in columns {
      let style = column.parameter.map { engine.style(of: $0, event) } ?? column.style
      let value = engine.outputValue(of: column.term, event)
      switch form {
      case .json: value.appendJSON(style, event, engine, to: &row.bytes)
      case .text: value.appendText(style, event, engine, to: &row.bytes)
      }
      row.ends.append(row.bytes.count)
    }
  }
}

/// The values of one event, back to back.
struct FieldRow {
  /// `evt.num`.
  var number: UInt64 = 0
  var bytes: [UInt8] = []
  var ends: [Int] = []
  /// The number of the next event whose values are wanted: others change state and are not rendered. Nil for all.
  var wanted: UInt64?

  subscript(column: Int) -> ArraySlice<UInt8> { bytes[(column == 0 ? 0 : ends[column - 1])..<ends[column]] }
}
