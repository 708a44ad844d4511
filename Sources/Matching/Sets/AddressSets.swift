/// A fixed set of IP addresses.
package struct AddressSet: Sendable {
  private struct Long: Comparable, BitwiseCopyable, Sendable {
    var high: UInt64
    var low: UInt64
    static func < (a: Long, b: Long) -> Bool { a.high != b.high ? a.high < b.high : a.low < b.low }
  }

  private var short: NumberSet
  private var long: [Long] = []

  package init(_ addresses: some Sequence<IPAddress>) {
    var short: [UInt64] = []
    for address in addresses {
      switch address {
      case .v4(let bits): short.append(UInt64(bits))
      case .v6(let high, let low): long.append(Long(high: high, low: low))
      }
    }
    self.short = NumberSet(short)
    long.sort()
  }

  package func contains(_ address: IPAddress) -> Bool {
    switch address {
    case .v4(let bits): short.contains(UInt64(bits))
    case .v6(let high, let low): long.sortedContains(Long(high: high, low: low))
    }
  }
}

/// A fixed set of networks. An address is cut to each prefix length that occurs and looked up.
package struct NetworkSet: Sendable {
  private struct Group: Sendable {
    var isV4: Bool
    var prefixLength: UInt8
    var bases: AddressSet
  }

  private struct Kind: Hashable {
    var isV4: Bool
    var prefixLength: UInt8
  }

  private var groups: [Group] = []

  package init(_ networks: some Sequence<IPNetwork>) {
    let byKind = Dictionary(grouping: networks) { Kind(isV4: $0.base.isV4, prefixLength: $0.prefixLength) }
    for (kind, networks) in byKind {
      groups.append(
        Group(isV4: kind.isV4, prefixLength: kind.prefixLength, bases: AddressSet(networks.map(\.base))))
    }
    // In a fixed order, so that two builds of one set do the same work.
    groups.sort { ($0.isV4 ? 0 : 1, $0.prefixLength) < ($1.isV4 ? 0 : 1, $1.prefixLength) }
  }

  package func contains(_ address: IPAddress) -> Bool {
    for index in groups.indices where groups[index].isV4 == address.isV4 {
      if groups[index].bases.contains(address.masked(to: groups[index].prefixLength)) { return true }
    }
    return false
  }
}
