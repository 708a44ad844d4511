package import Bytecode
import Diagnostics
import Schema

/// Fills the tables of a program; equal terms and equal checks get one entry each (hash-consing).
package struct ProgramTables: Sendable {
  package private(set) var program: Program
  private var internedTerms = InternTable()
  private var internedChecks = InternTable()

  package init(source: String, strings: StringPool) {
    program = Program(source: source)
    program.strings = strings
  }

  package subscript(id: TermID) -> Term { program.terms[Int(id.rawValue)] }
  package subscript(id: CheckID) -> Check { program.checks[Int(id.rawValue)] }
  package func info(_ id: TermID) -> TermInfo { program.termInfo[Int(id.rawValue)] }
  package func info(_ id: CheckID) -> CheckInfo { program.checkInfo[Int(id.rawValue)] }

  mutating func intern(_ string: ArraySlice<UInt8>) -> StringID { program.strings.intern(string) }

  // MARK: Terms

  mutating func field(_ field: Field, _ selector: FieldSelector, type: ValueType) -> TermID {
    var hash = MixedHash(0)
    hash.combine(UInt64(field.id.rawValue))
    selector.feed(&hash)
    return add(hash, where: { _, term in term == .field(field.id, selector) }) { _ in
      let info = TermInfo(
        type: type, isList: field.isList, dependency: field.dependency, hangsOn: field.hangsOn,
        cost: UInt32(field.cost))
      return (.field(field.id, selector), info)
    }
  }

  mutating func constant(_ constant: Constant, type: ValueType) -> TermID {
    var hash = MixedHash(1)
    constant.feed(&hash)
    return add(hash, where: { if case .constant(let id) = $1 { $0.constants[Int(id.rawValue)] == constant } else { false } }) { program in
      program.constants.append(constant)
      let id = ConstantID(rawValue: UInt32(program.constants.count - 1))
      return (.constant(id), TermInfo(type: type, isList: false, dependency: .constant, hangsOn: [], cost: 0))
    }
  }

  mutating func list(_ elements: [TermID], type: ValueType) -> TermID {
    var hash = MixedHash(2)
    for element in elements { hash.combine(UInt64(element.rawValue)) }
    return add(hash, where: { if case .list(let range) = $1 { $0.termLists[range.range].elementsEqual(elements) } else { false } }) {
      program in
      let info = Self.combined(elements, in: program, type: type, isList: true, ownCost: 5)
      return (.list(Self.addList(elements, to: &program)), info)
    }
  }

  mutating func call(
    _ transformer: Transformer, _ arguments: [TermID], selector: UInt8?, type: ValueType, isList: Bool
  ) -> TermID {
    var hash = MixedHash(3)
    hash.combine(UInt64(transformer.rawValue) << 9 | UInt64(selector ?? 0) << 1 | (selector == nil ? 0 : 1))
    for argument in arguments { hash.combine(UInt64(argument.rawValue)) }
    let isEqual = { (program: Program, term: Term) in
      guard case .call(transformer, let range, selector) = term else { return false }
      return program.termLists[range.range].elementsEqual(arguments)
    }
    return add(hash, where: isEqual) { program in
      let info = Self.combined(arguments, in: program, type: type, isList: isList, ownCost: 20)
      return (.call(transformer, arguments: Self.addList(arguments, to: &program), selector: selector), info)
    }
  }

  private mutating func add(
    _ hash: MixedHash, where isEqual: (Program, Term) -> Bool, _ make: (inout Program) -> (Term, TermInfo)
  ) -> TermID {
    if let known = internedTerms.find(hash.value, where: { isEqual(program, program.terms[$0]) }) {
      return TermID(rawValue: UInt32(known))
    }
    let (term, info) = make(&program)
    program.terms.append(term)
    program.termInfo.append(info)
    internedTerms.add(hash.value)
    return TermID(rawValue: UInt32(program.terms.count - 1))
  }

  private static func addList(_ ids: [TermID], to program: inout Program) -> TableRange {
    program.termLists.append(contentsOf: ids)
    return TableRange(start: program.termLists.count - ids.count, count: ids.count)
  }

  private static func combined(
    _ parts: [TermID], in program: Program, type: ValueType, isList: Bool, ownCost: UInt32
  ) -> TermInfo {
    var info = TermInfo(type: type, isList: isList, dependency: .constant, hangsOn: [], cost: ownCost)
    for part in parts {
      let other = program.termInfo[Int(part.rawValue)]
      info.dependency = max(info.dependency, other.dependency)
      info.hangsOn.formUnion(other.hangsOn)
      info.cost += other.cost
    }
    return info
  }

  // MARK: Checks

  /// Where the next constants will stand; what is behind a mark can be taken back.
  var constantCount: Int { program.constants.count }
  mutating func append(_ constant: Constant) { program.constants.append(constant) }
  mutating func dropConstants(from mark: Int) { program.constants.removeSubrange(mark...) }

  /// The check, which may be one that is there already. Its constants stand last in the table, or nowhere.
  mutating func check(_ check: Check, at span: SourceSpan) -> CheckID {
    let hash = hash(of: check)
    if let known = internedChecks.find(hash, where: { equal(program.checks[$0], check) }) {
      if case .constants(let range) = check.right { dropConstants(from: range.range.lowerBound) }
      program.checkInfo[known].provenance.append(span)
      return CheckID(rawValue: UInt32(known))
    }
    let id = CheckID(rawValue: UInt32(program.checks.count))
    program.checks.append(check)
    program.checkInfo.append(facts(of: check, at: span))
    internedChecks.add(hash)
    return id
  }

  /// Constants count by value, since their ranges differ.
  private func hash(of check: Check) -> UInt64 {
    var hash = MixedHash(UInt64(check.left.rawValue) << 16 | UInt64(check.op.rawValue) << 8 | UInt64(check.modifier?.rawValue ?? 255))
    switch check.right {
    case .none: break
    case .term(let id): hash.combine(UInt64(id.rawValue))
    case .constants(let range):
      hash.combine(UInt64(range.count))
      for constant in program.constants[range.range] { constant.feed(&hash) }
    }
    return hash.value
  }

  private func equal(_ a: Check, _ b: Check) -> Bool {
    guard a.left == b.left, a.op == b.op, a.modifier == b.modifier else { return false }
    guard case .constants(let first) = a.right, case .constants(let second) = b.right else { return a.right == b.right }
    return program.constants[first.range].elementsEqual(program.constants[second.range])
  }

  private func facts(of check: Check, at span: SourceSpan) -> CheckInfo {
    let left = info(check.left)
    var facts = CheckInfo(
      dependency: left.dependency, hangsOn: left.hangsOn, cost: left.cost + Self.cost(of: check.op),
      provenance: [span])
    if case .term(let id) = check.right {
      let right = info(id)
      facts.dependency = max(facts.dependency, right.dependency)
      facts.hangsOn.formUnion(right.hangsOn)
      facts.cost += right.cost
    }
    return facts
  }

  /// Estimated nanoseconds of the comparison itself.
  private static func cost(of op: Operator) -> UInt32 {
    switch op {
    case .exists: 1
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: 2
    case .startswith, .endswith, .bstartswith: 4
    case .in, .intersects: 6
    case .contains, .bcontains: 15
    case .icontains: 25
    case .pmatch: 40
    case .glob, .iglob: 50
    case .regex: 150
    }
  }

  /// The finished program.
  package consuming func finish(_ body: (inout Program) -> Void) -> Program {
    body(&program)
    return program
  }
}

extension Constant {
  /// Strings are in a pool, so that a constant is one number, as a rule.
  fileprivate func feed(_ hash: inout MixedHash) {
    switch self {
    case .string(let id): hash.combine(UInt64(id.rawValue))
    case .signed(let value): hash.combine(UInt64(bitPattern: value))
    case .unsigned(let value): hash.combine(value)
    case .bool(let value): hash.combine(value ? 1 : 0)
    case .address, .network: hash.combine(UInt64(bitPattern: Int64(hashValue)))
    }
  }
}

extension FieldSelector {
  fileprivate func feed(_ hash: inout MixedHash) {
    switch self {
    case .none: break
    case .index(let index): hash.combine(index << 2)
    case .key(let id): hash.combine(UInt64(id.rawValue) << 2 | 1)
    case .name(let id): hash.combine(UInt64(id.rawValue) << 2 | 2)
    case .sketch(let id): hash.combine(UInt64(id.rawValue) << 2 | 3)
    }
  }
}
