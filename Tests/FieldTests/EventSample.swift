import Matching
import Runtime
import Schema

/// The bytes of a parameter.
enum ParameterBytes {
  case i8(Int8), u8(UInt8), u16(UInt16), i16(Int16), u32(UInt32), i32(Int32), u64(UInt64), i64(Int64)
  /// With its terminator.
  case text(String)
  case bytes([UInt8])
  /// Of length zero: no value.
  case absent

  var encoded: [UInt8] {
    func number(_ value: some FixedWidthInteger) -> [UInt8] {
      (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    return switch self {
    case .i8(let value): number(value)
    case .u8(let value): number(value)
    case .u16(let value): number(value)
    case .i16(let value): number(value)
    case .u32(let value): number(value)
    case .i32(let value): number(value)
    case .u64(let value): number(value)
    case .i64(let value): number(value)
    case .text(let text): Array(text.utf8) + [0]
    case .bytes(let bytes): bytes
    case .absent: []
    }
  }
}

/// An event put together by hand, and what its fields say.
struct EventSample {
  var type: EventType
  var time: UInt64 = 1_700_000_000_123_456_789
  var tid: Int64 = 300
  var parameters: [ParameterBytes]
  /// What the state engine would have found out.
  var facts = EventFacts()

  /// - Parameter symbol: without `PPME_`.
  init(_ symbol: String, _ parameters: ParameterBytes...) {
    guard let type = EventTable.syscall.types.first(where: { $0.symbol == "PPME_" + symbol }) else {
      preconditionFailure("no event type \(symbol)")
    }
    self.type = type
    self.parameters = parameters
    let encoded = parameters.first?.encoded ?? []
    if type.producer == .syscall, !type.isEnter, type.name != "syscall", !encoded.isEmpty {
      facts.result = encoded.count == 8
        ? Int64(truncatingIfNeeded: little(encoded)) : Int64(Int32(truncatingIfNeeded: little(encoded)))
    }
  }

  private func little(_ bytes: [UInt8]) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  var bytes: [UInt8] {
    let encoded = parameters.map(\.encoded)
    let isLarge = type.flags.contains(.largePayload)
    var lengths: [UInt8] = []
    for parameter in encoded {
      lengths += isLarge
        ? ParameterBytes.u32(UInt32(parameter.count)).encoded : ParameterBytes.u16(UInt16(parameter.count)).encoded
    }
    let data = lengths + encoded.joined()
    let header: [ParameterBytes] = [
      .u64(time), .i64(tid), .u32(UInt32(26 + data.count)), .u16(type.code.rawValue), .u32(UInt32(parameters.count)),
    ]
    return header.flatMap(\.encoded) + data
  }

  /// The field's value as text; nil where it has none.
  func field(_ name: String, _ state: borrowing State) -> String? {
    let bytes = bytes
    guard let view = EventView(bytes.span, cpu: 3, hasLargePayload: type.flags.contains(.largePayload)) else {
      preconditionFailure("the sample is a whole event")
    }
    let event = CurrentEvent(view, facts)
    var scratch = Scratch()
    let (reader, selector) = fieldReader(name)
    let value = reader.read(selector, event, state, &scratch)
    return valueText(value, event, state, scratch)
  }

  /// The field's value with an empty state.
  func field(_ name: String) -> String? { field(name, State(events: .syscall)) }
}

/// The reader and selector of a field as rules write it.
func fieldReader(_ text: String) -> (FieldReader, Selector) {
  let pieces = text.split(separator: "[", maxSplits: 1)
  let name = Array(pieces[0].utf8)
  guard let match = FieldCatalog.syscall.resolve(name[...]) else { preconditionFailure("no field \(text)") }
  var selector = Selector.none
  if pieces.count > 1, let index = UInt64(pieces[1].dropLast()) { selector = .index(index) }
  if let suffix = match.suffix {
    let word = String(decoding: name[suffix], as: UTF8.self)
    switch match.field.argument {
    case .optionalSuffix: selector = word == "src" ? .source : .destination
    case .requiredEventName:
      selector = .eventType(EventTable.syscall.types.first { $0.name == word }?.code ?? EventCode(rawValue: 0x7FFE))
    default:
      guard let place = EventTable.syscall.parameterNames.firstIndex(of: word) else {
        preconditionFailure("no parameter \(word)")
      }
      selector = .parameter(ParameterName(rawValue: UInt16(place)))
    }
  }
  return (FieldReader(match.field), selector)
}

/// A value as a test writes it down.
func valueText(
  _ value: Value, _ event: borrowing CurrentEvent, _ state: borrowing State, _ scratch: borrowing Scratch
) -> String? {
  switch value {
  case .missing: return nil
  case .signed(let number): return String(number)
  case .unsigned(let number): return String(number)
  case .bool(let value): return String(value)
  case .double(let value): return String(value)
  case .text(let text):
    let bytes = event.bytes(of: text, state, scratch)
    return String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
  case .address(let address):
    var output: [UInt8] = []
    address.append(to: &output)
    return String(decoding: output, as: UTF8.self)
  case .list(let range), .each(let range, _):
    var elements: [String] = []
    for index in range.range { elements.append(valueText(scratch.values[index], event, state, scratch) ?? "-") }
    return "(" + elements.joined(separator: ",") + ")"
  }
}
