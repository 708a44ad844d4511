import Schema

/// Fields of the descriptor of the event, and of those that a `poll` waits for: `fd.*`, `fdlist.*` (state-engine.md §6).
package enum DescriptorField: String, CaseIterable, Sendable, BitwiseCopyable {
  case number = "fd.num"
  case type = "fd.type"
  case typeLetter = "fd.typechar"
  case types = "fd.types"
  case name = "fd.name"
  case rawName = "fd.nameraw"
  case directory = "fd.directory"
  case fileName = "fd.filename"
  case containerName = "fd.containername"
  case containerDirectory = "fd.containerdirectory"
  case uid = "fd.uid"

  case address = "fd.ip"
  case clientAddress = "fd.cip"
  case serverAddress = "fd.sip"
  case localAddress = "fd.lip"
  case remoteAddress = "fd.rip"
  case network = "fd.net"
  case clientNetwork = "fd.cnet"
  case serverNetwork = "fd.snet"
  case localNetwork = "fd.lnet"
  case remoteNetwork = "fd.rnet"
  case clientDomain = "fd.cip.name"
  case serverDomain = "fd.sip.name"
  case localDomain = "fd.lip.name"
  case remoteDomain = "fd.rip.name"
  case port = "fd.port"
  case clientPort = "fd.cport"
  case serverPort = "fd.sport"
  case localPort = "fd.lport"
  case remotePort = "fd.rport"
  case service = "fd.proto"
  case clientService = "fd.cproto"
  case serverService = "fd.sproto"
  case localService = "fd.lproto"
  case remoteService = "fd.rproto"
  case transport = "fd.l4proto"
  case socketFamily = "fd.sockfamily"
  case isServer = "fd.is_server"
  case isConnected = "fd.connected"
  case nameChanged = "fd.name_changed"

  case device = "fd.dev"
  case majorDevice = "fd.dev.major"
  case minorDevice = "fd.dev.minor"
  case inode = "fd.ino"
  case isInUpperLayer = "fd.is_upper_layer"
  case isInLowerLayer = "fd.is_lower_layer"

  case listNumbers = "fdlist.nums"
  case listNames = "fdlist.names"
  case listClientAddresses = "fdlist.cips"
  case listServerAddresses = "fdlist.sips"
  case listClientPorts = "fdlist.cports"
  case listServerPorts = "fdlist.sports"

  func read(
    _ selector: Selector, _ event: borrowing CurrentEvent, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    if let column = listColumn { return event.descriptorList(column, state, &scratch) }
    guard let thread = event.facts.thread, state.schema[event.view.type].isAboutDescriptor else { return .missing }
    switch self {
    case .number: return .signed(event.facts.descriptorNumber)
    case .uid: return .text(event.descriptorUID(state.threads[thread].tid, &scratch))
    case .types: return event.descriptorTypes(selector, of: thread, state, &scratch)
    case .name: return event.descriptorName(state, &scratch).map { .text($0) } ?? .missing
    case .rawName: return event.rawDescriptorName(state, &scratch).map { .text($0) } ?? .missing
    case .directory: return event.descriptorDirectory(state, &scratch)
    case .containerName, .containerDirectory:
      return event.descriptorInContainer(self == .containerDirectory, of: thread, state, &scratch)
    case .typeLetter where event.facts.descriptor == nil: return event.expectedLetter(state.schema)
    default:
      guard let index = event.facts.descriptor else { return .missing }
      return read(state.descriptors[index], event, state, &scratch)
    }
  }

  /// Fields that only a known descriptor has.
  private func read(
    _ descriptor: Descriptor, _ event: borrowing CurrentEvent, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    switch self {
    case .type: descriptor.kind.word.map { state.fixed($0) } ?? .text(.symbol(Symbol(.notAvailable)))
    case .typeLetter: .text(.symbol(state.schema.letter(descriptor.kind)))
    case .fileName: event.fileName(descriptor, state, &scratch)
    case .transport: descriptor.transport.word.map { state.fixed($0) } ?? .text(.symbol(Symbol(.notAvailable)))
    case .socketFamily:
      descriptor.kind.isIPSocket ? state.fixed(.ip) : descriptor.kind == .unix ? state.fixed(.unix) : .missing
    case .isServer: .bool(state.isServer(descriptor, of: event.facts.thread))
    // Every socket with a role is, but not one that listens.
    case .isConnected: .bool(descriptor.hasRole && !descriptor.kind.isServer)
    case .nameChanged: .bool(event.facts.changedName)
    case .device: .signed(Int64(Int32(bitPattern: descriptor.device)))
    case .majorDevice: .signed(Int64(descriptor.device & 0xFFF00) >> 8)
    case .minorDevice: .signed(Int64(descriptor.device & 0xFF | descriptor.device >> 12 & 0xFFF00))
    case .inode: .signed(Int64(bitPattern: descriptor.inode))
    case .isInUpperLayer: .bool(descriptor.status.contains(.isInUpperLayer))
    case .isInLowerLayer: .bool(descriptor.status.contains(.isInLowerLayer))
    default: socketValue(descriptor, of: event.facts.thread, state, &scratch)
    }
  }

  private var listColumn: DescriptorListColumn? {
    switch self {
    case .listNumbers: .number
    case .listNames: .name
    case .listClientAddresses: .clientAddress
    case .listServerAddresses: .serverAddress
    case .listClientPorts: .clientPort
    case .listServerPorts: .serverPort
    default: nil
    }
  }
}
