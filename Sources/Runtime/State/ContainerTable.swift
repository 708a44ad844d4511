/// What runs containers. The numbers are those of the metadata that the container plugin sends.
package enum ContainerType: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case docker, lxc, libvirtLXC, mesos, rkt, custom, cri, containerd, crio, bpm, fixed, podman

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
    case .fixed: "static"
    case .podman: "podman"
    }
  }
}

/// One container: its id and engine from the control groups of its processes, everything else from its runtime.
package struct ContainerRecord: BitwiseCopyable, Sendable {
  package var id: Symbol
  package var type: ContainerType
  /// The runtime has told about it; what it did not tell is empty.
  package var hasMetadata = false
  package var fullID = Symbol.empty
  package var name = Symbol.empty
  package var image = Symbol.empty
  package var imageID = Symbol.empty
  package var imageRepository = Symbol.empty
  package var imageTag = Symbol.empty
  package var imageDigest = Symbol.empty
  package var ip = Symbol.empty
  package var cni = Symbol.empty
  package var sandboxID = Symbol.empty
  /// `key:value` strings, each NUL-terminated, in the order of the metadata.
  package var labels = Symbol.empty
  /// `source:destination:mode:rw:propagation` strings, each NUL-terminated.
  package var mounts = Symbol.empty
  /// Program and arguments, each NUL-terminated.
  package var healthcheck = Symbol.empty
  package var livenessProbe = Symbol.empty
  package var readinessProbe = Symbol.empty
  package var isPrivileged = false
  package var usesHostPID = false
  package var usesHostNetwork = false
  package var usesHostIPC = false
  package var isPodSandbox = false

  init(id: Symbol, type: ContainerType) {
    self.id = id
    self.type = type
  }

  func release(to symbols: inout SymbolTable) {
    for symbol in [
      id, fullID, name, image, imageID, imageRepository, imageTag, imageDigest, ip, cni, sandboxID, labels, mounts,
      healthcheck, livenessProbe, readinessProbe,
    ] { symbols.release(symbol) }
  }
}

/// Containers and what their runtimes say of them (state-engine.md §12).
package struct ContainerTable: ~Copyable {
  private var places = NumberMap()
  private var records = SlotPool<ContainerRecord>()
  /// By the low bits of a symbol: what was found in that text of control groups. Most threads share theirs.
  private var cache: Pool<CachedGroups>

  let limit: Int
  package private(set) var dropped: UInt64 = 0

  struct CachedGroups: BitwiseCopyable {
    /// As it came, and the symbol's generation; the two below are held here.
    var raw: Symbol
    var generation: UInt32
    var cgroups: Symbol
    var id: Symbol
    var isUsed = false
  }

  private static let cacheSize = 256

  package init(limit: Int = 4096) {
    self.limit = limit
    cache = Pool(minimumCapacity: Self.cacheSize)
    cache.append(
      repeating: CachedGroups(raw: .empty, generation: 0, cgroups: .empty, id: .empty), count: Self.cacheSize)
  }

  package var count: Int { records.count }
  var byteCount: Int { records.byteCount + places.byteCount + cache.byteCount }

  /// - Parameter id: `ThreadRecord.containerID`.
  /// - Returns: nil for the host.
  package func find(_ id: Symbol) -> ContainerRecord? { places[Int64(id.rawValue)].map { records[$0] } }

  mutating func removeAll(_ symbols: inout SymbolTable) {
    var all: [UInt32] = []
    places.forEach { all.append($0) }
    for place in all {
      records[place].release(to: &symbols)
      records.remove(place)
    }
    places.removeAll()
    for index in 0..<Self.cacheSize where cache[index].isUsed {
      symbols.release(cache[index].cgroups)
      symbols.release(cache[index].id)
      cache[index].isUsed = false
    }
  }

  // MARK: Control groups

  /// A text of control groups with the names of controllers made uniform, and the id of the container they belong to,
  /// empty for the host. Both held once for the caller.
  mutating func cgroups(_ bytes: Span<UInt8>, _ symbols: inout SymbolTable) -> (cgroups: Symbol, container: Symbol) {
    // Held for no longer than it takes: a symbol that nobody holds stays for a while, and its generation tells.
    let raw = symbols.intern(bytes)
    defer { symbols.release(raw) }
    let index = Int(raw.rawValue) & (Self.cacheSize - 1)
    let generation = symbols.generation(of: raw)
    if !cache[index].isUsed || cache[index].raw != raw || cache[index].generation != generation {
      let found = read(bytes, &symbols)
      if cache[index].isUsed {
        symbols.release(cache[index].cgroups)
        symbols.release(cache[index].id)
      }
      cache[index] = CachedGroups(
        raw: raw, generation: generation, cgroups: found.cgroups, id: found.container, isUsed: true)
    }
    symbols.retain(cache[index].cgroups)
    symbols.retain(cache[index].id)
    return (cache[index].cgroups, cache[index].id)
  }

  private mutating func read(_ bytes: Span<UInt8>, _ symbols: inout SymbolTable) -> (cgroups: Symbol, container: Symbol) {
    var text: [UInt8] = []
    var container: Symbol?
    var position = 0
    while position < bytes.count {
      let rest = bytes.extracting(position..<bytes.count)
      let entry = rest.extracting(0..<rest.lengthBeforeNUL)
      position += entry.count + 1
      var equals = 0
      while equals < entry.count && entry[equals] != UInt8(ascii: "=") { equals += 1 }
      // An entry that is none ends the list.
      guard equals < entry.count else { break }
      Self.appendController(entry.extracting(0..<equals), to: &text)
      PathText.append(entry.extracting(equals..<entry.count), to: &text)
      text.append(0)
      if container == nil {
        let path = entry.extracting(equals + 1..<entry.count)
        if let found = ContainerID(cgroup: path) {
          container = note(symbols.intern(path.extracting(found.range)), found.engine, &symbols)
        }
      }
    }
    return (symbols.intern(text.span), container ?? .empty)
  }

  private static func appendController(_ name: Span<UInt8>, to text: inout [UInt8]) {
    let suffix: StaticString = "_cgroup"
    var name = name
    if name.contains(suffix, at: name.count - suffix.utf8CodeUnitCount) {
      name = name.extracting(0..<name.count - suffix.utf8CodeUnitCount)
    }
    if name.equals("perf") {
      PathText.append("perf_event", to: &text)
    } else if name.equals("mem") {
      PathText.append("memory", to: &text)
    } else if name.equals("io") {
      PathText.append("blkio", to: &text)
    } else {
      PathText.append(name, to: &text)
    }
  }

  /// A container is seen for the first time, or again.
  private mutating func note(_ id: Symbol, _ type: ContainerType, _ symbols: inout SymbolTable) -> Symbol {
    if places[Int64(id.rawValue)] == nil {
      symbols.retain(id)
      insert(ContainerRecord(id: id, type: type), &symbols)
    }
    return id
  }

  /// Takes over the record's symbols, in place of what was known; releases them where the table is full.
  mutating func insert(_ record: ContainerRecord, _ symbols: inout SymbolTable) {
    if let place = places[Int64(record.id.rawValue)] {
      records[place].release(to: &symbols)
      records[place] = record
    } else if records.count < limit {
      places.set(Int64(record.id.rawValue), records.insert(record))
    } else {
      dropped &+= 1
      record.release(to: &symbols)
    }
  }

  /// The container is gone; its processes keep its id.
  mutating func remove(_ id: Symbol, _ symbols: inout SymbolTable) {
    guard let place = places[Int64(id.rawValue)] else { return }
    let record = records[place]
    places.remove(Int64(id.rawValue))
    records.remove(place)
    record.release(to: &symbols)
  }
}
