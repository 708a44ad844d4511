package import Diagnostics

/// What YAML makes of one file.
package struct YAMLContent: Sendable {
  package var tree: YAMLTree
  package var parts: [YAMLPart] = []
  package var diagnostics: [Diagnostic]
  /// Stretches that could not be read, ascending.
  package var unreadable: [SourceSpan] = []
}

/// Reads the YAML of one file, going on behind syntax errors.
///
/// libyaml gives up at the first error. So the reader looks for the next line that begins an item (or a document)
/// and starts libyaml anew there: one error costs one item, and one diagnostic.
package struct YAMLReader {
  /// Restarts after which the rest of a file is given up.
  private static let unreadableLimit = 200

  private let text: SourceText
  private var builder: YAMLTreeBuilder
  private var diagnostics: [Diagnostic] = []
  private var unreadable: [Range<Int>] = []
  /// Indentation of the `-` of items.
  private var itemColumn = 0
  private var knowsItemColumn = false
  private var lastScalar: LastScalar?

  /// The scalar read last: an error right behind it is often its fault.
  struct LastScalar {
    var span: Range<Int>
    var style: Scalar.Style
  }

  package static func read(_ file: SourceFile) -> YAMLContent {
    var reader = YAMLReader(file)
    if !reader.text.isUnreadable { reader.readAll() }
    let tree = reader.builder.tree
    return YAMLContent(
      tree: tree, parts: reader.builder.parts, diagnostics: reader.text.diagnostics + reader.diagnostics,
      unreadable: reader.text.isUnreadable ? [file.span] : reader.unreadable.map(reader.text.span))
  }

  private init(_ file: SourceFile) {
    text = SourceText(file)
    builder = YAMLTreeBuilder(text)
  }

  private mutating func readAll() {
    var start = text.bodyStart
    // Reading goes back behind a quote that was never closed, so bytes can be read twice; not often.
    var work = 0
    while let problem = readUntilProblem(from: start) {
      work += problem.reached - start
      let next = recover(from: problem, chunkStart: start)
      guard let next else { return }
      guard unreadable.count < Self.unreadableLimit, work <= 16 * text.bytes.count + 1 << 16 else {
        diagnostics.append(.tooManySyntaxErrors(at: text.span(next..<next + 1)))
        unreadable.append(next..<text.bytes.count)
        return
      }
      start = next
    }
  }

  /// - Returns: nil at the end of the file.
  private mutating func readUntilProblem(from start: Int) -> SyntaxProblem? {
    lastScalar = nil
    let bytes = text.bytes
    // The parser and the cursor keep pointers into `bytes`; both end with the closure.
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      let rest = unsafe UnsafeBufferPointer(rebasing: buffer[start...])
      var parser = unsafe LibYAML(rest)
      var cursor = unsafe MarkCursor(rest, isASCII: text.isASCII)
      while true {
        let event = parser.next()
        switch event {
        case .streamEnd: return nil
        case .failure: return classify(parser.problem, &cursor, start)
        case .scalar: addScalar(parser, &cursor, start)
        case .alias: addAlias(parser, &cursor, start)
        case .sequenceStart, .mappingStart:
          if let problem = beginCollection(event, parser, &cursor, start) { return problem }
        case .sequenceEnd, .mappingEnd:
          let end = start + cursor.offset(of: parser.endMark)
          builder.endCollection(end: text.base + UInt32(end))
        case .other: break
        }
      }
    }
  }

  // MARK: Events

  private mutating func addScalar(_ parser: borrowing LibYAML, _ cursor: inout MarkCursor, _ start: Int) {
    let style = parser.scalarStyle
    let isBlock = style == .literal || style == .folded
    var lower = start + cursor.offset(of: parser.startMark)
    var upper = start + cursor.offset(of: parser.endMark)
    if parser.scalarHasAnchor || parser.scalarHasTag { lower = skipProperties(lower..<upper) }
    if isBlock { upper = endOfBlock(lower..<upper) }
    lastScalar = LastScalar(span: lower..<upper, style: style)

    let quote = style == .plain ? 0 : 1
    let inner = lower + quote..<max(lower + quote, upper - quote)
    let isVerbatim =
      !isBlock && inner.count == parser.scalarLength
      && parser.scalarStands(at: inner.lowerBound - start..<inner.upperBound - start)
    builder.addScalar(
      isVerbatim ? .verbatim(length: inner.count) : .decoded(parser.scalarValue), style: style,
      isNull: style == .plain && !parser.scalarHasTag && parser.scalarIsNullWord,
      span: text.span(lower..<upper), anchor: parser.anchor)
  }

  /// libyaml ends a block scalar behind the empty lines that follow it; here it ends with its last line of text.
  private func endOfBlock(_ range: Range<Int>) -> Int {
    func isWhite(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    var end = range.upperBound
    while end > range.lowerBound, isWhite(text.bytes[end - 1]) { end -= 1 }
    // Blanks at the end of the last line belong to the text.
    while end < range.upperBound, text.bytes[end] == 0x20 || text.bytes[end] == 0x09 { end += 1 }
    return end
  }

  /// libyaml begins a node at its anchor or tag; a scalar begins with its text.
  private func skipProperties(_ range: Range<Int>) -> Int {
    var index = range.lowerBound
    while index < range.upperBound {
      switch text.bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D:
        index += 1
      case UInt8(ascii: "#"):
        while index < range.upperBound, text.bytes[index] != 0x0A { index += 1 }
      case UInt8(ascii: "&"), UInt8(ascii: "!"):
        while index < range.upperBound, text.bytes[index] > 0x20 { index += 1 }
      default:
        return index
      }
    }
    return index
  }

  private mutating func addAlias(_ parser: borrowing LibYAML, _ cursor: inout MarkCursor, _ start: Int) {
    let lower = start + cursor.offset(of: parser.startMark)
    let upper = start + cursor.offset(of: parser.endMark)
    let span = text.span(lower..<upper)
    let name = parser.anchor ?? ""
    switch builder.addAlias(name, at: span) {
    case .added: break
    case .tooLarge: diagnostics.append(.aliasesTooLarge(name, at: span))
    case .unknown:
      if builder.isInsideAnchor(name) {
        diagnostics.append(.aliasInsideItself(name, at: span))
      } else if !unreadable.contains(where: { contains("&" + name, in: $0) }) {
        diagnostics.append(.unknownAlias(name, known: builder.knownAnchors, at: span))
      }
    }
  }

  /// Whether an anchor was defined in a part that could not be read; what refers to it is then no second mistake.
  private func contains(_ word: String, in range: Range<Int>) -> Bool {
    let word = Array(word.utf8)
    let bytes = text.bytes[range]
    return bytes.indices.contains { bytes[$0] == word[0] && bytes[$0...].starts(with: word) }
  }

  private mutating func beginCollection(
    _ event: LibYAML.Event, _ parser: borrowing LibYAML, _ cursor: inout MarkCursor, _ start: Int
  ) -> SyntaxProblem? {
    let lower = start + cursor.offset(of: parser.startMark)
    let isFlow = parser.collectionIsFlow
    if builder.depth == 0, event == .sequenceStart, !isFlow, !knowsItemColumn {
      itemColumn = parser.startColumn
      knowsItemColumn = true
    }
    // The mark of an indented node with an anchor is the anchor's; nothing here depends on it.
    let span = text.span(lower..<min(lower + 1, text.bytes.count))
    guard builder.depth < YAMLTreeBuilder.depthLimit else {
      return SyntaxProblem(diagnostic: .tooDeep(at: span), blame: lower, reached: lower)
    }
    builder.beginCollection(
      event == .sequenceStart ? .sequence : .mapping, isFlow: isFlow, at: span, anchor: parser.anchor)
    return nil
  }

  // MARK: Recovery

  private func classify(_ problem: LibYAML.Problem, _ cursor: inout MarkCursor, _ start: Int) -> SyntaxProblem {
    let at = start + cursor.offset(of: problem.index)
    let contextAt = start + cursor.offset(of: problem.contextIndex)
    return SyntaxProblemFinder(
      text: text, problem: problem, at: at, contextAt: min(contextAt, at), lastScalar: lastScalar,
      openFlow: builder.innermostFlow.map { Int($0.start - text.base) }, itemColumn: itemColumn
    ).find()
  }

  /// Reports the problem and says where reading goes on; nil when nothing follows.
  private mutating func recover(from problem: SyntaxProblem, chunkStart: Int) -> Int? {
    let lines = LineScanner(text: text, itemColumn: itemColumn)
    let next = lines.nextItemLine(from: problem.blame, after: chunkStart)
    var lower = lines.start(ofLineAt: problem.blame)
    if let item = builder.currentItemStart.map({ Int($0 - text.base) }), item >= chunkStart {
      lower = min(lower, lines.start(ofLineAt: item))
    }
    let part = max(lower, chunkStart)..<max(next ?? text.bytes.count, lower, chunkStart)
    builder.abandon(isOutsideItem: isOutsideItem(problem.blame, lines))
    unreadable.append(part)
    if !text.isDamaged(part) { diagnostics.append(problem.diagnostic) }
    return next
  }

  /// Whether an error stands at the start of a line that is indented less than the keys of the item before.
  private func isOutsideItem(_ offset: Int, _ lines: LineScanner) -> Bool {
    guard let item = builder.currentItemStart.map({ Int($0 - text.base) }) else { return false }
    let line = lines.start(ofLineAt: offset)
    let keyColumn = item - lines.start(ofLineAt: item)
    return offset - line < keyColumn && text.bytes[line..<offset].allSatisfy { $0 == UInt8(ascii: " ") }
  }
}

/// Finds lines in a file.
struct LineScanner {
  let text: SourceText
  let itemColumn: Int

  func start(ofLineAt offset: Int) -> Int {
    var start = min(offset, text.bytes.count)
    while start > 0, text.bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return start
  }

  func end(ofLineAt offset: Int) -> Int {
    var end = min(offset, text.bytes.count)
    while end < text.bytes.count, text.bytes[end] != UInt8(ascii: "\n") { end += 1 }
    return end
  }

  /// Whether the line that begins at `start` begins an item (`- `, indented as items are) or a document (`---`).
  func beginsItem(_ start: Int) -> Bool {
    let line = text.bytes[start...]
    if line.starts(with: Array("---".utf8)) { return isBlankOrEnd(start + 3) }
    let dash = start + itemColumn
    guard dash < text.bytes.count, text.bytes[dash] == UInt8(ascii: "-"), isBlankOrEnd(dash + 1) else { return false }
    return text.bytes[start..<dash].allSatisfy { $0 == UInt8(ascii: " ") }
  }

  private func isBlankOrEnd(_ index: Int) -> Bool {
    guard index < text.bytes.count else { return true }
    let byte = text.bytes[index]
    return byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  /// Start of the first line that begins an item, whose first sign is not before `offset`, and that lies behind
  /// `limit`. (An error at the sign itself is the fault of what stands before.)
  func nextItemLine(from offset: Int, after limit: Int) -> Int? {
    var start = start(ofLineAt: offset)
    while start < text.bytes.count {
      if start > limit, beginsItem(start) {
        let isMarker = text.bytes[start] == UInt8(ascii: "-") && itemColumn > 0
        if start + (isMarker ? 0 : itemColumn) >= offset { return start }
      }
      start = end(ofLineAt: start) + 1
    }
    return nil
  }

  /// Whether a line inside `range`, other than its first, begins an item.
  func containsItemLine(_ range: Range<Int>) -> Bool {
    var start = end(ofLineAt: range.lowerBound) + 1
    while start < range.upperBound {
      if beginsItem(start) { return true }
      start = end(ofLineAt: start) + 1
    }
    return false
  }
}
