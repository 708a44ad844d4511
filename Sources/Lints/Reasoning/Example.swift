import Bytecode
import Compiler
import Matching
import Schema

/// Values of terms that an event could have; all others have none.
struct Example {
  var code: EventCode
  var values: [(term: TermID, value: ExampleValue)] = []

  func value(of term: TermID) -> ExampleValue? { values.first { $0.term == term }?.value }

  /// Conditions that nest deeper than this are not looked at.
  private static let depthLimit = 200

  /// Three-valued: nil where a check is not understood.
  func fulfils(_ node: GraphID, _ typed: TypedConditions, _ facts: inout TermFacts, depth: Int) -> Bool? {
    guard depth < Self.depthLimit else { return nil }
    switch typed.graph[node] {
    case .constant(let value): return value
    case .check(let id): return facts.holds(id, of: self, typed)
    case .not(let inner): return fulfils(inner, typed, &facts, depth: depth + 1).map { !$0 }
    case .and(let parts): return join(parts, ends: false, typed, &facts, depth)
    case .or(let parts): return join(parts, ends: true, typed, &facts, depth)
    }
  }

  private func join(_ parts: [GraphID], ends end: Bool, _ typed: TypedConditions, _ facts: inout TermFacts, _ depth: Int) -> Bool? {
    var isKnown = true
    for part in parts {
      switch fulfils(part, typed, &facts, depth: depth + 1) {
      case end?: return end
      case nil: isKnown = false
      default: break
      }
    }
    return isKnown ? !end : nil
  }

  func text(_ typed: TypedConditions) -> String {
    var words = ["evt.type=\(typed.events.name(of: code))"]
    for (term, value) in values {
      guard case .field(let field, let selector) = typed.program.terms[Int(term.rawValue)] else { continue }
      var name = typed.catalog[field].name
      if name == "evt.type" { continue }
      switch selector {
      case .none: break
      case .index(let index): name += "[\(index)]"
      case .key(let key): name += "[\(typed.program.strings.text(key))]"
      case .name(let suffix): name += ".\(typed.program.strings.text(suffix))"
      case .sketch: continue
      }
      words.append("\(name)=\(value.text)")
    }
    return enumeration(words)
  }
}

enum ExampleValue: Equatable {
  case text([UInt8])
  case number(Int128)
  case address(IPAddress)

  var text: String {
    switch self {
    case .text(let bytes): return bytes.isEmpty ? "\"\"" : String(decoding: bytes, as: UTF8.self)
    case .number(let number): return "\(number)"
    case .address(let address):
      var text: [UInt8] = []
      address.append(to: &text)
      return String(decoding: text, as: UTF8.self)
    }
  }
}

/// Finds values for what the search asserted.
struct ExampleMaker {
  private let typed: TypedConditions

  init(_ typed: TypedConditions) { self.typed = typed }

  func event(_ facts: inout TermFacts) -> Example? {
    let ordinary = facts.types.codes.filter { $0.rawValue > 1 && $0 != .asynchronousEvent }
    // Of calls with variants the one that everybody knows: `execve`, not `execveat`; of its versions the current one.
    guard let code = ordinary.reversed().min(by: { name(of: $0).utf8.count < name(of: $1).utf8.count }) else { return nil }
    var example = Example(code: code)
    for term in facts.termsWithValue {
      if isEventType(term) {
        example.values.append((term, .text(Array(name(of: code).utf8))))
      } else {
        guard let value = facts.someValue(of: term) else { return nil }
        example.values.append((term, value))
      }
    }
    return example
  }

  private func name(of code: EventCode) -> String { typed.events.name(of: code) }

  private func isEventType(_ term: TermID) -> Bool {
    guard case .field(let field, .none) = typed.program.terms[Int(term.rawValue)] else { return false }
    return typed.catalog[field].name == "evt.type"
  }
}
