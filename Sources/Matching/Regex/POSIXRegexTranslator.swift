/// One pass over a pattern, from left to right, without recursion: the depth of parentheses costs memory in `groups`
/// and never stack.
struct POSIXRegexTranslator {
  /// RE2's limit for a count, and for the product of nested counts.
  static let repeatLimit = 1000
  /// Deeper nesting is refused: PCRE2's parser has a fixed stack (about 500 groups) and its compiler recurses.
  static let depthLimit = 250

  let input: [UInt8]
  var position = 0
  var output: [UInt8] = Array("\\A(?:".utf8)
  private var groups: [Group] = []
  private var current = Group(offset: 0, outputStart: 0)
  /// Where the next `:]` is, `input.count` if nowhere; nil before the first search.
  var nextColonBracket: Int?

  init(_ input: [UInt8]) { self.input = input }

  var estimatedSize: Int { current.size }

  /// What has been emitted last and can still be repeated.
  private struct Atom {
    var outputStart: Int
    var quantifier: Quantifier = .none
    /// The largest product of repeat counts on any way down into it.
    var repeats = 1
    var size: Int
    /// A single character or class, which PCRE2 repeats without copying it.
    var isSingle: Bool

    mutating func grow(copies: Int) {
      size = isSingle ? 2 * size + 8 : (size + 8) * copies
    }
  }

  fileprivate enum Quantifier { case none, star, plus, question, counted }

  private struct Group {
    var offset: Int
    var outputStart: Int
    var repeats = 1
    var size = 8
    var last: Atom?

    /// Nothing can be repeated any more until the next atom.
    mutating func settle() {
      guard let atom = last else { return }
      repeats = max(repeats, atom.repeats)
      size += atom.size
      last = nil
    }
  }

  mutating func run() throws(RegexSyntaxError) {
    if let bad = UTF8Repair.firstInvalid(in: input.span) {
      throw RegexSyntaxError(.invalidUTF8, at: bad)
    }
    while position < input.count {
      try step()
    }
    guard groups.isEmpty else {
      throw RegexSyntaxError(.missingClosingParenthesis, at: current.offset..<current.offset + 1)
    }
    current.settle()
    output.append(contentsOf: ")\\z".utf8)
  }

  private mutating func step() throws(RegexSyntaxError) {
    switch input[position] {
    case UInt8(ascii: "("): try openGroup()
    case UInt8(ascii: ")"): try closeGroup()
    case UInt8(ascii: "|"):
      current.settle()
      current.size += 4
      output.append(UInt8(ascii: "|"))
      position += 1
    case UInt8(ascii: "*"): try repeatLast(.star)
    case UInt8(ascii: "+"): try repeatLast(.plus)
    case UInt8(ascii: "?"): try repeatLast(.question)
    case UInt8(ascii: "{"):
      if let count = try scanCount() { try repeatLast(count) } else { emit(scanScalar()) }
    case UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "$"):
      beginAtom(size: 2, isSingle: input[position] == UInt8(ascii: "."))
      output.append(input[position])
      position += 1
    case UInt8(ascii: "["):
      let bracket = try scanBracketExpression()
      beginAtom(size: 36 + 8 * bracket.set.ranges.count, isSingle: true)
      bracket.set.appendClass(negated: bracket.isNegated, to: &output)
    case UInt8(ascii: "\\"): emit(try scanEscape())
    default: emit(scanScalar())
    }
  }

  private mutating func beginAtom(size: Int, isSingle: Bool) {
    current.settle()
    current.last = Atom(outputStart: output.count, size: size, isSingle: isSingle)
  }

  /// One literal character. A surrogate can be written (`\x{D800}`) but never occurs in a value, which is valid UTF-8.
  private mutating func emit(_ scalar: UInt32) {
    beginAtom(size: 5, isSingle: true)
    guard !CodePointSet.surrogates.contains(scalar) else {
      CodePointSet().appendClass(negated: false, to: &output)
      return
    }
    CodePointSet.append(scalar, to: &output)
  }

  // MARK: Groups

  private mutating func openGroup() throws(RegexSyntaxError) {
    if position + 1 < input.count, input[position + 1] == UInt8(ascii: "?") { throw specialGroupError() }
    guard groups.count < Self.depthLimit else {
      throw RegexSyntaxError(.patternTooLarge, at: position..<position + 1)
    }
    current.settle()
    groups.append(current)
    current = Group(offset: position, outputStart: output.count)
    output.append(contentsOf: "(?:".utf8)
    position += 1
  }

  private mutating func closeGroup() throws(RegexSyntaxError) {
    guard var outer = groups.popLast() else {
      throw RegexSyntaxError(.unexpectedClosingParenthesis, at: position..<position + 1)
    }
    current.settle()
    output.append(UInt8(ascii: ")"))
    position += 1
    outer.last = Atom(
      outputStart: current.outputStart, repeats: current.repeats, size: current.size, isSingle: false)
    current = outer
  }

  // MARK: Repetition

  private mutating func repeatLast(_ operation: Quantifier) throws(RegexSyntaxError) {
    let place = position..<position + 1
    guard current.last != nil else { throw RegexSyntaxError(.missingRepeatOperand, at: place) }
    position += 1
    quantify(with: operation)
  }

  private mutating func repeatLast(_ count: RepeatCount) throws(RegexSyntaxError) {
    guard let atom = current.last else { throw RegexSyntaxError(.missingRepeatOperand, at: count.range) }
    // `{n,}` counts as n; a count of zero does not divide the budget (RE2 computes 1000 / (n · m · …)).
    let repeats = atom.repeats * max(count.upper ?? count.lower, 1)
    guard repeats <= Self.repeatLimit else {
      throw RegexSyntaxError(.nestedRepeatsTooLarge, at: count.range)
    }
    current.last?.repeats = repeats
    switch (count.lower, count.upper) {
    case (1, 1): break
    case (_, 0): replaceLastByEmpty()
    case (0, nil): quantify(with: .star)
    case (1, nil): quantify(with: .plus)
    case (0, 1): quantify(with: .question)
    default: quantify(with: count)
    }
  }

  /// Stacked `*`, `+` and `?` are merged into one: any mixture of different ones means `*`. Without that, PCRE2 would
  /// read the second as "lazy" or "possessive".
  private mutating func quantify(with operation: Quantifier) {
    guard let atom = current.last else { return }
    switch atom.quantifier {
    case .none:
      if !atom.isSingle { wrapLastIfAnchor() }
      output.append(operation.character)
      current.last?.quantifier = operation
    case .counted:
      wrapLast()
      output.append(operation.character)
      current.last?.quantifier = operation
    case .star, .plus, .question:
      let merged: Quantifier = atom.quantifier == operation ? operation : .star
      output[output.count - 1] = merged.character
      current.last?.quantifier = merged
    }
  }

  private mutating func quantify(with count: RepeatCount) {
    guard let atom = current.last else { return }
    if atom.quantifier == .none {
      if !atom.isSingle { wrapLastIfAnchor() }
    } else {
      wrapLast()
    }
    output.append(UInt8(ascii: "{"))
    output.append(contentsOf: String(count.lower).utf8)
    if count.upper != count.lower {
      output.append(UInt8(ascii: ","))
      if let upper = count.upper { output.append(contentsOf: String(upper).utf8) }
    }
    output.append(UInt8(ascii: "}"))
    let copies = max(count.upper ?? count.lower, 1)
    current.last?.grow(copies: copies)
    current.last?.quantifier = .counted
  }

  /// `(?:` … `)` around the last atom. The cost is the atom's length, and at most ten counts above one can be stacked
  /// (their product is limited), so this stays linear.
  private mutating func wrapLast() {
    guard let atom = current.last else { return }
    output.insert(contentsOf: "(?:".utf8, at: atom.outputStart)
    output.append(UInt8(ascii: ")"))
    current.last?.isSingle = false
    current.last?.size += 8
  }

  /// PCRE2 refuses to repeat a bare `^` or `$`; RE2 does not.
  private mutating func wrapLastIfAnchor() {
    guard let atom = current.last, output.count == atom.outputStart + 1 else { return }
    wrapLast()
  }

  private mutating func replaceLastByEmpty() {
    guard let atom = current.last else { return }
    output.removeSubrange(atom.outputStart...)
    output.append(contentsOf: "(?:)".utf8)
    current.last?.quantifier = .none
    current.last?.isSingle = false
    current.last?.size = 8
  }
}

extension POSIXRegexTranslator.Quantifier {
  fileprivate var character: UInt8 {
    switch self {
    case .plus: UInt8(ascii: "+")
    case .question: UInt8(ascii: "?")
    case .star, .none, .counted: UInt8(ascii: "*")
    }
  }
}
