package import Diagnostics
internal import RuleFile

// Formatter: rule files in one layout. In: the bytes of a file. Out: the same items, comments and meaning, laid out anew. Not
// here: what a rule means; names, keys and values stay as they are, and in the order in which they are.
//
//   RuleFileFormatter   a file: items, what stands between them, and the proof that nothing else changed
//   ItemPrinter         an item: keys, lists, texts, comments
//   ConditionLayout     a condition: blanks and line breaks between its tokens

package enum FormatResult: Sendable, Equatable {
  /// The text, which may be what was there, and the lines, counted from 1, of items that stay as they are.
  case formatted([UInt8], kept: [Int])
  /// It cannot be laid out, and why.
  case refused(String)
}

/// Lays out a rule file. An item of which it cannot prove that it means the same afterwards stays as it is.
package struct RuleFileFormatter {
  private let source: SourceLines
  private let items: FileItems
  private let comments: FileComments

  package static func format(_ file: SourceFile, id: FileID) -> FormatResult {
    let items = ItemReader.read(file, id: id)
    guard items.unreadable.isEmpty, !items.findings.contains(where: { $0.diagnostic.code == .yamlParse }) else {
      return .refused("it cannot be read as YAML; 'rulec check' says where")
    }
    let formatter = RuleFileFormatter(file, items)
    var kept: [Int] = []
    guard let lines = formatter.lines(&kept) else {
      return .refused("it is not one list of items: several YAML documents, or another layout than '- ' for each item")
    }
    return .formatted(Array(lines.map { $0 + "\n" }.joined().utf8), kept: kept)
  }

  private init(_ file: SourceFile, _ items: FileItems) {
    source = SourceLines(file)
    self.items = items
    comments = items.comments()
  }

  private func lines(_ kept: inout [Int]) -> [String]? {
    var lines: [String] = []
    if let first = items.items.first {
      guard let head = foreignLines(from: 0, to: source.range(first.span).lowerBound), head.allSatisfy({ $0 == "---" }) else { return nil }
      lines += head
    }
    for (index, item) in items.items.enumerated() {
      guard hasDash(item) else { return nil }
      let around = comments.items[index]
      if index > 0 {
        let end = source.range(items.items[index - 1].span).upperBound
        guard foreignLines(from: end, to: source.range(item.span).lowerBound) == [] else { return nil }
        lines.append("")
      }
      for (place, comment) in around.leading.enumerated() {
        if place > 0, comment.blankLinesBefore > 0 { lines.append("") }
        lines.append(comment.text)
      }
      if !around.leading.isEmpty, around.blankLinesBefore > 0 { lines.append("") }
      if let own = self.lines(of: item, around.inside) {
        lines += own
      } else {
        guard let own = verbatim(item, around.inside) else { return nil }
        lines += own
        kept.append(source.line(of: source.offset(item.span)) + 1)
      }
    }
    let end = items.items.last.map { source.range($0.span).upperBound } ?? 0
    guard foreignLines(from: end, to: source.bytes.count) == [] else { return nil }
    for (place, comment) in comments.trailing.enumerated() {
      if place > 0 ? comment.blankLinesBefore > 0 : !lines.isEmpty { lines.append("") }
      lines.append(comment.text)
    }
    return lines
  }

  /// Lines between two places that are neither empty nor comments nor the dash of an item.
  private func foreignLines(from start: Int, to end: Int) -> [String]? {
    source.lines(start..<end).compactMap { line in
      let text = line.drop { $0 == " " || $0 == "\t" || $0 == "\u{FEFF}" }
      let isEmpty = text.isEmpty || text.hasPrefix("#") || text.allSatisfy { "- \t".contains($0) } && text.prefix(2) != "--"
      return isEmpty ? nil : String(text.prefix { $0 != " " })
    }
  }

  /// Whether it is an element of a list that stands in lines of its own.
  private func hasDash(_ item: RuleFileItem) -> Bool {
    let start = source.range(item.span).lowerBound
    let begin = source.text(source.start(ofLine: source.line(of: start))..<start)
    return begin.contains("-") && begin.allSatisfy { "- \t\u{FEFF}".contains($0) }
  }

  // MARK: Items

  private func lines(of item: RuleFileItem, _ comments: [Comment]) -> [String]? {
    var printer = ItemPrinter(items.tree, source, comments)
    guard isOrdinary(item, comments), let lines = printer.lines(of: item.node), meansTheSame(lines, item, comments) else { return nil }
    return lines
  }

  /// As it is, from its dash to its last line with what stands behind and in between.
  private func verbatim(_ item: RuleFileItem, _ comments: [Comment]) -> [String]? {
    let range = source.range(item.span)
    let first = source.line(of: range.lowerBound)
    let last = max(range.upperBound - 1, comments.last.map { source.offset($0.span) } ?? 0)
    let end = source.end(ofLine: source.line(of: last))
    let isWhole = source.bytes[end - 1] == UInt8(ascii: "\n")
    return source.lines(source.start(ofLine: first)..<(isWhole ? end - 1 : end))
  }

  /// Whether nothing but scalars, comments and the signs of collections stands in it: anchors, aliases and tags would be lost.
  private func isOrdinary(_ item: RuleFileItem, _ comments: [Comment]) -> Bool {
    let range = source.range(item.span)
    var known = comments.map { source.range($0.span) }
    var pending = [item.node]
    while let id = pending.popLast() {
      switch items.tree.kind(of: id) {
      case .scalar: known.append(source.range(items.tree.span(of: id)))
      case .sequence: pending += items.tree.elements(of: id)
      case .mapping: for (key, value) in items.tree.entries(of: id) { pending += [key, value] }
      case .hole, .alias: return false
      }
    }
    known.sort { $0.lowerBound < $1.lowerBound }
    var offset = range.lowerBound
    for part in known where range.contains(part.lowerBound) || part.isEmpty {
      guard hasOnlySigns(offset..<max(offset, part.lowerBound)) else { return false }
      offset = max(offset, part.upperBound)
    }
    return hasOnlySigns(offset..<max(offset, range.upperBound))
  }

  private func hasOnlySigns(_ range: Range<Int>) -> Bool {
    let signs = Array("-:,[]{} \t\r\n".utf8)
    return source.bytes[range].allSatisfy(signs.contains)
  }

  // MARK: Proof

  /// Whether the lines hold the item with equal values, its condition with equal tokens, and its comments.
  private func meansTheSame(_ lines: [String], _ item: RuleFileItem, _ comments: [Comment]) -> Bool {
    var map = SourceMap()
    let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
    guard let id = map.add(name: "", bytes: bytes) else { return false }
    let read = ItemReader.read(map[id], id: id)
    guard read.items.count == 1, read.unreadable.isEmpty else { return false }
    let found = read.comments()
    let texts = (found.items[0].leading + found.items[0].inside + found.trailing).map(\.text)
    return texts == comments.map(\.text) && isEqual(items.tree, item.node, read.tree, read.items[0].node)
  }

  private func isEqual(_ old: YAMLTree, _ a: YAMLTree.NodeID, _ new: YAMLTree, _ b: YAMLTree.NodeID, isCondition: Bool = false) -> Bool {
    guard old.kind(of: a) == new.kind(of: b) else { return false }
    switch old.kind(of: a) {
    case .hole, .alias: return false
    case .scalar:
      if isCondition, let words = ConditionLayout.words(of: Array(old.value(of: a))) {
        return words == ConditionLayout.words(of: Array(new.value(of: b)))
      }
      return old.isNull(a) == new.isNull(b) && old.value(of: a) == new.value(of: b) && isText(old, a) == isText(new, b)
    case .sequence:
      let (left, right) = (old.elements(of: a), new.elements(of: b))
      return left.count == right.count && zip(left, right).allSatisfy { isEqual(old, $0, new, $1) }
    case .mapping:
      let (left, right) = (old.entries(of: a), new.entries(of: b))
      return left.count == right.count
        && zip(left, right).allSatisfy { one, other in
          isEqual(old, one.key, new, other.key)
            && isEqual(old, one.value, new, other.value, isCondition: old.string(of: one.key) == "condition")
        }
    }
  }

  /// Whether the value is text whatever it says. A plain one may be a number; one of several words cannot.
  private func isText(_ tree: YAMLTree, _ id: YAMLTree.NodeID) -> Bool {
    tree.style(of: id) != .plain || tree.value(of: id).contains { $0 == 0x20 || $0 == UInt8(ascii: "\n") }
  }
}
