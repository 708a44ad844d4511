// How events of older versions become events of the current ones, as text: one line for an event type and the number of
// parameters that its events have.
//
//     CODE COUNT keep|keep-and-pass|pass
//     CODE COUNT add VALUE…
//     CODE COUNT become CODE VALUE…
//
// A VALUE is `o3`, parameter 3 of the old event; `e3`, parameter 3 of the enter event kept for the thread, or zero without
// one; `e3?`, the same but empty without one; `0`, zero; `-`, empty; `json`, a container as JSON text. `o0-7` stands for
// all from `o0` to `o7`. Codes do not descend.

/// What becomes of an event of an older version (scap-format.md §5.2).
package struct Conversion: Sendable, Hashable {
  package enum Action: Sendable, Hashable {
    /// Kept for the exit event of the same thread, and not handed over.
    case keep
    case keepAndPass
    case pass
    /// Gets the values behind its parameters.
    case add
    /// Becomes an event of this type, with exactly the values as parameters.
    case become(EventCode)
  }

  package enum Value: Sendable, Hashable {
    /// A parameter of the event itself.
    case old(Int)
    /// A parameter of the kept enter event; what it is without one.
    case enter(Int, orEmpty: Bool)
    /// Zero of a fixed size, no one for users and groups, empty otherwise.
    case zero
    case empty
    /// `id`, `type`, `name` and `image` of an old container event as JSON text.
    case containerJSON
  }

  /// The events it is for.
  package let type: EventCode
  package let parameterCount: Int
  package let action: Action
  package let values: [Value]
}

/// All conversions, read at the first use. Source: reference/tables/converter-table.tsv.
package struct ConversionTable: Sendable {
  package static let shared = ConversionTable(rows)

  /// In the order of their codes.
  package let all: [Conversion]

  private init(_ block: String) {
    var all: [Conversion] = []
    withBytes(of: block) { bytes in
      var position = 0
      while let entry = bytes.nextEntry(&position) { all.append(Self.conversion(bytes, entry.head)) }
    }
    self.all = all
  }

  private static func conversion(_ bytes: Span<UInt8>, _ row: Range<Int>) -> Conversion {
    var position = row.lowerBound
    func fail() -> Never { preconditionFailure("not a conversion: '\(bytes.string(in: row))'") }
    func word() -> Range<Int> {
      guard let word = bytes.nextWord(&position, before: row.upperBound) else { fail() }
      return word
    }
    func number() -> UInt16 {
      guard let number: UInt16 = bytes.number(in: word()) else { fail() }
      return number
    }
    let type = EventCode(rawValue: number())
    let count = Int(number())
    let action: Conversion.Action
    switch bytes.string(in: word()) {
    case "keep": action = .keep
    case "keep-and-pass": action = .keepAndPass
    case "pass": action = .pass
    case "add": action = .add
    case "become": action = .become(EventCode(rawValue: number()))
    default: fail()
    }
    var values: [Conversion.Value] = []
    while let word = bytes.nextWord(&position, before: row.upperBound) {
      guard append(bytes, word, to: &values) else { fail() }
    }
    return Conversion(type: type, parameterCount: count, action: action, values: values)
  }

  private static func append(_ bytes: Span<UInt8>, _ word: Range<Int>, to values: inout [Conversion.Value]) -> Bool {
    switch bytes.string(in: word) {
    case "0": values.append(.zero)
    case "-": values.append(.empty)
    case "json": values.append(.containerJSON)
    default:
      let isOld = bytes[word.lowerBound] == UInt8(ascii: "o")
      guard isOld || bytes[word.lowerBound] == UInt8(ascii: "e") else { return false }
      let orEmpty = bytes[word.upperBound - 1] == UInt8(ascii: "?")
      let numbers = word.lowerBound + 1..<word.upperBound - (orEmpty ? 1 : 0)
      let dash = bytes.firstIndex(of: UInt8(ascii: "-"), in: numbers)
      guard let first: Int = bytes.number(in: numbers.lowerBound..<dash) else { return false }
      var last = first
      if dash < numbers.upperBound {
        guard let number: Int = bytes.number(in: dash + 1..<numbers.upperBound), number > first else { return false }
        last = number
      }
      for index in first...last { values.append(isOld ? .old(index) : .enter(index, orEmpty: orEmpty)) }
    }
    return true
  }
}
