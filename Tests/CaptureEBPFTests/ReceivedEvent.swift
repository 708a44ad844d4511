import Runtime
import Schema

/// An event as the live source handed it over, with its parameters as texts that tests can name.
struct ReceivedEvent: CustomStringConvertible, Sendable {
  let type: EventType
  let thread: Int64
  let time: UInt64
  /// By name of parameter.
  let fields: [String: String]
  /// The kernel's path of what was opened, where it was told.
  let resolvedPath: String?
  /// Parameters whose bytes cannot be those of their type.
  let misfits: [String]

  init(_ event: borrowing EventView) {
    type = EventTable.syscall[event.type]
    thread = event.threadID
    time = event.time
    var fields: [String: String] = [:]
    var misfits: [String] = []
    if event.parameterCount != type.parameters.count { misfits.append("\(event.parameterCount) parameters") }
    for (index, parameter) in type.parameters.enumerated() {
      guard let span = event.parameter(index) else { continue }
      let bytes = span.indices.map { span[$0] }
      guard let text = Self.text(bytes, parameter) else {
        misfits.append("\(parameter.name): \(bytes)")
        continue
      }
      fields[parameter.name] = text
    }
    self.fields = fields
    self.misfits = misfits
    resolvedPath = event.resolvedPath.map { range in
      String(decoding: range.bounds.map { event.bytes[$0] }, as: UTF8.self)
    }
  }

  var symbol: String { String(type.symbol.dropFirst("PPME_".count)) }
  var result: Int64? { (fields["res"] ?? fields["fd"]).flatMap { Int64($0) } }

  var description: String {
    "\(symbol) \(thread) " + type.parameters.map { "\($0.name)=\(fields[$0.name] ?? "?")" }.joined(separator: " ")
  }

  // MARK: Texts

  /// Of a value that has one of several types: which, and the value.
  private static func text(_ bytes: [UInt8], _ parameter: EventParameter) -> String? {
    guard parameter.type == .dynamic else { return text(bytes, parameter.type) }
    let variants = parameter.dynamicTable.flatMap { DynamicTables.variants(of: $0) } ?? []
    guard let variant = bytes.first, Int(variant) < variants.count else { return nil }
    return text(Array(bytes.dropFirst()), variants[Int(variant)].type).map { "\(variant):\($0)" }
  }

  /// Nil where the bytes do not fit the type (scap-format.md §4). "-" stands for no value.
  private static func text(_ bytes: [UInt8], _ type: ValueType) -> String? {
    switch type {
    case .charbuf, .fspath, .fsrelpath:
      if bytes.isEmpty { return "-" }
      guard bytes.last == 0, !bytes.dropLast().contains(0) else { return nil }
      return String(decoding: bytes.dropLast(), as: UTF8.self)
    case .bytebuf: return String(decoding: bytes, as: UTF8.self).replacing("\0", with: "|")
    case .sockaddr: return bytes.isEmpty ? "-" : address(bytes)
    case .socktuple: return bytes.isEmpty ? "-" : tuple(bytes)
    case .fdlist: return polled(bytes)
    default:
      guard let (width, isSigned) = width(of: type), bytes.count == width else { return nil }
      let value = number(bytes[...])
      return isSigned ? "\(Int64(bitPattern: value << (64 - UInt64(width) * 8)) >> (64 - Int64(width) * 8))" : "\(value)"
    }
  }

  private static func width(of type: ValueType) -> (Int, isSigned: Bool)? {
    switch type {
    case .errno, .fd, .pid, .int64: (8, true)
    case .uint64, .reltime, .abstime: (8, false)
    case .int32: (4, true)
    case .int16: (2, true)
    case .uint32, .flags32, .enumflags32, .mode, .uid, .gid, .sigset: (4, false)
    case .uint16, .flags16, .enumflags16, .syscallid: (2, false)
    case .uint8, .flags8, .enumflags8, .sigtype: (1, false)
    default: nil
    }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }

  /// `number/flags` of each.
  private static func polled(_ bytes: [UInt8]) -> String? {
    guard bytes.count >= 2, bytes.count == 2 + 10 * Int(number(bytes[0..<2])) else { return nil }
    let entries = stride(from: 2, to: bytes.count, by: 10).map { "\(number(bytes[$0..<$0 + 8]))/\(number(bytes[$0 + 8..<$0 + 10]))" }
    return entries.joined(separator: ",")
  }

  private static func address(_ bytes: [UInt8]) -> String? {
    switch (bytes[0], bytes.count) {
    case (2, 7): end(bytes[1...])
    case (10, 19): end(bytes[1...])
    case (1, 2...) where bytes.last == 0: "unix:" + String(decoding: bytes[1...].dropLast(), as: UTF8.self)
    default: nil
    }
  }

  private static func tuple(_ bytes: [UInt8]) -> String? {
    switch (bytes[0], bytes.count) {
    case (2, 13): "\(end(bytes[1..<7]))->\(end(bytes[7...]))"
    case (10, 37): "\(end(bytes[1..<19]))->\(end(bytes[19...]))"
    case (1, 18...) where bytes.last == 0:
      // Addresses in the kernel are different every time; whether they are there is not.
      "\(number(bytes[1..<9]) == 0 ? "0" : "x")->\(number(bytes[9..<17]) == 0 ? "0" : "x") "
        + String(decoding: bytes[17...].dropLast(), as: UTF8.self)
    default: nil
    }
  }

  private static func end(_ bytes: ArraySlice<UInt8>) -> String {
    let port = number(bytes.suffix(2))
    let address = bytes.dropLast(2)
    let text =
      address.count == 4
      ? address.map { "\($0)" }.joined(separator: ".") : address.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return "\(text):\(port)"
  }
}
