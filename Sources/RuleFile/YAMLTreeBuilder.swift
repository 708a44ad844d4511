import Diagnostics

/// One thing of a rule file, as YAML sees it.
package struct YAMLPart: Sendable {
  package enum Role: Sendable {
    /// An element of a document that is a sequence: what rule files consist of.
    case item
    /// A whole document that is something else.
    case document
  }

  package var node: YAMLTree.NodeID
  package var role: Role
  /// A syntax error cut it off: what is missing has not been left out by the author.
  package var isCutOff: Bool
}

/// Puts nodes into a `YAMLTree`, with a stack of its own: nesting in the file is no recursion here.
struct YAMLTreeBuilder {
  /// Rule files need six levels. Deeper input is a mistake or an attack.
  static let depthLimit = 100
  /// What all aliases of a file may add, in bytes, counting `nodeCost` for each node. Everything downstream treats
  /// an alias as if the text stood there twice, so this bounds all later work.
  static let aliasLimit: UInt64 = 16 << 20
  private static let nodeCost: UInt64 = 64

  private struct Open {
    var node: Int
    var isFlow: Bool
    var anchor: String?
    var childCount = 0
    /// Index of the last key of a mapping.
    var lastKey = 0
    var height: UInt16 = 1
    var costBefore: UInt64
  }

  private(set) var tree: YAMLTree
  private(set) var parts: [YAMLPart] = []
  private var open: [Open] = []
  private var anchors: [String: UInt32] = [:]
  /// Offset behind the last text that was read.
  private var lastEnd: UInt32
  /// Cost of everything so far, as if aliases were copies; and of the aliases alone.
  private var cost: UInt64 = 0
  private var aliasCost: UInt64 = 0

  init(_ text: SourceText) {
    tree = YAMLTree(text)
    lastEnd = text.base
    // A guess that saves growing: a node for every 16 bytes.
    tree.nodes.reserveCapacity(text.bytes.count / 16)
  }

  var depth: Int { open.count }
  var knownAnchors: some Sequence<String> { anchors.keys }
  func isInsideAnchor(_ name: String) -> Bool { open.contains { $0.anchor == name } }

  /// Where the innermost open `[` or `{` stands.
  var innermostFlow: SourceSpan? {
    guard let last = open.last, last.isFlow else { return nil }
    return tree.nodes[last.node].span
  }

  /// Start of the item that is being read, or of the one before when none is.
  var currentItemStart: UInt32? {
    if open.count > 1 { return tree.nodes[open[1].node].span.start }
    return parts.last.map { tree.span(of: $0.node).start }
  }

  // MARK: Adding

  enum Value {
    /// It stands in the file as it is, between the quotes if it has them.
    case verbatim(length: Int)
    case decoded([UInt8])
  }

  mutating func addScalar(_ value: Value, style: Scalar.Style, isNull: Bool, span: SourceSpan, anchor: String?) {
    var node = YAMLTree.Node(kind: .scalar, style: style, isNull: isNull, span: span)
    switch value {
    case .verbatim(let length):
      node.size = UInt32(length)
      node.link = YAMLTree.Node.verbatim
    case .decoded(let bytes):
      node.size = UInt32(bytes.count)
      node.link = UInt32(tree.values.count)
      tree.values.append(contentsOf: bytes)
    }
    cost += Self.nodeCost + UInt64(node.size)
    lastEnd = max(lastEnd, span.end)
    addLeaf(node, anchor: anchor)
  }

  /// A value that could not be read.
  mutating func addHole(at span: SourceSpan) {
    lastEnd = max(lastEnd, span.end)
    addLeaf(YAMLTree.Node(kind: .hole, span: span), anchor: nil)
  }

  enum AliasOutcome { case added, unknown, tooLarge }

  /// Adds a reference to an anchored node; where that is not possible, a hole.
  mutating func addAlias(_ name: String, at span: SourceSpan) -> AliasOutcome {
    guard let target = anchors[name] else {
      addHole(at: span)
      return .unknown
    }
    let node = tree.nodes[Int(target)]
    let copyCost = node.kind == .scalar ? Self.nodeCost + UInt64(node.size) : UInt64(node.size)
    guard aliasCost + copyCost <= Self.aliasLimit, open.count + Int(node.height) <= Self.depthLimit else {
      addHole(at: span)
      return .tooLarge
    }
    aliasCost += copyCost
    cost += copyCost
    var alias = YAMLTree.Node(kind: .alias, span: span, link: target)
    alias.height = node.height
    lastEnd = max(lastEnd, span.end)
    addLeaf(alias, anchor: nil)
    return .added
  }

  mutating func beginCollection(_ kind: YAMLTree.Kind, isFlow: Bool, at span: SourceSpan, anchor: String?) {
    open.append(Open(node: tree.nodes.count, isFlow: isFlow, anchor: anchor, costBefore: cost))
    cost += Self.nodeCost
    tree.nodes.append(YAMLTree.Node(kind: kind, span: span))
  }

  /// - Parameter end: offset behind the closing bracket, for flow style.
  mutating func endCollection(end: UInt32) {
    let closed = open.removeLast()
    if closed.isFlow { lastEnd = max(lastEnd, end) }
    finish(closed, isCutOff: false)
  }

  private mutating func addLeaf(_ node: YAMLTree.Node, anchor: String?) {
    let index = tree.nodes.count
    tree.nodes.append(node)
    if let anchor { anchors[anchor] = UInt32(index) }
    attach(index, height: node.height, isCutOff: false)
  }

  private mutating func finish(_ closed: Open, isCutOff: Bool) {
    let start = tree.nodes[closed.node].span.start
    tree.nodes[closed.node].span = SourceSpan(from: start, to: lastEnd)
    tree.nodes[closed.node].link = UInt32(tree.nodes.count)
    tree.nodes[closed.node].size = UInt32(clamping: cost - closed.costBefore)
    tree.nodes[closed.node].height = closed.height
    if let anchor = closed.anchor { anchors[anchor] = UInt32(closed.node) }
    attach(closed.node, height: closed.height, isCutOff: isCutOff)
  }

  /// Tells the parent of a finished node.
  private mutating func attach(_ index: Int, height: UInt16, isCutOff: Bool) {
    let id = YAMLTree.NodeID(rawValue: UInt32(index))
    guard let parent = open.indices.last else {
      if tree.nodes[index].kind != .sequence {
        parts.append(YAMLPart(node: id, role: .document, isCutOff: isCutOff))
      }
      return
    }
    if tree.nodes[open[parent].node].kind == .mapping, open[parent].childCount % 2 == 0 {
      open[parent].lastKey = index
    }
    open[parent].childCount += 1
    open[parent].height = max(open[parent].height, height + 1)
    if parent == 0, tree.nodes[open[0].node].kind == .sequence {
      parts.append(YAMLPart(node: id, role: .item, isCutOff: isCutOff))
    }
  }

  // MARK: After a syntax error

  /// Closes what is open. Of an item that was being read, the entries stay that are surely complete: those behind
  /// which another key was read. What was read of the last may be only the first words of what the author wrote,
  /// unless the error stands on a line outside of the item.
  mutating func abandon(isOutsideItem: Bool) {
    defer { open.removeAll() }
    guard let root = open.first else { return markLastCutOff() }
    guard tree.nodes[root.node].kind == .sequence else {
      cut(to: root.node)
      return markLastCutOff()
    }
    guard open.count > 1 else { return markLastCutOff() }
    var item = open[1]
    let isMapping = tree.nodes[item.node].kind == .mapping
    let isWhole = isOutsideItem && open.count == 2 && item.childCount % 2 == 0
    guard isMapping, isWhole || item.lastKey > item.node + 1 else {
      open.removeLast(open.count - 1)
      return cut(to: item.node)
    }
    if !isWhole {
      cut(to: item.lastKey)
      lastEnd = tree.nodes[item.lastKey - 1].span.end
    }
    item.height = UInt16(Self.depthLimit)
    open.removeLast(open.count - 1)
    finish(item, isCutOff: true)
  }

  /// The error may belong to what was read last. Where that is no mapping, it is most likely a line of the item
  /// before that stands in the wrong column, so that item lacks it.
  private mutating func markLastCutOff() {
    for index in parts.indices.reversed().prefix(2) {
      parts[index].isCutOff = true
      if tree.kind(of: parts[index].node) == .mapping { return }
    }
  }

  private mutating func cut(to index: Int) {
    tree.nodes.removeSubrange(index...)
    anchors = anchors.filter { $0.value < index }
  }
}
