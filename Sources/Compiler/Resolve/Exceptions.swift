import Diagnostics
import Lexer
import Parser
import RuleFile
import Schema

/// One exception of a rule, read as far as it can be without knowing fields.
struct ResolvedException {
  /// The left sides, with where the author wrote them. They are checked even where no value uses them.
  var fields: [ResolvedOperandID] = []
  /// What the exception lets through; nil where it has no values or is broken.
  var condition: ResolvedID?
}

/// An `exceptions` entry to nodes. The incumbent writes text and parses it (rule-files.md §6.2); here each value
/// keeps its place, and a value cannot break out of where it stands.
struct ExceptionReader {
  private let exception: ExceptionDefinition
  private let rule: RuleDefinition
  private var fields: [ResolvedOperandID?] = []
  private var comparisons: [Comparison?] = []
  private var isList = false

  private struct Comparison {
    var op: Operator
    var modifier: Modifier?
    var place: Place
    /// Takes a list on its right.
    var takesList: Bool { modifier != nil || op.info.rightSide == .list }
  }

  static func read(
    _ exception: ExceptionDefinition, of rule: RuleDefinition, into resolution: inout Resolution
  ) -> ResolvedException {
    var reader = ExceptionReader(exception: exception, rule: rule)
    guard !exception.isBroken, reader.readShape(&resolution) else {
      return ResolvedException(fields: reader.fields.compactMap { $0 })
    }
    let condition = reader.readValues(&resolution)
    return ResolvedException(fields: reader.fields.compactMap { $0 }, condition: condition)
  }

  private init(exception: ExceptionDefinition, rule: RuleDefinition) {
    self.exception = exception
    self.rule = rule
  }

  // MARK: Fields and comps

  /// False when the entry makes no sense as a whole.
  private mutating func readShape(_ resolution: inout Resolution) -> Bool {
    switch (exception.fields, exception.comps) {
    case (.single(let field)?, let comps):
      fields = [readField(field, &resolution)]
      switch comps {
      case nil:
        comparisons = [Comparison(op: .in, modifier: nil, place: wholePlace(of: field, &resolution))]
      case .single(let comp)?: comparisons = [readComparison(comp, &resolution)]
      case .list(_, let span)?:
        resolution.bag.report(.exceptionShapesDiffer(exception.name, fieldsAreList: false, at: span))
        return false
      }
    case (.list(let names, let span)?, let comps):
      isList = true
      fields = names.map { readField($0, &resolution) }
      switch comps {
      case nil:
        comparisons = names.map {
          Comparison(op: .equal, modifier: nil, place: wholePlace(of: $0, &resolution))
        }
      case .single(let comp)?:
        resolution.bag.report(.exceptionShapesDiffer(exception.name, fieldsAreList: true, at: comp.span))
        return false
      case .list(let words, let compsSpan)?:
        guard words.count == names.count else {
          resolution.bag.report(
            .exceptionLengthsDiffer(exception.name, fields: names.count, comps: words.count, at: compsSpan, fieldsAt: span))
          return false
        }
        comparisons = words.map { readComparison($0, &resolution) }
      }
    case (nil, _): return false
    }
    return true
  }

  private func wholePlace(of scalar: Scalar, _ resolution: inout Resolution) -> Place {
    let text = resolution.conditions.add(scalar.text)
    return Place(text: text, range: TextRange(0, scalar.text.bytes.count))
  }

  private func readField(_ scalar: Scalar, _ resolution: inout Resolution) -> ResolvedOperandID? {
    resolution.operand(of: scalar) { .exceptionFieldUnreadable(scalar, because: $0) }
  }

  /// `op` or `op modifier`, one blank between; blanks around are trimmed.
  private func readComparison(_ scalar: Scalar, _ resolution: inout Resolution) -> Comparison? {
    let words = scalar.text.bytes.trimmingBlanks().split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    let op = words.first.flatMap { Operator(spelled: $0) }
    let modifier = words.count == 2 ? Modifier(spelled: words[1]) : nil
    let isModified = words.count == 2 && modifier != nil && op?.info.rightSide == .string
    guard let op, isModified || (words.count == 1 && (isList || op.info.rightSide == .list)) else {
      resolution.bag.report(.exceptionComparison(scalar, singleField: !isList))
      return nil
    }
    return Comparison(op: op, modifier: modifier, place: wholePlace(of: scalar, &resolution))
  }

  // MARK: Values

  private mutating func readValues(_ resolution: inout Resolution) -> ResolvedID? {
    guard !exception.values.isEmpty else { return nil }
    if isList {
      let tuples = exception.values.compactMap { readTuple($0, &resolution) }
      guard tuples.count == exception.values.count else { return nil }
      return join(tuples, &resolution) { .or($0) }
    }
    guard let field = fields[0], let comparison = comparisons[0] else { return nil }
    return check(field, comparison, listOf: exception.values, &resolution)
  }

  private func readTuple(_ node: YAMLNode, _ resolution: inout Resolution) -> ResolvedID? {
    guard case .sequence(let elements, let span) = node else {
      resolution.bag.report(.exceptionTupleExpected(exception.name, fields: fields.count, at: node.span))
      return nil
    }
    guard elements.count == fields.count else {
      resolution.bag.report(
        .exceptionTupleLength(exception.name, fields: fields.count, values: elements.count, at: span))
      return nil
    }
    var checks: [ResolvedID] = []
    for (index, element) in elements.enumerated() {
      guard let field = fields[index], let comparison = comparisons[index] else { continue }
      if let id = readElement(element, field, comparison, &resolution) { checks.append(id) }
    }
    guard checks.count == fields.count else { return nil }
    return join(checks, &resolution) { .and($0) }
  }

  private func readElement(
    _ element: YAMLNode, _ field: ResolvedOperandID, _ comparison: Comparison, _ resolution: inout Resolution
  ) -> ResolvedID? {
    switch element {
    case .sequence(let items, let span):
      guard comparison.takesList else {
        resolution.bag.report(.exceptionListWithoutListComparison(comparison.op, at: span))
        return nil
      }
      return check(field, comparison, listOf: items, &resolution)
    case .mapping(_, let span):
      resolution.bag.report(.exceptionValueShape(at: span))
      return nil
    case .scalar(let scalar):
      guard comparison.op != .exists else {
        resolution.bag.report(.exceptionExistsTakesNoValue(at: scalar.span))
        return nil
      }
      let parsed = ConditionParser.parseRightSide(
        of: comparison.op, modifier: comparison.modifier, text: scalar.text, into: &resolution.bag)
      return check(field, comparison, parsed, &resolution)
    }
  }

  /// `field op (v1, v2, …)`, each value one scalar.
  private func check(
    _ field: ResolvedOperandID, _ comparison: Comparison, listOf values: [YAMLNode], _ resolution: inout Resolution
  ) -> ResolvedID? {
    guard comparison.op != .exists else {
      resolution.bag.report(.exceptionExistsTakesNoValue(at: values[0].span))
      return nil
    }
    let start = resolution.conditions.values.count
    for value in values {
      guard case .scalar(let scalar) = value else {
        resolution.bag.report(.exceptionScalarExpected(exception.name, at: value.span))
        return nil
      }
      resolution.appendListItem(scalar)
    }
    let place = wholePlaceOfFirst(values, &resolution)
    return append(
      field, comparison, right: .list(start..<resolution.conditions.values.count), place: place, &resolution)
  }

  private func wholePlaceOfFirst(_ values: [YAMLNode], _ resolution: inout Resolution) -> Place {
    guard case .scalar(let scalar)? = values.first else { return wholePlace(of: exception.name, &resolution) }
    return wholePlace(of: scalar, &resolution)
  }

  private func check(
    _ field: ResolvedOperandID, _ comparison: Comparison, _ parsed: ParsedFragment, _ resolution: inout Resolution
  ) -> ResolvedID? {
    guard parsed.rightSide != .none else { return nil }
    let resolver = TreeResolver(parsed.tree, in: &resolution.conditions)
    resolver.addOperands(to: &resolution.conditions)
    let whole = TextRange(0, parsed.tree.text.bytes.count)
    guard
      let resolved = resolver.resolve(parsed.rightSide, of: comparison.op, comparison.modifier, into: &resolution)
    else { return nil }
    return append(field, comparison, right: resolved, place: resolver.place(whole), &resolution)
  }

  private func append(
    _ field: ResolvedOperandID, _ comparison: Comparison, right: ResolvedConditions.RightSide, place: Place,
    _ resolution: inout Resolution
  ) -> ResolvedID {
    let check = resolution.conditions.append(
      ResolvedConditions.Check(
        left: field, op: comparison.op, opPlace: comparison.place, modifier: comparison.modifier, right: right,
        place: place))
    return resolution.conditions.append(.check(check), at: place)
  }

  private func join(
    _ ids: [ResolvedID], _ resolution: inout Resolution,
    _ make: (Slice<ResolvedID>) -> ResolvedConditions.Node
  ) -> ResolvedID? {
    guard ids.count != 1 else { return ids[0] }
    guard let first = ids.first else { return nil }
    let place = resolution.conditions.places[Int(first.rawValue)]
    return resolution.conditions.append(make(resolution.conditions.append(children: ids)), at: place)
  }
}

extension ResolvedConditions {
  /// `C and not E1 and not E2 …` (rule-files.md §6.2).
  ///
  /// - Parameter exceptions: with their names.
  mutating func weave(_ exceptions: [(name: String, ResolvedException)], into root: ResolvedID, place: Place) -> ResolvedID {
    var operands: [ResolvedID] = []
    for (name, exception) in exceptions {
      guard let veto = exception.condition else { continue }
      operands.append(append(.not(veto), at: places[Int(veto.rawValue)]))
      exceptionNames[operands[operands.count - 1]] = name
    }
    guard !operands.isEmpty else { return root }
    return append(.and(append(children: [root] + operands)), at: place)
  }
}

extension Array<UInt8> {
  /// Without blanks at either end.
  func trimmingBlanks() -> ArraySlice<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (9...13).contains(byte) }
    let front = drop(while: isBlank)
    guard let last = front.lastIndex(where: { !isBlank($0) }) else { return front[front.endIndex...] }
    return front[...last]
  }
}

extension Resolution {
  /// A scalar that stands for one item of a list: a list's name, or what `ListExpander` makes of an item.
  mutating func appendListItem(_ item: Scalar) {
    guard let list = lists.id(of: item.text.bytes[...]) else {
      var values: [ResolvedConditions.Value] = []
      lists.read(item, conditions: &conditions, values: &values, into: &bag)
      conditions.values += values
      return
    }
    uses.use(list)
    conditions.values += lists.expand(list, conditions: &conditions, into: &bag)
  }
}

extension Operator {
  /// The operator of this spelling; `==` is `=`.
  init?(spelled word: ArraySlice<UInt8>) {
    if word.elementsEqual("==".utf8) {
      self = .equal
      return
    }
    guard let op = Operator.allCases.first(where: { word.elementsEqual($0.spelling.utf8) }) else { return nil }
    self = op
  }
}

extension Modifier {
  init?(spelled word: ArraySlice<UInt8>) {
    guard let modifier = Modifier.allCases.first(where: { word.elementsEqual($0.spelling.utf8) }) else { return nil }
    self = modifier
  }
}
