import Diagnostics
import Lexer
import Parser

extension ConditionTree {
  /// Tokens tile the text, every range lies in it, children come before their parents and lie inside them.
  func checkShape(in map: SourceMap) throws(Violation) {
    var position: UInt32 = 0
    for token in tokens {
      try require(token.range.start == position && token.range.end > position, "tokens do not tile at \(position)")
      position = token.range.end
    }
    try require(Int(position) == text.bytes.count, "tokens end at \(position) of \(text.bytes.count)")
    try require(nodes.count == nodeRanges.count && operands.count == operandRanges.count, "ranges are missing")
    for range in nodeRanges + operandRanges { try check(range, in: map) }
    for value in values {
      try check(value.range, in: map)
      try check(value.content, in: map)
      try require(value.range.start <= value.content.start && value.content.end <= value.range.end, "content outside value")
    }
    for (index, node) in nodes.enumerated() {
      for child in children(of: node) {
        let (inner, outer) = (nodeRanges[Int(child.rawValue)], nodeRanges[index])
        try require(Int(child.rawValue) < index, "node \(index) has the later child \(child.rawValue)")
        try require(outer.start <= inner.start && inner.end <= outer.end, "node \(index) does not hold its child")
      }
    }
  }

  private func check(_ range: TextRange, in map: SourceMap) throws(Violation) {
    try require(range.start <= range.end && Int(range.end) <= text.bytes.count, "\(range) lies outside the text")
    try map.check(span(of: range), "\(range)")
  }

  private func children(of node: Node) -> ArraySlice<NodeID> {
    switch node {
    case .and(let operands), .or(let operands): children[operands.range]
    case .not(let operand): [operand]
    case .check, .macro, .error: []
    }
  }

  /// The source of a well-formed tree is well-formed and parses to the same tree.
  func checkPrinting() throws(Violation) {
    _ = TreePrinter.canonical(self)
    let printed = TreePrinter.source(self)
    // The printer makes text; bytes that are none cannot come back.
    guard isWellFormed, String(validating: text.bytes, as: UTF8.self) != nil else { return }
    var bag = DiagnosticBag()
    let span = SourceSpan(start: 0, length: UInt32(printed.utf8.count))
    let again = ConditionParser.parse(EmbeddedText(verbatim: Array(printed.utf8), at: span), into: &bag)
    let complaint = bag.all.first { $0.severity == .error }?.message ?? ""
    try require(again.isWellFormed, "the printed condition does not parse: \(complaint): \(printed)")
    try require(again.outline == outline, "the printed condition parses to another tree: \(printed)")
  }

  /// The listing of the tree without places.
  private var outline: [Substring] {
    SyntaxListing.ast(self).split(separator: "\n").map { line in
      // `text  12..34`; a list has no place.
      guard let last = line.lastIndex(of: " "), line[last...].contains("..") else { return line }
      return line[..<last]
    }
  }
}
