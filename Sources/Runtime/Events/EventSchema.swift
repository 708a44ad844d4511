package import Schema

/// A name that parameters have, in whichever types: an index into `EventTable.parameterNames`.
package struct ParameterName: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }
}

/// The event table in the form that the event path reads: arrays by event code, every text a permanent symbol, nothing
/// to look up by name.
package struct EventSchema: Sendable {
  /// What is known of an event type.
  package struct TypeFacts: BitwiseCopyable, Sendable {
    package let name: Symbol
    package let flags: EventFlags
    package let category: EventCategory
    package let producer: EventProducer
    fileprivate let firstParameter: UInt16
    package let parameterCount: UInt8
    /// Creates, uses or destroys a descriptor: the types that descriptor fields have values on. Stored, because a set that
    /// is written out where it is asked for is made by generic code at each question.
    package let isAboutDescriptor: Bool

    fileprivate init(
      name: Symbol, flags: EventFlags, category: EventCategory, producer: EventProducer, firstParameter: Int,
      parameterCount: Int
    ) {
      self.name = name
      self.flags = flags
      self.category = category
      self.producer = producer
      self.firstParameter = UInt16(firstParameter)
      self.parameterCount = UInt8(parameterCount)
      isAboutDescriptor = !flags.isDisjoint(with: .concernsDescriptor)
    }
  }

  /// What is known of one parameter of a type.
  package struct ParameterFacts: BitwiseCopyable, Sendable {
    package let name: ParameterName
    package let nameText: Symbol
    package var type: ValueType
    package let format: ParameterFormat
    /// Names of flag values.
    package let flags: FlagNames
    /// For a relative path: the place of the parameter with the directory's descriptor.
    package let directory: UInt8?
    /// For a dynamically typed parameter: which type each first byte stands for.
    fileprivate let variants: VariantTable?
  }

  /// A run of `flagNames`.
  package struct FlagNames: BitwiseCopyable, Sendable {
    fileprivate let start: UInt16
    fileprivate let count: UInt16

    package var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
  }

  package struct FlagName: BitwiseCopyable, Sendable {
    package let value: UInt32
    package let name: Symbol
  }

  /// At most five types in a row (`DynamicTables`).
  fileprivate struct VariantTable: BitwiseCopyable, Sendable {
    let types: (ValueType, ValueType, ValueType, ValueType, ValueType)
    let count: UInt8

    init(_ variants: [DynamicTables.Variant]) {
      precondition(variants.count <= 5, "a dynamic parameter has at most five types")
      func type(_ index: Int) -> ValueType { index < variants.count ? variants[index].type : .dynamic }
      types = (type(0), type(1), type(2), type(3), type(4))
      count = UInt8(variants.count)
    }

    subscript(index: UInt8) -> ValueType? {
      guard index < count else { return nil }
      return switch index {
      case 0: types.0
      case 1: types.1
      case 2: types.2
      case 3: types.3
      default: types.4
      }
    }
  }

  /// The whole description of each type, by code, with strings; not for the event path.
  package let types: [EventType]
  private let facts: [TypeFacts]
  /// Of codes that the table does not have.
  private let unknownType: TypeFacts
  private let parameters: [ParameterFacts]
  package let flagNames: [FlagName]
  /// `data`, the bytes that a call moves.
  let dataParameter: ParameterName
  /// By `SyscallCode`.
  private let syscallNames: [Symbol]
  /// By the number of the x86-64 kernel: the `SyscallCode`, 0 where there is none.
  private let syscallCodes: [UInt16]
  private let errorNames: [Symbol]
  private let signalNames: [Symbol]
  private let fixedTexts: [Symbol]
  private let descriptorLetters: [Symbol]

  /// Makes the symbols of all names; they are never released.
  package init(_ events: EventTable, symbols: inout SymbolTable) {
    var builder = EventSchemaBuilder(events)
    builder.build(&symbols)
    types = events.types
    facts = builder.facts
    unknownType = TypeFacts(
      name: Symbol(.notAvailable), flags: [], category: .unknown, producer: .nothing, firstParameter: 0,
      parameterCount: 0)
    parameters = builder.parameters
    flagNames = builder.flagNames
    guard let data = events.parameterNames.firstIndex(of: "data") else {
      preconditionFailure("events that move bytes have a parameter 'data'")
    }
    dataParameter = ParameterName(rawValue: UInt16(data))
    syscallNames = SyscallTable.shared.all.map { symbols.intern($0.name) }
    syscallCodes = Self.codesByNumber(SyscallTable.shared)
    errorNames = NumberNames.errors.names.map { symbols.intern($0) }
    signalNames = NumberNames.signals.names.map { symbols.intern($0) }
    fixedTexts = FixedText.allCases.map { symbols.intern("\($0.text)") }
    descriptorLetters = DescriptorKind.allCases.map { symbols.intern(String(Unicode.Scalar($0.letter))) }
  }

  private static func codesByNumber(_ syscalls: SyscallTable) -> [UInt16] {
    var codes: [UInt16] = []
    for syscall in syscalls.all {
      guard let number = syscall.numberX86_64 else { continue }
      while codes.count <= Int(number) { codes.append(0) }
      codes[Int(number)] = syscall.code.rawValue
    }
    return codes
  }

  // MARK: Types and parameters

  package subscript(type: EventCode) -> TypeFacts {
    let index = Int(type.rawValue)
    return index < facts.count ? facts[index] : unknownType
  }

  /// - Precondition: the type has so many parameters.
  package func parameter(_ place: Int, of type: EventCode) -> ParameterFacts {
    let facts = self[type]
    precondition(place < Int(facts.parameterCount), "a parameter that the type has")
    return parameters[Int(facts.firstParameter) + place]
  }

  /// Where a type has the parameter, the first of this name; nil where it has none.
  package func place(of name: ParameterName, in type: EventCode) -> Int? {
    let facts = self[type]
    for place in 0..<Int(facts.parameterCount) where parameters[Int(facts.firstParameter) + place].name == name {
      return place
    }
    return nil
  }

  /// The type that a dynamic parameter takes for its first byte; nil where the byte says nothing.
  package func variant(_ byte: UInt8, of parameter: ParameterFacts) -> ValueType? { parameter.variants?[byte] }

  // MARK: Names of numbers

  /// What `evt.type` gives for a generic system call. Calls that the capturing side did not know (code 0) are looked up by
  /// their native number.
  package func syscallName(_ code: UInt16, native: UInt16?) -> Symbol {
    var code = Int(code)
    if code == 0, let native, Int(native) < syscallCodes.count { code = Int(syscallCodes[Int(native)]) }
    return syscallNames[code < syscallNames.count ? code : 0]
  }

  package func isSyscall(_ code: UInt16) -> Bool { Int(code) < syscallNames.count }

  /// Nil for numbers without a name. `number` is that of the error, or negated as calls return it.
  package func errorName(_ number: Int64) -> Symbol? {
    let index = number.magnitude
    guard index < errorNames.count, errorNames[Int(index)] != .empty else { return nil }
    return errorNames[Int(index)]
  }

  package func signalName(_ number: UInt8) -> Symbol? {
    guard number < signalNames.count, signalNames[Int(number)] != .empty else { return nil }
    return signalNames[Int(number)]
  }

  package func text(_ text: FixedText) -> Symbol { fixedTexts[Int(text.rawValue)] }

  /// `fd.typechar` of a known descriptor.
  package func letter(_ kind: DescriptorKind) -> Symbol { descriptorLetters[Int(kind.rawValue)] }
}

/// Puts the flat arrays together.
private struct EventSchemaBuilder {
  private let events: EventTable
  private(set) var facts: [EventSchema.TypeFacts] = []
  private(set) var parameters: [EventSchema.ParameterFacts] = []
  private(set) var flagNames: [EventSchema.FlagName] = []
  /// By name: what was already added.
  private var parameterNames: [String: (ParameterName, Symbol)] = [:]
  private var flagSets: [String: EventSchema.FlagNames] = [:]

  init(_ events: EventTable) { self.events = events }

  mutating func build(_ symbols: inout SymbolTable) {
    for (index, name) in events.parameterNames.enumerated() {
      parameterNames[name] = (ParameterName(rawValue: UInt16(index)), symbols.intern(name))
    }
    for type in events.types {
      facts.append(
        EventSchema.TypeFacts(
          name: symbols.intern(type.name), flags: type.flags, category: type.category, producer: type.producer,
          firstParameter: parameters.count, parameterCount: type.parameters.count))
      for parameter in type.parameters { add(parameter, &symbols) }
    }
  }

  private mutating func add(_ parameter: EventParameter, _ symbols: inout SymbolTable) {
    guard let (name, text) = parameterNames[parameter.name] else {
      preconditionFailure("every parameter's name is in the table")
    }
    parameters.append(
      EventSchema.ParameterFacts(
        name: name, nameText: text, type: parameter.type, format: parameter.format,
        flags: flags(parameter.flagSet, &symbols), directory: parameter.directoryParameter.map { UInt8($0) },
        variants: parameter.dynamicTable.flatMap { DynamicTables.variants(of: $0) }.map { .init($0) }))
  }

  private mutating func flags(_ name: String?, _ symbols: inout SymbolTable) -> EventSchema.FlagNames {
    guard let name, let set = FlagSets.shared.set(named: name) else { return .init(start: 0, count: 0) }
    if let known = flagSets[name] { return known }
    let added = EventSchema.FlagNames(start: UInt16(flagNames.count), count: UInt16(set.entries.count))
    for entry in set.entries {
      flagNames.append(EventSchema.FlagName(value: entry.value, name: symbols.intern(entry.name)))
    }
    flagSets[name] = added
    return added
  }
}

extension SymbolTable {
  /// For tables at start.
  fileprivate mutating func intern(_ text: String) -> Symbol { intern(Array(text.utf8).span) }
}
