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

    /// Equal nodes have equal numbers.
    fileprivate var mixed: UInt64 {
      switch self {
      case .constant(let value): return value ? 1 : 0
      case .check(let id): return Self.mix(2, id.rawValue)
      case .not(let id): return Self.mix(3, id.rawValue)
      case .and(let ids): return ids.reduce(4) { Self.mix($0, $1.rawValue) }
      case .or(let ids): return ids.reduce(5) { Self.mix($0, $1.rawValue) }
      }
    }

    private static func mix(_ sum: UInt64, _ value: UInt32) -> UInt64 {
      let product = (sum ^ UInt64(value)) &* 0x9E37_79B9_7F4A_7C15
      return product ^ product >> 29
    }
  }

  package private(set) var nodes: [Node] = []
  /// Nodes by their mixed numbers. A table with open addressing, at most half full; ids plus one, 0 is a free slot.
  private var slots: [UInt32] = Array(repeating: 0, count: 1024)
  /// By node.
  private var mixes: [UInt64] = []

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
    var seen: Set<GraphID>? = operands.count > 8 ? [] : nil
    for operand in operands {
      switch nodes[Int(operand.rawValue)] {
      case .and(let parts) where isAnd && parts.count <= Self.longestFlattened,
        .or(let parts) where !isAnd && parts.count <= Self.longestFlattened:
        for part in parts { Self.keep(part, &kept, &seen) }
      case .constant(let value): if value != isAnd { return constant(!isAnd) }
      case .and, .or, .check, .not: Self.keep(operand, &kept, &seen)
      }
    }
    switch kept.count {
    case 0: return constant(isAnd)
    case 1: return kept[0]
    default: return add(isAnd ? .and(kept) : .or(kept))
    }
  }

  /// - Parameter seen: what is kept, where it is much.
  private static func keep(_ part: GraphID, _ kept: inout [GraphID], _ seen: inout Set<GraphID>?) {
    if seen?.insert(part).inserted ?? !kept.contains(part) { kept.append(part) }
  }

  private mutating func add(_ node: Node) -> GraphID {
    let mixed = node.mixed
    var slot = firstSlot(for: mixed)
    while slots[slot] != 0 {
      let candidate = Int(slots[slot] - 1)
      if mixes[candidate] == mixed, nodes[candidate] == node { return GraphID(rawValue: UInt32(candidate)) }
      slot = (slot + 1) & (slots.count - 1)
    }
    nodes.append(node)
    mixes.append(mixed)
    slots[slot] = UInt32(nodes.count)
    if 2 * nodes.count > slots.count { growSlots() }
    return GraphID(rawValue: UInt32(nodes.count - 1))
  }

  private func firstSlot(for mixed: UInt64) -> Int { Int(truncatingIfNeeded: mixed >> 32) & (slots.count - 1) }

  private mutating func growSlots() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for (id, mixed) in mixes.enumerated() {
      var slot = firstSlot(for: mixed)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(id) + 1
    }
  }
}
