/// What runs containers. The numbers are those of the metadata that the container plugin sends.
package enum ContainerType: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case docker, lxc, libvirtLXC, mesos, rkt, custom, cri, containerd, crio, bpm, staticContainer, podman

  /// What `container.type` gives.
  package var name: StaticString {
    switch self {
    case .docker: "docker"
    case .lxc: "lxc"
    case .libvirtLXC: "libvirt-lxc"
    case .mesos: "mesos"
    case .rkt: "rkt"
    case .custom: "custom"
    case .cri: "cri"
    case .containerd: "containerd"
    case .crio: "cri-o"
    case .bpm: "bpm"
    case .staticContainer: "static"
    case .podman: "podman"
    }
  }
}

/// Containers and what their runtimes say of them (state-engine.md §12).
package struct ContainerTable: ~Copyable {
  private var places = NumberMap()
  private var records = SlotPool<ContainerRecord>()
  /// By the low bits of a cgroups symbol: what was found in it. Most threads share theirs.
  private var cache: Pool<CachedID>

  let limit: Int
  package private(set) var dropped: UInt64 = 0

  struct CachedID: BitwiseCopyable {
    var cgroups: Symbol
    var generation: UInt32
    /// Held by the cache.
    var id: Symbol
    var isUsed: Bool
  }

  private static let cacheSize = 256

  package init(limit: Int = 4096) {
    self.limit = limit
    cache = Pool(minimumCapacity: Self.cacheSize)
    cache.append(
      repeating: CachedID(cgroups: .empty, generation: 0, id: .empty, isUsed: false), count: Self.cacheSize)
  }

  package var count: Int { records.count }

  /// - Parameter id: `ThreadRecord.containerID`.
  package func find(_ id: Symbol) -> ContainerRecord? { places[Int64(id.rawValue)].map { records[$0] } }

  mutating func removeAll(_ symbols: inout SymbolTable) {}
  mutating func note(_ json: Span<UInt8>, _ symbols: inout SymbolTable) -> Bool { true }
}

package struct ContainerRecord: BitwiseCopyable, Sendable {
  package var id: Symbol
}

extension State {
  mutating func containerID(of cgroups: Symbol) -> Symbol { .empty }
}
