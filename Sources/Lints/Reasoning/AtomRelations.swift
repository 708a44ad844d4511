import Bytecode
import Matching
import Schema

/// What atoms about the same value say of each other. Every answer is certain; where nothing is known, it is "no".
struct AtomRelations {
  let program: Program
  private var globs: [GlobKey: Glob] = [:]
  private var regexes: [StringID: POSIXRegex] = [:]
  /// It has a stack of its own, and most rule sets never need it.
  private lazy var regexScratch = RegexScratch()

  private struct GlobKey: Hashable {
    var pattern: StringID
    var ignoresCase: Bool
  }

  init(_ program: Program) { self.program = program }

  private func constants(_ range: TableRange) -> ArraySlice<Constant> { program.constants[range.range] }
  private func bytes(_ id: StringID) -> ArraySlice<UInt8> { program.strings[id] }

  // MARK: One value

  /// Whether the claim is true of a value.
  ///
  /// - Parameter value: what a constant of an equality stands for.
  /// - Returns: nil where that is not known.
  mutating func holds(_ claim: Atom.Claim, of value: Constant) -> Bool? {
    switch claim {
    case .exists: return true
    case .opaque: return nil
    case .among(let range): return constants(range).contains(value)
    case .noneOf(let range): return !constants(range).contains(value)
    case .within(let range): return AtomTable.number(value).map { range.contains($0) }
    case .network(let range):
      guard case .address(let address) = value else { return nil }
      return isIn(range, address)
    case .text(let op, let range):
      guard case .string(let text) = value else { return nil }
      for constant in constants(range) {
        guard case .string(let operand) = constant else { return nil }
        if holds(op, bytes(text), operand) { return true }
      }
      return false
    }
  }

  /// The same for a value that need not be a constant of the program.
  mutating func holds(_ claim: Atom.Claim, of value: ExampleValue) -> Bool? {
    switch (claim, value) {
    case (.exists, _): return true
    case (.opaque, _): return nil
    case (.network(let range), .address(let address)):
      return isIn(range, address)
    case (.among(let range), _): return constants(range).contains { isEqual($0, value) }
    case (.noneOf(let range), _): return !constants(range).contains { isEqual($0, value) }
    case (.within(let range), .number(let number)): return range.contains(number)
    case (.text(let op, let range), .text(let text)):
      for constant in constants(range) {
        guard case .string(let operand) = constant else { return nil }
        if holds(op, text[...], operand) { return true }
      }
      return false
    case (.network, _), (.within, _), (.text, _): return false
    }
  }

  private func isIn(_ networks: TableRange, _ address: IPAddress) -> Bool {
    constants(networks).contains { if case .network(let network) = $0 { network.contains(address) } else { false } }
  }

  private func isEqual(_ constant: Constant, _ value: ExampleValue) -> Bool {
    switch value {
    case .number(let number): return AtomTable.number(constant) == number
    case .text(let text):
      guard case .string(let id) = constant else { return false }
      return bytes(id).elementsEqual(text)
    case .address(let address): return constant == .address(address)
    }
  }

  private mutating func holds(_ op: Operator, _ text: ArraySlice<UInt8>, _ operand: StringID) -> Bool {
    let pattern = bytes(operand)
    switch op {
    case .contains: return text.holds(pattern)
    case .icontains: return text.map(\.folded)[...].holds(pattern.map(\.folded)[...])
    case .startswith: return text.starts(with: pattern)
    case .endswith: return text.ends(with: pattern)
    case .glob, .iglob:
      let key = GlobKey(pattern: operand, ignoresCase: op == .iglob)
      let glob = globs[key] ?? Glob(Array(pattern), ignoringCase: op == .iglob)
      globs[key] = glob
      return glob.matches(Array(text).span)
    case .pmatch: return isBelow(pattern, text)
    case .regex:
      guard let regex = regexes[operand] ?? (try? POSIXRegex.compile(Array(pattern))) else { return false }
      regexes[operand] = regex
      return regex.matchesWholly(Array(text).span, scratch: regexScratch)
    default: return false
    }
  }

  /// `pmatch` with one path (rule-language.md §5.3).
  private func isBelow(_ path: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    for part in path.split(separator: slash) {
      rest = rest.drop { $0 == slash }
      let name = rest.prefix { $0 != slash }
      rest = rest[name.endIndex...]
      if name.isEmpty { return false }
      if part.contains(where: \.isWildcard) {
        guard Glob(Array(part)).matches(Array(name).span) else { return false }
      } else if !name.elementsEqual(part) {
        return false
      }
    }
    return true
  }

  // MARK: Two claims

  /// Whether every value of which `a` is true is one of which `b` is true, where `a` does not list the values.
  func implies(_ a: Atom.Claim, _ b: Atom.Claim) -> Bool {
    switch (a, b) {
    case (_, .exists): return true
    case (.within(let a), .within(let b)): return a.lowerBound >= b.lowerBound && a.upperBound <= b.upperBound
    case (.within(let a), .noneOf(let b)):
      return constants(b).allSatisfy { AtomTable.number($0).map { !a.contains($0) } ?? false }
    case (.noneOf(let a), .noneOf(let b)): return constants(b).allSatisfy { constants(a).contains($0) }
    case (.text(let op, let range), .text(let other, let wider)):
      return constants(range).allSatisfy { a in constants(wider).contains { implies(op, a, other, $0) } }
    case (.text(let op, let range), .noneOf(let excluded)):
      return constants(excluded).allSatisfy { value in constants(range).allSatisfy { excludes(op, $0, value) } }
    case (.network(let a), .network(let b)):
      return constants(a).allSatisfy { inner in constants(b).contains { contains($0, inner) } }
    case (_, .text(let op, let range)): return constants(range).contains { holdsOfAll(op, $0) }
    default: return false
    }
  }

  /// Whether no value makes both true, where neither lists the values.
  func areDisjoint(_ a: Atom.Claim, _ b: Atom.Claim) -> Bool {
    switch (a, b) {
    case (.within(let a), .within(let b)): return !a.overlaps(b)
    case (.text(let op, let range), .text(let other, let others)):
      return constants(range).allSatisfy { a in constants(others).allSatisfy { areDisjoint(op, a, other, $0) } }
    case (.network(let a), .network(let b)):
      return constants(a).allSatisfy { a in constants(b).allSatisfy { !contains(a, $0) && !contains($0, a) } }
    default: return false
    }
  }

  private func contains(_ outer: Constant, _ inner: Constant) -> Bool {
    guard case .network(let outer) = outer, case .network(let inner) = inner else { return false }
    return outer.prefixLength <= inner.prefixLength && outer.contains(inner.base)
  }

  // MARK: Two texts

  private func implies(_ op: Operator, _ a: Constant, _ other: Operator, _ b: Constant) -> Bool {
    guard case .string(let first) = a, case .string(let second) = b else { return false }
    if op == other, first == second { return true }
    if holdsOfAll(other, b) { return true }
    let (a, b) = (bytes(first), bytes(second))
    switch (op, other) {
    case (.startswith, .startswith): return a.starts(with: b)
    case (.endswith, .endswith): return a.ends(with: b)
    case (.startswith, .contains), (.endswith, .contains), (.contains, .contains): return a.holds(b)
    case (.startswith, .icontains), (.endswith, .icontains), (.contains, .icontains), (.icontains, .icontains):
      return a.map(\.folded)[...].holds(b.map(\.folded)[...])
    case (.pmatch, .pmatch): return !hasWildcard(a) && !hasWildcard(b) && a.pathParts.starts(with: b.pathParts)
    // What begins with a whole folder lies below it.
    case (.startswith, .pmatch): return a.last == slash && !hasWildcard(b) && a.pathParts.starts(with: b.pathParts)
    case (.regex, .startswith): return plainStart(first, .regex).starts(with: b)
    case (.glob, .startswith): return plainStart(first, .glob).starts(with: b)
    default: return false
    }
  }

  /// A claim that every text fulfils.
  private func holdsOfAll(_ op: Operator, _ constant: Constant) -> Bool {
    guard case .string(let id) = constant else { return false }
    switch op {
    case .contains, .icontains, .startswith, .endswith: return bytes(id).isEmpty
    case .pmatch: return bytes(id).pathParts.isEmpty
    default: return false
    }
  }

  private func areDisjoint(_ op: Operator, _ a: Constant, _ other: Operator, _ b: Constant) -> Bool {
    guard case .string(let a) = a, case .string(let b) = b else { return false }
    if op == .endswith, other == .endswith { return !bytes(a).ends(with: bytes(b)) && !bytes(b).ends(with: bytes(a)) }
    if op == .pmatch, other == .pmatch {
      guard !hasWildcard(bytes(a)), !hasWildcard(bytes(b)) else { return false }
      return zip(bytes(a).pathParts, bytes(b).pathParts).contains { !$0.elementsEqual($1) }
    }
    if op == .pmatch || other == .pmatch {
      let (path, start) = op == .pmatch ? (bytes(a), plainStart(b, other)) : (bytes(b), plainStart(a, op))
      return !hasWildcard(path) && leadsElsewhere(start, than: path.pathParts)
    }
    let (first, second) = (plainStart(a, op), plainStart(b, other))
    return !first.starts(with: second) && !second.starts(with: first)
  }

  /// Whether a text that begins so cannot lie below the path.
  private func leadsElsewhere(_ start: ArraySlice<UInt8>, than path: [ArraySlice<UInt8>]) -> Bool {
    var parts = start.pathParts
    // The last part may go on.
    let open = start.last == slash ? nil : parts.popLast()
    if zip(parts, path).contains(where: { !$0.elementsEqual($1) }) { return true }
    guard let open, parts.count < path.count else { return false }
    return !path[parts.count].starts(with: open)
  }

  private func excludes(_ op: Operator, _ a: Constant, _ value: Constant) -> Bool {
    guard case .string(let operand) = a, case .string(let text) = value else { return false }
    switch op {
    case .startswith: return !bytes(text).starts(with: bytes(operand))
    case .endswith: return !bytes(text).ends(with: bytes(operand))
    case .contains: return !bytes(text).holds(bytes(operand))
    default: return !bytes(text).starts(with: plainStart(operand, op))
    }
  }

  /// What every text begins with of which the operator is true.
  private func plainStart(_ id: StringID, _ op: Operator) -> ArraySlice<UInt8> {
    switch op {
    case .startswith: bytes(id)
    case .regex: RegexStart.plainText(of: bytes(id))[...]
    case .glob: bytes(id).prefix { !$0.isWildcard && $0 != UInt8(ascii: "\\") }
    default: []
    }
  }

  private func hasWildcard(_ path: ArraySlice<UInt8>) -> Bool { path.contains(where: \.isWildcard) }
}

private let slash = UInt8(ascii: "/")

extension UInt8 {
  fileprivate var folded: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
  fileprivate var isWildcard: Bool { self == UInt8(ascii: "*") || self == UInt8(ascii: "?") || self == UInt8(ascii: "[") }
}

extension ArraySlice<UInt8> {
  fileprivate func ends(with other: ArraySlice<UInt8>) -> Bool { suffix(other.count).elementsEqual(other) }

  /// Somewhere inside.
  fileprivate func holds(_ other: ArraySlice<UInt8>) -> Bool {
    guard other.count <= count else { return false }
    return (startIndex...endIndex - other.count).contains { self[$0...].starts(with: other) }
  }

  /// As `pmatch` sees a path (rule-language.md §5.3).
  fileprivate var pathParts: [ArraySlice<UInt8>] { split(separator: slash) }
}
