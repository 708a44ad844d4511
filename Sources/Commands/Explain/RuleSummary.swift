import Bytecode
import Compiler
import Diagnostics
import Parser
import RuleFile
import Schema

/// A rule in plain words: what it looks at, what must hold, what it lets through.
struct RuleSummary {
  struct Line {
    var depth: Int
    var text: String
  }

  let name: String
  let place: WrittenPlace
  let description: String
  let priority: String
  let isEnabled: Bool
  let tags: [String]
  /// Nil where the rule does not compile for system calls.
  let events: EventTypeNames?
  let conditions: [Line]
  let exceptions: [(name: String, lines: [Line])]
  /// Macros that the lines name, and what they stand for.
  let macros: [(name: String, condition: String)]
  /// What the rule asks for that is not there everywhere.
  let needs: [String]

  init(_ index: Int, _ compilation: Compilation, _ locator: inout SourceLocator) {
    let rule = compilation.ruleSet.rules[index]
    name = rule.origin.name
    place = WrittenPlace(rule.origin.nameSpan, &locator)
    description = rule.description?.string.onOneLine ?? ""
    priority = rule.priority?.name ?? ""
    isEnabled = rule.isEnabled
    tags = rule.tags
    events = compilation.eventTypeNames(ofRule: index)
    var words = ConditionWords(compilation)
    if let root = compilation.conditions.ruleRoots[index] { words.read(root) }
    conditions = words.lines
    exceptions = words.exceptions
    macros = words.macros.map { id in
      let macro = compilation.ruleSet.macros[Int(id.rawValue)]
      return (macro.origin.name, macro.condition?.string.onOneLine ?? "")
    }
    needs = Self.needs(words.fields)
  }

  private static func needs(_ fields: Set<String>) -> [String] {
    var needs: [String] = []
    if fields.contains(where: { $0.hasPrefix("container.") && $0 != "container.id" }) {
      needs.append("facts about containers: from the engine's socket in live runs, from the capture otherwise")
    }
    if fields.contains(where: { $0.hasPrefix("k8s.") }) { needs.append("facts about pods, which come with those about containers") }
    if fields.contains(where: { $0.hasPrefix("sketch.") || $0.hasPrefix("anomaly.") || $0.contains(".sketch") }) {
      needs.append("what sketches have learned: keep it with --state-dir")
    }
    if fields.contains("fs.path.resolved") { needs.append("the kernel's path of a file: live events and what 'rulec record' made of them") }
    return needs
  }

  // MARK: For people

  var text: String {
    var text = "\(name) (\(place.text))\n"
    if !description.isEmpty { text += "  \(description)\n" }
    text += "\n  priority    \(priority)\(isEnabled ? "" : "; not enabled")\n"
    if !tags.isEmpty { text += "  tags        \(tags.joined(separator: ", "))\n" }
    text += "  looks at    \(Self.words(events))\n"
    for need in needs { text += "  needs       \(need)\n" }
    text += "\nGives an alert when all of this holds:\n" + Self.text(conditions)
    for exception in exceptions { text += "\nBut not, by the exception '\(exception.name)', when\n" + Self.text(exception.lines) }
    if !macros.isEmpty { text += "\nThe macros:\n" }
    for macro in macros { text += "  \(macro.name): \(macro.condition)\n" }
    return text
  }

  private static func text(_ lines: [Line]) -> String {
    lines.map { String(repeating: "  ", count: $0.depth + 1) + "- " + $0.text + "\n" }.joined()
  }

  private static func words(_ events: EventTypeNames?) -> String {
    switch events {
    case nil: "nothing that this version knows"
    case .any: "every event"
    case .only([]): "no event: its condition can never be true"
    case .only(let names): names.joined(separator: ", ")
    }
  }

  // MARK: For programs

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("name", name)
      json.place(place)
      json.field("description", description)
      json.field("priority", priority)
      json.field("enabled", isEnabled)
      json.field("tags", tags) { $0.string($1) }
      if case .only(let names)? = events { json.field("events", names) { $0.string($1) } } else { json.nullField("events") }
      json.field("needs", needs) { $0.string($1) }
      json.field("conditions", conditions) { $0.line($1) }
      json.field("exceptions", exceptions) { json, exception in
        json.object { json in
          json.field("name", exception.name)
          json.field("conditions", exception.lines) { $0.line($1) }
        }
      }
      json.field("macros", macros) { json, macro in
        json.object { json in
          json.field("name", macro.name)
          json.field("condition", macro.condition)
        }
      }
    }
  }
}

extension JSONWriter {
  fileprivate mutating func line(_ line: RuleSummary.Line) {
    object { json in
      json.field("depth", line.depth)
      json.field("text", line.text)
    }
  }
}

/// Puts a condition into words. Macros are named, not opened, unless they stand for one check.
private struct ConditionWords {
  /// Items of a list that are named.
  private static let mostItems = 8

  private let compilation: Compilation
  private(set) var lines: [RuleSummary.Line] = []
  private(set) var exceptions: [(name: String, lines: [RuleSummary.Line])] = []
  private(set) var macros: [MacroID] = []
  private(set) var fields: Set<String> = []

  init(_ compilation: Compilation) {
    self.compilation = compilation
  }

  private enum Work {
    case node(ResolvedID, depth: Int, isNegated: Bool)
    /// What follows belongs to an exception, or no longer does.
    case begin(exception: String)
    case endOfException
  }

  mutating func read(_ root: ResolvedID) {
    // Not by recursion: conditions nest as deep as their author likes.
    var pending = [Work.node(root, depth: 0, isNegated: false)]
    var exception: (name: String, lines: [RuleSummary.Line])?
    while let work = pending.popLast() {
      switch work {
      case .begin(let name): exception = (name, [])
      case .endOfException:
        if let done = exception { exceptions.append(done) }
        exception = nil
      case .node(let id, let depth, let isNegated):
        let (line, parts) = describe(id, depth, isNegated, isRoot: id == root)
        if let line { if exception == nil { lines.append(line) } else { exception?.lines.append(line) } }
        pending += parts.reversed()
      }
    }
  }

  /// A line for a node, where it has one, and what comes next.
  private mutating func describe(_ id: ResolvedID, _ depth: Int, _ isNegated: Bool, isRoot: Bool) -> (RuleSummary.Line?, [Work]) {
    let conditions = compilation.conditions
    func parts(_ slice: Slice<ResolvedID>, _ depth: Int) -> [Work] {
      conditions.children[slice.range].map { .node($0, depth: depth, isNegated: false) }
    }
    switch conditions[id] {
    case .and(let slice) where !isNegated && depth == 0: return (nil, parts(slice, 0))
    case .and(let slice): return (line(depth, isNegated ? "not all of" : "all of"), parts(slice, depth + 1))
    case .or(let slice): return (line(depth, isNegated ? "none of" : "one of"), parts(slice, depth + 1))
    case .not(let inner):
      if let name = conditions.exceptionNames[id] {
        return (nil, [.begin(exception: name), .node(inner, depth: 0, isNegated: false), .endOfException])
      }
      return (nil, [.node(inner, depth: depth, isNegated: !isNegated)])
    case .expansion(let macro, let body):
      noteFields(below: body)
      if case .check = conditions[body] { return (nil, [.node(body, depth: depth, isNegated: isNegated)]) }
      if !macros.contains(macro) { macros.append(macro) }
      return (line(depth, (isNegated ? "not " : "") + compilation.ruleSet.macros[Int(macro.rawValue)].origin.name), [])
    case .check(let check): return (line(depth, words(check, isNegated)), [])
    case .error, .guess: return (nil, [])
    }
  }

  private func line(_ depth: Int, _ text: String) -> RuleSummary.Line { RuleSummary.Line(depth: depth, text: text) }

  private mutating func noteFields(below root: ResolvedID) {
    let conditions = compilation.conditions
    var pending = [root]
    var seen: Set<ResolvedID> = []
    while let id = pending.popLast() {
      guard seen.insert(id).inserted else { continue }
      switch conditions[id] {
      case .and(let slice), .or(let slice): pending += conditions.children[slice.range]
      case .not(let inner), .expansion(_, let inner): pending.append(inner)
      case .check(let check): _ = words(check, false)
      case .error, .guess: break
      }
    }
  }

  private mutating func words(_ id: ResolvedCheckID, _ isNegated: Bool) -> String {
    let check = compilation.conditions[id]
    let text = compilation.text(of: id)
    guard let sign = text.firstRange(of: " " + check.op.spelling) else { return text }
    let left = String(text[..<sign.lowerBound])
    for word in left.split(whereSeparator: { "(),[".contains($0) }) { fields.insert(String(word)) }
    let phrase = check.op.phrase
    var right = text[sign.upperBound...].drop { $0 == " " }
    if let modifier = check.modifier, right.hasPrefix(modifier.spelling) { right = right.dropFirst(modifier.spelling.count).drop { $0 == " " } }
    let words = "\(left) \(isNegated ? phrase.negative : phrase.positive)"
    return right.isEmpty ? words : "\(words) \(Self.values(right, check.modifier))"
  }

  private static func values(_ text: Substring, _ modifier: Modifier?) -> String {
    guard text.hasPrefix("("), text.hasSuffix(")") else { return String(text) }
    let items = text.dropFirst().dropLast().split(separator: ", ").map(String.init)
    let shown = items.prefix(mostItems).joined(separator: ", ") + (items.count > mostItems ? " and \(items.count - mostItems) more" : "")
    let quantity = modifier.map { $0 == .allof ? "all of " : "one of " } ?? ""
    return quantity + shown
  }
}

extension Operator {
  /// The operator between a field and a value, in words.
  fileprivate var phrase: (positive: String, negative: String) {
    switch self {
    case .exists: ("has a value", "has no value")
    case .equal: ("is", "is not")
    case .notEqual: ("has a value, and it is not", "has no value, or it is")
    case .less: ("is less than", "is not less than")
    case .lessOrEqual: ("is at most", "is not at most")
    case .greater: ("is greater than", "is not greater than")
    case .greaterOrEqual: ("is at least", "is not at least")
    case .contains: ("contains", "does not contain")
    case .icontains: ("contains, in capitals or not,", "does not contain, in capitals or not,")
    case .bcontains: ("contains the bytes", "does not contain the bytes")
    case .startswith: ("begins with", "does not begin with")
    case .bstartswith: ("begins with the bytes", "does not begin with the bytes")
    case .endswith: ("ends with", "does not end with")
    case .glob: ("looks like", "does not look like")
    case .iglob: ("looks, in capitals or not, like", "does not look, in capitals or not, like")
    case .regex: ("matches", "does not match")
    case .in: ("is one of", "is none of")
    case .intersects: ("has one of", "has none of")
    case .pmatch: ("is, or lies below, one of", "is not, and does not lie below, one of")
    }
  }
}
