package import Bytecode
import Schema

/// Writes alerts, each as one line (rule-language.md §9.3, §9.4). The buffers are used again, so nothing is allocated
/// once they have met the longest alert.
package struct AlertWriter: ~Copyable {
  private let plan: AlertPlan
  private let options: AlertOptions
  /// The text of the alert without time and priority: values in their printed form, nothing escaped.
  private var message: [UInt8] = []
  /// The last line that was written, with its line feed.
  package private(set) var line: [UInt8] = []

  package init(_ plan: AlertPlan, _ options: AlertOptions) {
    self.plan = plan
    self.options = options
  }

  // `let`s of arrays below take no copy: they let one buffer be read while another is written.

  /// Writes the alert of a rule that matched the event which the engine processed last.
  package mutating func write(_ id: RuleID, _ event: borrowing EventView, _ engine: inout Engine) {
    let rule = plan.rules[Int(id.rawValue)]
    makeMessage(rule, event, &engine)
    line.removeAll(keepingCapacity: true)
    switch options.form {
    case .text: writeText(rule, event)
    case .json: writeJSON(rule, event, &engine)
    }
    line.append(UInt8(ascii: "\n"))
  }

  private mutating func makeMessage(_ rule: AlertPlan.Rule, _ event: borrowing EventView, _ engine: inout Engine) {
    message.removeAll(keepingCapacity: true)
    let bytes = plan.bytes
    for part in plan.parts[rule.parts] {
      switch part {
      case .literal(let range): message.append(bytes.span.extracting(range))
      case .term(let term, let width, let style, let parameter):
        let style = parameter.map { engine.style(of: $0, event) } ?? style
        let value = engine.outputValue(of: term, event)
        value.appendText(width: width, style, event, engine, to: &message)
      }
    }
  }

  // MARK: Text

  private mutating func writeText(_ rule: AlertPlan.Rule, _ event: borrowing EventView) {
    appendTime(event.time)
    line.append(": ")
    if options.usesColor { line.append(rule.priority.terminalColor) }
    line.append(contentsOf: rule.priority.name.utf8)
    if options.usesColor { line.append("\u{1B}[0m") }
    line.append(UInt8(ascii: " "))
    let message = message
    EscapedText.append(message.span, to: &line)
  }

  private mutating func appendTime(_ nanoseconds: UInt64) {
    guard options.usesISOTime else { return line.append(timeOfDayOf: CalendarTime(local: nanoseconds)) }
    appendISOTime(nanoseconds)
    line.append("+0000")
  }

  private mutating func appendISOTime(_ nanoseconds: UInt64) {
    let time = CalendarTime(utc: nanoseconds)
    line.append(dateOf: time)
    line.append(UInt8(ascii: "T"))
    line.append(timeOfDayOf: time)
  }

  // MARK: JSON

  private mutating func writeJSON(_ rule: AlertPlan.Rule, _ event: borrowing EventView, _ engine: inout Engine) {
    line.append("{\"hostname\":\"")
    let known = engine.state.machine.hostName
    let hostName = known.isEmpty ? options.hostName : known
    EscapedText.append(hostName.span, isValue: true, to: &line)
    line.append("\",\"output\":\"")
    appendTime(event.time)
    line.append(": ")
    line.append(contentsOf: rule.priority.name.utf8)
    line.append(UInt8(ascii: " "))
    let message = message
    EscapedText.append(message.span, to: &line)
    line.append("\",\"output_fields\":{")
    for index in rule.entries {
      if index > rule.entries.lowerBound { line.append(UInt8(ascii: ",")) }
      append(plan.entries[index], event, &engine)
    }
    let bytes = plan.bytes
    line.append(bytes.span.extracting(rule.tail))
    appendISOTime(event.time)
    line.append("Z\"}")
  }

  private mutating func append(_ entry: AlertPlan.Entry, _ event: borrowing EventView, _ engine: inout Engine) {
    let bytes = plan.bytes
    line.append(bytes.span.extracting(entry.key))
    let style = entry.parameter.map { engine.style(of: $0, event) } ?? entry.style
    let value = entry.term.map { engine.outputValue(of: $0, event) } ?? .missing
    value.appendJSON(style, event, engine, to: &line)
  }
}
