import Diagnostics
import Lexer
import Parser
import Testing

/// A condition and what was reported about it.
struct Parsed {
  let tree: ConditionTree
  let diagnostics: [Diagnostic]

  init(_ condition: String) {
    self.init(text(condition))
  }

  init(_ text: EmbeddedText) {
    var bag = DiagnosticBag()
    tree = ConditionParser.parse(text, into: &bag)
    diagnostics = bag.all
  }

  var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
  var canonical: String { TreePrinter.canonical(tree) }
}

func text(_ string: String) -> EmbeddedText {
  text(Array(string.utf8))
}

func text(_ bytes: [UInt8]) -> EmbeddedText {
  EmbeddedText(verbatim: bytes, at: SourceSpan(start: 0, length: UInt32(bytes.count)))
}

/// Text joined of pieces, each on a line of its own in the file.
func text(pieces: [String]) -> EmbeddedText {
  var start: UInt32 = 0
  var joined: EmbeddedText?
  for piece in pieces {
    let bytes = Array(piece.utf8)
    let part = EmbeddedText(verbatim: bytes, at: SourceSpan(start: start, length: UInt32(bytes.count)))
    if joined == nil { joined = part } else { joined?.append(part) }
    start += UInt32(bytes.count) + 1
  }
  return joined ?? text("")
}

/// What must hold of every tree, whatever the text.
func checkInvariants(_ tree: ConditionTree, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
  var position: UInt32 = 0
  var tiles = true
  for token in tree.tokens {
    tiles = tiles && token.range.start == position && token.range.end > token.range.start
    position = token.range.end
  }
  #expect(
    tiles && Int(position) == tree.text.bytes.count, "tokens tile \(tree.text.string)", sourceLocation: sourceLocation)

  var isNested = true
  for (index, node) in tree.nodes.enumerated() {
    let range = tree.nodeRanges[index]
    isNested = isNested && range.start <= range.end && Int(range.end) <= tree.text.bytes.count
    for child in children(of: node, in: tree) {
      let inner = tree.nodeRanges[Int(child.rawValue)]
      isNested = isNested && Int(child.rawValue) < index && range.start <= inner.start && inner.end <= range.end
    }
  }
  #expect(
    isNested, "children lie inside and before their parents in \(tree.text.string)", sourceLocation: sourceLocation)
}

func children(of node: ConditionTree.Node, in tree: ConditionTree) -> ArraySlice<NodeID> {
  switch node {
  case .and(let operands), .or(let operands): tree.children[operands.range]
  case .not(let operand): [operand]
  case .check, .macro, .error: []
  }
}
