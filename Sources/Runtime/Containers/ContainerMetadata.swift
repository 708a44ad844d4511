/// What container engines told, by the id that threads carry. The host is one of them, with an empty id.
package struct ContainerMetadata: ~Copyable {
  private var containers: [Symbol: ContainerInfo] = [:]
  private let host: ContainerInfo
  /// Containers that were not remembered because there were too many.
  package private(set) var dropped: UInt64 = 0

  /// What a damaged capture could ask for ends here.
  private static let limit = 1 << 16

  package init() {
    // Texts that say that it is the machine itself, and all others empty (they are values).
    var host = ContainerInfo(id: Symbol(.host))
    host.fullID = Symbol(.host)
    host.name = Symbol(.host)
    host.engine = .host
    self.host = host
  }

  /// Without the host.
  package var count: Int { containers.count }

  /// Nil until the engine has told.
  func find(_ id: Symbol) -> ContainerInfo? { id == .empty ? host : containers[id] }

  /// Takes the metadata of one container: the JSON text of an event `container`.
  /// - Returns: the id of the container; nil where the text says nothing usable, or the table is full.
  @discardableResult
  package mutating func add(_ json: Span<UInt8>, _ symbols: inout SymbolTable) -> Symbol? {
    guard let json = JSONText(json), let info = ContainerInfo(json, &symbols) else { return nil }
    guard containers.count < Self.limit || containers[info.id] != nil else {
      dropped &+= 1
      info.release(&symbols)
      return nil
    }
    containers.updateValue(info, forKey: info.id)?.release(&symbols)
    return info.id
  }

  /// Forgets a container: the JSON text of an event `container_removed`.
  package mutating func remove(_ json: Span<UInt8>, _ symbols: inout SymbolTable) {
    guard case .string(let id)? = JSONText(json)?["container"]["id"], let id = symbols.find(id.span) else { return }
    containers.removeValue(forKey: id)?.release(&symbols)
  }

  mutating func removeAll(_ symbols: inout SymbolTable) {
    for info in containers.values { info.release(&symbols) }
    containers = [:]
  }
}

extension ContainerInfo {
  fileprivate func release(_ symbols: inout SymbolTable) {
    var held: [Symbol] = []
    forEachSymbol { held.append($0) }
    for symbol in held { symbols.release(symbol) }
  }
}
