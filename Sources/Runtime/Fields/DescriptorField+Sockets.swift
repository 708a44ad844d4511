import Matching
import Schema

extension DescriptorField {
  /// Fields of IP sockets; all have no value for other descriptors, except the filter-only pairs, whose `exists` is true for
  /// every known descriptor (rule-language.md §5.4): a quantifier over nothing says that.
  func socketValue(
    _ descriptor: Descriptor, of thread: ThreadIndex?, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    let mark = scratch.valueMark
    let tuple = descriptor.kind.isIPSocket ? state.tuple(of: descriptor) : nil
    switch self {
    case .address, .network, .port, .service:
      if let tuple {
        let isPort = self == .port || self == .service
        if descriptor.kind.hasTwoEnds { scratch.append(isPort ? .unsigned(UInt64(tuple.sourcePort)) : .address(tuple.sourceAddress)) }
        scratch.append(isPort ? .unsigned(UInt64(tuple.destinationPort)) : .address(tuple.destinationAddress))
      }
      return .each(scratch.list(since: mark), .anyButAllForNotEqual)
    // Nothing resolves names here: no domain ever matches (corrections.md B11 for `exists`).
    case .clientDomain, .serverDomain, .localDomain, .remoteDomain:
      return .each(scratch.list(since: mark), .anyButAllForNotEqual)
    default: break
    }
    if self == .clientService || self == .serverService { return serviceValue(descriptor, tuple, &scratch) }
    guard let tuple else { return .missing }
    return descriptor.kind.isServer
      ? serverValue(tuple, hasRole: descriptor.hasRole) : connectionValue(descriptor, tuple, of: thread, state, &scratch)
  }

  /// A listening socket has one end, kept as the destination. Its port needs no role, its address does (corrections.md B10).
  private func serverValue(_ tuple: SocketTuple, hasRole: Bool) -> Value {
    switch self {
    case .serverAddress, .serverNetwork: hasRole ? .address(tuple.destinationAddress) : .missing
    case .serverPort: .unsigned(UInt64(tuple.destinationPort))
    default: .missing
    }
  }

  private func connectionValue(
    _ descriptor: Descriptor, _ tuple: SocketTuple, of thread: ThreadIndex?, _ state: borrowing State,
    _ scratch: inout Scratch
  ) -> Value {
    guard descriptor.hasRole else { return .missing }
    // The source is the client. It is the local end where its address is one of ours, also where both are.
    let isClientLocal = state.isLocal(tuple.sourceAddress, for: thread)
    switch self {
    case .clientAddress, .clientNetwork: return .address(tuple.sourceAddress)
    case .serverAddress, .serverNetwork: return .address(tuple.destinationAddress)
    case .localAddress, .localNetwork: return .address(isClientLocal ? tuple.sourceAddress : tuple.destinationAddress)
    case .remoteAddress, .remoteNetwork: return .address(isClientLocal ? tuple.destinationAddress : tuple.sourceAddress)
    case .clientPort: return .unsigned(UInt64(tuple.sourcePort))
    case .serverPort: return .unsigned(UInt64(tuple.destinationPort))
    case .localPort: return .unsigned(UInt64(isClientLocal ? tuple.sourcePort : tuple.destinationPort))
    case .remotePort: return .unsigned(UInt64(isClientLocal ? tuple.destinationPort : tuple.sourcePort))
    case .localService: return portText(isClientLocal ? tuple.sourcePort : tuple.destinationPort, &scratch)
    case .remoteService: return portText(isClientLocal ? tuple.destinationPort : tuple.sourcePort, &scratch)
    default: return .missing
    }
  }

  /// The port as text: names of services are given only where name resolution is on, which it is not.
  private func serviceValue(_ descriptor: Descriptor, _ tuple: SocketTuple?, _ scratch: inout Scratch) -> Value {
    if self == .clientService {
      guard descriptor.hasRole else { return .missing }
      guard let tuple, descriptor.kind.hasTwoEnds else { return .text(.symbol(.empty)) }
      return portText(tuple.sourcePort, &scratch)
    }
    guard let tuple else { return .missing }
    if descriptor.kind.isServer { return .text(.symbol(.empty)) }
    return descriptor.hasRole ? portText(tuple.destinationPort, &scratch) : .missing
  }

  private func portText(_ port: UInt16, _ scratch: inout Scratch) -> Value {
    let mark = scratch.mark
    scratch.write { $0.append(decimal: UInt64(port)) }
    return .text(scratch.text(since: mark))
  }
}

extension State {
  /// Whether the address is one of the place where the thread runs: of the machine's interfaces, or in a container the one
  /// that its engine told; none is known before (state-engine.md §6). IPv6 addresses count as the machine's where an
  /// interface has the same first 64 bits, as for the incumbent.
  func isLocal(_ address: IPAddress, for thread: ThreadIndex?) -> Bool {
    if let thread, threads[thread].containerID != .empty {
      guard let container = containerMetadata.find(threads[thread].containerID) else { return false }
      return IPAddress(parsing: symbols.bytes(container.address)) == address
    }
    for interface in interfaces where interface.address.isNeighbour(of: address) { return true }
    return false
  }

  /// `fd.is_server`: a socket that listens, or one whose server is on this machine, as it is for a client too that
  /// connects to its own host. An IPv6 socket without addresses counts as one with `::`.
  func isServer(_ descriptor: Descriptor, of thread: ThreadIndex?) -> Bool {
    if descriptor.kind.isServer { return true }
    guard descriptor.kind.hasTwoEnds else { return false }
    let server = tuple(of: descriptor)?.destinationAddress
    return isLocal(server ?? (descriptor.kind == .ipv6 ? .v6(high: 0, low: 0) : .v4(0)), for: thread)
  }
}

extension IPAddress {
  fileprivate func isNeighbour(of other: IPAddress) -> Bool {
    if case .v6(let ours, _) = self, case .v6(let theirs, _) = other { return ours == theirs }
    return self == other
  }
}

extension State {
  /// The ends of an IP socket; the one end of a listening socket is the destination.
  func tuple(of descriptor: Descriptor) -> SocketTuple? {
    switch ends(of: descriptor) {
    case .server(let address, let port) where descriptor.kind.isServer:
      SocketTuple(sourceAddress: address, sourcePort: port, destinationAddress: address, destinationPort: port)
    case .connection(let tuple) where !descriptor.kind.isServer: tuple
    case .server, .connection, .unix, .none: nil
    }
  }
}
