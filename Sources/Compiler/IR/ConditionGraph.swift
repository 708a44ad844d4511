package import Bytecode

// IR: the conditions of all rules of one source as one graph of `and`, `or`, `not` over shared checks.

package struct GraphID: Hashable, Sendable, RawRepresentable, BitwiseCopyable, Comparable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
  package static func < (a: GraphID, b: GraphID) -> Bool { a.rawValue < b.rawValue }
}

/// A directed acyclic graph; equal parts are one node (hash-consing), so a macro that a hundred rules use is there
/// once. Ids ascend from parts to wholes: a pass over the graph is a loop.
package struct ConditionGraph: Sendable {
  package enum Node: Hashable, Sendable {
    case constant(Bool)
    case check(CheckID)
    case not(GraphID)
    /// Two or more different operands, in the order written.
    case and([GraphID])
    case or([GraphID])

    fileprivate var hash: UInt64 {
      var hash: MixedHash
      switch self {
      case .constant(let value): hash = MixedHash(value ? 1 : 0)
      case .check(let id):
        hash = MixedHash(2)
        hash.combine(UInt64(id.rawValue))
      case .not(let id):
        hash = MixedHash(3)
        hash.combine(UInt64(id.rawValue))
      case .and(let ids):
        hash = MixedHash(4)
        for id in ids { hash.combine(UInt64(id.rawValue)) }
      case .or(let ids):
        hash = MixedHash(5)
        for id in ids { hash.combine(UInt64(id.rawValue)) }
      }
      return hash.value
    }
  }

  package private(set) var nodes: [Node] = []
  private var interned = InternTable()
  /// By node: the number of the `and` or `or` that took it in last, so that none takes an operand twice.
  private var lastTaken: [UInt32] = []
  private var joinCount: UInt32 = 0

  package init() {}

  package subscript(id: GraphID) -> Node { nodes[Int(id.rawValue)] }

  /// By node: whether it is one of `roots` or a part of one.
  func isBelow(_ roots: [GraphID]) -> [Bool] {
    var isBelow = Array(repeating: false, count: nodes.count)
    for root in roots { isBelow[Int(root.rawValue)] = true }
    for index in nodes.indices.reversed() where isBelow[index] {
      for operand in nodes[index].operands { isBelow[Int(operand.rawValue)] = true }
    }
    return isBelow
  }

  package mutating func constant(_ value: Bool) -> GraphID { add(.constant(value)) }
  package mutating func check(_ id: CheckID) -> GraphID { add(.check(id)) }

  package mutating func not(_ id: GraphID) -> GraphID {
    switch self[id] {
    case .constant(let value): constant(!value)
    case .not(let inner): inner
    case .check, .and, .or: add(.not(id))
    }
  }

  /// Folds on the way: constants, an operand twice, nested `and`s that are short.
  package mutating func and(_ operands: [GraphID]) -> GraphID { join(operands, isAnd: true) }

  package mutating func or(_ operands: [GraphID]) -> GraphID { join(operands, isAnd: false) }

  /// Longer operands of the same kind stay nodes of their own: copying them into each whole would make a chain of
  /// macros quadratic, and they are worth sharing.
  private static let longestFlattened = 16

  private mutating func join(_ operands: [GraphID], isAnd: Bool) -> GraphID {
    var kept: [GraphID] = []
    kept.reserveCapacity(operands.count)
    joinCount += 1
    for operand in operands {
      switch nodes[Int(operand.rawValue)] {
      case .and(let parts) where isAnd && parts.count <= Self.longestFlattened,
        .or(let parts) where !isAnd && parts.count <= Self.longestFlattened:
        for part in parts { keep(part, &kept) }
      case .constant(let value): if value != isAnd { return constant(!isAnd) }
      case .and, .or, .check, .not: keep(operand, &kept)
      }
    }
    switch kept.count {
    case 0: return constant(isAnd)
    case 1: return kept[0]
    default: return add(isAnd ? .and(kept) : .or(kept))
    }
  }

  private mutating func keep(_ part: GraphID, _ kept: inout [GraphID]) {
    guard lastTaken[Int(part.rawValue)] != joinCount else { return }
    lastTaken[Int(part.rawValue)] = joinCount
    kept.append(part)
  }

  private mutating func add(_ node: Node) -> GraphID {
    let hash = node.hash
    if let known = interned.find(hash, where: { nodes[$0] == node }) { return GraphID(rawValue: UInt32(known)) }
    nodes.append(node)
    lastTaken.append(0)
    interned.add(hash)
    return GraphID(rawValue: UInt32(nodes.count - 1))
  }
}
