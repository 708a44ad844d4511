import Matching

/// Reads one JSON text into the arrays of a `JSONDocument`.
struct JSONParser: ~Escapable {
  typealias Node = JSONDocument.Node
  typealias Problem = JSONDocument.Problem

  private let text: Span<UInt8>
  private var position = 0

  @_lifetime(copy text)
  init(_ text: Span<UInt8>) {
    self.text = text
  }

  mutating func readText(into nodes: inout [Node], _ strings: inout [UInt8]) throws(Problem) {
    try value(&nodes, &strings, depth: 0)
    skipBlanks()
    if position < text.count { throw problem("a line holds one JSON object, and something follows it") }
  }

  private func problem(_ message: String) -> Problem { Problem(offset: position, message: message) }

  private var next: UInt8? { position < text.count ? text[position] : nil }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  private mutating func take(_ character: Character) -> Bool {
    guard next == character.asciiValue else { return false }
    position += 1
    return true
  }

  // MARK: Values

  private mutating func value(_ nodes: inout [Node], _ strings: inout [UInt8], depth: Int) throws(Problem) {
    skipBlanks()
    guard depth < JSONDocument.depthLimit else {
      throw problem("arrays and objects may stand \(JSONDocument.depthLimit) deep in each other, not deeper")
    }
    let index = nodes.count
    nodes.append(Node(kind: .null, offset: position))
    switch next {
    case UInt8(ascii: "{"): try object(index, &nodes, &strings, depth)
    case UInt8(ascii: "["): try array(index, &nodes, &strings, depth)
    case UInt8(ascii: "\""):
      nodes[index].text = try string(&strings)
      nodes[index].kind = .string
    case UInt8(ascii: "-"), (0x30...0x39)?: nodes[index].kind = try number()
    case UInt8(ascii: "t"):
      try word("true")
      nodes[index].kind = .bool(true)
    case UInt8(ascii: "f"):
      try word("false")
      nodes[index].kind = .bool(false)
    case UInt8(ascii: "n"): try word("null")
    case nil: throw problem("the line ends where a value is expected")
    default: throw problem("a value is expected here: an object, array, string, number, true, false or null")
    }
    nodes[index].end = nodes.count
  }

  private mutating func object(
    _ index: Int, _ nodes: inout [Node], _ strings: inout [UInt8], _ depth: Int
  ) throws(Problem) {
    nodes[index].kind = .object
    position += 1
    skipBlanks()
    if take("}") { return }
    var members: [Range<Int>] = []
    while true {
      skipBlanks()
      let keyOffset = position
      guard next == UInt8(ascii: "\"") else { throw problem("a key in double quotes is expected here") }
      let key = try string(&strings)
      if members.contains(where: { strings[$0] == strings[key] }) {
        throw Problem(
          offset: keyOffset, message: "key '\(String(decoding: strings[key], as: UTF8.self))' stands here a second time")
      }
      members.append(key)
      guard members.count <= JSONDocument.memberLimit else {
        throw Problem(offset: keyOffset, message: "an object may have \(JSONDocument.memberLimit) keys, not more")
      }
      skipBlanks()
      guard take(":") else { throw problem("':' is expected behind a key") }
      let member = nodes.count
      try value(&nodes, &strings, depth: depth + 1)
      nodes[member].key = key
      nodes[member].keyOffset = keyOffset
      skipBlanks()
      if take("}") { return }
      guard take(",") else { throw problem("',' or '}' is expected behind a member of an object") }
    }
  }

  private mutating func array(
    _ index: Int, _ nodes: inout [Node], _ strings: inout [UInt8], _ depth: Int
  ) throws(Problem) {
    nodes[index].kind = .array
    position += 1
    skipBlanks()
    if take("]") { return }
    while true {
      try value(&nodes, &strings, depth: depth + 1)
      skipBlanks()
      if take("]") { return }
      guard take(",") else { throw problem("',' or ']' is expected behind an element of an array") }
    }
  }

  private mutating func word(_ word: StaticString) throws(Problem) {
    let start = position
    for scalar in word.description.utf8 {
      guard next == scalar else {
        throw Problem(offset: start, message: "a value is expected here; words are true, false and null")
      }
      position += 1
    }
  }

  private mutating func number() throws(Problem) -> JSONDocument.Kind {
    let isNegative = take("-")
    var magnitude: UInt64 = 0
    var fits = true
    let start = position
    while let byte = next, byte >= 0x30, byte <= 0x39 {
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(byte - 0x30))
      fits = fits && !overflow && !carry
      magnitude = sum
      position += 1
    }
    guard position > start else { throw problem("a digit is expected here") }
    if position > start + 1, text[start] == 0x30 {
      throw Problem(offset: start, message: "a number does not begin with 0; other notations stand in quotes: \"0x1f\", \"0o644\"")
    }
    var isWhole = true
    if take(".") {
      isWhole = false
      try digits()
    }
    if take("e") || take("E") {
      isWhole = false
      if !take("+") { _ = take("-") }
      try digits()
    }
    return isWhole && fits ? .integer(magnitude: magnitude, isNegative: isNegative) : .otherNumber
  }

  private mutating func digits() throws(Problem) {
    let start = position
    while let byte = next, byte >= 0x30, byte <= 0x39 { position += 1 }
    guard position > start else { throw problem("a digit is expected here") }
  }

  // MARK: Strings

  private mutating func string(_ strings: inout [UInt8]) throws(Problem) -> Range<Int> {
    let start = strings.count
    let opening = position
    position += 1
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return start..<strings.count
      case UInt8(ascii: "\\"): try escape(&strings)
      case ..<0x20: throw problem("a control character stands in a string as an escape, such as \\n or \\u0000")
      case ..<0x80:
        strings.append(byte)
        position += 1
      default: try scalar(&strings)
      }
    }
    throw Problem(offset: opening, message: "the line ends before this string does")
  }

  private mutating func escape(_ strings: inout [UInt8]) throws(Problem) {
    let start = position
    position += 1
    switch next {
    case UInt8(ascii: "\""): strings.append(0x22)
    case UInt8(ascii: "\\"): strings.append(0x5C)
    case UInt8(ascii: "/"): strings.append(0x2F)
    case UInt8(ascii: "b"): strings.append(0x08)
    case UInt8(ascii: "f"): strings.append(0x0C)
    case UInt8(ascii: "n"): strings.append(0x0A)
    case UInt8(ascii: "r"): strings.append(0x0D)
    case UInt8(ascii: "t"): strings.append(0x09)
    case UInt8(ascii: "u"):
      position += 1
      return try unicodeEscape(start, &strings)
    default: throw Problem(offset: start, message: "an escape is one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX")
    }
    position += 1
  }

  private mutating func unicodeEscape(_ start: Int, _ strings: inout [UInt8]) throws(Problem) {
    var code = try hexDigits(start)
    if code & 0xFC00 == 0xD800 {
      guard take("\\"), take("u") else { throw loneSurrogate(start) }
      let low = try hexDigits(start)
      guard low & 0xFC00 == 0xDC00 else { throw loneSurrogate(start) }
      code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
    }
    guard let scalar = UnicodeScalar(code) else { throw loneSurrogate(start) }
    strings.append(contentsOf: Character(scalar).utf8)
  }

  private func loneSurrogate(_ start: Int) -> Problem {
    Problem(offset: start, message: "half of a surrogate pair stands alone; both halves are written as \\uXXXX\\uXXXX")
  }

  private mutating func hexDigits(_ start: Int) throws(Problem) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = byte.hexDigitValue else {
        throw Problem(offset: start, message: "four hexadecimal digits follow \\u")
      }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }

  /// A scalar of two to four bytes, well-formed as Unicode's table 3-7 has it.
  private mutating func scalar(_ strings: inout [UInt8]) throws(Problem) {
    let lead = text[position]
    let (count, second): (Int, ClosedRange<UInt8>)
    switch lead {
    case 0xC2...0xDF: (count, second) = (2, 0x80...0xBF)
    case 0xE0: (count, second) = (3, 0xA0...0xBF)
    case 0xED: (count, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (count, second) = (3, 0x80...0xBF)
    case 0xF0: (count, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (count, second) = (4, 0x80...0xBF)
    case 0xF4: (count, second) = (4, 0x80...0x8F)
    default: throw problem("this byte is not UTF-8; other bytes are written as {\"hex\": \"…\"}")
    }
    var isWhole = position + count <= text.count && second.contains(text[position + 1])
    if isWhole {
      for index in 2..<max(count, 2) { isWhole = isWhole && text[position + index] & 0xC0 == 0x80 }
    }
    guard isWhole else { throw problem("these bytes are not UTF-8; other bytes are written as {\"hex\": \"…\"}") }
    for index in 0..<count { strings.append(text[position + index]) }
    position += count
  }
}
