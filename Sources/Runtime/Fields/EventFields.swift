package import Bytecode
package import Schema

/// Answers checks from the event alone: `evt.num`, `evt.type` and text parameters.
///
/// What hangs on processes, descriptors, users and containers has no value here; a check of a field without a value
/// is false, whatever its operator (rule-language.md §6.1).
package struct EventChecks: CheckAnswering, ~Escapable {
  private let program: Program
  private let readers: EventFieldReaders
  private let event: EventView
  private let number: UInt64

  /// - Parameter number: the position of the event in its source, from 1.
  @_lifetime(copy event)
  package init(_ readers: EventFieldReaders, of event: consuming EventView, number: UInt64) {
    program = readers.program
    self.readers = readers
    self.event = event
    self.number = number
  }

  package mutating func answer(_ id: CheckID) -> Bool {
    let check = program.checks[Int(id.rawValue)]
    guard check.modifier == nil, let reader = readers[check.left] else { return false }
    switch reader {
    case .number: return compare(number, check)
    case .type: return compare(readers.typeName(event.type), check)
    case .text(let name):
      guard let index = readers.parameter(name, of: event.type), let bytes = event.parameter(index) else {
        return false
      }
      // A text parameter counts its terminator.
      return compare(bytes.extracting(droppingLast: 1), check)
    }
  }

  private func compare(_ value: UInt64, _ check: Check) -> Bool {
    guard case .constants(let range) = check.right else { return check.op == .exists }
    for constant in program.constants[range.range] {
      guard case .unsigned(let other) = constant else { return false }
      let holds = switch check.op {
      case .equal, .in, .intersects: value == other
      case .notEqual: value != other
      case .less: value < other
      case .lessOrEqual: value <= other
      case .greater: value > other
      case .greaterOrEqual: value >= other
      default: false
      }
      if holds { return true }
    }
    return false
  }

  private func compare(_ value: RawSpan, _ check: Check) -> Bool {
    guard case .constants(let range) = check.right else { return check.op == .exists }
    for constant in program.constants[range.range] {
      guard case .string(let id) = constant else { return false }
      if holds(check.op, value, program.strings[id]) { return true }
    }
    return false
  }

  private func compare(_ value: StringID?, _ check: Check) -> Bool {
    guard let value, case .constants(let range) = check.right else { return check.op == .exists }
    let isNamed = program.constants[range.range].contains { if case .string(value) = $0 { true } else { false } }
    switch check.op {
    case .equal, .in, .intersects: return isNamed
    case .notEqual: return !isNamed
    default: return false
    }
  }

  private func holds(_ op: Operator, _ value: RawSpan, _ text: ArraySlice<UInt8>) -> Bool {
    switch op {
    case .equal, .in, .intersects: value.byteCount == text.count && matches(value, at: 0, text)
    case .notEqual: value.byteCount != text.count || !matches(value, at: 0, text)
    case .startswith: matches(value, at: 0, text)
    case .endswith: matches(value, at: value.byteCount - text.count, text)
    default: false
    }
  }

  private func matches(_ value: RawSpan, at start: Int, _ text: ArraySlice<UInt8>) -> Bool {
    guard start >= 0, start + text.count <= value.byteCount else { return false }
    for (position, byte) in text.enumerated() where value.littleEndian(at: start + position, as: UInt8.self) != byte {
      return false
    }
    return true
  }
}

/// Which reader each term of a program has, and what the readers look up: made once for a program.
package struct EventFieldReaders: Sendable {
  enum Reader: Sendable {
    case number
    case type
    case text(StringID)
  }

  let program: Program
  private let readers: [Reader?]
  /// By event code: the name as a string of the program, if the program has it.
  private let typeNames: [StringID?]
  private let events: EventTable

  package init(_ verified: VerifiedProgram, catalog: FieldCatalog, events: EventTable) {
    let program = verified.program
    self.program = program
    self.events = events
    readers = program.terms.map { term in
      guard case .field(let id, let selector) = term else { return nil }
      return switch (catalog[id].name, selector) {
      case ("evt.num", .none): .number
      case ("evt.type", .none): .type
      case ("evt.arg", .name(let name)): .text(name)
      default: nil
      }
    }
    typeNames = events.types.map { program.strings.find(ArraySlice($0.name.utf8)) }
  }

  subscript(id: TermID) -> Reader? { readers[Int(id.rawValue)] }

  func typeName(_ code: EventCode) -> StringID? { typeNames[Int(code.rawValue)] }

  /// The place of a text parameter in an event type.
  func parameter(_ name: StringID, of code: EventCode) -> Int? {
    let wanted = program.strings[name]
    return events[code].parameters.firstIndex {
      $0.type == .charbuf && wanted.elementsEqual($0.name.utf8)
    }
  }
}
