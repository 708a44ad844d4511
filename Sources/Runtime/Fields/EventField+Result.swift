import Schema

extension CurrentEvent {
  /// `evt.res`: the text of the first parameter for a failure, whichever type it has.
  func resultText(_ state: borrowing State, _ scratch: inout Scratch) -> Value {
    guard let result = facts.result else { return .missing }
    if result >= 0 { return state.fixed(.success) }
    return argument(at: 0, state.schema).map { .text(text(of: $0, state, &scratch)) } ?? .missing
  }

  // MARK: Errors, for summing up

  /// 1 for a failed call; no value for others (state-engine.md §9).
  var errorCount: Value { (facts.result ?? 0) < 0 ? .unsigned(1) : .missing }

  enum ErrorClass { case file, net, memory, other }

  func errorCount(of wanted: ErrorClass, _ state: borrowing State) -> Value {
    let isMemory = state.schema[view.type].category == .memory
    let isInClass: Bool
    switch wanted {
    case .memory: isInClass = isMemory
    case .file, .net: isInClass = subject(state) == wanted
    // A call on a descriptor that is neither file nor socket counts here, also where it is a memory call.
    case .other: isInClass = subject(state) == .other && !(isMemory && facts.descriptor == nil)
    }
    return isInClass ? errorCount : .missing
  }

  /// What the event's descriptor is; where there is none, what the call would have made.
  private func subject(_ state: borrowing State) -> ErrorClass {
    if let index = facts.descriptor {
      let kind = state.descriptors[index].kind
      if kind.isFileOrDirectory { return .file }
      return kind.isIPSocket || kind == .unix ? .net : .other
    }
    switch view.type {
    case .open, .creat, .openat, .openat2, .openByHandleAt: return .file
    case .accept, .accept4, .connect: return .net
    default: return .other
    }
  }

  // MARK: Bytes moved

  enum Flow { case any, `in`, out }
  enum Carrier { case any, file, net }

  /// `evt.buflen*`: the result of a call that moves bytes through a known descriptor.
  func bufferLength(_ flow: Flow, _ carrier: Carrier, _ state: borrowing State) -> Value {
    guard let index = facts.descriptor, view.type.rawValue & 1 == 1, let result = facts.result, result >= 0 else {
      return .missing
    }
    let hasFlow =
      switch state.schema[view.type].category {
      case .ioRead: flow != .out
      case .ioWrite: flow != .in
      case .ioOther: flow == .any
      default: false
      }
    let kind = state.descriptors[index].kind
    let hasCarrier =
      switch carrier {
      case .any: true
      case .file: kind.isFile
      case .net: kind.isIPSocket
      }
    return hasFlow && hasCarrier ? .unsigned(UInt64(result)) : .missing
  }

  // MARK: The system log

  /// A write to a descriptor whose name contains `/dev/log`.
  func isSyslog(_ state: borrowing State) -> Bool {
    guard has(.writesToDescriptor, state.schema), let index = facts.descriptor else { return false }
    return state.symbols.bytes(state.descriptors[index].name).contains("/dev/log")
  }

  // MARK: Docker

  /// What stands behind `WORD:` in the description of an infrastructure event: `Event:start; ID:1234…; name:web`.
  func dockerWord(_ word: StaticString, _ schema: borrowing EventSchema, limit: Int = .max) -> Value {
    guard view.type == .infrastructure, let description = argument(at: 2, schema),
      case .text(let range) = characters(in: description.range)
    else { return .missing }
    var start = range.bounds.lowerBound
    while start < range.bounds.upperBound {
      var end = start
      while end < range.bounds.upperBound, view.bytes[end] != UInt8(ascii: ";") { end += 1 }
      let part = trimmed(start..<end)
      if view.bytes.extracting(part).hasPrefix(word) {
        var value = part
        while !value.isEmpty, view.bytes[value.lowerBound] != UInt8(ascii: ":") { value = value.dropFirst() }
        value = trimmed(value.dropFirst()).prefix(limit)
        return .text(.event(ByteRange(start: value.lowerBound, count: value.count)))
      }
      start = end + 1
    }
    return .missing
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while let first = range.first, view.bytes[first] <= 0x20 { range = range.dropFirst() }
    while let last = range.last, view.bytes[last] <= 0x20 { range = range.dropLast() }
    return range
  }
}
