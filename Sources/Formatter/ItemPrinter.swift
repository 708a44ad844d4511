internal import RuleFile

/// The YAML of one item in the canonical layout. What it cannot lay out without a doubt it gives up as a whole: the item stays as it
/// is then.
struct ItemPrinter {
  /// Of a line, in columns.
  static let width = 100

  let tree: YAMLTree
  let source: SourceLines
  /// Of the item, those that were not placed yet.
  private var comments: [Comment]

  init(_ tree: YAMLTree, _ source: SourceLines, _ comments: [Comment]) {
    self.tree = tree
    self.source = source
    self.comments = comments
  }

  /// The lines of an item, with its dash; nil where there is a doubt.
  mutating func lines(of item: YAMLTree.NodeID) -> [String]? {
    guard tree.kind(of: item) == .mapping, var lines = mapping(item, indent: 2, isItem: true) else { return nil }
    while let comment = comments.first, comment.isWholeLine {
      comments.removeFirst()
      lines.append(blanks(2) + comment.text)
    }
    return comments.isEmpty ? behind("- ", lines) : nil
  }

  // MARK: Comments

  /// Whole lines of comments in front of a place.
  private mutating func commentLines(before place: Int, indent: Int) -> [String] {
    var lines: [String] = []
    while let comment = comments.first, comment.isWholeLine, source.offset(comment.span) < place {
      comments.removeFirst()
      lines.append(blanks(indent) + comment.text)
    }
    return lines
  }

  /// The comment behind what ends at `place`, on the same line, with two blanks in front.
  ///
  /// - Parameter next: where something follows to which a comment behind it would belong.
  private mutating func commentBehind(_ place: Int, before next: Int = .max) -> String {
    guard let comment = comments.first, !comment.isWholeLine,
      source.line(of: source.offset(comment.span)) == source.line(of: place),
      place..<next ~= source.offset(comment.span)
    else { return "" }
    comments.removeFirst()
    return "  " + comment.text
  }

  private func hasComment(in range: Range<Int>) -> Bool { comments.contains { range.contains(source.offset($0.span)) } }

  // MARK: Collections

  private mutating func mapping(_ id: YAMLTree.NodeID, indent: Int, isItem: Bool = false) -> [String]? {
    let entries = tree.entries(of: id)
    guard !entries.isEmpty else { return nil }
    var lines: [String] = []
    for (key, value) in entries {
      guard tree.kind(of: key) == .scalar, let name = flow(key) else { return nil }
      let range = source.range(tree.span(of: key))
      lines += commentLines(before: range.lowerBound, indent: indent)
      let head = blanks(indent) + name + ":"
      let isCondition = isItem && tree.string(of: key) == "condition"
      guard let rest = self.value(value, behind: head, keyEnd: range.upperBound, indent: indent, isCondition: isCondition) else {
        return nil
      }
      lines += rest
    }
    return lines
  }

  /// The lines of an entry, `head` with its value.
  private mutating func value(
    _ id: YAMLTree.NodeID, behind head: String, keyEnd: Int, indent: Int, isCondition: Bool
  ) -> [String]? {
    let range = source.range(tree.span(of: id))
    switch tree.kind(of: id) {
    case .hole, .alias: return nil
    case .scalar:
      guard !range.isEmpty else { return [head + commentBehind(keyEnd)] }
      if isCondition, let lines = condition(id, range, behind: head, indent: indent) { return lines }
      return scalar(id, range, behind: head, indent: indent)
    case .sequence:
      if let text = flow(id), !hasComment(in: range), isShort(id), head.utf8.count + 1 + text.utf8.count <= Self.width {
        return [head + " " + text + commentBehind(range.upperBound)]
      }
      let first = head + commentBehind(keyEnd, before: range.lowerBound)
      guard let lines = elements(of: id, indent: indent + 2) else { return nil }
      return [first] + lines
    case .mapping:
      let first = head + commentBehind(keyEnd, before: range.lowerBound)
      guard let lines = mapping(id, indent: indent + 2) else { return nil }
      return [first] + lines
    }
  }

  /// Whether it may stand in one line. Collections of collections have a line for each.
  private func isShort(_ id: YAMLTree.NodeID) -> Bool {
    tree.elements(of: id).allSatisfy { tree.kind(of: $0) == .scalar }
  }

  private mutating func elements(of id: YAMLTree.NodeID, indent: Int) -> [String]? {
    let elements = tree.elements(of: id)
    guard !elements.isEmpty else { return nil }
    var lines: [String] = []
    for element in elements {
      let range = source.range(tree.span(of: element))
      lines += commentLines(before: range.lowerBound, indent: indent)
      let dash = blanks(indent) + "- "
      switch tree.kind(of: element) {
      case .hole, .alias: return nil
      case .scalar:
        guard !range.isEmpty, let text = flow(element, isInFlow: false) else { return nil }
        lines.append(dash + text + commentBehind(range.upperBound))
      case .sequence:
        if let text = flow(element), !hasComment(in: range), dash.utf8.count + text.utf8.count <= Self.width {
          lines.append(dash + text + commentBehind(range.upperBound))
          continue
        }
        guard let inner = behind(dash, self.elements(of: element, indent: indent + 2)) else { return nil }
        lines += inner
      case .mapping:
        guard let inner = behind(dash, mapping(element, indent: indent + 2)) else { return nil }
        lines += inner
      }
    }
    return lines
  }

  /// Lines with a dash in front of the first, in place of its blanks; nil where that is a comment.
  private func behind(_ dash: String, _ lines: [String]?) -> [String]? {
    guard var lines, !lines[0].dropFirst(dash.count).hasPrefix("#") else { return nil }
    lines[0] = dash + lines[0].dropFirst(dash.count)
    return lines
  }

  /// A value in one line as it is written, brackets around sequences; nil where it needs more lines.
  private func flow(_ id: YAMLTree.NodeID, isInFlow: Bool = true) -> String? {
    switch tree.kind(of: id) {
    case .hole, .alias, .mapping: return nil
    case .scalar:
      let range = source.range(tree.span(of: id))
      let text = source.text(range)
      guard !range.isEmpty, !source.bytes[range].contains(UInt8(ascii: "\n")) else { return nil }
      let style = tree.style(of: id)
      if isInFlow, style == .plain, text.utf8.contains(where: { [UInt8(ascii: ","), 0x5B, 0x5D, 0x7B, 0x7D].contains($0) }) { return nil }
      return style == .literal || style == .folded ? nil : text
    case .sequence:
      var parts: [String] = []
      for element in tree.elements(of: id) {
        guard let part = flow(element) else { return nil }
        parts.append(part)
      }
      return "[" + parts.joined(separator: ", ") + "]"
    }
  }

  // MARK: Scalars

  private mutating func condition(_ id: YAMLTree.NodeID, _ range: Range<Int>, behind head: String, indent: Int) -> [String]? {
    let layout = ConditionLayout(width: Self.width)
    let room = Self.width - head.utf8.count - 1
    guard let lines = layout.lines(of: Array(tree.value(of: id)), indent: indent + 2, room: room) else { return nil }
    if lines.count == 1, isPlainSafe(lines[0]), head.utf8.count + 1 + lines[0].utf8.count <= Self.width {
      return [head + " " + lines[0] + commentBehindScalar(id, range)]
    }
    let first = head + " >" + commentBehindScalar(id, range)
    return [first] + lines.map { $0.hasPrefix(" ") ? $0 : blanks(indent + 2) + $0 }
  }

  /// Behind the last line, or behind the sign of a block.
  private mutating func commentBehindScalar(_ id: YAMLTree.NodeID, _ range: Range<Int>) -> String {
    let isBlock = [.literal, .folded].contains(tree.style(of: id))
    return commentBehind(isBlock ? range.lowerBound : range.upperBound)
  }

  private mutating func scalar(_ id: YAMLTree.NodeID, _ range: Range<Int>, behind head: String, indent: Int) -> [String]? {
    let lines = source.lines(range)
    switch tree.style(of: id) {
    case .literal, .folded: return block(lines, id, range, behind: head, indent: indent)
    case .singleQuoted, .doubleQuoted:
      let rest = lines.dropFirst().map { $0.allSatisfy(\.isWhitespace) ? "" : blanks(indent + 2) + trimmed($0) }
      return joined([head + " " + lines[0]] + rest, commentBehind(range.upperBound))
    case .plain:
      let words = lines.map(trimmed)
      let whole = words.joined(separator: " ")
      if !words.contains(""), lines.count == 1 || head.utf8.count + 1 + whole.utf8.count <= Self.width {
        return [head + " " + whole + commentBehind(range.upperBound)]
      }
      // A comment behind the last line would become text.
      guard commentBehind(range.upperBound).isEmpty else { return nil }
      return [head + " >-"] + words.map { $0.isEmpty ? "" : blanks(indent + 2) + $0 }
    }
  }

  /// The lines of a block moved to where they belong.
  private mutating func block(
    _ lines: [String], _ id: YAMLTree.NodeID, _ range: Range<Int>, behind head: String, indent: Int
  ) -> [String]? {
    let sign = lines[0].prefix { !$0.isWhitespace }
    // A digit says how far a block is indented; a plus keeps empty lines at the end.
    guard !sign.contains(where: { $0.isNumber || $0 == "+" }), lines.count > 1 else { return nil }
    let body = lines.dropFirst()
    guard let depth = body.first(where: { !$0.allSatisfy { $0 == " " } })?.prefix(while: { $0 == " " }).count else { return nil }
    guard body.allSatisfy({ $0.allSatisfy { $0 == " " } || $0.prefix(depth).allSatisfy { $0 == " " } }) else { return nil }
    let first = head + " " + sign + commentBehind(range.lowerBound)
    return [first] + body.map { $0.count <= depth ? "" : blanks(indent + 2) + $0.dropFirst(depth) }
  }

  private func joined(_ lines: [String], _ comment: String) -> [String] {
    var lines = lines
    lines[lines.count - 1] += comment
    return lines
  }

  private func trimmed(_ line: String) -> String {
    let front = line.drop { $0 == " " || $0 == "\t" }
    let end = front.lastIndex { $0 != " " && $0 != "\t" }.map(front.index(after:)) ?? front.startIndex
    return String(front[..<end])
  }

  /// Whether the text can stand behind a key without quotes.
  private func isPlainSafe(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    let signs = Array("-?:,[]{}#&*!|>'\"%@`~ ".utf8)
    return !signs.contains(first) && last != UInt8(ascii: ":") && last != 0x20 && !text.contains(": ") && !text.contains(" #")
  }
}
