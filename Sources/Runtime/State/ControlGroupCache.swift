import Matching

/// What the control groups of a process say (state-engine.md §12): their uniform spelling, and the container. Read once
/// for each text, because most threads share theirs with others.
struct ControlGroupCache: ~Copyable {
  /// By the low bits of the text's symbol.
  private var cache: Pool<CachedGroups>
  /// What is being put together; its memory is kept.
  private var text: [UInt8] = []

  struct CachedGroups: BitwiseCopyable {
    /// As it came, and the symbol's generation; the two below are held here.
    var raw: Symbol
    var generation: UInt32
    var cgroups: Symbol
    var container: Symbol
    var isUsed = false
  }

  private static let cacheSize = 256

  init() {
    text.reserveCapacity(4096)
    cache = Pool(minimumCapacity: Self.cacheSize)
    cache.append(
      repeating: CachedGroups(raw: .empty, generation: 0, cgroups: .empty, container: .empty), count: Self.cacheSize)
  }

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
        symbols.release(cache[index].container)
      }
      cache[index] = CachedGroups(
        raw: raw, generation: generation, cgroups: found.cgroups, container: found.container, isUsed: true)
    }
    symbols.retain(cache[index].cgroups)
    symbols.retain(cache[index].container)
    return (cache[index].cgroups, cache[index].container)
  }

  private mutating func read(_ bytes: Span<UInt8>, _ symbols: inout SymbolTable) -> (cgroups: Symbol, container: Symbol) {
    text.removeAll(keepingCapacity: true)
    var container: Symbol?
    var position = 0
    while position < bytes.count {
      let rest = bytes.extracting(position..<bytes.count)
      let entry = rest.extracting(0..<rest.countBeforeNUL)
      position += entry.count + 1
      var equals = 0
      while equals < entry.count && entry[equals] != UInt8(ascii: "=") { equals += 1 }
      // An entry that is none ends the list.
      guard equals < entry.count else { break }
      Self.appendController(entry.extracting(0..<equals), to: &text)
      text.append(entry.extracting(equals..<entry.count))
      text.append(0)
      if container == nil {
        let path = entry.extracting(equals + 1..<entry.count)
        if let range = ContainerID.range(inPath: path) { container = symbols.intern(path.extracting(range)) }
      }
    }
    return (symbols.intern(text.span), container ?? .empty)
  }

  private static func appendController(_ name: Span<UInt8>, to text: inout [UInt8]) {
    let suffix: StaticString = "_cgroup"
    var name = name
    if name.hasSuffix(suffix) {
      name = name.extracting(0..<name.count - suffix.utf8CodeUnitCount)
    }
    if name.equals("perf") {
      text.append("perf_event")
    } else if name.equals("mem") {
      text.append("memory")
    } else if name.equals("io") {
      text.append("blkio")
    } else {
      text.append(name)
    }
  }
}
