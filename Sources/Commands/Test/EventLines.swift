import Diagnostics
import RuleFile

/// JSON lines (grammar/events.md) made of the YAML of a test. They know where each of their values stands in the test file,
/// so that what their reader finds wrong is told where the author wrote it.
struct EventLines {
  private var json = JSONWriter(.oneLine)
  /// Ascending: where in `bytes` a key or a value of the file begins.
  private var marks: [(offset: Int, place: SourceSpan)] = []

  var bytes: [UInt8] { json.bytes }

  /// One entry of an object that is written.
  struct Entry {
    let key: String
    let place: SourceSpan
    let value: Value

    init(_ key: String, at place: SourceSpan, _ value: Value) {
      self.key = key
      self.place = place
      self.value = value
    }

    init(_ key: String, _ node: YAMLNode) { self.init(key, at: node.span, .node(node)) }
  }

  enum Value {
    case node(YAMLNode)
    case number(Int)
    case bool(Bool)
    case text(String)
    case texts([String])
    case object([Entry])
  }

  /// Adds a line.
  mutating func add(_ entries: [Entry]) { write(entries) }

  private mutating func write(_ entries: [Entry]) {
    // The writer is taken out, so that the closure may write marks beside it.
    var json = self.json
    self.json = JSONWriter(.oneLine)
    json.object { inner in
      for entry in entries {
        marks.append((inner.bytes.count, entry.place))
        inner.key(entry.key)
        write(entry.value, at: entry.place, &inner)
      }
    }
    self.json = json
  }

  private mutating func write(_ value: Value, at place: SourceSpan, _ json: inout JSONWriter) {
    switch value {
    case .node(let node): write(node, &json)
    case .number(let number): json.number(number)
    case .bool(let flag): json.bool(flag)
    case .text(let text): json.string(text)
    case .texts(let texts): json.array(texts) { $0.string($1) }
    case .object(let entries):
      json.object { inner in
        for entry in entries {
          marks.append((inner.bytes.count, entry.place))
          inner.key(entry.key)
          write(entry.value, at: entry.place, &inner)
        }
      }
    }
  }

  /// Recursion ends: the YAML reader limits the height of a file.
  private mutating func write(_ node: YAMLNode, _ json: inout JSONWriter) {
    marks.append((json.bytes.count, node.span))
    switch node {
    case .scalar(let scalar): write(scalar, &json)
    case .sequence(let elements, _):
      json.array { inner in for element in elements { write(element, &inner) } }
    case .mapping(let entries, _):
      json.object { inner in
        for entry in entries {
          marks.append((inner.bytes.count, entry.key.span))
          // A key that is no text was reported when the mapping was read, or is none that JSON lines know.
          if case .scalar(let key) = entry.key { inner.key(key.string) } else { inner.key("") }
          write(entry.value, &inner)
        }
      }
    }
  }

  /// YAML's plain words are values, everything in quotes or blocks is text.
  private func write(_ scalar: Scalar, _ json: inout JSONWriter) {
    let text = scalar.string
    if scalar.isNull { return json.fragment(Array("null".utf8)) }
    if scalar.style == .plain, text == "true" || text == "false" || isNumber(scalar.text.bytes) {
      return json.fragment(scalar.text.bytes)
    }
    // YAML 1.1's octal numbers, as modes of files are written.
    let isOctal = scalar.style == .plain && text.count > 1 && text.first == "0" && scalar.text.bytes.allSatisfy { $0 &- 0x30 < 8 }
    json.string(isOctal ? "0o\(text.dropFirst())" : text)
  }

  /// A whole number as JSON writes it.
  private func isNumber(_ text: [UInt8]) -> Bool {
    let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
    guard let first = digits.first, digits.allSatisfy({ $0 &- 0x30 < 10 }) else { return false }
    return first != UInt8(ascii: "0") || digits.count == 1
  }

  /// The place in the test file of a place in the lines.
  /// - Parameters:
  ///   - line: from 1.
  ///   - column: from 1, in Unicode scalars.
  func place(line: Int, column: Int) -> SourceSpan? {
    var offset = 0
    for _ in 1..<max(line, 1) {
      offset = (bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count - 1) + 1
    }
    var left = column - 1
    while left > 0, offset + 1 < bytes.count {
      offset += 1
      // Bytes that continue a scalar do not count.
      if bytes[offset] & 0xC0 != 0x80 { left -= 1 }
    }
    return marks.last { $0.offset <= offset }?.place
  }
}
