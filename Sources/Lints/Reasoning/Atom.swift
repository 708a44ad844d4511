import Bytecode
import Matching
import Schema

/// A check as reasoning sees it: what it says of the one value of its term. A check that holds implies that the value is
/// there; one that does not hold says nothing where there is none (rule-language.md §6.1).
struct Atom {
  enum Claim {
    /// Only that there is a value.
    case exists
    /// It is one of the constants.
    case among(TableRange)
    /// It is none of them.
    case noneOf(TableRange)
    /// A number: in the range, both ends included.
    case within(ClosedRange<Int128>)
    /// A text of which the operator holds with at least one of the constants.
    case text(Operator, TableRange)
    /// An address in one of the networks.
    case network(TableRange)
    /// Whatever it says is not understood here. Equal checks still have equal answers.
    case opaque
  }

  var term: TermID
  /// The term on the right, which must have a value, too.
  var rightTerm: TermID?
  var claim: Claim
  /// The term stands for several values at once (both ends of a connection, all ancestors, a list): claims about it are not
  /// about one and the same.
  var isAboutMany: Bool
  /// `evt.type`, `syscall.type` or `evt.dir` against texts: the types that these stand for.
  var named: EventSetID?
  /// The type alone decides: it has no name of its own in the event.
  var isNamedExactly = false
  /// The types on which it can hold.
  var carriers: EventSetID
  /// Numbers of the term are whole.
  var isWhole: Bool
  /// It can make the types fewer that are left.
  var narrowsTypes = true
}

/// An atom in an `AtomTable`.
struct AtomID: BitwiseCopyable {
  fileprivate let rawValue: UInt32
}

/// One of the sets of event types in an `AtomTable`. Atoms are handed about very often, and a set is large.
struct EventSetID: Equatable, BitwiseCopyable {
  fileprivate let rawValue: UInt32
}

/// The atoms of a program, made when they are first asked for.
struct AtomTable {
  let program: Program
  let catalog: FieldCatalog
  let events: EventTable
  var carriers: FieldCarriers
  /// Those that were asked for.
  private var atoms: [Atom] = []
  private var sets: [EventSet] = []
  /// By check: its place in `atoms`.
  private var places: [UInt32]
  private static let none = UInt32.max
  /// By term, once asked for.
  private var traits: [TermTraits?]

  /// What matters of a term for all checks of it.
  private struct TermTraits {
    enum Kind { case eventType, syscallType, direction, flag, other }
    var isAboutMany: Bool
    var isUnderstood: Bool
    var kind: Kind
  }

  init(_ program: Program, catalog: FieldCatalog, events: EventTable) {
    self.program = program
    self.catalog = catalog
    self.events = events
    carriers = FieldCarriers(program, catalog: catalog, events: events)
    places = Array(repeating: Self.none, count: program.checks.count)
    atoms.reserveCapacity(program.checks.count)
    traits = Array(repeating: nil, count: program.terms.count)
  }

  private mutating func traits(of id: TermID) -> TermTraits {
    if let traits = traits[Int(id.rawValue)] { return traits }
    var kind = TermTraits.Kind.other
    if case .field(let field, FieldSelector.none) = program.terms[Int(id.rawValue)] {
      switch catalog[field].name {
      case "evt.type": kind = .eventType
      case "syscall.type": kind = .syscallType
      case "evt.dir": kind = .direction
      default: if catalog[field].type == .bool { kind = .flag }
      }
    }
    let made = TermTraits(
      isAboutMany: isAboutMany(id, program.termInfo[Int(id.rawValue)]), isUnderstood: isUnderstood(id), kind: kind)
    traits[Int(id.rawValue)] = made
    return made
  }

  subscript(id: AtomID) -> Atom { atoms[Int(id.rawValue)] }

  mutating func id(of check: CheckID) -> AtomID {
    if places[Int(check.rawValue)] == Self.none {
      places[Int(check.rawValue)] = UInt32(atoms.count)
      atoms.append(make(program.checks[Int(check.rawValue)]))
    }
    return AtomID(rawValue: places[Int(check.rawValue)])
  }

  subscript(id: EventSetID) -> EventSet { sets[Int(id.rawValue)] }

  private mutating func add(_ set: EventSet) -> EventSetID {
    // Nearly always one of the first: all types, those of descriptors.
    for known in sets.indices.prefix(4) where sets[known] == set { return EventSetID(rawValue: UInt32(known)) }
    sets.append(set)
    return EventSetID(rawValue: UInt32(sets.count - 1))
  }

  private mutating func make(_ check: Check) -> Atom {
    let info = program.termInfo[Int(check.left.rawValue)]
    let traits = traits(of: check.left)
    let carriers = carriers.types(of: check.left)
    var atom = Atom(
      term: check.left, claim: .opaque, isAboutMany: traits.isAboutMany, carriers: add(carriers), isWhole: info.type.family != .double)
    switch check.right {
    case .none: atom.claim = .exists
    case .term(let right):
      atom.rightTerm = right
      atom.carriers = add(carriers.intersection(self.carriers.types(of: right)))
    case .constants(let range):
      guard range.count > 0, traits.isUnderstood else { break }
      atom.claim = claim(check, range, info.type.family)
      addEventTypes(traits.kind, check, range, to: &atom)
    }
    atom.narrowsTypes = atom.named != nil || self[atom.carriers] != self.carriers.visible
    return atom
  }

  // MARK: Claims

  private func claim(_ check: Check, _ range: TableRange, _ family: ValueType.Family) -> Atom.Claim {
    if family == .network { return networkClaim(check, range) }
    switch (check.op, check.modifier) {
    case (.equal, nil), (.in, nil), (.intersects, nil), (.equal, .anyof): return .among(range)
    case (.notEqual, nil), (.notEqual, .allof): return .noneOf(range)
    case (_, .oneof), (_, .allof): return range.count == 1 ? single(check.op, range, family) : .opaque
    case (.notEqual, .anyof): return range.count == 1 ? .noneOf(range) : .opaque
    default: return single(check.op, range, family)
    }
  }

  /// One of the constants is enough, or there is only one.
  private func single(_ op: Operator, _ range: TableRange, _ family: ValueType.Family) -> Atom.Claim {
    switch op {
    case .exists: return .exists
    case .equal, .in, .intersects: return .among(range)
    case .notEqual: return .noneOf(range)
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return order(op, range, family)
    case .contains, .icontains, .startswith, .endswith, .glob, .iglob, .regex, .pmatch:
      return family == .string ? .text(op, range) : .opaque
    case .bcontains, .bstartswith: return .opaque
    }
  }

  private func order(_ op: Operator, _ range: TableRange, _ family: ValueType.Family) -> Atom.Claim {
    guard range.count == 1, let number = Self.number(program.constants[range.range.lowerBound]), family != .double else {
      return .opaque
    }
    let domain = Self.domain(family)
    switch op {
    case .less: return Self.within(domain.lowerBound, number - 1)
    case .lessOrEqual: return Self.within(domain.lowerBound, number)
    case .greater: return Self.within(number + 1, domain.upperBound)
    default: return Self.within(number, domain.upperBound)
    }
  }

  /// A range of which nothing is left is one that no value of any type lies in.
  private static func within(_ low: Int128, _ high: Int128) -> Atom.Claim {
    .within(low <= high ? low...high : nowhere)
  }

  private static let nowhere: ClosedRange<Int128> = Int128.max...Int128.max

  private func networkClaim(_ check: Check, _ range: TableRange) -> Atom.Claim {
    switch (check.op, check.modifier) {
    case (.equal, nil), (.in, nil), (.intersects, nil), (.equal, .anyof): .network(range)
    default: .opaque
    }
  }

  static func number(_ constant: Constant) -> Int128? {
    switch constant {
    case .signed(let value): Int128(value)
    case .unsigned(let value): Int128(value)
    case .bool(let value): value ? 1 : 0
    case .string, .address, .network: nil
    }
  }

  static func domain(_ family: ValueType.Family) -> ClosedRange<Int128> {
    switch family {
    case .signed: Int128(Int64.min)...Int128(Int64.max)
    case .port: 0...65535
    case .bool: 0...1
    default: 0...Int128(UInt64.max)
    }
  }

  // MARK: Terms

  /// Fields whose value is several at once (rule-language.md §5.4), lists, and everything made of them.
  private func isAboutMany(_ id: TermID, _ info: TermInfo) -> Bool {
    if info.isList { return true }
    switch program.terms[Int(id.rawValue)] {
    case .field(let field, let selector):
      switch catalog[field].name {
      case "fd.ip", "fd.port", "fd.proto", "fd.net", "fd.cip.name", "fd.sip.name", "fd.lip.name", "fd.rip.name": return true
      case "proc.aname", "proc.aexe", "proc.aexepath", "proc.acmdline", "proc.apid", "proc.aargs": return selector == .none
      // An index means all ancestors here, too (state-engine.md §8).
      case "proc.aenv": if case .key = selector { return false } else { return true }
      default: return false
      }
    case .call(_, let arguments, _), .list(let arguments):
      return program.termLists[arguments.range].contains { isAboutMany($0, program.termInfo[Int($0.rawValue)]) }
    case .constant: return false
    }
  }

  /// Not the fields with comparisons or types of their own, and not what may hold NUL bytes, at which some comparisons end
  /// and others do not (rule-language.md §5.2).
  private func isUnderstood(_ id: TermID) -> Bool {
    switch program.terms[Int(id.rawValue)] {
    case .field(let field, _):
      switch catalog[field].name {
      case "evt.around", "evt.rawarg", "evt.buffer", "util.cnt": return false
      default: return catalog[field].origin != .anomalyPlugin
      }
    case .call(let transformer, let arguments, _):
      return transformer != .b64 && program.termLists[arguments.range].allSatisfy(isUnderstood)
    case .list(let arguments): return program.termLists[arguments.range].allSatisfy(isUnderstood)
    case .constant: return true
    }
  }

  private mutating func addEventTypes(_ kind: TermTraits.Kind, _ check: Check, _ range: TableRange, to atom: inout Atom) {
    switch kind {
    case .eventType, .syscallType:
      switch atom.claim {
      case .among, .noneOf: atom.named = add(codes(range, isSyscall: kind == .syscallType))
      default: break
      }
    case .direction:
      // The half of the pair that a type is: known for every type.
      guard case .among(let range) = atom.claim else { break }
      atom.named = add(halves(range))
      atom.isNamedExactly = true
    case .flag:
      guard case .among(let range) = atom.claim, program.constants[range.range].allSatisfy({ $0 == .bool(true) }),
        case .field(let field, _) = program.terms[Int(check.left.rawValue)]
      else { break }
      atom.carriers = add(self[atom.carriers].intersection(carriers.typesWhereTrue(catalog[field])))
    case .other: break
    }
  }

  private func halves(_ range: TableRange) -> EventSet {
    var wanted: Set<UInt8> = []
    for constant in program.constants[range.range] {
      if case .string(let string) = constant, program.strings[string].count == 1 { wanted.formUnion(program.strings[string]) }
    }
    return EventSet(events.allCodes.codes.filter { wanted.contains($0.rawValue & 1 == 1 ? UInt8(ascii: "<") : UInt8(ascii: ">")) })
  }

  private func codes(_ range: TableRange, isSyscall: Bool) -> EventSet {
    var named = EventSet()
    for constant in program.constants[range.range] {
      guard case .string(let string) = constant else { continue }
      let name = program.strings.text(string)
      named = named.union(isSyscall ? events.syscallEvents(named: name) : events.events(named: name) ?? EventSet())
    }
    return named
  }
}
