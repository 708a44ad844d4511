import Bytecode
import Compiler
import Schema

extension Satisfiability {
  /// An event that fulfils conditions, as text: `evt.type=open, fd.name=/etc/x`. Made of what the search ended with, right after a
  /// verdict of "possible".
  ///
  /// - Returns: nil where no values were found of which it is certain that they fulfil all of `nodes`.
  func example(fulfilling nodes: [GraphID], _ typed: TypedConditions) -> String? {
    guard let event = ExampleMaker(typed).event(&facts), nodes.allSatisfy({ holds($0, event, typed) == true }) else { return nil }
    return event.text(typed)
  }

  /// Three-valued: nil where a check is not understood.
  private func holds(_ node: GraphID, _ event: Example, _ typed: TypedConditions) -> Bool? {
    switch typed.graph[node] {
    case .constant(let value): return value
    case .check(let id): return facts.holds(id, of: event, typed)
    case .not(let inner): return holds(inner, event, typed).map { !$0 }
    case .and(let parts): return join(parts, ends: false, event, typed)
    case .or(let parts): return join(parts, ends: true, event, typed)
    }
  }

  private func join(_ parts: [GraphID], ends end: Bool, _ event: Example, _ typed: TypedConditions) -> Bool? {
    var isKnown = true
    for part in parts {
      switch holds(part, event, typed) {
      case end?: return end
      case nil: isKnown = false
      default: break
      }
    }
    return isKnown ? !end : nil
  }
}

/// Values of terms that an event could have; all others have none.
struct Example {
  var code: EventCode
  var values: [(term: TermID, value: ExampleValue)] = []

  func value(of term: TermID) -> ExampleValue? { values.first { $0.term == term }?.value }

  func text(_ typed: TypedConditions) -> String {
    var words = ["evt.type=\(typed.events[code].name)"]
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
    return words.joined(separator: ", ")
  }
}

enum ExampleValue: Equatable {
  case text([UInt8])
  case number(Int128)

  var text: String {
    switch self {
    case .text(let bytes): bytes.isEmpty ? "\"\"" : String(decoding: bytes, as: UTF8.self)
    case .number(let number): "\(number)"
    }
  }
}

/// Finds values for what the search asserted.
struct ExampleMaker {
  private let typed: TypedConditions

  init(_ typed: TypedConditions) { self.typed = typed }

  func event(_ facts: inout TermFacts) -> Example? {
    let ordinary = facts.types.codes.filter { $0.rawValue > 1 && $0 != .asynchronousEvent }
    guard let code = ordinary.last else { return nil }
    var example = Example(code: code)
    for term in facts.termsWithValue {
      if isEventType(term) {
        example.values.append((term, .text(Array(typed.events[code].name.utf8))))
      } else {
        guard let value = facts.someValue(of: term) else { return nil }
        example.values.append((term, value))
      }
    }
    return example
  }

  private func isEventType(_ term: TermID) -> Bool {
    guard case .field(let field, .none) = typed.program.terms[Int(term.rawValue)] else { return false }
    return typed.catalog[field].name == "evt.type"
  }
}
