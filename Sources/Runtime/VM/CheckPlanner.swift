import Bytecode
import Matching
import Schema

/// Makes the plans of a program's checks. The verifier has proved that operators, types and constants fit.
struct CheckPlanner {
  private let program: Program
  private let catalog: FieldCatalog
  private(set) var tables = CheckTables()
  /// The bytes of all constant texts.
  private(set) var literals: [UInt8] = []
  /// Patterns that several checks ask for are compiled once.
  private var regexes: [StringID: Int32] = [:]
  private var globs: [GlobKey: Int32] = [:]

  private struct GlobKey: Hashable {
    var pattern: StringID
    var ignoresCase: Bool
  }

  init(_ program: Program, catalog: FieldCatalog) {
    self.program = program
    self.catalog = catalog
  }

  mutating func plans(_ symbols: inout SymbolTable) -> [CheckPlan] {
    program.checks.map { CheckPlan(left: $0.left, op: $0.op, form: form(of: $0, &symbols)) }
  }

  private mutating func form(of check: Check, _ symbols: inout SymbolTable) -> CheckPlan.Form {
    let family = program.termInfo[Int(check.left.rawValue)].type.family
    switch check.right {
    case .none: return .exists
    case .term(let id): return .term(id, isBuffer: family == .buffer)
    case .constants(let range):
      let constants = program.constants[range.range]
      guard let first = constants.first else { return .never }
      let isAround = isAround(check.left)
      guard let modifier = check.modifier else {
        if isAround { return .test(around(first)) }
        return .test(
          check.op.info.rightSide == .list
            ? test(in: constants, check.op, family, &symbols) : test(check.op, first, family, &symbols))
      }
      let start = tables.tests.count
      for constant in constants {
        tables.tests.append(isAround ? around(constant) : test(check.op, constant, family, &symbols))
      }
      // Membership in one step (rule-language.md §5.2, modifiers).
      let isMembership = (check.op, modifier) == (.equal, .anyof) || (check.op, modifier) == (.notEqual, .allof)
      let set = isMembership && !isAround ? test(in: constants, .in, family, &symbols) : nil
      return .each(modifier, TableRange(start: start, count: constants.count), set: set)
    }
  }

  // MARK: One constant

  private mutating func test(
    _ op: Operator, _ constant: Constant, _ family: ValueType.Family, _ symbols: inout SymbolTable
  ) -> Test {
    switch constant {
    case .string(let id): return textTest(op, id, family, &symbols)
    case .signed(let value):
      let ordering = Ordering(op) ?? .equal
      return family == .double ? .double(ordering, Double(value)) : .number(ordering, UInt64(bitPattern: value))
    case .unsigned(let value): return .number(Ordering(op) ?? .equal, value)
    case .bool: return boolTest([constant])
    case .address(let address): return .address(address)
    case .network(let network): return .network(network)
    }
  }

  private mutating func textTest(
    _ op: Operator, _ id: StringID, _ family: ValueType.Family, _ symbols: inout SymbolTable
  ) -> Test {
    let extent: Extent = family == .buffer ? .whole : .cString
    switch op {
    case .equal, .notEqual: return .equal(literal(id, &symbols), extent)
    case .contains, .bcontains: return .contains(literal(id, &symbols), extent)
    case .startswith, .bstartswith: return .startsWith(literal(id, &symbols), extent)
    case .endswith: return .endsWith(literal(id, &symbols), extent)
    case .icontains: return .containsIgnoringCase(literal(id, &symbols))
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return .ordered(Ordering(op) ?? .equal, literal(id, &symbols))
    case .glob, .iglob: return .glob(glob(id, ignoringCase: op == .iglob))
    case .regex: return .regex(regex(id))
    case .in, .intersects, .pmatch, .exists: return .equal(literal(id, &symbols), extent)
    }
  }

  private mutating func literal(_ id: StringID, _ symbols: inout SymbolTable) -> Literal {
    let bytes = program.strings[id]
    let start = literals.count
    literals += bytes
    return Literal(range: ByteRange(start: start, count: bytes.count), symbol: symbols.intern(bytes.span))
  }

  private mutating func glob(_ id: StringID, ignoringCase: Bool) -> Int32 {
    let key = GlobKey(pattern: id, ignoresCase: ignoringCase)
    if let known = globs[key] { return known }
    tables.globs.append(Glob(Array(program.strings[id]), ignoringCase: ignoringCase))
    globs[key] = Int32(tables.globs.count - 1)
    return Int32(tables.globs.count - 1)
  }

  private mutating func regex(_ id: StringID) -> Int32 {
    if let known = regexes[id] { return known }
    do throws(RegexSyntaxError) {
      tables.regexes.append(try POSIXRegex.compile(Array(program.strings[id])))
    } catch {
      preconditionFailure("a verified program has a pattern that does not compile")
    }
    regexes[id] = Int32(tables.regexes.count - 1)
    return Int32(tables.regexes.count - 1)
  }

  // MARK: Lists

  private mutating func test(
    in constants: ArraySlice<Constant>, _ op: Operator, _ family: ValueType.Family, _ symbols: inout SymbolTable
  ) -> Test {
    if op == .pmatch {
      let paths = constants.compactMap { if case .string(let id) = $0 { Array(program.strings[id]) } else { nil } }
      tables.pathSets.append(PathPrefixSet(paths))
      return .paths(Int32(tables.pathSets.count - 1))
    }
    switch family {
    case .string, .buffer: return textSet(constants, family, &symbols)
    case .signed, .unsigned, .port, .duration: return numberSet(constants)
    case .double: return doubleSet(constants)
    case .bool: return boolTest(constants)
    case .address:
      let addresses = constants.compactMap { if case .address(let address) = $0 { address } else { nil } }
      tables.addressSets.append(AddressSet(addresses))
      return .addressIn(Int32(tables.addressSets.count - 1))
    case .network:
      let networks = constants.compactMap { if case .network(let network) = $0 { network } else { nil } }
      tables.networkSets.append(NetworkSet(networks))
      return .networkIn(Int32(tables.networkSets.count - 1))
    case .opaque: preconditionFailure("a verified program compares no such value with constants")
    }
  }

  private mutating func textSet(
    _ constants: ArraySlice<Constant>, _ family: ValueType.Family, _ symbols: inout SymbolTable
  ) -> Test {
    let strings = constants.compactMap { if case .string(let id) = $0 { program.strings[id] } else { nil } }
    tables.textSets.append(
      TextSet(
        symbols: NumberSet(strings.map { UInt64(symbols.intern($0.span).rawValue) }), strings: ByteStringSet(strings)))
    return .textIn(Int32(tables.textSets.count - 1), family == .buffer ? .whole : .trimmed)
  }

  private mutating func numberSet(_ constants: ArraySlice<Constant>) -> Test {
    let numbers = constants.compactMap { constant -> UInt64? in
      switch constant {
      case .signed(let value): UInt64(bitPattern: value)
      case .unsigned(let value): value
      default: nil
      }
    }
    tables.numberSets.append(NumberSet(numbers))
    return .numberIn(Int32(tables.numberSets.count - 1))
  }

  private mutating func doubleSet(_ constants: ArraySlice<Constant>) -> Test {
    let start = tables.doubles.count
    for case .signed(let value) in constants { tables.doubles.append(Double(value)) }
    return .doubleIn(TableRange(start: start, count: tables.doubles.count - start))
  }

  private func boolTest(_ constants: ArraySlice<Constant>) -> Test {
    var accepted: UInt8 = 0
    for case .bool(let value) in constants { accepted |= value ? 2 : 1 }
    return .bool(accepted)
  }

  // MARK: evt.around

  private func isAround(_ term: TermID) -> Bool {
    guard case .field(let id, _) = program.terms[Int(term.rawValue)] else { return false }
    return catalog[id].name == "evt.around"
  }

  /// `evt.around[T] = D`: the reader gives the distance from T in the unit of D.
  private func around(_ constant: Constant) -> Test {
    guard case .unsigned(let milliseconds) = constant else { preconditionFailure("the field is a number") }
    return .number(.lessOrEqual, milliseconds)
  }
}
