internal import Diagnostics
internal import Lexer
internal import Parser

/// A condition in lines: whole where it fits into one, otherwise an operand of `and` or `or` in each.
///
/// Only blanks change. Every token stays, redundant parentheses too: an item that appends to a condition adds to its text.
struct ConditionLayout {
  let width: Int

  /// - Parameters:
  ///   - condition: as a YAML value, decoded.
  ///   - indent: of the lines.
  ///   - room: for all of it in one line, behind what stands there already.
  /// - Returns: one line without indentation, or several with; nil where the text is no condition.
  func lines(of condition: [UInt8], indent: Int, room: Int) -> [String]? {
    guard let chain = Self.chain(of: condition) else { return nil }
    let flat = chain.flat
    if flat.utf8.count <= room { return [flat] }
    return lines(of: chain, indent: indent)
  }

  /// The tokens, each as it is written; nil where the text is no condition.
  static func words(of condition: [UInt8]) -> [String]? {
    guard let syntax = Syntax(condition) else { return nil }
    return (syntax.connective.map { [$0.rawValue] } ?? []) + syntax.tokens.map(syntax.text)
  }

  private static func chain(of condition: [UInt8]) -> Chain? {
    guard var syntax = Syntax(condition), var chain = syntax.chain() else { return nil }
    chain.leading = syntax.connective
    return chain
  }

  // MARK: Lines

  private func lines(of chain: Chain, indent: Int) -> [String] {
    let weakest: Connective = chain.connectives.contains(.or) ? .or : .and
    var lines: [String] = []
    for (index, part) in chain.split(at: weakest).enumerated() {
      let connective = index == 0 ? chain.leading : weakest
      let prefix = connective.map { $0.rawValue + " " } ?? ""
      if part.operands.count == 1 {
        lines += self.lines(of: part.operands[0], prefix: prefix, indent: indent)
      } else if let line = line(prefix + part.flat, indent) {
        lines.append(line)
      } else {
        for (place, operand) in part.operands.enumerated() {
          let isFirst = place == 0
          lines += self.lines(of: operand, prefix: isFirst ? prefix : "and ", indent: isFirst ? indent : indent + 2)
        }
      }
    }
    return lines
  }

  private func lines(of operand: Operand, prefix: String, indent: Int) -> [String] {
    let whole = prefix + operand.flat
    if let line = line(whole, indent) { return [line] }
    let begin = blanks(indent) + prefix + operand.negation
    switch operand.part {
    case .group(let chain):
      return [begin + "("] + lines(of: chain, indent: indent + 2) + [blanks(indent) + ")"]
    case .check(let head, let items) where items.count > 1:
      return [begin + head] + filled(items, indent: indent + 2) + [blanks(indent) + ")"]
    case .check: return [blanks(indent) + whole]
    }
  }

  /// As many items in each line as fit.
  private func filled(_ items: [String], indent: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for (index, item) in items.enumerated() {
      let text = item + (index < items.count - 1 ? "," : "")
      if !line.isEmpty, indent + line.utf8.count + 1 + text.utf8.count > width {
        lines.append(blanks(indent) + line)
        line = ""
      }
      line += line.isEmpty ? text : " " + text
    }
    return lines + [blanks(indent) + line]
  }

  private func line(_ text: String, _ indent: Int) -> String? {
    indent + text.utf8.count <= width ? blanks(indent) + text : nil
  }
}

func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

private enum Connective: String { case and, or }

/// Operands joined by `and` and `or`, which is as deep as parentheses go.
private struct Chain {
  /// Of a condition that is appended to another.
  var leading: Connective?
  var operands: [Operand] = []
  /// One less than operands.
  var connectives: [Connective] = []

  var flat: String {
    var text = leading.map { $0.rawValue + " " } ?? ""
    for (index, operand) in operands.enumerated() {
      if index > 0 { text += " \(connectives[index - 1].rawValue) " }
      text += operand.flat
    }
    return text
  }

  func split(at connective: Connective) -> [Chain] {
    var parts = [Chain(operands: [operands[0]])]
    for (index, operand) in operands.enumerated().dropFirst() {
      if connectives[index - 1] == connective {
        parts.append(Chain(operands: [operand]))
      } else {
        parts[parts.count - 1].connectives.append(connectives[index - 1])
        parts[parts.count - 1].operands.append(operand)
      }
    }
    return parts
  }
}

private struct Operand {
  indirect enum Part {
    /// A check or a macro. Where it ends in a list that can be broken, the list's items stand apart.
    case check(String, items: [String])
    case group(Chain)
  }

  var negation: String
  var part: Part

  var flat: String {
    switch part {
    case .group(let chain): negation + "(" + chain.flat + ")"
    case .check(let text, let items): negation + text + (items.isEmpty ? "" : items.joined(separator: ", ") + ")")
    }
  }
}

/// The tokens of a condition without its blanks, and the way through them.
private struct Syntax {
  /// Conditions that nest deeper stay as they are.
  private static let deepest = 100

  private let bytes: [UInt8]
  let tokens: [Token]
  /// With which the text begins.
  let connective: Connective?
  private var next = 0

  init?(_ condition: [UInt8]) {
    var text = condition[...].drop { $0 <= 0x20 }
    let first = String(decoding: text.prefix { $0 > 0x20 && $0 != UInt8(ascii: "(") }, as: UTF8.self)
    connective = Connective(rawValue: first)
    if let connective { text = text.dropFirst(connective.rawValue.utf8.count) }
    bytes = Array(text)
    let place = SourceSpan(start: 0, length: UInt32(bytes.count))
    var found = DiagnosticBag()
    let tree = ConditionParser.parse(EmbeddedText(verbatim: bytes, at: place), into: &found)
    guard tree.isWellFormed else { return nil }
    tokens = tree.tokens.filter { $0.kind != .blank }
  }

  func text(_ token: Token) -> String { String(decoding: bytes[token.range.range], as: UTF8.self) }

  private var kind: TokenKind? { next < tokens.count ? tokens[next].kind : nil }

  mutating func chain() -> Chain? {
    let chain = chain(depth: 0)
    return next == tokens.count ? chain : nil
  }

  private mutating func chain(depth: Int) -> Chain? {
    guard depth < Self.deepest else { return nil }
    var chain = Chain()
    while true {
      guard let operand = operand(depth: depth) else { return nil }
      chain.operands.append(operand)
      switch kind {
      case .and: chain.connectives.append(.and)
      case .or: chain.connectives.append(.or)
      default: return chain
      }
      next += 1
    }
  }

  private mutating func operand(depth: Int) -> Operand? {
    var negation = ""
    while kind == .not {
      negation += "not "
      next += 1
    }
    guard kind == .leftParenthesis else { return check().map { Operand(negation: negation, part: $0) } }
    next += 1
    guard let chain = chain(depth: depth + 1), kind == .rightParenthesis else { return nil }
    next += 1
    return Operand(negation: negation, part: .group(chain))
  }

  /// All up to what ends a check: a connective, or a parenthesis that it did not open.
  private mutating func check() -> Operand.Part? {
    let start = next
    var open = 0
    var list: Int?
    loop: while let kind {
      switch kind {
      case .leftParenthesis:
        if open == 0, next > start, [.comparison, .modifier].contains(tokens[next - 1].kind) { list = next }
        open += 1
      case .rightParenthesis:
        if open == 0 { break loop }
        open -= 1
      case .and, .or: if open == 0 { break loop }
      default: break
      }
      next += 1
    }
    guard next > start else { return nil }
    guard let list, tokens[next - 1].kind == .rightParenthesis else { return .check(spaced(start..<next), items: []) }
    let items = tokens[list + 1..<next - 1].filter { $0.kind != .comma }.map(text)
    guard items.count > 1 else { return .check(spaced(start..<next), items: []) }
    return .check(spaced(start..<list + 1), items: items)
  }

  private func spaced(_ range: Range<Int>) -> String {
    var result = ""
    for index in range {
      if index > range.lowerBound, hasBlank(between: tokens[index - 1].kind, and: tokens[index].kind) { result += " " }
      result += text(tokens[index])
    }
    return result
  }

  private func hasBlank(between first: TokenKind, and second: TokenKind) -> Bool {
    switch (first, second) {
    case (.leftParenthesis, _), (_, .rightParenthesis), (_, .comma): false
    case (.transformer, .leftParenthesis), (.val, .leftParenthesis): false
    case (_, .leftBracket), (.leftBracket, _), (_, .rightBracket), (_, .fieldArgument): false
    default: true
    }
  }
}
