/// Reads one JSON text from bytes, value by value, strictly (RFC 8259) and without a tree: for metadata that sources
/// send. Nesting is bounded; a mistake ends it, and everything after gives nothing.
struct JSONScanner: ~Escapable {
  private let bytes: Span<UInt8>
  private var position = 0
  private var depth = 0
  private(set) var hasFailed = false

  private static let depthLimit = 64

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  enum Kind { case object, array, string, number, bool, null }

  /// What comes next; nil after a mistake.
  mutating func peek() -> Kind? {
    skipBlanks()
    guard let byte else {
      fail()
      return nil
    }
    switch byte {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    default:
      fail()
      return nil
    }
  }

  // MARK: Objects and arrays

  /// Enters an object or array; false if there is none, or it lies too deep.
  mutating func enter(_ kind: Kind) -> Bool {
    guard peek() == kind, kind == .object || kind == .array, depth < Self.depthLimit else {
      fail()
      return false
    }
    position += 1
    depth += 1
    return true
  }

  /// Moves to the next member's key, which is written into `key`, unescaped; false at the end of the object.
  ///
  /// - Parameter isFirst: no member was read yet; kept up to date.
  mutating func nextKey(_ isFirst: inout Bool, into key: inout [UInt8]) -> Bool {
    key.removeAll(keepingCapacity: true)
    guard more(&isFirst, until: UInt8(ascii: "}")), string(into: &key) else { return false }
    skipBlanks()
    return expect(UInt8(ascii: ":"))
  }

  /// Moves to the next element; false at the end of the array.
  mutating func nextElement(_ isFirst: inout Bool) -> Bool { more(&isFirst, until: UInt8(ascii: "]")) }

  private mutating func more(_ isFirst: inout Bool, until end: UInt8) -> Bool {
    if hasFailed { return false }
    skipBlanks()
    if byte == end {
      position += 1
      depth -= 1
      return false
    }
    if isFirst {
      isFirst = false
      return true
    }
    guard expect(UInt8(ascii: ",")) else { return false }
    skipBlanks()
    return true
  }

  // MARK: Values

  /// Appends a string, unescaped; false if there is none.
  mutating func string(into text: inout [UInt8]) -> Bool {
    skipBlanks()
    guard expect(UInt8(ascii: "\"")) else { return false }
    while let next = byte {
      position += 1
      switch next {
      case UInt8(ascii: "\""): return true
      case UInt8(ascii: "\\"): if !escape(into: &text) { return false }
      case 0..<0x20: return fail()
      default: text.append(next)
      }
    }
    return fail()
  }

  private mutating func escape(into text: inout [UInt8]) -> Bool {
    guard let kind = byte else { return fail() }
    position += 1
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(kind)
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "u"):
      guard var code = hexCode() else { return false }
      if 0xD800..<0xDC00 ~= code {
        guard expect(UInt8(ascii: "\\")), expect(UInt8(ascii: "u")), let low = hexCode(), 0xDC00..<0xE000 ~= low else {
          return fail()
        }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { return fail() }
      text += Array(String(scalar).utf8)
    default: return fail()
    }
    return true
  }

  private mutating func hexCode() -> UInt32? {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = byte, let value = Character(Unicode.Scalar(digit)).hexDigitValue else {
        fail()
        return nil
      }
      position += 1
      code = code << 4 | UInt32(value)
    }
    return code
  }

  /// A whole number; one with a fraction or beyond the range gives nil and is passed.
  mutating func integer() -> Int64? {
    skipBlanks()
    let start = position
    guard number() else { return nil }
    var value: Int64 = 0
    let isNegative = bytes[start] == UInt8(ascii: "-")
    for index in (isNegative ? start + 1 : start)..<position {
      guard case UInt8(ascii: "0")...UInt8(ascii: "9") = bytes[index] else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow2) = product.addingReportingOverflow(Int64(bytes[index] - UInt8(ascii: "0")))
      if overflow || overflow2 { return nil }
      value = sum
    }
    return isNegative ? -value : value
  }

  mutating func bool() -> Bool? {
    skipBlanks()
    if bytes.contains("true", at: position) {
      position += 4
      return true
    }
    if bytes.contains("false", at: position) {
      position += 5
      return false
    }
    fail()
    return nil
  }

  /// Passes a value of any kind.
  mutating func skip() {
    guard let kind = peek() else { return }
    var ignored: [UInt8] = []
    var isFirst = true
    switch kind {
    case .object:
      guard enter(.object) else { return }
      while nextKey(&isFirst, into: &ignored) { skip() }
    case .array:
      guard enter(.array) else { return }
      while nextElement(&isFirst) { skip() }
    case .string: _ = string(into: &ignored)
    case .number: _ = number()
    case .bool: _ = bool()
    case .null: if bytes.contains("null", at: position) { position += 4 } else { fail() }
    }
  }

  /// Whether nothing but blanks is left.
  mutating func isAtEnd() -> Bool {
    skipBlanks()
    return !hasFailed && position == bytes.count
  }

  private mutating func number() -> Bool {
    if byte == UInt8(ascii: "-") { position += 1 }
    if byte == UInt8(ascii: "0") { position += 1 } else if !digits() { return fail() }
    if byte == UInt8(ascii: ".") {
      position += 1
      if !digits() { return fail() }
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      position += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
      if !digits() { return fail() }
    }
    return true
  }

  private mutating func digits() -> Bool {
    let start = position
    while let next = byte, UInt8(ascii: "0")...UInt8(ascii: "9") ~= next { position += 1 }
    return position > start
  }

  // MARK: Bytes

  private var byte: UInt8? { !hasFailed && position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while let next = byte, next == 0x20 || next == 0x09 || next == 0x0A || next == 0x0D { position += 1 }
  }

  private mutating func expect(_ wanted: UInt8) -> Bool {
    guard byte == wanted else { return fail() }
    position += 1
    return true
  }

  @discardableResult
  private mutating func fail() -> Bool {
    hasFailed = true
    return false
  }
}
