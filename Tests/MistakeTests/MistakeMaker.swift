import Diagnostics
import Lexer
import Parser
import Schema
import TestSupport

/// Makes mistakes in sound rules at random places. It knows the places from the parsed items of the sound files, never
/// from what is reported.
struct MistakeMaker {
  let rules: CleanRules
  var random: SplitMix64
  /// Items of this round that have a mistake or take part in one.
  private var taken: Set<ItemPlace> = []

  struct ItemPlace: Hashable {
    var file: Int
    /// nil: behind the last item.
    var item: Int?
  }

  /// Where a mistake is to be made.
  struct Site {
    let file: Int
    let bytes: [UInt8]
    let item: CleanRules.Item
  }

  init(_ rules: CleanRules, seed: UInt64) {
    self.rules = rules
    random = SplitMix64(seed: seed)
  }

  /// Mistakes for one round, in different items.
  mutating func mistakes(count: Int) -> [Mistake] {
    taken = []
    var made: [Mistake] = []
    while made.count < count {
      guard let kind = Mistake.Kind.allCases.randomElement(using: &random) else { break }
      if let mistake = make(kind) { made.append(mistake) }
    }
    return made
  }

  /// Tries random items until the mistake fits one; not every item has a place for every kind.
  private mutating func make(_ kind: Mistake.Kind) -> Mistake? {
    for _ in 0..<500 {
      let file = Int.random(in: rules.files.indices, using: &random)
      let index = Int.random(in: rules.files[file].items.indices, using: &random)
      let place = ItemPlace(file: file, item: index)
      let end = ItemPlace(file: file, item: nil)
      guard !taken.contains(place) else { continue }
      let site = Site(file: file, bytes: rules.files[file].bytes, item: rules.files[file].items[index])
      switch kind {
      case .unusedMacro, .unusedList, .appendedUndefinedMacro:
        guard !taken.contains(end), let mistake = makeItem(kind, site) else { continue }
        taken.insert(end)
        if kind == .appendedUndefinedMacro { taken.insert(place) }
        return mistake
      default:
        guard let mistake = makeInCondition(kind, site) ?? makeInItem(kind, site) else { continue }
        taken.insert(place)
        return mistake
      }
    }
    return nil
  }

  // MARK: Helpers

  /// The word with two neighbouring letters swapped, where that makes a word that is not `taken`.
  mutating func misspelt(_ word: String, isTaken: (String) -> Bool) -> String? {
    let bytes = Array(word.utf8)
    func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
    for index in bytes.indices.dropLast().shuffled(using: &random) {
      guard isLetter(bytes[index]), isLetter(bytes[index + 1]), bytes[index] != bytes[index + 1] else { continue }
      var swapped = bytes
      swapped.swapAt(index, index + 1)
      let result = String(decoding: swapped, as: UTF8.self)
      if !isTaken(result) { return result }
    }
    return nil
  }

  static func isField(_ name: String) -> Bool { FieldCatalog.syscall.field(named: name) != nil }
}

extension MistakeMaker.Site {
  /// The place in the file of a piece of the condition; nil where it does not stand there byte for byte.
  func place(_ range: TextRange, in tree: ConditionTree) -> Range<Int>? {
    place(tree.span(of: range), count: range.range.count)
  }

  func place(_ span: SourceSpan, count: Int) -> Range<Int>? {
    guard Int(span.length) == count else { return nil }
    return Int(span.start) - item.base..<Int(span.end) - item.base
  }

  func entry(_ key: String) -> CleanRules.Entry? { item.entries.first { $0.key == key } }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func endOfLine(_ offset: Int) -> Int { bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count }

  func startOfLine(_ offset: Int) -> Int {
    bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
  }
}
