import Foundation

// The text of a sequence file, one for each stock rule (Sequences/README.md says how it is written), taken apart into
// cases. Not here: what the lines mean to the engine.

/// A mistake in a sequence file.
struct SequenceProblem: Error, CustomStringConvertible {
  let description: String
}

/// One change of one fact: `p.name=cat`, or without a value `p.container=`.
struct Edit: Hashable {
  var path: [String]
  /// Nil takes the fact away.
  var value: Value?

  enum Value: Hashable {
    case json(JSON)
    /// The value that stands at another path.
    case copy([String])
  }
}

/// One run: events, and whether the rule fires on the last of them.
struct SequenceCase {
  /// Place in the file, for messages.
  var line: Int
  var fires: Bool
  var text: String
  var lines: SequenceLines
}

struct SequenceFile {
  private(set) var rule = ""
  private(set) var cases: [SequenceCase] = []
  /// Rules that a user would add for the rule to make sense, as YAML.
  private(set) var tuning = ""
  /// A field that no source of ours gives a value: the rule would fire if checks of it held.
  private(set) var assumed: String?
  /// Fields of the output of the first case that do not follow from facts about processes.
  private(set) var outputs: [String: String] = [:]

  private let shared: SharedSequences
  private var base: SequenceLines?
  private var lastFiring: SequenceLines?

  init(_ text: String, _ shared: SharedSequences) throws {
    self.shared = shared
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      do {
        try read(line.trimmingCharacters(in: .whitespaces), number: index + 1)
      } catch let problem as SequenceProblem {
        throw SequenceProblem(description: "line \(index + 1): \(problem.description)")
      }
    }
  }

  private mutating func read(_ line: String, number: Int) throws {
    if line.isEmpty || line.hasPrefix("#") { return }
    let (word, rest) = line.firstWord
    switch word {
    case "rule": rule = rest
    case "assume": assumed = rest
    case "tuning": tuning += rest + "\n"
    case "output":
      for token in try Token.all(of: rest) {
        let (name, value) = try token.assignment()
        outputs[name] = JSON(value)?.string ?? value
      }
    case "use":
      let (template, edits) = rest.firstWord
      base = try shared.template(named: template).with(shared.edits(Token.all(of: edits)))
      try addFiring([], number, line)
    case "+" where rest.isEmpty: try addFiring([], number, "the case of 'use'")
    case "+":
      for alternative in try shared.alternatives(rest) { try addFiring(alternative.edits, number, alternative.text) }
    case "include":
      for line in try shared.block(named: rest) { try read(line, number: number) }
    case "-":
      guard let lastFiring else { throw SequenceProblem(description: "no case before") }
      for alternative in try shared.alternatives(rest) {
        guard alternative.isOneFact else { throw SequenceProblem(description: "more than one fact: \(alternative.text)") }
        cases.append(
          SequenceCase(line: number, fires: false, text: alternative.text, lines: try lastFiring.with(alternative.edits)))
      }
    default: throw SequenceProblem(description: "unknown word '\(word)'")
    }
  }

  private mutating func addFiring(_ edits: [Edit], _ number: Int, _ text: String) throws {
    guard let base else { throw SequenceProblem(description: "no 'use' before") }
    let lines = try base.with(edits)
    lastFiring = lines
    cases.append(SequenceCase(line: number, fires: true, text: text, lines: lines))
  }
}

/// What all sequence files share: lines that stand first, templates of events, and named changes.
struct SharedSequences {
  struct Alternative {
    var edits: [Edit]
    var text: String
    var isOneFact: Bool
  }

  private var templates: [String: SequenceLines] = [:]
  private var namedEdits: [String: [Edit]] = [:]
  private var sets: [String: String] = [:]
  private var blocks: [String: [String]] = [:]
  private var common = SequenceLines()

  init(_ text: String) throws {
    var current: String?
    var block = ""
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.isEmpty || line.hasPrefix("#") { continue }
      let (word, rest) = String(line).firstWord
      switch word {
      case "template":
        current = rest
        templates[rest] = common
      case "edit":
        let (name, edits) = rest.firstWord
        namedEdits["@" + name] = try self.edits(Token.all(of: edits))
      case "block":
        block = rest
        blocks[rest] = []
      case ">":
        blocks[block]?.append(rest)
      case "set":
        let (name, alternatives) = rest.firstWord
        sets["@" + name] = alternatives
      default:
        guard let json = JSON(rest) else { throw SequenceProblem(description: "shared, line \(index + 1): no JSON") }
        if let current { templates[current]?.append(word, json) } else { common.append(word, json) }
      }
    }
  }

  func template(named name: String) throws -> SequenceLines {
    guard let template = templates[name] else { throw SequenceProblem(description: "no template '\(name)'") }
    return template
  }

  func block(named name: String) throws -> [String] {
    guard let block = blocks[name] else { throw SequenceProblem(description: "no block '\(name)'") }
    return block
  }

  func edits(_ tokens: [Token]) throws -> [Edit] {
    try tokens.flatMap { token in
      if token.text.hasPrefix("@") {
        guard let edits = namedEdits[token.text] else { throw SequenceProblem(description: "no edit '\(token.text)'") }
        return edits
      }
      return [try token.edit()]
    }
  }

  /// `a | b c | @set`.
  func alternatives(_ text: String) throws -> [Alternative] {
    try Token.all(of: text).split(whereSeparator: { $0.text == "|" }).flatMap { tokens in
      if tokens.count == 1, let first = tokens.first, let set = sets[first.text] { return try alternatives(set) }
      let text = tokens.map(\.text).joined(separator: " ")
      return [Alternative(edits: try edits(Array(tokens)), text: text, isOneFact: tokens.count == 1)]
    }
  }
}

/// A word of a line; blanks inside quotes and brackets belong to it.
struct Token {
  var text: String

  static func all(of text: String) throws -> [Token] {
    var tokens: [Token] = []
    var current = ""
    var (depth, isQuoted, isEscaped) = (0, false, false)
    for character in text {
      if character == " ", depth == 0, !isQuoted {
        if !current.isEmpty { tokens.append(Token(text: current)) }
        current = ""
        continue
      }
      current.append(character)
      if isQuoted {
        if isEscaped { isEscaped = false } else if character == "\\" { isEscaped = true } else { isQuoted = character != "\"" }
      } else if character == "\"" {
        isQuoted = true
      } else if "[{".contains(character) {
        depth += 1
      } else if "]}".contains(character) {
        depth -= 1
      }
    }
    if !current.isEmpty { tokens.append(Token(text: current)) }
    guard depth == 0, !isQuoted else { throw SequenceProblem(description: "something is not closed in: \(text)") }
    return tokens
  }

  func assignment() throws -> (String, String) {
    guard let sign = text.firstIndex(of: "=") else { throw SequenceProblem(description: "no '=' in '\(text)'") }
    return (String(text[..<sign]), String(text[text.index(after: sign)...]))
  }

  func edit() throws -> Edit {
    let (path, value) = try assignment()
    return Edit(
      path: path.components(separatedBy: "."),
      value: value.isEmpty ? nil : value.hasPrefix("$") && value.contains(".")
        ? .copy(value.dropFirst().components(separatedBy: ".")) : .json(JSON(value) ?? .string(value)))
  }
}

extension String {
  /// The text before the first blank, and what follows the blanks.
  fileprivate var firstWord: (String, String) {
    guard let blank = firstIndex(of: " ") else { return (self, "") }
    return (String(self[..<blank]), self[blank...].trimmingCharacters(in: .whitespaces))
  }
}
