/// One JSON text, read into flat arrays that the next one uses again.
///
/// Strict RFC 8259, with bounds: `depthLimit` levels, `memberLimit` members of an object. Numbers are exact to 64 bits
/// or refused where they are wanted; strings are valid UTF-8 without lone surrogates; a key stands once in its object.
struct JSONDocument {
  enum Kind: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A whole number of at most 64 bits, without its sign.
    case integer(magnitude: UInt64, isNegative: Bool)
    /// A number with a fraction or an exponent, or a larger one.
    case otherNumber
    case string
    case array
    case object
  }

  /// A value.
  struct Node: Hashable, Sendable {
    var kind: Kind
    /// Where the value begins in the text.
    var offset: Int
    /// Decoded bytes of a string, in `strings`.
    var text: Range<Int> = 0..<0
    /// Decoded bytes of the key, in `strings`, and where it begins in the text; for members of objects.
    var key: Range<Int> = 0..<0
    var keyOffset = 0
    /// The index behind the value and everything in it.
    var end = 0
  }

  struct Problem: Error, Hashable, Sendable {
    /// In the text.
    let offset: Int
    let message: String
  }

  static let depthLimit = 32
  static let memberLimit = 128

  /// The value itself is the first; what an array or object holds follows it.
  private(set) var nodes: [Node] = []
  private(set) var strings: [UInt8] = []

  mutating func read(_ text: Span<UInt8>) throws(Problem) {
    nodes.removeAll(keepingCapacity: true)
    strings.removeAll(keepingCapacity: true)
    var parser = JSONParser(text)
    try parser.readText(into: &nodes, &strings)
  }

  /// The indices of the values in an array or object, in order.
  func children(of node: Int) -> Children { Children(nodes: nodes, index: node + 1, end: nodes[node].end) }

  struct Children: Sequence, IteratorProtocol {
    fileprivate let nodes: [Node]
    fileprivate var index: Int
    fileprivate let end: Int

    mutating func next() -> Int? {
      guard index < end else { return nil }
      defer { index = nodes[index].end }
      return index
    }
  }

  func key(_ node: Int) -> String { String(decoding: strings[nodes[node].key], as: UTF8.self) }

  func text(_ node: Int) -> String { String(decoding: strings[nodes[node].text], as: UTF8.self) }
}
