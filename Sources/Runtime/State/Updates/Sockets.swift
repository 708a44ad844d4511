import Matching
import Schema

/// Sockets: where they come from and what their ends are (state-engine.md §5.1, §5.2).
extension State {
  mutating func openSocket(_ event: borrowing EventView, _ facts: inout EventFacts) {
    guard let number = facts.result else {
      counters.malformedEvents &+= 1
      return
    }
    guard number >= 0, let thread = facts.thread else { return }
    setDescriptor(number, of: thread, &facts)
    let family: UInt32 = event.number(1) ?? .max
    var descriptor: Descriptor
    switch family {
    case UInt32(SocketFamily.ipv4): descriptor = Descriptor(.ipv4)
    case UInt32(SocketFamily.ipv6): descriptor = Descriptor(.ipv6)
    case UInt32(SocketFamily.unix): descriptor = Descriptor(.unix)
    case UInt32(SocketFamily.netlink): descriptor = Descriptor(.netlink)
    default: descriptor = Descriptor(.unknown)
    }
    if descriptor.kind == .ipv4 || descriptor.kind == .ipv6 {
      descriptor.layer4 = Layer4(type: event.number(2) ?? 0, protocol: event.number(3) ?? 0)
    }
    descriptor.openFlags = event.number(4) ?? 0
    open(number, descriptor, thread, &facts)
  }

  mutating func openSocketPair(_ event: borrowing EventView, _ facts: inout EventFacts) {
    guard let result = facts.result, result >= 0, let thread = facts.thread else { return }
    guard let first: Int64 = event.number(1), let second: Int64 = event.number(2) else {
      counters.malformedEvents &+= 1
      return
    }
    var descriptor = Descriptor(.unix)
    let ends = SocketEnds.unix(source: event.number(3) ?? 0, destination: event.number(4) ?? 0)
    descriptor.tuple = symbol(of: ends)
    symbols.retain(descriptor.tuple)
    open(first, descriptor, thread, &facts)
    setDescriptor(second, of: thread, &facts)
    open(second, descriptor, thread, &facts)
  }

  mutating func bindSocket(_ event: borrowing EventView, _ facts: inout EventFacts) {
    guard let result = facts.result, result >= 0, let index = changeable(facts) else { return }
    facts.descriptor = index
    guard let address = event.parameter(1), address.count > 0 else { return }
    if address[0] == SocketFamily.unix {
      // No role: fd.cproto has no value on the lab's unix servers, whatever state-engine.md §5.1 says.
      rename(index, &facts) { _, text in SocketEnds.appendPath(address, from: 1, to: &text) }
    } else if case .server(let own, let port) = SocketEnds(parameter: address) {
      rename(index, &facts) { _, text in AddressText.append(own, port: port, to: &text) }
      if port > 0 {
        let plain = own.mappedV4 ?? own
        descriptors[index].kind = plain.isV4 ? .ipv4Server : .ipv6Server
        descriptors[index].status.insert(.isServer)
        replaceTuple(of: index, with: .server(plain, port: port))
      }
    }
  }

  mutating func acceptConnection(_ event: borrowing EventView, _ facts: inout EventFacts) {
    guard let number = facts.result else {
      counters.malformedEvents &+= 1
      return
    }
    guard number >= 0, let thread = facts.thread else { return }
    setDescriptor(number, of: thread, &facts)
    guard let parameter = event.parameter(1) else { return }
    var descriptor: Descriptor
    switch SocketEnds(parameter: parameter) {
    case .connection(let mapped):
      let tuple = mapped.unmapped
      descriptor = Descriptor(tuple.isV4 ? .ipv4 : .ipv6)
      descriptor.layer4 = .tcp
      descriptor.name = symbol { _, text in AddressText.append(tuple, .tcp, to: &text) }
      descriptor.tuple = symbol(of: .connection(tuple))
    case .unix(let source, let destination):
      descriptor = Descriptor(.unix)
      descriptor.name = symbol { _, text in SocketEnds.appendUnixName(parameter, to: &text) }
      descriptor.tuple = symbol(of: .unix(source: source, destination: destination))
    case .server, .none: return
    }
    descriptor.status = [.isServer, .isConnected]
    // accept4 has flags.
    descriptor.openFlags = event.number(5) ?? 0
    open(number, descriptor, thread, &facts)
  }

  mutating func connectSocket(_ event: borrowing EventView, _ facts: inout EventFacts) {
    guard let thread = facts.thread else { return }
    let enter = threads[thread].enter == nil ? nil : takeEnter(event.type.rawValue, thread)
    defer { if let enter { symbols.release(enter.text) } }
    // EINPROGRESS: the connection is under way.
    guard let result = facts.result, result >= 0 || result == -115 else { return }
    guard let index = changeable(facts) else { return }
    facts.descriptor = index
    descriptors[index].status.insert(.isConnected)
    let tuple = event.parameter(1)
    guard let tuple, tuple.count > 0 else {
      // Nothing but where it was to go.
      guard let enter, case .server(let address, let port) = SocketEnds(parameter: symbols.bytes(enter.text)) else {
        if let enter { connectUnix(index, address: enter.text, &facts) }
        return
      }
      let any: IPAddress = address.isV4 ? .v4(0) : .v6(high: 0, low: 0)
      let ends = SocketTuple(sourceAddress: any, sourcePort: 0, destinationAddress: address, destinationPort: port)
      return connect(index, ends, &facts)
    }
    switch SocketEnds(parameter: tuple) {
    case .connection(var ends):
      // The destination as user memory says it after the call: what it said before counts.
      if let enter, let address = event.parameter(3), case .server(let last, let lastPort) = SocketEnds(parameter: address),
        last == ends.destinationAddress, lastPort == ends.destinationPort,
        case .server(let first, let firstPort) = SocketEnds(parameter: symbols.bytes(enter.text)),
        first.isV4 == last.isV4
      {
        ends.destinationAddress = first
        ends.destinationPort = firstPort
      }
      connect(index, ends, &facts)
    case .unix(let source, let destination):
      descriptors[index].kind = .unix
      replaceTuple(of: index, with: .unix(source: source, destination: destination))
      setRole(.isClient, of: index)
      rename(index, &facts) { _, text in SocketEnds.appendUnixName(tuple, to: &text) }
    case .server, .none: break
    }
  }

  private mutating func connect(_ index: DescriptorIndex, _ ends: SocketTuple, _ facts: inout EventFacts) {
    var tuple = ends.unmapped
    // The incumbent keeps the protocol with the addresses of a family: a socket of IPv6 that speaks IPv4 loses it
    // (attacks.scap, event 123477).
    if descriptors[index].kind == .ipv6 && tuple.isV4 { descriptors[index].layer4 = .unknown }
    descriptors[index].kind = tuple.isV4 ? .ipv4 : .ipv6
    // A server that speaks first: the client still comes first.
    if descriptors[index].status.contains(.isServer) && descriptors[index].layer4 == .udp {
      tuple = tuple.swapped
    } else {
      setRole(.isClient, of: index)
    }
    nameConnection(index, tuple, &facts)
  }

  private mutating func connectUnix(_ index: DescriptorIndex, address: Symbol, _ facts: inout EventFacts) {
    guard isUnixAddress(address) else { return }
    setRole(.isClient, of: index)
    rename(index, &facts) { state, text in SocketEnds.appendPath(state.symbols.bytes(address), from: 1, to: &text) }
  }

  private func isUnixAddress(_ address: Symbol) -> Bool {
    let bytes = symbols.bytes(address)
    return bytes.count > 0 && bytes[0] == SocketFamily.unix
  }

  // MARK: Data that tells the ends

  mutating func noteSending(_ event: borrowing EventView, tuple place: Int, _ facts: inout EventFacts) {
    guard let result = facts.result, result >= 0, let thread = facts.thread else { return }
    guard let parameter = event.parameter(place), parameter.count > 0 else { return }
    guard let index = entry(facts) else {
      return inferSocket(SocketEnds(parameter: parameter), thread, &facts)
    }
    guard case .connection(let mapped) = SocketEnds(parameter: parameter) else {
      return renameUnix(index, parameter, &facts)
    }
    var tuple = mapped.unmapped
    guard isOpenToNews(index), let changeable = changeable(facts) else { return }
    facts.descriptor = changeable
    becomeIPSocket(changeable, tuple)
    if descriptors[changeable].layer4 == .udp { tuple = withOwnAddress(tuple) }
    if descriptors[changeable].status.contains(.isServer) {
      tuple = tuple.swapped
    } else {
      setRole(.isClient, of: changeable)
    }
    nameConnection(changeable, tuple, &facts)
  }

  mutating func noteReceiving(_ event: borrowing EventView, tuple place: Int, _ facts: inout EventFacts) {
    guard let result = facts.result, result >= 0, facts.thread != nil else { return }
    guard let parameter = event.parameter(place), parameter.count > 0, let index = entry(facts) else { return }
    guard case .connection(let mapped) = SocketEnds(parameter: parameter) else {
      return renameUnix(index, parameter, &facts)
    }
    // The sender comes first.
    var tuple = mapped.unmapped
    guard isOpenToNews(index), let changeable = changeable(facts) else { return }
    facts.descriptor = changeable
    becomeIPSocket(changeable, tuple)
    if !descriptors[changeable].status.contains(.isClient) { setRole(.isServer, of: changeable) }
    if descriptors[changeable].status.contains(.isClient) { tuple = tuple.swapped }
    if descriptors[changeable].layer4 == .udp { tuple = withOwnAddress(tuple) }
    nameConnection(changeable, tuple, &facts)
  }

  /// Messages whose protocol is not known are datagrams: the ends of other connections do not change.
  private mutating func becomeIPSocket(_ index: DescriptorIndex, _ tuple: SocketTuple) {
    descriptors[index].kind = tuple.isV4 ? .ipv4 : .ipv6
    if descriptors[index].layer4 == .unknown { descriptors[index].layer4 = .udp }
  }

  /// A message between unix sockets names both, and says that the descriptor is one, whatever it was taken for
  /// (attacks.scap, event 141164).
  private mutating func renameUnix(_ index: DescriptorIndex, _ parameter: Span<UInt8>, _ facts: inout EventFacts) {
    let ends = SocketEnds(parameter: parameter)
    guard case .unix = ends, isOpenToNews(index), let changeable = changeable(facts) else { return }
    facts.descriptor = changeable
    descriptors[changeable].kind = .unix
    replaceTuple(of: changeable, with: ends)
    rename(changeable, &facts) { _, text in SocketEnds.appendUnixName(parameter, to: &text) }
  }

  private func entry(_ facts: EventFacts) -> DescriptorIndex? {
    guard let thread = facts.thread, let table = threads[thread].descriptors else { return nil }
    return descriptors.find(facts.descriptorNumber, in: table)
  }

  /// Whether messages may redefine the ends of a descriptor: not those of a named TCP connection.
  private func isOpenToNews(_ index: DescriptorIndex) -> Bool {
    !descriptors[index].kind.isIPSocket || descriptors[index].layer4 != .tcp || descriptors[index].name == .empty
  }

  /// A message through a descriptor that nobody saw opened, to an address: a UDP socket.
  private mutating func inferSocket(_ ends: SocketEnds, _ thread: ThreadIndex, _ facts: inout EventFacts) {
    guard case .connection(let mapped) = ends, facts.descriptorNumber >= 0 else { return }
    let tuple = withOwnAddress(mapped.unmapped)
    var descriptor = Descriptor(tuple.isV4 ? .ipv4 : .ipv6)
    descriptor.layer4 = .udp
    descriptor.status = [.isClient, .isConnected]
    descriptor.name = symbol { _, text in AddressText.append(tuple, .udp, to: &text) }
    descriptor.tuple = symbol(of: .connection(tuple))
    open(facts.descriptorNumber, descriptor, thread, &facts)
    facts.changedName = true
  }

  // MARK: Parts

  /// The event's entry, made this descriptor's own so that it may be changed.
  private mutating func changeable(_ facts: EventFacts) -> DescriptorIndex? {
    guard let thread = facts.thread, let table = threads[thread].descriptors else { return nil }
    return descriptors.makeUnique(facts.descriptorNumber, in: table, &symbols)
  }

  private mutating func setRole(_ role: DescriptorStatus, of index: DescriptorIndex) {
    descriptors[index].status.subtract([.isClient, .isServer])
    descriptors[index].status.insert(role)
  }

  private mutating func nameConnection(_ index: DescriptorIndex, _ tuple: SocketTuple, _ facts: inout EventFacts) {
    descriptors[index].status.insert(.isConnected)
    replaceTuple(of: index, with: .connection(tuple))
    let layer4 = descriptors[index].layer4
    rename(index, &facts) { _, text in
      // Ends without a protocol have no name in the incumbent (attacks.scap, event 123477).
      if layer4 == .unknown { text.append("<unknown>") } else { AddressText.append(tuple, layer4, to: &text) }
    }
  }

  /// What `body` writes becomes the name.
  private mutating func rename(
    _ index: DescriptorIndex, _ facts: inout EventFacts, _ body: (borrowing State, inout [UInt8]) -> Void
  ) {
    let name = symbol(writing: body)
    if name != descriptors[index].name { facts.changedName = true }
    symbols.replace(&descriptors[index].name, with: name)
  }

  private mutating func replaceTuple(of index: DescriptorIndex, with ends: SocketEnds) {
    let tuple = symbol(of: ends)
    symbols.replace(&descriptors[index].tuple, with: tuple)
  }

  /// Held once for the caller.
  mutating func symbol(of ends: SocketEnds) -> Symbol {
    symbol { _, bytes in ends.append(to: &bytes) }
  }

  /// In place of an address of zeros: the interface that has the other end's address, else the first in its network,
  /// else the first that is not loopback (state-engine.md §5.1).
  func withOwnAddress(_ tuple: SocketTuple) -> SocketTuple {
    var tuple = tuple
    if tuple.sourceAddress.isZero == tuple.destinationAddress.isZero { return tuple }
    if tuple.sourceAddress.isZero {
      tuple.sourceAddress = ownAddress(towards: tuple.destinationAddress) ?? tuple.sourceAddress
    } else {
      tuple.destinationAddress = ownAddress(towards: tuple.sourceAddress) ?? tuple.destinationAddress
    }
    return tuple
  }

  private func ownAddress(towards other: IPAddress) -> IPAddress? {
    for interface in interfaces where interface.address == other { return other }
    for interface in interfaces where interface.isInSameNetwork(other) { return interface.address }
    for interface in interfaces where interface.address.isV4 == other.isV4 && !interface.address.isLoopback {
      return interface.address
    }
    return nil
  }
}

extension NetworkInterface {
  fileprivate func isInSameNetwork(_ other: IPAddress) -> Bool {
    switch (address, netmask, other) {
    case (.v4(let own), .v4(let mask), .v4(let other)): own & mask == other & mask
    case (.v6(let high, let low), .v6(let maskHigh, let maskLow), .v6(let otherHigh, let otherLow)):
      high & maskHigh == otherHigh & maskHigh && low & maskLow == otherLow & maskLow
    default: false
    }
  }
}

extension IPAddress {
  fileprivate var isZero: Bool { self == .v4(0) || self == .v6(high: 0, low: 0) }

  fileprivate var isLoopback: Bool {
    if case .v4(let bits) = self { bits >> 24 == 127 } else { self == .v6(high: 0, low: 1) }
  }
}

extension Layer4 {
  /// From the arguments of socket(2); the type's high bits are flags.
  init(type: UInt32, protocol number: UInt32) {
    switch (number, type & 0xFF) {
    case (1, _), (58, _): self = .icmp
    case (6, _): self = .tcp
    case (17, _): self = .udp
    case (_, 1): self = .tcp
    case (_, 2): self = .udp
    case (_, 3): self = .raw
    default: self = .unknown
    }
  }
}
