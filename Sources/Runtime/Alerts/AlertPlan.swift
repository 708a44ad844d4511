package import Bytecode
package import Schema

/// What an alert looks like, as far as no event has a say in it.
package struct AlertOptions: Sendable {
  package enum Form: Sendable { case text, json }

  package var form = Form.text
  /// Date and time in universal time instead of the time of day where the machine stands.
  package var usesISOTime = false
  /// For a terminal: the priority is coloured.
  package var usesColor = false
  /// Stands in alerts where the source does not say which machine it is about.
  package var hostName: [UInt8] = []

  package init() {}
}

/// What the alerts of each rule consist of besides the values of an event, made ready once: the pieces of the text, and
/// the keys of `output_fields` in their order.
package struct AlertPlan: Sendable {
  enum Part: Sendable {
    /// Of `bytes`.
    case literal(Range<Int>)
    case term(TermID, width: UInt32?, PrintStyle, ParameterName?)
  }

  /// One entry of `output_fields`.
  struct Entry: Sendable {
    /// Of `bytes`: the key with its quotes and colon.
    var key: Range<Int>
    /// Nil for the time of the event, which every alert has.
    var term: TermID?
    var style: PrintStyle
    /// `evt.rawarg.NAME`: how it prints is up to the type of the event.
    var parameter: ParameterName?
  }

  struct Rule: Sendable {
    var priority: Priority
    var parts: Range<Int>
    var entries: Range<Int>
    /// Of `bytes`: the JSON between `output_fields` and the time.
    var tail: Range<Int>
  }

  private(set) var parts: [Part] = []
  private(set) var entries: [Entry] = []
  private(set) var bytes: [UInt8] = []
  /// By `RuleID`.
  private(set) var rules: [Rule] = []

  /// - Parameters:
  ///   - suggested: a rule whose output follows that of every rule (rule-language.md §9.5).
  ///   - appended: a rule whose output's fields are in `output_fields` of every rule, and in no text.
  package init(
    _ program: Program, catalog: FieldCatalog, events: EventTable, suggested: RuleID? = nil, appended: RuleID? = nil,
    usesISOTime: Bool = false
  ) {
    let fields = OutputFields(program: program, catalog: catalog, events: events)
    func output(_ rule: RuleID?) -> [OutputPart] { rule.map { program.rules[Int($0.rawValue)].output } ?? [] }
    for rule in program.rules {
      let text = rule.output + output(suggested)
      let firstPart = parts.count
      for part in text { add(part, program, fields) }
      let firstEntry = entries.count
      add(fields.all(of: text + output(appended)), timeKey: usesISOTime ? "evt.time.iso8601" : "evt.time")
      let tailStart = bytes.count
      addTail(rule, program)
      rules.append(
        Rule(
          priority: rule.priority, parts: firstPart..<parts.count, entries: firstEntry..<entries.count,
          tail: tailStart..<bytes.count))
    }
  }

  private mutating func add(_ part: OutputPart, _ program: Program, _ fields: OutputFields) {
    switch part {
    case .literal(let string):
      let start = bytes.count
      bytes.append(contentsOf: program.strings[string])
      parts.append(.literal(start..<bytes.count))
    case .term(let term, let width):
      parts.append(.term(term, width: width, fields.style(of: term), fields.parameter(of: term)))
    }
  }

  private mutating func add(_ fields: [[UInt8]: OutputFields.Field], timeKey: StaticString) {
    var fields = fields
    var time: [UInt8] = []
    time.append(timeKey)
    var style = PrintStyle(type: .charbuf, number: .none)
    style.isTimeOfDay = true
    fields[time] = OutputFields.Field(term: nil, style: style, parameter: nil)
    for (name, field) in fields.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let start = bytes.count
      addQuoted(name.span)
      bytes.append(UInt8(ascii: ":"))
      entries.append(Entry(key: start..<bytes.count, term: field.term, style: field.style, parameter: field.parameter))
    }
  }

  /// Keys are in the order of their bytes, as the incumbent writes them.
  private mutating func addTail(_ rule: RuleEntry, _ program: Program) {
    bytes.append("},\"priority\":")
    addQuoted(Array(rule.priority.name.utf8).span)
    bytes.append(",\"rule\":")
    addQuoted(program.strings[rule.name].span)
    bytes.append(",\"source\":")
    addQuoted(Array(program.source.utf8).span)
    bytes.append(",\"tags\":[")
    for (index, tag) in rule.tags.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      addQuoted(program.strings[tag].span)
    }
    bytes.append("],\"time\":\"")
  }

  private mutating func addQuoted(_ text: Span<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    EscapedText.append(text, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }
}
