/// The names of the bits or values of a parameter.
package struct FlagSet: Sendable {
  package enum Kind: Sendable {
    /// Bits that may be combined.
    case bitmask
    /// One value at a time; several names may share it.
    case enumeration
    /// No parameter has it; it names bits inside a list of descriptors.
    case unreferenced
  }

  package struct Entry: Sendable, Hashable {
    package let name: String
    package let value: UInt32
  }

  package let name: String
  package let kind: Kind
  /// In the order in which text is made of a value (rule-language.md §8.2), which decides what is printed.
  package let entries: [Entry]
}

/// All flag sets, read at the first use. Source: reference/flags.json.
///
/// An entry is `NAME KIND` and below it, indented, `FLAG=VALUE …` in the order of the table.
package struct FlagSets: Sendable {
  package static let shared = FlagSets(blocks: [rowsAtoM, rowsMtoZ])

  /// In the order of their names.
  package let all: [FlagSet]
  private let names: NameTable

  private init(blocks: [String]) {
    var all: [FlagSet] = []
    for block in blocks {
      withBytes(of: block) { bytes in
        var position = 0
        while let entry = bytes.nextEntry(&position) { all.append(Self.flagSet(bytes, entry)) }
      }
    }
    self.all = all
    self.names = NameTable(all.map(\.name))
  }

  package func set(named name: String) -> FlagSet? {
    names.index(of: name).map { all[$0] }
  }

  private static func flagSet(_ bytes: Span<UInt8>, _ entry: TextEntry) -> FlagSet {
    var position = entry.head.lowerBound
    guard let name = bytes.nextWord(&position, before: entry.head.upperBound),
      let kindWord = bytes.nextWord(&position, before: entry.head.upperBound),
      let kind = kind(bytes.string(in: kindWord))
    else { preconditionFailure("not a flag set: '\(bytes.string(in: entry.head))'") }
    var entries: [FlagSet.Entry] = []
    position = entry.body.lowerBound
    while let range = bytes.nextWord(&position, before: entry.body.upperBound) {
      let equals = bytes.firstIndex(of: UInt8(ascii: "="), in: range)
      guard equals < range.upperBound, let value: UInt32 = bytes.number(in: equals + 1..<range.upperBound) else {
        preconditionFailure("not a flag: '\(bytes.string(in: range))'")
      }
      entries.append(FlagSet.Entry(name: bytes.string(in: range.lowerBound..<equals), value: value))
    }
    return FlagSet(name: bytes.string(in: name), kind: kind, entries: entries)
  }

  private static func kind(_ word: String) -> FlagSet.Kind? {
    switch word {
    case "bitmask": .bitmask
    case "enum": .enumeration
    case "unreferenced": .unreferenced
    default: nil
    }
  }
}
