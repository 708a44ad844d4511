import Foundation
import TestSupport

/// A grammar in the notation of `grammar/*.ebnf`.
struct Grammar {
  indirect enum Expression {
    case terminal(String)
    case name(String)
    /// `? … ?`: prose.
    case special
    case sequence([Expression])
    case choice([Expression])
    case optional(Expression)
    case repeated(Expression)
  }

  private(set) var rules: [String: Expression] = [:]
  /// The least number of rules inside one another that a sentence of the rule needs.
  private(set) var height: [String: Int] = [:]

  init(files: [String]) throws {
    for file in files {
      let text = try String(contentsOf: PackageLayout.root.appendingPathComponent("grammar/\(file)"), encoding: .utf8)
      var reader = Reader(text)
      while let (name, expression) = reader.rule() { rules[name] = expression }
    }
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for (name, expression) in rules {
        guard let new = height(of: expression).map({ $0 + 1 }), new != height[name] else { continue }
        height[name] = new
        hasChanged = true
      }
    }
  }

  /// nil where no sentence is known yet.
  func height(of expression: Expression) -> Int? {
    switch expression {
    case .terminal, .special, .optional, .repeated: return 0
    case .name(let name): return height[name]
    case .choice(let parts): return parts.compactMap(height(of:)).min()
    case .sequence(let parts):
      let heights = parts.map(height(of:))
      return heights.contains { $0 == nil } ? nil : heights.compactMap(\.self).max() ?? 0
    }
  }

  /// The terminals that the rule consists of, for rules that are lists of words.
  func words(_ rule: String) -> Set<String> {
    guard case .choice(let parts) = rules[rule] else {
      if case .terminal(let word) = rules[rule] { return [word] }
      return []
    }
    return Set(parts.compactMap { if case .terminal(let word) = $0 { word } else { nil } })
  }

  /// Every name on the right of a rule.
  var namesUsed: Set<String> {
    var names: Set<String> = []
    func collect(_ expression: Expression) {
      switch expression {
      case .terminal, .special: break
      case .name(let name): names.insert(name)
      case .sequence(let parts), .choice(let parts): parts.forEach(collect)
      case .optional(let part), .repeated(let part): collect(part)
      }
    }
    rules.values.forEach(collect)
    return names
  }
}

/// Reads the notation: `name = a , "b" | { c } ;` with `(* comments *)` and `? prose ?`.
private struct Reader {
  private var rest: Substring.UnicodeScalarView

  init(_ text: String) {
    rest = Substring(text).unicodeScalars
  }

  mutating func rule() -> (String, Grammar.Expression)? {
    skipBlanks()
    guard let name = name() else {
      precondition(rest.isEmpty, "a rule begins with its name: \(String(rest.prefix(40)))")
      return nil
    }
    expect("=")
    let expression = choice()
    expect(";")
    return (name, expression)
  }

  private mutating func choice() -> Grammar.Expression {
    var parts = [sequence()]
    while take("|") { parts.append(sequence()) }
    return parts.count == 1 ? parts[0] : .choice(parts)
  }

  private mutating func sequence() -> Grammar.Expression {
    var parts = [part()]
    while take(",") { parts.append(part()) }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func part() -> Grammar.Expression {
    skipBlanks()
    if take("(") { return closed(choice(), ")") }
    if take("[") { return closed(.optional(choice()), "]") }
    if take("{") { return closed(.repeated(choice()), "}") }
    for quote in ["\"", "'"] as [Unicode.Scalar] where rest.first == quote {
      rest.removeFirst()
      return .terminal(upTo(quote))
    }
    if rest.first == "?" {
      rest.removeFirst()
      _ = upTo("?")
      return .special
    }
    guard let name = name() else { preconditionFailure("no part: \(String(rest.prefix(40)))") }
    return .name(name)
  }

  private mutating func closed(_ expression: Grammar.Expression, _ end: Unicode.Scalar) -> Grammar.Expression {
    expect(end)
    return expression
  }

  private mutating func name() -> String? {
    skipBlanks()
    let name = rest.prefix { $0.properties.isAlphabetic || $0 == "-" }
    rest.removeFirst(name.count)
    return name.isEmpty ? nil : String(name)
  }

  private mutating func upTo(_ end: Unicode.Scalar) -> String {
    let text = rest.prefix { $0 != end }
    rest.removeFirst(min(rest.count, text.count + 1))
    return String(text)
  }

  private mutating func take(_ symbol: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard rest.first == symbol else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func expect(_ symbol: Unicode.Scalar) {
    let isThere = take(symbol)
    precondition(isThere, "expected \(symbol): \(String(rest.prefix(40)))")
  }

  private mutating func skipBlanks() {
    while let first = rest.first {
      if first.properties.isWhitespace {
        rest.removeFirst()
      } else if rest.starts(with: "(*".unicodeScalars) {
        while !rest.isEmpty, !rest.starts(with: "*)".unicodeScalars) { rest.removeFirst() }
        rest.removeFirst(min(rest.count, 2))
      } else {
        return
      }
    }
  }
}
