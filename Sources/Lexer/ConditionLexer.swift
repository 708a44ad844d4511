package import Schema

/// A cursor over the bytes of a condition or output.
///
/// One method per kind of token: it takes the token if it stands at the cursor, and says so. What is taken is recorded
/// in `tokens`, so at the end the tokens tile the text. Rules: rule-language.md §1 (leftmost-longest tokens, keywords
/// by prefix, blanks mostly optional).
package struct ConditionLexer {
  package let bytes: [UInt8]
  /// Everything before this is in `tokens`.
  package private(set) var position: Int
  package private(set) var tokens: [Token] = []

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    self.position = 0
    tokens.reserveCapacity(bytes.count / 4 + 4)
  }

  package var isAtEnd: Bool { position == bytes.count }

  /// The byte at the cursor, or nil at the end.
  package var next: UInt8? { byte(at: position) }

  package func byte(at index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Whether `text` stands at `index`.
  package func stands(_ text: String, at index: Int) -> Bool {
    var index = index
    for byte in text.utf8 {
      guard index < bytes.count, bytes[index] == byte else { return false }
      index += 1
    }
    return true
  }

  // MARK: Moving

  /// Takes everything up to `end` as one token; nothing when that is nothing.
  @discardableResult
  package mutating func take(_ kind: TokenKind, to end: Int) -> TextRange {
    let range = TextRange(position, end)
    if end > position {
      tokens.append(Token(kind, range))
      position = end
    }
    return range
  }

  /// Gives the last token back.
  package mutating func untake() {
    position = Int(tokens.removeLast().range.start)
  }

  /// A place to go back to.
  package struct Mark {
    fileprivate let position: Int
    fileprivate let tokenCount: Int
  }

  package var mark: Mark { Mark(position: position, tokenCount: tokens.count) }

  package mutating func rewind(to mark: Mark) {
    position = mark.position
    tokens.removeLast(tokens.count - mark.tokenCount)
  }

  // MARK: Blanks and symbols

  /// Takes blanks, and says whether there were any.
  @discardableResult
  package mutating func blanks() -> Bool {
    let end = endOfBlanks(from: position)
    guard end > position else { return false }
    take(.blank, to: end)
    return true
  }

  package func endOfBlanks(from start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end].isBlank { end += 1 }
    return end
  }

  /// Takes `byte` if it is next.
  package mutating func symbol(_ byte: UInt8, _ kind: TokenKind) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    take(kind, to: position + 1)
    return true
  }

  package mutating func leftParenthesis() -> Bool { symbol(UInt8(ascii: "("), .leftParenthesis) }
  package mutating func rightParenthesis() -> Bool { symbol(UInt8(ascii: ")"), .rightParenthesis) }
  package mutating func leftBracket() -> Bool { symbol(UInt8(ascii: "["), .leftBracket) }
  package mutating func rightBracket() -> Bool { symbol(UInt8(ascii: "]"), .rightBracket) }
  package mutating func comma() -> Bool { symbol(UInt8(ascii: ","), .comma) }

  // MARK: Keywords

  /// Takes `and`, whatever follows it.
  package mutating func and() -> TextRange? {
    stands(UInt8(ascii: "a"), UInt8(ascii: "n"), UInt8(ascii: "d")) ? take(.and, to: position + 3) : nil
  }
  /// Takes `or`, whatever follows it.
  package mutating func or() -> TextRange? {
    guard next == UInt8(ascii: "o"), byte(at: position + 1) == UInt8(ascii: "r") else { return nil }
    return take(.or, to: position + 2)
  }

  /// Takes `not` where white space (of which it takes all) or an opening parenthesis follows; anywhere else the word
  /// is an identifier.
  package mutating func not() -> TextRange? {
    guard stands(UInt8(ascii: "n"), UInt8(ascii: "o"), UInt8(ascii: "t")), let after = byte(at: position + 3) else {
      return nil
    }
    guard after.isSpace || after == UInt8(ascii: "(") else { return nil }
    let range = take(.not, to: position + 3)
    var end = position
    while end < bytes.count, bytes[end].isSpace { end += 1 }
    take(.blank, to: end)
    return range
  }

  /// Takes `val` where an opening parenthesis follows.
  package mutating func val() -> TextRange? {
    beginsVal ? take(.val, to: position + 3) : nil
  }

  /// `val(` or a transformer's name and `(` stand at the cursor.
  package var beginsCall: Bool {
    beginsVal || endOfTransformer() != nil
  }

  private var beginsVal: Bool {
    stands(UInt8(ascii: "v"), UInt8(ascii: "a"), UInt8(ascii: "l")) && byte(at: position + 3) == UInt8(ascii: "(")
  }

  /// The three bytes stand at the cursor. Keywords are looked for at every operand; a `String` would be slower.
  private func stands(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    position + 2 < bytes.count && bytes[position] == first && bytes[position + 1] == second
      && bytes[position + 2] == third
  }

  /// Takes an operator. Word operators of the string group count only where a blank follows.
  package mutating func comparison() -> (Operator, TextRange)? {
    let bytes = bytes
    let found = Words.operators.match(bytes, at: position) { op, end in
      !op.info.needsBlank || (end < bytes.count && bytes[end].isBlank)
    }
    guard let found else { return nil }
    return (found.meaning, take(.comparison, to: found.end))
  }

  /// Where the operator that stands at `start` ends, a word operator with no letter or digit behind it; for messages.
  package func endOfComparison(from start: Int) -> Int? {
    Words.operators.match(bytes, at: start) { _, end in
      !bytes[end - 1].isLetter || end == bytes.count || !bytes[end].isWord
    }?.end
  }

  /// Takes a modifier that a blank follows.
  package mutating func modifier() -> Modifier? {
    let bytes = bytes
    let found = Words.modifiers.match(bytes, at: position) { _, end in end < bytes.count && bytes[end].isBlank }
    guard let found else { return nil }
    take(.modifier, to: found.end)
    return found.meaning
  }

  /// The text of `word` is that of a modifier.
  package func isModifier(_ word: TextRange) -> Bool {
    Words.modifiers.match(bytes, at: Int(word.start)) { _, end in end == Int(word.end) } != nil
  }

  /// Takes the name of a transformer that an opening parenthesis follows.
  package mutating func transformer() -> Transformer? {
    guard let found = endOfTransformer() else { return nil }
    take(.transformer, to: found.end)
    return found.meaning
  }

  private func endOfTransformer() -> (meaning: Transformer, end: Int)? {
    Words.transformers.match(bytes, at: position) { _, end in
      end < bytes.count && bytes[end] == UInt8(ascii: "(")
    }
  }

  // MARK: Names and values

  package mutating func identifier() -> TextRange? {
    let end = endOfIdentifier(from: position)
    return end > position ? take(.identifier, to: end) : nil
  }

  package func endOfIdentifier(from start: Int) -> Int {
    guard start < bytes.count, bytes[start].isLetter else { return start }
    var end = start + 1
    while end < bytes.count, bytes[end].isWord { end += 1 }
    return end
  }

  /// Takes identifiers joined by dots, at least two.
  package mutating func fieldName() -> TextRange? {
    let end = endOfFieldName(from: position)
    return end > position ? take(.fieldName, to: end) : nil
  }

  /// `start` where no field name begins there.
  package func endOfFieldName(from start: Int) -> Int {
    let first = endOfIdentifier(from: start)
    var end = first
    while first > start, end < bytes.count, bytes[end] == UInt8(ascii: ".") {
      let segment = endOfIdentifier(from: end + 1)
      guard segment > end + 1 else { break }
      end = segment
    }
    return end > first ? end : start
  }

  package mutating func fieldArgument() -> TextRange? {
    var end = position
    while end < bytes.count, bytes[end].isFieldArgument { end += 1 }
    return end > position ? take(.fieldArgument, to: end) : nil
  }

  package mutating func bareString() -> TextRange? {
    let end = endOfBareString(from: position)
    return end > position ? take(.bareString, to: end) : nil
  }

  package func endOfBareString(from start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end].isBareString { end += 1 }
    return end
  }

  /// Takes a hexadecimal or decimal number: it ends where its digits end, whatever follows.
  package mutating func number() -> TextRange? {
    let end = max(endOfHexNumber(), endOfDecimalNumber())
    return end > position ? take(.number, to: end) : nil
  }

  private func endOfHexNumber() -> Int {
    guard byte(at: position) == UInt8(ascii: "0"), let x = byte(at: position + 1), x | 0x20 == UInt8(ascii: "x") else {
      return position
    }
    var end = position + 2
    while end < bytes.count, bytes[end].isHexDigit { end += 1 }
    return end > position + 2 ? end : position
  }

  private func endOfDecimalNumber() -> Int {
    var end = position
    if let sign = byte(at: end), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { end += 1 }
    let digits = endOfDigits(from: end)
    guard digits > end else { return position }
    end = byte(at: digits) == UInt8(ascii: ".") ? endOfDigits(from: digits + 1) : digits
    // An exponent needs its sign.
    guard let e = byte(at: end), e | 0x20 == UInt8(ascii: "e") else { return end }
    guard let sign = byte(at: end + 1), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return end }
    let exponent = endOfDigits(from: end + 2)
    return exponent > end + 2 ? exponent : end
  }

  private func endOfDigits(from start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end].isDigit { end += 1 }
    return end
  }

  /// Takes a quoted string that is closed.
  package mutating func quotedString() -> QuotedString? {
    guard let byte = next, byte.isQuote, let found = endOfQuotedString(from: position) else { return nil }
    return QuotedString(range: take(.quotedString, to: found.end), hasEscapes: found.hasEscapes)
  }
}
