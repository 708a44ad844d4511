/// Fields as text: how the built-in catalogue is written down and how others are loaded.
///
/// A line that begins with a word declares a field; the indented lines below it are its documentation.
///
///     NAME[ARGUMENT] TYPE[[]][/FORMAT] CLASS STATE[+STATE…] COST [TRAIT…]
///         Sentences for the author of a rule: what the value is, when there is none, what to mind.
///
/// - `ARGUMENT`: `FieldArgument.notation`; none for most fields.
/// - `TYPE`: `ValueType.name`; `[]` behind it makes a list; `FORMAT`: `PrintFormat.word` where it is not `na`.
/// - `CLASS`: `DependencyClass.name`. `STATE`: words of `StateDependency.names`, or `-` for none.
/// - `COST`: nanoseconds. `TRAIT`: words of `FieldTraits.words`.
///
/// A new field is one such entry here and one reader in Runtime.
package struct FieldBlock: Sendable {
  package let origin: FieldOrigin
  package let rows: String

  package init(origin: FieldOrigin, rows: String) {
    self.origin = origin
    self.rows = rows
  }
}

/// Reads the rows of one block. Ranges are bytes of the block.
struct FieldRowReader {
  private let block: FieldBlock

  init(_ block: FieldBlock) { self.block = block }

  /// Appends the fields of the block to `fields` and their names to `names`.
  func read(into fields: inout [Field], names: inout NameTable) throws(RowError) {
    try withBytes(of: block.rows) { bytes throws(RowError) in
      var position = 0
      while let entry = bytes.nextEntry(&position) {
        let id = FieldID(rawValue: UInt16(fields.count))
        do throws(Problem) {
          fields.append(try field(id, in: bytes, entry, names: &names))
        } catch {
          throw RowError(line: bytes.lineNumber(at: entry.head.lowerBound), problem: error.text)
        }
      }
    }
  }

  /// What is wrong with an entry.
  private struct Problem: Error {
    let text: String
  }

  private func field(
    _ id: FieldID, in bytes: Span<UInt8>, _ entry: TextEntry, names: inout NameTable
  ) throws(Problem) -> Field {
    let head = entry.head
    var position = head.lowerBound
    let signature = try nextColumn("a name", in: bytes, &position, head)
    let (name, argument) = try nameAndArgument(in: bytes, signature)
    // Ids have 16 bits, and a name table keeps one value for itself.
    guard id.rawValue < UInt16.max - 1, !name.isEmpty else {
      throw Problem(text: name.isEmpty ? "a name is missing" : "a catalogue holds at most 65534 fields")
    }
    guard names.insert(bytes.extracting(name)).isNew else {
      throw Problem(text: "the field '\(bytes.string(in: name))' is declared twice")
    }
    let (type, isList, format) = try type(in: bytes, try nextColumn("a type", in: bytes, &position, head))
    let dependencyColumn = try nextColumn("a class", in: bytes, &position, head)
    let dependency = try word(dependencyColumn, "class", in: bytes) { DependencyClass.spelled($0) }
    let state = try states(in: bytes, try nextColumn("states", in: bytes, &position, head))
    let costColumn = try nextColumn("a cost", in: bytes, &position, head)
    guard let cost: UInt16 = bytes.number(in: costColumn) else {
      throw Problem(text: "'\(bytes.string(in: costColumn))' is no cost from 0 to 65535")
    }
    var traits: FieldTraits = isList ? .list : []
    while let column = bytes.nextWord(&position, before: head.upperBound) {
      traits.formUnion(try word(column, "trait", in: bytes) { FieldTraits.spelledFlag($0) })
    }
    return Field(
      id: id, name: bytes.string(in: name), type: type, argument: argument, origin: block.origin, traits: traits,
      printFormat: format, dependency: dependency, hangsOn: state, cost: cost, rows: block.rows,
      documentationBytes: UInt32(entry.body.lowerBound)..<UInt32(entry.body.upperBound))
  }

  private func nameAndArgument(
    in bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(Problem) -> (Range<Int>, FieldArgument) {
    let bracket = min(
      bytes.firstIndex(of: UInt8(ascii: "["), in: range), bytes.firstIndex(of: UInt8(ascii: "<"), in: range))
    if bracket == range.upperBound { return (range, .none) }
    let argument = try word(bracket..<range.upperBound, "argument", in: bytes) { FieldArgument.spelled($0) }
    return (range.lowerBound..<bracket, argument)
  }

  private func type(
    in bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(Problem) -> (ValueType, isList: Bool, PrintFormat) {
    let slash = bytes.firstIndex(of: UInt8(ascii: "/"), in: range)
    let list = bytes.firstIndex(of: UInt8(ascii: "["), in: range.lowerBound..<slash)
    guard list == slash || slash == list + 2 && bytes[list + 1] == UInt8(ascii: "]") else {
      throw Problem(text: "'\(bytes.string(in: list..<slash))' behind a type; a list is marked with []")
    }
    let type = try word(range.lowerBound..<list, "type", in: bytes) { ValueType.spelled($0) }
    guard slash < range.upperBound else { return (type, list < slash, .na) }
    let format = try word(slash + 1..<range.upperBound, "format", in: bytes) { PrintFormat.spelled($0) }
    return (type, list < slash, format)
  }

  private func states(in bytes: Span<UInt8>, _ range: Range<Int>) throws(Problem) -> StateDependency {
    if range.count == 1, bytes[range.lowerBound] == UInt8(ascii: "-") { return [] }
    var states: StateDependency = []
    var start = range.lowerBound
    while start < range.upperBound {
      let end = bytes.firstIndex(of: UInt8(ascii: "+"), in: start..<range.upperBound)
      states.formUnion(try word(start..<end, "state", in: bytes) { StateDependency.spelledFlag($0) })
      start = end + 1
    }
    return states
  }

  private func nextColumn(
    _ what: String, in bytes: Span<UInt8>, _ position: inout Int, _ head: Range<Int>
  ) throws(Problem) -> Range<Int> {
    guard let range = bytes.nextWord(&position, before: head.upperBound) else {
      throw Problem(text: "\(what) is missing")
    }
    return range
  }

  private func word<Word>(
    _ range: Range<Int>, _ kind: String, in bytes: Span<UInt8>, _ find: (Span<UInt8>) -> Word?
  ) throws(Problem) -> Word {
    guard let word = find(bytes.extracting(range)) else {
      throw Problem(text: "unknown \(kind) '\(bytes.string(in: range))'")
    }
    return word
  }
}
