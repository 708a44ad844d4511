import Diagnostics
import Reference
import Runtime

/// What `rulec explain` says.
struct ExplanationReport {
  /// A part of a condition.
  struct Line {
    var node: Explanation.Node
    var label: String
    var place: WrittenPlace
  }

  struct Rule {
    var name: String
    var place: WrittenPlace
    var holds: Bool
    var vetoes: [String]
    var nodes: [Line]
  }

  let number: UInt64
  /// Nanoseconds since the epoch.
  let time: UInt64
  let type: String
  let facts: [(name: String, value: [UInt8])]
  let rules: [Rule]

  // MARK: For people

  var text: String {
    var text = "event \(number): \(type)\n"
    for fact in facts { text += "  \(fact.name) = \(String(decoding: fact.value, as: UTF8.self))\n" }
    if rules.isEmpty { text += "\nNo rule's condition holds for it; '--rule NAME' shows why one does not.\n" }
    for rule in rules { text += "\n" + Self.text(rule) }
    return text
  }

  static func text(_ rule: Rule) -> String {
    var text = "\(rule.name) (\(rule.place.text)): the condition \(rule.holds ? "holds" : "does not hold")\n"
    let decisive = rule.nodes.filter { $0.node.part.isCheck && $0.node.isDecisive }
    if !rule.vetoes.isEmpty { text += "  the exception \(rule.vetoes.map { "'\($0)'" }.joined(separator: ", ")) lets the event through\n" }
    for line in decisive.prefix(mostDecisive) { text += "  decided by \(line.text) (\(line.place.text))\n" }
    if decisive.count > mostDecisive { text += "  and \(decisive.count - mostDecisive) more\n" }
    // Parts of what is left closed: of macros that decided nothing, and of what was not asked.
    var closed: Int?
    for line in rule.nodes {
      if let depth = closed, line.node.depth > depth { continue }
      closed = nil
      text += String(repeating: "  ", count: line.node.depth + 1) + line.text
      let isClosed = !line.node.isReached || line.isMacro && !line.node.isDecisive
      if line.node.isShownAbove { text += " (as above)" } else if isClosed, !line.node.part.isCheck { text += " \u{2026}" }
      if isClosed { closed = line.node.depth }
      text += "\n"
    }
    return text
  }

  private static let mostDecisive = 8

  // MARK: For programs

  /// Keys in the order of the alphabet.
  var json: [UInt8] {
    var writer = JSONWriter()
    writer.object { json in
      json.field("event") { json in
        json.field("fields") { json in
          for fact in facts.sorted(by: { $0.name < $1.name }) {
            json.key(fact.name)
            json.fragment(fact.value)
          }
        }
        json.field("number", Int(clamping: number))
        json.field("time", Int(clamping: time))
        json.field("type", type)
      }
      json.field("rules", rules) { json, rule in rule.write(to: &json) }
    }
    return writer.bytes
  }
}

extension ExplanationReport.Rule {
  /// Keys in the order of the alphabet.
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("exceptions", vetoes) { $0.string($1) }
      json.field("holds", holds)
      json.field("name", name)
      json.field("parts", nodes) { json, line in json.part(line) }
      json.place(place)
    }
  }
}

extension ExplanationReport.Line {
  fileprivate var isMacro: Bool { if case .macro = node.part { true } else { false } }

  fileprivate var text: String {
    let mark = !node.isReached ? "\u{00B7}" : node.holds ? "\u{2713}" : "\u{2717}"
    let values = node.isReached ? node.values.map { String(decoding: $0, as: UTF8.self) } : []
    return "\(mark) \(label)\(values.isEmpty ? "" : "  \u{2190} \(values.joined(separator: ", "))")"
  }
}

extension JSONWriter {
  fileprivate mutating func part(_ line: ExplanationReport.Line) {
    object { json in
      json.field("decisive", line.node.isDecisive)
      json.field("depth", line.node.depth)
      json.field("holds", line.node.holds)
      json.place(line.place)
      json.field("reached", line.node.isReached)
      json.field("shown_above", line.node.isShownAbove)
      json.field("text", line.label)
      json.field("values", line.node.values) { $0.fragment($1) }
    }
  }
}
