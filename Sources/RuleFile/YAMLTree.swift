package import Diagnostics

/// The YAML of one file as a flat array of nodes in the order of the text, parents before children.
///
/// Most of a rule file is read once and in order, so the tree holds no objects: a node is a place, and a value is
/// made of it only where somebody asks (`scalar`, `node`). Aliases are references to nodes, not copies.
package struct YAMLTree: Sendable {
  package struct NodeID: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
    fileprivate init(_ index: Int) { rawValue = UInt32(index) }
    fileprivate var index: Int { Int(rawValue) }
  }

  package enum Kind: UInt8, Sendable, BitwiseCopyable {
    case scalar, sequence, mapping
    /// A reference to an earlier node; only inside the tree, `kind(of:)` never says it.
    case alias
    /// A value that could not be read; the reason has been reported.
    case hole
  }

  struct Node: BitwiseCopyable {
    var kind: Kind
    var style: Scalar.Style = .plain
    var isNull = false
    /// Levels of collections below and including this one.
    var height: UInt16 = 0
    /// Absolute. A block scalar ends with its last line of text, a block collection with its last value.
    var span: SourceSpan
    /// Scalar: index of the value in `values`, or `verbatim`. Collection: index of the node behind its last
    /// descendant. Alias: index of what it refers to.
    var link: UInt32 = 0
    /// Scalar: length of the value in bytes. Collection: what an alias to it costs.
    var size: UInt32 = 0

    /// `link` of a scalar whose value stands in the file as it is, between the quotes if it has them.
    static let verbatim = UInt32.max
  }

  let text: SourceText
  var nodes: [Node] = []
  /// Decoded values of the scalars that are not verbatim, one behind the other.
  var values: [UInt8] = []

  init(_ text: SourceText) { self.text = text }

  package func kind(of id: NodeID) -> Kind { nodes[resolved(id).index].kind }
  package func isNull(_ id: NodeID) -> Bool { nodes[resolved(id).index].isNull }
  /// Of a scalar.
  package func style(of id: NodeID) -> Scalar.Style { nodes[resolved(id).index].style }

  /// Where the node stands. For an alias that is the place it refers to: the text that the author has to change.
  package func span(of id: NodeID) -> SourceSpan { nodes[resolved(id).index].span }

  /// Whether a byte under the span was replaced (`SourceText.isDamaged`).
  func isDamaged(_ span: SourceSpan) -> Bool { text.isDamaged(span) }

  /// The bytes of a scalar's value, without their places.
  package func value(of id: NodeID) -> ArraySlice<UInt8> {
    let node = nodes[resolved(id).index]
    guard node.link == Node.verbatim else {
      return values[Int(node.link)..<Int(node.link + node.size)]
    }
    let start = Int(node.span.start - text.base) + (node.style == .plain ? 0 : 1)
    return text.bytes[start..<start + Int(node.size)]
  }

  package func string(of id: NodeID) -> String { String(decoding: value(of: id), as: UTF8.self) }

  /// The scalar with the map of its value to the file.
  package func scalar(_ id: NodeID) -> Scalar {
    let node = nodes[resolved(id).index]
    return Scalar(text: embeddedText(node), style: node.style, isNull: node.isNull)
  }

  private func embeddedText(_ node: Node) -> EmbeddedText {
    guard node.link == Node.verbatim else {
      let value = values[Int(node.link)..<Int(node.link + node.size)]
      return ScalarDecoder.decode(node.span, style: node.style, in: text, expecting: value)
        ?? ScalarDecoder.degraded(value, span: node.span)
    }
    let place = SourceSpan(start: node.span.start + (node.style == .plain ? 0 : 1), length: node.size)
    let start = Int(place.start - text.base)
    // By way of the buffer: a slice of the array would count references, for every scalar of a file. It is read during the call only.
    let bytes = unsafe text.bytes.withUnsafeBufferPointer { unsafe Array($0[start..<start + Int(node.size)]) }
    return EmbeddedText(verbatim: bytes, at: place, in: node.span)
  }

  /// The elements of a sequence; nothing for other nodes.
  package func elements(of id: NodeID) -> [NodeID] {
    let id = resolved(id)
    var elements: [NodeID] = []
    guard nodes[id.index].kind == .sequence else { return elements }
    let (start, end) = (id.index + 1, Int(nodes[id.index].link))
    // Elements are leaves, as a rule. Where they are not, there are many nodes for few elements.
    elements.reserveCapacity(min(end - start, 64))
    var index = start
    while index < end {
      elements.append(NodeID(index))
      index = self.index(behind: index)
    }
    return elements
  }

  /// Keys and values of a mapping in the order of the text; nothing for other nodes.
  package func entries(of id: NodeID) -> [(key: NodeID, value: NodeID)] {
    var entries: [(key: NodeID, value: NodeID)] = []
    var cursor = entryCursor(of: id)
    while let entry = nextEntry(&cursor) { entries.append(entry) }
    return entries
  }

  /// Goes through the entries of a mapping without an array of them.
  struct EntryCursor {
    fileprivate var index: Int
    fileprivate let end: Int
  }

  /// Before the first entry; at the end for other nodes.
  func entryCursor(of id: NodeID) -> EntryCursor {
    let id = resolved(id)
    let end = nodes[id.index].kind == .mapping ? Int(nodes[id.index].link) : id.index + 1
    return EntryCursor(index: id.index + 1, end: end)
  }

  func nextEntry(_ cursor: inout EntryCursor) -> (key: NodeID, value: NodeID)? {
    guard cursor.index < cursor.end else { return nil }
    let value = index(behind: cursor.index)
    defer { cursor.index = index(behind: value) }
    return (NodeID(cursor.index), NodeID(value))
  }

  private func index(behind index: Int) -> Int {
    switch nodes[index].kind {
    case .sequence, .mapping: Int(nodes[index].link)
    case .scalar, .alias, .hole: index + 1
    }
  }

  /// The node as a value, with everything below it; nil where a part of it could not be read. Recursion ends: the
  /// reader limits the height of what it builds, through aliases too.
  package func node(_ id: NodeID) -> YAMLNode? {
    switch kind(of: id) {
    case .scalar: return .scalar(scalar(id))
    case .hole, .alias: return nil
    case .sequence:
      var elements: [YAMLNode] = []
      for element in self.elements(of: id) {
        guard let element = node(element) else { return nil }
        elements.append(element)
      }
      return .sequence(elements, span(of: id))
    case .mapping:
      var entries: [YAMLEntry] = []
      for (key, value) in self.entries(of: id) {
        guard let key = node(key), let value = node(value) else { return nil }
        entries.append(YAMLEntry(key: key, value: value))
      }
      return .mapping(entries, span(of: id))
    }
  }

  /// The reader lets an alias refer only to finished nodes before it, and to what those refer to: one step.
  private func resolved(_ id: NodeID) -> NodeID {
    nodes[id.index].kind == .alias ? NodeID(rawValue: nodes[id.index].link) : id
  }
}
