import Runtime

/// What a block of a capture holds (scap-format.md §1.2), whichever of its ids stands in front.
enum BlockType: Hashable, Sendable, BitwiseCopyable {
  case sectionHeader
  case machine
  case processes(version: UInt8)
  case descriptors(version: UInt8)
  case interfaces(version: UInt8)
  case users(version: UInt8)
  case event(EventLayout)

  /// Nil for ids that no writer we know uses.
  init?(id: UInt32) {
    switch id {
    case 0x0A0D_0D0A: self = .sectionHeader
    case 0x201, 0x8002_ABCD: self = .machine
    case 0x202, 0x8000_ABCD: self = .processes(version: 1)
    case 0x207, 0x8013_ABCD: self = .processes(version: 2)
    case 0x209, 0x8014_ABCD: self = .processes(version: 3)
    case 0x210...0x215: self = .processes(version: UInt8(id - 0x210 + 4))
    case 0x203, 0x8001_ABCD: self = .descriptors(version: 1)
    case 0x218: self = .descriptors(version: 2)
    case 0x205, 0x8011_ABCD: self = .interfaces(version: 1)
    case 0x219: self = .interfaces(version: 2)
    case 0x206, 0x8012_ABCD: self = .users(version: 1)
    case 0x220: self = .users(version: 2)
    case 0x204, 0x8010_ABCD: self = .event([.lacksCount])
    case 0x208: self = .event([.lacksCount, .hasFlags])
    case 0x216: self = .event([])
    case 0x217: self = .event([.hasFlags])
    case 0x221: self = .event([.isLarge])
    case 0x222: self = .event([.isLarge, .hasFlags])
    default: return nil
    }
  }

  /// The id that current writers give it.
  var id: UInt32 {
    switch self {
    case .sectionHeader: 0x0A0D_0D0A
    case .machine: 0x201
    case .processes: 0x215
    case .descriptors: 0x218
    case .interfaces: 0x219
    case .users: 0x220
    case .event(let layout): (layout.contains(.isLarge) ? 0x221 : 0x216) + (layout.contains(.hasFlags) ? 1 : 0)
    }
  }
}

/// What stands in an event block besides the event as we hand it over.
struct EventLayout: OptionSet, Hashable, Sendable, BitwiseCopyable {
  let rawValue: UInt8

  /// Version 1: the event's header lacks the number of parameters.
  static let lacksCount = EventLayout(rawValue: 1)
  /// A word of flags follows the CPU.
  static let hasFlags = EventLayout(rawValue: 2)
  /// The usual limit of the size does not hold.
  static let isLarge = EventLayout(rawValue: 4)
}

/// The frame of a block: id, length, body, length again.
struct BlockFrame: BitwiseCopyable {
  let id: UInt32
  /// All bytes of the block, both lengths included.
  let total: Int

  /// In front of the body.
  static let headSize = 8
  /// Head and trailer.
  static let size = 12
  /// More than this is no block that we read: memory has to stay bounded.
  static let limit = 128 << 20
  /// More is damage for blocks of events that are not large: 65536 bytes behind the head (scap-format.md §1).
  static let eventLimit = 8 + 65536
  static let byteOrderMagic: UInt32 = 0x1A2B_3C4D
  /// The id of nearly all blocks: events of version 2 without flags.
  static var currentEvent: UInt32 { EventRun.blockID }
}
