import Diagnostics

/// Exceptions: the shape of entries (rule-files.md §6.1).
///
/// Here: mapping, name, `fields` present and not empty, `values` a sequence of texts and lists of texts. Not here,
/// because it needs the field catalogue and the operators, or both forms at once: whether fields and operators
/// exist, whether `fields` and `comps` have the same form and length, whether tuples have that length. The compiler
/// checks those.
extension ItemReader {
  enum ExceptionUse { case define, append, replace }

  mutating func exceptions(in mapping: KeyedMapping, use: ExceptionUse) -> [ExceptionItem]? {
    // Null is allowed here, and means none.
    if let value = mapping.value(.exceptions), tree.isNull(value) { return [] }
    guard case .value(let elements) = sequence(.exceptions, in: mapping) else { return nil }
    var exceptions: [ExceptionItem] = []
    var seen: [String: SourceSpan] = [:]
    for element in elements {
      guard let exception = readException(element, use: use) else { continue }
      let name = exception.name.string
      if let first = seen[name] {
        report(.exceptionNameNotUnique(name, at: exception.name.span, first: first, owner: owner))
      } else {
        seen[name] = exception.name.span
      }
      exceptions.append(exception)
    }
    return exceptions
  }

  private mutating func readException(_ id: YAMLTree.NodeID, use: ExceptionUse) -> ExceptionItem? {
    guard tree.kind(of: id) == .mapping else {
      if tree.kind(of: id) == .hole {
        isBroken = true
      } else {
        report(.exceptionIsNoMapping(at: tree.span(of: id), owner: owner))
      }
      return nil
    }
    // Whether *this* entry is broken, beside the item.
    let wasBroken = isBroken
    isBroken = false
    defer { isBroken = isBroken || wasBroken }

    let mapping = KeyedMapping(id, in: tree)
    let nameReading = text(.name, in: mapping)
    if case .absent = nameReading { report(.exceptionWithoutName(at: mapping.span, owner: owner)) }
    checkKeys(of: mapping, allowed: [.name, .fields, .comps, .values], .entry("exception"))
    guard let name = nameReading.value else { return nil }

    var exception = ExceptionItem(name: name, span: mapping.span, values: [], isBroken: false)
    readFields(&exception, mapping, use: use)
    if let entry = mapping.entry(.comps), let comps = names(.comps, in: mapping) {
      exception.compsSpan = tree.span(of: entry.key)
      // An empty list counts as not given.
      if case .list(let list, _) = comps, list.isEmpty {} else { exception.comps = comps }
    }
    if mapping.has(.values) {
      exception.values = values(in: mapping)
    } else if use != .define {
      report(.appendWithoutValues(name.string, at: name.span, owner: owner, replaces: use == .replace))
    }
    exception.isBroken = isBroken
    return exception
  }

  private mutating func readFields(_ exception: inout ExceptionItem, _ mapping: KeyedMapping, use: ExceptionUse) {
    let name = exception.name
    guard let entry = mapping.entry(.fields) else {
      if use != .append { report(.exceptionWithoutFields(name.string, at: name.span, owner: owner)) }
      return
    }
    let span = tree.span(of: entry.key)
    let isEmptySequence = tree.kind(of: entry.value) == .sequence && tree.elements(of: entry.value).isEmpty
    let isEmpty = tree.isNull(entry.value) || isEmptySequence
    if isEmpty {
      if use != .append { report(.exceptionFieldsEmpty(name.string, at: span, owner: owner)) }
      return
    }
    exception.fieldsSpan = span
    exception.fields = names(.fields, in: mapping)
  }

  /// `fields` or `comps`: one text, or a sequence of texts. Null counts as not given.
  private mutating func names(_ key: ItemKey, in mapping: KeyedMapping) -> ExceptionDefinition.Names? {
    guard let value = mapping.value(key), !tree.isNull(value) else { return nil }
    guard tree.kind(of: value) == .sequence else { return text(key, in: mapping).value.map { .single($0) } }
    var names: [Scalar] = []
    for element in tree.elements(of: value) {
      guard let name = nonEmptyElement(element, of: key) else { continue }
      names.append(name)
    }
    return .list(names, tree.span(of: value))
  }

  private mutating func nonEmptyElement(_ id: YAMLTree.NodeID, of key: ItemKey) -> Scalar? {
    guard let element = elementText(id, of: key) else { return nil }
    guard !element.text.isEmpty else {
      report(.elementIsEmpty(of: key, at: element.span, owner: owner))
      return nil
    }
    return element
  }

  private mutating func values(in mapping: KeyedMapping) -> [YAMLNode] {
    guard case .value(let elements) = sequence(.values, in: mapping) else { return [] }
    var values: [YAMLNode] = []
    values.reserveCapacity(elements.count)
    for element in elements where checkValue(element, depth: 0) {
      if let node = tree.node(element) { values.append(node) }
    }
    return values
  }

  /// A value is a text, a list of texts (a tuple, or the values of one operator), or a tuple with lists in it.
  private mutating func checkValue(_ id: YAMLTree.NodeID, depth: Int) -> Bool {
    guard tree.kind(of: id) == .sequence, depth < 2 else { return nonEmptyElement(id, of: .values) != nil }
    var isGood = true
    for element in tree.elements(of: id) where !checkValue(element, depth: depth + 1) { isGood = false }
    return isGood
  }
}
