/// One parameter of an event type.
package struct EventParameter: Sendable {
  package let name: String
  package let type: ValueType
  /// How the raw number prints.
  package let format: ParameterFormat
  /// Names of flag values, for flag and enum types.
  package let flagSet: String?
  /// For a relative path: the parameter that holds the directory descriptor.
  package let directoryParameter: Int?
  /// For a dynamically typed parameter: the table that maps its first byte to a type (`DynamicTables`).
  package let dynamicTable: String?
}

package enum ParameterFormat: UInt8, Sendable, BitwiseCopyable, CaseIterable, Spelled {
  case na, decimal, hex, octal

  /// As the rows spell it.
  var word: String {
    switch self {
    case .na: "na"
    case .decimal: "dec"
    case .hex: "hex"
    case .octal: "oct"
    }
  }

  static let words = NameTable(allCases.map { $0.word })

  /// The format of most parameters of a type, which rows leave out.
  static func usual(for type: ValueType) -> ParameterFormat {
    switch type {
    case .charbuf, .fspath, .fsrelpath, .bytebuf, .sockaddr, .socktuple, .charbufarray, .charbufPairArray: .na
    default: .decimal
    }
  }
}

/// What the engine must know of an event type. The bits are those of the event schema.
package struct EventFlags: OptionSet, Hashable, Sendable, BitwiseCopyable, Spelled {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package static let createsDescriptor = EventFlags(rawValue: 1 << 0)
  package static let destroysDescriptor = EventFlags(rawValue: 1 << 1)
  package static let usesDescriptor = EventFlags(rawValue: 1 << 2)
  package static let readsFromDescriptor = EventFlags(rawValue: 1 << 3)
  package static let writesToDescriptor = EventFlags(rawValue: 1 << 4)
  package static let modifiesState = EventFlags(rawValue: 1 << 5)
  /// A placeholder: the pair has one half only.
  package static let unused = EventFlags(rawValue: 1 << 6)
  package static let waits = EventFlags(rawValue: 1 << 7)
  /// The acting thread is not looked up (state-engine.md §2).
  package static let skipsParserReset = EventFlags(rawValue: 1 << 8)
  /// Not emitted any more; older captures hold it.
  package static let oldVersion = EventFlags(rawValue: 1 << 9)
  /// Lengths of parameters have 32 bits.
  package static let largePayload = EventFlags(rawValue: 1 << 11)
  /// Captures pass it through the converter.
  package static let converted = EventFlags(rawValue: 1 << 12)

  /// Any of these: the event is about a descriptor.
  package static let concernsDescriptor = EventFlags(rawValue: 0b111)
  /// Any of these: bytes went through a descriptor.
  package static let transfers = EventFlags(rawValue: 0b11 << 3)

  /// The words of a row, in the order of the bits.
  static let words = NameTable([
    "creates-fd", "destroys-fd", "uses-fd", "reads", "writes", "modifies-state", "unused", "waits", "keeps-thread",
    "old", "bit-10", "large", "converted",
  ])
}

/// The broad class of an event type, from which `evt.category` follows. Raw values: the event schema's.
package enum EventCategory: UInt16, Sendable, BitwiseCopyable, CaseIterable, Spelled {
  case unknown = 0
  case other, file, net, ipc, memory, process, sleep, system, signal, user, time
  /// The class is that of the event's descriptor.
  case ioRead = 32
  case ioWrite, ioOther
  case wait = 64
  case scheduler = 128
  case `internal` = 256

  /// As the rows and the reference spell it; `evt.category` has spellings of its own.
  package var name: String {
    switch self {
    case .unknown: "unknown"
    case .other: "other"
    case .file: "file"
    case .net: "net"
    case .ipc: "ipc"
    case .memory: "memory"
    case .process: "process"
    case .sleep: "sleep"
    case .system: "system"
    case .signal: "signal"
    case .user: "user"
    case .time: "time"
    case .ioRead: "io_read"
    case .ioWrite: "io_write"
    case .ioOther: "io_other"
    case .wait: "wait"
    case .scheduler: "scheduler"
    case .internal: "internal"
    }
  }

  static let words = NameTable(allCases.map { $0.name })
}

/// What makes events of a type. Raw values: the event schema's.
package enum EventProducer: UInt16, Sendable, BitwiseCopyable, CaseIterable, Spelled {
  /// Nothing: an unused half of a pair.
  case nothing = 0
  case syscall = 512
  case tracepoint = 1024
  case plugin = 2048
  case metaevent = 4096
  /// A walk over the kernel's tasks and files at start.
  case iterator = 8192

  package var name: String {
    switch self {
    case .nothing: "-"
    case .syscall: "syscall"
    case .tracepoint: "tracepoint"
    case .plugin: "plugin"
    case .metaevent: "metaevent"
    case .iterator: "iter"
    }
  }

  static let words = NameTable(allCases.map { $0.name })
}

/// What is known of an event type without its texts.
package struct EventOutline: Sendable, BitwiseCopyable {
  package let code: EventCode
  package let category: EventCategory
  package let producer: EventProducer
  package let flags: EventFlags
  package let parameterCount: Int

  package var isEnter: Bool { code.rawValue & 1 == 0 }
}

/// One event type: half of a pair (enter, exit). Source: reference/events.json.
package struct EventType: Sendable {
  package let code: EventCode
  /// What `evt.type` gives: "openat".
  package let name: String
  /// The schema's own name for this version: "PPME_SYSCALL_OPENAT_2_X".
  package let symbol: String
  package let category: EventCategory
  package let producer: EventProducer
  package let flags: EventFlags
  package let parameters: [EventParameter]

  package var isEnter: Bool { code.rawValue & 1 == 0 }
}
