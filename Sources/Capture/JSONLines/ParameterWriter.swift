import Diagnostics
import Matching
import Schema

/// Writes the value of a JSON line as the parameter that it stands for (grammar/events.md, "Values").
struct ParameterWriter {
  let document: JSONDocument
  let parameter: EventParameter
  let flagSet: FlagSet?
  /// Of the event, for messages.
  let eventName: String

  private var what: String { "'\(parameter.name)' of \(eventName)" }

  private func node(_ index: Int) -> JSONDocument.Node { document.nodes[index] }

  private func wrong(_ node: Int, _ wanted: String, meant suggestion: String? = nil) -> LineProblem {
    LineProblem(at: document.nodes[node].offset, "\(what) takes \(wanted)", meant: suggestion)
  }

  func write(_ value: Int, to event: inout EventBuilder) throws(LineProblem) {
    try write(value, as: parameter.type, to: &event)
  }

  private func write(_ value: Int, as type: ValueType, to event: inout EventBuilder) throws(LineProblem) {
    // Nothing, of no length: the value is not known.
    if node(value).kind == .null { return }
    switch type {
    case .charbuf, .fspath, .fsrelpath: try writeText(value, to: &event)
    case .bytebuf: try writeBytes(value, to: &event)
    case .charbufarray: try writeTexts(value, to: &event)
    case .sockaddr: try SocketWriter(document: document, what: what, takesUnix: true).writeAddress(value, to: &event)
    case .socktuple: try SocketWriter(document: document, what: what, takesUnix: true).writeTuple(value, to: &event)
    case .ipv4addr, .ipv6addr:
      try SocketWriter(document: document, what: what).writeIP(value, isV4: type == .ipv4addr, to: &event)
    case .fdlist: try writePolls(value, to: &event)
    case .dynamic: try writeVariant(value, to: &event)
    case .bool:
      guard case .bool(let flag) = node(value).kind else { throw wrong(value, "true or false") }
      event.append(flag ? 1 : 0 as UInt32)
    case .charbufPairArray, .double, .ipaddr, .ipnet, .ipv4net, .ipv6net:
      throw wrong(value, "nothing: parameters of type \(type.name) cannot be written down")
    default: try writeNumber(value, as: type, to: &event)
    }
  }

  // MARK: Numbers and names

  private func writeNumber(_ value: Int, as type: ValueType, to event: inout EventBuilder) throws(LineProblem) {
    guard let size = type.encodedSize else { return }
    let isSigned: Bool
    switch type {
    case .int8, .int16, .int32, .int64, .errno, .fd, .pid, .fd32, .pid32: isSigned = true
    default: isSigned = false
    }
    var bits: UInt64
    if let flagSet {
      bits = try FlagText(document: document, what: what, set: flagSet).bits(value, width: 8 * size)
    } else if type == .uid || type == .gid, case .integer(1, true) = node(value).kind {
      // -1 is what calls take for "no one".
      bits = UInt64(UInt32.max)
    } else if let number = try document.number(value, bits: 8 * size, isSigned: isSigned, what) {
      bits = number
    } else if case .string = node(value).kind {
      bits = try named(value, type)
    } else {
      throw wrong(value, "a number" + (names(type).isEmpty ? "" : " or a name such as \(names(type)[0])"))
    }
    for _ in 0..<size {
      event.append(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
    }
  }

  /// The names that values of a type have.
  private func names(_ type: ValueType) -> [String] {
    switch type {
    case .errno, .int64: return ["SUCCESS"] + NumberNames.errors.names.filter { !$0.isEmpty }
    case .pid: return NumberNames.errors.names.filter { !$0.isEmpty }
    case .fd: return ["AT_FDCWD"] + NumberNames.errors.names.filter { !$0.isEmpty }
    case .sigtype: return NumberNames.signals.names.filter { !$0.isEmpty }
    case .syscallid: return SyscallTable.shared.all.map(\.name)
    case .reltime: return ["1.5s", "20ms"]
    case .abstime: return ["2026-01-31T12:00:00Z"]
    case .l4proto: return Self.protocols
    default: return []
    }
  }

  private static let protocols = ["unknown", "na", "tcp", "udp", "icmp", "raw"]

  private func named(_ value: Int, _ type: ValueType) throws(LineProblem) -> UInt64 {
    let text = document.strings[node(value).text]
    let number: UInt64?
    switch type {
    case .errno, .pid, .int64, .fd:
      if type == .fd, text.elementsEqual("AT_FDCWD".utf8) {
        number = UInt64(bitPattern: -100)
      } else if text.elementsEqual("SUCCESS".utf8) {
        number = 0
      } else {
        number = NumberNames.errors.number(named: text).map { UInt64(bitPattern: -Int64($0)) }
      }
    case .sigtype: number = NumberNames.signals.number(named: text).map { UInt64($0) }
    case .syscallid: number = SyscallTable.shared.code(named: document.text(value)).map { UInt64($0.rawValue) }
    case .l4proto: number = Self.protocols.firstIndex { $0.utf8.elementsEqual(text) }.map { UInt64($0) }
    case .reltime: number = TimeText.duration(text)
    case .abstime: number = TimeText.time(text)
    default: number = nil
    }
    if let number { return number }
    let names = names(type)
    guard let example = names.first else { throw wrong(value, "a number") }
    throw LineProblem(
      at: node(value).offset, "\(what) takes a number or a name such as \(example), not '\(document.text(value))'",
      meant: nearestName(to: document.text(value), among: names))
  }

  // MARK: Texts and bytes

  private func writeText(_ value: Int, to event: inout EventBuilder) throws(LineProblem) {
    if node(value).kind == .object {
      try writeHex(value, to: &event)
    } else {
      guard node(value).kind == .string else { throw wrong(value, "a text, or bytes as {\"hex\": \"…\"}") }
      try writeTerminated(value, to: &event)
      return
    }
    event.append(0 as UInt8)
  }

  private func writeTerminated(_ value: Int, to event: inout EventBuilder) throws(LineProblem) {
    guard node(value).kind == .string else { throw wrong(value, "an array of texts") }
    let text = document.strings[node(value).text]
    if text.contains(0) { throw wrong(value, "a text without \\u0000, which would end it") }
    event.append(Array(text))
    event.append(0 as UInt8)
  }

  private func writeBytes(_ value: Int, to event: inout EventBuilder) throws(LineProblem) {
    switch node(value).kind {
    case .string: event.append(Array(document.strings[node(value).text]))
    case .object: try writeHex(value, to: &event)
    case .array: try writeTexts(value, to: &event)
    default: throw wrong(value, "a text, bytes as {\"hex\": \"…\"}, or an array of texts that end in NUL each")
    }
  }

  private func writeTexts(_ value: Int, to event: inout EventBuilder) throws(LineProblem) {
    guard node(value).kind == .array else { throw wrong(value, "an array of texts") }
    for element in document.children(of: value) { try writeTerminated(element, to: &event) }
  }

  private func writeHex(_ value: Int, to event: inout EventBuilder) throws(LineProblem) {
    event.append(try Self.hexBytes(of: value, in: document, what: what))
  }

  /// A text, or bytes as hexadecimal digits.
  static func bytes(of value: Int, in document: JSONDocument, what: String) throws(LineProblem) -> [UInt8] {
    guard document.nodes[value].kind == .string else { return try hexBytes(of: value, in: document, what: what) }
    return Array(document.strings[document.nodes[value].text])
  }

  private static func hexBytes(of value: Int, in document: JSONDocument, what: String) throws(LineProblem) -> [UInt8] {
    let members = document.nodes[value].kind == .object ? Array(document.children(of: value)) : []
    guard members.count == 1, let member = members.first, document.key(member) == "hex", document.nodes[member].kind == .string
    else { throw LineProblem(at: document.nodes[value].offset, "\(what) takes bytes as {\"hex\": \"…\"}") }
    let digits = document.strings[document.nodes[member].text].filter { $0 != 0x20 }
    guard digits.count % 2 == 0, digits.allSatisfy({ $0.hexDigitValue != nil }) else {
      throw LineProblem(
        at: document.nodes[member].offset, "\(what) takes pairs of hexadecimal digits, with blanks between as you like")
    }
    return stride(from: 0, to: digits.count, by: 2).map {
      (digits[$0].hexDigitValue ?? 0) << 4 | (digits[$0 + 1].hexDigitValue ?? 0)
    }
  }

  // MARK: Lists and variants

  /// An array of `{"fd": 3, "flags": "POLLIN"}`.
  private func writePolls(_ value: Int, to event: inout EventBuilder) throws(LineProblem) {
    guard node(value).kind == .array, let set = FlagSets.shared.set(named: "poll_flags") else {
      throw wrong(value, "an array of {\"fd\": …, \"flags\": \"POLLIN\"}")
    }
    let elements = Array(document.children(of: value))
    guard let count = UInt16(exactly: elements.count) else { throw wrong(value, "at most 65535 descriptors") }
    event.append(count)
    for element in elements {
      var descriptor: UInt64?
      var flags: UInt64 = 0
      for member in document.children(of: element) where node(element).kind == .object {
        switch document.key(member) {
        case "fd": descriptor = try document.number(member, bits: 64, isSigned: true, what)
        case "flags":
          flags = try FlagText(document: document, what: what, set: set).bits(member, width: 16)
        case let key: throw LineProblem.unknown("key", key, at: node(member).keyOffset, among: ["fd", "flags"])
        }
      }
      guard let descriptor else { throw wrong(element, "an array of {\"fd\": …, \"flags\": \"POLLIN\"}") }
      event.append(descriptor)
      event.append(UInt16(truncatingIfNeeded: flags))
    }
  }

  /// `{"variant": 1, "value": …}`: the place in the parameter's table of types, and a value of that type.
  private func writeVariant(_ value: Int, to event: inout EventBuilder) throws(LineProblem) {
    let variants = parameter.dynamicTable.flatMap { DynamicTables.variants(of: $0) } ?? []
    var variant: Int?
    var content: Int?
    for member in document.children(of: value) where node(value).kind == .object {
      switch document.key(member) {
      case "variant": variant = try document.number(member, bits: 8, isSigned: false, what).map { Int($0) }
      case "value": content = member
      case let key: throw LineProblem.unknown("key", key, at: node(member).keyOffset, among: ["variant", "value"])
      }
    }
    guard let variant, let content, variant < variants.count else {
      let list = variants.enumerated().map { "\($0) \($1.type.name)" }.joined(separator: ", ")
      throw wrong(value, "{\"variant\": …, \"value\": …}; variants: \(list)")
    }
    event.append(UInt8(variant))
    try write(content, as: variants[variant].type, to: &event)
  }
}
