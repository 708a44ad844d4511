import Schema

/// Makes an event of a line's object (grammar/events.md, "Events").
struct EventLineReader {
  /// Nanoseconds from one event to the next where a line does not say: one millisecond.
  static let step: UInt64 = 1_000_000
  /// The time before the first event, where lines do not say: 2023-11-14T22:13:20Z.
  static let start: UInt64 = 1_700_000_000_000_000_000

  private static let keys = ["evt", "dir", "tid", "time", "cpu", "state_only", "args", "resolved_path"]
  private static let opens = ["open", "openat", "openat2", "creat", "open_by_handle_at"]

  private let vocabulary = EventVocabulary.shared
  private var lastTime = start
  /// By place: the value of each parameter, as a node of the document.
  private var values: [Int?] = []
  /// The last event.
  private(set) var event = EventBuilder()
  private(set) var cpu: UInt16 = 0
  private(set) var isStateOnly = false
  private(set) var hasLargePayload = false

  mutating func read(_ document: JSONDocument) throws(LineProblem) {
    var (evt, dir, tid, time, arguments, resolved): (Int?, Int?, Int?, Int?, Int?, Int?)
    cpu = 0
    isStateOnly = false
    for member in document.children(of: 0) {
      switch document.key(member) {
      case "evt": evt = member
      case "dir": dir = member
      case "tid": tid = member
      case "time": time = member
      case "args": arguments = member
      case "resolved_path": resolved = member
      case "cpu":
        let number = try document.number(member, bits: 16, isSigned: false, "'cpu'")
        guard let number else { throw wrong(document, member, "'cpu' takes a number") }
        cpu = UInt16(number)
      case "state_only":
        guard case .bool(let flag) = document.nodes[member].kind else {
          throw wrong(document, member, "'state_only' takes true or false")
        }
        isStateOnly = flag
      case let key: throw LineProblem.unknown("key", key, at: document.nodes[member].keyOffset, among: Self.keys + StateLineReader.kinds)
      }
    }
    let named = try self.named(document, evt)
    let type = vocabulary.types[Int(try code(document, named, dir, evt).rawValue)]
    let threadID = try threadID(document, tid, type)
    let eventTime = try self.time(document, time)
    hasLargePayload = type.flags.contains(.largePayload)
    event.begin(
      time: eventTime, threadID: threadID, type: type.code, parameterCount: type.parameters.count,
      hasLargePayload: hasLargePayload)
    try writeParameters(document, arguments, type, named)
    guard event.finish() else {
      throw wrong(document, arguments ?? 0, "the parameters are too long: each holds 65535 bytes")
    }
    if let resolved { event.appendResolvedPath(try resolvedPath(document, resolved, type)) }
    lastTime = eventTime
  }

  private func wrong(_ document: JSONDocument, _ node: Int, _ message: String) -> LineProblem {
    LineProblem(at: document.nodes[node].offset, message)
  }

  // MARK: Header

  private func named(_ document: JSONDocument, _ evt: Int?) throws(LineProblem) -> EventVocabulary.NamedEvent {
    guard let evt else {
      throw wrong(document, 0, "an event has the key 'evt', a line of state one of 'process', 'descriptor', 'user', …")
    }
    guard document.nodes[evt].kind == .string else { throw wrong(document, evt, "'evt' takes the name of an event") }
    guard let named = vocabulary.event(named: document.strings[document.nodes[evt].text].span) else {
      throw LineProblem.unknown(
        "event", document.text(evt), at: document.nodes[evt].offset, among: vocabulary.eventNames)
    }
    return named
  }

  /// The exit event where there is one, unless `dir` says otherwise.
  private func code(
    _ document: JSONDocument, _ named: EventVocabulary.NamedEvent, _ dir: Int?, _ evt: Int?
  ) throws(LineProblem) -> EventCode {
    let wanted: EventCode?
    if let dir {
      switch document.text(dir) {
      case "exit", "<": wanted = named.exit
      case "enter", ">": wanted = named.enter
      default: throw wrong(document, dir, "'dir' takes \"exit\" or \"enter\"")
      }
      guard let wanted else {
        throw wrong(document, dir, "'\(document.text(evt ?? 0))' has no \(named.exit == nil ? "exit" : "enter") event")
      }
      return wanted
    }
    guard let code = named.exit ?? named.enter else { throw wrong(document, evt ?? 0, "this event has no current type") }
    return code
  }

  private func threadID(_ document: JSONDocument, _ tid: Int?, _ type: EventType) throws(LineProblem) -> Int64 {
    guard let tid else {
      guard type.producer == .metaevent || type.producer == .plugin || type.flags.contains(.skipsParserReset) else {
        throw wrong(document, 0, "an event of a thread has the key 'tid'; '\(type.name)' is one")
      }
      return -1
    }
    guard let number = try document.number(tid, bits: 64, isSigned: true, "'tid'") else {
      throw wrong(document, tid, "'tid' takes a number")
    }
    return Int64(bitPattern: number)
  }

  private func time(_ document: JSONDocument, _ node: Int?) throws(LineProblem) -> UInt64 {
    var time: UInt64?
    if let node {
      let text = document.strings[document.nodes[node].text]
      if let number = try document.number(node, bits: 64, isSigned: false, "'time'") {
        time = number
      } else if text.first == UInt8(ascii: "+") {
        time = TimeText.duration(text.dropFirst()).flatMap { later(by: $0) }
      } else {
        time = TimeText.time(text)
      }
    } else {
      time = later(by: Self.step)
    }
    guard let time else {
      throw wrong(
        document, node ?? 0,
        "'time' takes nanoseconds since 1970, \"2026-01-31T12:00:00.5Z\", or \"+20ms\" after the event before")
    }
    return time
  }

  /// The kernel's path of the file that an open reached: as parameters of bytes are written, but not empty.
  private func resolvedPath(_ document: JSONDocument, _ node: Int, _ type: EventType) throws(LineProblem) -> [UInt8] {
    guard Self.opens.contains(type.name), !type.isEnter else {
      throw wrong(document, node, "only opens have a 'resolved_path': \(Self.opens.joined(separator: ", "))")
    }
    let path = try ParameterWriter.bytes(of: node, in: document, what: "'resolved_path'")
    guard !path.isEmpty, path.count <= Int(UInt16.max) else { throw wrong(document, node, "'resolved_path' takes a path") }
    return path
  }

  private func later(by duration: UInt64) -> UInt64? {
    let (sum, overflow) = lastTime.addingReportingOverflow(duration)
    return overflow ? nil : sum
  }

  // MARK: Parameters

  private mutating func writeParameters(
    _ document: JSONDocument, _ arguments: Int?, _ type: EventType, _ named: EventVocabulary.NamedEvent
  ) throws(LineProblem) {
    values.removeAll(keepingCapacity: true)
    for _ in type.parameters { values.append(nil) }
    if let arguments {
      guard document.nodes[arguments].kind == .object else {
        throw wrong(document, arguments, "'args' takes an object of parameters by name")
      }
      for member in document.children(of: arguments) {
        guard let place = vocabulary.place(of: document.strings[document.nodes[member].key].span, in: type.code) else {
          throw LineProblem.unknown(
            "parameter", document.key(member), at: document.nodes[member].keyOffset, of: type.name,
            among: type.parameters.map(\.name))
        }
        values[place] = member
      }
    }
    for (place, parameter) in type.parameters.enumerated() {
      if let value = values[place] {
        let writer = ParameterWriter(
          document: document, parameter: parameter, flagSet: vocabulary.flagSet(of: place, in: type.code),
          eventName: type.name)
        try writer.write(value, to: &event)
      } else if let syscall = named.syscall {
        // The two parameters of a generic event follow from the name.
        event.append(place == 0 ? syscall.rawValue : SyscallTable.shared[syscall].numberX86_64 ?? 0)
      }
      event.endParameter()
    }
  }
}
