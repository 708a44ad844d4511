import Bytecode
import Diagnostics
import Matching
import Parser
import Schema

/// Resolved checks to checks of the program: types, operators and constants (rule-language.md §4 to §7).
///
/// A check is looked at when the first rule that is compiled asks for it; what is wrong with it is kept beside it.
struct CheckTyper: Sendable {
  private(set) var terms: TermTyper
  private(set) var tables: ProgramTables
  private(set) var outcomes: [Outcome]
  private let conditions: ResolvedConditions
  let catalog: FieldCatalog
  let events: EventTable
  private let eventType: FieldID?
  /// Perhaps names of lists, defined in a part of a file that could not be read.
  private let unreadableWords: Set<String>

  enum Outcome: Sendable {
    case unknown
    case check(CheckID, hints: [Diagnostic])
    /// `problems` is empty where the cause was reported with another check.
    case wrong([Problem])
  }

  init(
    _ conditions: ResolvedConditions, catalog: FieldCatalog, environment: CompilerEnvironment,
    sketches: SketchNames, unreadableWords: Set<String>
  ) {
    self.unreadableWords = unreadableWords
    self.conditions = conditions
    self.catalog = catalog
    events = environment.events
    eventType = catalog.field(named: "evt.type")?.id
    terms = TermTyper(conditions, catalog: catalog, environment: environment, sketches: sketches)
    tables = ProgramTables(source: catalog.source, strings: conditions.strings)
    outcomes = Array(repeating: .unknown, count: conditions.checks.count)
  }

  mutating func outcome(of id: ResolvedCheckID) -> Outcome {
    let index = Int(id.rawValue)
    if case .unknown = outcomes[index] { outcomes[index] = type(conditions[id]) }
    return outcomes[index]
  }

  /// A field or transformer that stands alone: in an output, or as the left side of an exception without values.
  mutating func term(of id: ResolvedOperandID, problems: inout [Problem]) -> TermID? {
    terms.term(id, tables: &tables, problems: &problems)
  }

  mutating func intern(_ text: String) -> StringID { tables.intern(Array(text.utf8)[...]) }

  private mutating func type(_ check: ResolvedConditions.Check) -> Outcome {
    var problems: [Problem] = []
    var hints: [Diagnostic] = []
    guard let left = terms.term(check.left, tables: &tables, problems: &problems),
      acceptLeft(left, check, &problems),
      let right = right(of: check, left: left, problems: &problems, hints: &hints)
    else { return .wrong(problems) }
    guard problems.isEmpty else { return .wrong(problems) }
    let typed = Check(left: left, op: check.op, modifier: check.modifier, right: right)
    hints += differences(of: typed, check)
    if let hint = saturation(of: typed, check) { hints.append(hint) }
    return .check(tables.check(typed, at: span(of: check.place)), hints: hints)
  }

  /// A comparison with a number that the counters of a sketch never reach.
  private func saturation(of check: Check, _ resolved: ResolvedConditions.Check) -> Diagnostic? {
    guard case .field(let field, .sketch(let id)) = tables[check.left], catalog[field].isCount,
      case .constants(let range) = check.right
    else { return nil }
    let limit = terms.sketches.largestCount(id)
    let isBeyond = tables.program.constants[range.range].contains { if case .unsigned(let number) = $0 { number > limit } else { false } }
    return isBeyond ? .beyondSaturation(catalog[field], limit: limit, at: span(of: resolved.place)) : nil
  }

  private func span(of place: Place) -> SourceSpan { conditions.span(of: place) }

  /// The field that stands alone on the left, if one does.
  private func plainField(_ term: TermID) -> Field? {
    guard case .field(let id, _) = tables[term] else { return nil }
    return catalog[id]
  }

  // MARK: Left side

  private func acceptLeft(
    _ left: TermID, _ check: ResolvedConditions.Check, _ problems: inout [Problem]
  ) -> Bool {
    let info = tables.info(left)
    if case .field(let id, _) = tables[left] {
      // Of the field only what is asked for: to copy it for each check takes as long as the rest.
      if !catalog.fields[Int(id.rawValue)].isFilterable {
        let field = catalog[id]
        problems.append(Problem(.fieldOnlyForOutputs(field, at: span(of: conditions.place(of: check.left)))))
        return false
      }
      if check.op != .equal, catalog.fields[Int(id.rawValue)].name == "evt.around" {
        problems.append(Problem(.onlyEqual(catalog[id], op: check.op, at: span(of: check.opPlace))))
        return false
      }
    } else if let field = eventTypeInside(left) {
      problems.append(Problem(.eventTypeTransformed(field, at: span(of: conditions.place(of: check.left)))))
      return false
    }
    guard let refusal = OperatorRules.refusal(of: check.op, type: info.type, isList: info.isList) else { return true }
    let name = conditions.text(of: check.left)
    problems.append(
      Problem(
        .operatorNotForType(
          check.op, refusal, name: name, type: info, at: span(of: check.opPlace),
          left: span(of: conditions.place(of: check.left)))))
    return false
  }

  /// `evt.type` or `syscall.type` inside a transformer, which the incumbent's event-type analysis ends on
  /// (rule-language.md §8).
  private func eventTypeInside(_ term: TermID) -> Field? {
    var pending = [term]
    while let next = pending.popLast() {
      switch tables[next] {
      case .field(let id, _) where EventTypes.isEventTypeName(catalog[id].name): return catalog[id]
      case .call(_, let range, _), .list(let range): pending += tables.program.termLists[range.range]
      case .field, .constant: break
      }
    }
    return nil
  }

  // MARK: Right side

  private mutating func right(
    of check: ResolvedConditions.Check, left: TermID, problems: inout [Problem], hints: inout [Diagnostic]
  ) -> Check.RightSide? {
    switch check.right {
    case .none: return Check.RightSide.none
    case .operand(let id):
      guard let right = terms.term(id, tables: &tables, problems: &problems) else { return nil }
      return acceptComparison(left, right, check, rightAt: span(of: conditions.place(of: id)), &problems)
        ? .term(right) : nil
    case .value(let index):
      return constants(index..<index + 1, of: check, left: left, problems: &problems, hints: &hints)
    case .list(let range):
      return constants(range, of: check, left: left, problems: &problems, hints: &hints)
    }
  }

  /// Field against field (rule-language.md §5.5).
  private func acceptComparison(
    _ left: TermID, _ right: TermID, _ check: ResolvedConditions.Check, rightAt: SourceSpan,
    _ problems: inout [Problem]
  ) -> Bool {
    let (a, b) = (tables.info(left), tables.info(right))
    if check.op == .regex || check.op == .pmatch {
      problems.append(Problem(.operatorNeedsConstants(check.op, at: rightAt)))
      return false
    }
    if let field = plainField(left), EventTypes.isEventTypeName(field.name) {
      problems.append(Problem(.eventTypeAgainstField(field, at: rightAt)))
      return false
    }
    for (term, place) in [(left, span(of: conditions.place(of: check.left))), (right, rightAt)] {
      if let field = plainField(term), !field.allowsComparison || field.type.family == .network {
        problems.append(Problem(.fieldTakesNoComparison(field, at: place)))
        return false
      }
    }
    guard a.type == b.type, a.isList == b.isList else {
      problems.append(
        Problem(.comparedTypesDiffer(a, b, at: rightAt, left: span(of: conditions.place(of: check.left)))))
      return false
    }
    return true
  }

  private mutating func constants(
    _ range: Range<Int>, of check: ResolvedConditions.Check, left: TermID, problems: inout [Problem],
    hints: inout [Diagnostic]
  ) -> Check.RightSide? {
    let reader = ConstantReader(type: tables.info(left).type, op: check.op)
    let isEventType = if case .field(eventType, _) = tables[left] { true } else { false }
    let isSingle = if case .value = check.right { true } else { false }
    let mark = tables.constantCount
    var failures: [(ResolvedConditions.Value, Problem)] = []
    var isReadable = true
    for value in conditions.values[range] {
      let text = conditions.strings[value.string]
      // The program's pool began as a copy of this one, so ids mean the same in both.
      switch reader.read(text, value.string, tables: &tables) {
      case .success(let constant):
        if isEventType, !events.isKnownEventName(String(decoding: text, as: UTF8.self)) {
          guard !mayBeList(value, text) else {
            isReadable = false
            continue
          }
          failures.append((value, unknownEventType(value, text)))
        }
        tables.append(constant)
        if isSingle, let hint = hint(for: value, text, check) { hints.append(hint) }
      case .failure where mayBeList(value, text): isReadable = false
      case .failure(let failure):
        failures.append((value, Problem(reader.diagnostic(for: failure, text: text, name: conditions.text(of: check.left), at: sourceSpan(of: value), use: value.use.map(span(of:))))))
      }
    }
    // When a list as a whole is of the wrong kind, that is one mistake, not one for each element.
    if failures.count == range.count, failures.count > 1 { failures.removeSubrange(1...) }
    guard failures.isEmpty else {
      problems += failures.map(\.1)
      tables.dropConstants(from: mark)
      return nil
    }
    guard isReadable else {
      tables.dropConstants(from: mark)
      return nil
    }
    return .constants(TableRange(start: mark, count: tables.constantCount - mark))
  }

  private func mayBeList(_ value: ResolvedConditions.Value, _ text: ArraySlice<UInt8>) -> Bool {
    value.kind == .bare && !unreadableWords.isEmpty && unreadableWords.contains(String(decoding: text, as: UTF8.self))
  }

  private func sourceSpan(of value: ResolvedConditions.Value) -> SourceSpan { span(of: value.place) }

  private func unknownEventType(_ value: ResolvedConditions.Value, _ text: ArraySlice<UInt8>) -> Problem {
    var diagnostic = Diagnostic.unknownEventName(
      String(decoding: text, as: UTF8.self), events: events, at: sourceSpan(of: value))
    if let use = value.use { diagnostic.secondary.append(Label(span(of: use), "used here")) }
    return Problem(diagnostic, isSkippable: true)
  }

  // MARK: Hints

  /// What the incumbent warns about when it compiles a constant (rule-language.md §10).
  private func hint(
    for value: ResolvedConditions.Value, _ text: ArraySlice<UInt8>, _ check: ResolvedConditions.Check
  ) -> Diagnostic? {
    if check.op == .regex {
      let pattern = Array(text)
      guard RegexSimplification.isHintedUpstream(pattern) else { return nil }
      let simpler = RegexSimplification.suggestion(for: pattern)?.simplerOperator.rawValue
      return .regexCouldBeSimpler(simpler, at: sourceSpan(of: value))
    }
    if text.contains(UInt8(ascii: ".")), catalog.namesField(text) {
      return .fieldAsConstant(String(decoding: text, as: UTF8.self), at: sourceSpan(of: value))
    }
    if looksLikeCall(text) {
      return .transformerAsConstant(String(decoding: text, as: UTF8.self), at: sourceSpan(of: value))
    }
    return nil
  }

  private func looksLikeCall(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.last == UInt8(ascii: ")"), let open = text.firstIndex(of: UInt8(ascii: "(")) else { return false }
    return Transformer.allCases.contains { text[..<open].elementsEqual($0.spelling.utf8) }
  }
}
