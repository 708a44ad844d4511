import Bytecode
import Diagnostics
import Lexer
import Parser
import RuleFile

/// Lists to the constants that they stand for, lists inside lists expanded at every depth.
///
/// The incumbent replaces names in text, one level at a time, and loses the third level when lists are defined in
/// plain order (rule-files.md §3.1). Here every level is expanded and the author is told.
struct ListExpander {
  /// Constants that all lists of a set may expand to together. Keeps lists that double each other from filling memory.
  static let maximumValues = 4_000_000

  private let lists: [ListDefinition]
  private let ids: NameTable<ListID>
  /// By list: its constants, once expanded.
  private var expansions: [[ResolvedConditions.Value]?]
  private var isExpanding: [Bool]
  private var valueCount = 0

  init(_ ruleSet: RuleSet, ids: NameTable<ListID>) {
    lists = ruleSet.lists
    self.ids = ids
    expansions = Array(repeating: nil, count: lists.count)
    isExpanding = Array(repeating: false, count: lists.count)
  }

  func id(of name: ArraySlice<UInt8>) -> ListID? { ids[name] }

  /// Lists that stand inside other lists count as used.
  func markNested(in uses: inout ItemUses) {
    for index in lists.indices {
      for item in lists[index].items.indices {
        if let inner = ids[lists[index].items[item].text.bytes[...]], Int(inner.rawValue) != index { uses.use(inner) }
      }
    }
  }

  /// The constants of a list. Its items are read, and mistakes in them reported, at the first call.
  mutating func expand(
    _ id: ListID, conditions: inout ResolvedConditions, into bag: inout DiagnosticBag
  ) -> [ResolvedConditions.Value] {
    // Lists nest as deep as an author likes, so the walk keeps its own stack: parts before wholes.
    var pending = [Int(id.rawValue)]
    while let index = pending.last {
      if expansions[index] != nil {
        pending.removeLast()
      } else if isExpanding[index] {
        expansions[index] = values(of: index, conditions: &conditions, into: &bag)
        isExpanding[index] = false
        pending.removeLast()
      } else {
        isExpanding[index] = true
        for item in lists[index].items.indices {
          guard let inner = ids[lists[index].items[item].text.bytes[...]] else { continue }
          let innerIndex = Int(inner.rawValue)
          if isExpanding[innerIndex] {
            bag.report(
              .listContainsItself(lists[index].origin, item: lists[index].items[item], inner: lists[innerIndex].origin))
          } else if expansions[innerIndex] == nil {
            pending.append(innerIndex)
          }
        }
      }
    }
    return expansions[Int(id.rawValue)] ?? []
  }

  private mutating func values(
    of index: Int, conditions: inout ResolvedConditions, into bag: inout DiagnosticBag
  ) -> [ResolvedConditions.Value] {
    var result: [ResolvedConditions.Value] = []
    // Borrowed: there are thousands of items, and to copy one counts references.
    let list = lists[index]
    let items = list.items.span
    result.reserveCapacity(items.count)
    for item in items.indices {
      if let inner = ids[items[item].text.bytes[...]], let values = expansions[Int(inner.rawValue)] {
        reportLostLevel(list: list, item: items[item], inner: lists[Int(inner.rawValue)], into: &bag)
        result += values
      } else {
        read(items[item], conditions: &conditions, values: &result, into: &bag)
      }
      if valueCount + result.count > Self.maximumValues {
        bag.report(.listTooLarge(lists[index].origin, limit: Self.maximumValues))
        return []
      }
    }
    valueCount += result.count
    return result
  }

  /// An item as rule-files.md §3.1 substitutes it: mostly one word, taken as it is.
  func read(
    _ item: Scalar, conditions: inout ResolvedConditions, values: inout [ResolvedConditions.Value],
    into bag: inout DiagnosticBag
  ) {
    let text = conditions.add(item.text)
    guard item.text.bytes.contains(where: needsParsing) else {
      let place = Place(text: text, range: TextRange(0, item.text.bytes.count))
      values.append(.init(string: conditions.strings.intern(item.text.bytes[...]), kind: .bare, place: place))
      return
    }
    let parsed = ConditionParser.parseListItem(item.text, into: &bag)
    if breaksInQuotes(item.text.bytes) { bag.report(.quoteInListItem(item)) }
    guard case .list(let elements) = parsed.rightSide else { return }
    for id in parsed.tree.listElements[elements.range] {
      let string = conditions.strings.intern(parsed.tree.bytes(of: id))
      let value = parsed.tree[id]
      values.append(.init(string: string, kind: value.kind, place: Place(text: text, range: value.range)))
    }
  }

  /// Text that the incumbent puts into double quotes, which it then ends itself.
  private func breaksInQuotes(_ text: [UInt8]) -> Bool {
    guard let first = text.first, first != UInt8(ascii: "\""), first != UInt8(ascii: "'") else { return false }
    return text.contains(UInt8(ascii: " ")) && text.contains(UInt8(ascii: "\""))
  }

  private func needsParsing(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x08, UInt8(ascii: "("),
      UInt8(ascii: ")"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "="), UInt8(ascii: ","):
      true
    default: false
    }
  }

  /// Where `inner` is expanded by the incumbent into raw items, and a list among those was substituted before
  /// `list` was: its name stays behind as a value.
  private func reportLostLevel(
    list: ListDefinition, item: Scalar, inner: ListDefinition, into bag: inout DiagnosticBag
  ) {
    guard inner.origin.index < list.origin.visibility else { return }
    for innermost in inner.items {
      guard let id = ids[innermost.text.bytes[...]] else { continue }
      let origin = lists[Int(id.rawValue)].origin
      guard origin.index < list.origin.index, origin.index != inner.origin.index else { continue }
      bag.report(.thirdListLevel(list.origin, item: item, innermost: innermost))
    }
  }
}
