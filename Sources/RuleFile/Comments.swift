package import Diagnostics

/// A line comment, from `#` to the last sign of its line.
package struct Comment: Sendable, Hashable {
  package var span: SourceSpan
  package var text: String
  /// Empty lines directly before it; 0 for a comment behind other text.
  package var blankLinesBefore: Int
  /// Nothing but blanks stands before it on its line.
  package var isWholeLine: Bool
}

/// What stands around one item.
package struct ItemComments: Sendable {
  /// Whole-line comments, not indented, between the item before and this one.
  package var leading: [Comment] = []
  /// Empty lines between the last leading comment (or the item before) and this item.
  package var blankLinesBefore = 0
  /// Comments within the item: behind its values, between its lines in whatever column, or indented behind its last line.
  package var inside: [Comment] = []
}

/// The comments of a file.
package struct FileComments: Sendable {
  /// For each item of the file, in order.
  package var items: [ItemComments]
  /// Comments behind the last item.
  package var trailing: [Comment] = []
}

extension FileItems {
  /// Finds the comments, which libyaml does not tell. Reads the file again, so nobody who does not ask pays.
  ///
  /// A comment is a `#` at the start of a line or behind a blank, outside of every scalar; the tree knows where
  /// the scalars are. Text that could not be read as YAML is searched as if it held none.
  package func comments() -> FileComments {
    let scanner = CommentScanner(tree)
    var result = FileComments(items: items.map { _ in ItemComments() })
    var next = 0
    for comment in scanner.scan() {
      while next < items.count, items[next].span.start <= comment.span.start { next += 1 }
      // `next` is the first item behind the comment.
      if next > 0, comment.span.start < items[next - 1].span.end || comment.belongsToItemAbove(tree.text) {
        result.items[next - 1].inside.append(comment)
      } else if next < items.count {
        result.items[next].leading.append(comment)
      } else {
        result.trailing.append(comment)
      }
    }
    for index in items.indices {
      result.items[index].blankLinesBefore = scanner.blankLines(before: items[index].span.start)
    }
    return result
  }
}

extension Comment {
  /// Whether it stands behind text, or is indented like the lines of an item.
  fileprivate func belongsToItemAbove(_ text: SourceText) -> Bool {
    let start = Int(span.start - text.base)
    return !isWholeLine || start > 0 && text.bytes[start - 1] != UInt8(ascii: "\n")
  }
}

private struct CommentScanner {
  let text: SourceText
  /// Where no comment can begin, ascending: scalars.
  let scalars: [Range<Int>]

  init(_ tree: YAMLTree) {
    text = tree.text
    let base = tree.text.base
    scalars = tree.nodes.compactMap { node in
      guard node.kind == .scalar else { return nil }
      return Int(node.span.start - base)..<Int(node.span.end - base)
    }
  }

  func scan() -> [Comment] {
    var comments: [Comment] = []
    var nextScalar = 0
    var index = text.bodyStart
    while index < text.bytes.count {
      while nextScalar < scalars.count, scalars[nextScalar].upperBound <= index { nextScalar += 1 }
      if nextScalar < scalars.count, scalars[nextScalar].contains(index) {
        if let header = headerComment(scalars[nextScalar]) { comments.append(comment(at: header)) }
        index = scalars[nextScalar].upperBound
        continue
      }
      guard text.bytes[index] == UInt8(ascii: "#"), index == text.bodyStart || text.bytes[index - 1] <= 0x20 else {
        index += 1
        continue
      }
      let comment = comment(at: index)
      comments.append(comment)
      index = lineEnd(index)
    }
    return comments
  }

  /// A comment on the line of a block scalar's sign.
  private func headerComment(_ scalar: Range<Int>) -> Int? {
    let sign = text.bytes[scalar.lowerBound]
    guard sign == UInt8(ascii: "|") || sign == UInt8(ascii: ">") else { return nil }
    let line = scalar.lowerBound..<min(lineEnd(scalar.lowerBound), text.bytes.count)
    return line.dropFirst().first { text.bytes[$0] == UInt8(ascii: "#") && text.bytes[$0 - 1] <= 0x20 }
  }

  private func comment(at start: Int) -> Comment {
    var end = lineEnd(start)
    while end > start + 1, text.bytes[end - 1] <= 0x20 { end -= 1 }
    let line = lineStart(start)
    let isWholeLine = text.bytes[line..<start].allSatisfy { $0 <= 0x20 }
    return Comment(
      span: text.span(start..<end), text: String(decoding: text.bytes[start..<end], as: UTF8.self),
      blankLinesBefore: isWholeLine ? blankLines(beforeLineAt: line) : 0, isWholeLine: isWholeLine)
  }

  /// Empty lines directly above the line that holds the sign of the item at `offset`.
  func blankLines(before offset: UInt32) -> Int {
    blankLines(beforeLineAt: lineStart(Int(offset - text.base)))
  }

  private func blankLines(beforeLineAt start: Int) -> Int {
    var count = 0
    var line = start
    while line > text.bodyStart {
      let previous = lineStart(line - 1)
      guard text.bytes[previous..<line].allSatisfy({ $0 <= 0x20 }) else { break }
      count += 1
      line = previous
    }
    return count
  }

  private func lineStart(_ index: Int) -> Int {
    var start = index
    while start > text.bodyStart, text.bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return start
  }

  private func lineEnd(_ index: Int) -> Int {
    var end = index
    while end < text.bytes.count, text.bytes[end] != UInt8(ascii: "\n") { end += 1 }
    return end
  }
}
