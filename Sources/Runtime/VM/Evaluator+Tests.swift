import Bytecode
import Matching
import Schema

/// A single value against constants (rule-language.md §5.2). A value of another kind than the constant, which only
/// `evt.rawarg` can give, is not equal to it.
extension Evaluator {
  func passes(_ test: Test, _ value: Value, _ event: borrowing CurrentEvent, _ state: borrowing State) -> Bool {
    switch value {
    case .text(let text): passes(test, text, event, state)
    case .unsigned(let number):
      switch test {
      case .number(let ordering, let bits): ordering.holds(number, bits)
      case .numberIn(let set): tables.numberSets.span[Int(set)].contains(number)
      default: false
      }
    case .signed(let number):
      switch test {
      case .number(let ordering, let bits): ordering.holds(number, Int64(bitPattern: bits))
      case .numberIn(let set): tables.numberSets.span[Int(set)].contains(UInt64(bitPattern: number))
      default: false
      }
    case .address(let address):
      switch test {
      case .address(let wanted): address == wanted
      case .addressIn(let set): tables.addressSets.span[Int(set)].contains(address)
      case .network(let network): network.contains(address)
      case .networkIn(let set): tables.networkSets.span[Int(set)].contains(address)
      default: false
      }
    case .bool(let isTrue): if case .bool(let accepted) = test { accepted & (isTrue ? 2 : 1) != 0 } else { false }
    case .double(let number):
      switch test {
      case .double(let ordering, let wanted): ordering.holds(number, wanted)
      case .doubleIn(let range): tables.doubles[range.range].contains(number)
      default: false
      }
    // Lists hold no lists.
    case .missing, .list, .each: false
    }
  }

  private func passes(_ test: Test, _ text: Text, _ event: borrowing CurrentEvent, _ state: borrowing State) -> Bool {
    // What a symbol can decide needs no byte.
    if case .symbol(let symbol) = text {
      switch test {
      case .equal(let literal, _): return symbol == literal.symbol
      case .textIn(let set, _): return tables.textSets.span[Int(set)].symbols.contains(UInt64(symbol.rawValue))
      default: break
      }
    }
    let bytes = event.bytes(of: text, state, terms.scratch)
    switch test {
    case .equal(let literal, let extent):
      let constant = constant(literal)
      guard bytes.hasPrefix(constant) else { return false }
      return bytes.count == constant.count || extent == .cString && bytes[constant.count] == 0
    case .textIn(let set, let extent): return tables.textSets.span[Int(set)].strings.contains(bytes.cut(to: extent))
    case .ordered(let ordering, let literal):
      return ordering.holds(bytes.cut(to: .cString).order(to: constant(literal)), 0)
    case .contains(let literal, let extent):
      guard let found = bytes.firstIndex(of: constant(literal)) else { return false }
      // Cheaper than to look for the end of every value first.
      return extent == .whole || bytes.extracting(0..<found).countBeforeNUL == found
    case .startsWith(let literal, _): return bytes.hasPrefix(constant(literal))
    case .endsWith(let literal, let extent): return bytes.cut(to: extent).hasSuffix(constant(literal))
    case .containsIgnoringCase(let literal): return bytes.cut(to: .cString).containsIgnoringCase(constant(literal))
    case .glob(let index): return tables.globs.span[Int(index)].matches(bytes.cut(to: .cString))
    case .regex(let index): return tables.regexes.span[Int(index)].matchesWholly(bytes.cut(to: .trimmed), scratch: regexScratch)
    case .paths(let index): return tables.pathSets.span[Int(index)].matches(bytes.cut(to: .trimmed))
    case .number, .numberIn, .double, .doubleIn, .bool, .address, .addressIn, .network, .networkIn: return false
    }
  }

  @_lifetime(borrow self)
  private func constant(_ literal: Literal) -> Span<UInt8> { literals.span(literal.range.bounds) }
}

extension Span<UInt8> {
  /// The part that is compared.
  @_lifetime(copy self)
  fileprivate func cut(to extent: Extent) -> Span<UInt8> {
    switch extent {
    case .cString: extracting(0..<countBeforeNUL)
    case .trimmed: extracting(0..<countWithoutTrailingNULs)
    case .whole: self
    }
  }
}

// MARK: - Field against field

/// Rule-language.md §5.5: both sides have the same type, and both are lists or neither is.
extension Evaluator {
  func compare(
    _ left: Value, _ op: Operator, _ right: Value, isBuffer: Bool, _ event: borrowing CurrentEvent,
    _ state: borrowing State
  ) -> Bool {
    switch (left, right) {
    case (_, .missing), (.missing, _): return false
    case (.list(let elements), .list(let others)):
      let isEvery = op == .in
      for index in elements.range {
        let isIn = contains(others, terms.scratch.values[index], isBuffer: isBuffer, event, state)
        if isIn != isEvery { return !isEvery }
      }
      return isEvery
    case (.text(let a), .text(let b)): return compare(a, op, b, isBuffer: isBuffer, event, state)
    default: return compare(left, op, right)
    }
  }

  private func contains(
    _ list: ValueRange, _ value: Value, isBuffer: Bool, _ event: borrowing CurrentEvent, _ state: borrowing State
  ) -> Bool {
    for index in list.range
    where compare(value, .in, terms.scratch.values[index], isBuffer: isBuffer, event, state) { return true }
    return false
  }

  /// Values without bytes.
  private func compare(_ left: Value, _ op: Operator, _ right: Value) -> Bool {
    let ordering = Ordering(op) ?? .equal
    let holds: Bool =
      switch (left, right) {
      case (.unsigned(let a), .unsigned(let b)): ordering.holds(a, b)
      case (.signed(let a), .signed(let b)): ordering.holds(a, b)
      case (.double(let a), .double(let b)): ordering.holds(a, b)
      case (.bool(let a), .bool(let b)): a == b
      case (.address(let a), .address(let b)): a == b
      default: false
      }
    return holds != (op == .notEqual)
  }

  private func compare(
    _ left: Text, _ op: Operator, _ right: Text, isBuffer: Bool, _ event: borrowing CurrentEvent,
    _ state: borrowing State
  ) -> Bool {
    let isMembership = op == .in || op == .intersects
    let extent: Extent = isBuffer ? .whole : isMembership ? .trimmed : .cString
    let a = event.bytes(of: left, state, terms.scratch).cut(to: extent)
    let b = event.bytes(of: right, state, terms.scratch).cut(to: extent)
    switch op {
    case .equal, .in, .intersects: return a.equals(b)
    case .notEqual: return !a.equals(b)
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return Ordering(op)?.holds(a.order(to: b), 0) ?? false
    case .contains, .bcontains: return a.firstIndex(of: b) != nil
    case .startswith, .bstartswith: return a.hasPrefix(b)
    case .endswith: return a.hasSuffix(b)
    case .icontains: return a.containsIgnoringCase(b)
    case .glob, .iglob:
      guard let isMatch = Glob.matches(b, a, ignoringCase: op == .iglob) else {
        regexScratch.countUndecided()
        return false
      }
      return isMatch
    case .exists, .regex, .pmatch: return false
    }
  }
}
