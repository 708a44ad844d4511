/// Writes JSON piece by piece, keys in the order given.
package struct JSONWriter: Sendable {
  package enum Layout: Sendable {
    /// So that people can read it in a CI log.
    case indented
    /// One document a line, for programs.
    case oneLine
  }

  private let layout: Layout
  /// What has been written; a whole document once the outermost value is closed.
  package private(set) var bytes: [UInt8] = []
  private var depth = 0
  /// Nothing stands yet in the object or array that is open.
  private var isFirst = true
  /// A key was written and waits for its value.
  private var awaitsValue = false

  package init(_ layout: Layout = .indented) {
    self.layout = layout
  }

  package mutating func object(_ body: (inout JSONWriter) -> Void) {
    container(open: "{", close: "}", body)
  }

  package mutating func array(_ body: (inout JSONWriter) -> Void) {
    container(open: "[", close: "]", body)
  }

  package mutating func array<Element>(_ elements: [Element], _ body: (inout JSONWriter, Element) -> Void) {
    array { json in for element in elements { body(&json, element) } }
  }

  package mutating func key(_ name: String) {
    separate()
    quote(name)
    bytes.append(UInt8(ascii: ":"))
    if layout == .indented { bytes.append(UInt8(ascii: " ")) }
    awaitsValue = true
  }

  package mutating func string(_ value: String) {
    separate()
    quote(value)
  }

  package mutating func number(_ value: Int) {
    separate()
    bytes.write(String(value))
  }

  /// - Precondition: the number is finite; JSON has no others.
  package mutating func number(_ value: Double) {
    separate()
    bytes.write(String(value))
  }

  package mutating func null() { fragment(Array("null".utf8)) }

  package mutating func bool(_ value: Bool) {
    separate()
    bytes.write(value ? "true" : "false")
  }

  /// - Parameter json: a whole JSON value.
  package mutating func fragment(_ json: [UInt8]) {
    separate()
    bytes += json
  }

  package mutating func nullField(_ name: String) {
    key(name)
    null()
  }

  package mutating func field(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  package mutating func field(_ name: String, _ value: Int) {
    key(name)
    number(value)
  }

  package mutating func field(_ name: String, _ value: Double) {
    key(name)
    number(value)
  }

  package mutating func field(_ name: String, _ value: Bool) {
    key(name)
    bool(value)
  }

  package mutating func field(_ name: String, _ body: (inout JSONWriter) -> Void) {
    key(name)
    object(body)
  }

  package mutating func field<Element>(_ name: String, _ elements: [Element], _ body: (inout JSONWriter, Element) -> Void) {
    key(name)
    array(elements, body)
  }

  private mutating func container(open: Unicode.Scalar, close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(UInt8(ascii: open))
    depth += 1
    isFirst = true
    body(&self)
    depth -= 1
    if !isFirst { breakLine() }
    bytes.append(UInt8(ascii: close))
    isFirst = false
    if depth == 0 { bytes.append(UInt8(ascii: "\n")) }
  }

  /// Comma and new line before a value or key, where they belong.
  private mutating func separate() {
    if awaitsValue {
      awaitsValue = false
      return
    }
    if depth > 0 {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      breakLine()
    }
    isFirst = false
  }

  private mutating func breakLine() {
    guard layout == .indented else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }

  /// A Swift string is valid UTF-8, so JSON itself reserves little. What is legal in JSON but not harmless where it is
  /// shown (U+007F, U+2028, marks that turn the direction of a line) is escaped too: readers of JSON get it back as it was.
  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": bytes.write("\\\"")
      case "\\": bytes.write("\\\\")
      case "\n": bytes.write("\\n")
      case "\r": bytes.write("\\r")
      case "\t": bytes.write("\\t")
      default: if harmless(scalar) == scalar { bytes.write(scalar: scalar) } else { escape(scalar) }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// `\uXXXX` for each UTF-16 unit.
  private mutating func escape(_ scalar: Unicode.Scalar) {
    for unit in scalar.utf16 {
      let digits = String(unit, radix: 16)
      bytes.write("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
    }
  }
}
