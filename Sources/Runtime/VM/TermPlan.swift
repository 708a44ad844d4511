import Bytecode
import Matching
import Schema

/// A term of the program, ready to be read: names looked up, constants in the symbol table.
enum TermPlan: BitwiseCopyable {
  case field(FieldReader, Selector)
  case constant(Value)
  /// Elements, in the reader's list of terms.
  case list(TableRange)
  case call(Transformer, arguments: TableRange, selector: UInt8?)
}

/// Makes the plans of a program's terms.
struct TermPlanner {
  let program: Program
  let catalog: FieldCatalog
  let events: EventTable

  func plans(_ state: inout State) -> [TermPlan] {
    program.terms.map { plan($0, &state) }
  }

  private func plan(_ term: Term, _ state: inout State) -> TermPlan {
    switch term {
    case .field(let id, let selector):
      let field = catalog[id]
      return .field(FieldReader(field), self.selector(selector, of: field, &state))
    case .constant(let id): return .constant(value(program.constants[Int(id.rawValue)], &state))
    case .list(let range): return .list(range)
    case .call(let transformer, let arguments, let selector):
      return .call(transformer, arguments: arguments, selector: selector)
    }
  }

  private func value(_ constant: Constant, _ state: inout State) -> Value {
    switch constant {
    case .string(let id): .text(.symbol(symbol(id, &state)))
    case .signed(let value): .signed(value)
    case .unsigned(let value): .unsigned(value)
    case .bool(let value): .bool(value)
    case .address(let address): .address(address)
    // Stands on the right side of checks only.
    case .network: .missing
    }
  }

  private func symbol(_ id: StringID, _ state: inout State) -> Symbol { state.symbols.intern(program.strings[id].span) }

  // MARK: Selectors

  private func selector(_ selector: FieldSelector, of field: Field, _ state: inout State) -> Selector {
    switch selector {
    case .none: .none
    case .index(let index): .index(index)
    case .key(let key): self.selector(key: key, of: field, &state)
    case .name(let name): self.selector(name: name, of: field, &state)
    case .sketch(let id): .sketch(id)
    }
  }

  private func selector(key: StringID, of field: Field, _ state: inout State) -> Selector {
    switch field.argument {
    case .requiredLineage:
      guard case .success(let pattern) = LineagePattern.parse(program.strings[key].span) else { break }
      return .lineage(state.patterns.add(pattern))
    case .requiredAncestor:
      guard case .success(let pattern) = AncestorPattern.parse(program.strings[key].span) else { break }
      return .ancestor(state.patterns.add(pattern))
    case .requiredIndexOrKey: return .glob(state.patterns.add(Glob(program.strings[key].span)))
    default: return .key(symbol(key, &state))
    }
    preconditionFailure("a verified program has a pattern that does not compile")
  }

  private func selector(name: StringID, of field: Field, _ state: inout State) -> Selector {
    let text = program.strings.text(name)
    switch field.argument {
    case .requiredEventName: return .eventType(firstCode(named: text))
    case .requiredParameter, .requiredIndexOrParameter: return parameter(named: text)
    case .optionalSuffix: return text == "src" ? .source : .destination
    default: return .key(symbol(name, &state))
    }
  }

  /// `evt.type.is.NAME` asks for the first entry of the table with the name, and the one behind (corrections.md B4).
  private func firstCode(named name: String) -> EventCode {
    events.types.first { $0.name == name }?.code ?? Self.noEventType
  }

  /// Beyond every table: a name that system calls have and event types have not.
  private static let noEventType = EventCode(rawValue: 0x7FFE)

  private func parameter(named name: String) -> Selector {
    guard let index = events.parameterNames.firstIndex(of: name) else {
      preconditionFailure("a verified program names a parameter that no event has")
    }
    return .parameter(ParameterName(rawValue: UInt16(index)))
  }
}
