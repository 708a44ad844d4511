import Bytecode
import Compiler
import Matching
import Schema

/// What is asserted of the values of terms, and of the type of the event: the part of the search that knows what checks mean.
struct TermFacts {
  private var atoms: AtomTable
  private var relations: AtomRelations
  /// The types that the event can still have.
  var types: EventSet
  private var entries: [Entry] = []
  /// By term: its last entry.
  private var heads: [Int32]

  /// One assertion. Small, since they come and go by the thousand: what is asserted stands in `atoms`.
  private struct Entry {
    var term: TermID
    /// nil: only that the term has a value.
    var atom: AtomID?
    var isTrue: Bool
    /// The entry of the same term before it; -1 for none.
    var next: Int32 = -1
  }

  private func claim(of entry: Entry) -> Atom.Claim { entry.atom.map { atoms[$0].claim } ?? .exists }
  private func isAboutMany(_ entry: Entry) -> Bool { entry.atom.map { atoms[$0].isAboutMany } ?? false }
  private func isWhole(_ entry: Entry) -> Bool { entry.atom.map { atoms[$0].isWhole } ?? true }

  /// The names of these types are in the event.
  private static let vague = EventSet([
    EventCode(rawValue: 0), EventCode(rawValue: 1), .pluginEvent, .asynchronousEvent,
  ])

  init(_ conditions: TypedConditions) {
    atoms = AtomTable(conditions.program, catalog: conditions.catalog, events: conditions.events)
    relations = AtomRelations(conditions.program)
    types = EventSet()
    heads = Array(repeating: -1, count: conditions.program.terms.count)
  }

  var visible: EventSet { atoms.carriers.visible }

  mutating func carriers(of id: TermID) -> EventSet { atoms.carriers.types(of: id) }

  // MARK: Asserting

  /// - Returns: false where that contradicts what was asserted before.
  mutating func add(_ id: CheckID, isTrue: Bool) -> Bool {
    let atom = atoms.id(of: id)
    if atoms[atom].narrowsTypes { narrow(atoms[atom], isTrue: isTrue) }
    if types.isEmpty { return false }
    if isTrue, let right = atoms[atom].rightTerm, !add(Entry(term: right, isTrue: true)) { return false }
    return add(Entry(term: atoms[atom].term, atom: atom, isTrue: isTrue))
  }

  private mutating func narrow(_ atom: Atom, isTrue: Bool) {
    let carriers = atoms[atom.carriers]
    if isTrue { types = types.intersection(carriers) }
    guard let named = atom.named.map({ atoms[$0] }) else { return }
    let vague = atom.isNamedExactly ? EventSet() : Self.vague
    let isAmong = if case .among = atom.claim { true } else { false }
    // Without a value both are false, so the negation of both holds.
    let carried = named.intersection(carriers)
    if isTrue == isAmong {
      let others = isTrue ? EventSet() : types.subtracting(carriers)
      types = types.intersection(carried.union(others).union(vague))
    } else {
      types = types.subtracting(carried.subtracting(vague))
    }
  }

  private mutating func add(_ entry: Entry) -> Bool {
    var entry = entry
    let term = Int(entry.term.rawValue)
    entry.next = heads[term]
    entries.append(entry)
    heads[term] = Int32(entries.count - 1)
    // The first says nothing against itself unless it says that no value fits.
    if entry.next < 0 {
      guard entry.isTrue, case .within(let range) = claim(of: entry) else { return true }
      return range.lowerBound < Int128.max
    }
    return isConsistent(entry)
  }

  // MARK: One value

  /// Whether a value can fulfil everything that is asserted of the term of the last entry.
  private mutating func isConsistent(_ last: Entry) -> Bool {
    var (values, hasValue, isNumeric): (TableRange?, Bool, Bool) = (nil, false, false)
    forEach(of: last.term) { entry in
      guard entry.isTrue else { return }
      hasValue = true
      guard !isAboutMany(entry) else { return }
      switch claim(of: entry) {
      case .among(let range): if range.count < values?.count ?? UInt32.max { values = range }
      case .within: isNumeric = true
      default: break
      }
    }
    guard hasValue else { return true }
    if contradictsExistence(last) { return false }
    if isAboutMany(last) { return true }
    if let values { return hasCandidate(in: values, of: last.term) }
    if contradictsAnother(last) { return false }
    return !isNumeric || hasNumber(last.term)
  }

  private func forEach(of term: TermID, _ body: (Entry) -> Void) {
    var index = heads[Int(term.rawValue)]
    while index >= 0 {
      body(entries[Int(index)])
      index = entries[Int(index)].next
    }
  }

  /// `not exists` beside anything that needs a value.
  private func contradictsExistence(_ last: Entry) -> Bool {
    var found = false
    forEach(of: last.term) { entry in
      if !entry.isTrue, case .exists = claim(of: entry) { found = true }
    }
    return found
  }

  private mutating func hasCandidate(in range: TableRange, of term: TermID) -> Bool {
    for value in atoms.program.constants[range.range] where isCandidate(value, of: term) { return true }
    return false
  }

  private mutating func isCandidate(_ value: Constant, of term: TermID) -> Bool {
    var index = heads[Int(term.rawValue)]
    while index >= 0 {
      let entry = entries[Int(index)]
      if !isAboutMany(entry), let holds = relations.holds(claim(of: entry), of: value), holds != entry.isTrue { return false }
      index = entry.next
    }
    return true
  }

  /// The constants of a membership check, by place, that what is asserted of its term excludes.
  mutating func deadElements(of id: CheckID) -> [Int] {
    let place = atoms.id(of: id)
    let atom = atoms[place]
    guard case .among(let range) = atom.claim, !atom.isAboutMany, atom.named == nil else { return [] }
    let values = Array(atoms.program.constants[range.range])
    return values.indices.filter { !isCandidate(values[$0], of: atom.term) }
  }

  private func contradictsAnother(_ last: Entry) -> Bool {
    let claim = claim(of: last)
    var found = false
    forEach(of: last.term) { other in
      guard !found, !isAboutMany(other) else { return }
      switch (last.isTrue, other.isTrue) {
      case (true, true): found = relations.areDisjoint(claim, self.claim(of: other))
      case (true, false): found = relations.implies(claim, self.claim(of: other))
      case (false, true): found = relations.implies(self.claim(of: other), claim)
      case (false, false): break
      }
    }
    return found
  }

  /// Fewer whole numbers than this are looked at one by one.
  private static let fewNumbers: Int128 = 64

  /// Whether a number is left between the bounds.
  private func hasNumber(_ term: TermID) -> Bool {
    var (low, high) = (Int128(Int64.min), Int128(UInt64.max))
    var isWhole = true
    forEach(of: term) { entry in
      isWhole = isWhole && self.isWhole(entry)
      guard case .within(let range) = claim(of: entry), !isAboutMany(entry) else { return }
      if entry.isTrue {
        (low, high) = (max(low, range.lowerBound), min(high, range.upperBound))
      } else if range.lowerBound <= low {
        low = max(low, range.upperBound + 1)
      } else if range.upperBound >= high {
        high = min(high, range.lowerBound - 1)
      }
    }
    guard low <= high else { return false }
    guard isWhole, high - low < Self.fewNumbers else { return true }
    return (0...(high - low)).contains { isLeft(low + $0, of: term) }
  }

  private func isLeft(_ number: Int128, of term: TermID) -> Bool {
    var isLeft = true
    forEach(of: term) { entry in
      guard isLeft, !isAboutMany(entry) else { return }
      let isInside: Bool
      switch claim(of: entry) {
      case .within(let range): isInside = range.contains(number)
      case .among(let range): isInside = isAmong(number, range)
      case .noneOf(let range): isInside = !isAmong(number, range)
      default: return
      }
      isLeft = isInside == entry.isTrue
    }
    return isLeft
  }

  private func isAmong(_ number: Int128, _ range: TableRange) -> Bool {
    atoms.program.constants[range.range].contains { AtomTable.number($0) == number }
  }

  // MARK: Examples

  /// The terms of which a check holds.
  var termsWithValue: [TermID] {
    var terms: [TermID] = []
    for entry in entries where entry.isTrue && !terms.contains(entry.term) { terms.append(entry.term) }
    return terms
  }

  /// A value that fulfils all that is asserted of the term; nil where none was found.
  mutating func someValue(of term: TermID) -> ExampleValue? {
    for value in guesses(term) where fulfilsAll(value, of: term) { return value }
    return nil
  }

  /// What the checks that hold suggest.
  private func guesses(_ term: TermID) -> [ExampleValue] {
    var guesses: [ExampleValue] = []
    var (start, end): ([UInt8], [UInt8]) = ([], [])
    forEach(of: term) { entry in
      guard entry.isTrue else { return }
      switch claim(of: entry) {
      case .among(let range), .network(let range): guesses += atoms.program.constants[range.range].prefix(64).compactMap { value($0) }
      case .within(let range): guesses += [.number(range.lowerBound), .number(range.upperBound)]
      case .text(let op, let range):
        guard case .string(let id)? = atoms.program.constants[range.range].first else { return }
        let text = Array(atoms.program.strings[id])
        guesses.append(.text(text))
        if op == .startswith || op == .pmatch, text.count > start.count { start = text }
        if op == .endswith, text.count > end.count { end = text }
      default: break
      }
    }
    return guesses + [.text(start + Array("x".utf8) + end), .text(start + end), .number(1), .number(0)]
  }

  private func value(_ constant: Constant) -> ExampleValue? {
    switch constant {
    case .string(let id): .text(Array(atoms.program.strings[id]))
    case .address(let address): .address(address)
    case .network(let network): .address(network.base)
    case .signed, .unsigned, .bool: AtomTable.number(constant).map { .number($0) }
    }
  }

  private mutating func fulfilsAll(_ value: ExampleValue, of term: TermID) -> Bool {
    var index = heads[Int(term.rawValue)]
    while index >= 0 {
      let entry = entries[Int(index)]
      if isAboutMany(entry) || relations.holds(claim(of: entry), of: value) != entry.isTrue { return false }
      index = entry.next
    }
    return true
  }

  /// The answer of a check about an example; nil where it is not understood.
  mutating func holds(_ id: CheckID, of example: Example, _ typed: TypedConditions) -> Bool? {
    let place = atoms.id(of: id)
    let atom = atoms[place]
    if let named = atom.named.map({ atoms[$0] }) {
      guard atoms[atom.carriers].contains(example.code) else { return false }
      let isNamed = named.contains(example.code)
      return if case .among = atom.claim { isNamed } else { !isNamed }
    }
    guard let value = example.value(of: atom.term) else { return false }
    return atom.isAboutMany ? nil : relations.holds(atom.claim, of: value)
  }

  // MARK: Going back

  struct Mark {
    fileprivate var entries: Int
    fileprivate var types: EventSet
  }

  var start: Mark { Mark(entries: 0, types: EventSet()) }
  var mark: Mark { Mark(entries: entries.count, types: types) }

  mutating func undo(to mark: Mark) {
    while entries.count > mark.entries {
      let entry = entries.removeLast()
      heads[Int(entry.term.rawValue)] = entry.next
    }
    types = mark.types
  }
}
