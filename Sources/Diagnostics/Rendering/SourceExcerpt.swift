/// A label in the lines and bytes of its file.
struct ExcerptMark {
  let text: String
  let ink: Row.Ink
  /// Line numbers, from 1.
  let firstLine: Int
  let lastLine: Int
  /// In bytes of the first line.
  let start: Int
  /// In bytes of the last line; just behind the last marked byte.
  let end: Int

  var isMultiline: Bool { firstLine < lastLine }
  var glyph: Unicode.Scalar { ink == .primary ? "^" : "-" }
}

/// The lines of one file that a diagnostic talks about, and what it says about them.
struct SourceExcerpt {
  let file: FileID
  let fileName: String
  /// Where the first label of this file begins.
  let start: SourceLocation
  private var marks: [ExcerptMark] = []

  /// Bytes of blanks that are looked at, at either end of a span or line: enough for any text that people write, and
  /// megabytes of blanks must not be walked through for each of many diagnostics.
  private static let blanksLimit = 4096

  init(around label: Label, isPrimary: Bool, _ locator: inout SourceLocator) {
    start = locator.location(of: label.span.start)
    file = start.file
    fileName = locator.map[file].name
    add(label, isPrimary: isPrimary, &locator)
  }

  /// - Precondition: the label begins in this excerpt's file.
  mutating func add(_ label: Label, isPrimary: Bool, _ locator: inout SourceLocator) {
    let source = locator.map[file]
    let first = min(Int(label.span.start - source.base), source.bytes.count)
    let last = trimmedEnd(of: label.span, in: source)
    let firstLine = locator.location(of: label.span.start).line
    let lastLine = locator.location(of: source.base + UInt32(last)).line
    marks.append(
      ExcerptMark(
        text: label.text, ink: isPrimary ? .primary : .secondary, firstLine: firstLine, lastLine: lastLine,
        start: first - locator.lineRange(firstLine, of: file).lowerBound,
        end: last - locator.lineRange(lastLine, of: file).lowerBound))
  }

  var lastLine: Int { marks.map(\.lastLine).max() ?? 1 }

  /// The end of a span in bytes of its file, without the blanks and line ends at the end of it: the span of a block
  /// scalar reaches to the next line, which it says nothing about.
  private func trimmedEnd(of span: SourceSpan, in source: SourceFile) -> Int {
    let start = min(Int(span.start - source.base), source.bytes.count)
    var end = min(start + Int(span.length), source.bytes.count)
    let limit = max(start + 1, end - Self.blanksLimit)
    while end > limit, [0x0A, 0x0D, 0x20].contains(source.bytes[end - 1]) { end -= 1 }
    return end > start && source.bytes[end - 1] == 0x0A ? start : end
  }

  /// All rows, the blank one before the first line included.
  func rows(_ locator: inout SourceLocator) -> [Row] {
    var lanes = Lanes(marks.filter(\.isMultiline))
    var rows = [Row()]
    var previous: Int?
    for line in shownLines() {
      if let previous, line > previous + 1 { rows.append(lanes.gap()) }
      rows += rowsOfLine(line, &lanes, &locator)
      previous = line
    }
    return rows
  }

  /// Lines in which something begins or ends, and the neighbours of these inside a mark; no gap of a single line.
  private func shownLines() -> [Int] {
    var wanted: [Int] = []
    for mark in marks {
      wanted += [mark.firstLine, mark.lastLine]
      if mark.isMultiline { wanted += [mark.firstLine + 1, mark.lastLine - 1] }
    }
    wanted.sort()
    var shown: [Int] = []
    for line in wanted where line != shown.last {
      if let last = shown.last, line == last + 2 { shown.append(last + 1) }
      shown.append(line)
    }
    return shown
  }

  private func rowsOfLine(_ line: Int, _ lanes: inout Lanes, _ locator: inout SourceLocator) -> [Row] {
    let bytes = locator.map[file].bytes[locator.lineRange(line, of: file)]
    let display = DisplayLine(bytes, focus: focus(of: line))
    let indentation = bytes.prefix(Self.blanksLimit).prefix { $0 == 0x20 || $0 == 0x09 }.count

    var source = lanes.beginLine(line, indentation: indentation)
    source.lineNumber = line
    source.source = display.text
    let pieces = marks.filter { !$0.isMultiline && $0.firstLine == line }.map { mark in
      let lower = display.column(of: mark.start)
      let columns = lower..<max(lower + 1, display.column(of: mark.end))
      return InlineMarks.Piece(columns: columns, text: mark.text, ink: mark.ink, glyph: mark.glyph)
    }
    return [source] + InlineMarks(pieces).rows(lanes)
      + lanes.closings(at: line) { display.column(of: $0) }
      + lanes.openings(at: line) { display.column(of: $0) }
  }

  /// The byte of a long line that must be seen: where the primary mark begins or ends, else the first mark.
  private func focus(of line: Int) -> Int {
    let here = marks.filter { $0.firstLine == line || $0.lastLine == line }
    guard let mark = here.first(where: { $0.ink == .primary }) ?? here.first else { return 0 }
    return mark.firstLine == line ? mark.start : max(0, mark.end - 1)
  }
}
