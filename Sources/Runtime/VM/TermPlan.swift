import Bytecode
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

  func plans(_ symbols: inout SymbolTable) -> [TermPlan] {
    program.terms.map { plan($0, &symbols) }
  }

  private func plan(_ term: Term, _ symbols: inout SymbolTable) -> TermPlan {
    switch term {
    case .field(let id, let selector):
      let field = catalog[id]
      return .field(FieldReader(field), self.selector(selector, of: field, &symbols))
    case .constant(let id): return .constant(value(program.constants[Int(id.rawValue)], &symbols))
    case .list(let range): return .list(range)
    case .call(let transformer, let arguments, let selector):
      return .call(transformer, arguments: arguments, selector: selector)
    }
  }

  private func value(_ constant: Constant, _ symbols: inout SymbolTable) -> Value {
    switch constant {
    case .string(let id): .text(.symbol(symbols.intern(program.strings[id].span)))
    case .signed(let value): .signed(value)
    case .unsigned(let value): .unsigned(value)
    case .bool(let value): .bool(value)
    case .address(let address): .address(address)
    // Stands on the right side of checks only.
    case .network: .missing
    }
  }

  private func selector(_ selector: FieldSelector, of field: Field, _ symbols: inout SymbolTable) -> Selector {
    switch selector {
    case .none: return .none
    case .index(let index): return .index(index)
    case .key(let key): return .key(symbols.intern(program.strings[key].span))
    case .name(let name):
      let text = program.strings.text(name)
      switch field.argument {
      case .requiredEventName: return .eventType(firstCode(named: text))
      case .requiredParameter, .requiredIndexOrParameter: return parameter(named: text)
      case .optionalSuffix: return text == "src" ? .source : .destination
      case .requiredSubsystem: return .key(symbols.intern(program.strings[name].span))
      case .none, .optionalIndex, .requiredKey, .optionalKey, .requiredIndexOrKey, .optionalIndexOrKey,
        .requiredTimestamp, .requiredLineage, .requiredAncestor:
        return .none
      }
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
      preconditionFailure("the compiler lets only parameters of the table through")
    }
    return .parameter(ParameterName(rawValue: UInt16(index)))
  }
}
