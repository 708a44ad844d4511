/// The marks of several lines. Each has a lane of its own between frame and source, drawn from where it begins to
/// where it ends:
///
///     12 | /   condition: >           or    12 |     condition: a and
///     13 | |     a and b                       |  ______________^
///        | |___________^ text               13 | |     b
///                                              | |_____^ text
struct Lanes {
  private struct Lane {
    let mark: ExcerptMark
    let column: Int
    var isOpen = false
  }

  private var lanes: [Lane]

  init(_ marks: [ExcerptMark]) {
    // The longest mark lies outermost, so that fewer lines cross.
    let outermostFirst = marks.sorted { ($0.firstLine, $1.lastLine) < ($1.firstLine, $0.lastLine) }
    lanes = outermostFirst.enumerated().map { Lane(mark: $0.element, column: 2 * $0.offset) }
  }

  /// Columns before the source.
  var width: Int { 2 * lanes.count }

  /// A row in which the open lanes run on.
  func row() -> Row {
    var row = Row()
    for lane in lanes where lane.isOpen { row.paint("|", over: lane.column..<lane.column + 1, lane.mark.ink) }
    return row
  }

  /// A row for lines that are left out.
  func gap() -> Row {
    var row = row()
    row.isGap = true
    return row
  }

  /// The row of a source line. A mark that begins with the line's first word begins in this row.
  mutating func beginLine(_ line: Int, indentation: Int) -> Row {
    var row = row()
    for index in lanes.indices where lanes[index].mark.firstLine == line && lanes[index].mark.start <= indentation {
      row.paint("/", over: lanes[index].column..<lanes[index].column + 1, lanes[index].mark.ink)
      lanes[index].isOpen = true
    }
    row.reserve(width)
    return row
  }

  /// A row for each mark that ends in `line`.
  mutating func closings(at line: Int, column: (Int) -> Int) -> [Row] {
    var rows: [Row] = []
    for index in lanes.indices where lanes[index].isOpen && lanes[index].mark.lastLine == line {
      let mark = lanes[index].mark
      let end = max(0, column(mark.end) - 1) + width
      var row = arm(of: lanes[index], to: end)
      row.write(mark.text, at: end + 2, mark.ink)
      rows.append(row)
      lanes[index].isOpen = false
    }
    return rows
  }

  /// A row for each mark that begins in the middle of `line`.
  mutating func openings(at line: Int, column: (Int) -> Int) -> [Row] {
    var rows: [Row] = []
    for index in lanes.indices where lanes[index].mark.firstLine == line && !lanes[index].isOpen {
      rows.append(arm(of: lanes[index], to: column(lanes[index].mark.start) + width))
      lanes[index].isOpen = true
    }
    return rows
  }

  /// A line from a lane to a place in the source.
  private func arm(of lane: Lane, to column: Int) -> Row {
    var row = row()
    row.fill("_", over: lane.column + 1..<column, lane.mark.ink)
    row.paint(lane.mark.glyph, over: column..<column + 1, lane.mark.ink)
    return row
  }
}
