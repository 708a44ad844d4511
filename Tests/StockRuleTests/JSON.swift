import Foundation

/// A JSON value that can be changed by path: what the lines of a sequence are made of.
indirect enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  /// Nil where the text is no JSON, or has a number with a fraction.
  init?(_ text: String) {
    guard let value = try? JSONDecoder().decode(JSON.self, from: Data(text.utf8)) else { return nil }
    self = value
  }

  /// A member of an object, or an element of an array by its number; nil where there is none.
  subscript(key: String) -> JSON? {
    get {
      switch self {
      case .object(let members): members[key]
      case .array(let elements): Int(key).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
      default: nil
      }
    }
    set {
      switch self {
      case .object(var members):
        members[key] = newValue
        self = .object(members)
      case .array(var elements):
        guard let index = Int(key), elements.indices.contains(index), let newValue else { return }
        elements[index] = newValue
        self = .array(elements)
      default: break
      }
    }
  }

  /// The value at the end of a path of keys; setting it makes the objects on the way, nil takes the last key away.
  subscript(path: ArraySlice<String>) -> JSON? {
    get { path.reduce(self as JSON?) { $0?[$1] } }
    set {
      guard let key = path.first else {
        self = newValue ?? .null
        return
      }
      if path.count == 1 {
        self[key] = newValue
      } else {
        var inner = self[key] ?? .object([:])
        inner[path.dropFirst()] = newValue
        self[key] = inner
      }
    }
  }

  var string: String? { if case .string(let text) = self { text } else { nil } }
  var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
  var strings: [String] { if case .array(let elements) = self { elements.compactMap(\.string) } else { [] } }
  var isObject: Bool { if case .object = self { true } else { false } }

  /// One line, keys in order.
  var text: String {
    switch self {
    case .null: "null"
    case .bool(let flag): "\(flag)"
    case .integer(let number): "\(number)"
    case .string(let text): Self.quoted(text)
    case .array(let elements): "[" + elements.map(\.text).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.sorted { $0.key < $1.key }.map { Self.quoted($0.key) + ": " + $0.value.text }.joined(separator: ", ") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

extension JSON: Decodable {
  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let flag = try? value.decode(Bool.self) {
      self = .bool(flag)
    } else if let number = try? value.decode(Int64.self) {
      self = .integer(number)
    } else if let text = try? value.decode(String.self) {
      self = .string(text)
    } else if let elements = try? value.decode([JSON].self) {
      self = .array(elements)
    } else {
      self = .object(try value.decode([String: JSON].self))
    }
  }
}
