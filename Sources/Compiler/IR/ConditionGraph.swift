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

    /// One number for the hasher, which takes as long for a word as all of this.
    package func hash(into hasher: inout Hasher) {
      var mixed: UInt64
      var parts: [GraphID] = []
      switch self {
      case .constant(let value): mixed = value ? 1 : 0
      case .check(let id): mixed = UInt64(id.rawValue) << 8 | 2
      case .not(let id): mixed = UInt64(id.rawValue) << 8 | 3
      case .and(let ids): (mixed, parts) = (4, ids)
      case .or(let ids): (mixed, parts) = (5, ids)
      }
      for part in parts { mixed = (mixed ^ UInt64(part.rawValue)) &* 0x9E37_79B9_7F4A_7C15 ^ mixed >> 29 }
      hasher.combine(mixed)
    }
  }

  package private(set) var nodes: [Node] = []
  private var ids: [Node: GraphID] = [:]

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
  package mutating func and(_ operands: [GraphID]) -> GraphID {
    join(operands, neutral: true, make: Node.and) { if case .and(let inner) = $0 { inner } else { nil } }
  }

  package mutating func or(_ operands: [GraphID]) -> GraphID {
    join(operands, neutral: false, make: Node.or) { if case .or(let inner) = $0 { inner } else { nil } }
  }

  /// Longer operands of the same kind stay nodes of their own: copying them into each whole would make a chain of
  /// macros quadratic, and they are worth sharing.
  private static let longestFlattened = 16

  private mutating func join(
    _ operands: [GraphID], neutral: Bool, make: ([GraphID]) -> Node, inner: (Node) -> [GraphID]?
  ) -> GraphID {
    var kept: [GraphID] = []
    var seen: Set<GraphID> = []
    for operand in operands {
      let parts = inner(self[operand]).flatMap { $0.count <= Self.longestFlattened ? $0 : nil } ?? [operand]
      for part in parts {
        if case .constant(let value) = self[part] {
          if value != neutral { return constant(!neutral) }
        } else if operands.count > 8 ? seen.insert(part).inserted : !kept.contains(part) {
          kept.append(part)
        }
      }
    }
    switch kept.count {
    case 0: return constant(neutral)
    case 1: return kept[0]
    default: return add(make(kept))
    }
  }

  private mutating func add(_ node: Node) -> GraphID {
    if let known = ids[node] { return known }
    nodes.append(node)
    let id = GraphID(rawValue: UInt32(nodes.count - 1))
    ids[node] = id
    return id
  }
}
