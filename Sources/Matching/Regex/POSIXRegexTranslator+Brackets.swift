// Bracket expressions: `[abc]`, `[^a-z]`, `[[:digit:]_]`. Collating symbols and equivalence classes do not exist in
// RE2: `[[.a.]]` is the class of `[`, `.` and `a`, followed by a literal `]`.
extension POSIXRegexTranslator {
  struct BracketExpression {
    var set: CodePointSet
    var isNegated: Bool
  }

  mutating func scanBracketExpression() throws(RegexSyntaxError) -> BracketExpression {
    let start = position
    position += 1
    var result = BracketExpression(set: CodePointSet(), isNegated: false)
    if peek == UInt8(ascii: "^") {
      result.isNegated = true
      position += 1
    }
    let contents = position
    while let byte = peek, byte != UInt8(ascii: "]") || position == contents {
      try scanBracketItem(into: &result.set, isFirst: position == contents, start: start)
    }
    guard peek != nil else { throw RegexSyntaxError(.missingClosingBracket, at: start..<start + 1) }
    position += 1
    result.set.normalise()
    return result
  }

  private var peek: UInt8? { position < input.count ? input[position] : nil }

  private mutating func scanBracketItem(
    into set: inout CodePointSet, isFirst: Bool, start: Int
  ) throws(RegexSyntaxError) {
    let item = position
    let next = position + 1 < input.count ? input[position + 1] : nil
    if input[position] == UInt8(ascii: "-"), !isFirst, next != UInt8(ascii: "]") {
      guard next != nil else { throw RegexSyntaxError(.missingClosingBracket, at: start..<start + 1) }
      throw RegexSyntaxError(.strayHyphen, at: item..<item + 1)
    }
    if input[position] == UInt8(ascii: "["), next == UInt8(ascii: ":"), try scanClassName(into: &set) { return }

    let low = try scanBracketScalar()
    var high = low
    if peek == UInt8(ascii: "-"), position + 1 < input.count, input[position + 1] != UInt8(ascii: "]") {
      position += 1
      high = try scanBracketScalar()
    }
    guard low <= high else { throw RegexSyntaxError(.reversedRange, at: item..<position) }
    set.ranges.append(low...high)
  }

  private mutating func scanBracketScalar() throws(RegexSyntaxError) -> UInt32 {
    input[position] == UInt8(ascii: "\\") ? try scanEscape() : scanScalar()
  }

  /// `[:name:]` or `[:^name:]`. False where no `:]` follows anywhere: then `[` is an ordinary member.
  private mutating func scanClassName(into set: inout CodePointSet) throws(RegexSyntaxError) -> Bool {
    guard let end = nextClassNameEnd(after: position + 2) else { return false }
    var name = input[(position + 2)..<end]
    let isNegated = name.first == UInt8(ascii: "^")
    if isNegated { name.removeFirst() }
    guard let ranges = CodePointSet.posixClass(named: name) else {
      // RE2 reads the name up to the next `:]`, wherever that is; underline no more than the author took for the name.
      let close = input[position...end].firstIndex(of: UInt8(ascii: "]")) ?? end + 1
      throw RegexSyntaxError(.unknownClassName, at: position..<close + 1)
    }
    set.ranges.append(contentsOf: isNegated ? CodePointSet(ranges: ranges).complement().ranges : ranges)
    position = end + 2
    return true
  }

  /// The position of the next `:]` at or after `start`. Remembered, because a pattern of many `[[:` without an end
  /// would otherwise be searched once for each.
  private mutating func nextClassNameEnd(after start: Int) -> Int? {
    if let known = nextColonBracket, known >= start { return known < input.count ? known : nil }
    var at = start
    while at + 1 < input.count, input[at] != UInt8(ascii: ":") || input[at + 1] != UInt8(ascii: "]") { at += 1 }
    let isFound = at + 1 < input.count
    nextColonBracket = isFound ? at : input.count
    return isFound ? at : nil
  }
}
