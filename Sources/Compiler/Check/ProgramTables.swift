package import Bytecode
import Diagnostics
import Schema

/// Fills the tables of a program; equal terms and equal checks get one entry each (hash-consing).
package struct ProgramTables: Sendable {
  package private(set) var program: Program
  private var termIDs: [TermKey: TermID] = [:]
  /// Checks by the hash of their content; constants are compared by value, since their ranges differ. A table with open
  /// addressing, at most half full; ids plus one, 0 is a free slot.
  private var checkSlots: [UInt32] = Array(repeating: 0, count: 256)
  /// By check: its hash.
  private var checkHashes: [UInt64] = []

  package init(source: String, strings: StringPool) {
    program = Program(source: source)
    program.strings = strings
  }

  private enum TermKey: Hashable {
    case field(FieldID, FieldSelector)
    case call(Transformer, [TermID], UInt8?)
    case constant(Constant)
    case list([TermID])
  }

  package subscript(id: TermID) -> Term { program.terms[Int(id.rawValue)] }
  package subscript(id: CheckID) -> Check { program.checks[Int(id.rawValue)] }
  package func info(_ id: TermID) -> TermInfo { program.termInfo[Int(id.rawValue)] }
  package func info(_ id: CheckID) -> CheckInfo { program.checkInfo[Int(id.rawValue)] }

  mutating func intern(_ string: ArraySlice<UInt8>) -> StringID { program.strings.intern(string) }

  // MARK: Terms

  mutating func field(_ field: Field, _ selector: FieldSelector, type: ValueType) -> TermID {
    add(.field(field.id, selector)) { _ in
      let info = TermInfo(
        type: type, isList: field.isList, dependency: field.dependency, hangsOn: field.hangsOn,
        cost: UInt32(field.cost))
      return (.field(field.id, selector), info)
    }
  }

  mutating func constant(_ constant: Constant, type: ValueType) -> TermID {
    add(.constant(constant)) { program in
      program.constants.append(constant)
      let id = ConstantID(rawValue: UInt32(program.constants.count - 1))
      return (.constant(id), TermInfo(type: type, isList: false, dependency: .constant, hangsOn: [], cost: 0))
    }
  }

  mutating func list(_ elements: [TermID], type: ValueType) -> TermID {
    add(.list(elements)) { program in
      let info = Self.combined(elements, in: program, type: type, isList: true, ownCost: 5)
      return (.list(Self.addList(elements, to: &program)), info)
    }
  }

  mutating func call(
    _ transformer: Transformer, _ arguments: [TermID], selector: UInt8?, type: ValueType, isList: Bool
  ) -> TermID {
    add(.call(transformer, arguments, selector)) { program in
      let info = Self.combined(arguments, in: program, type: type, isList: isList, ownCost: 20)
      return (.call(transformer, arguments: Self.addList(arguments, to: &program), selector: selector), info)
    }
  }

  private mutating func add(_ key: TermKey, _ make: (inout Program) -> (Term, TermInfo)) -> TermID {
    if let known = termIDs[key] { return known }
    let (term, info) = make(&program)
    program.terms.append(term)
    program.termInfo.append(info)
    let id = TermID(rawValue: UInt32(program.terms.count - 1))
    termIDs[key] = id
    return id
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
    let slot = slot(of: check, hash: hash)
    guard checkSlots[slot] == 0 else {
      let known = CheckID(rawValue: checkSlots[slot] - 1)
      if case .constants(let range) = check.right { dropConstants(from: range.range.lowerBound) }
      program.checkInfo[Int(known.rawValue)].provenance.append(span)
      return known
    }
    let id = CheckID(rawValue: UInt32(program.checks.count))
    program.checks.append(check)
    program.checkInfo.append(facts(of: check, at: span))
    checkHashes.append(hash)
    checkSlots[slot] = id.rawValue + 1
    if 2 * checkHashes.count > checkSlots.count { growSlots() }
    return id
  }

  /// The slot that holds an equal check, or the free one where it belongs.
  private func slot(of check: Check, hash: UInt64) -> Int {
    let mask = checkSlots.count - 1
    var slot = Self.firstSlot(for: hash) & mask
    while checkSlots[slot] != 0 {
      let candidate = Int(checkSlots[slot] - 1)
      if checkHashes[candidate] == hash, equal(program.checks[candidate], check) { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  /// The low bits of a hash alone say little: of a check without constants they are its operator.
  private static func firstSlot(for hash: UInt64) -> Int {
    Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 32)
  }

  private mutating func growSlots() {
    checkSlots = Array(repeating: 0, count: checkSlots.count * 2)
    let mask = checkSlots.count - 1
    for (id, hash) in checkHashes.enumerated() {
      var slot = Self.firstSlot(for: hash) & mask
      while checkSlots[slot] != 0 { slot = (slot + 1) & mask }
      checkSlots[slot] = UInt32(id) + 1
    }
  }

  /// Equal checks have equal hashes. Strings are in a pool, so that a constant is one number, as a rule.
  private func hash(of check: Check) -> UInt64 {
    var hash = UInt64(check.left.rawValue) << 16 | UInt64(check.op.rawValue) << 8 | UInt64(check.modifier?.rawValue ?? 255)
    func combine(_ value: UInt64) {
      hash = (hash ^ value) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
    }
    switch check.right {
    case .none: break
    case .term(let id): combine(UInt64(id.rawValue))
    case .constants(let range):
      combine(UInt64(range.count))
      for constant in program.constants[range.range] {
        switch constant {
        case .string(let id): combine(UInt64(id.rawValue))
        case .signed(let value): combine(UInt64(bitPattern: value))
        case .unsigned(let value): combine(value)
        case .bool(let value): combine(value ? 1 : 0)
        case .address, .network: combine(UInt64(bitPattern: Int64(constant.hashValue)))
        }
      }
    }
    return hash
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
