import Diagnostics

/// A place at which libyaml gave up, in our words.
struct SyntaxProblem {
  var diagnostic: Diagnostic
  /// Where the mistake lies, which may be long before the place where libyaml noticed it.
  var blame: Int
  /// How far libyaml had read.
  var reached: Int
}

/// Finds out what the author did wrong, from libyaml's complaint and the text around it.
///
/// libyaml's texts only choose between our sentences. A complaint unknown here gets the general sentence, so a
/// libyaml that words things differently makes messages plainer, not wrong.
struct SyntaxProblemFinder {
  let text: SourceText
  let problem: LibYAML.Problem
  /// Where libyaml noticed it, and where what it was reading began.
  let at: Int
  let contextAt: Int
  let lastScalar: YAMLReader.LastScalar?
  /// Offset of the innermost `[` or `{` that is open.
  let openFlow: Int?
  let itemColumn: Int

  private var lines: LineScanner { LineScanner(text: text, itemColumn: itemColumn) }
  private var byte: UInt8? { at < text.bytes.count ? text.bytes[at] : nil }

  func find() -> SyntaxProblem {
    if let found = findInScalar() ?? findInFlow() ?? findInQuotes() ?? findInBlock() { return found }
    return result(.invalidYAML(at: point(at)))
  }

  private func result(_ diagnostic: Diagnostic, blame: Int? = nil) -> SyntaxProblem {
    SyntaxProblem(diagnostic: diagnostic, blame: blame ?? at, reached: at)
  }

  private func says(_ words: String) -> Bool { problem.text.contains(words) }
  private func isReading(_ words: String) -> Bool { problem.context.contains(words) }

  /// The character at an offset; empty at the end of a line or of the file.
  private func point(_ offset: Int) -> SourceSpan {
    guard offset < text.bytes.count, text.bytes[offset] != 0x0A, text.bytes[offset] != 0x0D else {
      return text.span(min(offset, text.bytes.count)..<min(offset, text.bytes.count))
    }
    var end = offset + 1
    while end < text.bytes.count, text.bytes[end] & 0xC0 == 0x80 { end += 1 }
    return text.span(offset..<end)
  }

  /// The rest of a line, without blanks at its end.
  private func restOfLine(_ offset: Int) -> SourceSpan {
    var end = lines.end(ofLineAt: offset)
    while end > offset, text.bytes[end - 1] <= 0x20 { end -= 1 }
    return text.span(offset..<max(end, offset))
  }

  private func isSameLine(_ a: Int, _ b: Int) -> Bool { lines.start(ofLineAt: a) == lines.start(ofLineAt: b) }

  // MARK: Complaints of libyaml's scanner about single characters

  private func findInScalar() -> SyntaxProblem? {
    if byte == UInt8(ascii: "\t"), says("tab character") || says("cannot start any token") {
      var end = at
      while end < text.bytes.count, text.bytes[end] == UInt8(ascii: "\t") { end += 1 }
      return result(.tabIndentation(at: text.span(at..<end)))
    }
    if says("cannot start any token") || says("mapping keys are not allowed"), let byte {
      return result(.reservedCharacter(Character(Unicode.Scalar(byte)), at: point(at)))
    }
    if isReading("scanning an alias") || isReading("scanning an anchor") || isReading("scanning a tag")
      || isReading("parsing a tag") || says("undefined tag handle")
    {
      let sign = Character(Unicode.Scalar(text.bytes[contextAt]))
      return result(.indicatorInPlainText(sign, at: text.span(contextAt..<contextAt + 1)), blame: contextAt)
    }
    if isReading("scanning a directive") || isReading("scanning a %") {
      return result(.directive(at: restOfLine(contextAt)), blame: contextAt)
    }
    if isReading("scanning a quoted scalar") {
      let quote = Character(Unicode.Scalar(text.bytes[contextAt]))
      return result(.unclosedQuote(quote, at: point(contextAt), endsAt: nil), blame: contextAt)
    }
    if isReading("parsing a quoted scalar") {
      // The mark stands at the backslash, or behind the digits that are missing.
      return result(.badEscape(at: text.span(at..<min(at + 2, text.bytes.count))))
    }
    if isReading("scanning a block scalar") {
      return result(.textBehindBlockSign(at: restOfLine(at), sign: point(contextAt)))
    }
    return nil
  }

  // MARK: Flow collections

  private func findInFlow() -> SyntaxProblem? {
    guard let openFlow else {
      guard says("did not find expected node content"), let byte, byte != 0x0A else { return nil }
      return result(.unexpectedSign(Character(Unicode.Scalar(byte)), at: point(at)))
    }
    let sign = Character(Unicode.Scalar(text.bytes[openFlow]))
    let ranIntoItem = lines.beginsItem(lines.start(ofLineAt: at)) || lines.containsItemLine(openFlow..<at)
    if byte == nil || ranIntoItem || byte == UInt8(ascii: ":") && !isSameLine(openFlow, at) {
      return result(.unclosedBracket(sign, at: point(openFlow)), blame: openFlow)
    }
    return result(.missingComma(at: point(at), bracket: point(openFlow), sign: sign), blame: at)
  }

  // MARK: Text behind a quoted scalar

  private func findInQuotes() -> SyntaxProblem? {
    guard let last = lastScalar, last.style == .singleQuoted || last.style == .doubleQuoted,
      last.span.upperBound <= at, isSameLine(last.span.upperBound, at)
    else { return nil }
    let start = last.span.lowerBound
    let quote = Character(Unicode.Scalar(text.bytes[start]))
    if !isSameLine(start, last.span.upperBound) {
      let end = text.span(last.span.upperBound - 1..<last.span.upperBound)
      return result(.unclosedQuote(quote, at: point(start), endsAt: end), blame: start)
    }
    return result(.textBehindQuote(quote, at: restOfLine(at), quoted: text.span(last.span)))
  }

  // MARK: Keys, colons and indentation

  private func findInBlock() -> SyntaxProblem? {
    if says("mapping values are not allowed") {
      if let last = lastScalar, last.style == .plain, last.span.upperBound <= at,
        isSameLine(last.span.upperBound, at)
      {
        let start = last.span.lowerBound
        guard isSameLine(start, at) else {
          return result(.keyInsideValue(at: text.span(at..<at + 1), value: restOfLine(start)), blame: start)
        }
      }
      return result(.colonInPlainText(at: text.span(at..<min(at + 1, text.bytes.count))))
    }
    if says("could not find expected ':'") {
      return result(.missingColon(at: restOfLine(contextAt)), blame: contextAt)
    }
    if says("block sequence entries are not allowed") {
      return result(.dashBehindKey(at: text.span(at..<at + 1)))
    }
    if says("expected '-' indicator") { return result(.notAnItem(at: restOfLine(at))) }
    if says("expected <document start>") { return result(.textBehindDocument(at: restOfLine(at))) }
    if says("did not find expected key") {
      if byte == UInt8(ascii: "-") { return result(.itemInsideMapping(at: point(at), mapping: point(contextAt))) }
      return result(.badIndentation(at: restOfLine(at), mapping: restOfLine(contextAt)))
    }
    return nil
  }
}
