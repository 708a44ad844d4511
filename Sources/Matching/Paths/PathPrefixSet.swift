/// The right side of `pmatch` (rule-language.md §5.3): a set of path prefixes, compared component by component.
///
/// Value and elements are split at `/`, and empty components vanish, so `/a//b/`, `a/b` and `/a/b` are the same. An
/// element matches when its components are a prefix of the value's. A component with `?`, `*` or `[` is a glob for that
/// one component. `""` and `/` have no components and match everything.
///
/// The elements share one trie. Unlike the incumbent's, the search follows *every* child that fits, so no glob is lost
/// because another one fitted first. A node is entered at most once for one value, so the cost is bounded by the trie.
package struct PathPrefixSet: Sendable {
  private typealias NodeID = Int32

  private struct Node: Sendable {
    /// An element ends here.
    var isEnd = false
    /// Sorted by length, then by bytes.
    var exact: [(name: [UInt8], node: NodeID)] = []
    var globs: [(glob: Glob, node: NodeID)] = []
  }

  private var nodes: [Node] = [Node()]
  /// Nodes reached through a glob: the most places that can ever be waiting to be searched.
  private let globCount: Int

  package init(_ elements: [[UInt8]]) {
    var builder = Builder()
    for element in elements { builder.insert(element) }
    globCount = builder.globCount
    nodes = builder.finish()
  }

  package func matches(_ value: Span<UInt8>) -> Bool {
    guard globCount > 0 else { return walk(value, from: 0, at: 0) { _, _ in } }
    return unsafe withUnsafeTemporaryAllocation(of: (node: NodeID, position: Int).self, capacity: globCount) { waiting in
      // Each glob child is pushed at most once for one value, so `globCount` places are enough; the tuples are trivial
      // and need no deinitialisation.
      var count = 0
      var next = (node: NodeID(0), position: 0)
      while true {
        let isMatch = walk(value, from: next.node, at: next.position) { node, position in
          unsafe waiting.initializeElement(at: count, to: (node, position))
          count += 1
        }
        if isMatch { return true }
        guard count > 0 else { return false }
        count -= 1
        next = unsafe waiting[count]
      }
    }
  }

  /// Follows the exact children as far as they go, and reports each glob child that fits on the way.
  @inline(__always)
  private func walk(
    _ value: Span<UInt8>, from start: NodeID, at startPosition: Int, glob: (NodeID, Int) -> Void
  ) -> Bool {
    var node = start
    var position = startPosition
    while true {
      if nodes[Int(node)].isEnd { return true }
      guard let component = Self.nextComponent(of: value, from: position) else { return false }
      position = component.upperBound
      for child in nodes[Int(node)].globs where child.glob.matches(value, in: component) { glob(child.node, position) }
      guard let child = exactChild(of: node, value, component) else { return false }
      node = child
    }
  }

  private func exactChild(of node: NodeID, _ value: Span<UInt8>, _ component: Range<Int>) -> NodeID? {
    var low = 0
    var high = nodes[Int(node)].exact.count
    while low < high {
      let middle = (low + high) / 2
      let order = Self.compare(nodes[Int(node)].exact[middle].name, value, component)
      if order == 0 { return nodes[Int(node)].exact[middle].node }
      if order < 0 { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  /// Negative, zero or positive; the length decides first.
  private static func compare(_ name: [UInt8], _ value: Span<UInt8>, _ component: Range<Int>) -> Int {
    if name.count != component.count { return name.count - component.count }
    for index in name.indices {
      let difference = Int(name[index]) - Int(value[component.lowerBound + index])
      if difference != 0 { return difference }
    }
    return 0
  }

  private static func nextComponent(of value: Span<UInt8>, from start: Int) -> Range<Int>? {
    var begin = start
    while begin < value.count, value[begin] == UInt8(ascii: "/") { begin += 1 }
    guard begin < value.count else { return nil }
    var end = begin
    while end < value.count, value[end] != UInt8(ascii: "/") { end += 1 }
    return begin..<end
  }
}

extension PathPrefixSet {
  /// Collects the elements; dictionaries are for building only.
  private struct Builder {
    var nodes = [Node()]
    var exact: [[[UInt8]: NodeID]] = [[:]]
    var globs: [[[UInt8]: NodeID]] = [[:]]
    var globCount = 0

    mutating func insert(_ element: [UInt8]) {
      var node: NodeID = 0
      for part in element.split(separator: UInt8(ascii: "/")) {
        let name = Array(part)
        node = Glob.hasWildcard(name.span) ? globChild(of: node, name) : exactChild(of: node, name)
      }
      nodes[Int(node)].isEnd = true
    }

    private mutating func exactChild(of node: NodeID, _ name: [UInt8]) -> NodeID {
      if let known = exact[Int(node)][name] { return known }
      let child = add()
      exact[Int(node)][name] = child
      return child
    }

    private mutating func globChild(of node: NodeID, _ name: [UInt8]) -> NodeID {
      if let known = globs[Int(node)][name] { return known }
      let child = add()
      globs[Int(node)][name] = child
      nodes[Int(node)].globs.append((Glob(name), child))
      globCount += 1
      return child
    }

    private mutating func add() -> NodeID {
      nodes.append(Node())
      exact.append([:])
      globs.append([:])
      return NodeID(nodes.count - 1)
    }

    mutating func finish() -> [Node] {
      for index in nodes.indices {
        nodes[index].exact = exact[index].map { ($0.key, $0.value) }.sorted { a, b in
          a.name.count != b.name.count ? a.name.count < b.name.count : a.name.lexicographicallyPrecedes(b.name)
        }
      }
      return nodes
    }
  }
}
