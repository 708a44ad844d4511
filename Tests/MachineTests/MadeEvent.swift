import Runtime
import Schema

/// A value of a parameter, to be written in the width of its type.
enum Argument {
  case number(Int64)
  /// With its terminator.
  case text(String)
  case bytes([UInt8])
}

extension Argument: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  init(integerLiteral value: Int64) { self = .number(value) }
  init(stringLiteral value: String) { self = .text(value) }
}

/// An event put together by hand. Parameters that are not named have no value.
struct MadeEvent {
  let type: EventType
  let bytes: [UInt8]

  /// - Parameter name: what `evt.type` gives; the newest exit event of this name, or the only event.
  init(_ name: String, tid: Int64 = 300, time: UInt64 = 1_700_000_000_000_000_000, _ arguments: [String: Argument] = [:]) {
    let current = EventTable.syscall.types.filter { $0.name == name && $0.flags.isDisjoint(with: [.oldVersion, .unused]) }
    guard let type = current.last(where: { !$0.isEnter }) ?? current.last else { preconditionFailure("no event \(name)") }
    self.init(type, tid: tid, time: time, type.parameters.map { arguments[$0.name].map(Self.encode($0.type)) ?? [] })
    for key in arguments.keys { precondition(type.parameters.contains { $0.name == key }, "\(name) has no \(key)") }
  }

  init(_ type: EventType, tid: Int64, time: UInt64, _ parameters: [[UInt8]]) {
    self.type = type
    let width = type.flags.contains(.largePayload) ? 4 : 2
    let lengths = parameters.flatMap { Self.number(Int64($0.count), bytes: width) }
    let data = lengths + parameters.joined()
    bytes =
      Self.number(Int64(bitPattern: time), bytes: 8) + Self.number(tid, bytes: 8)
      + Self.number(Int64(EventView.headerSize + data.count), bytes: 4) + Self.number(Int64(type.code.rawValue), bytes: 2)
      + Self.number(Int64(parameters.count), bytes: 4) + data
  }

  static func encode(_ type: ValueType) -> (Argument) -> [UInt8] {
    { argument in
      switch argument {
      case .bytes(let bytes): bytes
      case .text(let text): Array(text.utf8) + [0]
      case .number(let value): number(value, bytes: width(of: type))
      }
    }
  }

  private static func number(_ value: Int64, bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  /// Scap-format.md §4.
  static func width(of type: ValueType) -> Int {
    switch type {
    case .int8, .uint8, .flags8, .enumflags8, .l4proto, .sigtype, .bool, .sockfamily: 1
    case .int16, .uint16, .flags16, .enumflags16, .port, .syscallid: 2
    case .int32, .uint32, .flags32, .enumflags32, .mode, .uid, .gid, .fd32, .pid32, .ipv4addr: 4
    default: 8
    }
  }

  /// A tuple of two IPv4 ends, as events carry it (scap-format.md §4.2).
  static func tuple(_ source: (UInt32, UInt16), _ destination: (UInt32, UInt16)) -> Argument {
    func end(_ end: (UInt32, UInt16)) -> [UInt8] {
      number(Int64(end.0.byteSwapped), bytes: 4) + number(Int64(end.1), bytes: 2)
    }
    return .bytes([2] + end(source) + end(destination))
  }
}

extension Engine {
  /// Takes the event through the engine and hands it to `body`, while its fields can be read.
  mutating func process<R>(_ event: MadeEvent, _ body: (inout Engine, borrowing EventView) throws -> R) rethrows -> R {
    let bytes = event.bytes
    guard let view = EventView(bytes.span, cpu: 1, hasLargePayload: event.type.flags.contains(.largePayload)) else {
      preconditionFailure("a made event is whole")
    }
    process(view)
    return try body(&self, view)
  }

  mutating func process(_ event: MadeEvent) { process(event) { _, _ in } }
}
