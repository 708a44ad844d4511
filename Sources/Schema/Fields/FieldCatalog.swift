/// The fields of one event source.
///
/// A catalogue is a value that is handed to the compiler; there is no global one. `syscall` is built in; others
/// (k8s audit, CloudTrail) can be loaded as rows.
package struct FieldCatalog: Sendable {
  /// The event source, as rules name it.
  package let source: String
  /// Indexed by `FieldID`.
  package let fields: [Field]
  /// The number of a name is the field's id.
  private let names: NameTable
  /// Bytes in the longest name: no search looks further, however long a name an author writes.
  private let longestName: Int

  /// The catalogue of these rows; ids follow their order. Format: FieldRow.swift.
  package init(source: String, blocks: [FieldBlock], capacity: Int = 64) throws(RowError) {
    var fields: [Field] = []
    fields.reserveCapacity(capacity)
    var names = NameTable(capacity: capacity)
    for block in blocks {
      try FieldRowReader(block).read(into: &fields, names: &names)
    }
    self.init(source: source, fields: fields, names: names)
  }

  private init(source: String, fields: [Field], names: NameTable) {
    self.source = source
    self.fields = fields
    self.names = names
    self.longestName = fields.map(\.name.utf8.count).max() ?? 0
  }

  /// A source of a plugin, of whose own fields nothing is known yet.
  package init(ofPlugin source: String) {
    do throws(RowError) {
      try self.init(source: source, blocks: [.anyEventFields])
    } catch {
      preconditionFailure("the built-in fields do not read: line \(error.line) of a block: \(error.problem)")
    }
  }

  /// The same with more fields behind those that are there. What has the name of a known field is passed over: the known one has a reader.
  package func adding(_ declarations: [FieldDeclaration]) throws(RowError) -> FieldCatalog {
    let new = declarations.filter { field(named: $0.name) == nil }
    var (fields, names) = (fields, names)
    try FieldRowReader(FieldBlock(new)).read(into: &fields, names: &names)
    return FieldCatalog(source: source, fields: fields, names: names)
  }

  /// System calls and kernel events.
  package static let syscall = builtin([.lineageFields, .resolvedPathFields, .sketchFields])

  /// The same without our extensions: what the incumbent knows.
  package static let syscallWithoutExtensions = builtin([])

  private static func builtin(_ extensions: [FieldBlock]) -> FieldCatalog {
    do throws(RowError) {
      return try FieldCatalog(
        source: "syscall",
        blocks: [
          .anyEventFields, .eventFields, .processFields, .userFields, .descriptorFields, .pathFields, .containerFields,
          .kubernetesFields, .anomalyFields,
        ] + extensions,
        capacity: 350)
    } catch {
      preconditionFailure("the built-in fields do not read: line \(error.line) of a block: \(error.problem)")
    }
  }

  package subscript(id: FieldID) -> Field { fields[Int(id.rawValue)] }

  /// The field of exactly this name.
  package func field(named name: String) -> Field? {
    names.index(of: name).map { fields[$0] }
  }

  /// The field of exactly this name.
  package func field(named name: ArraySlice<UInt8>) -> Field? {
    names.index(of: name.span).map { fields[$0] }
  }

  /// What a dotted name means: the field of exactly this name, or one that takes the rest of the name as its argument
  /// (`evt.arg.flags`, `evt.type.is.open`). Whether the argument makes sense is not looked at.
  package func resolve(_ name: ArraySlice<UInt8>) -> FieldMatch? {
    if let field = field(named: name) { return FieldMatch(field: field, suffix: nil) }
    if let match = numbered(name) { return match }
    var rest = name.prefix(longestName + 1)
    while let dot = rest.lastIndex(of: UInt8(ascii: ".")) {
      rest = name[name.startIndex..<dot]
      guard let field = field(named: rest), field.argument.isSuffix else { continue }
      return dot + 1 < name.endIndex ? FieldMatch(field: field, suffix: dot + 1..<name.endIndex) : nil
    }
    return nil
  }

  private static let sketchWord = Array(".sketch".utf8)

  /// A field with the number of a sketch inside its name: `fd.sketch0.count`.
  private func numbered(_ name: ArraySlice<UInt8>) -> FieldMatch? {
    let word = Self.sketchWord
    guard name.count <= longestName + 11, let dot = name.firstIndex(of: word[0]), name[dot...].starts(with: word) else { return nil }
    let digits = name[(dot + word.count)...].prefix { $0 &- 0x30 < 10 }
    guard !digits.isEmpty, digits.count <= 10,
      let field = field(named: Array(name[..<digits.startIndex] + name[digits.endIndex...])[...]), field.argument == .requiredSketchNumber
    else { return nil }
    return FieldMatch(field: field, suffix: digits.startIndex..<digits.endIndex)
  }

  /// The longest beginning of `name` that is a field: in outputs `%proc.names` is `proc.name` and an "s"
  /// (rule-language.md §9.1). An argument behind a dot is given as it stands, to the end of `name`.
  package func resolveLongestPrefix(of name: ArraySlice<UInt8>) -> FieldMatch? {
    if let match = resolve(name) { return match }
    var rest = name.prefix(longestName)
    while !rest.isEmpty {
      if let field = field(named: rest) { return FieldMatch(field: field, suffix: nil) }
      if let match = numbered(rest) { return match }
      rest.removeLast()
    }
    return nil
  }
}

/// A field found in a dotted name.
package struct FieldMatch: Sendable {
  package let field: Field
  /// Where in the name the argument stands that follows the field's own name and a dot, or the number of a sketch.
  package let suffix: Range<Int>?
}
