import Matching
import Schema

/// The part of the verifier that is about values: what kind each term gives, and that each check compares such a kind in
/// a way that is defined (rule-language.md §4, §5.1, §5.5, §7).
///
/// It does not ask the compiler's own rules, so a mistake there does not pass here.
struct ValueVerifier {
  let program: Program
  let catalog: FieldCatalog
  let events: EventTable

  func verify() throws(VerificationError) {
    for index in program.terms.indices { try verifyTerm(index) }
    for (index, check) in program.checks.enumerated() { try verify(check, number: index) }
    for rule in program.rules {
      try require(isString(rule.name) && rule.tags.allSatisfy(isString), "a rule's name or tag is no string")
      for part in rule.output {
        switch part {
        case .literal(let id): try require(isString(id), "an output's text is no string")
        case .term(let id, _): try require(Int(id.rawValue) < program.terms.count, "an output of no term")
        }
      }
    }
  }

  private func require(_ condition: Bool, _ problem: @autoclosure () -> String) throws(VerificationError) {
    guard condition else { throw VerificationError(problem: problem()) }
  }

  private func isString(_ id: StringID) -> Bool { Int(id.rawValue) < program.strings.count }

  private func info(_ id: TermID) -> TermInfo { program.termInfo[Int(id.rawValue)] }

  // MARK: Terms

  private func verifyTerm(_ index: Int) throws(VerificationError) {
    let info = program.termInfo[index]
    let place = "term \(index)"
    switch program.terms[index] {
    case .field(let id, let selector):
      try require(Int(id.rawValue) < catalog.fields.count, "\(place): no such field")
      let field = catalog[id]
      try require(info.isList == field.isList, "\(place): a list, or not, unlike its field")
      let type = field.type == .dynamic ? rawType(selector) : field.type
      try require(info.type == type, "\(place): not of its field's type")
      try require(fits(selector, field), "\(place): the field takes no such selector")
    case .constant(let id):
      try require(Int(id.rawValue) < program.constants.count, "\(place): no such constant")
      try require(
        !info.isList && fits(program.constants[Int(id.rawValue)], info.type.family), "\(place): constant of another type")
    case .list(let range):
      try require(info.isList && info.type == .charbuf, "\(place): a written list holds strings")
      for element in program.termLists[range.range] {
        let part = self.info(element)
        try require(!part.isList && isText(orNumber: part.type), "\(place): an element that is no text")
      }
    case .call(let transformer, let range, let selector):
      let arguments = program.termLists[range.range].map { self.info($0) }
      try require(transformer.info.arity.contains(arguments.count), "\(place): wrong number of arguments")
      try require(selector == nil || transformer.info.takesSelector, "\(place): a selector for another transformer")
      try require(
        fits(transformer, arguments, info, hasSelector: selector != nil), "\(place): arguments or result of another type")
    }
  }

  private func rawType(_ selector: FieldSelector) -> ValueType? {
    guard case .name(let name) = selector, isString(name) else { return nil }
    return events.rawParameterType(named: program.strings.text(name))
  }

  private func fits(_ selector: FieldSelector, _ field: Field) -> Bool {
    let argument = field.argument
    switch selector {
    case .none: return !argument.isRequired
    case .index:
      switch argument {
      case .optionalIndex, .optionalSketchIndex, .requiredIndexOrKey, .optionalIndexOrKey, .requiredIndexOrParameter, .requiredTimestamp:
        return true
      default: return false
      }
    case .key(let id):
      guard isString(id) else { return false }
      switch argument {
      case .requiredKey, .optionalKey, .requiredIndexOrKey, .optionalIndexOrKey: return true
      case .requiredLineage: if case .success = LineagePattern.parse(program.strings[id].span) { return true }
      case .requiredAncestor: if case .success = AncestorPattern.parse(program.strings[id].span) { return true }
      default: break
      }
      return false
    case .name(let id):
      guard isString(id) else { return false }
      let name = program.strings.text(id)
      switch argument {
      case .requiredParameter, .requiredIndexOrParameter: return events.hasParameter(named: name)
      case .requiredEventName: return events.isKnownEventName(name)
      case .optionalSuffix: return name == "src" || name == "dst"
      case .requiredSubsystem: return true
      default: return false
      }
    case .sketch(let id):
      switch argument {
      case .requiredSketch, .optionalSketchIndex, .requiredSketchNumber: return Int(id.rawValue) < program.sketches.count
      default: return false
      }
    }
  }

  private func isText(orNumber type: ValueType) -> Bool {
    type.family == .string || type.family == .signed || type.family == .unsigned
  }

  private func fits(_ transformer: Transformer, _ arguments: [TermInfo], _ result: TermInfo, hasSelector: Bool) -> Bool {
    let first = arguments[0]
    switch transformer {
    case .tolower, .toupper, .basename:
      return first.type.family == .string && result.type == first.type && result.isList == first.isList
    case .b64:
      return (first.type == .charbuf || first.type == .bytebuf) && result.type == first.type
        && result.isList == first.isList
    case .len:
      return (first.isList || first.type.family == .string || first.type.family == .buffer) && result.type == .uint64
        && !result.isList
    case .concat:
      return arguments.allSatisfy { !$0.isList && isText(orNumber: $0.type) } && result.type == .charbuf && !result.isList
    case .join:
      return !first.isList && first.type.family == .string && arguments[1].isList && result.type == .charbuf && !result.isList
    case .getopt:
      return first.isList && first.type == .charbuf && !arguments[1].isList && arguments[1].type == .charbuf
        && result.type == .charbuf && result.isList == !hasSelector
    }
  }

  // MARK: Checks

  private func verify(_ check: Check, number: Int) throws(VerificationError) {
    let place = "check \(number)"
    let left = info(check.left)
    try require(
      check.op == .exists || (left.isList ? check.op == .in || check.op == .intersects : compares(check.op, left.type.family)),
      "\(place): the operator is not defined for its left side")
    try require(check.modifier == nil || check.op.info.rightSide == .string, "\(place): no modifier goes with the operator")
    switch check.right {
    case .none: try require(check.op == .exists, "\(place): the right side is missing")
    case .term(let id):
      try require(Int(id.rawValue) < program.terms.count, "\(place): no such term")
      let right = info(id)
      try require(right.type == left.type && right.isList == left.isList, "\(place): compares different types")
      try require(
        check.modifier == nil && check.op != .exists && check.op != .regex && check.op != .pmatch
          && left.type.family != .network, "\(place): compares no two terms in this way")
    case .constants(let range):
      try require(check.op != .exists, "\(place): a right side too many")
      let constants = program.constants[range.range]
      let isList = check.modifier != nil || check.op.info.rightSide == .list
      try require(isList || constants.count == 1, "\(place): needs one constant")
      for constant in constants {
        try require(fits(constant, left.type.family), "\(place): constant of another type")
        guard check.op == .regex, case .string(let pattern) = constant else { continue }
        do throws(RegexSyntaxError) {
          try POSIXRegex.validate(Array(program.strings[pattern]))
        } catch {
          throw VerificationError(problem: "\(place): the pattern does not compile")
        }
      }
    }
  }

  private func fits(_ constant: Constant, _ family: ValueType.Family) -> Bool {
    switch (constant, family) {
    case (.string(let id), .string), (.string(let id), .buffer): isString(id)
    case (.signed, .signed), (.signed, .double): true
    case (.unsigned, .unsigned), (.unsigned, .port), (.unsigned, .duration): true
    case (.bool, .bool), (.address, .address), (.network, .network): true
    default: false
    }
  }

  /// The table of rule-language.md §5.1.
  private func compares(_ op: Operator, _ family: ValueType.Family) -> Bool {
    switch family {
    case .opaque: false
    case .string: op != .bcontains && op != .bstartswith
    case .buffer:
      [.equal, .notEqual, .in, .intersects, .contains, .startswith, .endswith, .bcontains, .bstartswith].contains(op)
    case .signed, .unsigned, .port, .duration, .double:
      [.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .intersects].contains(op)
    case .bool, .address, .network: [.equal, .notEqual, .in, .intersects].contains(op)
    }
  }
}
