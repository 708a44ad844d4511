// Event types as text. A line that begins with a number declares an event type; the indented lines below it are its
// parameters, in order.
//
//     CODE NAME SYMBOL CATEGORY PRODUCER [FLAG…]
//         NAME:TYPE[/FORMAT][:TABLE][@INDEX] …
//
// SYMBOL stands without "PPME_". FORMAT: where it is not `ParameterFormat.usual`. TABLE: the flag set or, for DYN, the
// table of dynamic types. INDEX: the parameter with the directory descriptor of a relative path. The words are those of
// the types in EventType.swift. Codes are dense and ascend.

/// Reads entries of event rows. Rows are built in: what does not read is our mistake and stops the program.
enum EventRowReader {
  /// Calls `body` for each entry of `blocks`, with its block and code.
  static func forEachEntry(of blocks: [String], _ body: (Span<UInt8>, TextEntry, EventCode) -> Void) {
    var next: UInt16 = 0
    for block in blocks {
      withBytes(of: block) { bytes in
        var position = 0
        while let entry = bytes.nextEntry(&position) {
          body(bytes, entry, EventCode(rawValue: next))
          next += 1
        }
      }
    }
  }

  /// The name in an entry's head.
  static func name(_ bytes: Span<UInt8>, _ entry: TextEntry) -> Range<Int> {
    var position = entry.head.lowerBound
    _ = bytes.nextWord(&position, before: entry.head.upperBound)
    return column(bytes, &position, entry.head)
  }

  static func eventType(_ bytes: Span<UInt8>, _ entry: TextEntry, _ code: EventCode) -> EventType {
    var position = entry.head.lowerBound
    let number = bytes.number(in: column(bytes, &position, entry.head), as: UInt16.self)
    precondition(number == code.rawValue, "event rows are dense and ascend")
    let name = column(bytes, &position, entry.head)
    let symbol = column(bytes, &position, entry.head)
    let category = word(bytes, column(bytes, &position, entry.head)) { EventCategory.spelledCase($0) }
    let producer = word(bytes, column(bytes, &position, entry.head)) { EventProducer.spelledCase($0) }
    var flags: EventFlags = []
    while let flag = bytes.nextWord(&position, before: entry.head.upperBound) {
      flags.formUnion(word(bytes, flag) { EventFlags.spelledFlag($0) })
    }
    var parameters: [EventParameter] = []
    position = entry.body.lowerBound
    while let range = bytes.nextWord(&position, before: entry.body.upperBound) {
      parameters.append(parameter(bytes, range))
    }
    return EventType(
      code: code, name: bytes.string(in: name), symbol: "PPME_" + bytes.string(in: symbol), category: category,
      producer: producer, flags: flags, parameters: parameters)
  }

  /// The head of an entry.
  static func outline(_ bytes: Span<UInt8>, _ entry: TextEntry, _ code: EventCode, parameterCount: Int) -> EventOutline {
    var position = entry.head.lowerBound
    for _ in 0..<3 { _ = column(bytes, &position, entry.head) }
    let category = word(bytes, column(bytes, &position, entry.head)) { EventCategory.spelledCase($0) }
    let producer = word(bytes, column(bytes, &position, entry.head)) { EventProducer.spelledCase($0) }
    var flags: EventFlags = []
    while let flag = bytes.nextWord(&position, before: entry.head.upperBound) {
      flags.formUnion(word(bytes, flag) { EventFlags.spelledFlag($0) })
    }
    return EventOutline(code: code, category: category, producer: producer, flags: flags, parameterCount: parameterCount)
  }

  static func parameterName(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    let colon = bytes.firstIndex(of: UInt8(ascii: ":"), in: range)
    precondition(colon < range.upperBound, "a parameter has a type")
    return range.lowerBound..<colon
  }

  /// The ranges of a parameter's name and type.
  static func nameAndType(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (name: Range<Int>, type: Range<Int>) {
    let name = parameterName(bytes, range)
    let rest = name.upperBound + 1..<range.upperBound
    var end = bytes.firstIndex(of: UInt8(ascii: "@"), in: rest)
    end = bytes.firstIndex(of: UInt8(ascii: ":"), in: rest.lowerBound..<end)
    end = bytes.firstIndex(of: UInt8(ascii: "/"), in: rest.lowerBound..<end)
    return (name, rest.lowerBound..<end)
  }

  static func type(_ bytes: Span<UInt8>, _ range: Range<Int>) -> ValueType {
    word(bytes, range) { ValueType.spelled($0) }
  }

  private static func parameter(_ bytes: Span<UInt8>, _ range: Range<Int>) -> EventParameter {
    let (name, typeRange) = nameAndType(bytes, range)
    let type = type(bytes, typeRange)
    let at = bytes.firstIndex(of: UInt8(ascii: "@"), in: range)
    let tableColon = bytes.firstIndex(of: UInt8(ascii: ":"), in: typeRange.upperBound..<at)
    var format = ParameterFormat.usual(for: type)
    if typeRange.upperBound < tableColon {
      format = word(bytes, typeRange.upperBound + 1..<tableColon) { ParameterFormat.spelled($0) }
    }
    let table = tableColon < at ? bytes.string(in: tableColon + 1..<at) : nil
    return EventParameter(
      name: bytes.string(in: name), type: type, format: format, flagSet: type == .dynamic ? nil : table,
      directoryParameter: at < range.upperBound ? bytes.number(in: at + 1..<range.upperBound) : nil,
      dynamicTable: type == .dynamic ? table : nil)
  }

  private static func column(_ bytes: Span<UInt8>, _ position: inout Int, _ head: Range<Int>) -> Range<Int> {
    guard let range = bytes.nextWord(&position, before: head.upperBound) else {
      preconditionFailure("a column is missing in '\(bytes.string(in: head))'")
    }
    return range
  }

  private static func word<Word>(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ find: (Span<UInt8>) -> Word?
  ) -> Word {
    guard let word = find(bytes.extracting(range)) else {
      preconditionFailure("unknown word '\(bytes.string(in: range))' in event rows")
    }
    return word
  }
}
