import Bytecode
import Matching
import Schema

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One value against one operand (rule-language.md §5.2). For `in` and `intersects` the caller asks for equality.
struct Comparison {
  let op: Operator
  let isMembership: Bool
  let isBuffer: Bool
  let scratch: RegexScratch

  func holds(_ left: Known, _ operand: ReferenceEvaluator.Operand, strings: StringPool) -> Bool {
    switch operand {
    case .known(let right): return holds(left, right)
    case .constant(.string(let id)): return holds(left, .text(Array(strings[id])))
    case .constant(.bool(let isTrue)): return holds(left, .bool(isTrue))
    case .constant(.address(let address)): return holds(left, .address(address))
    case .constant(.network(let network)):
      guard case .address(let address) = left else { return op == .notEqual }
      return isInside(network, address) != (op == .notEqual)
    case .constant(.signed(let number)):
      if case .double = left { return holds(left, .double(Double(number))) }
      // What `evt.rawarg` gives is typed by the event; the constant's bits are read as the value's type.
      if case .unsigned = left { return holds(left, .unsigned(UInt64(bitPattern: number))) }
      return holds(left, .signed(number))
    case .constant(.unsigned(let number)):
      if case .signed = left { return holds(left, .signed(Int64(bitPattern: number))) }
      return holds(left, .unsigned(number))
    }
  }

  private func holds(_ left: Known, _ right: Known) -> Bool {
    switch (left, right) {
    case (.text(let a), .text(let b)): texts(a, b)
    case (.signed(let a), .signed(let b)): ordered(a, b)
    case (.unsigned(let a), .unsigned(let b)): ordered(a, b)
    case (.double(let a), .double(let b)): ordered(a, b)
    case (.bool(let a), .bool(let b)): (a == b) != (op == .notEqual)
    case (.address(let a), .address(let b)): (a == b) != (op == .notEqual)
    // Of different kinds, so not equal.
    default: op == .notEqual
    }
  }

  private func ordered<T: Comparable>(_ a: T, _ b: T) -> Bool {
    switch op {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    default: false
    }
  }

  // MARK: Texts

  /// Where strings end: buffers never do; others at the first NUL, or, for some operators, before the last NULs.
  private func ended(_ text: [UInt8]) -> [UInt8] {
    if isBuffer { return text }
    if isMembership || op == .pmatch || op == .regex { return Array(text[..<((text.lastIndex { $0 != 0 } ?? -1) + 1)]) }
    return Array(text.prefix { $0 != 0 })
  }

  private func texts(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    let (value, operand) = (ended(left), ended(right))
    switch op {
    case .equal, .in, .intersects: return value == operand
    case .notEqual: return value != operand
    case .less: return value.lexicographicallyPrecedes(operand)
    case .lessOrEqual: return !operand.lexicographicallyPrecedes(value)
    case .greater: return operand.lexicographicallyPrecedes(value)
    case .greaterOrEqual: return !value.lexicographicallyPrecedes(operand)
    case .startswith, .bstartswith: return value.starts(with: operand)
    case .endswith: return value.reversed().starts(with: operand.reversed())
    case .contains, .bcontains: return contains(value, operand)
    case .icontains: return contains(value.map(lowercased), operand.map(lowercased))
    case .glob: return matchesGlob(operand, value)
    // FNM_CASEFOLD, which not every C library shows without being asked.
    case .iglob: return matchesGlob(operand, value, 1 << 4)
    case .pmatch: return isBelow(operand, value)
    case .regex: return (try? POSIXRegex.compile(operand))?.matchesWholly(value.span, scratch: scratch) ?? false
    case .exists: return false
    }
  }

  private func lowercased(_ byte: UInt8) -> UInt8 { 0x41...0x5A ~= byte ? byte + 32 : byte }

  private func contains(_ value: [UInt8], _ part: [UInt8]) -> Bool {
    part.count <= value.count && (0...value.count - part.count).contains { value[$0...].starts(with: part) }
  }

  private func matchesGlob(_ pattern: [UInt8], _ value: [UInt8], _ flags: Int32 = 0) -> Bool {
    // Both end in a NUL and are only read, during the call.
    unsafe (pattern + [0]).withUnsafeBytes { pattern in
      unsafe (value + [0]).withUnsafeBytes { value in
        guard let pattern = pattern.baseAddress, let value = value.baseAddress else { return false }
        return unsafe fnmatch(pattern.assumingMemoryBound(to: CChar.self), value.assumingMemoryBound(to: CChar.self), flags) == 0
      }
    }
  }

  /// Rule-language.md §5.3.
  private func isBelow(_ path: [UInt8], _ value: [UInt8]) -> Bool {
    let components = path.split(separator: UInt8(ascii: "/"))
    let own = value.split(separator: UInt8(ascii: "/"))
    guard components.count <= own.count else { return false }
    return zip(components, own).allSatisfy { component, name in
      component.contains { "?*[".utf8.contains($0) } ? matchesGlob(Array(component), Array(name)) : component == name
    }
  }

  // MARK: Addresses

  private func isInside(_ network: IPNetwork, _ address: IPAddress) -> Bool {
    let (base, bits) = (bits(of: network.base), bits(of: address))
    return base.count == bits.count && base.prefix(Int(network.prefixLength)) == bits.prefix(Int(network.prefixLength))
  }

  private func bits(of address: IPAddress) -> [Bool] {
    switch address {
    case .v4(let word): (0..<32).map { word >> (31 - UInt32($0)) & 1 == 1 }
    case .v6(let high, let low):
      (0..<64).map { high >> (63 - UInt64($0)) & 1 == 1 } + (0..<64).map { low >> (63 - UInt64($0)) & 1 == 1 }
    }
  }
}
