/// What container engines told, by the id that threads carry. The host is one of them, with an empty id.
package struct ContainerMetadata: ~Copyable {
  private var containers: [Symbol: ContainerInfo] = [:]
  /// Containers that were not remembered because there are too many.
  package private(set) var dropped: UInt64 = 0

  package init() { containers[.empty] = Self.host }

  /// The machine itself: texts that say so, and all others empty (they are values).
  private static let host: ContainerInfo = {
    var host = ContainerInfo(id: Symbol(.host))
    host.fullID = Symbol(.host)
    host.name = Symbol(.host)
    host.engine = .host
    return host
  }()

  /// More containers than this are not remembered: what a damaged capture could ask for.
  private static let largestCount = 1 << 16

  /// The host among them.
  package var count: Int { containers.count }

  /// Nil until the engine has told.
  func find(_ id: Symbol) -> ContainerInfo? { containers[id] }

  /// Takes the metadata of one container: the JSON text of an event `container`.
  /// - Returns: the id of the container; nil where the text says nothing usable.
  @discardableResult
  package mutating func add(_ json: Span<UInt8>, _ symbols: inout SymbolTable) -> Symbol? {
    guard let json = JSONText(json), let info = ContainerInfo(json, &symbols) else { return nil }
    guard containers.count < Self.largestCount || containers[info.id] != nil else {
      dropped &+= 1
      info.release(&symbols)
      return nil
    }
    let old = containers.updateValue(info, forKey: info.id)
    old?.release(&symbols)
    return info.id
  }

  /// Forgets a container: the JSON text of an event `container_removed`.
  package mutating func remove(_ json: Span<UInt8>, _ symbols: inout SymbolTable) {
    guard case .string(let id)? = JSONText(json)?["container"]["id"], let id = symbols.find(id.span), id != .empty else {
      return
    }
    containers.removeValue(forKey: id)?.release(&symbols)
  }

  /// Forgets all but the host.
  mutating func removeAll(_ symbols: inout SymbolTable) {
    for (id, info) in containers where id != .empty { info.release(&symbols) }
    containers = [.empty: Self.host]
  }
}

extension ContainerInfo {
  fileprivate func release(_ symbols: inout SymbolTable) {
    var held: [Symbol] = []
    forEachSymbol { held.append($0) }
    for symbol in held { symbols.release(symbol) }
  }
}
