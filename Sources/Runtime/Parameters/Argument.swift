import Matching
import Schema

/// One parameter of the current event: where it lies, and what its bytes are.
package struct Argument: BitwiseCopyable, Sendable {
  package let place: Int
  /// Of a dynamic parameter with the type that it takes in this event.
  package let facts: EventSchema.ParameterFacts
  /// Without the byte that says which type a dynamic parameter takes.
  package let range: ByteRange
  /// No byte at all, not even a terminator: there is no value (scap-format.md §4).
  package let isAbsent: Bool
}

extension CurrentEvent {
  /// How many parameters there are to be seen: a file may have fewer than the table, and those beyond it say nothing.
  package func argumentCount(_ schema: borrowing EventSchema) -> Int {
    min(view.parameterCount, Int(schema[view.type].parameterCount))
  }

  package func argument(at place: Int, _ schema: borrowing EventSchema) -> Argument? {
    guard place < argumentCount(schema), let range = view.range(of: place) else { return nil }
    var facts = schema.parameter(place, of: view.type)
    guard facts.type == .dynamic, range.count > 0 else {
      return Argument(place: place, facts: facts, range: range, isAbsent: range.count == 0)
    }
    guard let type = schema.variant(view.bytes[range.bounds.lowerBound], of: facts) else {
      return Argument(place: place, facts: facts, range: range, isAbsent: false)
    }
    facts.type = type
    let rest = ByteRange(start: range.bounds.lowerBound + 1, count: Int(range.count) - 1)
    return Argument(place: place, facts: facts, range: rest, isAbsent: false)
  }

  package func argument(named name: ParameterName, _ schema: borrowing EventSchema) -> Argument? {
    schema.place(of: name, in: view.type).flatMap { argument(at: $0, schema) }
  }

  // MARK: Numbers

  /// The number in a range of the event; nil unless it has exactly the width of its type.
  func number<N: FixedWidthInteger & BitwiseCopyable>(in range: ByteRange, as type: N.Type = N.self) -> N? {
    guard range.count == MemoryLayout<N>.size else { return nil }
    return view.bytes.littleEndian(at: Int(range.start), as: type)
  }

  /// A flags parameter, of whichever width.
  func flags(_ argument: Argument) -> UInt32? {
    switch argument.range.count {
    case 1: number(in: argument.range, as: UInt8.self).map { UInt32($0) }
    case 2: number(in: argument.range, as: UInt16.self).map { UInt32($0) }
    case 4: number(in: argument.range)
    default: nil
    }
  }

  // MARK: Texts

  /// The text of a CHARBUF or path: up to its first NUL. Old drivers wrote `(NULL)` for null pointers (scap-format.md §4).
  func characters(in range: ByteRange) -> Characters {
    let bytes = view.bytes.extracting(range.bounds)
    let end = bytes.countBeforeNUL
    if end == 6, bytes.count == 7, Self.isNullPointer(bytes) { return .notAvailable }
    return .text(ByteRange(start: Int(range.start), count: end))
  }

  enum Characters {
    case text(ByteRange)
    /// Reads as `<NA>`.
    case notAvailable

    var value: Value {
      switch self {
      case .text(let range): .text(.event(range))
      case .notAvailable: .text(.symbol(Symbol(.notAvailable)))
      }
    }
  }

  private static func isNullPointer(_ bytes: Span<UInt8>) -> Bool {
    bytes[0] == UInt8(ascii: "(") && bytes[1] == UInt8(ascii: "N") && bytes[2] == UInt8(ascii: "U")
      && bytes[3] == UInt8(ascii: "L") && bytes[4] == UInt8(ascii: "L") && bytes[5] == UInt8(ascii: ")")
  }

  // MARK: Values

  /// The parameter in its own type (`evt.rawarg`); missing where it is absent.
  package func value(of argument: Argument) -> Value {
    if argument.isAbsent { return .missing }
    let range = argument.range
    func signed<N: FixedWidthInteger & BitwiseCopyable>(_: N.Type) -> Value {
      number(in: range, as: N.self).map { .signed(Int64(truncatingIfNeeded: $0)) } ?? .missing
    }
    func unsigned<N: FixedWidthInteger & BitwiseCopyable>(_: N.Type) -> Value {
      number(in: range, as: N.self).map { .unsigned(UInt64(truncatingIfNeeded: $0)) } ?? .missing
    }
    switch argument.facts.type {
    case .int8: return signed(Int8.self)
    case .int16: return signed(Int16.self)
    case .int32, .fd32, .pid32: return signed(Int32.self)
    case .int64, .errno, .fd, .pid: return signed(Int64.self)
    case .uint8, .l4proto, .sigtype, .sockfamily: return unsigned(UInt8.self)
    case .uint16, .port, .syscallid: return unsigned(UInt16.self)
    case .uint32, .mode, .uid, .gid, .sigset: return unsigned(UInt32.self)
    case .uint64, .reltime, .abstime: return unsigned(UInt64.self)
    case .flags8, .flags16, .flags32, .enumflags8, .enumflags16, .enumflags32:
      return flags(argument).map { .unsigned(UInt64($0)) } ?? .missing
    case .bool: return number(in: range, as: UInt32.self).map { .bool($0 != 0) } ?? .missing
    case .double: return number(in: range, as: UInt64.self).map { .double(Double(bitPattern: $0)) } ?? .missing
    case .ipv4addr, .ipv6addr, .ipaddr, .ipv4net, .ipv6net, .ipnet:
      return .init(addressIn: view.bytes.extracting(range.bounds))
    case .charbuf, .fspath, .fsrelpath: return characters(in: range).value
    case .bytebuf, .sockaddr, .socktuple, .fdlist, .charbufarray, .charbufPairArray, .dynamic:
      return .text(.event(range))
    }
  }
}

extension Value {
  fileprivate init(addressIn bytes: Span<UInt8>) {
    self = IPAddress(networkOrder: bytes).map { .address($0) } ?? .missing
  }
}
