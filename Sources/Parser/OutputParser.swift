package import Diagnostics
internal import Lexer
package import Schema

/// The parser of output formats: rule-language.md §9.1.
///
/// A token reaches as far as what stands behind `%` makes a field that exists: `%proc.names` is the field `proc.name`
/// and the letter "s". That is why this parser, unlike that of conditions, needs the catalogue. Fields and calls are
/// read by the condition parser's own productions.
package struct OutputParser {
  /// Wider tokens than this are mistakes.
  static let maximumWidth = 4096

  private let catalog: FieldCatalog
  private var parser: ConditionParser
  private var parts: [OutputTemplate.Part] = []
  private var problems: [OutputTemplate.Problem] = []

  package static func parse(_ text: EmbeddedText, catalog: FieldCatalog) -> OutputTemplate {
    var parser = OutputParser(catalog: catalog, parser: ConditionParser(fragment: text))
    parser.parseParts()
    return parser.finished()
  }

  private init(catalog: FieldCatalog, parser: ConditionParser) {
    self.catalog = catalog
    self.parser = parser
  }

  private mutating func finished() -> OutputTemplate {
    parser.tree.tokens = parser.lexer.tokens
    var template = OutputTemplate(operands: parser.takeTree())
    template.parts = parts
    template.problems = problems
    return template
  }

  private mutating func parseParts() {
    let bytes = parser.lexer.bytes
    // A field and the text before it take about 20 bytes.
    parts.reserveCapacity(bytes.count / 10 + 1)
    if parser.lexer.endOfBlanks(from: 0) == bytes.count {
      report(.syntax, .emptyOutput(at: parser.tree.text.span))
    }
    while !parser.lexer.isAtEnd, !parser.hasGivenUp {
      let start = parser.lexer.position
      let percent = bytes[start...].firstIndex(of: UInt8(ascii: "%")) ?? bytes.count
      if percent > start { parts.append(.literal(parser.lexer.take(.literal, to: percent))) }
      if percent < bytes.count { parseToken() }
    }
    if parser.hasGivenUp { parser.lexer.take(.invalid, to: bytes.count) }
  }

  /// `% [ width ] ( field | call )`.
  private mutating func parseToken() {
    let start = parser.lexer.position
    parser.lexer.take(.percent, to: start + 1)
    let width = parseWidth(from: start)
    guard !parser.lexer.isAtEnd else {
      report(.syntax, .percentAtEnd(parser.excerpt(TextRange(start, parser.lexer.position)), at: span(from: start)))
      return
    }
    guard let operand = parseOperand(from: start) else { return }
    parts.append(.token(TextRange(start, parser.lexer.position), width: width, operand: operand))
  }

  private mutating func parseWidth(from start: Int) -> Int? {
    var end = parser.lexer.position
    var width = 0
    while let byte = parser.lexer.byte(at: end), byte.isDigit {
      width = min(width * 10 + Int(byte - UInt8(ascii: "0")), Self.maximumWidth + 1)
      end += 1
    }
    guard end > parser.lexer.position else { return nil }
    let range = parser.lexer.take(.width, to: end)
    guard width <= Self.maximumWidth else {
      report(.syntax, .widthTooLarge(limit: Self.maximumWidth, at: parser.span(range)))
      return nil
    }
    return width
  }

  /// nil where nothing readable stands; that has been reported, and what cannot be read has been taken.
  private mutating func parseOperand(from start: Int) -> OperandID? {
    if let transformer = parser.lexer.transformer() { return parseCall(transformer) }
    let end = parser.lexer.endOfFieldName(from: parser.lexer.position)
    guard end > parser.lexer.position else {
      reportNoField(from: start)
      return nil
    }
    guard let match = catalog.resolveLongestPrefix(of: parser.lexer.bytes[parser.lexer.position..<end]) else {
      reportUnknownField(TextRange(parser.lexer.position, end))
      parser.lexer.take(.invalid, to: end)
      return nil
    }
    return parseField(match)
  }

  // MARK: Fields

  private mutating func parseField(_ match: FieldMatch) -> OperandID? {
    let start = parser.lexer.position
    let hasSuffix = match.suffix != nil
    let name = parser.lexer.take(.fieldName, to: end(of: match, from: start))
    var argument: ConditionTree.FieldArgumentSyntax?
    if parser.lexer.next == UInt8(ascii: "["), !hasSuffix, match.field.argument.takesBrackets {
      argument = parseArgument(match.field.argument)
    }
    if argument == nil, !hasSuffix, match.field.argument.isRequired {
      report(.unknownField, .fieldWithoutArgument(match.field, at: span(from: start)))
      return nil
    }
    return parser.add(.field(name: name, argument: argument), TextRange(start, parser.lexer.position))
  }

  /// Where the field's name ends. An argument behind a dot reaches up to the next dot: names of parameters and events
  /// have none.
  private func end(of match: FieldMatch, from start: Int) -> Int {
    guard let suffix = match.suffix else { return start + match.field.name.utf8.count }
    if match.field.argument == .requiredSketchNumber { return start + match.field.name.utf8.count + suffix.count }
    return parser.lexer.bytes[suffix].firstIndex(of: UInt8(ascii: ".")) ?? suffix.upperBound
  }

  /// `[argument]` if it is one that the field takes; else the brackets are literal text.
  private mutating func parseArgument(_ kind: FieldArgument) -> ConditionTree.FieldArgumentSyntax? {
    let mark = parser.lexer.mark
    let start = parser.lexer.position
    _ = parser.lexer.leftBracket()
    let content: TextRange?
    if let string = parser.lexer.quotedString() {
      content = string.hasEscapes ? nil : string.content
    } else {
      content = parser.lexer.fieldArgument()
    }
    let isFitting = content.map { !kind.isIndex || parser.lexer.bytes[$0.range].allSatisfy(\.isDigit) } ?? false
    guard let content, isFitting, parser.lexer.rightBracket() else {
      parser.lexer.rewind(to: mark)
      return nil
    }
    let isQuoted = Int(content.start) > start + 1
    let range = isQuoted ? TextRange(start + 1, parser.lexer.position - 1) : content
    let value = ConditionTree.Value(kind: isQuoted ? .quoted : .bare, range: range, content: content, resolved: nil)
    return .init(range: TextRange(start, parser.lexer.position), value: parser.add(value))
  }

  // MARK: Calls

  private mutating func parseCall(_ transformer: Transformer) -> OperandID? {
    let firstOperand = parser.tree.operands.count
    let call = parser.parseCall(transformer)
    for var diagnostic in parser.diagnostics {
      if diagnostic.code == .compileCondition { diagnostic.code = .compileOutput }
      report(.syntax, diagnostic)
    }
    let isSound = parser.diagnostics.isEmpty
    parser.diagnostics = []
    guard isSound, let call else { return nil }
    var areKnown = true
    for index in firstOperand..<parser.tree.operands.count {
      guard case .field(let name, _) = parser.tree.operands[index] else { continue }
      if catalog.resolve(parser.lexer.bytes[name.range]) == nil {
        reportUnknownField(name)
        areKnown = false
      }
    }
    return areKnown ? call : nil
  }

  // MARK: Problems

  private mutating func report(_ kind: OutputTemplate.Problem.Kind, _ diagnostic: Diagnostic) {
    guard problems.count < ConditionParser.maximumDiagnostics else { return }
    problems.append(.init(kind: kind, diagnostic: diagnostic))
  }

  private func span(from start: Int) -> SourceSpan { parser.span(TextRange(start, parser.lexer.position)) }

  private mutating func reportUnknownField(_ name: TextRange) {
    let text = parser.excerpt(name)
    let nearest = nearestName(to: text, among: catalog.fields.lazy.map(\.name))
    report(.unknownField, .unknownOutputField(text, source: catalog.source, nearest: nearest, at: parser.span(name)))
  }

  /// Behind `%` stands neither a field's name nor a call; the text goes on.
  private mutating func reportNoField(from start: Int) {
    let position = parser.lexer.position
    let name = TextRange(position, parser.lexer.endOfIdentifier(from: position))
    if name.isEmpty {
      report(.unknownField, .literalPercent(at: span(from: start)))
      // Of two percent signs one mistake is enough.
      if parser.lexer.next == UInt8(ascii: "%") { parser.lexer.take(.invalid, to: position + 1) }
    } else if parser.excerpt(name) == Words.val, parser.lexer.byte(at: Int(name.end)) == UInt8(ascii: "(") {
      report(.unknownField, .valInOutput(at: parser.span(name)))
      parser.lexer.take(.invalid, to: Int(name.end))
    } else {
      reportUnknownField(name)
      parser.lexer.take(.invalid, to: Int(name.end))
    }
  }
}

extension FieldArgument {
  /// Stands in brackets.
  fileprivate var takesBrackets: Bool {
    switch self {
    case .none, .requiredParameter, .requiredEventName, .requiredSubsystem, .optionalSuffix, .requiredSketchNumber: false
    case .optionalIndex, .requiredSketch, .optionalSketchIndex, .requiredKey, .optionalKey, .requiredIndexOrKey, .optionalIndexOrKey,
      .requiredIndexOrParameter, .requiredLineage, .requiredAncestor, .requiredTimestamp:
      true
    }
  }

  /// Only digits may stand in the brackets.
  fileprivate var isIndex: Bool {
    switch self {
    case .optionalIndex, .requiredIndexOrParameter, .requiredTimestamp, .optionalSketchIndex: true
    case .none, .requiredKey, .optionalKey, .requiredIndexOrKey, .optionalIndexOrKey, .requiredParameter,
      .requiredEventName, .requiredSubsystem, .requiredLineage, .requiredAncestor, .optionalSuffix, .requiredSketch,
      .requiredSketchNumber:
      false
    }
  }
}
