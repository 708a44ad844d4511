import Bytecode
import Diagnostics
import Lexer
import Parser
import Schema

/// Operands to typed terms (rule-language.md §7 and §5.4).
struct TermTyper: Sendable {
  let conditions: ResolvedConditions
  let catalog: FieldCatalog
  let otherCatalogs: [FieldCatalog]
  let events: EventTable
  let sketches: SketchNames
  private var known: [Outcome]
  /// By name: the term of a field without argument, once it was met. The same few names stand everywhere.
  private var plainFields: [TermID?]

  private enum Outcome: Sendable {
    case unknown
    case term(TermID)
    /// Wrong, and reported with the first check that used it.
    case poisoned
  }

  init(
    _ conditions: ResolvedConditions, catalog: FieldCatalog, environment: CompilerEnvironment, sketches: SketchNames
  ) {
    self.conditions = conditions
    self.sketches = sketches
    self.catalog = catalog
    otherCatalogs = environment.catalogs.values.filter { $0.source != catalog.source }
    events = environment.events
    known = Array(repeating: .unknown, count: conditions.operands.count)
    plainFields = Array(repeating: nil, count: conditions.strings.count)
  }

  /// The term of an operand; nil when something is wrong with it, which is added to `problems` the first time.
  mutating func term(
    _ id: ResolvedOperandID, tables: inout ProgramTables, problems: inout [Problem]
  ) -> TermID? {
    switch known[Int(id.rawValue)] {
    case .term(let term): return term
    case .poisoned: return nil
    case .unknown: break
    }
    let term = make(id, tables: &tables, problems: &problems)
    known[Int(id.rawValue)] = term.map { .term($0) } ?? .poisoned
    return term
  }

  private mutating func make(
    _ id: ResolvedOperandID, tables: inout ProgramTables, problems: inout [Problem]
  ) -> TermID? {
    switch conditions[id] {
    case .field(let name, let argument):
      return makeField(name, argument, at: conditions.place(of: id), tables: &tables, problems: &problems)
    case .constant(let value):
      let string = conditions.values[value].string
      return tables.constant(.string(string), type: .charbuf)
    case .list(let slice): return makeList(slice, tables: &tables, problems: &problems)
    case .call(let transformer, let slice, let selector):
      return makeCall(transformer, slice, selector, of: id, tables: &tables, problems: &problems)
    }
  }

  private func span(of place: Place) -> SourceSpan { conditions.span(of: place) }
  private func span(of id: ResolvedOperandID) -> SourceSpan { span(of: conditions.place(of: id)) }
}

// MARK: - Fields

extension TermTyper {
  private mutating func makeField(
    _ name: StringID, _ argument: ResolvedConditions.Argument?, at place: Place, tables: inout ProgramTables,
    problems: inout [Problem]
  ) -> TermID? {
    if argument == nil, let term = plainFields[Int(name.rawValue)] { return term }
    let bytes = conditions.strings[name]
    guard let match = catalog.resolve(bytes) else {
      problems.append(unknownField(bytes, at: place))
      return nil
    }
    let selection = FieldSelection(
      field: match.field, suffix: match.suffix.map { bytes[$0] }, argument: argument.map { conditions.strings[$0.string] })
    do throws(FieldSelection.Failure) {
      let selected = try selection.read(events: events, sketches: sketches, tables: &tables)
      let term = tables.field(match.field, selected.selector, type: selected.type)
      if argument == nil { plainFields[Int(name.rawValue)] = term }
      return term
    } catch {
      let argumentSpan = argument.map { span(of: $0.place) }
      problems.append(error.problem(field: match.field, at: span(of: place), argument: argumentSpan, events: events, sketches: sketches))
      return nil
    }
  }

  private func unknownField(_ name: ArraySlice<UInt8>, at place: Place) -> Problem {
    let text = String(decoding: name, as: UTF8.self)
    let elsewhere = otherCatalogs.first { $0.resolve(name) != nil }?.source
    // The name only: an argument behind it is not part of the mistake.
    var spot = place
    spot.range.end = min(spot.range.end, spot.range.start + UInt32(name.count))
    return Problem(
      .unknownField(text, catalog: catalog, elsewhere: elsewhere, at: span(of: spot)), isSkippable: true)
  }
}

// MARK: - Transformers

extension TermTyper {
  private mutating func makeList(
    _ slice: Slice<ResolvedOperandID>, tables: inout ProgramTables, problems: inout [Problem]
  ) -> TermID? {
    var elements: [TermID] = []
    var isSound = true
    for id in conditions.operandChildren[slice.range] {
      guard let element = term(id, tables: &tables, problems: &problems) else {
        isSound = false
        continue
      }
      let info = tables.info(element)
      if info.isList || !Self.fitsInList(info.type) {
        problems.append(Problem(.listElementType(info.type, isList: info.isList, at: span(of: id))))
        isSound = false
      }
      elements.append(element)
    }
    return isSound ? tables.list(elements, type: .charbuf) : nil
  }

  /// Strings, and the numbers that are rendered as text inside a list (rule-language.md §7).
  private static func fitsInList(_ type: ValueType) -> Bool {
    switch type {
    case .charbuf, .fspath, .fsrelpath, .pid, .int64, .uint64: true
    default: false
    }
  }

  private mutating func makeCall(
    _ transformer: Transformer, _ slice: Slice<ResolvedOperandID>, _ selector: ResolvedConditions.Argument?,
    of id: ResolvedOperandID, tables: inout ProgramTables, problems: inout [Problem]
  ) -> TermID? {
    let arguments = Array(conditions.operandChildren[slice.range])
    guard transformer.info.arity.contains(arguments.count) else {
      problems.append(Problem(.transformerArity(transformer, found: arguments.count, at: span(of: id))))
      return nil
    }
    var terms: [TermID] = []
    for argument in arguments {
      if let term = term(argument, tables: &tables, problems: &problems) { terms.append(term) }
    }
    guard terms.count == arguments.count, acceptTransformers(arguments, transformer, &problems) else { return nil }
    guard let letter = readSelector(selector, of: transformer, &problems) else { return nil }
    guard let result = resultType(of: transformer, terms, arguments, hasSelector: selector != nil, tables, &problems)
    else { return nil }
    return tables.call(transformer, terms, selector: letter.value, type: result.type, isList: result.isList)
  }

  /// Fields flagged as taking no transformer.
  private func acceptTransformers(
    _ arguments: [ResolvedOperandID], _ transformer: Transformer, _ problems: inout [Problem]
  ) -> Bool {
    var isSound = true
    for id in arguments {
      guard case .field(let name, _) = conditions[id], let field = catalog.resolve(conditions.strings[name])?.field,
        !field.allowsTransformer
      else { continue }
      problems.append(Problem(.fieldTakesNoTransformer(field, transformer, at: span(of: id))))
      isSound = false
    }
    return isSound
  }

  private struct SelectorLetter { var value: UInt8? }

  private func readSelector(
    _ selector: ResolvedConditions.Argument?, of transformer: Transformer, _ problems: inout [Problem]
  ) -> SelectorLetter? {
    guard let selector else { return SelectorLetter(value: nil) }
    let text = conditions.strings[selector.string]
    guard transformer.info.takesSelector else {
      problems.append(Problem(.transformerTakesNoArgument(transformer, at: span(of: selector.place))))
      return nil
    }
    guard text.count == 1, let letter = text.first else {
      problems.append(Problem(.optionLetterExpected(at: span(of: selector.place))))
      return nil
    }
    return SelectorLetter(value: letter)
  }

  private struct ResultType { var type: ValueType; var isList: Bool }

  /// The type of a call, or a problem at the argument that does not fit (table in rule-language.md §7).
  private func resultType(
    of transformer: Transformer, _ terms: [TermID], _ ids: [ResolvedOperandID], hasSelector: Bool,
    _ tables: ProgramTables, _ problems: inout [Problem]
  ) -> ResultType? {
    let infos = terms.map { tables.info($0) }
    func refuse(_ index: Int, _ wanted: String) -> ResultType? {
      problems.append(
        Problem(.transformerInput(transformer, infos[index].type, isList: infos[index].isList, wants: wanted, at: span(of: ids[index]))))
      return nil
    }
    let first = infos[0]
    switch transformer {
    case .tolower, .toupper, .basename:
      guard first.type.family == .string else { return refuse(0, "a string") }
      return ResultType(type: first.type, isList: first.isList)
    case .b64:
      guard first.type == .charbuf || first.type == .bytebuf else { return refuse(0, "a string or a byte buffer") }
      return ResultType(type: first.type, isList: first.isList)
    case .len:
      guard first.isList || first.type.family == .string || first.type == .bytebuf else {
        return refuse(0, "a string, a byte buffer or a list")
      }
      return ResultType(type: .uint64, isList: false)
    case .concat:
      for index in infos.indices where !isPlainString(ids[index], tables: tables, term: terms[index]) {
        return refuse(index, "strings that are not lists")
      }
      return ResultType(type: .charbuf, isList: false)
    case .join:
      guard !first.isList, first.type.family == .string else { return refuse(0, "a separator and then a list") }
      guard infos[1].isList else { return refuse(1, "a list as its second argument") }
      return ResultType(type: .charbuf, isList: false)
    case .getopt:
      guard first.isList, first.type == .charbuf else { return refuse(0, "a list of strings and then the option letters") }
      guard !infos[1].isList, infos[1].type == .charbuf else { return refuse(1, "a string of option letters") }
      return ResultType(type: .charbuf, isList: !hasSelector)
    }
  }

  /// concat looks at the type of the field itself, before that argument's own transformers (rule-language.md §7).
  private func isPlainString(_ id: ResolvedOperandID, tables: ProgramTables, term: TermID) -> Bool {
    var innermost = term
    while case .call(_, let arguments, _) = tables[innermost], let next = tables.program.termLists[arguments.range].first {
      innermost = next
    }
    let info = tables.info(innermost)
    return info.type == .charbuf && !info.isList && !tables.info(term).isList
  }
}
