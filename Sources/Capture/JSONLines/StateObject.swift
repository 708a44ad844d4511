import Diagnostics
import Matching
import Schema

/// The object of a line of state, read by key.
struct StateObject {
  let document: JSONDocument
  /// What the line is about: "process".
  let kind: String
  private let object: Int

  init(_ document: JSONDocument, _ member: Int) throws(LineProblem) {
    self.document = document
    kind = document.key(member)
    object = member
    guard document.nodes[member].kind == .object else {
      throw LineProblem(at: document.nodes[member].offset, "'\(kind)' takes an object")
    }
  }

  func checkKeys(_ known: [String]) throws(LineProblem) {
    for member in document.children(of: object) where !known.contains(document.key(member)) {
      throw LineProblem.unknown(
        "key", document.key(member), at: document.nodes[member].keyOffset, of: kind, among: known)
    }
  }

  /// The value of a key; nil where it is missing or null.
  func node(_ key: String) -> Int? {
    document.children(of: object).first { document.key($0) == key && document.nodes[$0].kind != .null }
  }

  // MARK: Problems

  func missing(_ key: String) -> LineProblem {
    LineProblem(at: document.nodes[object].offset, "a line '\(kind)' has the key '\(key)'")
  }

  func problem(_ key: String, _ message: String, among names: [String] = []) -> LineProblem {
    let node = node(key) ?? object
    let isText = document.nodes[node].kind == .string
    return LineProblem(
      at: document.nodes[node].offset, message, meant: isText ? nearestName(to: document.text(node), among: names) : nil)
  }

  // MARK: Values

  func number<N: FixedWidthInteger>(_ key: String, as type: N.Type = N.self) throws(LineProblem) -> N? {
    guard let node = node(key) else { return nil }
    // -1 stands for "no one" and "none" in fields without a sign, too.
    if case .integer(1, true) = document.nodes[node].kind { return N(truncatingIfNeeded: -1) }
    guard let bits = try document.number(node, bits: N.bitWidth, isSigned: N.isSigned, "'\(key)'") else {
      throw problem(key, "'\(key)' takes a number")
    }
    return N(truncatingIfNeeded: bits)
  }

  func need<N: FixedWidthInteger>(_ key: String) throws(LineProblem) -> N {
    guard let number: N = try number(key) else { throw missing(key) }
    return number
  }

  func bool(_ key: String) throws(LineProblem) -> Bool? {
    guard let node = node(key) else { return nil }
    guard case .bool(let flag) = document.nodes[node].kind else { throw problem(key, "'\(key)' takes true or false") }
    return flag
  }

  /// Nanoseconds, or a time as text.
  func time(_ key: String) throws(LineProblem) -> UInt64? {
    guard let node = node(key) else { return nil }
    if document.nodes[node].kind == .string, let time = TimeText.time(document.strings[document.nodes[node].text]) {
      return time
    }
    guard let time = try document.number(node, bits: 64, isSigned: false, "'\(key)'") else {
      throw problem(key, "'\(key)' takes nanoseconds since 1970, or a time such as \"2026-01-31T12:00:00Z\"")
    }
    return time
  }

  func text(_ key: String) throws(LineProblem) -> [UInt8]? {
    guard let node = node(key) else { return nil }
    guard document.nodes[node].kind == .string else { throw problem(key, "'\(key)' takes a text") }
    let text = Array(document.strings[document.nodes[node].text])
    if text.contains(0) { throw problem(key, "'\(key)' takes a text without \\u0000") }
    return text
  }

  func needText(_ key: String) throws(LineProblem) -> [UInt8] {
    guard let text = try text(key) else { throw missing(key) }
    return text
  }

  /// Texts that each end in NUL.
  func texts(_ key: String) throws(LineProblem) -> [UInt8]? {
    guard let node = node(key) else { return nil }
    guard document.nodes[node].kind == .array else { throw problem(key, "'\(key)' takes an array of texts") }
    var result: [UInt8] = []
    for element in document.children(of: node) {
      let text = document.strings[document.nodes[element].text]
      guard document.nodes[element].kind == .string, !text.contains(0) else {
        throw LineProblem(at: document.nodes[element].offset, "'\(key)' takes an array of texts without \\u0000")
      }
      result += text
      result.append(0)
    }
    return result
  }

  func address(_ key: String, isV4: Bool? = nil) throws(LineProblem) -> IPAddress? {
    guard let node = node(key) else { return nil }
    return try SocketWriter(document: document, what: "'\(key)'").address(node, isV4: isV4)
  }

  /// A number, or names of a flag set joined by `|`.
  func flags(_ key: String, of setName: String) throws(LineProblem) -> UInt32? {
    guard let node = node(key), let set = FlagSets.shared.set(named: setName) else { return nil }
    return UInt32(
      truncatingIfNeeded: try FlagText(document: document, what: "'\(key)'", set: set).bits(node, width: 32))
  }
}
