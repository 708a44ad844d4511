import Matching
import Runtime
import Schema
import TestSupport

/// An event put together by hand, and what its fields say.
struct EventSample {
  var type: EventType
  var time: UInt64 = 1_700_000_000_123_456_789
  var tid: Int64 = 300
  var parameters: [EventBuilder.Parameter]
  /// What stands behind the event in its block, from a multiple of four bytes on.
  var options: [UInt8] = []
  /// What the state engine would have found out.
  var facts = EventFacts()

  /// - Parameter symbol: without `PPME_`.
  init(_ symbol: String, _ parameters: EventBuilder.Parameter...) {
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
    let event = EventBuilder(
      code: type.code.rawValue, time: time, threadID: tid, hasLargePayload: type.flags.contains(.largePayload),
      parameters: parameters
    ).bytes
    if options.isEmpty { return event }
    // The event begins ten bytes behind its block.
    return event + [UInt8](repeating: 0, count: (4 - (10 + event.count) % 4) % 4) + options
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

extension EventSample {
  /// Lets the state engine see the event, which finds out the facts.
  mutating func apply(to state: inout State) {
    let bytes = bytes
    guard let view = EventView(bytes.span, cpu: 3, hasLargePayload: type.flags.contains(.largePayload)) else {
      preconditionFailure("the sample is a whole event")
    }
    facts = state.apply(view)
  }
}

/// A small machine: thread 300 (`app`, user alice) in `/home/alice/work`, with a few open descriptors.
func sampleState() -> State {
  var app = StateSnapshot.Thread(tid: 300, pid: 300, ptid: 200)
  app.comm = Array("app".utf8)
  app.cwd = Array("/home/alice/work/".utf8)
  app.uid = 1000
  app.flags = 1 << 30
  (app.vtid, app.vpid) = (300, 300)
  var shell = StateSnapshot.Thread(tid: 200, pid: 200, ptid: 1)
  shell.comm = Array("bash".utf8)
  shell.cwd = Array("/".utf8)
  shell.flags = 1 << 30

  typealias Entry = StateSnapshot.DescriptorEntry
  func named(_ number: Int64, _ kind: DescriptorKind, _ name: String) -> Entry {
    Entry(number: number, inode: 1, body: .named(kind, Array(name.utf8)))
  }
  let connection = SocketTuple(
    sourceAddress: .v4(0x0A01_0203), sourcePort: 40000, destinationAddress: .v4(0x5DB8_D822), destinationPort: 443)
  let overIPv6 = SocketTuple(
    sourceAddress: .v6(high: 0x2001_0db8 << 32, low: 3), sourcePort: 1, destinationAddress: .v6(high: 0, low: 1),
    destinationPort: 22)

  var snapshot = StateSnapshot()
  snapshot.threads = [shell, app]
  snapshot.descriptors = [
    StateSnapshot.DescriptorList(
      tid: 300,
      entries: [
        named(3, .directory, "/srv/data"),
        Entry(number: 4, inode: 77, body: .file(openFlags: 1, path: Array("/srv/data/f.txt".utf8), device: 0x801)),
        Entry(number: 5, inode: 2, body: .connection(connection, .tcp)),
        Entry(number: 6, inode: 3, body: .server(address: .v4(0), port: 8080, .tcp)),
        Entry(number: 7, inode: 4, body: .unix(source: 0xAB, destination: 0, path: Array("/run/dev/log".utf8))),
        named(8, .fifo, "pipe:[9]"),
        Entry(number: 9, inode: 5, body: .connection(overIPv6, .tcp)),
        named(11, .eventpoll, ""),
      ])
  ]
  snapshot.users = [
    UserRecord(uid: 1000, gid: 1000, name: Array("alice".utf8), home: [], shell: []),
    UserRecord(uid: 0, gid: 0, name: Array("root".utf8), home: [], shell: []),
  ]
  snapshot.groups = [GroupRecord(gid: 4, name: Array("adm".utf8))]
  snapshot.interfaces = [
    NetworkInterface(
      name: Array("eth0".utf8), address: .v4(0x0A01_0203), netmask: .v4(0xFFFF_FF00), broadcast: .v4(0), linkSpeed: nil)
  ]
  var state = State(events: .syscall)
  state.load(snapshot)
  return state
}
